"""Statutes numbered in 条: laws, regulations, rules, judicial interpretations.

Reads: lines. Writes: an outline.
Guarantees: every line has its role; the articles rise by one from 1 or a defect says where they do
not; a head that only resembles one (第十条、第十一条规定的…) stays text. Levels and numerals:
Legislation Law of the PRC (2023), art. 65.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.parse.annexes import add_annexes, annex_start
from kb.parse.articles import add_body, article_heads, is_heading_title, report_numbering
from kb.parse.lines import Line
from kb.parse.lists import CLOSED
from kb.parse.numbering import GROUP_ORDER, article_head, group_head
from kb.parse.outline import Outline
from kb.parse.parts import ATTACHED, CONTENTS, DATE, EXPLANATION, TAIL, add_back, add_front

NAME: Final = "zh_statute"
COMMENCES: Final = re.compile(r"(?:施行|执行|实施|生效|废止|有效)[。.]?[）)]?$")
STATUTORY: Final = re.compile(r"(?:废止|施行|执行|实施|停止|为准|适用|依照|按照|本[法办条规解决细章])")


def outline(lines: Sequence[Line], title: str = "") -> Outline | None:
    """Read lines as a statute; None if no article head is among them."""
    heads = article_heads(lines, range(_limit(lines)))
    found = Outline()
    if not heads:
        return None
    start = _body_start(lines, min(heads))
    end = _body_end(lines, max(heads))
    add_front(found, lines, start, title)
    _report_spare(found, lines, range(start))
    report_numbering(found, heads, lines)
    add_body(found, lines, range(start, end), heads)
    _add_rest(found, lines, range(end, len(lines)))
    return found


def _limit(lines: Sequence[Line]) -> int:
    """Return where an explanation behind the articles begins: it quotes articles of its own."""
    seen = False
    for line, content in enumerate(lines):
        seen = seen or article_head(content.text) is not None
        if seen and EXPLANATION.search(content.text):
            return line
    return len(lines)


def _body_start(lines: Sequence[Line], first: int) -> int:
    """Return where the body begins: at the headings directly above the first article."""
    start, lowest = first, len(GROUP_ORDER)
    for line in range(first - 1, -1, -1):
        found = group_head(lines[line].text)
        if found is None and line > 0 and line + 1 == start and is_heading_title(lines, line):
            continue
        if found is None or GROUP_ORDER.index(found[0]) >= lowest:
            break
        start, lowest = line, GROUP_ORDER.index(found[0])
    return start


def _body_end(lines: Sequence[Line], last: int) -> int:
    """Return the line after the last article's last."""
    before = lines[last].text
    for line in range(last + 1, len(lines)):
        if _ends_article(lines, line, before):
            return line
        before = lines[line].text
    return len(lines)


def _ends_article(lines: Sequence[Line], line: int, before: str) -> bool:
    text = lines[line].text
    if ATTACHED.match(text) or EXPLANATION.search(text) or TAIL.match(text) \
            or DATE.fullmatch(text) or CONTENTS.fullmatch(text) or article_head(text):
        return True
    head = article_head(before)
    if head and head.text_start == len(before):
        return False
    if COMMENCES.search(before):
        return not (CLOSED.search(text) and STATUTORY.search(text))
    return bool(CLOSED.search(before)) and not re.search(r"[。：；;:][”’）)]?$", text)


def _add_rest(found: Outline, lines: Sequence[Line], where: range) -> None:
    """Place what follows the last article: annexes, else named parts."""
    first = next((i for i in where if annex_start(lines, i, where.stop)), None)
    stop = where.stop if first is None else first
    _report_spare(found, lines, range(where.start, stop))
    add_back(found, lines, range(where.start, stop))
    if first is not None:
        add_annexes(found, lines, range(first, where.stop))


def _report_spare(found: Outline, lines: Sequence[Line], where: range) -> None:
    """Say so once where sound article heads stand outside the body."""
    spare = next((i for i in where
                  if (head := article_head(lines[i].text)) and not head.flaw), None)
    if spare is not None:
        found.warn("second-text", spare, "article heads outside the numbering that was read are "
                   "kept as text", lines[spare].text)
