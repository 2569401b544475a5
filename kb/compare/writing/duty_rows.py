"""What changed in duties, as lines for the written forms, each leading to the card it is proved by.

Reads a ``DutyDelta`` and the entries of a report; writes rows of words, none where nothing was computed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kb.model.duty_change import DutyClass, DutyDelta, DutyLine

FIRST: Final = 12
"""How many lines a reader is shown before the rest."""


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One line: what it says, its classes in words, and the anchor of the provision it is about."""

    text: str
    tags: str
    anchor: str


def duty_rows(delta: DutyDelta | None, anchors: tuple[Mapping[str, str], Mapping[str, str]]
              ) -> tuple[DutyRow, ...]:
    """Return the lines of a delta. ``anchors`` lead from the eids of either side to an anchor."""
    return tuple(DutyRow(line.text, ", ".join(line.classes), _anchor(line, anchors))
                 for line in (delta.lines if delta else ()))


def _anchor(line: DutyLine, anchors: tuple[Mapping[str, str], Mapping[str, str]]) -> str:
    """Return the anchor of the nearest provision that has one: an item's is its article's."""
    for eids, known in ((line.eids_b, anchors[1]), (line.eids_a, anchors[0])):
        for eid in eids[:1]:
            found = [known[one] for one in _up(eid) if one in known]
            if found:
                return found[0]
    return ""


def _up(eid: str) -> Iterator[str]:
    steps = eid.split("__")
    for length in range(len(steps), 0, -1):
        yield "__".join(steps[:length])


def counted(delta: DutyDelta | None) -> Iterable[str]:
    """Yield what is only counted, in words."""
    if delta is None:
        return
    clerical = sum(change.classes == (DutyClass.CLERICAL,) for change in delta.changes)
    yield f"Norms unchanged: {delta.unchanged:,}; changed in form only: {clerical:,}."
    if delta.undecided:
        yield ("Read as a norm on one side only, though the words stand on both, so that nothing is "
               f"said: {len(delta.undecided):,}.")
    yield "Norms are read by program; the words quoted are slices of the texts."
