"""A fetcher that remembers: it asks only for what changed, and keeps what went over the wire.

Reads: the network, by way of a fetcher; what was seen of an address before. Writes: nothing.
Guarantees: whoever asks through it gets whole pages: where the site says that a page is unchanged, its
body is the one kept from the last time.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from kb.capture.web import Ask, Exchange, Fetcher, Reply
from kb.store.captures import digest
from kb.store.sightings import SeenPage


class ArchivedFetcher(Fetcher, Protocol):
    """A fetcher that also hands over the exchanges that are part of no reply."""

    def take_aside(self) -> tuple[Exchange, ...]:
        """Return them, once."""
        ...


@dataclass(slots=True)
class RememberingFetcher:
    """Asks through ``fetcher``.

    ``known`` leads from an address to its last answer; ``body`` returns kept bytes by digest, or None.
    ``exchanges`` and ``pages`` are what came so far.
    """

    fetcher: ArchivedFetcher
    known: Mapping[str, SeenPage] = field(default_factory=dict)
    body: Callable[[str], bytes | None] = lambda _: None
    exchanges: list[Exchange] = field(default_factory=list)
    pages: dict[str, SeenPage] = field(default_factory=dict)

    def get(self, ask: Ask) -> Reply:
        """Return the answer; see :class:`kb.capture.web.Fetcher`."""
        before = self.known.get(ask.url)
        kept = self.body(before.sha256) if before and not ask.form else None
        if before is None or kept is None:
            return self._noted(self._ask(ask))
        reply = self._ask(replace(ask, etag=_sendable(before.etag), modified=_sendable(before.modified)))
        return self._noted(_restored(reply, before, kept) if reply.unchanged else reply)

    def all_exchanges(self) -> tuple[Exchange, ...]:
        """Return everything that went over the wire so far, in order, those of no reply included."""
        self._take_aside()
        return tuple(sorted(self.exchanges, key=lambda one: one.at))

    def _ask(self, ask: Ask) -> Reply:
        reply = self.fetcher.get(ask)
        self.exchanges += reply.exchanges
        return reply

    def _take_aside(self) -> None:
        self.exchanges += self.fetcher.take_aside()

    def _noted(self, reply: Reply) -> Reply:
        """Note an answer for the next time; one that came by a redirect has no conditions of its own."""
        direct = len(reply.exchanges) == 1
        self.pages[reply.asked] = SeenPage(
            reply.asked, digest(reply.body), reply.header("etag") if direct else "",
            reply.header("last-modified") if direct else "", reply.header("content-type"),
            reply.header("content-disposition"))
        return reply


def _sendable(value: str) -> str:
    """Return a validator if it may stand in a header of ours, else nothing: the page is asked for whole."""
    return value if value.isascii() and value.isprintable() else ""


def _restored(reply: Reply, before: SeenPage, body: bytes) -> Reply:
    """Return the whole page that a 304 stands for (RFC 9110, 15.4.5)."""
    said = dict(reply.headers)
    headers = {"content-type": before.content_type, "content-disposition": before.disposition,
               "etag": before.etag, "last-modified": before.modified} | said
    held = tuple((name, value) for name, value in headers.items() if value)
    return replace(reply, status=200, headers=held, body=body)
