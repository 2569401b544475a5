"""What the items of an English list are to the sentence that introduces them; see ``lists``.

Conduct lists (shall not commit any of the following acts) are one norm for each item; content lists (inform
of the following matters), conditions and cases leave one norm in the head.
"""

import re
from dataclasses import dataclass
from typing import Final

from kb.analyse.drafts import Draft

_CONDUCT: Final = (
    ("prohibition", re.compile(
        r"\b(?:shall not|must not|prohibit(?:s|ed)?)\b[^.;]*?\bfollowing (?:[\w-]+ ){0,8}?(?:acts?"
        r"|activit\w+|conduct|content|information|means|manner"
        r"|methods|measures|ways|situations|circumstances|agreements|transactions|behaviour"
        r"|practices)\b[^.;,]*$")),
    ("prohibition", re.compile(r"\b(?:shall not|must not)(?: \w+)?$|\bshall not\b[^.;]*?\bfollowing acts"
                               r" of\b[^.;]*$")),
    ("obligation", re.compile(
        r"\bshall\b[^.;]*?\bfollowing (?:[\w-]+ ){0,6}?(?:obligations|duties|measures|responsibilities"
        r"|provisions|work|requirements"
        r"|protection|tasks|management|rules)\b[^.;]*$")),
    ("obligation", re.compile(r"\bshall$|\bshall take (?:\w+ )?measures(?: to [^.;:,]*)?$")),
    ("power", re.compile(r"\b(?:may|right to)\b[^.;]*?\bfollowing (?:\w+ ){0,4}?(?:measures|powers"
                         r"|means)\b[^.;]*$")),
    ("declaration", re.compile(
        r"\b(?:perform|performs|carry out|carries out|advances?|advance|conducts?|exercises?"
        r"|undertakes?)\b[^.;]*?\bfollowing (?:[\w-]+ ){0,6}?(?:duties|work|obligations"
        r"|tasks|functions|powers|responsibilities)\b[^.;]*$")),
)
_CONTENT: Final = re.compile(
    r"\bfollowing (?:\w+ ){0,4}?(?:matters|content|conditions|circumstances|cases|materials|documents"
    r"|factors|particulars|items|information)(?:$|,| (?:of|to|in|on|for|relating|concerning|about)\b)")
_CASES: Final = re.compile(
    r"\b(?:[Ww]here|[Ii]f|[Uu]nder|in)\b[^.;]*?\bfollowing (?:circumstances|cases|conditions|situations)\b")


@dataclass(frozen=True, slots=True)
class Head:
    """The norm that introduces a list, and what an item is: prohibition, obligation, power, declaration."""

    conduct: str
    draft: Draft


def read_head(head: str) -> str:
    """Return what the items under a head are, or the empty string where they are content.

    >>> read_head("They shall not do the following acts:"), read_head("State the following matters:")
    ('prohibition', '')
    """
    sentence = re.split(r"[.;] ", head.rstrip(" :.\u3000"))[-1]
    if _CASES.search(sentence) or re.search(r"\bincludes? the following\b", sentence):
        return ""
    for kind, regex in _CONDUCT:
        match = regex.search(sentence)
        if match and (kind == "prohibition" or not _CONTENT.search(match[0])):
            return kind
    return ""


def item_end(text: str) -> int:
    """Return where an item ends without its closing mark and a joining and or or."""
    return len(re.sub(r"[\s;.:,]*(?:[;,] (?:and|or))?[\s;.:,]*$", "", text))
