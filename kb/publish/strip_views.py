"""Two texts drawn to scale, one above the other, with bands from what was to what it became.

Reads the links of a comparison and the lengths of their provisions; writes marks and SVG paths on a field
1,000 wide. Widths are in proportion to characters; nothing is narrower than ``LEAST``, so that every
provision can be seen.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kb.model.change import Link as ChangeLink
from kb.model.place import place_en
from kb.publish.provision_views import ChangeView
from kb.publish.register_views import StripBand, StripMark, StripView

WIDTH: Final = 1000.0
LEAST: Final = 3.0
TOP: Final = 22
BOTTOM: Final = 98
"""Where the bands begin and end: below the upper row, above the lower one."""

Rows = Sequence[tuple[ChangeLink, ChangeView]]
Sizes = Mapping[str, int]
_Places = dict[str, tuple[float, float]]


def strip_view(rows: Rows, sizes: tuple[Sizes, Sizes]) -> StripView:
    """Return the strip of a comparison; provisions of either side in the order of their own text."""
    a, b = _places(_in_order(sizes[0])), _places(_in_order(sizes[1]))
    bands = [StripBand(_path(a[x], b[y]), view.tone) for link, view in rows for x in link.a for y in link.b]
    return StripView(tuple(_marks(rows, a, 0)), tuple(_marks(rows, b, 1)), tuple(bands))


def _in_order(sizes: Sizes) -> list[tuple[str, int]]:
    """Return provisions by the numbers in their addresses: the order of links is that of one side only."""
    return sorted(sizes.items(), key=lambda row: _numbers(row[0]))


def _numbers(eid: str) -> tuple[tuple[bool, tuple[int, ...]], ...]:
    steps = [step.rpartition("_") for step in eid.split("__")]
    return tuple((name == "annex", tuple(int(one) for one in number.split("-") if one.isdecimal()))
                 for name, _, number in steps)


def _places(sizes: list[tuple[str, int]]) -> _Places:
    total = sum(max(size, 1) for _, size in sizes) or 1
    room = max(0.0, WIDTH - LEAST * len(sizes))
    found, at = {}, 0.0
    for eid, size in sizes:
        width = min(LEAST, WIDTH / len(sizes)) + room * max(size, 1) / total
        found[eid] = (at, width)
        at += width
    return found


def _marks(rows: Rows, places: _Places, side: int) -> Iterable[StripMark]:
    for link, view in rows:
        for eid in (link.a, link.b)[side]:
            x, width = places[eid]
            yield StripMark(round(x, 1), round(width, 1), view.tone, f"#{view.anchor}",
                            f"{place_en(eid)}: {', '.join(view.classes)}")


def _path(a: tuple[float, float], b: tuple[float, float]) -> str:
    left, right, under, end = (f"{value:.4g}" for value in (a[0], a[0] + a[1], b[0] + b[1], b[0]))
    return f"M{left} {TOP}L{right} {TOP}L{under} {BOTTOM}L{end} {BOTTOM}Z"
