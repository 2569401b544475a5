"""The fields of references, definitions and norms as a reviewer writes them, read and set.

Reads: facts, and the fields of a correction. Returns: typed values to be compared, and new facts.
Guarantees: a stretch of text that is set is a slice of the text at hand; a provision that is named exists.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, cast

from kb.analyse.actors import role_of
from kb.analyse.catalogue import Catalogue
from kb.analyse.lexicon import patterns
from kb.model.analysis import (
    Bearer,
    Deadline,
    Definition,
    Modality,
    Norm,
    Party,
    Reference,
    RefStatus,
    Target,
)
from kb.model.override import FIELDS, RULE, Given, Override, Shape, Subject, find_span, write_span
from kb.model.span import Span
from kb.model.text import Text

Fact = Reference | Definition | Norm
Value = str | Span | tuple[str, ...] | tuple[Span, ...] | None
PARTIES: Final = ("beneficiary", "counterparty", "sanctioned")
PARTS: Final[Mapping[str, tuple[str, str]]] = {
    "bearer": ("bearer", "span"), "bearer_source": ("bearer", "source"), "role": ("bearer", "role"),
    "deadline": ("deadline", "span"), "deadline_kind": ("deadline", "kind"),
    "deadline_value": ("deadline", "value"), "deadline_anchor": ("deadline", "anchor"),
    **{name + end: (name, part) for name in PARTIES for end, part in (("", "span"), ("_role", "role"))}}
"""Fields of a norm that stand in a part of it which may be absent."""
YES_NO: Final = {True: "yes", False: "no", None: ""}
NEEDED: Final = ("action", "definiens", "modality", "family", "relation")


class UnfitError(Exception):
    """What a correction says does not fit the text at hand."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The text that is corrected, the own texts of its provisions by eid, and all known addresses."""

    text: Text
    own: Mapping[str, str]
    catalogue: Catalogue

    def span(self, given: str, eid: str) -> Span:
        """Return the stretch a correction means.

        Raises:
            UnfitError: it is not there, or stands several times and the correction does not say which.
        """
        found = find_span(given, eid, self.own)
        if found is None:
            message = f"{given!r} is not in the text, or not just once"
            raise UnfitError(message)
        return found


def subject_of(fact: Fact) -> Subject:
    """Return what kind of fact this is."""
    if isinstance(fact, Reference):
        return Subject.REFERENCE
    return Subject.NORM if isinstance(fact, Norm) else Subject.DEFINITION


def place_of(fact: Fact) -> Span:
    """Return the span by which a fact is known: the mention, the term, the action."""
    if isinstance(fact, Reference):
        return fact.span
    return fact.action if isinstance(fact, Norm) else fact.term


def read_field(fact: Fact, name: str, version: str) -> Value:
    """Return a field of a fact of ``version``; targets as they are written, an absent part as nothing."""
    if name == "targets" and isinstance(fact, Reference):
        return tuple(target_text(target, version) for target in fact.targets)
    if name in PARTS:
        part, inner = PARTS[name]
        held = getattr(fact, part)
        absent = None if FIELDS[Subject.NORM][name] is Shape.SPAN else ""
        return absent if held is None else cast("Value", getattr(held, inner))
    if name == "discretionary" and isinstance(fact, Norm):
        return YES_NO[fact.discretionary]
    return cast("Value", getattr(fact, name))


def parse_field(scene: Scene, override: Override, name: str, given: Given) -> Value:
    """Return the value a correction gives a field.

    Raises:
        UnfitError: it names a stretch, a provision or a role that is not there.
    """
    shape = FIELDS[override.subject][name]
    if name in NEEDED and not given:
        message = f"{name} may not be empty"
        raise UnfitError(message)
    if shape is Shape.SPAN:
        return scene.span(str(given), override.eid) if given else None
    if shape is Shape.SPANS:
        return tuple(scene.span(one, override.eid) for one in given)
    if shape is Shape.EIDS:
        _require(scene.own, given, "the text has no {}")
    elif name == "scope" and given:
        _require(scene.own, (str(given),), "the text has no {}")
    elif name.endswith("role") and given:
        _require([one.id for one in patterns("roles")], (str(given),), "no role is called {!r}")
    return given


def _require(known: object, given: Given, words: str) -> None:
    for one in given:
        if one not in cast("list[str]", known):
            raise UnfitError(words.format(one))


def write_field(scene: Scene, fact: Fact, name: str) -> Given:
    """Return a field of a fact as a reviewer writes it."""
    eid = place_of(fact).eid
    value = read_field(fact, name, scene.text.version)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, Span):
        return write_span(value, eid, scene.own)
    return tuple(write_span(one, eid, scene.own) if isinstance(one, Span) else one for one in value)


def target_text(target: Target, version: str) -> str:
    """Return a target as a reviewer writes it.

    ``#eid`` for the text itself (``version`` is its ``work@version``), ``work@version#eid`` for a
    registered work, ``《title》#eid`` for any other.
    """
    if not target.work:
        return f"《{target.title}》#{target.eid}" if target.title else f"#{target.eid}"
    named = f"{target.work}@{target.version}" if target.version else target.work
    return f"#{target.eid}" if named == version else f"{named}#{target.eid}"


def _target(scene: Scene, given: str) -> Target:
    name, _, eid = given.partition("#")
    catalogue = scene.catalogue
    if name.startswith("《"):
        return Target(title=name.strip("《》"), eid=eid)
    slug, _, version = name.partition("@")
    if name and slug not in catalogue.titles:
        message = f"no work {slug} is registered"
        raise UnfitError(message)
    if version and name not in catalogue.version_titles:
        message = f"no version {name} is registered"
        raise UnfitError(message)
    eids = catalogue.eids.get(name) if name else tuple(scene.own)
    if eid and eids is not None and eid not in eids:
        message = f"{name or 'the text'} has no {eid}"
        raise UnfitError(message)
    return Target(slug, catalogue.titles[slug] if slug else "", version, eid)


def with_fields(scene: Scene, fact: Fact, values: Mapping[str, Value]) -> Fact:
    """Return a fact with fields set; its rule is left to the caller.

    Raises:
        UnfitError: a target does not exist, or a part of a norm has no stretch of text.
    """
    if isinstance(fact, Reference):
        return _reference(scene, fact, values)
    if isinstance(fact, Definition):
        return replace(fact, **values)  # type: ignore[arg-type]  # checked field by field on reading
    return _norm(fact, values)


def _reference(scene: Scene, fact: Reference, values: Mapping[str, Value]) -> Reference:
    plain = {name: str(value) for name, value in values.items() if name != "targets"}
    found = replace(fact, **plain)  # type: ignore[arg-type]
    if "targets" not in values:
        return found
    targets = tuple(_target(scene, str(one)) for one in cast("tuple[str, ...]", values["targets"]))
    return replace(found, targets=targets, candidates=(),
                   status=RefStatus.RESOLVED if targets else RefStatus.UNRESOLVED)


def _norm(fact: Norm, values: Mapping[str, Value]) -> Norm:
    plain: dict[str, object] = {name: value for name, value in values.items() if name not in PARTS}
    if "modality" in plain:
        plain["modality"] = Modality(str(plain["modality"]))
    if "discretionary" in plain:
        plain["discretionary"] = next(flag for flag, word in YES_NO.items()
                                      if word == plain["discretionary"])
    if "penalised_by" in plain:
        plain["penalty_rules"] = (RULE,) * len(cast("tuple[str, ...]", plain["penalised_by"]))
    for part in {PARTS[name][0] for name in values if name in PARTS}:
        plain[part] = (_bearer(fact.bearer, values) if part == "bearer" else
                       _deadline(fact.deadline, values) if part == "deadline" else
                       _party(getattr(fact, part), part, values))
    for spans, kinds in (("conditions", "condition_kinds"), ("exceptions", "exception_kinds")):
        if {spans, kinds} & values.keys():
            plain[kinds] = _kinds(fact, spans, kinds, values)
    made = {**dict(fact.made_by), **dict.fromkeys(sorted(plain), RULE)}
    found = replace(fact, **plain)  # type: ignore[arg-type]
    return replace(found, made_by=tuple(made.items()),
                   open=tuple(name for name in fact.open if name not in plain))


def _kinds(fact: Norm, spans: str, kinds: str, values: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the kinds beside spans: as given, else those that the spans had, empty for a new one."""
    held = cast("tuple[Span, ...]", values.get(spans, getattr(fact, spans)))
    known = dict(zip(getattr(fact, spans), getattr(fact, kinds), strict=False))
    given = cast("tuple[str, ...]", values.get(kinds, tuple(known.get(span, "") for span in held)))
    if len(given) != len(held):
        message = f"{kinds} names {len(given)} kinds for {len(held)} {spans}"
        raise UnfitError(message)
    return given


def _party(held: Party | None, name: str, values: Mapping[str, Value]) -> Party | None:
    span = values.get(name, held.span if held else None)
    role = values.get(f"{name}_role")
    if not isinstance(span, Span):
        if role:
            message = f"a {name} without words has no role"
            raise UnfitError(message)
        return None
    same = held is not None and held.span == span
    return Party(span, str(role if role is not None else held.role if same and held
                           else role_of(span.surface)))


def _bearer(held: Bearer | None, values: Mapping[str, Value]) -> Bearer | None:
    """Return the bearer; where its words are new and nothing else is said, the role follows from them."""
    span = values.get("bearer", held.span if held else None)
    if not isinstance(span, Span):
        if values.get("role") or values.get("bearer_source"):
            message = "a bearer without words has neither source nor role"
            raise UnfitError(message)
        return None
    same = held is not None and held.span == span
    source = values.get("bearer_source", held.source if same and held else RULE)
    role = values.get("role", held.role if same and held else role_of(span.surface))
    return Bearer(span, str(source), str(role))


def _deadline(held: Deadline | None, values: Mapping[str, Value]) -> Deadline | None:
    span = values.get("deadline", held.span if held else None)
    kind = values.get("deadline_kind", held.kind if held else "")
    value = values.get("deadline_value", held.value if held else "")
    anchor = values.get("deadline_anchor", held.anchor if held else None)
    if not isinstance(span, Span):
        if any(values.get(f"deadline_{name}") for name in ("kind", "value", "anchor")):
            message = "a deadline without words has neither kind, value nor anchor"
            raise UnfitError(message)
        return None
    if not kind:
        message = "a deadline needs its kind (deadline_kind)"
        raise UnfitError(message)
    return Deadline(span, str(kind), str(value or ""), anchor if isinstance(anchor, Span) else None)
