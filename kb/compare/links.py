"""Links from aligned units: classes, score, rule and redline.

Reads ``Aligned`` groups of a whole text; writes ``Link`` values. Classes are given last, when the
mapping of all provisions is known, because a changed citation can only be judged through it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from kb.compare.blocks import common_blocks
from kb.compare.citations import Correspondence, cites_follow
from kb.compare.classify import classes_of, rule_of, score_of
from kb.compare.pieces import passages
from kb.compare.redline import redline
from kb.compare.similarity import Symbols
from kb.compare.units import PART_LEVELS, Unit, own_words
from kb.model.change import Link, OpKind, Passage, RedlineOp

PROVING: Final = {"zh": 6, "en": 20}
"""The shortest stretch that counts as proof of a split or merge, in characters."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """One group of units of both sides, whether it broke the order, and the groups of its parts.

    ``proofs`` are the ids of the rules by which parts were joined to wholes.
    """

    a: tuple[Unit, ...]
    b: tuple[Unit, ...]
    moved: bool
    proofs: tuple[str, ...] = ()
    parts: tuple["Aligned", ...] = ()


def build_links(groups: tuple[Aligned, ...], symbols: Symbols) -> tuple[Link, ...]:
    """Return one link for each group; parts carry no redline, the link above them does."""
    mapping = _correspondence(groups)
    return tuple(_link(group, mapping, symbols, whole=True) for group in groups)


def turned(group: Aligned) -> Aligned:
    """Return a group seen from the other side."""
    return replace(group, a=group.b, b=group.a, parts=tuple(turned(part) for part in group.parts))


def reading_order(groups: Iterable[Aligned]) -> tuple[Aligned, ...]:
    """Order groups by ``a``; what only ``b`` has stands after what precedes it in ``b``.

    Parts are ordered in the same way, level by level.
    """
    listed = [replace(group, parts=_parts_in_order(group.parts)) for group in groups]
    beside = sorted((other.start, min(unit.start for unit in group.a))
                    for group in listed if group.a for other in group.b)

    def place(group: Aligned) -> tuple[int, int, int]:
        if group.a:
            return min(unit.start for unit in group.a), 0, 0
        start = min(unit.start for unit in group.b)
        at = bisect_left(beside, (start, -1))
        return (beside[at - 1][1] if at else -1), 1, start

    return tuple(sorted(listed, key=place))


def _parts_in_order(parts: tuple[Aligned, ...]) -> tuple[Aligned, ...]:
    found: list[Aligned] = []
    for level in PART_LEVELS:
        found += reading_order(one for one in parts if (one.a + one.b)[0].kind is level)
    return tuple(found)


def _correspondence(groups: Iterable[Aligned]) -> Correspondence:
    forth: dict[str, set[str]] = defaultdict(set)
    back: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for one in (group, *group.parts):
            for x, y in product(one.a, one.b):
                forth[x.eid].add(y.eid)
                back[y.eid].add(x.eid)
    return Correspondence({eid: frozenset(others) for eid, others in forth.items()},
                          {eid: frozenset(others) for eid, others in back.items()})


def _link(group: Aligned, mapping: Correspondence, symbols: Symbols, *, whole: bool) -> Link:
    a, b = group.a, group.b
    judged = (a, b) if whole else tuple(tuple(own_words(unit, symbols.language) for unit in side)
                                        for side in (a, b))
    score = score_of(judged[0], judged[1], symbols)
    classes = classes_of(judged[0], judged[1], score, mapping, moved=group.moved)
    parts = tuple(_link(part, mapping, symbols, whole=False) for part in group.parts)
    ops = _redline(a, b, mapping, symbols.language) if whole else ()
    return Link(tuple(unit.eid for unit in a), tuple(unit.eid for unit in b), classes, score,
                rule_of(a, b, classes, proofs=group.proofs), parts, ops, _proof(a, b, symbols.language))


def _proof(a: tuple[Unit, ...], b: tuple[Unit, ...], language: str) -> tuple[Passage, ...]:
    """Return the common words that show that one provision holds parts of several."""
    if not a or not b or len(a) == len(b) == 1:
        return ()
    return tuple(passage for x, y in product(a, b)
                 for block in common_blocks(x.printed, y.printed, PROVING[language])
                 for passage in passages((x.printed, x.rows), (y.printed, y.rows), block, "same-words")
                 if passage.a.end - passage.a.start >= PROVING[language])


def _redline(a: tuple[Unit, ...], b: tuple[Unit, ...], mapping: Correspondence,
             language: str) -> tuple[RedlineOp, ...]:
    old = "\n".join(unit.printed for unit in a)
    new = "\n".join(unit.printed for unit in b)
    if not a or not b:
        return (RedlineOp(OpKind.DELETE, old) if a else RedlineOp(OpKind.INSERT, new),)
    follow = len(a) != 1 or len(b) != 1 or cites_follow(a[0], b[0], mapping)
    return redline(old, new, language, numbers_follow=follow)
