"""Equal stretches of two printed texts, cut up by the provisions whose own texts they lie in.

Reads the places of provisions in both; writes ``Passage`` values. What lies in a number, a marker or a
title belongs to no provision's own text and is left out.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from kb.compare.blocks import Block
from kb.compare.units import Row
from kb.model.change import Passage
from kb.model.span import Span, cut

Printed = tuple[str, Sequence[Row]]
"""A printed text and where provisions stand in it, in order."""


def passages(a: Printed, b: Printed, block: Block, rule: str) -> Iterator[Passage]:
    """Yield the parts of a block that lie in the own text of one provision on either side."""
    at = 0
    while at < block.length:
        row_a, row_b = (_row(rows, start + at) for (_, rows), start in (
            (a, block.a_start), (b, block.b_start)))
        if row_a is None or row_b is None:
            at += 1
            continue
        length = min(block.length - at, row_a.start + row_a.length - block.a_start - at,
                     row_b.start + row_b.length - block.b_start - at)
        yield Passage(_cut(a, row_a, block.a_start + at, length),
                      _cut(b, row_b, block.b_start + at, length), rule)
        at += length


def _cut(printed: Printed, row: Row, start: int, length: int) -> Span:
    own = printed[0][row.start:row.start + row.length]
    return cut(row.eid, own, start - row.start, start - row.start + length)


def _row(rows: Sequence[Row], at: int) -> Row | None:
    place = bisect_right(rows, at, key=lambda row: row.start) - 1
    return rows[place] if place >= 0 and at < rows[place].start + rows[place].length else None
