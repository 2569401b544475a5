"""The duty delta: what a new version asks of whom that the old one did not, and the other way round.

Reads a comparison, both texts and their norms; writes a ``DutyDelta``. A norm without a counterpart is new
or dropped only if its own words came or went: where they stand unchanged in the other text, the readings
differ and nothing is said but its id. Each change has one sentence and its evidence; the summary comes
heaviest first.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from kb.compare.duty_fields import changes_of, signed
from kb.compare.duty_lists import list_changes
from kb.compare.duty_matching import Pair, match_norms
from kb.compare.duty_summary import classes_of, sum_up
from kb.compare.duty_words import line_of
from kb.compare.sheets import Sheet, lay_out
from kb.compare.units import all_units
from kb.model.analysis import Analysis, Modality, Norm
from kb.model.change import Comparison, Link
from kb.model.duty_change import DutyChange, DutyClass, DutyDelta, DutyFate, FieldChange
from kb.model.text import Text

NEW_WORDS: Final = 0.3
"""Least share of a norm's action that is struck or new before the norm counts as dropped or new."""

PUBLIC: Final = frozenset({
    "cyberspace_and_sector_regulators", "national_cac", "local_cac", "public_security",
    "court_procuratorate", "government", "sector_regulator", "government_body"})
"""The roles of public bodies: a new duty of theirs weighs less to those who read for their own duties."""


def with_duties(comparison: Comparison, a: tuple[Text, Analysis], b: tuple[Text, Analysis]) -> Comparison:
    """Return a comparison with its duty delta."""
    return replace(comparison, duties=duty_delta(comparison, a, b))


def duty_delta(comparison: Comparison, a: tuple[Text, Analysis], b: tuple[Text, Analysis]) -> DutyDelta:
    """Return what became of the norms of two compared texts."""
    language = comparison.language
    found = match_norms(comparison.links, a[1].norms, b[1].norms, language)
    texts = _words(a[0]), _words(b[0])
    changes, unchanged, parts = [], 0, _parts(comparison.links)
    for pair in found.pairs:
        lists = list_changes((pair.a, pair.b), parts, texts, language)
        change = _changed(pair, (*changes_of(pair.a, pair.b, language), *lists))
        changes += [change] if change else []
        unchanged += change is None
    sheet = lay_out(comparison.links, all_units(a[0]), all_units(b[0]))
    undecided: list[str] = []
    starts = {side: {row.eid: row.start for row in rows} for side, rows in sheet.rows.items()}
    for side, norms, fate in (("a", found.lone_a, DutyFate.DROPPED), ("b", found.lone_b, DutyFate.ADDED)):
        for norm in norms:
            if _share_new(sheet, side, norm, starts[side]) < NEW_WORDS:
                undecided.append(norm.id)
            else:
                changes.append(_alone(norm, fate))
    told = tuple(sorted((replace(change, line=line_of([change], change.fields, language))
                         for change in changes), key=_order))
    return DutyDelta(told, unchanged, tuple(undecided), sum_up(told, language))


def _words(text: Text) -> dict[str, str]:
    return {eid: node.text for eid, node in text.index().items()}


def _parts(links: Iterable[Link]) -> list[Link]:
    return [part for link in links for part in link.parts]


def _changed(pair: Pair, fields: tuple[FieldChange, ...]) -> DutyChange | None:
    a, b = pair.a, pair.b
    if not fields and _surfaces(a) == _surfaces(b):
        return None
    return DutyChange(DutyFate.CHANGED, a.id, b.id, a.eid, b.eid, str(b.modality),
                      classes_of(fields) or (DutyClass.CLERICAL,), fields, pair.rule, pair.score,
                      by_authority=_is_public(b))


def _surfaces(norm: Norm) -> tuple[str, ...]:
    """Return the words of a norm that are compared."""
    bearer = norm.bearer.span.surface if norm.bearer else ""
    return (bearer, norm.action.surface, *(span.surface for span in (*norm.conditions, *norm.exceptions)))


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
                      (field, *_holder(norm, added=added)), f"norm-{fate}", by_authority=_is_public(norm))


def _is_public(norm: Norm) -> bool:
    return norm.bearer is not None and norm.bearer.role in PUBLIC


def _holder(norm: Norm, *, added: bool) -> Iterator[FieldChange]:
    """Yield who bears a norm that came or went, for the reader; it is no change of its own."""
    if norm.bearer:
        span = norm.bearer.span
        yield FieldChange("bearer", "" if added else span.surface, span.surface if added else "",
                          "bearer-of-norm", "", None if added else span, span if added else None)


def _share_new(sheet: Sheet, side: str, norm: Norm, starts: Mapping[str, int]) -> float:
    """Return which share of a norm's action and trigger is struck, or new, on its own side."""
    spans = [span for span in (norm.action, norm.trigger) if span is not None and span.eid in starts]
    places = [at for span in spans for at in range(starts[span.eid] + span.start,
                                                   starts[span.eid] + span.end)]
    changed = set(_changed_at(sheet, side, places))
    return len(changed) / len(places) if places else 1.0


def _changed_at(sheet: Sheet, side: str, places: Iterable[int]) -> Iterator[int]:
    runs = sheet.runs[side]
    wanted = sorted(places)
    index = bisect_right(runs, wanted[0], key=lambda run: run.end) if wanted else 0
    for at in wanted:
        while index < len(runs) and runs[index].end <= at:
            index += 1
        if index < len(runs) and runs[index].start <= at and runs[index].changed:
            yield at


def _order(change: DutyChange) -> tuple[bool, bool, str]:
    """Order: clerical last; in the order of the newer text, what was dropped behind."""
    return change.classes == (DutyClass.CLERICAL,), change.fate is DutyFate.DROPPED, ""
