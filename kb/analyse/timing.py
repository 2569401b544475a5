"""Time limits as ISO 8601 durations. ``P10WD`` (ten working days) is an extension of ours.

A commencement (自…起施行), a ban's length (五年内不得) and 限期 as a sanction are no deadlines; the
patterns leave them out.
"""

import re
from typing import Final

from kb.analyse.marks import Mark
from kb.model.analysis import Deadline
from kb.model.numerals import NUMERAL_CHARS, to_int
from kb.model.span import cut

_LENGTH: Final = re.compile(
    rf"(半|[{NUMERAL_CHARS}]+)(个?)(工作日|自然日|日|天|月|年|小时|分钟|周|季度)"
    r"(?=内|以内|之内|前|以前|之前|度|至少|$)")
_FORM: Final = {"工作日": "P{}WD", "自然日": "P{}D", "日": "P{}D", "天": "P{}D", "月": "P{}M",
                "年": "P{}Y", "小时": "PT{}H", "分钟": "PT{}M", "周": "P{}W", "季度": "P{}Q"}


def iso_duration(surface: str) -> str:
    """Return the duration a time limit names, or the empty string.

    >>> iso_duration("在提供服务之日起十个工作日内"), iso_duration("24小时内"), iso_duration("及时")
    ('P10WD', 'PT24H', '')
    """
    matches = list(_LENGTH.finditer(surface))
    if not matches:
        return ""
    numeral, _, unit = matches[-1].groups()
    if numeral == "半":
        return "P6M" if unit == "年" else ""
    value = to_int(numeral)
    return "" if value is None or unit == "季度" else _FORM[unit].format(value)


def read_deadline(eid: str, text: str, mark: Mark) -> Deadline:
    """Return the deadline of a mark; 立即 is ``P0D``, vague ones have no value."""
    span = cut(eid, text, mark.start, mark.end)
    value = "P0D" if mark.rule == "immediate" else iso_duration(span.surface)
    return Deadline(span, mark.rule, value)
