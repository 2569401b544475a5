"""Reading one list, page by page.

Reads: the network, by way of fetcher and adapter. Writes: nothing. Guarantees: a list of which only the
first pages could be had is never taken for whole; nothing of a first census is kept unless all of it
was read.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from kb.capture.sites.adapter import Listed, Listing, Row
from kb.capture.watching.census import Census, clean, key_of
from kb.capture.watching.changes import Reading
from kb.capture.web import Ask, Fetcher, Reply
from kb.errors import InputRefusedError

CATCH_UP: Final = 10
"""Pages asked beyond a list's own number to reach a row that is known."""

MOST_ROWS: Final = 20_000


class ListReader(Protocol):
    """The part of an adapter that reads lists."""

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Return the rows of one answer."""
        ...


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking for a list gave. ``stopped`` is why a later page could not be had, if so."""

    reading: Reading
    total: int | None = None
    stopped: InputRefusedError | None = None


def ask_for(fetcher: Fetcher, adapter: ListReader, listing: Listing, census: Census | None) -> Asked:
    """Read a list: its own number of pages, and more where none of them ends at a known row.

    Raises:
        InputRefusedError: the first page, or any page of a first census, could not be had or read.
    """
    known = {**census.rows(), **census.gone()} if census else {}
    rows: dict[str, Row] = {}
    ask, number, total = listing.first, 0, None
    while True:
        try:
            listed = adapter.rows(listing, ask, fetcher.get(ask))
        except InputRefusedError as error:
            if census is None or not number:
                raise
            return Asked(Reading(tuple(rows.values()), whole=False), total, error)
        number, total = number + 1, listed.total if listed.total is not None else total
        before = len(rows)
        for row in map(clean, listed.rows):
            rows.setdefault(key_of(row), row)
        more = listed.next if len(rows) > before else None  # a page without a further row leads nowhere
        if more is None or number >= _pages(listing, rows, known) or len(rows) > MOST_ROWS:
            return Asked(Reading(tuple(rows.values()), _is_whole(listing, listed, rows, total)), total)
        ask = more


def _pages(listing: Listing, rows: dict[str, Row], known: dict[str, Row]) -> int:
    """Return how many pages to ask for: more where the last row read is not one that is known."""
    reached = not known or not rows or next(reversed(rows)) in known
    return listing.pages if reached else listing.pages + CATCH_UP


def _is_whole(listing: Listing, listed: Listed, rows: dict[str, Row], total: int | None) -> bool:
    """Tell whether nothing of the list was left out, as far as list and adapter say."""
    return listed.next is None and not listing.gap and (total is None or total <= len(rows))
