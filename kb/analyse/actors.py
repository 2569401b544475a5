"""Actor phrases: who stands at the start of a clause, and in which role.

An actor phrase ends in one of the head words of ``data/roles.toml``; co-ordinated phrases (网信部门和
电信、公安等有关部门) are one. Restrictive modifiers stay: they name a different set of addressees.
"""

import re
from functools import cache
from typing import Final

from kb.analyse.lexicon import any_of, patterns

MAX_SUBJECT: Final = 90
_PREPOSITION: Final = re.compile(
    r"(?:向|基于|对|在(?!线)|通过|为(?!首)|因|由|以|按照|根据|依据|依照|未(?!成年)|拒不|经(?!营)|除|自(?!然)"
    r"|于|将|与|就|针对|关于|非经(?!营)|如|若)")
_VERB: Final = re.compile(
    r"(?:利用|违反|发现|收到|发生|从事|侵害|造成|构成|危害|处理|提供|收集|使用|建立|采取|制定|履行|开展|应用|涉及|明知|不履行|拒绝|需要|确需"
    r"|属于|取得|超过|达到|加强|保障|支持|鼓励|引导|推动|促进|具有|具备|负有|承担|接受|受|符合|有(?!关)|掌握|运营|从|申请|参与|实施|进行|存储|传输|出售|购买|发布|制作|复制|传播|认定|审查|作出|报送|存在|出现|参加|加入|选择|设立|变更|终止|停止|转让|委托|销售|聘用|调查|检查|请求|要求|生成|合成|转载|录入|登记|注册)(?!者|方|人(?!员)|商|机构|单位|式|类|型)")
_NOT_BEHIND: Final = r"(?!的|、|和|或者|以及|及其|及|等|其|与|（(?!以下|下称)|会同|应有|之间|或)"
_AND_SUCH: Final = r"等(?=在|研发|应当|不得|可以|开展|从事|提供|使用|利用|共同|参与)"
_ADVERBIAL: Final = re.compile(
    r"(?:对|向|在|为|与|从|依照|按照|通过|利用|就|将|根据|因|由|以|会同|经(?!营))")
_NO_SUBJECT: Final = re.compile(r"(?<![自理事缘和、])由(?!于)|(?<![但凡])是(?!否)")
_CONNECTIVE: Final = re.compile(
    r"^(?:但是|但|并且|并|且|同时|其中|此外|或者|以及|而且|另外|也|还|又|其(?=他)|确需|此外)?")
_ADVERB: Final = re.compile(
    r"(?:均|也|还|都|才|又|同样|依法|一般|原则上|一律|同时|分别|首先|应|自行|另行|不再|仍然|仍|至少|各自|共同)+$")


@cache
def _head() -> str:
    return any_of("roles", "head")


@cache
def _prefix() -> re.Pattern[str]:
    return re.compile(rf"[^，。；：]{{0,{MAX_SUBJECT}}}?{_head()}(?:{_AND_SUCH}|{_NOT_BEHIND})")


@cache
def _relative() -> re.Pattern[str]:
    """An actor behind a relative clause: 履行…职责的部门, 提供…服务的组织和个人."""
    more = rf"(?:(?:、|和|或者|以及|及|与)[^，。；：的]{{0,12}}?{_head()})*"
    return re.compile(rf"[^，。；：]{{2,90}}?的[^，。；：的]{{0,12}}?{_head()}{more}{_NOT_BEHIND}")


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(rf"{_head()}$")


@cache
def _matcher(key: str) -> re.Pattern[str]:
    return re.compile(any_of("roles", key))


def connective(clause: str) -> int:
    """Return the length of the connective a clause begins with (但, 并, 同时, …)."""
    match = _CONNECTIVE.match(clause)
    return match.end() if match else 0


def is_actor(phrase: str) -> bool:
    """Tell whether a phrase ends in an actor."""
    return _ends().search(phrase) is not None


def actor_at_start(clause: str) -> int:
    """Return the length of the actor phrase a clause begins with, or 0.

    >>> actor_at_start("服务提供者提供新闻服务的")
    5
    """
    if _PREPOSITION.match(clause):
        return 0
    match = (_relative() if _VERB.match(clause) else _prefix()).match(clause)
    return match.end() if match and not _NO_SUBJECT.search(match[0]) else 0


def genitive_at_start(clause: str) -> int:
    """Return the length of an actor phrase directly followed by 的 at the start, or 0."""
    if _PREPOSITION.match(clause) or _VERB.match(clause):
        return 0
    match = re.match(rf"[^，。；：的]{{0,40}}?{_head()}(?=的|其)", clause)
    return match.end() if match else 0


def subject_before(clause: str) -> tuple[int, int] | None:
    """Return where the subject stands in what precedes an operator, or None.

    >>> subject_before("国家网信部门依法")
    (0, 6)
    """
    begin = connective(clause)
    body = re.sub(r"（[^（）]*）$", "", _ADVERB.sub("", clause[begin:]))
    if not body:
        return None
    first = actor_at_start(body)
    if first and (first == len(body) or _ADVERBIAL.match(body[first:])):
        return begin, begin + first
    if is_actor(body) and not _PREPOSITION.match(body) and ("的" in body or not _VERB.match(body)):
        return begin, begin + len(body)
    return (begin, begin + first) if first else None


def is_authority(phrase: str) -> bool:
    """Tell whether a phrase names a public body."""
    return _matcher("authority").search(phrase) is not None


def is_passive(phrase: str) -> bool:
    """Tell whether a phrase names those whom norms protect rather than bind."""
    return _matcher("passive").search(phrase) is not None


@cache
def role_of(phrase: str) -> str:
    """Return the role of a bearer in the closed register, or the empty string."""
    return next((p.id for p in patterns("roles") if p.regex.search(phrase)), "")
