"""Articles 条 and the headings 编 章 节 above them: which lines are heads, and where they hang.

Reads: lines. Writes: entries and defects into an outline.
Guarantees: article numbers rise; a gap, a number that comes again and a flawed head are reported.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.model.provision import Kind
from kb.parse.lines import Line
from kb.parse.lists import CLOSED, Stretch, add_content
from kb.parse.numbering import (
    GROUP_ORDER,
    Marker,
    article_head,
    follows,
    group_head,
    longest_numbering,
)
from kb.parse.outline import Entry, Outline, Role

FLAWS: Final = {
    "misprint": ("misprinted-head", "the head of article {} carries a stray mark"),
    "misnumbered": ("misprinted-head", "the head printed here must be that of article {}"),
    "ocr": ("ocr-head", "the head of article {} is unreadable; its number follows from its place"),
}


def article_heads(lines: Sequence[Line], where: range) -> dict[int, Marker]:
    """Return the lines of a range that begin an article, each with its head."""
    found = [(i, head) for i in where
             if "第" in lines[i].text[:8] and (head := article_head(lines[i].text))]
    chain = longest_numbering([head for _, head in found])
    heads = {found[place][0]: found[place][1] for place in chain}
    _repair(heads, [found[place] for place in range(len(found)) if place not in set(chain)])
    return heads


def _repair(heads: dict[int, Marker], spare: list[tuple[int, Marker]]) -> None:
    """Give the numbers missing in a gap to flawed heads that stand exactly there."""
    order = sorted(heads)
    for before, after in zip(order, [*order[1:], None], strict=False):
        fitting = [(i, head) for i, head in spare
                   if before < i and (after is None or i < after) and head.flaw != "weak"]
        if after is None:
            fitting = [(i, head) for i, head in fitting if head.flaw == "ocr"]
        missing = heads[after].number - heads[before].number - 1 if after else len(fitting)
        if fitting and len(fitting) == missing:
            for step, (i, head) in enumerate(fitting, 1):
                heads[i] = replace(head, number=heads[before].number + step, branch=0,
                                   flaw=head.flaw or "misnumbered")


def report_numbering(found: Outline, heads: dict[int, Marker], lines: Sequence[Line]) -> None:
    """Record gaps, repeated numbers and flawed heads."""
    order = sorted(heads)
    if order and heads[order[0]].number != 1:
        found.warn("numbering-gap", order[0],
                   f"the first article is number {heads[order[0]].number}", lines[order[0]].text)
    for before, after in itertools.pairwise(order):
        if not follows(heads[before], heads[after]):
            found.warn("numbering-gap", after, f"article {heads[after].printed} follows article "
                       f"{heads[before].printed}", lines[after].text)
    for line in order:
        if heads[line].flaw in FLAWS:
            code, message = FLAWS[heads[line].flaw]
            found.warn(code, line, message.format(heads[line].printed), lines[line].text)
    for line in range(order[0], order[-1]) if order else ():
        head = article_head(lines[line].text) if line not in heads else None
        if head and not head.flaw:
            found.warn("numbering-duplicate", line, f"the head of article {head.printed} does not "
                       "fit the numbering: kept as text", lines[line].text)


def is_heading_title(lines: Sequence[Line], line: int) -> bool:
    """Tell whether a line is the title of a heading whose number stands alone on the line above."""
    found = group_head(lines[line - 1].text)
    alone = found is not None and found[1].text_start == len(lines[line - 1].text)
    text = lines[line].text
    return alone and len(text) <= 40 and not re.search(r"[。；：，]", text) \
        and article_head(text) is None and group_head(text) is None


def add_body(found: Outline, lines: Sequence[Line], where: range,
             heads: dict[int, Marker]) -> None:
    """Place headings and articles of a body."""
    groups = _Groups(found, lines)
    stretches: list[Stretch] = []
    titles = -1
    for line in where:
        head = heads.get(line)
        if line == titles:
            continue
        if head is None and line + 1 in heads and groups.take_unnumbered(line, stretches):
            add_content(found, lines, stretches)
            stretches = []
            groups.add_unnumbered(line)
            continue
        if head or group_head(lines[line].text):
            add_content(found, lines, stretches)
            stretches = _add_article(found, lines, line, head) if head else []
        else:
            stretches.append((line, 0))
        if head is None:
            titles = groups.take(line) or titles
    add_content(found, lines, stretches)


def _add_article(found: Outline, lines: Sequence[Line], line: int, head: Marker) -> list[Stretch]:
    found.entries.append(Entry(line, 0, head.text_start, Role.NODE, Kind.ARTICLE, head.printed,
                               head.num_end, head.text_start))
    return [(line, head.text_start)] if head.text_start < len(lines[line].text) else []


class _Groups:
    """Places headings and keeps their numbers rising, so that their eids are unique."""

    def __init__(self, found: Outline, lines: Sequence[Line]) -> None:
        self.found = found
        self.lines = lines
        self.last: dict[Kind, int] = {}

    def take(self, line: int) -> int:
        """Place the heading at a line, if it is one; return the line of its title, if apart, or 0."""
        head = group_head(self.lines[line].text)
        if head is None:
            return 0
        kind, marker = head
        number = self._number(kind, marker, line)
        self.found.entries.append(Entry(
            line, 0, len(self.lines[line].text), Role.NODE, kind, str(number), marker.num_end,
            marker.text_start, titled=True))
        if line + 1 == len(self.lines) or not is_heading_title(self.lines, line + 1):
            return 0
        size = len(self.lines[line + 1].text)
        self.found.entries.append(Entry(line + 1, 0, size, Role.TITLE))
        return line + 1

    def take_unnumbered(self, line: int, above: list[Stretch]) -> bool:
        """Tell whether a line before an article is a chapter's title that lost its number.

        Only in a text that has chapters and no sections, where such a line can be nothing else.
        """
        text = self.lines[line].text
        before = self.lines[above[-1][0]].text if above else ""
        return group_head(text) is None and set(self.last) == {Kind.CHAPTER} and bool(
            CLOSED.search(before)) and re.fullmatch(r"[\u4e00-\u9fff \u3000]{2,20}", text) is not None

    def add_unnumbered(self, line: int) -> None:
        """Place a chapter's title that lost its number."""
        number = self.last[Kind.CHAPTER] + 1
        self.last[Kind.CHAPTER] = number
        text = self.lines[line].text
        self.found.warn("missing-number", line, f"a heading without its number: by its place "
                        f"chapter {number}", text)
        self.found.entries.append(Entry(line, 0, len(text), Role.NODE, Kind.CHAPTER, str(number),
                                        titled=True))

    def _number(self, kind: Kind, marker: Marker, line: int) -> int:
        below = GROUP_ORDER[GROUP_ORDER.index(kind) + 1:]
        expected = self.last.get(kind, 0) + 1
        number = marker.number
        if number < expected:
            self.found.warn("misprinted-head", line, f"heading number {number} comes again: read "
                            f"as {expected}", self.lines[line].text)
            number = expected
        elif number > expected and self.last.get(kind):
            self.found.warn("numbering-gap", line, f"heading number {number} follows "
                            f"{expected - 1}", self.lines[line].text)
        self.last[kind] = number
        for lower in below:
            self.last.pop(lower, None)
        return number
