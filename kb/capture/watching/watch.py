"""One run over all lists: read, compare with the census, keep, and tell.

Reads: the network (through fetcher and adapters) and ``captures/watch``. Writes: ``captures/watch``
and, by a callable, the archive.
Guarantees: a list that could not be read, or is empty where it was not, leaves its census as it was and
is told as a gap; what was noticed is kept before it is told, and told again until a run has told it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kb.capture.memory import ArchivedFetcher, RememberingFetcher
from kb.capture.sites.adapter import Adapter, Listing, Row
from kb.capture.watching.asking import Asked, ask_for
from kb.capture.watching.census import Census, Entry, Event, first_census
from kb.capture.watching.changes import entries_of, may_have_missed
from kb.capture.watching.ledger import load, save
from kb.capture.watching.matching import Match, Matcher, invites_comments
from kb.capture.web import Exchange
from kb.errors import InputRefusedError, KbError
from kb.model.site import Site
from kb.model.work import Register
from kb.store.layout import Layout


class GapKind(StrEnum):
    """Why something may exist on a site that this run does not tell."""

    FAILED = "failed"        # the list, or a later page of it, could not be read
    EMPTIED = "emptied"      # no row where there were some: a fault until proved otherwise
    FORBIDDEN = "forbidden"  # the site is never asked
    MISSED = "missed"        # rows may have come and gone between two readings
    BEYOND = "beyond"        # a part of the list that is never reached


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing not known. ``list`` is empty for a whole site."""

    kind: GapKind
    host: str
    list: str
    what: str
    where: str = ""
    why: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """One entry to tell. ``consultation``: the row opens a draft for comment."""

    listing: Listing
    entry: Entry
    match: Match
    consultation: bool
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class ListState:
    """One list after the run. ``rows`` are those on it, ``census`` None where none could be taken."""

    listing: Listing
    census: Census | None
    rows: int
    first: bool
    read: bool


@dataclass(frozen=True, slots=True)
class WatchReport:
    """What a run has to tell. ``news`` are those asked for; ``fresh`` ones were never told before."""

    day: date
    states: tuple[ListState, ...]
    news: tuple[News, ...]
    gaps: tuple[Gap, ...]

    @property
    def has_fresh(self) -> bool:
        """Whether something was not told before."""
        return any(one.fresh for one in self.news)

    @property
    def has_failed(self) -> bool:
        """Whether a list could not be read as it should."""
        return any(gap.kind in (GapKind.FAILED, GapKind.EMPTIED) for gap in self.gaps)


@dataclass(frozen=True, slots=True)
class Watcher:
    """The parts of a run.

    ``fetcher`` is None where nobody is to be asked. ``said`` tells progress. ``archive`` is given what
    went over the wire for one list, before anything rests on it.
    """

    layout: Layout
    register: Register
    sites: tuple[Site, ...]
    fetcher: ArchivedFetcher | None
    day: date
    said: Callable[[str], None] = lambda _: None
    archive: Callable[[tuple[Exchange, ...]], object] = lambda _: None

    def run(self, adapters: Iterable[Adapter], since: date | None = None) -> WatchReport:
        """Read every list of some sites and tell what is new, or was noticed on or after ``since``."""
        states: list[ListState] = []
        gaps = [_forbidden(site) for site in self.sites if site.forbidden]
        for adapter in adapters:
            for listing in adapter.lists():
                self.said(f"{listing.host}: {listing.section}")
                state, found = self._look(adapter, listing)
                states.append(state)
                gaps += found
        return WatchReport(self.day, tuple(states), self._news(states, since), tuple(gaps))

    def tell(self, report: WatchReport) -> None:
        """Mark everything of a report as told, once it has been."""
        for state in report.states:
            if state.census and state.census.untold():
                save(self.layout, state.census.all_told())

    def _look(self, adapter: Adapter, listing: Listing) -> tuple[ListState, list[Gap]]:
        try:
            census = load(self.layout, listing.host, listing.id)
        except KbError as error:
            return _unread(listing, None), [_failed(listing, error)]
        if self.fetcher is None:
            return _unread(listing, census), []
        try:
            asked = self._ask(self.fetcher, adapter, listing, census)
        except InputRefusedError as error:
            return _unread(listing, census), [_failed(listing, error, kept=census)]
        emptied = _emptied(listing, census, asked)
        if emptied:
            return _unread(listing, census), [emptied]
        return self._keep(listing, census, asked)

    def _ask(self, fetcher: ArchivedFetcher, adapter: Adapter, listing: Listing,
             census: Census | None) -> Asked:
        """Read a list, and archive every answer that came for it.

        Raises:
            InputRefusedError: it could not be read or archived; a list that no check foresaw ends here
                too, so that one never keeps the others from being read.
        """
        memory = RememberingFetcher(fetcher)
        try:
            return ask_for(memory, adapter, listing, census)
        except InputRefusedError:
            raise
        except Exception as error:
            raise InputRefusedError("the list broke the program that reads it", listing.first.url,
                                    f"{type(error).__name__}: {error}"[:200],
                                    "look at the list in a browser, and report this") from error
        finally:
            exchanges = memory.all_exchanges()
            if exchanges:
                self.archive(exchanges)

    def _keep(self, listing: Listing, census: Census | None, asked: Asked) -> tuple[ListState, list[Gap]]:
        reading = asked.reading
        after = first_census(listing.host, listing.id, reading.rows, self.day) if census is None \
            else census.with_entries(entries_of(census, reading, self.day), self.day)
        state = ListState(listing, after, len(reading.rows), first=census is None, read=True)
        try:
            save(self.layout, after)
        except InputRefusedError as error:
            return replace(state, census=census, read=False), [_failed(listing, error)]
        return state, list(_gaps(listing, census, asked))

    def _news(self, states: Iterable[ListState], since: date | None) -> tuple[News, ...]:
        matcher = Matcher(self.register)
        found = []
        for listing, census in ((one.listing, one.census) for one in states if one.census):
            for number, entry in enumerate(census.entries):
                fresh = number >= census.told
                if fresh or (since and entry.on >= since and entry.event is not Event.FIRST):
                    match = matcher.match(entry.row)
                    opens = listing.consultations and invites_comments(entry.row)
                    found.append(News(listing, entry, match, opens, fresh))
        return tuple(sorted(found, key=_place))


def _place(news: News) -> tuple[bool, str, str, int, str]:
    """Order: consultations first, then by list; the youngest row of a list first."""
    row: Row = news.entry.row
    return (not news.consultation, news.listing.host, news.listing.id,
            -(row.day or news.entry.on).toordinal(), row.title)


def _unread(listing: Listing, census: Census | None) -> ListState:
    rows = len(census.rows()) if census else 0
    return ListState(listing, census, rows, first=False, read=False)


def _gaps(listing: Listing, census: Census | None, asked: Asked) -> Iterable[Gap]:
    if asked.stopped:
        yield _failed(listing, asked.stopped, "only the first pages of the list could be read: ")
    if census and may_have_missed(census, asked.reading):
        yield Gap(GapKind.MISSED, listing.host, listing.id, "rows may have been missed between two runs",
                  f"{listing.section}, {listing.first.url}",
                  f"the list shows nothing of what was known at the last reading ({census.last})",
                  "look at the list in a browser, back to that day; run kb watch more often")
    if listing.gap:
        yield Gap(GapKind.BEYOND, listing.host, listing.id, listing.gap, listing.first.url)
    elif not asked.reading.whole and not asked.stopped:
        read, total = len(asked.reading.rows), asked.total
        of = f" of {total}" if total is not None else ""
        yield Gap(GapKind.BEYOND, listing.host, listing.id,
                  f"the newest {read}{of} rows are read; older ones are not reached", listing.first.url)


def _failed(listing: Listing, error: KbError, start: str = "", kept: Census | None = None) -> Gap:
    held = f"the census of {kept.last} with {len(kept.rows())} rows is as it was" if kept else ""
    return Gap(GapKind.FAILED, listing.host, listing.id, f"{start}{error.what}",
               f"{listing.section}, {error.where or listing.first.url}",
               "; ".join(filter(None, (error.why, held))),
               error.remedy or "run again later")


def _emptied(listing: Listing, census: Census | None, asked: Asked) -> Gap | None:
    """Return the gap of a list without rows, unless that is a state the list really has."""
    if asked.reading.rows or listing.may_be_empty:
        return None
    held = len(census.rows()) if census else 0
    return Gap(GapKind.EMPTIED, listing.host, listing.id,
               "the list is empty where there was one" if held else "the list is empty",
               f"{listing.section}, {listing.first.url}",
               f"{held} rows were there on {census.last}; the census is as it was" if census
               else "a list of this kind is never empty",
               "look at the list in a browser; if rows are there, the site has changed and its adapter "
               "must follow")


def _forbidden(site: Site) -> Gap:
    return Gap(GapKind.FORBIDDEN, site.host, "", "never asked: the site forbids it", site.host,
               site.why or site.robots, "look there by hand; import what you save with kb capture FILE")
