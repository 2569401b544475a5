"""A reviewer's corrections, applied to what the rules found in one text.

Reads: an analysis, the corrections of its text, the text, the catalogue.
Returns: the corrected analysis, what was applied, and a problem for each correction that was not.
Guarantees: a correction is applied whole or not at all. It is laid aside as ``override-conflict`` where
the digest of the text or what the rules give is not as it says, as ``override-needless`` where the
rules give what it wants. No id of another norm changes: a rejected norm leaves its number unused, an
added one brings its own. Without corrections the analysis is the same value; applied twice it is as
applied once. Duties and penalties are joined again after a correction.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final, TypeVar

from kb.analyse.catalogue import Catalogue
from kb.analyse.fact_fields import (
    Fact,
    Scene,
    UnfitError,
    parse_field,
    place_of,
    read_field,
    subject_of,
    with_fields,
    write_field,
)
from kb.analyse.penalties import join_penalties
from kb.analyse.positions import step_of
from kb.model.analysis import Analysis, Definition, Modality, Norm, Reference, RefStatus
from kb.model.override import RULE, Correction, Deed, Override, Subject, span_key
from kb.model.problem import Problem, Severity
from kb.model.text import Text

CONFLICT: Final = "override-conflict"
NEEDLESS: Final = "override-needless"
REMEDY: Final = "look at the text again, then write the correction anew (kb override new {}) or take it out"
F = TypeVar("F", Reference, Definition, Norm)


@dataclass(frozen=True, slots=True)
class Corrected:
    """An analysis as corrected, what was applied, and what was laid aside and why."""

    analysis: Analysis
    corrections: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Change:
    """One fact in place of another; None for none."""

    override: Override
    old: Fact | None
    new: Fact | None


class _NeedlessError(Exception):
    """The rules give what the correction wants."""


def correct(analysis: Analysis, overrides: Iterable[Override], text: Text,
            catalogue: Catalogue) -> Corrected:
    """Apply the corrections of one text; each is judged by what the rules gave, not by the others."""
    scene = Scene(text, {eid: node.text for eid, node in text.index().items()}, catalogue)
    changes: list[_Change] = []
    problems: list[Problem] = []
    for override in overrides:
        try:
            change = _change(scene, analysis, override)
            _refuse_second(change, changes)
            changes.append(change)
        except _NeedlessError:
            problems.append(_needless(override, text.version))
        except UnfitError as error:
            problems.append(_conflict(override, text.version, str(error)))
    if not changes:
        return Corrected(analysis, (), tuple(problems))
    done = tuple(_correction(scene, change) for change in changes)
    return Corrected(_with_changes(scene, analysis, changes), done, tuple(problems))


def own_digest(text: str) -> str:
    """Return the digest of a provision's own text, as corrections and annotations are bound to it."""
    return sha256(text.encode()).hexdigest()


def _change(scene: Scene, analysis: Analysis, override: Override) -> _Change:
    _check_digests(scene, override)
    if override.deed is Deed.ADD:
        return _Change(override, None, _added(scene, analysis, override))
    held = _held(scene, analysis, override)
    if override.deed is Deed.REJECT:
        return _Change(override, held, None)
    values = {name: parse_field(scene, override, name, given) for name, given in override.new.items()}
    new = with_fields(scene, held, values)
    if all(read_field(held, name, scene.text.version) == value for name, value in values.items()):
        raise _NeedlessError
    for name, given in override.was.items():
        if read_field(held, name, scene.text.version) != parse_field(scene, override, name, given):
            message = (f"the rules do not give {name} as the correction says they did, but "
                       f"{write_field(scene, held, name) or 'nothing'!r}")
            raise UnfitError(message)
    return _Change(override, held, new)


def _refuse_second(change: _Change, changes: list[_Change]) -> None:
    for other in changes:
        if change.old is not None and change.old is other.old:
            message = f"{other.override.signature.where} corrects the same {change.override.subject}"
            raise UnfitError(message)


def _check_digests(scene: Scene, override: Override) -> None:
    for eid, digest in ((override.eid, override.sha256), *override.also.items()):
        if eid not in scene.own:
            message = f"the text has no {eid}"
            raise UnfitError(message)
        if own_digest(scene.own[eid]) != digest:
            message = f"the text of {eid} is no longer the one that was corrected (another digest)"
            raise UnfitError(message)


def _facts(analysis: Analysis, subject: Subject) -> tuple[Fact, ...]:
    if subject is Subject.REFERENCE:
        return analysis.references
    return analysis.norms if subject is Subject.NORM else analysis.definitions


def _held(scene: Scene, analysis: Analysis, override: Override) -> Fact:
    """Return the fact that is corrected.

    Raises:
        UnfitError: the rules give another one in its place, or none.
        _NeedlessError: the rules give nothing there, which is what a rejection wants.
    """
    place = scene.span(override.span, override.eid)
    near = [fact for fact in _facts(analysis, override.subject) if place_of(fact).overlaps(place)]
    for fact in near:
        if place_of(fact) == place and (not isinstance(fact, Norm) or fact.id == _id(scene, override)):
            return fact
    if not near and override.deed is Deed.REJECT:
        raise _NeedlessError
    others = ", ".join(fact.id if isinstance(fact, Norm) else span_key(place_of(fact)) for fact in near)
    message = f"the rules no longer give this {override.subject}" + (f", but {others}" if others else "")
    raise UnfitError(message)


def _id(scene: Scene, override: Override) -> str:
    return f"{scene.text.version}@{override.eid}~{override.name}"


def _added(scene: Scene, analysis: Analysis, override: Override) -> Fact:
    """Return the fact that is added.

    Raises:
        UnfitError: the rules give one in its place that is not the same.
        _NeedlessError: they give the same.
    """
    values = {name: parse_field(scene, override, name, given) for name, given in override.new.items()}
    new = with_fields(scene, _blank(scene, override), values)
    for fact in _facts(analysis, override.subject):
        if _collides(fact, new):
            if all(read_field(fact, name, scene.text.version) == value for name, value in values.items()):
                raise _NeedlessError
            name = fact.id if isinstance(fact, Norm) else span_key(place_of(fact))
            message = f"there is {name} in its place, which says something else"
            raise UnfitError(message)
    return new


def _collides(fact: Fact, new: Fact) -> bool:
    """Tell whether a fact stands where one is added: mentions share no character, norms may."""
    if isinstance(fact, Norm) and isinstance(new, Norm):
        return fact.id == new.id or (fact.action == new.action and fact.modality is new.modality)
    return place_of(fact).overlaps(place_of(new))


def _blank(scene: Scene, override: Override) -> Fact:
    """Return an added fact before its fields are set."""
    span = scene.span(override.span, override.eid)
    if override.subject is Subject.REFERENCE:
        return Reference(span, "", RefStatus.UNRESOLVED, (), RULE)
    if override.subject is Subject.DEFINITION:
        return Definition(span, span, "", RULE)
    modality = Modality(override.name.partition("-")[0])
    return Norm(_id(scene, override), override.eid, modality, None, None, span, RULE)


def _with_changes(scene: Scene, analysis: Analysis, changes: list[_Change]) -> Analysis:
    changed = replace(
        analysis, references=_merged(scene, analysis.references, changes, Reference),
        definitions=_merged(scene, analysis.definitions, changes, Definition),
        norms=_merged(scene, analysis.norms, changes, Norm))
    norms = _joined(scene, changed, changes)
    return replace(changed, norms=norms, problems=_still_open(analysis.problems, changes),
                   references=_ruled(changed.references, changes),
                   definitions=_ruled(changed.definitions, changes))


def _still_open(problems: tuple[Problem, ...], changes: list[_Change]) -> tuple[Problem, ...]:
    """Return the problems without those of references that a reviewer resolved or rejected."""
    found = list(problems)
    for old, new in ((change.old, change.new) for change in changes):
        settled = not isinstance(new, Reference) or new.status is RefStatus.RESOLVED
        if isinstance(old, Reference) and settled:
            one = next((problem for problem in found if problem.code == "reference-unresolved"
                        and problem.where.endswith(f"#{old.span.eid}")
                        and problem.excerpt == old.span.surface), None)
            found = [problem for problem in found if problem is not one]
    return tuple(found)


def _merged(scene: Scene, facts: tuple[F, ...], changes: list[_Change], kind: type[F]) -> tuple[F, ...]:
    """Return facts with those replaced, taken out, and put in before the first that stands later."""
    swaps = {id(change.old): change.new for change in changes if change.old is not None}
    found = [new for fact in facts if isinstance(new := swaps.get(id(fact), fact), kind)]
    order = {eid: number for number, eid in enumerate(scene.own)}

    def position(fact: F) -> tuple[int, int]:
        return order.get(place_of(fact).eid, 0), place_of(fact).start

    for change in changes:
        if change.old is None and isinstance(change.new, kind):
            later = (n for n, fact in enumerate(found) if position(fact) > position(change.new))
            found.insert(next(later, len(found)), change.new)
    return tuple(found)


def _ruled(facts: tuple[F, ...], changes: list[_Change]) -> tuple[F, ...]:
    corrected = {id(change.new) for change in changes}
    return tuple(replace(fact, rule=RULE) if id(fact) in corrected else fact for fact in facts)


def _joined(scene: Scene, changed: Analysis, changes: list[_Change]) -> tuple[Norm, ...]:
    """Join duties and penalties anew, then let the corrections of the join itself stand."""
    bare = tuple(replace(norm, penalised_by=(), penalty_rules=(), punishes=(), sanction=None)
                 for norm in changed.norms)
    forced = {change.new.id: change.new for change in changes
              if isinstance(change.new, Norm) and "penalised_by" in change.override.new}
    corrected = {change.new.id for change in changes if isinstance(change.new, Norm)}
    joined = []
    for norm in join_penalties(changed.references, changed.definitions, bare, scene.text):
        stated = forced.get(norm.id)
        held = norm if stated is None else replace(norm, penalised_by=stated.penalised_by,
                                                   penalty_rules=stated.penalty_rules)
        joined.append(replace(held, rule=RULE) if norm.id in corrected else held)
    return _punishing(joined) if forced else tuple(joined)


def _punishing(norms: list[Norm]) -> tuple[Norm, ...]:
    """Return the norms with the other end of the join after it was corrected."""
    punished: dict[str, list[str]] = {}
    for norm in norms:
        for eid in norm.penalised_by:
            punished.setdefault(step_of(eid, "para") or eid, []).append(norm.id)
    return tuple(replace(norm, punishes=tuple(punished.get(step_of(norm.eid, "para") or norm.eid, ())))
                 if norm.modality is Modality.PENALTY else norm for norm in norms)


def _correction(scene: Scene, change: _Change) -> Correction:
    fact, override = change.new or change.old, change.override
    assert fact is not None  # a change leads from something or to something
    key = fact.id if isinstance(fact, Norm) else span_key(place_of(fact))
    return Correction(override.text, subject_of(fact), override.deed, key,
                      (f"{scene.text.version}#{override.eid}",), tuple(override.new), override.signature)


def _conflict(override: Override, version: str, why: str) -> Problem:
    where = f"{version}#{override.eid}"
    return Problem(CONFLICT, Severity.ERROR, where,
                   f"the correction of a {override.subject} was not applied ({override.signature.where}): "
                   f"{why}", REMEDY.format(where))


def _needless(override: Override, version: str) -> Problem:
    return Problem(NEEDLESS, Severity.WARNING, f"{version}#{override.eid}",
                   f"the rules now give what the correction of a {override.subject} wants "
                   f"({override.signature.where}): it was not applied", "take the correction out")


def facts_in(analysis: Analysis, eid: str) -> Iterator[Fact]:
    """Yield what was found in one provision: references, definitions, then norms."""
    for subject in (Subject.REFERENCE, Subject.DEFINITION, Subject.NORM):
        yield from (fact for fact in _facts(analysis, subject) if place_of(fact).eid == eid)
