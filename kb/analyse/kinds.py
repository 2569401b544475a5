"""What a condition or an exception is: the closed kinds of the annotation scheme, by its words.

Guarantees: a kind is a word of ``CONDITION_KINDS`` or ``EXCEPTION_KINDS``, or empty where the words decide
nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from kb.analyse.actors import actor_at_start
from kb.analyse.clause_kinds import clause_kind

_NORMATIVE: Final = re.compile(
    r"(?:法律|法规|规章|国家|规定|条例|条约|协定|合同|章程|国务院|当事人)[^，]*(?:另有|没有|未作|有)[^，]{0,6}"
    r"(?:规定|约定|要求)的?$|^(?:法律|行政法规|法规)[^，]*(?:规定|要求)[^，]*(?:应当|可以|不得|禁止|需要)"
    r"|^(?:依法|按照[^，]*规定|依照[^，]*规定)(?:应当|需要|须)"
    r"|规定应当[^，]*的$")
_AGGRAVATION: Final = re.compile(
    r"^(?:情节|拒不(?:改正|整改|停止|恢复|纠正|执行|补|缴|履行|接受|配合|退|公开|报告)|逾期|构成"
    r"|造成(?:严重|重大|特别|恶劣|危害|不良|人身|他人|损失)|致使|尚不|后果|再次|两年内|一年内|二次|屡|没有违法所得"
    r"|有违法所得|违法所得|违法行为|未造成|主动)")
_VIOLATION: Final = re.compile(
    r"^(?!发现|明知|知道|收到|认为)[^，]{0,40}?违反|^[^，]{0,20}?(?:未按照|未依照|未履行|不履行|拒不|擅自)|^非法"
    r"|^有(?:前款|前条|本条|前两款|下列|上述)[^，]*行为|^(?!发现)[^，]*不符合(?:法律|本|国家|有关)[^，]*规定的$")
_ONLY_IF: Final = re.compile(
    r"^(?:未|非)?经[^，]*(?:同意|批准|许可|审核|审查|评估|认定|核实|授权"
    r"|核准|备案|确认|决定|检测|检验|认证|验收|考核|考试)"
    r"|^(?:只有|在)?(?:取得|征得|获得)[^，]*(?:同意|批准|许可|授权)(?:后|的)?$|^(?:只有|仅)")
_CASE: Final = re.compile(r"情形(?:之一)?的?$")
_EXEMPTS: Final = re.compile(r"证明|情形|情况")
_PURPOSE: Final = re.compile(r"^为了|^为[^，]{1,30}(?:目的|利益|需要)$|^(?:确)?因[^，]*需要(?:的)?$")
_FOUND: Final = re.compile(
    r"(?:发现|收到|接到|接获|知道|得知|获悉|监测到|检测到|发生|出现|遇有|遇到|变更|终止|停止|更换|解除|届满|期满|开发上线"
    r"|上线|合并|分立|解散|转让|选择|申请|请求|要求|撤回|拒绝|同意|不同意|提出|声明)")
_EVENT: Final = re.compile(
    r"(?:发生|出现|造成|导致|产生|引发|变更|变化|终止|届满|期满|影响|损害)(?:[^，的]{0,12})的?$"
    r"|(?:时|后|之日|期间|过程中|之前|之后|前)$|以后$")
_BELONGS: Final = re.compile(r"属于[^，]*(?:情形|之一)的$")
_COURSE: Final = re.compile(r"(?:服务|活动|设计)[^，]*过程中$")
_WHILE: Final = re.compile(r"(?:功能|服务|信息|业务|活动)时$")
_STATE: Final = re.compile(
    r"属于|存在|具有|具备|包含|含有|涉及|可能|没有|未|不|难以|无(?:正当|法)|明知|已经?|符合|满足|达到"
    r"|超过|有[^，]*(?:情形|情况|条件|必要|能力|理由|可能|嫌疑|之一)|为[^，]{1,20}的$"
    r"|处于|需要|确需|无法|有下列|应当")
_ACTIVITY: Final = re.compile(
    r"提供|利用|使用|开展|从事|处理|收集|向|通过|应用|制作|发布|传播|销售|生产|经营|委托|共同|接受|采购|建设|运营"
    r"|设立|举办|组织|基于|转载|存储|传输|实施|进行|加工|研发|开发|采用|在[^，]*境内|其他[^，]*场景|办理|签订|对[^，]*")
_ACTS: Final = re.compile(r"(?:进行|开展|实施|声明|提出|要求|申请)[^，]*$")
_TIME: Final = re.compile(r"(?:时|后|之日|期间|过程中|之前|之后|前)$")
_NOUNS: Final = ("规定", "原则", "要求", "标准", "情况")
_RENVOI: Final = re.compile(r"另有(?:规定|约定|要求)")
_SAVING: Final = re.compile(r"不影响|不妨碍|不免除|不受[^，]*限制")


@dataclass(frozen=True, slots=True)
class _Case:
    """A condition's words; ``body`` without its subject; ``own``: the subject is the bearer, or nobody."""

    words: str
    body: str
    own: bool
    only_if: bool
    exempts: bool

    def is_activity(self) -> bool:
        """Tell whether the bearer does something, without a word of time or event."""
        return (self.own and _ACTIVITY.match(self.body) is not None
                and not _TIME.search(self.body) and not _EVENT.search(self.body))


_RULES: Final[tuple[tuple[str, Callable[[_Case], object]], ...]] = (
    ("normative_precondition", lambda c: not c.words.startswith("违反") and _NORMATIVE.search(c.words)),
    ("aggravation", lambda c: _AGGRAVATION.match(c.words)),
    ("violation", lambda c: _VIOLATION.search(c.words)),
    ("violation", lambda c: clause_kind(c.words) == "condition:violation" and not _CASE.search(c.words)),
    ("purpose", lambda c: _PURPOSE.search(c.words)),
    ("precondition_only_if", lambda c: _ONLY_IF.match(c.words)),
    ("precondition_only_if", lambda c: c.only_if and not c.words.startswith(("属于", "有"))),
    ("exception_trigger", lambda c: c.exempts and _EXEMPTS.search(c.words)),
    ("trigger_event", lambda c: _FOUND.match(c.body)),
    ("trigger_state", lambda c: _BELONGS.search(c.body)),
    ("scope_activity", _Case.is_activity),
    ("scope_activity", lambda c: c.own and _COURSE.search(c.body)),
    ("trigger_event", lambda c: not c.own and not _STATE.search(c.body) and _ACTS.search(c.body)),
    ("scope_activity", lambda c: _ACTIVITY.match(c.body.removeprefix("在")) and _WHILE.search(c.body)),
    ("trigger_event", lambda c: _EVENT.search(c.body)),
    ("trigger_state", lambda c: _STATE.search(c.body)),
    ("scope_activity", lambda c: c.own and _ACTIVITY.search(c.body)),
    ("trigger_state", lambda c: c.words.endswith("的")),
    ("scope_activity", lambda c: c.own and not c.words.endswith(_NOUNS)),
)
"""The kinds in the order in which they are asked for; the first that holds decides."""


def condition_kind(words: str, *, only_if: bool = False, exempts: bool = False,
                   bearer: str = "") -> str:
    """Return the kind of a condition, or the empty string.

    ``only_if``: its norm is a permission that holds only under it; ``exempts``: its norm says what does
    not apply; ``bearer``: who is bound (an activity of another is a state of affairs).

    >>> condition_kind("情节严重的"), condition_kind("提供新闻服务的"), condition_kind("发现隐患的")
    ('aggravation', 'scope_activity', 'trigger_event')
    """
    length = actor_at_start(words)
    case = _Case(words, words[length:], not length or words[:length] == bearer, only_if, exempts)
    return next((kind for kind, holds in _RULES if holds(case)), "")


def exception_kind(words: str) -> str:
    """Return the kind of an exception.

    >>> exception_kind("但法律另有规定的除外"), exception_kind("紧急情况除外")
    ('renvoi_exemption', 'derogation')
    """
    if _RENVOI.search(words):
        return "renvoi_exemption"
    return "saving" if _SAVING.search(words) else "derogation"
