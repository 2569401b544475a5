"""The provision tree: 编 章 节 条 款 项 目, annexes, and the headings of policy documents.

Names and numbering follow the Legislation Law of the PRC (2023), art. 65: parts, subparts, chapters,
sections and articles in Chinese numerals, paragraphs unnumbered, items in bracketed Chinese numerals,
subitems in Arabic numerals.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """The level of a provision."""

    PART = "part"            # 编
    SUBPART = "subpart"      # 分编
    CHAPTER = "chapter"      # 章
    SECTION = "section"      # 节
    ARTICLE = "article"      # 条
    PARAGRAPH = "paragraph"  # 款, by position
    ITEM = "item"            # 项 （一）
    SUBITEM = "subitem"      # 目 1.
    ANNEX = "annex"          # 附件
    HEADING = "heading"      # 一、 in policy documents
    POINT = "point"          # （一） in policy documents


EID_ELEMENT: Final = {
    Kind.PART: "part", Kind.SUBPART: "subpart", Kind.CHAPTER: "chap", Kind.SECTION: "sec",
    Kind.ARTICLE: "art", Kind.PARAGRAPH: "para", Kind.ITEM: "item", Kind.SUBITEM: "subitem",
    Kind.ANNEX: "annex", Kind.HEADING: "head", Kind.POINT: "point",
}
"""The eid element of each kind (the Akoma Ntoso export writes ``chp`` for ``chap``)."""

GROUPING: Final = frozenset({Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.SECTION})
"""Kinds that group articles and carry a heading, never a rule."""


@dataclass(frozen=True, slots=True)
class Provision:
    """One node of the tree.

    The node as printed is ``num + sep + (heading or text)`` followed by its children, each on a new
    line: rendering the tree this way returns the canonical text of its body. ``start`` and ``end``
    are code points into ``Text.canonical`` (end exclusive, descendants included); ``text_start`` is
    where ``text`` begins. An article has no text of its own: it is all in its paragraphs. ``number``
    is normalised (``17``, ``120-1`` for 第一百二十条之一). ``inferred`` says that the break which makes
    this node a node of its own is not in the source as such (flattened or wrapped pages).
    """

    kind: Kind
    eid: str
    num: str
    number: str
    sep: str
    heading: str
    text: str
    start: int
    text_start: int
    end: int
    children: tuple["Provision", ...] = ()
    inferred: bool = False

    def walk(self) -> Iterator["Provision"]:
        """Yield this node and its descendants in document order."""
        yield self
        for child in self.children:
            yield from child.walk()


def walk_all(roots: tuple[Provision, ...]) -> Iterator[Provision]:
    """Yield every node under several roots in document order."""
    for root in roots:
        yield from root.walk()


def articles(roots: tuple[Provision, ...]) -> tuple[Provision, ...]:
    """Return the articles of the body in order, annexes left out."""
    return tuple(node for root in roots if root.kind is not Kind.ANNEX
                 for node in root.walk() if node.kind is Kind.ARTICLE)


def render(provision: Provision) -> str:
    """Return the node and its descendants as printed, one line for each node that prints anything."""
    own = provision.num + provision.sep + (provision.heading or provision.text)
    below = [line for child in provision.children if (line := render(child))]
    if provision.kind is Kind.ARTICLE and below:
        return own + ("\n" if provision.heading else "") + "\n".join(below)
    return "\n".join([own, *below] if own else below)


def full_text(provision: Provision) -> str:
    """Return the texts of a node and its descendants joined by line breaks, heads included below it.

    For an article: its paragraphs and their items, without 第X条.
    """
    rows = [provision.text] if provision.text else []
    rows += [render(child) for child in provision.children]
    return "\n".join(rows)
