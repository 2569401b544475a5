"""What the list that follows a norm's sentence is to the norm, in the closed words of the scheme.

Reads: a norm, its head's words, the eids of the items. Returns: a word of ``LIST_FUNCTIONS``, or empty.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from kb.analyse.lists import list_function
from kb.model.analysis import Modality, Norm
from kb.model.identifiers import parent_eid

_THESE: Final = re.compile(r"下列|以下|如下")
_CASES: Final = re.compile(r"(?:下列|以下|如下)[^，。；]{0,10}(?:情形|条件|情况|要求|标准)")
_ONE: Final = re.compile(r"之一")
_TERMS: Final = re.compile(r"(?:用语|术语|名词)[^。]{0,12}(?:含义|定义)|是指")
_ALL: Final = re.compile(r"(?:下列|以下|如下)[^，。；]{0,4}条件")
_BRANCH: Final = re.compile(
    r"(?:按照|依照|分别)[^。]{0,8}(?:下列|以下)[^。]{0,8}(?:规定|方式|标准)[^。]{0,6}(?:处罚|处理|罚款)")
Items = Mapping[str, Sequence[str]]


def function_of(norm: Norm, texts: Mapping[str, str], items: Items) -> tuple[str, tuple[str, ...]]:
    """Return the function of the list that a norm leads or is an item of, and the eids of its items."""
    head = parent_eid(norm.eid)
    if norm.eid in items.get(head, ()):
        conduct = list_function(texts.get(head, "")).conduct
        return ("ACTION_DISTRIBUTE", (norm.eid,)) if conduct else ("", ())
    own = tuple(items.get(norm.eid, ()))
    text = texts.get(norm.eid, "").rstrip(" 。")  # some drafts end the head with a full stop
    if not own or norm.action.end <= _last_sentence(text):
        return "", ()
    word = _leading(norm, text)
    return word, own if word else ()


def _last_sentence(text: str) -> int:
    return text.rfind("。") + 1


def _leading(norm: Norm, text: str) -> str:
    """Return what the items are to a norm of the sentence that introduces them."""
    conditions = " ".join(span.surface for span in (*norm.conditions, *norm.exceptions))
    if _THESE.search(conditions):
        whole = _ALL.search(conditions) and not _ONE.search(conditions)
        return "CONDITION_ALL_OF" if whole else "CONDITION_ANY_OF"
    if _TERMS.search(text):
        return "DEFINITION"
    if norm.modality is Modality.PENALTY and _BRANCH.search(text):
        return "PENALTY_BRANCH"
    if not _THESE.search(norm.action.surface):
        return ""
    if _CASES.search(norm.action.surface):
        return "REQUIREMENT_ANY_OF" if _ONE.search(norm.action.surface) else "CONDITION_ALL_OF"
    return "ACTION_DISTRIBUTE" if list_function(text).conduct else "OBJECT_ENUM"
