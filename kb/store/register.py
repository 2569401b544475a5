"""The register: every work with its versions, dates, addresses and relations, written by hand.

Reads: ``corpus/register.toml``, ``corpus/authorities.toml``, ``corpus/works/*.toml`` and, where it is
there, ``corpus/events.toml``.
Writes: nothing.
Guarantees: a register that loads holds no unknown key, no date without evidence, no name that leads
to two works and no relation to a work that is not there. All defects of all files are reported at
once. The format is described in ``docs/register.md``.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from kb.model.event import Event
from kb.model.work import Authority, Register, Work
from kb.store.layout import Layout
from kb.store.register_events import read_events
from kb.store.register_rules import check_works
from kb.store.register_table import SLUG, Defect, Table, open_table, refusal
from kb.store.register_work import read_work

REMEDY: Final = "correct the keys named above; docs/register.md and docs/events.md describe them"


def load_register(layout: Layout) -> Register:
    """Return the register of a checkout, works in the order of their slugs.

    Raises:
        RegisterError: a file is missing or unreadable or says something it must not. The message
            has one line per defect: file, key (indices count from 0), what is wrong, the remedy.
    """
    defects: list[Defect] = []
    cut_off = _read_cut_off(open_table(layout.corpus / "register.toml", layout, defects))
    listed = open_table(layout.corpus / "authorities.toml", layout, defects)
    authorities = _read_authorities(listed)
    works = _read_works(layout, defects)
    known = None if listed is None else frozenset(authority.id for authority in authorities)
    if not any(defect.whole_file for defect in defects):  # else what it holds would be missed elsewhere
        defects.extend(check_works(works, known))
    events = _read_events(layout, works, defects)
    if defects:
        raise refusal("the register", defects, REMEDY)
    return Register(tuple(works.values()), authorities, cut_off, events)


def _read_events(layout: Layout, works: Mapping[str, Work],
                 defects: list[Defect]) -> tuple[Event, ...]:
    """Read the events, unless a work is unreadable: they would name works that are missed."""
    if not layout.events.is_file() or any(defect.whole_file for defect in defects):
        return ()
    table = open_table(layout.events, layout, defects)
    return read_events(table, works.values()) if table else ()


def _read_cut_off(table: Table | None) -> date:
    if table is None:
        return date.min
    table.refuse_unknown(("cut_off", "fixtures"))
    fixtures = table.table("fixtures") if "fixtures" in table.data else None
    for key in fixtures.data if fixtures else ():
        if fixtures is not None:
            fixtures.text(key, required=True)
    value = table.data.get("cut_off")
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    table.report("cut_off", "is missing" if value is None else "is not a date",
                 "write the day up to which the register was kept, without quotes: 2026-01-31")
    return date.min


def _read_authorities(table: Table | None) -> tuple[Authority, ...]:
    if table is None:
        return ()
    table.refuse_unknown(("authority",))
    found: list[Authority] = []
    for entry in table.tables("authority"):
        entry.refuse_unknown(("id", "name_zh", "name_en", "short_en", "site"))
        authority = Authority(entry.slug("id"), entry.text("name_zh", required=True),
                              entry.text("name_en", required=True),
                              entry.text("short_en", required=True), entry.url("site"))
        if any(other.id == authority.id for other in found):
            entry.report("id", f"{authority.id!r} is taken", "give each authority its own id")
        found.append(authority)
    return tuple(found)


def _read_works(layout: Layout, defects: list[Defect]) -> Mapping[str, Work]:
    works: dict[str, Work] = {}
    for path in sorted(layout.works.glob("*.toml"), key=lambda path: path.stem):
        table = open_table(path, layout, defects)
        if table is None:
            continue
        if SLUG.fullmatch(path.stem):
            works[table.file] = read_work(table, path.stem)
        else:
            table.report("", f"{path.stem!r} is not a slug",
                         "name the file with lower-case letters, digits and single hyphens")
    if not works and not defects:
        defects.append(Defect(layout.works.relative_to(layout.root).as_posix(), "",
                              "holds no work", "add one file per work"))
    return works
