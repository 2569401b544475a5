"""What the search looks through: one record per article or heading of a text, and one per statement.

Reads: a `Library`. Writes: nothing.
Guarantees: a text record holds text only and a statement record a statement only; the two are never
mixed, and each says which it is. Order is that of the register, so that equal finds keep it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.model.provision import Kind, Provision, full_text
from kb.model.statement import Statement
from kb.model.status import status_of
from kb.model.text import Text, units
from kb.model.work import Version, Work
from kb.store.library import Library
from kb.store.roles import GENERAL, role_in, roles_of, statement_role
from kb.store.words import settings

TEXT: Final = "text"
STATEMENT: Final = "statement"


@dataclass(frozen=True, slots=True)
class Record:
    """One thing that can be found.

    ``place`` is the eid of a text's article or the id of a statement; ``label`` how it is called
    (第十七条; "statement, grade B; no text held"). ``zh`` and ``en`` are what is searched, ``context``
    the names of the work and the headings above, found at less weight. ``handicap`` is taken off every
    score: for a version that is not in force, for a lower rank, for a statement. ``role`` is what the
    article does (`kb.store.roles`): what it counts for depends on the question.
    """

    version: str
    place: str
    kind: str
    state: str
    label: str
    zh: str
    en: str
    context: str
    handicap: float
    role: str = GENERAL


def records(library: Library) -> Iterator[Record]:
    """Yield every record of a library, version by version."""
    for work in library.register.works:
        for version in work.versions:
            yield from _of_texts(library, work, version)
            yield from _of_statements(library, work, version)


def _of_texts(library: Library, work: Work, version: Version) -> Iterator[Record]:
    zh, en = library.text(version.key, "zh"), library.text(version.key, "en")
    chinese = {unit.eid: unit for unit in units(zh)} if zh else {}
    english = {unit.eid: unit for unit in units(en)} if en else {}
    above = {**_headings(en), **{eid: [*_headings(en).get(eid, []), *found]
                                 for eid, found in _headings(zh).items()}}
    state = str(status_of(work, version, library.as_of).state)
    roles = roles_of(library.analysis(version.key))
    for eid in {**chinese, **english}:
        yield Record(version.key, eid, TEXT, state, (chinese.get(eid) or english[eid]).num,
                     unit_body(chinese[eid]) if eid in chinese else "",
                     unit_body(english[eid]) if eid in english else "",
                     context(work, version, above.get(eid, [])), handicap(work, state),
                     role_in(state, eid, roles))


def _of_statements(library: Library, work: Work, version: Version) -> Iterator[Record]:
    held = library.statements.get(version.key)
    state = str(status_of(work, version, library.as_of).state)
    for statement in held.statements if held else ():
        yield Record(version.key, statement.id, STATEMENT, state, statement_label(statement), "",
                     statement.text, context(work, version, [statement.topic]),
                     handicap(work, state, statement.grade), statement_role(state))


def statement_label(statement: Statement) -> str:
    """Return what every list says of a statement, so that nobody takes it for text.

    >>> statement_label(Statement("x", "w@v", "Lamps are lit.", "B"))
    'statement, grade B; no text held'
    """
    return f"statement, grade {statement.grade}; no text held"


def handicap(work: Work, state: str, grade: str = "") -> float:
    """Return what is taken off the score of a record, by status, rank and, of a statement, grade."""
    rules = settings()
    by_state = float(rules["penalty"].get(state, rules["penalty"]["not established"]))
    by_rank = float(rules["rank"].get(str(work.doc_type), max(rules["rank"].values())))
    by_grade = float(rules["penalty"][f"statement-{grade.lower()}"]) if grade else 0.0
    return by_state + by_rank + by_grade


def context(work: Work, version: Version, above: list[str]) -> str:
    """Return the words around a record: names of the work and version, headings above, by lines."""
    names = (work.title_en, work.short_en, work.title_zh, work.short_zh, *work.aliases,
             version.title_en, str(version.stage), *above)
    return "\n".join(dict.fromkeys(name for name in names if name))


def _headings(text: Text | None) -> dict[str, list[str]]:
    """Return the headings above each unit of a text, outermost first."""
    found: dict[str, list[str]] = {}

    def visit(node: Provision, above: list[str]) -> None:
        if node.kind in (Kind.ARTICLE, Kind.HEADING):
            found[node.eid] = above
            return
        for child in node.children:
            visit(child, [*above, node.heading] if node.heading else above)

    for root in text.provisions if text else ():
        visit(root, [])
    return found


def unit_body(unit: Provision) -> str:
    """Return the searchable text of an article or heading."""
    return (unit.heading + "\n" if unit.heading else "") + full_text(unit)
