"""Who bears a norm: the ladder from the operator's own clause to the paragraphs before.

Rungs: subject before the operator; agent behind it (应当由X…, 鼓励X…); the branch so far; the
subject of its condition, then that subject's genitive; the sentence; the sentence before; the nearest
private bearer of the article. Nothing beyond the article: then the bearer stays open.
"""

import re
from typing import Final

from kb.analyse.actors import (
    actor_at_start,
    genitive_at_start,
    is_authority,
    is_passive,
    subject_before,
)
from kb.analyse.clause_kinds import clause_kind, is_activity, is_object
from kb.analyse.drafts import SANCTIONS
from kb.analyse.marks import Mark
from kb.analyse.operators import INITIAL, WEAK
from kb.analyse.phrases import lead_length
from kb.analyse.reading import Condition, Reading, inherited
from kb.analyse.sentences import Piece
from kb.model.analysis import Bearer

CLAIMS: Final = re.compile(r"请求|要求|申请|投诉|举报|起诉|提起|拒绝|撤回|查阅|复制|向|依法|提出")

_AND_SUPPORT: Final = re.compile(
    r"(?:(?:、|和|及|以及|并)(?:鼓励|支持|引导|推动|促进|提倡|倡导|规范|指导|保护|帮助))+")


def subject_of(reading: Reading, before: Piece, mark: Mark) -> Bearer | None:
    """Return the bearer for an operator, given what stands before it in its clause."""
    text = before.of(reading.row.text)
    found = subject_before(text)
    if found:
        bearer = reading.bearer_at(before.start + found[0], before.start + found[1], "explicit")
        _middle(reading, before.start + found[1], before.end)
        reading.remember(bearer)
        return bearer
    lead = lead_length(text)
    topic, start = text[lead:], before.start + lead
    genitive = genitive_at_start(topic)
    if genitive:
        return reading.bearer_at(start, start + genitive, "condition_genitive")
    if mark.rule in INITIAL and not topic:
        return None
    if mark.rule.startswith(WEAK) and not topic:
        return inherited(reading.bearer, "same_sentence") if reading.bearer else None
    if is_activity(topic) and not is_object(topic):
        reading.conditions.append(Condition("condition:topic", start, before.end, None))
    return _inherit(reading, mark, topic=bool(topic.strip("均也还都")))


def _middle(reading: Reading, start: int, end: int) -> None:
    """Keep what stands between subject and operator where it is a condition of time or cause."""
    if clause_kind(reading.row.text[start:end]).startswith(("condition:event", "condition:cause")):
        reading.conditions.append(Condition("condition:event", start, end, None))


def _inherit(reading: Reading, mark: Mark, *, topic: bool) -> Bearer | None:
    if reading.bearer is not None:
        return inherited(reading.bearer, "same_sentence")
    memory = reading.memory
    own = next((c.bearer for c in reading.conditions if c.bearer is not None), None)
    others = [memory.sentence, memory.before, memory.article]
    if reading.penal and reading.row.text[mark.end :].startswith(SANCTIONS):
        return _official(reading, own)
    if own is not None:
        chosen = _active(reading, own, others, reading.row.text[mark.end : mark.end + 4])
        reading.remember(chosen)
        return chosen
    if topic and not reading.conditions:
        others.pop()  # an inanimate subject of its own: the paragraphs before say nothing about it
    found = next((bearer for bearer in others if bearer is not None), None)
    return inherited(found, _source(reading, found)) if found else None


def _official(reading: Reading, own: Bearer | None) -> Bearer | None:
    """Return the public body that may impose a sanction; never the one who is sanctioned."""
    for bearer in (own, reading.memory.sentence, reading.memory.before):
        if bearer is not None and is_authority(bearer.span.surface):
            return bearer if bearer is own else inherited(bearer, _source(reading, bearer))
    return None


def _active(reading: Reading, own: Bearer, others: list[Bearer | None], behind: str) -> Bearer:
    """Prefer another bearer where the condition's subject is one whom norms protect: 个人请求…的，应当…."""
    if not is_passive(own.span.surface) or CLAIMS.match(behind):
        return own
    for bearer in others:
        if bearer is not None and not is_passive(bearer.span.surface):
            return inherited(bearer, _source(reading, bearer))
    return own


def _source(reading: Reading, bearer: Bearer) -> str:
    if bearer is reading.memory.sentence:
        return "same_sentence"
    same = bearer is reading.memory.before or bearer.span.eid == reading.row.eid
    return "previous_sentence" if same else "previous_paragraph"


def agent_behind(reading: Reading, mark: Mark, piece: Piece,
                 bearer: Bearer | None) -> tuple[int, Bearer | None]:
    """Read 应当由X…, 鼓励X… and 禁止X…: return where the action begins, and its bearer."""
    start, text = piece.start, reading.row.text
    if mark.rule.startswith(WEAK):
        more = _AND_SUPPORT.match(text, start, piece.end)
        start = more.end() if more else start
    begin = start + 1 if text[start : start + 1] == "由" else start
    named = bearer is not None and bearer.span.surface != "国家"  # 国家鼓励X: it is X who may
    if begin == start and (named or not mark.rule.startswith((*WEAK, "prohibition:禁止"))):
        return start, bearer
    length = actor_at_start(text[begin : piece.end])
    if not length or begin + length >= piece.end:
        return start, bearer
    return begin + length, reading.bearer_at(begin, begin + length, "explicit")
