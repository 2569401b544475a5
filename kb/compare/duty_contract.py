"""The JSON shape of a duty delta, as ``kb diff A B --format json`` prints it (docs/duty-delta.md).

Reads a ``DutyDelta``; writes plain dictionaries, lists, strings and numbers.
"""

from typing import Any

from kb.model.duty_change import DutyChange, DutyDelta, DutyLine, FieldChange
from kb.model.span import Span


def duties_to_json(delta: DutyDelta | None) -> dict[str, Any]:
    """Return the keys ``duty_delta``, ``duty_summary``, ``duties_unchanged`` and ``duties_undecided``.

    Where nothing was computed ``not_computed`` names the field: empty is not "no change".
    """
    if delta is None:
        return {"duty_delta": [], "not_computed": ["duty_delta"]}
    return {"duty_delta": [_change(one) for one in delta.changes],
            "duty_summary": [_line(one) for one in delta.lines],
            "duties_unchanged": delta.unchanged, "duties_undecided": list(delta.undecided)}


def _change(one: DutyChange) -> dict[str, Any]:
    return {"fate": str(one.fate), "a": one.a, "b": one.b, "from": one.eid_a, "to": one.eid_b,
            "modality": one.modality, "classes": [str(name) for name in one.classes],
            "fields": [_field(field) for field in one.fields], "rule": one.rule, "score": one.score,
            "line": one.line}


def _field(one: FieldChange) -> dict[str, Any]:
    return {"field": one.field, "old": one.old, "new": one.new, "rule": one.rule,
            "direction": one.direction, "a": _span(one.a), "b": _span(one.b)}


def _line(one: DutyLine) -> dict[str, Any]:
    return {"text": one.text, "classes": [str(name) for name in one.classes],
            "changes": list(one.changes), "from": list(one.eids_a), "to": list(one.eids_b)}


def _span(span: Span | None) -> dict[str, Any] | None:
    return None if span is None else {"eid": span.eid, "start": span.start, "end": span.end,
                                      "surface": span.surface}
