"""English texts: our translations, and English documents people bring.

Reads: lines. Writes: an outline.
Guarantees: the same eids as the Chinese text of the same structure: ``Article 17`` is ``art_17``,
``Chapter II`` is ``chap_2``, ``(1)`` an item, ``1.`` below it a subitem; in a document without
articles a heading ``1. Scope`` is ``head_1``.
"""

import itertools
import re
from collections.abc import Callable, Sequence
from typing import Final

from kb.model.provision import Kind
from kb.model.text import PartName
from kb.parse.lines import Line
from kb.parse.lists import Stretch, add_content
from kb.parse.numbering import GROUP_ORDER, Marker, follows, longest_numbering
from kb.parse.outline import Entry, Outline, Role

NAME: Final = "en_text"
ARTICLE: Final = re.compile(r"(?:Article|ARTICLE|Art\.)\s+(\d+)(?:[-–](\d+))?(\s*[.:]?(?:\s+|$))")
RUNNING_ON: Final = re.compile(r"(?:of|and|or|to|shall|may|must|is|are|in|applies|,|\()\b|[,(]")
GROUP: Final = re.compile(r"(Part|Book|Subpart|Chapter|Section|PART|CHAPTER|SECTION)\s+"
                          r"([IVXLC]+|\d+)([.:]?(?:\s+|$))(?!of\b|shall\b)")
GROUP_KIND: Final = {"part": Kind.PART, "book": Kind.PART, "subpart": Kind.SUBPART,
                     "chapter": Kind.CHAPTER, "section": Kind.SECTION}
ANNEX: Final = re.compile(r"(?:Annex|Appendix|ANNEX|APPENDIX)(?:\s+(?:\d+|[IVX]+|[A-Z]))?[.:]?(?:\s+|$)")
HEADING: Final = re.compile(r"(\d{1,2})\.(\s+)")
MARKERS: Final = (
    ("bracket", re.compile(r"\((\d{1,2})\)(\s+)")),
    ("digit", re.compile(r"(\d{1,2})[.)](\s+)")),
    ("letter", re.compile(r"\(([a-z])\)(\s+)")),
)
ADOPTED: Final = re.compile(r"(?i)\b(?:adopted|promulgated|amended|deliberated|effective|passed)\b")
ORDER: Final = re.compile(r"\b(?:Order|Decree)\b.{0,80}\bNo\.?\s*\d+")
ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def outline(lines: Sequence[Line], title: str = "") -> Outline:
    """Read lines as an English text."""
    found = Outline()
    heads = _chain(lines, _article_head)
    heads = heads or _chain(lines, _heading)
    start = _body_start(lines, min(heads)) if heads else len(lines)
    annex = next((i for i in range(max(heads, default=0) + 1, len(lines))
                  if heads and ANNEX.match(lines[i].text) and len(lines[i].text) <= 80), len(lines))
    _add_front(found, lines, start, title)
    if not heads and lines:
        found.warn("no-provisions", 0, "no article head and no numbered heading was found: all of "
                   "the text is kept as named parts", lines[0].text)
    _report(found, heads, lines)
    _Body(found, lines, heads).run(range(start, annex))
    _add_annexes(found, lines, annex)
    return found


def roman(numeral: str) -> int:
    """Return the value of a Roman or Arabic numeral.

    >>> roman("XIV"), roman("12")
    (14, 12)
    """
    if numeral.isdecimal():
        return int(numeral)
    values = [ROMAN[char] for char in numeral]
    return sum(-value if value < max(values[place:]) else value
               for place, value in enumerate(values))


def _article_head(line: Line) -> Marker | None:
    match = ARTICLE.match(line.text)
    if match is None:
        return None
    rest = line.text[match.end():]
    flaw = "weak" if rest and not line.strong and RUNNING_ON.match(rest) else ""
    return Marker("article", int(match[1]), match.start(3), match.end(), int(match[2] or 0), flaw)


def _heading(line: Line) -> Marker | None:
    match = HEADING.match(line.text)
    if match is None or not line.strong:
        return None
    return Marker("heading", int(match[1]), match.start(2), match.end())


def _chain(lines: Sequence[Line], finder: Callable[[Line], Marker | None]) -> dict[int, Marker]:
    """Return the lines whose numbers form the best rising numbering."""
    found = [(i, marker) for i, line in enumerate(lines) if (marker := finder(line))]
    if any(lines[i].strong for i, _ in found):
        found = [(i, marker) for i, marker in found if lines[i].strong]
    chain = longest_numbering([marker for _, marker in found])
    return {found[place][0]: found[place][1] for place in chain
            if found[place][1].flaw != "weak"}


def _group(line: Line) -> tuple[Kind, Marker] | None:
    match = GROUP.match(line.text)
    if match is None or len(line.text) > 120 or line.text.endswith((".", ";")):
        return None
    return (GROUP_KIND[match[1].lower()],
            Marker("group", roman(match[2]), match.start(3), match.end()))


def _body_start(lines: Sequence[Line], first: int) -> int:
    start, lowest = first, len(GROUP_ORDER)
    while start > 0:
        found = _group(lines[start - 1])
        if found is None or GROUP_ORDER.index(found[0]) >= lowest:
            break
        start, lowest = start - 1, GROUP_ORDER.index(found[0])
    return start


def _add_front(found: Outline, lines: Sequence[Line], end: int, title: str) -> None:
    """Name the lines before the body."""
    named = next((i for i in range(end) if lines[i].strong or lines[i].text == title),
                 0 if end else -1)
    for line in range(end):
        text = lines[line].text
        if line == named:
            found.part(lines, (line,), PartName.TITLE, "first-heading")
        elif ORDER.search(text) and len(text) <= 120:
            found.part(lines, (line,), PartName.ORDER_HEADER, "order-number")
        elif text.startswith("(") or (ADOPTED.search(text) and len(text) <= 300):
            found.part(lines, (line,), PartName.ADOPTION_NOTE, "adoption-note")
        elif _group(lines[line]):
            found.part(lines, (line,), PartName.TABLE_OF_CONTENTS, "chapter-list")
        else:
            found.part(lines, (line,), PartName.PREAMBLE, "between-title-and-body")


def _report(found: Outline, heads: dict[int, Marker], lines: Sequence[Line]) -> None:
    order = sorted(heads)
    if order and heads[order[0]].number != 1:
        found.warn("numbering-gap", order[0], "the numbering does not begin at 1",
                   lines[order[0]].text)
    for before, after in itertools.pairwise(order):
        if not follows(heads[before], heads[after]):
            found.warn("numbering-gap", after, f"number {heads[after].printed} follows "
                       f"{heads[before].printed}", lines[after].text)


class _Body:
    """Places chapters, articles or headings, and what stands below them."""

    def __init__(self, found: Outline, lines: Sequence[Line], heads: dict[int, Marker]) -> None:
        self.found = found
        self.lines = lines
        self.heads = heads
        self.last: dict[Kind, int] = {}
        self.point = 0
        self.stretches: list[Stretch] = []

    def run(self, where: range) -> None:
        for line in where:
            if not self._head(line):
                self.stretches.append((line, 0))
        self._flush()

    def _flush(self) -> None:
        add_content(self.found, self.lines, self.stretches, mend=False, find_marker=list_marker)
        self.stretches = []

    def _head(self, line: int) -> bool:
        marker = self.heads.get(line)
        if marker:
            self._flush()
            self.point = 0
            self._add_article(line, marker)
            return True
        return self._add_group(line) or self._add_point(line)

    def _add_article(self, line: int, marker: Marker) -> None:
        size = len(self.lines[line].text)
        kind = Kind.ARTICLE if marker.style == "article" else Kind.HEADING
        titled = kind is Kind.HEADING or (marker.text_start < size
                                          and self._is_title(line, marker))
        end = size if titled else marker.text_start
        self.found.entries.append(Entry(line, 0, end, Role.NODE, kind, marker.printed,
                                        marker.num_end, marker.text_start, titled=titled))
        if end < size:
            self.stretches.append((line, end))

    def _is_title(self, line: int, marker: Marker) -> bool:
        rest = self.lines[line].text[marker.text_start:]
        return self.lines[line].strong or (len(rest) <= 80 and not re.search(r"[.;:]$", rest))

    def _add_group(self, line: int) -> bool:
        group = _group(self.lines[line])
        if group is None:
            return False
        kind, marker = group
        number = max(marker.number, self.last.get(kind, 0) + 1)
        if number != marker.number:
            self.found.warn("misprinted-head", line, f"heading number {marker.number} comes again:"
                            f" read as {number}", self.lines[line].text)
        self.last[kind] = number
        for lower in GROUP_ORDER[GROUP_ORDER.index(kind) + 1:]:
            self.last.pop(lower, None)
        self._flush()
        self.found.entries.append(Entry(line, 0, len(self.lines[line].text), Role.NODE, kind,
                                        str(number), marker.num_end, marker.text_start,
                                        titled=True))
        return True

    def _add_point(self, line: int) -> bool:
        """Place a heading （1） of a policy document: a marked heading line below ``head_n``."""
        marker = list_marker(self.lines[line].text) if self.lines[line].strong else None
        if marker is None or marker.style != "bracket" or marker.number != self.point + 1:
            return False
        self._flush()
        self.point += 1
        self.found.entries.append(Entry(line, 0, len(self.lines[line].text), Role.NODE, Kind.POINT,
                                        marker.printed, marker.num_end, marker.text_start,
                                        titled=True))
        return True


def _add_annexes(found: Outline, lines: Sequence[Line], start: int) -> None:
    number, stretches = 0, list[Stretch]()
    for line in range(start, len(lines)):
        match = ANNEX.match(lines[line].text)
        if match is None or len(lines[line].text) > 80:
            stretches.append((line, 0))
            continue
        add_content(found, lines, stretches, mend=False, find_marker=list_marker)
        stretches, number = [], number + 1
        num_end = len(match[0].rstrip())
        found.entries.append(Entry(line, 0, len(lines[line].text), Role.NODE, Kind.ANNEX,
                                   str(number), num_end, match.end(), titled=True))
    add_content(found, lines, stretches, mend=False, find_marker=list_marker)


def list_marker(text: str) -> Marker | None:
    """Return the list marker an English line begins with: (1) 1. (a).

    >>> list_marker("(2) a notice").number
    2
    """
    for style, pattern in MARKERS:
        match = pattern.match(text)
        if match:
            number = ord(match[1]) - 96 if style == "letter" else int(match[1])
            return Marker(style, number, match.start(2), match.end()) if number else None
    return None
