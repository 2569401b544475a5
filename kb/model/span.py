"""Slices of a provision's own text: the evidence behind every derived fact."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A slice of one provision's own text.

    ``start`` and ``end`` are Unicode code points into ``Provision.text`` (without its head and item
    marker), end exclusive. ``surface`` equals the slice; the build proves it for every span.
    """

    eid: str
    start: int
    end: int
    surface: str

    def overlaps(self, other: "Span") -> bool:
        """Tell whether two slices share a character of the same provision."""
        return self.eid == other.eid and self.start < other.end and other.start < self.end


def cut(eid: str, text: str, start: int, end: int) -> Span:
    """Return the span ``text[start:end]`` of the provision ``eid``.

    >>> cut("art_1__para_1", "制定本规定。", 2, 5).surface
    '本规定'
    """
    return Span(eid, start, end, text[start:end])
