"""Graded statements about texts that could not be had, written by hand.

Reads: ``corpus/statements/<slug>/<version>.toml``.
Writes: nothing.
Guarantees: what loads is graded A or B, names its sources, and never presents an article number
that no source states as if it were established. All defects of all files are reported at once.
A statement is no text: nothing is derived of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kb.model.identifiers import ADDRESS, article_eid, is_eid
from kb.model.statement import ChangeNote, Statement, StatementSet
from kb.store.layout import Layout
from kb.store.register_table import Defect, Table, open_table, refusal

GRADES: Final = ("A", "B")
CONFIDENCES: Final = ("high", "probable")
INDEPENDENT: Final = 2
"""Sources that a statement of grade A must name."""
SET_KEYS: Final = ("version", "unknown", "source", "statement", "change")
UNITS: Final = ("article", "point")
STATEMENT_KEYS: Final = ("id", "text", "grade", "number", "number_confidence", "unit", "topic", "sources",
                         "reason")
CHANGE_KEYS: Final = ("id", "later", "eids", "text", "grade", "topic", "sources", "reason")
CITED: Final = re.compile(r"(?:\b(?:[Aa]rt(?:icle)?s?|[Pp]oints?)\.?|§)\s*(\d+)"
                          r"|第\s*(\d+|[〇零一二三四五六七八九十百]+)\s*条")
REMEDY: Final = "correct the keys named above; docs/statements.md describes them"


def load_statements(layout: Layout) -> Mapping[str, StatementSet]:
    """Return the statement sets of a checkout by ``work@version``, in the order of their keys.

    Raises:
        RegisterError: a file is unreadable or says something it must not. The message has one line
            per defect: file, key (indices count from 0), what is wrong, the remedy.
    """
    defects: list[Defect] = []
    found: dict[str, StatementSet] = {}
    for path in sorted(layout.statements.glob("*/*.toml")):
        key = f"{path.parent.name}@{path.stem}"
        if table := open_table(path, layout, defects):
            found[key] = _read_set(table, key)
    if defects:
        raise refusal("the set of statements", defects, REMEDY)
    return found


def _read_set(table: Table, key: str) -> StatementSet:
    table.refuse_unknown(SET_KEYS)
    version = table.text("version", required=True)
    if version and version != key:
        table.report("version", f"{version!r} is not the version of this file",
                     f"write {key!r}, or move the file")
    sources = tuple(_source(entry) for entry in table.tables("source"))
    reader = _Reader(key, frozenset(name for name, _ in sources))
    statements = tuple(reader.statement(entry) for entry in table.tables("statement"))
    notes = tuple(reader.change(entry) for entry in table.tables("change"))
    for place, name in _repeated([(f"statement[{i}].id", s.id) for i, s in enumerate(statements)]
                                 + [(f"change[{i}].id", n.id) for i, n in enumerate(notes)]
                                 + [(f"source[{i}].name", s[0]) for i, s in enumerate(sources)]):
        table.report(place, f"{name!r} is taken in this file", "give each its own")
    unknown = table.texts("unknown")
    established = {s.number for s in statements if s.number_confidence == "high"}
    for index, text in enumerate(unknown):
        _check_cited(table, f"unknown[{index}]", text, established)
    return StatementSet(key, statements, notes, unknown, sources)


def _source(table: Table) -> tuple[str, str]:
    table.refuse_unknown(("name", "url"))
    return table.text("name", required=True), table.url("url")


def _repeated(named: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: set[str] = set()
    for place, name in named:
        if name and name in seen:
            yield place, name
        seen.add(name)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the entries of one file: its version and the names of its sources."""

    version: str
    known: frozenset[str]

    def statement(self, table: Table) -> Statement:
        table.refuse_unknown(STATEMENT_KEYS)
        found = Statement(
            id=table.slug("id"), version=self.version, text=table.text("text", required=True),
            grade=_grade(table), number=table.text("number"),
            number_confidence=table.choice("number_confidence", CONFIDENCES, optional=True),
            topic=table.text("topic", required=True), sources=self._sources(table),
            unit=table.choice("unit", UNITS, optional=True) or "article", reason=table.text("reason"))
        _check_number(table, found)
        established = {found.number} if found.number_confidence == "high" else set()
        _check_cited(table, "text", found.text, established)
        _check_cited(table, "reason", found.reason, established)
        return found

    def change(self, table: Table) -> ChangeNote:
        table.refuse_unknown(CHANGE_KEYS)
        found = ChangeNote(
            id=table.slug("id"), version=self.version, later=table.slug("later"),
            eids=table.texts("eids"), text=table.text("text", required=True), grade=_grade(table),
            sources=self._sources(table), topic=table.text("topic"), reason=table.text("reason"))
        if (match := ADDRESS.fullmatch(self.version)) and found.later == match["version"]:
            table.report("later", "is the version the file is about", "name the later version")
        for index, eid in enumerate(found.eids):
            if not is_eid(eid):
                table.report(f"eids[{index}]", f"{eid!r} is not an eid",
                             "write it as in art_17__para_1__item_2")
        articles = {article_eid(eid).removeprefix("art_") for eid in found.eids if is_eid(eid)}
        _check_cited(table, "text", found.text, articles)
        _check_cited(table, "reason", found.reason, articles)
        return found

    def _sources(self, table: Table) -> tuple[str, ...]:
        names = table.texts("sources", required=True)
        for index, name in enumerate(names):
            if name not in self.known:
                table.report(f"sources[{index}]", f"{name!r} is not among the sources of this file",
                             "add it as [[source]] or correct it")
        if table.data.get("grade") == "A" and len(names) < INDEPENDENT:
            table.report("sources", "grade A rests on two independent sources or more",
                         "name them, or grade it B")
        elif not names and "sources" in table.data:
            table.report("sources", "is empty", "name at least one source")
        return names


def _grade(table: Table) -> str:
    if table.data.get("grade") == "C":
        table.report("grade", "C is what somebody remembers, not what a source says",
                     "leave the statement out, or find a source for it")
        return ""
    return table.choice("grade", GRADES)


def _check_number(table: Table, found: Statement) -> None:
    if found.number and not re.fullmatch(r"[1-9]\d*", found.number):
        table.report("number", f"{found.number!r} is not an article number", "write digits only")
    if found.number and not found.number_confidence:
        table.report("number_confidence", "is missing beside a number",
                     "write high only where a source states the number, else probable")
    if found.number_confidence and not found.number:
        table.report("number", "is missing beside its confidence",
                     "add it, or take number_confidence out")


def _check_cited(table: Table, key: str, text: str, established: set[str]) -> None:
    for match in CITED.finditer(text):
        number = match[1] or match[2]
        if number not in established:
            table.report(key, f"cites art. {number}, a number that is not established",
                         "a number that is only probable must not be cited: say what the rule is")
