"""One sentence of English for each change of a duty, with the words of the text as slices.

Reads a ``DutyChange``; writes a sentence. What stands in quotation marks is a slice of one of the texts,
shortened in the middle; nothing is translated here.
"""

from typing import Final

from kb.model.duty_change import DutyChange, DutyFate, FieldChange
from kb.model.place import place_en

QUOTE: Final = {"zh": 30, "en": 90}
"""The longest quotation, in characters."""

_MUST: Final = {"obligation": "duty", "prohibition": "prohibition", "permission": "permission",
                "right": "right", "power": "power of an authority", "recommendation": "recommendation",
                "declaration": "statement", "penalty": "sanction"}
_FIELD: Final = {"modality": "force", "bearer": "who is bound", "action": "what is asked",
                 "condition": "condition", "exception": "exception", "deadline": "time limit",
                 "sanction": "sanction", "penalised_by": "sanction for its breach"}
_AMOUNT: Final = {"max_yuan": "fine up to {} yuan", "min_yuan": "fine from {} yuan",
                  "max_turnover_pct": "up to {} % of turnover", "min_turnover_pct": "from {} % of turnover",
                  "max_times": "up to {} times", "min_times": "from {} times"}


def line_of(change: DutyChange, language: str) -> str:
    """Return what a reader is told of a change."""
    what = _MUST.get(change.modality, change.modality)
    if change.fate is not DutyFate.CHANGED:
        field, *holder = change.fields
        words = quoted(field.new or field.old, language)
        who = f" for {quoted(holder[0].new or holder[0].old, language)}" if holder else ""
        head = "New" if change.fate is DutyFate.ADDED else "Dropped"
        return f"{head} {what}{who}: {words}."
    where = "" if change.eid_a == change.eid_b else f" (was {place_en(change.eid_a)})"
    if not change.fields:
        return f"{what.capitalize()}{where}: only punctuation, spelling or cited numbers changed."
    return f"{what.capitalize()}{where}: {'; '.join(_said(one, language) for one in change.fields)}."


def _said(field: FieldChange, language: str) -> str:
    name = _FIELD[field.field]
    if field.field == "penalised_by":
        return "a sanction is now attached" if field.new else "no sanction is attached any more"
    if field.field == "modality":
        return f"{_MUST[field.old]} became {_MUST[field.new]}"
    if field.rule == "sanction-amount":
        return f"{_amount(field.old)} became {_amount(field.new)}"
    if not field.old:
        return f"{name} added: {quoted(field.new, language)}"
    if not field.new:
        return f"{name} dropped: {quoted(field.old, language)}"
    more = {"bearer-wider": "widened", "bearer-narrower": "narrowed", "list-longer": "longer list",
            "list-shorter": "shorter list"}.get(field.rule, "")
    return (f"{name}{f' ({more})' if more else ''}: {quoted(field.old, language)} → "
            f"{quoted(field.new, language)}")


def _amount(words: str) -> str:
    name, _, value = words.partition(" ")
    return _AMOUNT[name].format(f"{int(value):,}")


def quoted(words: str, language: str) -> str:
    """Return words in quotation marks, shortened in the middle."""
    most = QUOTE[language]
    if len(words) > most:
        words = f"{words[:most * 2 // 3]}…{words[len(words) - most // 3:]}"
    return f"“{words}”"
