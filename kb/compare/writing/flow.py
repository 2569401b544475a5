"""Both texts as one stream of tracked changes: accept all gives side b, reject all gives side a.

Reads a ``Comparison`` and its texts; writes ``Tracked`` runs. What keeps its order stands once, with its
redline; of what changed its place the old words stand where they were and the new words where they are
now. Headings of parts, chapters and sections are in the stream. A line break is a character like others:
a run of its own ends every line.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kb.compare.redline import redline
from kb.compare.units import HOLDERS, Unit, all_units
from kb.compare.writing.numbered import Numbered, Run, numbered_runs
from kb.model.change import Comparison, Link, OpKind
from kb.model.provision import GROUPING, Provision, walk_all
from kb.model.text import Text


class Mark(StrEnum):
    """What a revision does to a run."""

    KEEP = "keep"
    DELETE = "delete"
    INSERT = "insert"
    MOVE_FROM = "move_from"
    MOVE_TO = "move_to"


GONE: Final = frozenset({Mark.DELETE, Mark.MOVE_FROM})
"""What is not there once all is accepted."""

NEW: Final = frozenset({Mark.INSERT, Mark.MOVE_TO})
"""What is not there once all is rejected."""

_OF: Final = {OpKind.KEEP: Mark.KEEP, OpKind.DELETE: Mark.DELETE, OpKind.INSERT: Mark.INSERT}


@dataclass(frozen=True, slots=True)
class Tracked:
    """A run of the stream. ``move`` names the move that ``MOVE_FROM`` and ``MOVE_TO`` are the ends of."""

    mark: Mark
    text: str
    clerical: bool = False
    move: str = ""
    heading: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    """One provision with a line of its own: a unit that was compared, or a heading (``words``)."""

    eid: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Anchor:
    """Rows ``a … a_end`` and ``b … b_end`` that correspond, ends exclusive; a link or a heading."""

    a: int
    a_end: int
    b: int
    b_end: int
    weight: int
    link: Link | None = None


def numbered(text: Text, units: tuple[Unit, ...]) -> Numbered:
    """Return the units of a text with their printed numbers."""
    by_eid = {unit.eid: unit for unit in units}
    heads = {node.eid: node.num + node.sep for node in walk_all(text.provisions)
             if node.eid in by_eid}
    return Numbered(by_eid, heads)


def tracked(comparison: Comparison, a: Text, b: Text) -> Iterator[Tracked]:
    """Yield the stream; every line of it ends with a run that is one line break."""
    side_a, side_b = numbered(a, all_units(a)), numbered(b, all_units(b))
    rows_a, rows_b = _rows(a, side_a), _rows(b, side_b)
    runs = _Runs(comparison, side_a, side_b)
    done_a = done_b = 0
    for anchor in _chain(_anchors(comparison, rows_a, rows_b)):
        yield from runs.left(rows_a[done_a:anchor.a])
        yield from runs.arrived(rows_b[done_b:anchor.b])
        yield from (runs.in_place(anchor.link) if anchor.link else
                    _heading(rows_a[anchor.a].words, rows_b[anchor.b].words, comparison.language))
        done_a, done_b = anchor.a_end, anchor.b_end
    yield from runs.left(rows_a[done_a:])
    yield from runs.arrived(rows_b[done_b:])


def _rows(text: Text, side: Numbered) -> list[_Row]:
    return [row for root in text.provisions for row in _rows_of(root, side)]


def _rows_of(node: Provision, side: Numbered) -> Iterator[_Row]:
    """Yield the rows of a node, in document order; a unit takes what is its own with it."""
    if node.eid in side.units:
        yield _Row(node.eid)
        below = node.children if node.kind in HOLDERS else ()
    else:
        words = node.num + node.sep + (node.heading or node.text)
        if words.strip():
            yield _Row(node.eid, words)
        below = node.children
    for child in below:
        if child.eid in side.units or child.kind in GROUPING or child.kind in HOLDERS:
            yield from _rows_of(child, side)


def _anchors(comparison: Comparison, rows_a: list[_Row], rows_b: list[_Row]) -> list[_Anchor]:
    at_a = {row.eid: place for place, row in enumerate(rows_a)}
    at_b = {row.eid: place for place, row in enumerate(rows_b)}
    found = [_Anchor(a[0], a[-1] + 1, b[0], b[-1] + 1, 1 + _kept(link), link)
             for link in comparison.links if link.a and link.b
             for a, b in [([at_a[eid] for eid in link.a], [at_b[eid] for eid in link.b])]
             if _in_a_row(a) and _in_a_row(b)]
    return found + _headings(rows_a, rows_b)


def _in_a_row(places: list[int]) -> bool:
    return places == list(range(places[0], places[0] + len(places)))


def _kept(link: Link) -> int:
    """Return about how many characters stay if a link is shown in place."""
    if not link.redline:
        return 60
    return sum(len(op.text) for op in link.redline if op.kind is OpKind.KEEP)


def _headings(rows_a: list[_Row], rows_b: list[_Row]) -> list[_Anchor]:
    """Pair headings of the same words, then those of the same place; the nth with the nth."""
    found: list[_Anchor] = []
    for key in (lambda row: row.words.split()[-1:], lambda row: [row.eid]):
        places: dict[str, list[int]] = defaultdict(list)
        for place, row in enumerate(rows_b):
            if row.words:
                places["".join(key(row))].append(place)
        for a, row in enumerate(rows_a):
            if row.words and places["".join(key(row))]:
                b = places["".join(key(row))].pop(0)
                found.append(_Anchor(a, a + 1, b, b + 1, 4))
    return found


def _chain(anchors: list[_Anchor]) -> list[_Anchor]:
    """Return the heaviest chain of anchors that goes forward on both sides.

    Fredman's method on weights: of all chains that end at or before a row of b only those are kept
    that no shorter one outweighs.
    """
    ends: list[int] = []           # last row of b of the best chains, increasing
    sums: list[int] = []           # their weights, increasing
    last: list[int] = []           # index of the last anchor of each
    before: list[int] = []
    ordered = sorted(anchors, key=lambda one: (one.a, -one.b, one.weight))
    waiting: list[tuple[int, int, int]] = []  # (b_end, weight, index) of the anchors of one row of a
    for index, anchor in enumerate(ordered):
        if index and anchor.a != ordered[index - 1].a:
            _enter(waiting, ends, sums, last)
        at = bisect_left(ends, anchor.b + 1) - 1
        before.append(last[at] if at >= 0 else -1)
        waiting.append((anchor.b_end, anchor.weight + (sums[at] if at >= 0 else 0), index))
    _enter(waiting, ends, sums, last)
    found, at = [], last[-1] if last else -1
    while at >= 0:
        found.append(ordered[at])
        at = before[at]
    return found[::-1]


def _enter(waiting: list[tuple[int, int, int]], ends: list[int], sums: list[int],
           last: list[int]) -> None:
    """Enter finished chains, and drop those that they outweigh."""
    for end, total, index in waiting:
        at = bisect_left(ends, end + 1)
        if at and sums[at - 1] >= total:
            continue
        start = at - 1 if at and ends[at - 1] == end else at
        while at < len(ends) and sums[at] <= total:
            at += 1
        ends[start:at], sums[start:at], last[start:at] = [end], [total], [index]
    waiting.clear()


def _heading(old: str, new: str, language: str) -> Iterator[Tracked]:
    if old == new:
        yield Tracked(Mark.KEEP, old, heading=True)
    for op in redline(old, new, language):
        yield Tracked(_OF[op.kind], op.text, op.clerical, heading=True)
    yield Tracked(Mark.KEEP, "\n", heading=True)


class _Runs:
    """The runs of links, whole or cut into the provisions of one side."""

    def __init__(self, comparison: Comparison, a: Numbered, b: Numbered) -> None:
        self._a, self._b = a, b
        self._of_a = {eid: link for link in comparison.links for eid in link.a}
        self._of_b = {eid: link for link in comparison.links for eid in link.b}
        self._moves: dict[tuple[str, ...], str] = {}

    def in_place(self, link: Link) -> Iterator[Tracked]:
        """Yield a link that keeps its place, with its redline."""
        for run in numbered_runs(link, self._a, self._b):
            yield from _by_line(Tracked(_OF[run.kind], run.text, run.clerical, number=run.number))
        yield Tracked(Mark.KEEP, "\n")

    def left(self, rows: list[_Row]) -> Iterator[Tracked]:
        """Yield what stood in these rows of a and stands there no more."""
        for row in rows:
            if row.words:
                yield Tracked(Mark.DELETE, row.words, heading=True)
                yield Tracked(Mark.DELETE, "\n", heading=True)
            else:
                yield from self._piece(self._of_a[row.eid], row.eid, Mark.DELETE)

    def arrived(self, rows: list[_Row]) -> Iterator[Tracked]:
        """Yield what stands in these rows of b and did not stand there before."""
        for row in rows:
            if row.words:
                yield Tracked(Mark.INSERT, row.words, heading=True)
                yield Tracked(Mark.INSERT, "\n", heading=True)
            else:
                yield from self._piece(self._of_b[row.eid], row.eid, Mark.INSERT)

    def _piece(self, link: Link, eid: str, mark: Mark) -> Iterator[Tracked]:
        """Yield one provision of a link from one side: its words as moved, deleted or inserted."""
        away = mark is Mark.DELETE
        eids = link.a if away else link.b
        place = eids.index(eid)
        other = OpKind.INSERT if away else OpKind.DELETE
        runs = [run for run in numbered_runs(link, self._a, self._b)
                if run.kind is not other and (run.a if away else run.b) == place]
        if place + 1 < len(eids) and runs and runs[-1].text.endswith("\n"):
            last = runs.pop()  # the break to the next provision of the link, which need not follow
            runs.append(Run(last.kind, last.text[:-1], last.clerical, last.a, last.b, last.number))
        move = self._move(link) if any(run.kind is OpKind.KEEP for run in runs) else ""
        kept = (Mark.MOVE_FROM if away else Mark.MOVE_TO) if move else mark
        for run in runs:
            yield from _by_line(Tracked(kept if run.kind is OpKind.KEEP else mark, run.text,
                                        run.clerical, move, number=run.number))
        yield Tracked(kept, "\n", False, move)

    def _move(self, link: Link) -> str:
        """Name a move; only one provision that became one other can be tracked as moved."""
        if len(link.a) != 1 or len(link.b) != 1:
            return ""
        return self._moves.setdefault((*link.a, "", *link.b), f"move{len(self._moves) + 1}")


def _by_line(run: Tracked) -> Iterator[Tracked]:
    """Cut a run at its line breaks, each a run of its own."""
    for place, line in enumerate(run.text.split("\n")):
        if place:
            yield Tracked(run.mark, "\n", run.clerical, run.move, run.heading, run.number)
        if line:
            yield Tracked(run.mark, line, run.clerical, run.move, run.heading, run.number)
