"""Lines in which a converter left several: split where the numbering proves the break.

Reads: lines. Writes: lines.
Guarantees: no character but space is lost; every break made here is marked inferred.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from kb.model.numerals import NUMERAL_CHARS, to_chinese
from kb.parse.lines import Line, cut_line
from kb.parse.numbering import JUNK, article_head, list_marker

SPACED: Final = re.compile(
    r"(?<=[。；：])[ \u3000]+(?=第[零〇一二三四五六七八九十百千]+条[ \u3000]\S"
    r"|[（(][一二三四五六七八九十]{1,3}[）)][^、项款目])")
PARAGRAPH: Final = re.compile(r"(?<=。)[ \u3000]+(?=[一-龥])")
BEFORE_IT: Final = re.compile(r"(?<=。)[ \u3000]*(?=[^。；（）()]{0,24}前(?:款|[两二三]款))")
PROVEN: Final = 3
"""How many sentences that space follows show that paragraphs were run together."""

SWALLOWED: Final = re.compile(rf"(?<=[。；：;_])[ \u3000]*(?={JUNK}第[{NUMERAL_CHARS}]+条)")
AFTER_HEADING: Final = re.compile(rf"\s+(?=第[{NUMERAL_CHARS}]+条\s+\S)")
HEADING: Final = re.compile(rf"第[{NUMERAL_CHARS}]+[编章节]\s")
REFERS: Final = ("项", "款", "目", "、", "至", "或", "和")


def split_run_together(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Split lines at heads and items that stand inside them.

    A break is read (1) where a sentence or item has ended, space follows, and then an article head
    or an item number; (2) before an article head whose number is missing from the line starts;
    (3) before an item number that the line itself or the next line counts on from; (4) after a sentence
    that space follows, where the text has several such places: Chinese print puts no space there; (5)
    in an item or a first paragraph, before a sentence on 前款.
    """
    spaced = [part for line in lines for part in _split_at(line, SPACED)]
    if sum(len(PARAGRAPH.findall(line.text)) for line in lines) >= PROVEN:
        spaced = [part for line in spaced for part in _split_at(line, PARAGRAPH)]
    return tuple(_split_previous(tuple(_split_items(_split_missing_heads(spaced)))))


def _split_previous(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Split an item, and the first paragraph of an article, before a sentence that speaks of 前款.

    Neither has a paragraph before it within itself: the sentence is the beginning of the next one.
    """
    for place, line in enumerate(lines):
        head = article_head(line.text)
        above = article_head(lines[place - 1].text) if place else None
        first = bool(head and line.text[head.text_start:].strip()) or bool(
            above and not lines[place - 1].text[above.text_start:].strip())
        if _item(line.text) or first:
            yield from _split_at(line, BEFORE_IT)
        else:
            yield line


def _split_at(line: Line, pattern: re.Pattern[str]) -> Iterator[Line]:
    start = 0
    for match in pattern.finditer(line.text):
        if match.start() > start:
            yield cut_line(line, start, match.start(), inferred=start > 0)
            start = match.end()
    yield cut_line(line, start, len(line.text), inferred=True) if start else line


def _split_missing_heads(lines: list[Line]) -> list[Line]:
    heads = [head for line in lines if (head := article_head(line.text)) and not head.flaw]
    seen = {head.number for head in heads}
    if len(seen) == max(seen, default=0):
        return lines
    out: list[Line] = []
    for line in lines:
        rest = line
        while match := _swallowed_head(rest.text, seen):
            out.append(cut_line(rest, 0, match.start(), inferred=rest is not line))
            rest = cut_line(rest, match.end(), len(rest.text), inferred=True)
        out.append(rest)
    return out


def _swallowed_head(text: str, seen: set[int]) -> re.Match[str] | None:
    """Return the break before a head inside a line whose number no line begins with."""
    patterns = (SWALLOWED, AFTER_HEADING) if HEADING.match(text) else (SWALLOWED,)
    for pattern in patterns:
        for found in pattern.finditer(text):
            head = article_head(text[found.end():])
            if head and not head.flaw and head.number not in seen and found.start() \
                    and head.number < max(seen):
                return found
    return None


def _split_items(lines: Sequence[Line]) -> Iterator[Line]:
    for place, line in enumerate(lines):
        own = _item(line.text)
        following = _item(lines[place + 1].text) if place + 1 < len(lines) else 0
        if not own and following < 2:
            yield line
            continue
        breaks = _rising(line.text, own) if own else []
        breaks = breaks or _falling(line.text, own, following)
        start = 0
        for place_of_break in [*breaks, len(line.text)]:
            yield cut_line(line, start, place_of_break, inferred=start > 0) if breaks else line
            start = place_of_break


def _item(text: str) -> int:
    marker = list_marker(text)
    return marker.number if marker and marker.style == "bracket" else 0


def _rising(text: str, own: int) -> list[int]:
    """Return where items that follow an item's own number stand in its line."""
    breaks: list[int] = []
    while (place := _find(text, own + 1, breaks[-1] if breaks else 0)) >= 0:
        breaks.append(place)
        own += 1
    return breaks


def _falling(text: str, own: int, following: int) -> list[int]:
    """Return where the items that the next line's number presupposes stand in a line."""
    breaks: list[int] = []
    for number in range(following - 1, own, -1):
        place = _find(text[:breaks[0]] if breaks else text, number, 0)
        if place < 0:
            return []
        breaks.insert(0, place)
    return breaks


def _find(text: str, number: int, start: int) -> int:
    """Return where ``（n）`` begins an item after a mark that ends one; -1 if it does not."""
    pattern = rf"(?<=[。；：:])[（(]{to_chinese(number)}[）)]"
    match = re.compile(pattern).search(text, start)
    return match.start() if match and not text.startswith(REFERS, match.end()) else -1
