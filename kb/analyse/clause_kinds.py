"""What a clause is by its words alone: exception, condition, adverbial, purpose, renvoi, sanction."""

import re
from functools import cache
from typing import Final

from kb.analyse.lexicon import any_of, patterns
from kb.analyse.phrases import lead_length

_PENAL: Final = re.compile(
    r"责令|罚款|处分|处罚|追究|警告|吊销|没收|撤销备案|注销|予以处理|民事责任|刑事责任|记入信用|失信")
_RENVOI: Final = re.compile(
    r"^(?:(?:从|依照|按照|适用|依)其(?:有关|相关)?规定(?:执行|办理)?"
    r"|(?:也|不|同样)?(?:适用|参照适用|参照|比照)(?:本|《|前|第|国家|有关)[^，。；]*"
    r"|参照[^，。；]+(?:执行|适用)|视为[^，。；]+)$")
_ACTIVITY: Final = re.compile(
    r"(?:外商投资|处理|收集|提供|利用|使用|开展|从事|向|通过|在|发布|应用|制定|采集|存储|公开|转让|对).{3}")
_PRODUCT: Final = re.compile(r"的[^，的]*(?:记录|报告|清单|日志)$")
_OBJECT: Final = re.compile(r"^对[^，]*(?:内容|信息|数据|情况|事项|行为|问题|人员)$")
_NO_OFFICIAL: Final = re.compile(r"刑事责任|治安管理处罚|民事责任|民事诉讼")
LIST_END: Final = re.compile(r"等[^，。；]*(?:内容|信息|活动|行为|情形)$")


@cache
def clause_kind(clause: str) -> str:
    """Return what a clause without a governing operator is, or the empty string.

    >>> clause_kind("情节严重的"), clause_kind("按照国家有关规定")
    ('condition:aggravation', 'adverbial')
    """
    body = clause if clause.startswith(("但", "同时")) else clause[lead_length(clause):]
    return next((p.id for p in patterns("clauses") if p.regex.search(body)), "")


def is_penal(text: str) -> bool:
    """Tell whether a provision speaks of sanctions at all."""
    return _PENAL.search(text) is not None


def is_renvoi(clause: str) -> bool:
    """Tell whether a clause only refers on: 从其规定, 适用本法, 视为…."""
    return _RENVOI.match(clause[lead_length(clause):]) is not None


def is_activity(text: str) -> bool:
    """Tell whether a topic without 的 is an activity: 处理个人信息(，)应当…."""
    return _ACTIVITY.match(text) is not None


def is_object(text: str) -> bool:
    """Tell whether words before an operator are what the action is done to: 对…内容, 报送的…报告."""
    return _OBJECT.match(text) is not None or _PRODUCT.search(text) is not None


def names_sanction(clause: str) -> bool:
    """Tell whether a clause holds a word of sanction."""
    return re.search(any_of("clauses", "sanction"), clause) is not None


def names_duty(text: str) -> bool:
    """Tell whether a predicate begins with a verb of duty or competence."""
    return re.match(any_of("clauses", "duty_verb"), text.lstrip("也还")) is not None


def without_official(action: str) -> bool:
    """Tell whether a consequence is imposed by a court or organ the text does not name."""
    return _NO_OFFICIAL.search(action) is not None
