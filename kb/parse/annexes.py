"""Annexes 附件 behind a text: where they begin, and their own numbering inside.

Reads: lines. Writes: entries into an outline.
Guarantees: a list of attachments is no annex; what stands in an annex has an eid that begins with it.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.model.provision import Kind
from kb.parse.articles import add_body, article_heads, report_numbering
from kb.parse.headings import add_headings, heading_lines
from kb.parse.lines import Line
from kb.parse.lists import add_content
from kb.parse.numbering import heading_marker
from kb.parse.outline import Entry, Outline, Role
from kb.parse.parts import ATTACHED, DATE, EXPLANATION, TAIL, add_back

NAME_ONLY: Final = re.compile(r"\d{1,2}\s*[.．、][^。；]*$")


def annex_start(lines: Sequence[Line], line: int, end: int) -> bool:
    """Tell whether a line begins an annex that follows here, not a list of attachments."""
    match = ATTACHED.match(lines[line].text)
    if match is None:
        return False
    content = _content(lines, line + 1, end)
    if match.end() == len(lines[line].text):
        return any(not NAME_ONLY.match(text) for text in content)
    return any(text.endswith(("。", "；", "：")) for text in content)


def _content(lines: Sequence[Line], start: int, end: int) -> list[str]:
    """Return the lines up to the next attachment mark that are no date or page tail."""
    texts = []
    for line in range(start, end):
        text = lines[line].text
        if ATTACHED.match(text) or TAIL.match(text) or EXPLANATION.search(text):
            break
        if not DATE.search(text):
            texts.append(text)
    return texts


def add_annexes(found: Outline, lines: Sequence[Line], where: range) -> None:
    """Place the annexes of a range that begins with one."""
    line, number = where.start, 0
    while line < where.stop:
        if not annex_start(lines, line, where.stop):
            stop = next((i for i in range(line + 1, where.stop)
                         if annex_start(lines, i, where.stop)), where.stop)
            add_back(found, lines, range(line, stop))
        else:
            number += 1
            stop = _annex_end(lines, line, where.stop)
            _add_annex(found, lines, range(line, stop), number)
        line = stop


def _annex_end(lines: Sequence[Line], start: int, end: int) -> int:
    return next((i for i in range(start + 1, end)
                 if annex_start(lines, i, end) or TAIL.match(lines[i].text)
                 or EXPLANATION.search(lines[i].text)), end)


def _add_annex(found: Outline, lines: Sequence[Line], where: range, number: int) -> None:
    text = lines[where.start].text
    match = ATTACHED.match(text)
    start = match.end() if match else len(text)
    num_end = len(text[:start].rstrip())
    found.entries.append(Entry(where.start, 0, len(text), Role.NODE, Kind.ANNEX, str(number),
                               num_end, start, titled=True))
    first = where.start + 1
    if start == len(text) and first < where.stop and _titles_annex(lines[first].text):
        found.entries.append(Entry(first, 0, len(lines[first].text), Role.TITLE))
        first += 1
    _add_inside(found, lines, range(first, where.stop))


def _titles_annex(text: str) -> bool:
    return len(text) <= 50 and not re.search(r"[。；：:]$", text) and heading_marker(text) is None


def _add_inside(found: Outline, lines: Sequence[Line], where: range) -> None:
    heads = article_heads(lines, where)
    if len(heads) > 1 and heads[min(heads)].number == 1:
        first = min(heads)
        add_content(found, lines, [(i, 0) for i in range(where.start, first)], mend=False)
        report_numbering(found, heads, lines)
        add_body(found, lines, range(first, where.stop), heads)
        return
    headings = heading_lines(lines, where)
    first = min(headings, default=where.stop)
    add_content(found, lines, [(i, 0) for i in range(where.start, first)], mend=False)
    if headings:
        add_headings(found, lines, range(first, where.stop), headings)
