"""The lines of a source: its blocks as strings that still know where each character came from.

Reads: SourceText. Writes: nothing.
Guarantees: a line holds no line break and neither begins nor ends with space; every character of a
line names its code point in ``SourceText.text``; blocks that hold only space give no line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.model.text import OffsetRun
from kb.parse.radicals import map_radicals
from kb.parse.source import Block, SourceText

BREAK: Final = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029\t]")
FIRST_IDEOGRAPH: Final = "\u2e80"


@dataclass(frozen=True, slots=True)
class Line:
    """One logical line. ``runs`` are offset runs whose ``canonical`` counts from the line's start."""

    text: str
    runs: tuple[OffsetRun, ...]
    centred: bool = False
    strong: bool = False
    inferred: bool = False


def read_lines(source: SourceText) -> tuple[Line, ...]:
    """Return the non-empty blocks of a source as lines, in order."""
    made = (_line(source.text, block) for block in source.blocks)
    return tuple(line for line in made if line.text)


def cut_line(line: Line, start: int, end: int, *, inferred: bool) -> Line:
    """Return a stretch of a line as a line of its own."""
    runs: list[OffsetRun] = []
    for run in line.runs:
        first, last = max(run.canonical, start), min(run.canonical + run.length, end)
        if first < last:
            add_run(runs, first - start, run.source + first - run.canonical, last - first)
    return Line(line.text[start:end], tuple(runs), line.centred, line.strong,
                inferred or line.inferred)


def add_run(runs: list[OffsetRun], canonical: int, source: int, length: int) -> None:
    """Append a run, joined to the last one where both sides go on without a gap."""
    if runs:
        last = runs[-1]
        joins = last.canonical + last.length == canonical and last.source + last.length == source
        if joins:
            runs[-1] = OffsetRun(last.canonical, last.source, last.length + length)
            return
    runs.append(OffsetRun(canonical, source, length))


def block_text(source: SourceText, block: Block) -> str:
    """Return what the parser reads of a block, by the same path."""
    return _line(source.text, block).text


def _line(text: str, block: Block) -> Line:
    chunks = tuple(_chunks(text, block))
    joined = "".join(words for _, words in chunks)
    first, last = len(joined) - len(joined.lstrip()), len(joined.rstrip())
    runs: list[OffsetRun] = []
    at = 0
    for place, words in chunks:
        left, right = max(at, first), min(at + len(words), last)
        if left < right:
            add_run(runs, left - first, place + left - at, right - left)
        at += len(words)
    return Line(map_radicals(joined[first:last]), tuple(runs), block.centred, block.strong,
                block.inferred)


def _chunks(text: str, block: Block) -> Iterator[tuple[int, str]]:
    """Yield a block's words with their places; a line break or tab becomes a space or goes."""
    before = ""
    for start, end in block.pieces:
        at = max(start, 0)
        for match in BREAK.finditer(text, at, end):
            before = text[at:match.start()][-1:] or before
            yield at, text[at:match.start()]
            if before and before < FIRST_IDEOGRAPH:
                before = " "
                yield match.start(), before
            at = match.end()
        before = text[at:end][-1:] or before
        yield at, text[at:end]
