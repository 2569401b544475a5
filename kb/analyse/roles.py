"""Roles: whose words a phrase is in the closed register, and whom a norm serves, meets or punishes.

The register is that of the annotation scheme, with the kinds of provider the domain tells apart
(``data/roles.toml``). Reads: the words of a norm. Guarantees: a party is named only where a form of words
says so (向…提供, 为…提供, 保障…权益, 与…约定, 要求…); otherwise there is none.
"""

import re
from collections.abc import Iterable
from typing import Final

from kb.analyse.actors import actor_at_start, genitive_at_start, is_authority, is_passive, role_of
from kb.model.analysis import Party
from kb.model.span import Span, cut

_GIVES: Final = re.compile(
    r"提供|告知|说明|公开|公示|推送|推荐|提示|展示|销售|推销|发送|披露|交付|赔偿|支付|返还|退还|反馈|出具|承担|履行|播放"
    r"|免费")
_SERVED: Final = re.compile(
    r"(?:保障|维护|保护|尊重|便利|方便|损害|侵害|侵犯|照顾|关爱|赔偿|补偿|救助|诱导|引诱)(?:和保护|好)?")
_OWNER: Final = re.compile(
    r"(?:个人|用户|消费者|未成年人|公民|劳动者|他人|老年人|残疾人|经营者|自然人)"
    r"(?=的|合法|权|个人信息|知|隐私|人身)")
_AFFECTED: Final = re.compile(
    r"对(个人|用户|消费者|未成年人|公民|劳动者|老年人|自然人|使用者)[^，]{0,10}?(?:权益|权利|利益)?(?:造成|产生|具有)")
_DIRECTED: Final = re.compile(
    r"(?:依法|明确|及时)*(?:提示|提醒|督促|要求|指导|引导|限制|限定|鼓励|允许|强制|强迫|诱导|误导|诱骗|欺骗|胁迫|教唆"
    r"|责令|通知|告知|约谈|监督)")
_TOWARDS: Final = re.compile(r"(?<![面趋方导转])(?:向|对|为|给|与|同)(?!其他单位和)")
_CLAIMS: Final = re.compile(r"请求|要求|申请|选择|撤回|拒绝|投诉|举报|提出|不同意|查阅|复制|行使|死亡")
_NOT_A_PARTY: Final = ("任何单位和个人", "他人")
Found = tuple[Party, str] | None


def party_at(span: Span, start: int, end: int) -> Party:
    """Return a slice of a span as a party, offsets counted in its words."""
    words = span.surface[start:end]
    return Party(Span(span.eid, span.start + start, span.start + end, words), role_of(words))


def counterparty(action: Span) -> Found:
    """Return to whom a norm is owed or with whom it is done, and the rule that says so."""
    words = action.surface
    for match in _TOWARDS.finditer(words):
        length = actor_at_start(words[match.end():])
        if not length:
            continue
        name = words[match.end():match.end() + length]
        if match[0] in "与同" or (match[0] in "向对" and is_authority(name)):
            return party_at(action, match.end(), match.end() + length), f"counterparty:{match[0]}"
    directed = _DIRECTED.match(words)
    length = actor_at_start(words[directed.end():]) if directed else 0
    if directed and length:
        return party_at(action, directed.end(), directed.end() + length), "counterparty:directed"
    return None


def beneficiary(action: Span, conditions: Iterable[Span]) -> Found:
    """Return whom a norm serves, and the rule that says so: who is given to, protected, or claims."""
    spans = tuple(conditions)
    rungs = ((_given, (action, *spans)), (_served, (action,)), (_affected, spans), (_claimant, spans))
    return next((found for rung, held in rungs for span in held if (found := rung(span))), None)


def _claimant(span: Span) -> Found:
    length = actor_at_start(span.surface)
    claims = _CLAIMS.search(span.surface, length, length + 12)
    if length and claims and is_passive(span.surface[:length]):
        return party_at(span, 0, length), "beneficiary:claimant"
    return None


def _affected(span: Span) -> Found:
    """Read 对用户权益造成影响."""
    match = _AFFECTED.search(span.surface)
    return (party_at(span, *match.span(1)), "beneficiary:affected") if match else None


def _given(span: Span) -> Found:
    words = span.surface
    for match in _TOWARDS.finditer(words):
        if match[0] in "与同":
            continue
        length = actor_at_start(words[match.end():])
        name, rest = words[match.end():match.end() + length], words[match.end() + length:]
        if length and not is_authority(name) and _GIVES.search(rest) and name not in _NOT_A_PARTY:
            return party_at(span, match.end(), match.end() + length), f"beneficiary:{match[0]}"
    return None


def _served(span: Span) -> Found:
    words = span.surface
    for match in _SERVED.finditer(words):
        rest = words[match.end():]
        length = actor_at_start(rest) or genitive_at_start(rest)
        if not length:
            head = _OWNER.match(rest)
            length = head.end() if head else 0
        if length and not is_authority(rest[:length]) and rest[:length] not in _NOT_A_PARTY:
            return party_at(span, match.end(), match.end() + length), "beneficiary:served"
    return None


def sanctioned(action: Span, conditions: Iterable[tuple[Span, str]], text: str) -> Found:
    """Return who is punished: whom the sanction names (对…处), else who commits the violation.

    ``text`` is the provision's text, of a condition whose subject was left out of its span.
    """
    match = re.match(r"(?:并|可以|还)*对(?!其)", action.surface)
    length = actor_at_start(action.surface[match.end():]) if match else 0
    if match and length:
        return party_at(action, match.end(), match.end() + length), "sanctioned:named"
    for span, kind in conditions:
        if kind != "violation" or span.eid != action.eid:
            continue
        begin = max(text.rfind(mark, 0, span.start) for mark in "。；，：") + 1
        length = actor_at_start(text[begin:])
        if length and begin + length <= span.start + actor_at_start(span.surface):
            return _named(span, text, begin, length), "sanctioned:violator"
    return None


def _named(span: Span, text: str, begin: int, length: int) -> Party:
    found = cut(span.eid, text, begin, begin + length)
    return Party(found, role_of(found.surface))
