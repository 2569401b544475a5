"""The lines of a source: its blocks as strings that still know where each character came from.

Reads: SourceText. Writes: nothing.
Guarantees: a line holds no line break and neither begins nor ends with space; every character of a
line names its code point in ``SourceText.text``; blocks that hold only space give no line.
"""

from dataclasses import dataclass
from typing import Final

from kb.model.text import OffsetRun
from kb.parse.radicals import map_radicals
from kb.parse.source import Block, SourceText

BREAKS: Final = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
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


def _line(text: str, block: Block) -> Line:
    chars, places = _characters(text, block)
    first, last = _trimmed(chars)
    runs: list[OffsetRun] = []
    for index in range(first, last):
        add_run(runs, index - first, places[index], 1)
    joined = map_radicals("".join(chars[first:last]))
    return Line(joined, tuple(runs), block.centred, block.strong, block.inferred)


def _characters(text: str, block: Block) -> tuple[list[str], list[int]]:
    """Return a block's characters and their places; a line break becomes a space or goes."""
    chars: list[str] = []
    places: list[int] = []
    for start, end in block.pieces:
        for place in range(max(start, 0), min(end, len(text))):
            char = text[place]
            if char in BREAKS or char == "\t":
                if not chars or chars[-1] >= FIRST_IDEOGRAPH:
                    continue
                char = " "
            chars.append(char)
            places.append(place)
    return chars, places


def _trimmed(chars: list[str]) -> tuple[int, int]:
    first, last = 0, len(chars)
    while first < last and chars[first].isspace():
        first += 1
    while last > first and chars[last - 1].isspace():
        last -= 1
    return first, last
