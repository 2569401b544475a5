"""Views of a text's body: groups, units and lines, with Chinese and English side by side."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kb.model.identifiers import article_eid, eid_steps
from kb.model.place import place_en
from kb.model.provision import GROUPING, Kind, Provision, walk_all
from kb.model.text import Part, PartName, Text
from kb.publish.citation import cite_en, cite_zh
from kb.publish.labels import ENGLISH_KIND, PART
from kb.publish.runs import Glossary, make_glossary, plain, runs_of
from kb.publish.shelf import Shelf, Shown, is_unit
from kb.publish.views import Group, Line, Link, Mark, PartView, Run, Unit

FOLDED: Final = frozenset({PartName.TABLE_OF_CONTENTS, PartName.EXPLANATION, PartName.NOTICE,
                           PartName.ATTACHMENT_LIST, PartName.OTHER})
TOP_LEVEL: Final = 2
LOWEST_LEVEL: Final = 6
"""HTML heading levels: the title is h1, headings nest below it without leaving a level out."""
OUTLINE_LEVEL: Final = {Kind.SUBPART: 3, Kind.CHAPTER: 3, Kind.SECTION: 4}
WIDE_SPACE: Final = "\u3000"
Marks = Callable[[str], tuple[Mark, ...]]


@dataclass(frozen=True)
class Body:
    """Builds the views of one text's body."""

    shelf: Shelf
    shown: Shown

    @cached_property
    def glossary(self) -> Glossary:
        """The text's defined terms."""
        return make_glossary(self.shown)

    def blocks(self, marks: Marks) -> Iterator[Group | Unit]:
        """Yield headings and units in document order."""
        for root in self.shown.text.provisions:
            yield from self._blocks(root, marks, TOP_LEVEL)

    def _blocks(self, node: Provision, marks: Marks, level: int) -> Iterator[Group | Unit]:
        if node.kind in GROUPING or node.kind is Kind.ANNEX:
            yield self.group(node, level)
            if node.text:
                yield self.loose(node)
            for child in node.children:
                yield from self._blocks(child, marks, min(level + 1, LOWEST_LEVEL))
        elif is_unit(node.eid):
            yield self.unit(node, marks(node.eid), level)
        else:
            yield self.loose(node)

    def group(self, node: Provision, level: int) -> Group:
        """Return the heading of a part, chapter, section or annex."""
        english = self.shown.english_index.get(node.eid)
        chinese = node if self.shown.language == "zh" else None
        return Group(node.eid, level, chinese.num if chinese else "",
                     chinese.heading if chinese else "",
                     english.num if english else place_en(node.eid).capitalize(),
                     english.heading if english else "")

    def unit(self, node: Provision, marks: tuple[Mark, ...] = (), level: int = TOP_LEVEL) -> Unit:
        """Return an article or policy heading with all its lines."""
        english = self.shown.english_index.get(node.eid)
        zh = self.shown.language == "zh"
        return Unit(node.eid, node.num if zh else "", english.num if english else english_num(node),
                    node.heading if zh else "", english.heading if english else "",
                    self.shelf.article_href(self.shown.version, node.eid),
                    tuple(self._lines(node)), marks, level)

    def loose(self, node: Provision) -> Unit:
        """Return a stretch outside any article as a unit without a number."""
        return Unit("", "", "", "", "", "", tuple(self._lines(node)))

    def _lines(self, node: Provision) -> Iterator[Line]:
        seen = set()
        for inner in node.walk() if node.kind is not Kind.ANNEX else (node,):
            seen.add(inner.eid)
            if inner.text or (inner.eid != node.eid and (inner.num or inner.heading)):
                yield self.line(inner, node.eid)
        english = self.shown.english_index.get(node.eid)
        if self.shown.language == "zh" and english is not None and node.kind is not Kind.ANNEX:
            for inner in english.walk():
                if inner.eid not in seen and inner.text:
                    yield Line(inner.eid, inner.kind.value, _depth(inner.eid, node.eid), "", (),
                               inner.num, plain(inner.text), inner.inferred)

    def line(self, node: Provision, top: str) -> Line:
        """Return one provision's own text in both languages, indented below ``top``."""
        version = self.shelf.version_of(self.shown.version)
        work = self.shelf.work_of(self.shown.version)
        english = self.shown.english_index.get(node.eid)
        own = runs_of(self.shelf, self.shown, node.eid, self.glossary)
        if not node.text and node.heading:
            own = plain(node.heading)
        zh = self.shown.language == "zh"
        cited = work is not None and version is not None
        return Line(
            node.eid, node.kind.value, _depth(node.eid, top), node.num if zh else "",
            own if zh else (), (english.num if english else "") if zh else node.num,
            self._english(english) if zh else own, node.inferred,
            cite_zh(work, version, node.eid) if cited and work and version else "",
            cite_en(work, version, self.shelf.status(version), node.eid)
            if cited and work and version else "")

    def _english(self, node: Provision | None) -> tuple[Run, ...]:
        return plain(node.text or node.heading) if node else ()

    def outline(self) -> tuple[Link, ...]:
        """Return the headings of the text as links; ``note`` is the level."""
        rows = []
        for node in walk_all(self.shown.text.provisions):
            if node.kind in GROUPING or node.kind in (Kind.ANNEX, Kind.HEADING):
                english = self.shown.english_index.get(node.eid)
                zh = self.shown.language == "zh"
                rows.append(Link(
                    f"{english.num} {english.heading}".strip() if english else place_en(node.eid),
                    f"#{node.eid}", _outline_zh(node) if zh else "",
                    str(OUTLINE_LEVEL.get(node.kind, 2))))
        return tuple(rows)


def _outline_zh(node: Provision) -> str:
    """Return a heading on one line, without the wide spaces that only stretch it on the page."""
    return f"{node.num} {(node.heading or node.text[:24]).replace(WIDE_SPACE, '')}"


def _depth(eid: str, top: str) -> int:
    """Count the levels below the paragraph: items 1, subitems 2; below a heading points count 0."""
    below = eid.removeprefix(top).strip("_")
    steps = [kind for kind, _ in eid_steps(below)] if below and eid.startswith(top) else []
    return sum(kind in ("item", "subitem") for kind in steps)


def english_num(node: Provision) -> str:
    """Return the English number of a unit that has none of its own: ``Article 17``."""
    return f"{ENGLISH_KIND[node.kind]} {node.number}"


def parts_of(text: Text, *, front: bool) -> tuple[PartView, ...]:
    """Return the named parts before the first provision, or those after it."""
    first = min((node.start for node in text.provisions), default=len(text.canonical))
    return tuple(_part(text, part) for part in text.parts
                 if (part.start < first) is front and part.name is not PartName.TITLE
                 and text.canonical[part.start:part.end].strip())


def _part(text: Text, part: Part) -> PartView:
    lines = text.canonical[part.start:part.end].strip("\n").split("\n")
    return PartView(PART[part.name], tuple(line for line in lines if line.strip()),
                    text.language, part.name in FOLDED)


def place_of(shown: Shown, eid: str) -> tuple[tuple[str, str], ...]:
    """Return the (eid, words) of the headings above an article, outermost first."""
    def climb(node: Provision, above: tuple[Provision, ...]) -> tuple[Provision, ...] | None:
        if node.eid == eid:
            return above
        if article_eid(node.eid) == node.eid and node.kind is Kind.ARTICLE:
            return None
        return next((found for child in node.children
                     if (found := climb(child, (*above, node))) is not None), None)

    chain: tuple[Provision, ...] = next(
        (found for root in shown.text.provisions if (found := climb(root, ())) is not None), ())
    return tuple((node.eid, _heading_words(shown.english_index, node)) for node in chain)


def _heading_words(english: Mapping[str, Provision], node: Provision) -> str:
    words = f"{node.num} {node.heading}".strip()
    twin = english.get(node.eid)
    if twin is not None and twin is not node and twin.heading:
        words += f" · {twin.heading}"
    return words
