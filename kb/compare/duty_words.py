"""Plain English for each change of a duty, with the words of the text as slices.

Reads ``DutyChange`` values; writes sentences. What stands in quotation marks is a slice of one of the
texts, cut to where the two differ and shortened in the middle; nothing is translated here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Final

from kb.model.duty_change import DutyChange, DutyFate, FieldChange
from kb.model.place import place_en

QUOTE: Final = {"zh": 32, "en": 100}
"""The longest quotation, in characters."""

SHOWN: Final = 3
"""How many norms of one provision that came or went together are quoted."""

AROUND: Final = {"zh": 6, "en": 20}
"""How many characters are quoted before the first and behind the last difference."""

_KIND: Final = {"obligation": "duty", "prohibition": "prohibition", "permission": "permission",
                "right": "right", "power": "power", "recommendation": "recommendation",
                "declaration": "statement", "penalty": "sanction"}
_MANY: Final = {"duty": "duties"}
_FIELD: Final = {"modality": "force", "bearer": "who is bound", "action": "what is asked",
                 "list": "list", "condition": "condition", "exception": "exception",
                 "deadline": "time limit", "sanction": "sanction"}
_MORE: Final = {"bearer-wider": "widened", "bearer-narrower": "narrowed", "list-longer": "longer",
                "list-shorter": "shorter", "deadline-stricter": "stricter", "deadline-laxer": "laxer"}
_AMOUNT: Final = {"max_yuan": "fine up to {} yuan", "min_yuan": "fine from {} yuan",
                  "max_turnover_pct": "fine up to {} % of turnover",
                  "min_turnover_pct": "fine from {} % of turnover",
                  "max_times": "fine up to {} times the base", "min_times": "fine from {} times the base"}


def line_of(changes: Sequence[DutyChange], fields: Sequence[FieldChange], language: str) -> str:
    """Return one sentence on what some norms have in common: ``fields``, or that they came or went."""
    if changes[0].fate is not DutyFate.CHANGED:
        return _came_or_went(changes, language)
    where = _places(changes)
    if not fields:
        return f"{where}: {_kinds(changes)}: only punctuation, joining words or cited numbers changed."
    return f"{where}: {_kinds(changes)}: {'; '.join(said(one, language) for one in fields)}."


def _came_or_went(changes: Sequence[DutyChange], language: str) -> str:
    first = changes[0]
    words = [quoted(change.fields[0].new or change.fields[0].old, language) for change in changes]
    told = "; ".join(words[:SHOWN]) + (f"; {len(words) - SHOWN} more" if len(words) > SHOWN else "")
    holder = [quoted(field.new or field.old, language) for field in first.fields[1:]]
    who = f" {'by' if first.by_authority else 'for'} {holder[0]}" if holder else ""
    kind, place = _kinds(changes), place_en(first.eid_b or first.eid_a)
    number, word = (f"{len(changes)} ", "new") if len(changes) > 1 else ("", "new")
    if first.fate is DutyFate.DROPPED:
        word, place = "dropped", f"was {place}"
    head = f"{number}{word} {kind.removeprefix(number)} ({place})"
    return f"{head[0].upper()}{head[1:]}{who}: {told}."


def _kinds(changes: Iterable[DutyChange]) -> str:
    """Return ``2 duties and 1 prohibition``; of one norm just what it is."""
    counts = Counter(_KIND[change.modality] for change in changes)
    if counts.total() == 1:
        return next(iter(counts))
    told = [f"{n} {name if n == 1 else _MANY.get(name, name + 's')}" for name, n in counts.items()]
    return " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)


def _places(changes: Sequence[DutyChange]) -> str:
    """Return where the norms stand now, and where they stood if that is one other place."""
    now, before = (list(dict.fromkeys(eids)) for eids in (
        [change.eid_b for change in changes], [change.eid_a for change in changes]))
    told = ", ".join(place_en(eid) for eid in now[:3]) + (f", {len(now) - 3} more" if len(now) > 3 else "")
    was = f" (was {place_en(before[0])})" if len(before) == 1 and len(now) == 1 and before != now else ""
    return told[:1].upper() + told[1:] + was


def said(field: FieldChange, language: str) -> str:
    """Return what a field change says, without the norm."""
    if field.field == "penalised_by":
        return "a sanction is now attached" if field.new else "no sanction is attached any more"
    if field.field == "modality":
        return f"{_KIND[field.old]} became {_KIND[field.new]}"
    if field.rule in _SANCTION:
        return _SANCTION[field.rule](field)
    name, more = _FIELD[field.field], _MORE.get(field.rule, "")
    if not (field.old and field.new):
        verb = "added" if field.new else "dropped"
        return f"{name} {verb}: {quoted(field.old or field.new, language)}"
    old, new = contrast(field.old, field.new, language)
    return f"{name}{f' ({more})' if more else ''}: {old} → {new}"


def _sanction_kinds(field: FieldChange) -> str:
    told = [f"{word} {names.replace('_', ' ')}"
            for word, names in (("adds", field.new), ("drops", field.old)) if names]
    return f"sanction {' and '.join(told)}"


def _amounts(field: FieldChange) -> str:
    return f"{_amount(field.old)} became {_amount(field.new)}"


def _amount(words: str) -> str:
    name, _, value = words.partition(" ")
    return _AMOUNT[name].format(f"{float(value):,.15g}")


_SANCTION: Final = {"sanction-amount": _amounts, "sanction-kinds": _sanction_kinds}


def contrast(old: str, new: str, language: str) -> tuple[str, str]:
    """Return two wordings quoted where they differ, with a few characters around.

    >>> contrast("应当在三个工作日内向主管部门报告", "应当在五个工作日内向主管部门报告", "zh")
    ('“应当在三个工作日内…”', '“应当在五个工作日内…”')
    """
    head = _alike(old, new)
    most = min(len(old), len(new)) - head
    tail = _alike(old[::-1][:most], new[::-1][:most])
    around = AROUND[language]
    start = head - around if head > around + 2 else 0
    end = tail - around if tail > around + 2 else 0
    first, second = (f"{'…' if start else ''}{words[start:len(words) - end]}{'…' if end else ''}"
                     for words in (old, new))
    return quoted(first, language), quoted(second, language)


def _alike(old: str, new: str) -> int:
    """Return the length of the common beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def quoted(words: str, language: str) -> str:
    """Return words in quotation marks, shortened in the middle."""
    most = QUOTE[language]
    if len(words) > most:
        words = f"{words[:most * 2 // 3]}…{words[len(words) - most // 3:]}"
    return f"“{words}”"
