"""What the items of a list are to the sentence that introduces them.

Conduct lists (不得有下列行为, 应当履行下列义务) are one norm for each item; content lists (告知下列事项),
lists of conditions and of requirements leave one norm in the head.
"""

import re
from dataclasses import dataclass
from typing import Final

_HEAD: Final = (
    ("prohibition", re.compile(
        r"(?:不得|禁止|严禁)[^。；]{0,60}?(?:下列|以下)[^，。；]{0,40}?"
        r"(?:行为|活动|情形|内容|信息|方式|手段|措施|协议|交易|情况)[^，。；]*：$")),
    ("prohibition", re.compile(r"(?:不得|禁止)(?:有|实施|从事)?：$")),
    ("obligation", re.compile(
        r"应当[^。；]{0,60}?(?:下列|以下)[^，。；]{0,16}"
        r"(?:义务|职责|措施|责任|规定|工作|要求|保护|任务|管理)[^。；]*：$")),
    ("obligation", re.compile(r"应当(?:做到)?：$")),
    ("obligation", re.compile(r"应当采取(?:必要|相应|有效)?措施(?:，[^，。；]{0,30})?：$")),
    ("power", re.compile(
        r"(?:可以|有权)[^。；]{0,30}(?:下列|以下)[^，。；]{0,10}(?:措施|职权|权力|方式)[^，。；]*：$")),
    ("declaration", re.compile(
        r"(?:履行|承担|推进|开展|行使)(?:下列|以下)[^，。；]{0,14}(?:职责|工作|义务|任务|职权)[^，。；]*：$")),
)
_OWN_CONTENT: Final = re.compile(
    r"(?:下列|以下)(?:(?!要求|规定|措施|义务|职责|方式)[^，。；]){0,10}(?:事项|内容|材料|条件|情形|资料|文件|因素)")
_CASES: Final = re.compile(r"(?:下列|以下)[^，。；]{0,6}(?:情形|条件|情况)(?:之一)?(?:的|，|：)")
_TAIL: Final = " \u3000，,；;。：:"


@dataclass(frozen=True, slots=True)
class ListHead:
    """How the items of a paragraph are read: ``conduct`` gives a norm each, of this base kind."""

    conduct: str


def list_function(head: str) -> ListHead:
    """Return what the items under a head are, whether it ends in ： or, as in some drafts, in 。.

    >>> list_function("任何人不得有下列行为：").conduct, list_function("应当告知下列事项：").conduct
    ('prohibition', '')
    """
    sentence = re.split(r"[。；]", head.rstrip("。 \u3000：:"))[-1] + "："
    if _CASES.search(sentence):
        return ListHead("")
    for kind, regex in _HEAD:
        match = regex.search(sentence)
        if match and (kind == "prohibition" or not _OWN_CONTENT.search(match[0])):
            return ListHead(kind)
    return ListHead("")


def item_end(text: str) -> int:
    """Return where an item ends without its closing mark and a joining 以及 or 和."""
    end = len(text.rstrip(_TAIL))
    for tail in ("；以及", "；和", "；或者"):
        if text[:end].endswith(tail):
            end -= len(tail)
    return end
