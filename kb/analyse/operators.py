"""Operators: 应当 不得 可以 有权 禁止 鼓励 … where they govern a clause.

An operator inside a relative clause (法律规定应当告知的事项) makes no norm. It is told apart by what
stands directly before it, by whether the clause is itself a condition, and by whether another
operator of the same clause already governs it.

Reads: a sheet and its layer ``quotes``. Provides: the layer ``operators``.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.analyse.lexicon import scan
from kb.analyse.marks import Layers, Mark

WEAK: Final = ("recommendation",)
INITIAL: Final = ("prohibition:禁止", "prohibition:无权")
_GOVERNED: Final = re.compile(
    r"(?:规定|法规|法律|约定|规章|明确|明令|决定|认为|要求|依法|按规定|未|而|以)$")
_COORDINATED: Final = re.compile(r"(?:并|且|并且|但|但是|也|还|又|而且|同时|或者)$")
_EMBEDDING: Final = re.compile(
    r"^(?:并|同时|且)?(?:提示|告知|通知|要求|督促|允许|确保|保证|说明|明确|承诺|声明|教育|约定|规定)[^，。；]{2,}$")
_RELATIVE: Final = re.compile(r"的(?!\Z)[^，。；]|的$")


def find_operators(text: str, layers: Layers) -> Iterator[Mark]:
    """Mark every operator outside quotations; ``governs`` decides later which ones count."""
    quotes = [(mark.start, mark.end) for mark in layers["quotes"]]
    for mark in scan("operators", text):
        while quotes and quotes[0][1] <= mark.start:
            quotes.pop(0)
        if not quotes or mark.start < quotes[0][0]:
            yield mark


def governs(clause: str, start: int, mark: Mark, first: bool) -> bool:
    """Tell whether an operator governs its clause.

    ``start`` is the operator's place in the clause; ``first`` says that no other one governs it.

    >>> governs("提供法律规定应当告知的事项", 6, Mark(6, 8, "obligation:应当"), first=True)
    False
    """
    before, behind = clause[:start], clause[start + mark.end - mark.start :]
    if behind.startswith("的") or re.search(r"(?<!目)的$", clause):
        return False
    if _GOVERNED.search(before) and (not before.endswith("依法") or _RELATIVE.search(behind)):
        return before.endswith("依法") and not _RELATIVE.search(behind)
    if _EMBEDDING.match(before):
        return False
    return first or _COORDINATED.search(before) is not None
