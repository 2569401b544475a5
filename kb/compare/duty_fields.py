"""Two norms compared field by field: what differs, and whether the rule binds more or less for it.

Reads two norms; writes ``FieldChange`` values. A direction is given only by a rule that can be named; where
the words do not decide, it is left empty. Every rule judges the two sides alike: swapped sides give the
opposite direction.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.compare.folding import mask
from kb.compare.similarity import ratio
from kb.model.analysis import Bearer, Deadline, Modality, Norm, Sanction
from kb.model.duty_change import FieldChange
from kb.model.span import Span

MORE, LESS, OPEN = "strengthened", "weakened", ""
BURDENS: Final = frozenset({Modality.OBLIGATION, Modality.PROHIBITION, Modality.PENALTY})
FREEDOMS: Final = frozenset({Modality.PERMISSION, Modality.RIGHT})
_FORCE: Final = {Modality.PROHIBITION: 2, Modality.OBLIGATION: 2, Modality.RECOMMENDATION: 1,
                 Modality.PERMISSION: 0, Modality.RIGHT: 0}
_JOINED: Final = re.compile(r"、|和|与|以及|及|或者|或|, and |, or | and | or |, ")
_MARKS: Final = re.compile(r"[\s,.;:()\"'、。]|和|与|以及|及")
_SYNONYMS: Final = (("或者", "或"), ("可以", "可"), ("并且", "并"), ("予以", ""))
_NEGATION: Final = re.compile(r"[未不非无除]|\b(?:not|no|un\w+|except)\b")
_LENGTH: Final = re.compile(r"P(T?)(\d+)([A-Z]+)")
_OTHERWISE: Final = re.compile(r"或者?|以及|及|or\b", re.IGNORECASE)
_GRAVE: Final = re.compile(r"拒不|情节|造成|导致|逾期|serious|refus|caus", re.IGNORECASE)
_AND: Final = re.compile(r"(?:、|和|与|以及|及|或者|或|, | and | or ).+")
_ALIKE: Final = 0.55


def changes_of(a: Norm, b: Norm, language: str) -> Iterator[FieldChange]:
    """Yield what differs between two norms."""
    yield from _modality(a, b)
    yield from _bearer(a.bearer, b.bearer, b.modality, language)
    yield from _action(a, b, language)
    yield from _spans("condition", (a.conditions, b.conditions), (a, b), language)
    yield from _spans("exception", (a.exceptions, b.exceptions), (a, b), language)
    yield from _deadline(a.deadline, b.deadline, b.modality)
    yield from _sanction(a, b)
    yield from _attached(a, b)


def substance(text: str, language: str) -> str:
    """Return what words say without marks, width, 和 or 、, cited numbers and a few equal short forms."""
    folded = _MARKS.sub("", mask(text, language))
    for long, short in _SYNONYMS:
        folded = folded.replace(long, short)
    return folded.lower()


def signed(more: bool, modality: Modality) -> str:
    """Return the direction of a norm that reaches further (``more``) or less far than before."""
    if modality in BURDENS:
        return MORE if more else LESS
    if modality in FREEDOMS:
        return LESS if more else MORE
    return OPEN


def _modality(a: Norm, b: Norm) -> Iterator[FieldChange]:
    if a.modality is b.modality:
        return
    force = _FORCE.get(a.modality), _FORCE.get(b.modality)
    direction = OPEN
    if None not in force and force[0] != force[1]:
        direction = MORE if (force[1] or 0) > (force[0] or 0) else LESS
    yield FieldChange("modality", str(a.modality), str(b.modality), "modality-force", direction,
                      a.trigger, b.trigger)


def _bearer(a: Bearer | None, b: Bearer | None, modality: Modality, language: str) -> Iterator[FieldChange]:
    if a is None or b is None:
        return
    old, new = a.span.surface, b.span.surface
    same = [sorted(substance(words, language)) for words in (old, new)]
    if same[0] == same[1]:  # 组织和个人, 个人和组织
        return
    wider = _wider(old, new)
    direction = OPEN if wider is None else signed(wider, modality)
    rule = "bearer-other" if wider is None else "bearer-wider" if wider else "bearer-narrower"
    yield FieldChange("bearer", old, new, rule, direction, a.span, b.span)


def _wider(old: str, new: str) -> bool | None:
    """Tell whether ``new`` names more people than ``old``, fewer, or cannot be told.

    >>> _wider("服务提供者", "服务提供者和使用者"), _wider("服务提供者", "具有舆论属性的服务提供者")
    (True, False)
    """
    members = [set(_members(words)) for words in (old, new)]
    if members[0] < members[1] or members[1] < members[0]:
        return members[0] < members[1]
    for narrow, wide, answer in ((old, new, True), (new, old, False)):
        if wide.startswith(narrow) and _AND.fullmatch(wide, len(narrow)):
            return answer
    heads = [words.rpartition("的") for words in (old, new)]
    if heads[0][2] != heads[1][2]:
        return None
    for narrow, wide, answer in ((old, new, True), (new, old, False)):
        gone = _left_out(narrow, wide)
        if gone and not _NEGATION.search(gone):
            return answer
    return None


def _members(words: str) -> list[str]:
    return [words] if "的" in words else [one for one in _JOINED.split(words) if one]


def _left_out(longer: str, shorter: str) -> str:
    """Return what must be taken out of ``longer``, in one piece, to get ``shorter``; empty if it cannot."""
    extra = len(longer) - len(shorter)
    if extra <= 0:
        return ""
    same = 0
    while same < len(shorter) and longer[same] == shorter[same]:
        same += 1
    return longer[same:same + extra] if longer[same + extra:] == shorter[same:] else ""


def _action(a: Norm, b: Norm, language: str) -> Iterator[FieldChange]:
    old, new = a.action.surface, b.action.surface
    if substance(old, language) == substance(new, language):
        return
    more = _enumerates_more(old, new)
    direction = OPEN if more is None else signed(more, b.modality)
    rule = "action-reworded" if more is None else "list-longer" if more else "list-shorter"
    yield FieldChange("action", old, new, rule, direction, a.action, b.action)


def _enumerates_more(old: str, new: str) -> bool | None:
    """Tell whether one names members of a list that the other has not, and nothing else differs."""
    for short, long, answer in ((old, new, True), (new, old, False)):
        gone = _left_out(long, short)
        if gone and not _NEGATION.search(gone) and (gone.startswith("、") or gone.endswith("、")):
            return answer
    return None


def _spans(field: str, sides: tuple[tuple[Span, ...], tuple[Span, ...]], norms: tuple[Norm, Norm],
           language: str) -> Iterator[FieldChange]:
    """Compare conditions or exceptions: what has no like on the other side came or went."""
    old, new = (list(spans) for spans in sides)
    for x in list(old):
        same = [y for y in new if _case(x, language) == _case(y, language)]
        if same:
            old.remove(x)
            new.remove(same[0])
    alike = sorted(((-score, sorted((x.surface, y.surface)), x, y) for x in old for y in new
                    if (score := ratio(x.surface, y.surface)) >= _ALIKE), key=lambda one: one[:2])
    for _, _, x, y in alike:
        if x in old and y in new:
            old.remove(x)
            new.remove(y)
            yield FieldChange(field, x.surface, y.surface, f"{field}-reworded", OPEN, x, y)
    for x, y in zip(tuple(old), tuple(new), strict=False):  # one for another: which binds more is open
        old.remove(x)
        new.remove(y)
        yield FieldChange(field, x.surface, y.surface, f"{field}-replaced", OPEN, x, y)
    a, b = norms
    whole = [_MARKS.sub("", norm.action.surface) for norm in norms]
    for x in old:  # a condition that the other side's action holds was read otherwise, not dropped
        if _MARKS.sub("", x.surface) not in whole[1]:
            yield FieldChange(field, x.surface, "", f"{field}-dropped", _narrowed(x, a, more=True), x, None)
    for y in new:
        if _MARKS.sub("", y.surface) not in whole[0]:
            yield FieldChange(field, "", y.surface, f"{field}-added", _narrowed(y, b, more=False), None, y)


def _narrowed(span: Span, norm: Norm, *, more: bool) -> str:
    """Return the direction of a condition or exception that came or went.

    Alternatives (或者…) widen what a further condition narrows, so among them nothing is said; nor of the
    conduct that a sanction punishes, which may be one of several.
    """
    if any(_OTHERWISE.match(one.surface) for one in (*norm.conditions, *norm.exceptions)):
        return OPEN
    if norm.modality is Modality.PENALTY and not _GRAVE.search(span.surface):
        return OPEN
    return signed(more, norm.modality)


def _case(span: Span, language: str) -> str:
    """Return what a condition says, whether it ends in 的, in 时 or in neither."""
    words = substance(span.surface, language)
    return words.removesuffix("的").removesuffix("时") or words


def _deadline(a: Deadline | None, b: Deadline | None, modality: Modality) -> Iterator[FieldChange]:
    if (a.value or a.span.surface if a else "") == (b.value or b.span.surface if b else ""):
        return
    rule, direction = "deadline-other", OPEN
    if a is None or b is None:
        rule = "deadline-added" if a is None else "deadline-dropped"
        direction = signed(a is None, modality)
    elif (lengths := _lengths(a.value, b.value)) and lengths[0] != lengths[1] and a.kind == b.kind:
        shorter = (lengths[1] < lengths[0]) != (a.kind == "minimum_duration")
        rule = "deadline-stricter" if shorter else "deadline-laxer"
        direction = signed(shorter, modality)
    yield FieldChange("deadline", a.span.surface if a else "", b.span.surface if b else "", rule, direction,
                      a.span if a else None, b.span if b else None)


def _lengths(a: str, b: str) -> tuple[int, int] | None:
    """Return two ISO durations of one unit as numbers; None where they cannot be compared."""
    first, second = _LENGTH.fullmatch(a), _LENGTH.fullmatch(b)
    if first is None or second is None or (first[1], first[3]) != (second[1], second[3]):
        return None
    return int(first[2]), int(second[2])


_BOUNDS: Final = ("max_yuan", "min_yuan", "max_turnover_pct", "min_turnover_pct", "max_times", "min_times")


def _sanction(a: Norm, b: Norm) -> Iterator[FieldChange]:
    old, new = a.sanction or Sanction(), b.sanction or Sanction()
    more = [kind for kind in new.types if kind not in old.types]
    less = [kind for kind in old.types if kind not in new.types]
    if (more or less) and a.sanction and b.sanction:
        direction = OPEN if more and less else MORE if more else LESS
        yield FieldChange("sanction", ", ".join(less), ", ".join(more), "sanction-kinds", direction,
                          a.action, b.action)
    for name in _BOUNDS:
        before, after = getattr(old, name), getattr(new, name)
        if before != after and before is not None and after is not None:
            yield FieldChange("sanction", f"{name} {before}", f"{name} {after}", "sanction-amount",
                              MORE if after > before else LESS, a.action, b.action)
    authorities = [one.authority.surface if one.authority else "" for one in (old, new)]
    said = [norm.bearer.span.surface if norm.bearer else "" for norm in (a, b)]
    if all(authorities) and authorities[0] != authorities[1] and authorities != said:
        yield FieldChange("sanction", authorities[0], authorities[1], "sanction-authority", OPEN,
                          old.authority, new.authority)


def _attached(a: Norm, b: Norm) -> Iterator[FieldChange]:
    if bool(a.penalised_by) == bool(b.penalised_by):
        return
    now = bool(b.penalised_by)
    yield FieldChange("penalised_by", ", ".join(a.penalised_by), ", ".join(b.penalised_by),
                      "sanction-attached" if now else "sanction-gone", MORE if now else LESS)
