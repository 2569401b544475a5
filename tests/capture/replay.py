"""A stand-in for the official sites: a server on this machine that replays answers and faults.

``replay.serve("https://www.cac.gov.cn/a.htm", Answer(b"..."), ...)`` gives the answers in turn, the last
one again and again. An answer may be a function of the request. What is not scripted is answered by 404,
robots files too. ``replay.hosts`` is what ``Settings.resolve`` needs: it grows with every host served.
"""

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qsl, urlsplit

ADDRESS = "127.0.0.1"


@dataclass(frozen=True)
class Answer:
    """One answer. Content-Length is added unless ``length`` is None (then closing ends the body).

    ``fault``: ``reset`` (TCP reset after half the body), ``cut`` (closed after half the body), ``drip`` (a
    byte every ``every`` seconds), ``raw drip`` (likewise, and the body is all that is sent, head
    included), ``endless`` (the body again and again), ``silent`` (closed without a word). ``length`` -1 is
    the true length, another number a lie. ``before`` is a wait in seconds before the answer, ``interim``
    bytes sent before it.
    """

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),)
    fault: str = ""
    length: int | None = -1
    before: float = 0.0
    every: float = 0.05
    interim: bytes = b""


@dataclass
class Seen:
    """One request as it arrived. ``began``, and ``ended`` (when its answer went out), are by ``now``."""

    method: str
    host: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    began: object
    ended: object = None

    def header(self, name: str) -> str:
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


Scripted = Answer | Callable[[Seen], Answer]


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    tls: ssl.SSLContext | None = None

    def get_request(self):
        connection, address = super().get_request()
        if self.tls:
            connection = self.tls.wrap_socket(connection, server_side=True, do_handshake_on_connect=False)
        return connection, address


@dataclass
class Replay:
    """The server and what it has seen; a context manager. ``now`` is the clock of its records."""

    now: Callable[[], object] = time.monotonic
    hosts: dict[str, tuple[str, int, str]] = field(default_factory=dict)
    seen: list[Seen] = field(default_factory=list)
    most_at_once: int = 0

    def __post_init__(self):
        self._scripts: dict[tuple[str, str], list[Scripted]] = {}
        self._lock = threading.Lock()
        self._open = 0
        self._stopping = threading.Event()
        self._server = _Server((ADDRESS, 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        return self._server.server_address[1]

    def serve(self, url: str, *answers: Scripted) -> None:
        """Script an address, path and query byte for byte; serving it again replaces its answers."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        self.know(parts.hostname)
        self._scripts[parts.hostname, path or "/"] = list(answers)

    def serve_bytes(self, url: str, body: bytes, media_type: str = "text/html") -> None:
        self.serve(url, Answer(body, headers=(("Content-Type", media_type),)))

    def know(self, host: str) -> None:
        """Let a host be found here, though nothing is scripted for it yet."""
        self.hosts[host] = (ADDRESS, self.port, "https" if self._server.tls else "http")

    def use_tls(self, context: ssl.SSLContext) -> None:
        """Speak TLS from now on; hosts known before keep to http."""
        self._server.tls = context

    def paths(self, host: str = "") -> list[str]:
        """The paths asked so far, robots files left out."""
        return [one.path for one in self.seen
                if one.path != "/robots.txt" and host in {"", one.host}]

    def asked(self, host: str) -> int:
        """How many requests a host got, robots files counted."""
        return sum(one.host == host for one in self.seen)

    def _next(self, seen: Seen) -> Answer:
        with self._lock:
            script = self._scripts.get((seen.host, seen.path))
            chosen = None if not script else script.pop(0) if len(script) > 1 else script[0]
        if chosen is None:
            return Answer(b"not scripted", 404)
        return chosen(seen) if callable(chosen) else chosen

    def _record(self, handler) -> Seen:
        body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
        host = handler.headers.get("Host", "").partition(":")[0]
        seen = Seen(handler.command, host, handler.path, tuple(handler.headers.items()), body, self.now())
        with self._lock:
            self.seen.append(seen)
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
        return seen

    def _release(self, seen: Seen) -> None:
        with self._lock:
            seen.ended = self.now()
            self._open -= 1

    def _handler(self):
        replay = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle(self):
                # A client that does not trust us breaks off in the handshake, and that is its right.
                with suppress(ssl.SSLError, ConnectionError):
                    super().handle()

            def finish(self):
                with suppress(OSError):
                    super().finish()

            def do_GET(self):
                self.close_connection = True
                seen = replay._record(self)
                answer = replay._next(seen)
                replay._stopping.wait(answer.before)
                # Before the first byte: the other side may ask again as soon as it has the last one.
                replay._release(seen)
                with suppress(OSError):
                    _give(self, answer, replay._stopping)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_):
                pass

        return Handler


def _give(handler, answer: Answer, stopping: threading.Event) -> None:
    if answer.fault == "silent":
        return
    if answer.fault == "raw drip":
        _drip(handler, answer, stopping)
        return
    lines = [f"HTTP/1.1 {answer.status} Scripted"]
    lines += [f"{name}: {value}" for name, value in answer.headers]
    if answer.length is not None and answer.fault != "endless" and answer.status != 304:
        lines.append(f"Content-Length: {len(answer.body) if answer.length < 0 else answer.length}")
    handler.wfile.write(answer.interim)
    handler.wfile.write("\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1"))
    _give_body(handler, answer, stopping)


def _give_body(handler, answer: Answer, stopping: threading.Event) -> None:
    half = answer.body[:len(answer.body) // 2]
    if answer.fault in {"reset", "cut"}:
        handler.wfile.write(half)
        if answer.fault == "reset":
            time.sleep(0.05)
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()
    elif answer.fault == "drip":
        _drip(handler, answer, stopping)
    elif answer.fault == "endless":
        while not stopping.is_set():
            handler.wfile.write(answer.body)
    else:
        handler.wfile.write(answer.body)


def _drip(handler, answer: Answer, stopping: threading.Event) -> None:
    for byte in answer.body:
        handler.wfile.write(bytes([byte]))
        if stopping.wait(answer.every):
            return
