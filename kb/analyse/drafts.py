"""Norms while they are being read, and how they become values with ids."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kb.analyse.actors import is_authority
from kb.model.analysis import Bearer, Deadline, Modality, Norm
from kb.model.span import Span

RIGHT_VERBS: Final = ("请求", "要求", "申请", "投诉", "举报", "起诉", "提起",
                      "提出", "拒绝", "撤回", "查阅", "复制", "转移",
                      "获得", "知悉", "申诉", "复议", "申辩", "陈述", "撤销")
CLAIM_TO: Final = re.compile(
    r"^(?:依法)?(?:向|对)[^，]*(?:投诉|举报|提起|申请|起诉|反映|请求|要求|申诉|控告)")
SANCTIONS: Final = ("责令", "处", "没收", "吊销", "警告", "通报", "罚款", "给予", "并处", "暂停",
                    "对其", "对直接", "决定禁止", "禁止其", "依法责令", "向社会公告")


@dataclass(slots=True)
class Draft:
    """One atomic norm being read. ``kind`` is the operator's id or the form that made it."""

    kind: str
    trigger: Span | None
    bearer: Bearer | None
    action: Span
    conditions: list[Span] = field(default_factory=list)
    exceptions: list[Span] = field(default_factory=list)
    deadline: Deadline | None = None
    group: str = ""


def modality_of(draft: Draft, penal: bool) -> Modality:
    """Return the modality: 可以 is a power of a public body, a right to claim, else a permission."""
    base = draft.kind.partition(":")[0]
    bearer = draft.bearer.span.surface if draft.bearer else ""
    if base == "may":
        return _may(draft, bearer, penal)
    if base in ("only_if", "exemption"):
        return Modality.PERMISSION
    if base == "declaration" and "享有" in draft.action.surface:
        return Modality.RIGHT
    return Modality(base)


def _may(draft: Draft, bearer: str, penal: bool) -> Modality:
    action = draft.action.surface
    if penal and action.startswith(SANCTIONS):
        return Modality.PENALTY
    if bearer and is_authority(bearer):
        return Modality.POWER
    if draft.kind.endswith("有权") or action.startswith(RIGHT_VERBS) or CLAIM_TO.match(action):
        return Modality.RIGHT
    return Modality.PERMISSION


def to_norms(version: str, drafts: Iterable[tuple[Draft, bool]]) -> tuple[Norm, ...]:
    """Give drafts their ids, numbered in text order per provision and modality."""
    out: list[Norm] = []
    counts: dict[tuple[str, str], int] = {}
    for draft, penal in drafts:
        modality, eid = modality_of(draft, penal), draft.action.eid
        number = counts[eid, modality] = counts.get((eid, modality), 0) + 1
        out.append(Norm(f"{version}@{eid}~{modality}-{number}", eid, modality, draft.trigger,
                        draft.bearer, draft.action, draft.kind, tuple(draft.conditions),
                        tuple(draft.exceptions), draft.deadline, (), draft.group))
    return tuple(out)
