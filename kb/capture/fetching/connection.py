"""A connection to exactly the machine that was checked, with an end to every wait.

Reads and writes: the network. Guarantees: the connection goes to one of the addresses given, whatever the
name service says in the meantime (DNS rebinding); the name stays in TLS and in the Host header; no
reading or writing outlasts the deadline, however slowly the other side drips; proxies and netrc of
the environment are not used.
"""

import re
import time
from collections.abc import Iterable
from typing import Any, Final

import httpcore
from httpcore import SOCKET_OPTION

_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LONGEST_HEAD: Final = 256 * 1024


class WatchedStream(httpcore.NetworkStream):
    """A stream that keeps the head of the answer, counts what came, and ends at the deadline.

    ``head`` is the start line and headers of the final answer as received (interim answers, 1xx, are
    dropped), without the empty line; ``received`` counts all bytes, ``body_from`` where the body begins.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline
        self._start = bytearray()
        self.head = b""
        self.received = 0
        self.body_from = 0

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what comes next; raises ReadTimeout at the deadline."""
        data = self._stream.read(max_bytes, timeout=self._left(timeout, httpcore.ReadTimeout))
        self.received += len(data)
        if not self.head and len(self._start) < _LONGEST_HEAD:
            self._start += data
            self._find_head()
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send; raises WriteTimeout at the deadline."""
        self._stream.write(buffer, timeout=self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def start_tls(self, ssl_context: Any, server_hostname: str | None = None,  # noqa: ANN401
                  timeout: float | None = None) -> httpcore.NetworkStream:
        """Turn this stream into a TLS one, still watched."""
        left = self._left(timeout, httpcore.ConnectTimeout)
        self._stream = self._stream.start_tls(ssl_context, server_hostname, left)
        return self

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401
        """Return a fact about the connection, by the names of httpcore."""
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None, error: type[Exception]) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise error("the time for the whole request is over")
        return left if timeout is None else min(left, timeout)

    def _find_head(self) -> None:
        at = 0
        while found := _HEAD_END.search(self._start, at):
            head = bytes(self._start[at:found.start()])
            at = found.end()
            if not re.match(rb"HTTP/1\.[01] 1\d\d", head):
                self.head, self.body_from = head, at
                self._start.clear()
                return


class PinnedBackend(httpcore.NetworkBackend):
    """Connects to the given addresses only, in turn until one answers.

    ``address`` is the machine connected to; ``stream`` its stream.
    """

    def __init__(self, addresses: tuple[str, ...], port: int, deadline: float) -> None:
        self._addresses = addresses
        self._port = port
        self._deadline = deadline
        self.address = ""
        self.stream: WatchedStream | None = None

    def connect_tcp(self, host: str, port: int, timeout: float | None = None,
                    local_address: str | None = None,
                    socket_options: Iterable[SOCKET_OPTION] | None = None) -> httpcore.NetworkStream:
        """Connect to the first checked address that answers; ``host`` and ``port`` are not looked at."""
        last: Exception = httpcore.ConnectError(f"{host}:{port} has no address")
        for address in self._addresses:
            left = self._deadline - time.monotonic()
            try:
                stream = httpcore.SyncBackend().connect_tcp(
                    address, self._port, max(0.001, min(left, timeout or left)), local_address,
                    socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                last = error
                continue
            self._check_peer(stream, address)
            self.address, self.stream = address, WatchedStream(stream, self._deadline)
            return self.stream
        raise last

    def _check_peer(self, stream: httpcore.NetworkStream, address: str) -> None:
        peer = str(stream.get_extra_info("server_addr")[0])
        if peer.partition("%")[0] != address.partition("%")[0]:
            stream.close()
            raise httpcore.ConnectError(f"connected to {peer} instead of {address}")
