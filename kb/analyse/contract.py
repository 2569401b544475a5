"""The JSON contract of one analysed text, as printed by ``kb analyse --format json``.

Offsets are code points into the provision's text without head and item marker, end exclusive. A
target reads ``TITLE#EID``: empty title, the work itself; empty eid, the whole work.
"""

from dataclasses import asdict
from typing import Any

from kb.analyse.catalogue import Catalogue
from kb.model.analysis import Analysis, Deadline, Definition, Norm, Party, Reference, Sanction, Target
from kb.model.provision import walk_all
from kb.model.span import Span
from kb.model.text import Text


def to_json(text: Text, analysis: Analysis, catalogue: Catalogue, title: str) -> dict[str, Any]:
    """Return the contract as plain data. ``title`` empty: the title the register has."""
    return {
        "title": title or catalogue.title_of(text.version),
        "version": text.version,
        "language": text.language,
        "provisions": [{"eid": node.eid, "text": node.text} for node in walk_all(text.provisions)],
        "references": [_reference(ref) for ref in analysis.references],
        "definitions": [_definition(definition) for definition in analysis.definitions],
        "norms": [_norm(norm) for norm in analysis.norms],
        "problems": [{"code": p.code, "where": p.where, "message": p.message, "excerpt": p.excerpt}
                     for p in analysis.problems],
    }


def target_text(target: Target) -> str:
    """Return ``TITLE#EID``."""
    return f"{target.title}#{target.eid}"


def _span(span: Span) -> dict[str, Any]:
    return {"eid": span.eid, "start": span.start, "end": span.end, "surface": span.surface}


def _reference(ref: Reference) -> dict[str, Any]:
    return {**_span(ref.span), "family": ref.family, "status": ref.status.value,
            "relation": ref.relation, "rule": ref.rule,
            "targets": [target_text(target) for target in ref.targets],
            "versions": [target.version for target in ref.targets],
            "candidates": [target_text(target) for target in ref.candidates]}


def _definition(definition: Definition) -> dict[str, Any]:
    return {"term": _span(definition.term), "definiens": _span(definition.definiens),
            "scope": definition.scope, "rule": definition.rule}


def _norm(norm: Norm) -> dict[str, Any]:
    bearer = norm.bearer
    return {"id": norm.id, "eid": norm.eid, "modality": norm.modality.value, "sub": norm.sub,
            "rule": norm.rule, "group": norm.group,
            "trigger": _span(norm.trigger) if norm.trigger else None,
            "bearer": {**_span(bearer.span), "source": bearer.source, "role": bearer.role}
            if bearer else None,
            "action": _span(norm.action),
            "object": _span(norm.object) if norm.object else None,
            "manner": [_span(span) for span in norm.manner],
            "alternatives": [_span(span) for span in norm.alternatives],
            "beneficiary": _party(norm.beneficiary), "counterparty": _party(norm.counterparty),
            "sanctioned": _party(norm.sanctioned),
            "conditions": _with_kinds(norm.conditions, norm.condition_kinds),
            "exceptions": _with_kinds(norm.exceptions, norm.exception_kinds),
            "deadline": _deadline(norm.deadline) if norm.deadline else None,
            "list_function": norm.list_function or None, "list_items": list(norm.list_items),
            "penalised_by": list(norm.penalised_by), "penalty_rules": list(norm.penalty_rules),
            "punishes": list(norm.punishes), "discretionary": norm.discretionary,
            "sanction": _sanction(norm.sanction) if norm.sanction else None,
            "made_by": dict(norm.made_by), "open": list(norm.open)}


def _party(party: Party | None) -> dict[str, Any] | None:
    return {**_span(party.span), "role": party.role} if party else None


def _with_kinds(spans: tuple[Span, ...], kinds: tuple[str, ...]) -> list[dict[str, Any]]:
    """Return spans with their kinds; an analysis made without kinds has none."""
    shown = kinds if len(kinds) == len(spans) else ("",) * len(spans)
    return [{**_span(span), "kind": kind} for span, kind in zip(spans, shown, strict=True)]


def _sanction(sanction: Sanction) -> dict[str, Any]:
    return {**asdict(sanction), "types": list(sanction.types),
            "authority": _span(sanction.authority) if sanction.authority else None}


def _deadline(deadline: Deadline) -> dict[str, Any]:
    return {**_span(deadline.span), "kind": deadline.kind, "value": deadline.value or None,
            "anchor": _span(deadline.anchor) if deadline.anchor else None}
