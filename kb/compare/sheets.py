"""Both texts of a comparison laid end to end, link by link, with what the redlines say of each stretch.

Reads links and units; writes one ``Sheet``. Every later count of characters (ledger, moved passages)
works on its offsets and comes back to provisions through ``rows``. The article-level units of a link
are joined by line breaks, as their redline is; so are links.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kb.compare.units import Row, Unit
from kb.errors import KbError
from kb.model.change import Link, OpKind, RedlineOp

SIDES: Final = ("a", "b")
_GONE: Final = {"a": OpKind.DELETE, "b": OpKind.INSERT}


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one side that one redline operation covers; ``link`` is its link's index.

    ``replaced``: the other side has other words in the same place.
    """

    start: int
    end: int
    link: int
    changed: bool
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The texts of both sides, their runs, and where the provisions stand on them."""

    texts: Mapping[str, str]
    runs: Mapping[str, tuple[Run, ...]]
    rows: Mapping[str, tuple[Row, ...]]

    def text(self, side: str) -> str:
        """Return the whole of one side."""
        return self.texts[side]

    def printed(self, side: str) -> tuple[str, tuple[Row, ...]]:
        """Return the whole of one side and where the provisions stand in it."""
        return self.texts[side], self.rows[side]


def lay_out(links: tuple[Link, ...], a: tuple[Unit, ...], b: tuple[Unit, ...]) -> Sheet:
    """Return the sheet of the article-level links of two texts.

    Raises:
        KbError: a redline does not join to the text of its units.
    """
    units = {side: {unit.eid: unit for unit in own} for side, own in zip(SIDES, (a, b), strict=True)}
    texts, runs, rows = {}, {}, {}
    for side in SIDES:
        lines: list[str] = []
        found: list[Run] = []
        placed: list[Row] = []
        at = 0
        for index, link in enumerate(links):
            own = [units[side][eid] for eid in (link.a if side == "a" else link.b)]
            printed = "\n".join(unit.printed for unit in own) + ("\n" if own else "")
            found += _runs(link, printed, (at, index), side)
            placed += _placed(own, at)
            lines.append(printed)
            at += len(printed)
        texts[side], runs[side], rows[side] = "".join(lines), tuple(found), tuple(placed)
    return Sheet(texts, runs, rows)


def _placed(own: list[Unit], at: int) -> list[Row]:
    found = []
    for unit in own:
        found += [Row(row.eid, at + row.start, row.length) for row in unit.rows]
        at += len(unit.printed) + 1
    return found


def _runs(link: Link, printed: str, place: tuple[int, int], side: str) -> list[Run]:
    at, index = place
    if not printed:
        return []
    end = at + len(printed)
    if not link.redline:
        return [Run(at, end, index, changed=False)]
    found = []
    other = _GONE["b" if side == "a" else "a"]
    for n, op in enumerate(link.redline):
        if op.kind is other:
            continue
        changed = op.kind is _GONE[side]
        found.append(Run(at, at + len(op.text), index, changed,
                         changed and _has(link.redline, n, other)))
        at += len(op.text)
    if at != end - 1 or "".join(op.text for op in link.redline if op.kind is not other) != printed[:-1]:
        raise KbError("a redline does not join to its text", ", ".join(link.a or link.b),
                      f"side {side}", "this is a defect of the program: please report it")
    return [*found, Run(end - 1, end, index, changed=False)]


def _has(ops: tuple[RedlineOp, ...], index: int, kind: OpKind) -> bool:
    """Tell whether a run of the other kind stands between the same kept runs."""
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(ops) and ops[at].kind is not OpKind.KEEP:
            if ops[at].kind is kind:
                return True
            at += step
    return False
