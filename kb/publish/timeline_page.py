"""The timeline: the register's own dates and the events around them, newest first, each with its source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kb.model.event import Event
from kb.model.work import DateFact, DateKind, Stage, Version, Work
from kb.publish import addresses
from kb.publish.head_views import date_fact, version_label, version_link, work_link
from kb.publish.shelf import Shelf
from kb.publish.views import Fact, Link

TIMELINE: Final = "timeline/index.html"
KINDS: Final = {"adoption": "adopted", "consultation": "consultation", "enforcement": "enforcement",
                "filing": "filing", "judgment": "judgment", "market": "market", "policy": "policy"}
HAPPENED: Final = {
    (DateKind.ADOPTED, Stage.FINAL): ("adopted", "{title} is adopted"),
    (DateKind.PROMULGATED, Stage.FINAL): ("promulgated", "{title} is promulgated"),
    (DateKind.PUBLISHED, Stage.FINAL): ("published", "{title} is published on the authority's site"),
    (DateKind.IN_FORCE, Stage.FINAL): ("in force", "{title} comes into force"),
    (DateKind.REPEALED, Stage.FINAL): ("repealed", "{title} ceases to apply"),
    (DateKind.PUBLISHED, Stage.DRAFT): ("consultation", "A draft is published for comment: {title}"),
    (DateKind.COMMENT_DEADLINE, Stage.DRAFT): ("consultation", "Comments on the draft close: {title}"),
}
DRAFT_MARK: Final = " (draft for comment)"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One dated event. ``day`` is as much of the date as is known; ``ahead``: after the build's day."""

    anchor: str
    day: str
    kind: str
    title: str
    text: str
    works: tuple[Link, ...]
    grade: str
    sources: tuple[Fact, ...]
    ahead: bool


@dataclass(frozen=True, slots=True)
class TimelineView:
    """All events by year, newest first; within a year likewise."""

    years: tuple[tuple[str, tuple[TimelineRow, ...]], ...]
    as_of: str


def timeline_view(shelf: Shelf) -> TimelineView:
    """Return the page of all dated events."""
    register = shelf.library.register
    covered = {(event.works[0], event.covers) for event in register.events if event.covers}
    rows = [_event_row(shelf, event) for event in register.events]
    rows += [_date_row(shelf, work, version, fact) for work in register.works
             for version in work.versions for fact in version.dates
             if (version.key, fact.kind.value) not in covered]
    rows.sort(key=lambda row: (row.day, row.anchor), reverse=True)
    years = dict.fromkeys(row.day[:4] for row in rows)
    return TimelineView(tuple((year, tuple(row for row in rows if row.day[:4] == year))
                              for year in years), shelf.library.as_of.isoformat())


def events_of(events: Iterable[Event], work: Work) -> Iterator[Link]:
    """Yield links to the events around a work, newest first."""
    about = [event for event in events if any(key.partition("@")[0] == work.slug for key in event.works)]
    for event in sorted(about, key=lambda event: event.date, reverse=True):
        yield Link(event.title, f"{TIMELINE}#{event.id}", note=event.date)


def _event_row(shelf: Shelf, event: Event) -> TimelineRow:
    return TimelineRow(
        event.id, event.date, KINDS[event.kind], event.title, event.text,
        tuple(link for key in event.works if (link := _work_link(shelf, key))), event.grade,
        tuple(Fact("", name, url=addresses.external(url)) for name, url in event.sources),
        _ahead(shelf, event.date))


def _date_row(shelf: Shelf, work: Work, version: Version, fact: DateFact) -> TimelineRow:
    kind, words = HAPPENED.get((fact.kind, version.stage), (fact.kind.value, "{title}: " + fact.kind.value))
    title = words.format(title=(version.title_en or work.title_en).removesuffix(DRAFT_MARK))
    shown = date_fact(fact)
    link = _work_link(shelf, version.key)
    return TimelineRow(f"{work.slug}-{version.id}-{fact.kind.value.replace('_', '-')}", fact.value, kind,
                       title, "", (link,) if link else (), "",
                       (Fact("", shown.note, url=shown.url),), _ahead(shelf, fact.value))


def _ahead(shelf: Shelf, day: str) -> bool:
    return day > shelf.library.as_of.isoformat()[:len(day)]


def _work_link(shelf: Shelf, key: str) -> Link | None:
    work, version = shelf.work_of(key), shelf.version_of(key) if "@" in key else None
    if work is None:
        return None
    link = work_link(work)
    if version is None:
        return link
    return Link(f"{link.label}, {version_label(version)}", version_link(version).href, link.zh)
