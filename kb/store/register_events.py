"""``corpus/events.toml``: dated public events around the rules, written by hand.

Reads: that file. Writes: nothing. Guarantees: every event has a day, a grade and a source, and leads
to works and versions that are registered. The format is described in ``docs/events.md``.
"""

from collections.abc import Collection
from typing import Final

from kb.model.event import Event
from kb.model.work import DateKind, Work
from kb.store.register_table import Table

KINDS: Final = ("adoption", "consultation", "enforcement", "filing", "judgment", "market", "policy")
KEYS: Final = ("id", "date", "kind", "title", "text", "works", "covers", "grade", "source")
INDEPENDENT: Final = 2


def read_events(table: Table, works: Collection[Work]) -> tuple[Event, ...]:
    """Return the events in the order of their days; what is wrong goes to the table's defects."""
    table.refuse_unknown(("event",))
    found: list[Event] = []
    for entry in table.tables("event"):
        entry.refuse_unknown(KEYS)
        event = _event(entry)
        if any(other.id == event.id for other in found):
            entry.report("id", f"{event.id!r} is taken", "give each event its own")
        _check_works(entry, event, works)
        found.append(event)
    return tuple(sorted(found, key=lambda event: (event.date, event.id)))


def _event(table: Table) -> Event:
    sources = tuple(_source(entry) for entry in table.tables("source"))
    event = Event(
        id=table.slug("id"), date=table.day("date", required=True), kind=table.choice("kind", KINDS),
        title=table.text("title", required=True), text=table.text("text", required=True),
        works=table.texts("works", required=True), grade=table.choice("grade", ("A", "B")),
        sources=sources, covers=table.choice("covers", DateKind, optional=True))
    if not sources:
        table.report("source", "there is none", "name at least one source")
    elif event.grade == "A" and len(sources) < INDEPENDENT:
        table.report("source", "grade A rests on two independent sources or more",
                     "name them, or grade it B")
    return event


def _source(table: Table) -> tuple[str, str]:
    table.refuse_unknown(("name", "url"))
    return table.text("name", required=True), table.url("url")


def _check_works(table: Table, event: Event, works: Collection[Work]) -> None:
    known = {work.slug for work in works} | {v.key for work in works for v in work.versions}
    for place, key in enumerate(event.works):
        if key not in known:
            table.report(f"works[{place}]", f"{key!r} is not registered",
                         "write a slug or work@version of corpus/works")
    if not event.works:
        table.report("works", "is empty", "name the works that the event concerns")
    if event.covers:
        _check_cover(table, event, works)


def _check_cover(table: Table, event: Event, works: Collection[Work]) -> None:
    version = next((v for w in works for v in w.versions if (v.key,) == event.works), None)
    fact = version.date(DateKind(event.covers)) if version else None
    if fact is None:
        table.report("covers", f"{event.covers!r} is not a date of the one version that works names",
                     "name exactly one version that has this date, or take covers out")
    elif fact.value != event.date:
        table.report("date", f"{event.date} is not the {event.covers} date of {event.works[0]}",
                     f"the register says {fact.value}: correct one of them")
