"""Whether two sources of one text give one tree, and where they do not.

Reads: two texts of the same version and language. Writes: nothing.
Guarantees: width of punctuation and digits, space and quotation-mark style are folded before texts
are called different; what was folded is listed as typographic, never hidden.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kb.model.provision import Provision
from kb.model.text import Text

FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
FOLDED: Final = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "﹒": ".", "·": ".", "•": ".", "—": "-", "–": "-",
     "─": "-", "〔": "[", "〕": "]", "○": "〇", "､": "、", "〈": "<", "〉": ">"})
SPACE: Final = re.compile(r"[\s\u3000\u200b\u200c\ufeff\ue000-\uf8ff]+")


class DifferenceKind(StrEnum):
    """How two nodes of one address differ."""

    MISSING = "missing"          # only the first text has the node
    ADDED = "added"              # only the second text has it
    WORDING = "wording"          # the words differ
    TYPOGRAPHIC = "typographic"  # only width, space or the style of a mark differs
    NUMBER = "number"            # the number is printed in another form


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference at one address; ``a`` and ``b`` are what the two texts print there."""

    kind: DifferenceKind
    eid: str
    a: str
    b: str


def compare_trees(a: Text, b: Text) -> tuple[Difference, ...]:
    """Return the differences of two trees, in the order of the first text's addresses.

    Nodes are met by eid. Provisions only: named parts differ from source to source.
    """
    first, second = a.index(), b.index()
    found = []
    for eid, node in first.items():
        other = second.get(eid)
        if other is None:
            found.append(Difference(DifferenceKind.MISSING, eid, _words(node), ""))
        else:
            found.extend(_differences(eid, node, other))
    found += [Difference(DifferenceKind.ADDED, eid, "", _words(node))
              for eid, node in second.items() if eid not in first]
    return tuple(found)


def agree(differences: tuple[Difference, ...]) -> bool:
    """Tell whether nothing but typography and the printed form of numbers differs."""
    civil = (DifferenceKind.TYPOGRAPHIC, DifferenceKind.NUMBER)
    return all(difference.kind in civil for difference in differences)


def fold(text: str) -> str:
    """Return a text without space, with one width and one style of marks, for comparison only.

    >>> fold("（以下 简称“平台”）")
    '(以下简称"平台")'
    """
    return SPACE.sub("", text).translate(FOLDED).translate(FULL_WIDTH)


def _words(node: Provision) -> str:
    return node.heading or node.text


def _differences(eid: str, a: Provision, b: Provision) -> list[Difference]:
    found = []
    if fold(a.num) != fold(b.num):
        found.append(Difference(DifferenceKind.NUMBER, eid, a.num, b.num))
    if _words(a) != _words(b):
        same = fold(_words(a)) == fold(_words(b))
        kind = DifferenceKind.TYPOGRAPHIC if same else DifferenceKind.WORDING
        found.append(Difference(kind, eid, _words(a), _words(b)))
    return found
