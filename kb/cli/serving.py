"""A static server for this machine only, for reading the built site."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kb.cli.context import out
from kb.errors import KbError


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files without a line per request."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Say nothing."""


def make_server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of ``folder`` on the loopback address; port 0 picks a free one.

    Raises:
        KbError: the port is taken or not allowed.
    """
    try:
        return ThreadingHTTPServer(("127.0.0.1", port), partial(QuietHandler, directory=str(folder)))
    except OSError as error:
        raise KbError("the site cannot be served", f"127.0.0.1:{port}", str(error),
                      "choose another port with --port") from error


def serve_folder(folder: Path, port: int) -> None:
    """Serve until interrupted."""
    server = make_server(folder, port)
    console = out()
    console.print(f"http://127.0.0.1:{server.server_address[1]}/   (stop with Ctrl-C)")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        console.print("stopped")
    finally:
        server.server_close()
