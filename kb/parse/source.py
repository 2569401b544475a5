"""What a reader hands to the structure profiles: the tag-stripped source and its logical blocks.

A reader decodes the bytes, strips the tags and accounts for every character of what is left: each
non-space character of ``SourceText.text`` lies in exactly one piece of a body block, or in a
furniture stretch that names the rule which put it there. Space between pieces is layout.
"""

from dataclasses import dataclass
from enum import StrEnum

from kb.model.problem import Problem
from kb.model.text import Furniture


class Layout(StrEnum):
    """What a block break of a source is worth."""

    LINES = "lines"      # one block per paragraph of the document, as the authority marked it
    WRAPPED = "wrapped"  # hard line wraps joined by a reader: breaks are inferred
    FLAT = "flat"        # the whole page on one line, a single space is the block break: inferred
    SPACED = "spaced"    # a space between every character (OCR): breaks are inferred


@dataclass(frozen=True, slots=True)
class Block:
    """One logical line of the document's body.

    ``pieces`` are slices ``(start, end)`` of ``SourceText.text`` in order; the block's text is their
    concatenation with radicals mapped. ``centred`` and ``strong`` say how the page set the line;
    ``inferred`` that the break before it is not in the source as such.
    """

    pieces: tuple[tuple[int, int], ...]
    centred: bool = False
    strong: bool = False
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class SourceText:
    """A decoded, tag-stripped document.

    ``template`` names the page template or file form (``cac``, ``moj``, ``govcn``, ``ndrc``,
    ``samr``, ``docx``, ``pdf``, ``lawrefbook``, ``generic-html``, …). ``title`` is the page's own
    title where it has one. ``article_claims`` is empty unless the source itself says how many pages
    or articles there should be (a pager, for example, adds ``page 1 of 3``).
    """

    text: str
    blocks: tuple[Block, ...]
    furniture: tuple[Furniture, ...]
    layout: Layout
    template: str
    title: str = ""
    problems: tuple[Problem, ...] = ()
    article_claims: tuple[str, ...] = ()
