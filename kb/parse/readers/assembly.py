"""Building a ``SourceText`` that accounts for every character.

Readers say which stretches of the text are lines of the document and which are furniture; the
builder trims the space around them, sets invisible characters aside, joins neighbouring furniture of
one rule, and proves that no visible character is left out or counted twice.
"""

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from typing import Final

from kb.model.problem import Problem, Severity
from kb.model.text import Furniture
from kb.parse.source import Block, Layout, SourceText

INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]+")
"""Characters that print nothing and are not space: zero-width, direction marks, controls."""

LAW_TEXT: Final = re.compile(
    r"(?m)^[\s*#]*第[零〇一二三四五六七八九十百千0-9０-９]+条(?!规定|第)|应当|不得")

Span = tuple[int, int]


class SourceBuilder:
    """Collects the blocks and furniture of one decoded text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._blocks: list[Block] = []
        self._furniture: list[Furniture] = []
        self._problems: list[Problem] = []

    def block(self, spans: Iterable[Span], *, centred: bool = False, strong: bool = False,
              inferred: bool = False) -> None:
        """Add one logical line made of the slices ``spans``; blank lines are layout."""
        pieces = self._trimmed(self._visible(spans))
        if pieces:
            self._blocks.append(Block(tuple(pieces), centred, strong, inferred))

    def furniture(self, rule: str, start: int, end: int) -> None:
        """Put the slice ``start:end`` aside under the name of a rule."""
        stretch = self.text[start:end]
        start, end = end - len(stretch.lstrip()), start + len(stretch.rstrip())
        if start < end:
            self._furniture.append(Furniture(rule, start, end))

    def report(self, problem: Problem) -> None:
        """Keep a defect of the source."""
        self._problems.append(problem)

    def body_text(self) -> str:
        """Return the text of all blocks so far, without any space."""
        return "".join("".join(self.text[s:e].split())
                       for block in self._blocks for s, e in block.pieces)

    def finish(self, layout: Layout, template: str, *, title: str = "",
               claims: Sequence[str] = ()) -> SourceText:
        """Return the finished value.

        Raises:
            AssertionError: a reader left a character out or counted it twice.
        """
        blocks = sorted(self._blocks, key=lambda block: block.pieces[0])
        furniture = self._joined()
        prove_coverage(self.text, blocks, furniture)
        self._suspect(furniture)
        return SourceText(self.text, tuple(blocks), tuple(furniture), layout, template, title,
                          tuple(self._problems), tuple(claims))

    def _visible(self, spans: Iterable[Span]) -> list[Span]:
        """Cut invisible characters out of the spans and set them aside."""
        pieces: list[Span] = []
        for start, end in spans:
            at = start
            for match in INVISIBLE.finditer(self.text, start, end):
                pieces.append((at, match.start()))
                self._furniture.append(Furniture("invisible-character", *match.span()))
                at = match.end()
            pieces.append((at, end))
        return [(s, e) for s, e in pieces if s < e]

    def _trimmed(self, pieces: list[Span]) -> list[Span]:
        """Drop the space before the first and after the last visible character; join neighbours."""
        shown = [k for k, (s, e) in enumerate(pieces) if not self.text[s:e].isspace()]
        if not shown:
            return []
        pieces = pieces[shown[0]:shown[-1] + 1]
        (first, first_end), (last, last_end) = pieces[0], pieces[-1]
        pieces[0] = (first_end - len(self.text[first:first_end].lstrip()), first_end)
        pieces[-1] = (pieces[-1][0], last + len(self.text[last:last_end].rstrip()))
        joined: list[Span] = []
        for start, end in pieces:
            if joined and joined[-1][1] == start:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return joined

    def _joined(self) -> list[Furniture]:
        """Join furniture of one rule where only layout stands between, no space of a block."""
        ends = sorted(end for block in self._blocks for _, end in block.pieces)
        out: list[Furniture] = []
        for item in sorted(self._furniture, key=lambda item: item.start):
            if out and out[-1].rule == item.rule \
                    and not self.text[out[-1].end:item.start].strip() \
                    and bisect(ends, out[-1].end) == bisect(ends, item.start):
                out[-1] = Furniture(item.rule, out[-1].start, item.end)
            else:
                out.append(item)
        return out

    def _suspect(self, furniture: Iterable[Furniture]) -> None:
        """Report furniture that reads like law, so that nothing of a text can hide there."""
        for item in furniture:
            found = LAW_TEXT.search(self.text, item.start, item.end)
            if found:
                self.report(Problem(
                    "law-text-in-furniture", Severity.WARNING, "",
                    f"what the rule {item.rule} put aside reads like law",
                    "look at the page; if it is part of the document the rule is wrong",
                    self.text[found.start():found.start() + 20]))


def prove_coverage(text: str, blocks: Iterable[Block], furniture: Iterable[Furniture]) -> None:
    """Prove that every visible character lies in exactly one piece or furniture stretch.

    Raises:
        AssertionError: naming the first offset that is left out or counted twice.
    """
    spans = [piece for block in blocks for piece in block.pieces]
    spans += [(item.start, item.end) for item in furniture]
    at = 0
    for start, end in sorted(spans):
        assert start >= at, f"counted twice at {start}"
        assert not text[at:start].strip(), f"left out at {at}"
        at = end
    assert not text[at:].strip(), f"left out at {at}"
