"""What is asked of a site and what comes back: the values that fetcher, adapters and archive share.

Reads and writes nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kb.errors import InputRefusedError


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. ``form`` is sent by POST if it is there.

    ``referer`` is sent as such. ``etag`` and ``modified`` make the request conditional. ``limit`` is
    the largest body accepted, in bytes.
    """

    url: str
    form: tuple[tuple[str, str], ...] = ()
    referer: str = ""
    etag: str = ""
    modified: str = ""
    limit: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer as they went over the wire, for the archive.

    ``request_head`` and ``response_head`` are the start line and headers with CRLF line ends, without
    the empty line; ``payload`` is the body as received, transfer coding undone, content coding kept.
    ``at`` is when the request was sent, in UTC.
    """

    url: str
    at: datetime
    address: str
    request_head: bytes
    request_body: bytes
    response_head: bytes
    payload: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer. ``url`` is the address that answered, after redirects.

    ``headers`` have lower-case names. ``body`` is decoded from its content coding; it is empty and
    ``unchanged`` true where a conditional request was answered by 304. ``exchanges`` are all that led
    here, redirects first.
    """

    asked: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    exchanges: tuple[Exchange, ...]
    unchanged: bool = False

    def header(self, name: str) -> str:
        """Return the first header of a name (any case), or the empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")

    @property
    def at(self) -> datetime:
        """When the last request was sent, in UTC."""
        return self.exchanges[-1].at


class Fetcher(Protocol):
    """Gets a page politely, or says why not."""

    def get(self, ask: Ask) -> Reply:
        """Return the answer, whatever its status below 400 after redirects.

        Raises:
            FetchRefusedError: our own rules forbid the request (address, robots, no contact).
            FetchFailedError: the site did not give the page; ``status`` tells how.
        """
        ...


class FetchRefusedError(InputRefusedError):
    """A request that our own rules forbid; nothing was asked of the site."""


class FetchFailedError(InputRefusedError):
    """A site that did not give the page. ``status`` is the HTTP status, 0 where none came."""

    def __init__(self, what: str, where: str = "", why: str = "", remedy: str = "", *,
                 status: int = 0) -> None:
        super().__init__(what, where, why, remedy)
        self.status = status
