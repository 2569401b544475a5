"""The changes of duties summed up: what several norms share is one line, heaviest lines first.

Reads ``DutyChange`` values; writes ``DutyLine`` values. Every change that is not clerical is behind at
least one line, and every line names the changes behind it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kb.compare.duty_words import line_of
from kb.model.analysis import Modality
from kb.model.duty_change import DutyChange, DutyClass, DutyFate, DutyLine, FieldChange
from kb.model.identifiers import article_eid

_WEIGHT: Final = {Modality.PROHIBITION: 5, Modality.PENALTY: 5, Modality.OBLIGATION: 4, Modality.RIGHT: 3,
                  Modality.PERMISSION: 3, Modality.POWER: 2, Modality.RECOMMENDATION: 1,
                  Modality.DECLARATION: 0}
_FIELD_WEIGHT: Final = {"penalised_by": 4, "sanction": 3, "modality": 3, "deadline": 2, "bearer": 1,
                        "exception": 1}
_CLASS: Final = {"bearer": DutyClass.ACTOR, "deadline": DutyClass.TIMING, "sanction": DutyClass.SANCTION,
                 "penalised_by": DutyClass.SANCTION}
_SCOPE: Final = 5
_REFERS_ON: Final = re.compile(
    r"(?:依照|按照|适用)[^，。]{0,12}(?:规定|其规定)(?:处罚|处理|执行)?|依照其规定.*")
_Key = tuple[str, ...]


def classes_of(fields: Iterable[FieldChange]) -> tuple[DutyClass, ...]:
    """Return the classes of field changes, in the order of ``DutyClass``; a changed modality is scope."""
    found: set[DutyClass] = set()
    for one in fields:
        found.add(_CLASS.get(one.field, DutyClass.SCOPE))
        found |= {DutyClass(one.direction)} if one.direction else set()
    return tuple(one for one in DutyClass if one in found)


def sum_up(changes: Sequence[DutyChange], language: str) -> tuple[DutyLine, ...]:
    """Return the lines of all changes that are not clerical, heaviest first."""
    shared: dict[_Key, list[int]] = {}
    for place, change in enumerate(changes):
        for field in change.fields if change.fate is DutyFate.CHANGED else ():
            shared.setdefault(_key(change, field), []).append(place)
    shared = {key: places for key, places in shared.items() if len(set(places)) > 1}
    lines = [_line(changes, list(dict.fromkeys(places)), _fields(changes[places[0]], {key}), language)
             for key, places in shared.items()]
    for place, change in enumerate(changes):
        own = tuple(field for field in change.fields if _key(change, field) not in shared)
        if change.fate is DutyFate.CHANGED and own:
            lines.append(_line(changes, [place], own, language))
    lines += [_line(changes, places, changes[places[0]].fields, language)
              for places in _came_or_went(changes).values()]
    return tuple(line for _, line in sorted(lines, key=lambda one: (-one[0], one[1].changes)))


def _came_or_went(changes: Sequence[DutyChange]) -> dict[_Key, list[int]]:
    """Return what is new or gone, by provision, modality and bearer."""
    found: dict[_Key, list[int]] = {}
    for place, change in enumerate(changes):
        if change.fate is not DutyFate.CHANGED:
            holder = [field.old or field.new for field in change.fields[1:]]
            key = (change.fate, change.eid_a or change.eid_b, change.modality, *holder)
            found.setdefault(key, []).append(place)
    return found


def _key(change: DutyChange, field: FieldChange) -> _Key:
    """Say what makes two field changes one piece of news: words in one article; a sanction, anywhere."""
    if field.field == "penalised_by":
        return "penalised_by", field.old and "old", field.new and "new"
    return article_eid(change.eid_b), field.field, field.rule, field.old, field.new


def _fields(change: DutyChange, keys: set[_Key]) -> tuple[FieldChange, ...]:
    return tuple(field for field in change.fields if _key(change, field) in keys)


def _line(changes: Sequence[DutyChange], places: list[int], fields: tuple[FieldChange, ...],
          language: str) -> tuple[float, DutyLine]:
    held = [changes[place] for place in places]
    changed = held[0].fate is DutyFate.CHANGED
    return max(_weight(change, fields) for change in held), DutyLine(
        line_of(held, fields, language), classes_of(fields) if changed else held[0].classes, tuple(places),
        tuple(_once(change.eid_a for change in held)), tuple(_once(change.eid_b for change in held)))


def _once(eids: Iterable[str]) -> Iterator[str]:
    yield from dict.fromkeys(eid for eid in eids if eid)


def _weight(change: DutyChange, fields: Sequence[FieldChange]) -> float:
    """Return how much a change matters: what the norm is, what of it, whether decided, how far."""
    kind = _WEIGHT[Modality(change.modality)]
    if change.by_authority and Modality(change.modality) is Modality.OBLIGATION:
        kind = _WEIGHT[Modality.POWER]
    if any("不适用" in one.old + one.new for one in fields):  # what the whole text reaches
        kind = max(kind, _SCOPE)
    if change.fate is not DutyFate.CHANGED:
        words = change.fields[0].old or change.fields[0].new
        return kind if _REFERS_ON.fullmatch(words) else 2 * kind + 2
    decided = 2 if any(one.direction for one in fields) else 0
    heaviest = max(_FIELD_WEIGHT.get(one.field, 0) for one in fields)
    return kind + heaviest + decided + (1 - change.score)
