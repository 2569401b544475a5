"""Policy documents numbered 一、 （一） 1.: opinions, notices, guidelines without articles.

Reads: lines. Writes: an outline.
Guarantees: every line has its role; a document without headings becomes named parts alone.
"""

from collections.abc import Sequence
from typing import Final

from kb.parse.annexes import add_annexes, annex_start
from kb.parse.headings import add_headings, heading_lines
from kb.parse.lines import Line
from kb.parse.outline import Outline
from kb.parse.parts import ATTACHED, DATE, EXPLANATION, TAIL, add_back, add_plain_front, dated_below

NAME: Final = "zh_policy"


def outline(lines: Sequence[Line], title: str = "") -> Outline:
    """Read lines as a policy document."""
    found = Outline()
    headings = heading_lines(lines, range(len(lines)))
    start = min(headings, default=len(lines))
    end = _body_end(lines, max(headings)) if headings else len(lines)
    add_plain_front(found, lines, start, title)
    if headings:
        add_headings(found, lines, range(start, end), headings)
    first = next((i for i in range(end, len(lines)) if annex_start(lines, i, len(lines))),
                 len(lines))
    add_back(found, lines, range(end, first))
    add_annexes(found, lines, range(first, len(lines)))
    if not headings and lines:
        found.warn("no-provisions", 0, "no article head and no numbered heading was found: all of "
                   "the text is kept as named parts", lines[0].text)
    return found


def _body_end(lines: Sequence[Line], last: int) -> int:
    """Return the line after the last that belongs under the last heading."""
    for line in range(last + 1, len(lines)):
        text = lines[line].text
        following = lines[line + 1].text if line + 1 < len(lines) else ""
        signed = len(text) <= 60 and not text.endswith("。") and dated_below(lines, line, len(lines))
        if ATTACHED.match(text) or DATE.fullmatch(text) or TAIL.match(text) \
                or EXPLANATION.search(text) or (signed and following):
            return line
    return len(lines)
