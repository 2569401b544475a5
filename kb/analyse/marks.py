"""Marks on a sheet: the plain-data side of what the pipeline finds.

A *sheet* is the own text of every provision of one text, each on a row of its own, so that one
document passes through the pipeline once. A *mark* is a slice of the sheet with the id of the
pattern that made it. Patterns never cross a row.

Reads: ``kb.model`` texts. Guarantees: every row is one provision's own text, unchanged.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kb.model.provision import Kind, walk_all
from kb.model.text import Text


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """``[start, end)`` of a sheet or of a row, and the id of the pattern that made it."""

    start: int
    end: int
    rule: str


Layers = Mapping[str, tuple[Mark, ...]]
"""Marks by layer name, each layer in order of position."""


@dataclass(frozen=True, slots=True)
class Row:
    """One provision with text of its own. ``start`` is where it begins on the sheet."""

    eid: str
    kind: Kind
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of one text and their joined string."""

    text: str
    rows: tuple[Row, ...]


LONGEST_ROW: Final = 10_000
"""Characters of one provision's own text. No statute comes near; a longer one is no sentence to read."""


def too_long(text: Text) -> tuple[str, ...]:
    """Return the eids of the provisions that are left out of the sheet for their length."""
    return tuple(node.eid for node in walk_all(text.provisions) if len(node.text) > LONGEST_ROW)


def make_sheet(text: Text) -> Sheet:
    """Lay out the provisions that have text of their own, a line break between them."""
    rows, pieces, start = [], [], 0
    for node in walk_all(text.provisions):
        if 0 < len(node.text) <= LONGEST_ROW:
            rows.append(Row(node.eid, node.kind, node.text, start))
            pieces.append(node.text)
            start += len(node.text) + 1
    return Sheet("\n".join(pieces), tuple(rows))


def by_row(sheet: Sheet, layers: Layers) -> tuple[dict[str, tuple[Mark, ...]], ...]:
    """Distribute the marks of every layer over the rows, with offsets into the row's own text."""
    starts = [row.start for row in sheet.rows]
    out: list[dict[str, list[Mark]]] = [{} for _ in sheet.rows]
    for name, marks in layers.items():
        for mark in marks:
            index = bisect_right(starts, mark.start) - 1
            base = starts[index]
            local = Mark(mark.start - base, mark.end - base, mark.rule)
            out[index].setdefault(name, []).append(local)
    return tuple({name: tuple(found) for name, found in row.items()} for row in out)


def longest(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """Keep the marks that no earlier or longer mark overlaps: leftmost first, then the longest."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.start, -m.end)):
        if not kept or mark.start >= kept[-1].end:
            kept.append(mark)
    return tuple(kept)

