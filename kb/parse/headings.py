"""Headings 一、 and points （一） of policy documents.

Reads: lines. Writes: entries and defects into an outline.
Guarantees: heading numbers rise by one or a defect says where they do not; a point belongs to the
heading above it.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.model.provision import Kind
from kb.parse.lines import Line
from kb.parse.lists import Stretch, add_content
from kb.parse.numbering import Marker, follows, heading_marker, list_marker, longest_numbering
from kb.parse.outline import Entry, Outline, Role

TITLE_LONGEST: Final = 60


def heading_lines(lines: Sequence[Line], where: range) -> dict[int, Marker]:
    """Return the lines of a range that begin with 一、 二、 in order, each with its number."""
    found = [(i, marker) for i in where if (marker := heading_marker(lines[i].text))]
    chain = longest_numbering([marker for _, marker in found])
    if not chain or found[chain[0]][1].number != 1:
        return {}
    return {found[place][0]: found[place][1] for place in chain}


def add_headings(found: Outline, lines: Sequence[Line], where: range,
                 headings: dict[int, Marker]) -> None:
    """Place a stretch of a policy document that begins with a heading."""
    before: Marker | None = None
    point = 0
    stretches: list[Stretch] = []
    for line in where:
        marker = headings.get(line)
        kind = Kind.HEADING
        if marker:
            _report(found, before, marker, line, lines[line].text)
            before, point = marker, 0
        else:
            marker, kind = _point(lines[line].text, point), Kind.POINT
            point = marker.number if marker else point
        if marker is None:
            stretches.append((line, 0))
            continue
        add_content(found, lines, stretches, mend=False)
        stretches = []
        _add_head(found, line, lines[line].text, (kind, marker))
    add_content(found, lines, stretches, mend=False)


def _report(found: Outline, before: Marker | None, marker: Marker, line: int, text: str) -> None:
    if before is not None and not follows(before, marker):
        found.warn("numbering-gap", line, f"heading {marker.number} follows heading "
                   f"{before.number}", text)


def _point(text: str, last: int) -> Marker | None:
    marker = list_marker(text)
    fits = marker is not None and marker.style == "bracket" and marker.number == last + 1
    return marker if fits else None


def _add_head(found: Outline, line: int, text: str, head: tuple[Kind, Marker]) -> None:
    kind, marker = head
    rest = text[marker.text_start:]
    titled = len(rest) <= TITLE_LONGEST and not re.search(r"[。；：:]", rest)
    found.entries.append(Entry(line, 0, len(text), Role.NODE, kind, marker.printed,
                               marker.num_end, marker.text_start, titled=titled))
