"""What a mention does in its sentence: cites, under, mutatis, applies, except, empowers, penalises.

The relation is read from the words directly before and behind the mention, never beyond its clause.
"""

import re
from typing import Final

_BEFORE: Final = (
    ("penalises", re.compile(
        r"(?:违反|违背|未按照|未按|未依照|未依|不按照|不依照|未履行|不履行|拒不履行|未遵守|不遵守|不符合)(?:了)?[^，。；]{0,4}$")),
    ("mutatis", re.compile(r"参照(?:适用)?$")),
    ("except", re.compile(r"除(?:依照|按照|有)?$")),
    ("under", re.compile(r"(?:依照|按照|根据|依据|依)(?:[^，。；《》]{0,2}|[^，。；]*[》款项条][、和])$")),
    ("applies", re.compile(r"适用$")),
)
_BEHIND: Final = (
    ("mutatis", re.compile(r"^(?:[^，。；]{0,12})参照(?:适用|执行)")),
    ("except", re.compile(r"^[^，。；]{0,20}(?:除外|外，)")),
    ("empowers", re.compile(r"^[^，。；]{0,6}授权")),
    ("penalises", re.compile(r"^[^，。；]{0,8}(?:所列|规定的?|所述)(?:违法)?行为(?:之一)?的?，")),
)


def relation_of(text: str, start: int, end: int) -> str:
    """Return the relation of the mention ``text[start:end]`` of a provision.

    >>> relation_of("违反本规定第七条规定的，", 2, 8)
    'penalises'
    """
    before, behind = text[max(0, start - 40) : start], text[end : end + 40]
    for relation, regex in _BEFORE:
        if regex.search(before):
            return relation
    for relation, regex in _BEHIND:
        if regex.search(behind):
            return relation
    return "cites"
