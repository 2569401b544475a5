"""Sentences at 。, branches at ；, clauses at ，; never inside quotation marks or brackets."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

OPENING: Final = "（(《“【〈"
CLOSING: Final = "）)》”】〉"


@dataclass(frozen=True, slots=True)
class Piece:
    """``text[start:end]`` of a row, its closing mark left out."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the slice."""
        return text[self.start : self.end]


def split(text: str, piece: Piece, marks: str) -> Iterator[Piece]:
    """Cut a piece at any of the marks that stand outside brackets and quotation marks.

    >>> [part.of("甲，乙（丙，丁）") for part in split("甲，乙（丙，丁）", Piece(0, 8), "，")]
    ['甲', '乙（丙，丁）']
    """
    depth, start = 0, piece.start
    for index in range(piece.start, piece.end):
        char = text[index]
        if char in OPENING:
            depth += 1
        elif char in CLOSING:
            depth = max(0, depth - 1)
        elif char in marks and not depth:
            if index > start:
                yield Piece(start, index)
            start = index + 1
    if start < piece.end:
        yield Piece(start, piece.end)


def whole(text: str) -> Piece:
    """Return a text as one piece."""
    return Piece(0, len(text))


def sentences(text: str) -> Iterator[Piece]:
    """Cut a row at 。！？."""
    return split(text, whole(text), "。！？")


def branches(text: str, sentence: Piece) -> Iterator[Piece]:
    """Cut a sentence at ；."""
    return split(text, sentence, "；;")


def clauses(text: str, branch: Piece) -> Iterator[Piece]:
    """Cut a branch at ， and ：."""
    return split(text, branch, "，,：:")
