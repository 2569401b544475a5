"""The inside of an article: paragraphs 款, items 项, subitems 目, and lines the source broke.

Reads: lines. Writes: entries into an outline.
Guarantees: the numbers of a list rise by one from 1, or a defect says where they do not; a list
belongs to the paragraph that introduces it; an unmarked line is a paragraph of its own only after a
sentence that has ended.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from kb.model.problem import Severity
from kb.model.provision import Kind
from kb.parse.lines import Line
from kb.parse.numbering import Marker, list_marker
from kb.parse.outline import Defect, Entry, Outline, Role

CLOSED: Final = re.compile(r"(?:[。：:！？!?…][”’\"'』」）)】》〉]*|\|)[\ue000-\uf8ff ]*$")
INTRODUCES: Final = re.compile(r"[：:][”’\"']?[\ue000-\uf8ff ]*$")
ITEM_END: Final = re.compile(r"[；;][\ue000-\uf8ff ]*$")

Stretch = tuple[int, int]
"""A line and where in it the stretch begins; it runs to the line's end."""
MarkerFinder = Callable[[str], Marker | None]


def add_content(outline: Outline, lines: Sequence[Line], stretches: Sequence[Stretch],
                *, mend: bool = True, find_marker: MarkerFinder = list_marker) -> None:
    """Place the stretches of one article (or annex, or policy heading) as paragraphs and lists.

    ``mend`` joins an unmarked line to the line before it when that one ends in mid-sentence;
    ``find_marker`` reads the list marker at the start of a string.
    """
    content = _Content(outline, lines, stretches)
    content.mend, content.find_marker = mend, find_marker
    content.run()


class _Content:
    def __init__(self, outline: Outline, lines: Sequence[Line],
                 stretches: Sequence[Stretch]) -> None:
        self.outline = outline
        self.lines = lines
        self.stretches = stretches
        self.mend = True
        self.find_marker: MarkerFinder = list_marker
        self.levels: list[Marker] = []
        self.before = ""

    def run(self) -> None:
        for place, (line, start) in enumerate(self.stretches):
            text = self.lines[line].text[start:]
            marker = self.find_marker(text) or self._lost(place, text)
            level = self._level(marker, line) if marker else 0
            if marker and level:
                self._add_listed(line, start, marker, level)
                self.before = text
            else:
                self._add_plain(place, text)

    def _level(self, marker: Marker, line: int) -> int:
        """Return the depth at which a marker goes on or begins a list; 0 if it fits nowhere."""
        for depth, last in enumerate(self.levels):
            if last.style == marker.style:
                return self._next_in(depth, last, marker, line)
        if marker.number == 1:
            return len(self.levels) + 1
        text = self.lines[line].text
        if marker.style == "bracket" and not self.levels:
            self.outline.warn("numbering-gap", line, f"a list begins at {marker.number}", text)
            return 1
        self.outline.warn("list-order", line, f"a list that begins at {marker.number} is kept as "
                          "text", text)
        return 0

    def _lost(self, place: int, text: str) -> Marker | None:
        """Return the number of an item whose marker the source lost, where the numbers around prove it.

        Between the head of a list, or an item, and the next marked item there are just as many lines that
        end in ； as numbers are missing.
        """
        if len(self.levels) > 1 or (self.levels and self.levels[0].style != "bracket"):
            return None
        opened = ITEM_END if self.levels else INTRODUCES
        if not opened.search(self.before) or not ITEM_END.search(text):
            return None
        last = self.levels[0].number if self.levels else 0
        following = self._marked_after(place)
        if following is None or following[0].number != last + following[1] + 1:
            return None
        self.outline.warn("missing-number", self.stretches[place][0],
                          f"item {last + 1} is printed without its number", text)
        return Marker("bracket", last + 1, 0, 0)

    def _marked_after(self, place: int) -> tuple[Marker, int] | None:
        """Return the next item that is marked in brackets and how many unmarked items stand before it."""
        for count, (line, start) in enumerate(self.stretches[place:]):
            words = self.lines[line].text[start:]
            marker = self.find_marker(words)
            if marker:
                return (marker, count) if marker.style == "bracket" else None
            if not ITEM_END.search(words):
                return None
        return None

    def _next_in(self, depth: int, last: Marker, marker: Marker, line: int) -> int:
        text = self.lines[line].text
        if marker.number <= last.number:
            self.outline.warn("numbering-duplicate", line, f"list number {marker.number} follows "
                              f"{last.number}: the line is kept as text", text)
            return 0
        if marker.number > last.number + 1:
            self.outline.warn("numbering-gap", line, f"list number {marker.number} follows "
                              f"{last.number}", text)
        return depth + 1

    def _add_listed(self, line: int, start: int, marker: Marker, level: int) -> None:
        self.levels[level - 1:] = [marker]
        kind = Kind.ITEM if level == 1 else Kind.SUBITEM
        self.outline.entries.append(Entry(
            line, start, len(self.lines[line].text), Role.NODE, kind, marker.printed,
            start + marker.num_end, start + marker.text_start, level=level))

    def _add_plain(self, place: int, text: str) -> None:
        line, start = self.stretches[place]
        if self.mend and self.before and not CLOSED.search(self.before):
            self._continue(line, text)
            return
        level = self._inner_level(place)
        del self.levels[level:]
        self.outline.entries.append(Entry(
            line, start, len(self.lines[line].text), Role.NODE, Kind.PARAGRAPH, "", start, start,
            level=level))
        self.before = text

    def _continue(self, line: int, text: str) -> None:
        self.outline.entries.append(Entry(line, 0, len(text), Role.CONTINUED))
        self.outline.defects.append(Defect(
            "broken-line", Severity.NOTE, line,
            "the line before ends in mid-sentence: the two are read as one", text))
        self.before += text

    def _inner_level(self, place: int) -> int:
        """Return the level of the item an unmarked line belongs to, 0 for a paragraph of its own.

        It belongs to an item if that item announces it with a colon, or if the item's list goes on
        after it.
        """
        if not self.levels:
            return 0
        if INTRODUCES.search(self.before):
            return len(self.levels)
        for line, start in self.stretches[place + 1:]:
            marker = self.find_marker(self.lines[line].text[start:])
            for depth, last in enumerate(self.levels):
                if marker and marker.style == last.style:
                    return depth + 1 if marker.number == last.number + 1 else 0
        return 0
