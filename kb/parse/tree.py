"""From an outline to the canonical text, its offset map, its parts and its provision tree.

Reads: lines and an outline. Writes: nothing.
Guarantees: the canonical text is the lines joined by line breaks, broken lines mended into one;
parts and top-level provisions follow each other and cover it but for the breaks between them;
rendering them gives it back. Eids are unique.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from kb.model.provision import EID_ELEMENT, GROUPING, Kind, Provision
from kb.model.text import OffsetRun, Part
from kb.parse.lines import Line, add_run
from kb.parse.outline import Entry, Role

RANK: Final = {
    Kind.ANNEX: 0, Kind.PART: 1, Kind.SUBPART: 2, Kind.CHAPTER: 3, Kind.SECTION: 4,
    Kind.ARTICLE: 5, Kind.HEADING: 5, Kind.POINT: 6, Kind.PARAGRAPH: 7,
}
LIST_RANK: Final = 8
"""Items rank 10, an inner paragraph of an item 11, subitems 12, and so on."""


@dataclass(slots=True)
class Node:
    """A provision while it grows. Positions are code points of the canonical text."""

    kind: Kind
    rank: int
    number: str
    num: str
    sep: str
    start: int
    text_start: int
    titled: bool
    inferred: bool
    eid: str = ""
    end: int = 0
    children: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grown:
    """The whole of a text; ``eid_of_line`` leads from a line to the first node on it."""

    canonical: str
    offsets: tuple[OffsetRun, ...]
    parts: tuple[Part, ...]
    provisions: tuple[Provision, ...]
    eid_of_line: dict[int, str]


def grow(lines: Sequence[Line], entries: Sequence[Entry]) -> Grown:
    """Build the canonical text and everything that stands on it."""
    canonical, offsets, places = _assemble(lines, entries)
    builder = _Builder(canonical)
    for entry, place in zip(entries, places, strict=True):
        builder.add(entry, place, lines[entry.line])
    provisions = tuple(_freeze(root, canonical) for root in builder.roots)
    return Grown(canonical, offsets, tuple(builder.parts), provisions, builder.eid_of_line)


def _assemble(lines: Sequence[Line], entries: Sequence[Entry]
              ) -> tuple[str, tuple[OffsetRun, ...], list[int]]:
    """Return the canonical text, its offset runs and where each entry begins in it."""
    pieces: list[str] = []
    runs: list[OffsetRun] = []
    places: list[int] = []
    length = 0
    for entry in entries:
        if entry.start == 0 and places and entry.role is not Role.CONTINUED:
            pieces.append("\n")
            length += 1
        line = lines[entry.line]
        places.append(length)
        pieces.append(line.text[entry.start:entry.end])
        _add_slice(runs, line, entry, length)
        length += entry.end - entry.start
    return "".join(pieces), tuple(runs), places


def _add_slice(runs: list[OffsetRun], line: Line, entry: Entry, place: int) -> None:
    for run in line.runs:
        first = max(run.canonical, entry.start)
        last = min(run.canonical + run.length, entry.end)
        if first < last:
            add_run(runs, place + first - entry.start, run.source + first - run.canonical,
                    last - first)


class _Builder:
    """Takes entries in order and hangs each node under the one that holds it."""

    def __init__(self, canonical: str) -> None:
        self.canonical = canonical
        self.roots: list[Node] = []
        self.parts: list[Part] = []
        self.eid_of_line: dict[int, str] = {}
        self._open: list[Node] = []
        self._eids: set[str] = set()

    def add(self, entry: Entry, place: int, line: Line) -> None:
        end = place + entry.end - entry.start
        if entry.role is Role.PART:
            self._add_part(entry, place, end)
        elif entry.role is Role.NODE:
            self._add_node(entry, place, end, line)
        elif self._open:
            self._extend(entry, place, end)
        elif self.parts:
            last = self.parts[-1]
            self.parts[-1] = Part(last.name, last.start, end, last.rule)

    def _add_part(self, entry: Entry, place: int, end: int) -> None:
        if self.parts:
            last = self.parts[-1]
            same = last.name is entry.part and last.rule == entry.rule
            if same and last.end + 1 == place:
                self.parts[-1] = Part(last.name, last.start, end, last.rule)
                return
        self._open.clear()
        self.parts.append(Part(entry.part, place, end, entry.rule))

    def _extend(self, entry: Entry, place: int, end: int) -> None:
        """Go on with the text of the innermost node, or give it the heading that follows it."""
        node = self._open[-1]
        self.eid_of_line.setdefault(entry.line, node.eid)
        if entry.role is Role.TITLE:
            node.sep = self.canonical[node.start + len(node.num):place]
            node.text_start = place
        node.end = end

    def _add_node(self, entry: Entry, place: int, end: int, line: Line) -> None:
        if entry.kind is None:
            return
        rank = _rank(entry)
        while self._open and self._open[-1].rank >= rank:
            self._open.pop()
        at = place - entry.start
        if rank > LIST_RANK and self._open and self._open[-1].kind is Kind.ARTICLE:
            self._hang(_empty_paragraph(place), 0)
        node = Node(entry.kind, rank, entry.number, line.text[entry.start:entry.num_end],
                    line.text[entry.num_end:entry.text_start], place, at + entry.text_start,
                    entry.titled, line.inferred and entry.start == 0, end=end)
        self._hang(node, entry.level)
        self.eid_of_line.setdefault(entry.line, node.eid)
        if node.kind is Kind.ARTICLE and node.titled and node.text_start == end:
            node.titled = False

    def _hang(self, node: Node, level: int) -> None:
        parent = self._open[-1] if self._open else None
        siblings = parent.children if parent else self.roots
        if parent and parent.kind is Kind.ARTICLE:
            _break_after_head(parent, node)
        if not node.number:
            before = sum(1 for other in siblings if other.kind is node.kind)
            own = 1 if level and parent and parent.kind is not Kind.PARAGRAPH else 0
            node.number = str(before + 1 + own)
        node.eid = self._unique(self._prefix(node), node)
        siblings.append(node)
        self._open.append(node)

    def _prefix(self, node: Node) -> str:
        """Return the eid that a node's own step is added to."""
        for holder in reversed(self._open):
            if holder.kind is Kind.ANNEX:
                return holder.eid
            grouped = node.kind in GROUPING and holder.kind in GROUPING
            if grouped or RANK.get(node.kind, LIST_RANK) > RANK[Kind.HEADING]:
                return holder.eid
        return ""

    def _unique(self, prefix: str, node: Node) -> str:
        eid = _step(prefix, node)
        while eid in self._eids:
            node.number = f"{node.number}-0"
            eid = _step(prefix, node)
        self._eids.add(eid)
        return eid


def _rank(entry: Entry) -> int:
    if entry.kind in (Kind.ITEM, Kind.SUBITEM):
        return LIST_RANK + 2 * entry.level
    if entry.kind is Kind.PARAGRAPH and entry.level:
        return LIST_RANK + 2 * entry.level + 1
    return RANK[entry.kind or Kind.PARAGRAPH]


def _empty_paragraph(place: int) -> Node:
    return Node(Kind.PARAGRAPH, RANK[Kind.PARAGRAPH], "", "", "", place, place, titled=False,
                inferred=False, end=place)


def _break_after_head(article: Node, first: Node) -> None:
    """An article whose number stands on a line of its own is separated from its text by a break."""
    if not article.children and not article.sep and not article.titled \
            and first.start > article.end:
        article.sep = "\n"
        article.text_start = first.start


def _step(prefix: str, node: Node) -> str:
    own = f"{EID_ELEMENT[node.kind]}_{node.number}"
    return f"{prefix}__{own}" if prefix else own


def _freeze(node: Node, canonical: str) -> Provision:
    if node.kind is Kind.ARTICLE and not node.children:
        node.children.append(_empty_paragraph(node.end))
        node.children[0].eid, node.children[0].number = f"{node.eid}__para_1", "1"
    children = tuple(_freeze(child, canonical) for child in node.children)
    own = canonical[node.text_start:node.end] if node.end > node.text_start else ""
    end = children[-1].end if children else node.end
    return Provision(
        node.kind, node.eid, node.num, node.number, node.sep, own if node.titled else "",
        "" if node.titled else own, node.start, node.text_start, max(end, node.end), children,
        node.inferred)
