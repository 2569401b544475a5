"""Completing a norm: object, manner, parties, kinds, list, discretion, each with its rule; what is open.

Reads: norms whose bearer, operator, action, conditions and deadline are decided, and their rows.
Guarantees: nothing that was decided is changed; every field that is set names its rule in ``made_by``,
every field that was looked for and not decided is named in ``open``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kb.analyse.enumerations import Items, function_of
from kb.analyse.kinds import condition_kind, exception_kind
from kb.analyse.objects import OPEN, Place, read_action
from kb.analyse.roles import Found, beneficiary, counterparty, sanctioned
from kb.model.analysis import Deadline, Modality, Norm, Party
from kb.model.span import Span

_RENVOI: Final = re.compile(
    r"^(?:从|依照|按照|依)其(?:有关|相关)?规定"
    r"|^(?:依法|并)?(?:依照|按照|依据|根据|适用)[^，]*(?:规定|法|条例|办法)[^，]*(?:处罚|处理|处分|执行|追究[^，]*)$")
_MAY: Final = re.compile(r"可以|(?<![许不])可(?=处|并处|责令|吊销|暂停)")
_ANCHOR: Final = re.compile(
    r"^(?:应当)?(?:自|从|在|于)(?P<event>.+?)(?:之日起|之时起|之日|起|后|前|的)(?=[^前后]{0,14}$)")
_EXEMPTS: Final = re.compile(r"^(?:不适用|不受|无需|不需)")


@dataclass(slots=True)
class _Sheet:
    """What is being filled in for one norm."""

    norm: Norm
    text: str
    made_by: dict[str, str] = field(default_factory=dict)
    open: list[str] = field(default_factory=list)


def complete(norms: tuple[Norm, ...], texts: Mapping[str, str], items: Items) -> tuple[Norm, ...]:
    """Return the norms with all their fields. ``texts``: own text by eid; ``items``: items by paragraph."""
    return tuple(_complete(norm, texts, items) for norm in norms)


def _complete(norm: Norm, texts: Mapping[str, str], items: Items) -> Norm:
    sheet = _Sheet(replace(norm, sub=_sub(norm)), texts.get(norm.eid, ""))
    _account(sheet)
    _kinds(sheet)
    _action(sheet)
    _parties(sheet)
    _discretion(sheet)
    function, members = function_of(sheet.norm, texts, items)
    if function:
        sheet.made_by["list_function"] = f"list:{function.lower()}"
    elif sheet.text.rstrip().endswith(("：", ":")) and re.search(r"下列|以下", norm.action.surface):
        sheet.open.append("list_function")
    return replace(sheet.norm, list_function=function, list_items=members, open=tuple(sheet.open),
                   made_by=tuple(sorted(sheet.made_by.items())))


def _sub(norm: Norm) -> str:
    base, _, form = norm.rule.partition(":")
    if base in ("only_if", "exemption"):
        return base
    refers = form == "renvoi" or (norm.modality is Modality.PENALTY and _RENVOI.match(norm.action.surface))
    return "renvoi" if refers else ""


def _account(sheet: _Sheet) -> None:
    """Name the rules of what was decided before, and what was left open."""
    norm, made = sheet.norm, sheet.made_by
    made |= {"modality": norm.rule, "action": "phrase"}
    if norm.trigger:
        made["trigger"] = norm.rule
    if norm.sub:
        made["sub"] = norm.rule
    if norm.bearer:
        made["bearer"] = f"bearer:{norm.bearer.source}"
        if norm.bearer.role:
            made["role"] = f"role:{norm.bearer.role}"
        else:
            sheet.open.append("role")
    elif norm.sub != "renvoi":
        sheet.open.append("bearer")
    if norm.deadline:
        made["deadline"] = f"deadline:{norm.deadline.kind}"
        sheet.norm = replace(norm, deadline=_anchored(norm.deadline))
        if norm.deadline.kind == "within" and not norm.deadline.value:
            sheet.open.append("deadline")


def _anchored(deadline: Deadline) -> Deadline:
    """Give a time limit the event it is counted from, where its own words name it."""
    match = _ANCHOR.match(deadline.span.surface)
    if match is None or not match["event"]:
        return deadline
    return replace(deadline, anchor=_within(deadline.span, match.span("event")))


def _kinds(sheet: _Sheet) -> None:
    norm = sheet.norm
    bearer = norm.bearer.span.surface if norm.bearer else ""
    exempts = _EXEMPTS.match(norm.action.surface) is not None
    kinds = tuple(condition_kind(span.surface, only_if=norm.sub == "only_if", exempts=exempts,
                                 bearer=bearer) for span in norm.conditions)
    others = tuple(exception_kind(span.surface) for span in norm.exceptions)
    sheet.norm = replace(norm, condition_kinds=kinds, exception_kinds=others)
    if kinds:
        sheet.made_by["conditions"] = "clause"
        sheet.made_by["condition_kinds"] = " ".join(kind or "-" for kind in kinds)
    if others:
        sheet.made_by["exceptions"] = "clause"
        sheet.made_by["exception_kinds"] = " ".join(others)
    if "" in kinds:
        sheet.open.append("condition_kinds")


def _action(sheet: _Sheet) -> None:
    norm = sheet.norm
    if norm.modality is Modality.PENALTY:
        return
    parts = read_action(norm.action.surface)
    spans = {name: tuple(_within(norm.action, place) for place in places)
             for name, places in (("manner", parts.manner), ("alternatives", parts.alternatives))}
    found = _within(norm.action, parts.object) if parts.object else None
    sheet.norm = replace(norm, object=found, manner=spans["manner"], alternatives=spans["alternatives"])
    sheet.made_by |= {name: f"{name}:words" for name in spans if spans[name]}
    if parts.rule == OPEN:
        sheet.open.append("object")
    else:
        sheet.made_by["object"] = parts.rule


def _parties(sheet: _Sheet) -> None:
    norm = sheet.norm
    if norm.modality is Modality.PENALTY:
        pairs = tuple(zip(norm.conditions, norm.condition_kinds, strict=True))
        party = _named(sheet, "sanctioned", sanctioned(norm.action, pairs, sheet.text))
        sheet.norm = replace(norm, sanctioned=party)
        return
    served = _named(sheet, "beneficiary", beneficiary(norm.action, norm.conditions))
    met = _named(sheet, "counterparty", counterparty(norm.action))
    sheet.norm = replace(norm, beneficiary=served, counterparty=met)


def _named(sheet: _Sheet, name: str, found: Found) -> Party | None:
    if found is None:
        return None
    sheet.made_by[name] = found[1]
    return found[0]


def _discretion(sheet: _Sheet) -> None:
    """Tell whether a sanction may be left: 可以 before it in its branch. A renvoi says nothing of it."""
    norm = sheet.norm
    if norm.modality is not Modality.PENALTY or norm.sub == "renvoi":
        return
    begin = max(sheet.text.rfind(mark, 0, norm.action.start) for mark in "。；") + 1
    free = _MAY.search(sheet.text, begin, norm.action.start) is not None or (
        norm.trigger is not None and "可" in norm.trigger.surface)
    sheet.norm = replace(norm, discretionary=free)
    sheet.made_by["discretionary"] = "discretion:可以" if free else "discretion:bound"


def _within(span: Span, place: Place) -> Span:
    start, end = place
    return Span(span.eid, span.start + start, span.start + end, span.surface[start:end])
