"""Redline runs with the numbers of the provisions in them, so that they read as the printed text.

Reads a ``Link`` with its redline and the numbers as printed; writes ``Run`` values. Runs that are not
inserted join to the provisions of side a as printed, runs that are not deleted to those of side b.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kb.compare.units import Unit
from kb.model.change import Link, OpKind, RedlineOp


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch kept, deleted or inserted.

    ``clerical``: punctuation, width or numbering only. ``a`` and ``b`` are the places, counted in
    provisions of the link, that the run belongs to on either side. ``number`` says that it is the
    printed number of a provision (第三条).
    """

    kind: OpKind
    text: str
    clerical: bool = False
    a: int = 0
    b: int = 0
    number: bool = False


@dataclass(frozen=True, slots=True)
class Numbered:
    """The units of one side by eid, and what is printed before each: ``第三条`` and its space."""

    units: Mapping[str, Unit]
    heads: Mapping[str, str]

    def cuts(self, eids: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
        """Return, for each provision of a link, where it starts in the joined text, and its number."""
        found, at = [], 0
        for eid in eids:
            found.append((at, self.heads.get(eid, "")))
            at += len(self.units[eid].printed) + 1
        return tuple(found)

    def joined(self, eids: tuple[str, ...]) -> str:
        """Return the provisions of a link as the redline joins them."""
        return "\n".join(self.units[eid].printed for eid in eids)


class _Cursor:
    """Where a walk along one side is, and the numbers still to be printed."""

    def __init__(self, cuts: tuple[tuple[int, str], ...]) -> None:
        self.at = 0
        self.place = -1
        self._cuts = list(cuts)

    def due(self, *, end: bool = False) -> str | None:
        """Return the number to print here, and step into its provision."""
        if self._cuts and (end or self._cuts[0][0] <= self.at):
            self.place += 1
            return self._cuts.pop(0)[1]
        return None

    def room(self) -> int:
        """Return how many characters are left until the next number."""
        return self._cuts[0][0] - self.at if self._cuts else 1 << 60


def plain_ops(link: Link, a: Numbered, b: Numbered) -> tuple[RedlineOp, ...]:
    """Return the redline of a link; where nothing differs, one kept run."""
    if link.redline:
        return link.redline
    text = a.joined(link.a) if link.a else b.joined(link.b)
    return (RedlineOp(OpKind.KEEP, text),) if text else ()


def numbered_runs(link: Link, a: Numbered, b: Numbered) -> tuple[Run, ...]:
    """Return the runs of a link, the printed numbers of its provisions among them."""
    cursors = _Cursor(a.cuts(link.a)), _Cursor(b.cuts(link.b))
    runs: list[Run] = []
    for op in plain_ops(link, a, b):
        runs += _cut(op, *cursors)
    while (found := [*_numbers(*cursors, end=True)]):
        runs += found
    return tuple(run for run in runs if run.text)


def _cut(op: RedlineOp, a: _Cursor, b: _Cursor) -> Iterator[Run]:
    """Cut one operation where a provision begins on a side that it is part of."""
    text = op.text
    while text:
        yield from _numbers(a if a.at == 0 or op.kind is not OpKind.INSERT else None,
                            b if b.at == 0 or op.kind is not OpKind.DELETE else None)
        room = min(a.room() if op.kind is not OpKind.INSERT else len(text),
                   b.room() if op.kind is not OpKind.DELETE else len(text))
        piece, text = text[:room], text[room:]
        yield Run(op.kind, piece, op.clerical, max(a.place, 0), max(b.place, 0))
        a.at += len(piece) if op.kind is not OpKind.INSERT else 0
        b.at += len(piece) if op.kind is not OpKind.DELETE else 0


def _numbers(a: _Cursor | None, b: _Cursor | None, *, end: bool = False) -> Iterator[Run]:
    """Yield the numbers due on either side; one that is the same on both is kept."""
    old = a.due(end=end) if a else None
    new = b.due(end=end) if b else None
    places = max(a.place, 0) if a else 0, max(b.place, 0) if b else 0
    if old is not None and old == new:
        yield Run(OpKind.KEEP, old or "", False, *places, number=True)
        return
    if old is not None:
        yield Run(OpKind.DELETE, old, True, *places, number=True)
    if new is not None:
        yield Run(OpKind.INSERT, new, True, *places, number=True)
