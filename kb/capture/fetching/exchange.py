"""One request and its answer, sent and received within bounds, and kept as they went over the wire.

Reads and writes: the network. Guarantees: an answer is whole (Content-Length or chunks agree with what
came) or it is a failure; no cookie is kept and none is sent; a header of ours cannot be smuggled
into the request by an address or a value.
"""

import contextlib
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

import httpcore

from kb.capture.fetching.addresses import Target, public_addresses
from kb.capture.fetching.coding import ACCEPTED, too_large
from kb.capture.fetching.connection import PinnedBackend, WatchedStream
from kb.capture.fetching.setback import SetbackError
from kb.capture.fetching.settings import Settings
from kb.capture.web import Ask, Exchange, FetchRefusedError

_LATER: Final = "try again later"
_FIELD = re.compile(r"[\x20-\x7e]*")
_SURPLUS_WAIT: Final = 2.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request brought, whatever its status. Header names are in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    exchange: Exchange

    def header(self, name: str) -> str:
        """Return the first header of a lower-case name, or the empty string."""
        return next((value for key, value in self.headers if key == name), "")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One request ready to be sent."""

    target: Target
    method: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def head(self) -> bytes:
        """Start line and headers, as they go over the wire."""
        lines = [f"{self.method} {self.target.path} HTTP/1.1"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        return "\r\n".join(lines).encode("latin-1")


def compose(ask: Ask, target: Target, user_agent: str) -> Outgoing:
    """Return the request for ``target`` (where ``ask`` has led by now).

    Raises:
        FetchRefusedError: a value of the ask cannot stand in a header.
    """
    body = urlencode(ask.form).encode("ascii")
    rows = [("Host", target.authority), ("User-Agent", user_agent),
            ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
            ("Accept-Language", "zh-CN,zh;q=0.9,en;q=0.5"), ("Accept-Encoding", ACCEPTED),
            ("Referer", ask.referer), ("If-None-Match", ask.etag), ("If-Modified-Since", ask.modified)]
    if ask.form:
        rows += [("Content-Type", "application/x-www-form-urlencoded"), ("Content-Length", str(len(body)))]
    rows.append(("Connection", "close"))
    for name, value in rows:
        if not _FIELD.fullmatch(value):
            raise FetchRefusedError(f"the request's {name} cannot be sent", ask.url[:200],
                                    "it holds characters that may not stand in a header",
                                    "give it in its encoded form")
    return Outgoing(target, "POST" if ask.form else "GET", tuple(row for row in rows if row[1]), body)


class Sender:
    """Sends requests one after the other; keeps the checked addresses of each host for the run."""

    def __init__(self, settings: Settings, now: Callable[[], datetime]) -> None:
        self._settings = settings
        self._now = now
        self._known: dict[tuple[str, int], tuple[str, ...]] = {}

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """The usual trust in certificate authorities; made when first needed, for it takes a while."""
        return httpcore.default_ssl_context()

    def send(self, outgoing: Outgoing, limit: int) -> Answer:
        """Send one request and return the whole answer.

        Raises:
            SetbackError: no answer, half an answer, or one larger than ``limit`` bytes as received.
            FetchRefusedError: the host leads to a machine that must not be asked.
        """
        target = outgoing.target
        scheme, backend = self._route(target)
        at = self._now()
        try:
            status, payload = self._converse(outgoing, scheme, backend, limit)
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
            self._known.pop((target.host, target.port), None)
            raise _explain(error, backend, self._settings) from error
        assert backend.stream is not None
        head = re.sub(rb"\r?\n", b"\r\n", backend.stream.head)
        exchange = Exchange(target.url, at, backend.address, outgoing.head, outgoing.body, head, payload)
        return Answer(status, _fields(head), exchange)

    def _route(self, target: Target) -> tuple[str, PinnedBackend]:
        deadline = time.monotonic() + self._settings.deadline
        stand_in = self._settings.resolve.get(target.host)
        if stand_in:
            return stand_in[2], PinnedBackend(stand_in[:1], stand_in[1], deadline)
        return target.scheme, PinnedBackend(self._addresses(target), target.port, deadline)

    def _addresses(self, target: Target) -> tuple[str, ...]:
        key = (target.host, target.port)
        if key not in self._known:
            try:
                self._known[key] = public_addresses(*key, allow_private=self._settings.allow_private)
            except (OSError, UnicodeError) as error:
                raise SetbackError("the host is not known", f"the name service says: {error}",
                                   "check the address and the network, then " + _LATER,
                                   again=True) from error
        return self._known[key]

    def _converse(self, outgoing: Outgoing, scheme: str, backend: PinnedBackend,
                  limit: int) -> tuple[int, bytes]:
        target = outgoing.target
        url = httpcore.URL(scheme=scheme, host=target.host, port=target.port, target=target.path)
        timeouts = {"connect": self._settings.connect_timeout, "read": self._settings.read_timeout,
                    "write": self._settings.read_timeout}
        tls = self._tls if scheme == "https" else None
        with (httpcore.HTTPConnection(url.origin, tls, network_backend=backend) as connection,
              connection.stream(outgoing.method, url, headers=list(outgoing.headers),
                                content=outgoing.body or None,
                                extensions={"timeout": timeouts}) as response):
            payload = bytearray()
            for piece in response.iter_stream():
                payload += piece
                if len(payload) > limit:
                    raise too_large(limit, "as received")
            assert backend.stream is not None
            _check_surplus(backend.stream, len(payload))
            return response.status, bytes(payload)


def _fields(head: bytes) -> tuple[tuple[str, str], ...]:
    """Return the headers of a head; a folded line continues the one before (RFC 9112, 5.2)."""
    lines = re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n")[1:]
    pairs = (line.decode("latin-1").partition(":") for line in lines)
    return tuple((name.strip().lower(), value.strip()) for name, _, value in pairs)


def _check_surplus(stream: WatchedStream, length: int) -> None:
    """Refuse an answer that goes on after its Content-Length: what was taken may be half the page."""
    fields = dict(_fields(re.sub(rb"\r?\n", b"\r\n", stream.head)))
    if "content-length" not in fields or "transfer-encoding" in fields:
        return
    with contextlib.suppress(httpcore.NetworkError, httpcore.TimeoutException):
        stream.read(1, timeout=_SURPLUS_WAIT)
    if stream.received - stream.body_from > length:
        raise SetbackError("the page is longer than its Content-Length says",
                           f"{length:,} bytes were announced and more came", _LATER, again=True)


def _explain(error: Exception, backend: PinnedBackend, settings: Settings) -> SetbackError:
    """Say in plain words what broke off a request."""
    cause = error.__cause__
    if isinstance(cause, ssl.SSLError):
        proof = isinstance(cause, ssl.SSLCertVerificationError)
        return SetbackError("the secure connection failed", f"TLS says: {cause.reason or cause}",
                            "look at the address in a browser; some sites answer only by http",
                            again=not proof)
    if backend.stream is None:
        return SetbackError("no connection could be made", _reason(error),
                            "check the network, then " + _LATER, again=True)
    got = f"after {backend.stream.received:,} bytes"
    if isinstance(error, httpcore.TimeoutException):
        return SetbackError("the site took too long",
                            f"{got} no more came within {settings.read_timeout:g} s, or the whole was not "
                            f"there within {settings.deadline:g} s", _LATER, again=True)
    return SetbackError("the connection broke before the page was whole", f"{got}: {_reason(error)}",
                        _LATER, again=True)


def _reason(error: Exception) -> str:
    return str(error) or type(error.__cause__ or error).__name__
