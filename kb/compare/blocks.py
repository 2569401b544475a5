"""Common blocks of two strings: the evidence that a part of one text stands in another.

Reads strings; writes ``Block`` values. Greedy string tiling (Wise 1993, YAP3): the longest common
block first, then the next among what neither side has used. Blocks never overlap and none is shorter
than the least length asked for, so a sum of blocks is a count of characters found again.
"""

from collections import defaultdict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """``a[a_start:a_start + length] == b[b_start:b_start + length]``."""

    a_start: int
    b_start: int
    length: int


def common_blocks(a: str, b: str, least: int) -> tuple[Block, ...]:
    """Return non-overlapping common blocks of at least ``least`` characters, in order of ``a``.

    >>> common_blocks("abcdefg", "xxcdefab", 2)
    (Block(a_start=0, b_start=6, length=2), Block(a_start=2, b_start=2, length=4))
    """
    found = sorted(_maximal(a, b, least), key=lambda x: (-x.length, x.a_start, x.b_start))
    used_a, used_b = bytearray(len(a)), bytearray(len(b))
    kept = []
    for block in found:
        for piece in _free(block, used_a, used_b):
            if piece.length >= least:
                kept.append(piece)
                used_a[piece.a_start:piece.a_start + piece.length] = b"\1" * piece.length
                used_b[piece.b_start:piece.b_start + piece.length] = b"\1" * piece.length
    return tuple(sorted(kept))


def covered(blocks: tuple[Block, ...]) -> int:
    """Return how many characters the blocks cover on either side."""
    return sum(block.length for block in blocks)


def _maximal(a: str, b: str, least: int) -> list[Block]:
    """Return the common blocks that cannot be prolonged on either end."""
    places: dict[str, list[int]] = defaultdict(list)
    for start in range(len(b) - least + 1):
        places[b[start:start + least]].append(start)
    found = []
    for i in range(len(a) - least + 1):
        for j in places.get(a[i:i + least], ()):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            length = least
            while i + length < len(a) and j + length < len(b) and a[i + length] == b[j + length]:
                length += 1
            found.append(Block(i, j, length))
    return found


def _free(block: Block, used_a: bytearray, used_b: bytearray) -> list[Block]:
    """Return the stretches of a block that neither side has used yet."""
    pieces, start = [], -1
    for k in range(block.length + 1):
        taken = (k == block.length or used_a[block.a_start + k] or used_b[block.b_start + k])
        if taken and start >= 0:
            pieces.append(Block(block.a_start + start, block.b_start + start, k - start))
            start = -1
        elif not taken and start < 0:
            start = k
    return pieces
