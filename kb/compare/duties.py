"""The duty delta: what a new version asks of whom that the old one did not, and the other way round.

Reads a comparison, both texts and their norms; writes a ``DutyDelta``. A norm without a counterpart is new
or dropped only if its own words came or went: where they stand unchanged in the other text, the readings
differ and nothing is said but its id. Changes come heaviest first, each with one sentence and its evidence.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from kb.compare.duty_fields import BURDENS, LESS, MORE, changes_of, signed
from kb.compare.duty_matching import Pair, match_norms
from kb.compare.duty_words import line_of
from kb.compare.sheets import Sheet, lay_out
from kb.compare.units import all_units
from kb.model.analysis import Analysis, Modality, Norm
from kb.model.change import Comparison
from kb.model.duty_change import DutyChange, DutyClass, DutyDelta, DutyFate, FieldChange
from kb.model.text import Text

NEW_WORDS: Final = 0.2
"""Least share of a norm's action that is struck or new before the norm counts as dropped or new."""

_CLASS: Final = {"bearer": DutyClass.ACTOR, "deadline": DutyClass.TIMING, "sanction": DutyClass.SANCTION,
                 "penalised_by": DutyClass.SANCTION, "modality": None}
_WEIGHT: Final = {Modality.PROHIBITION: 5, Modality.PENALTY: 5, Modality.OBLIGATION: 4, Modality.RIGHT: 3,
                  Modality.PERMISSION: 3, Modality.POWER: 2, Modality.RECOMMENDATION: 1,
                  Modality.DECLARATION: 0}


def with_duties(comparison: Comparison, a: tuple[Text, Analysis], b: tuple[Text, Analysis]) -> Comparison:
    """Return a comparison with its duty delta."""
    return replace(comparison, duties=duty_delta(comparison, a, b))


def duty_delta(comparison: Comparison, a: tuple[Text, Analysis], b: tuple[Text, Analysis]) -> DutyDelta:
    """Return what became of the norms of two compared texts."""
    language = comparison.language
    found = match_norms(comparison.links, a[1].norms, b[1].norms, language)
    changes, unchanged = [], 0
    for pair in found.pairs:
        change = _changed(pair, language)
        changes += [change] if change else []
        unchanged += change is None
    sheet = lay_out(comparison.links, all_units(a[0]), all_units(b[0]))
    undecided: list[str] = []
    for side, norms, fate in (("a", found.lone_a, DutyFate.DROPPED), ("b", found.lone_b, DutyFate.ADDED)):
        for norm in norms:
            if _share_new(sheet, side, norm) < NEW_WORDS:
                undecided.append(norm.id)
            else:
                changes.append(_alone(norm, fate))
    told = [replace(change, line=line_of(change, language)) for change in changes]
    return DutyDelta(tuple(sorted(told, key=_rank)), unchanged, tuple(undecided))


def _changed(pair: Pair, language: str) -> DutyChange | None:
    fields = tuple(changes_of(pair.a, pair.b, language))
    a, b = pair.a, pair.b
    if not fields and a.action.surface == b.action.surface:
        return None
    classes = _classes(fields) if fields else (DutyClass.CLERICAL,)
    return DutyChange(DutyFate.CHANGED, a.id, b.id, a.eid, b.eid, str(b.modality), classes, fields,
                      pair.rule, pair.score)


def _classes(fields: Sequence[FieldChange]) -> tuple[DutyClass, ...]:
    found = {_CLASS.get(one.field, DutyClass.SCOPE) for one in fields}
    directions = {one.direction for one in fields}
    if MORE in directions:
        found.add(DutyClass.STRENGTHENED)
    if LESS in directions:
        found.add(DutyClass.WEAKENED)
    return tuple(one for one in DutyClass if one in found)


def _alone(norm: Norm, fate: DutyFate) -> DutyChange:
    added = fate is DutyFate.ADDED
    direction = signed(added, norm.modality)
    classes = [DutyClass(direction)] if direction else []
    classes += [DutyClass.SANCTION] if norm.modality is Modality.PENALTY else [DutyClass.SCOPE]
    span = norm.action
    field = FieldChange("action", "" if added else span.surface, span.surface if added else "",
                        f"norm-{fate}", direction, None if added else span, span if added else None)
    ids, eids = (("", norm.id), ("", norm.eid)) if added else ((norm.id, ""), (norm.eid, ""))
    ordered = tuple(one for one in DutyClass if one in classes)
    return DutyChange(fate, *ids, *eids, str(norm.modality), ordered,
                      (field, *_holder(norm, added=added)), f"norm-{fate}")


def _holder(norm: Norm, *, added: bool) -> Iterator[FieldChange]:
    """Yield who bears a norm that came or went, for the reader; it is no change of its own."""
    if norm.bearer:
        span = norm.bearer.span
        yield FieldChange("bearer", "" if added else span.surface, span.surface if added else "",
                          "bearer-of-norm", "", None if added else span, span if added else None)


def _share_new(sheet: Sheet, side: str, norm: Norm) -> float:
    """Return which share of a norm's action and trigger is struck, or new, on its own side."""
    starts = {row.eid: row.start for row in sheet.rows[side]}
    spans = [span for span in (norm.action, norm.trigger) if span is not None and span.eid in starts]
    places = [at for span in spans for at in range(starts[span.eid] + span.start,
                                                   starts[span.eid] + span.end)]
    changed = set(_changed_at(sheet, side, places))
    return len(changed) / len(places) if places else 1.0


def _changed_at(sheet: Sheet, side: str, places: Iterable[int]) -> Iterator[int]:
    runs = sheet.runs[side]
    wanted = sorted(places)
    index = 0
    for at in wanted:
        while index < len(runs) and runs[index].end <= at:
            index += 1
        if index < len(runs) and runs[index].start <= at and runs[index].changed:
            yield at


def _rank(change: DutyChange) -> tuple[bool, int, bool, int]:
    """Order: clerical last, then by what the norm is, by direction, by how much differs."""
    clerical = change.classes == (DutyClass.CLERICAL,)
    modality = Modality(change.modality)
    weight = _WEIGHT[modality] + 2 * (change.fate is not DutyFate.CHANGED and modality in BURDENS)
    weight += 3 * (DutyClass.SANCTION in change.classes) + (DutyClass.STRENGTHENED in change.classes)
    decided = DutyClass.STRENGTHENED in change.classes or DutyClass.WEAKENED in change.classes
    return clerical, -weight, not decided, -len(change.fields)


