"""The units that are aligned: articles (or headings and points), and the paragraphs and items in them.

Reads ``Text`` and ``Provision``; writes ``Unit``. Every provision that prints a rule belongs to
exactly one article-level unit: an article with all that is below it, a heading or point of a policy
document without the points below it, or a loose paragraph outside any article. Titles of parts,
chapters and sections are no units. Annexes are kept apart from the body.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from kb.compare.folding import Cite, fold_and_mask, mask
from kb.model.provision import GROUPING, Kind, Provision, render
from kb.model.text import Text

HOLDERS: Final = frozenset({Kind.HEADING, Kind.POINT, Kind.ANNEX})
"""Kinds that are units for their own lines only: what is nested in them is a unit of its own."""

PART_LEVELS: Final = (Kind.PARAGRAPH, Kind.ITEM, Kind.SUBITEM)
"""The levels aligned inside linked articles."""

_NESTED: Final = frozenset({Kind.ARTICLE, Kind.HEADING, Kind.POINT, *GROUPING})


@dataclass(frozen=True, slots=True)
class Row:
    """The own text of the provision ``eid`` is ``printed[start:start + length]`` of its unit."""

    eid: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Unit:
    """A provision to be aligned.

    ``start`` is its place in the canonical text. ``printed`` is the unit as printed without its own
    number, for the redline; ``text`` and ``masked`` are folded, without item markers, for matching;
    ``own`` is the same without the parts below it. ``nodes`` are the parts that can be aligned
    within the unit, in document order. ``rows`` say where in ``printed`` the own text of each
    provision of the unit stands, in document order.
    """

    eid: str
    kind: Kind
    number: str
    start: int
    printed: str
    text: str
    masked: str
    cites: tuple[Cite, ...]
    own: str = ""
    nodes: tuple[Provision, ...] = ()
    rows: tuple[Row, ...] = ()


def body_units(text: Text) -> tuple[Unit, ...]:
    """Return the article-level units of a text in document order, annexes left out."""
    roots = [root for root in text.provisions if root.kind is not Kind.ANNEX]
    return tuple(_unit(node, text.language) for root in roots for node in _heads(root))


def annex_units(text: Text) -> tuple[Unit, ...]:
    """Return the article-level units of the annexes of a text in document order."""
    roots = [root for root in text.provisions if root.kind is Kind.ANNEX]
    return tuple(_unit(node, text.language) for root in roots for node in _heads(root))


def all_units(text: Text) -> tuple[Unit, ...]:
    """Return the article-level units of body and annexes."""
    return body_units(text) + annex_units(text)


def part_units(units: tuple[Unit, ...], level: Kind, language: str) -> tuple[Unit, ...]:
    """Return the parts of one level inside several units, in document order."""
    return tuple(_part(node, language) for unit in units for node in unit.nodes
                 if node.kind is level)


def own_words(unit: Unit, language: str) -> Unit:
    """Return a part without those below it, which are judged on their own; one of none stays whole."""
    if not unit.own or unit.own == unit.masked:
        return unit
    row = unit.rows[0]
    folded = fold_and_mask(unit.printed[row.start:row.start + row.length], language)
    return replace(unit, text=folded.text, masked=folded.masked, cites=folded.cites)


def _heads(node: Provision) -> Iterator[Provision]:
    if node.kind in GROUPING:
        for child in node.children:
            yield from _heads(child)
    elif node.kind in HOLDERS:
        if node.text or node.heading or any(child.kind not in _NESTED for child in node.children):
            yield node
        for child in node.children:
            if child.kind in _NESTED:
                yield from _heads(child)
    else:
        yield node


def _own(node: Provision) -> tuple[Provision, ...]:
    """Return the children that belong to the unit of a node."""
    if node.kind in HOLDERS:
        return tuple(child for child in node.children if child.kind not in _NESTED)
    return node.children


def _unit(node: Provision, language: str) -> Unit:
    own = _own(node)
    rows = [row for row in (node.heading, node.text) if row]
    below = tuple(inner for child in own for inner in child.walk())
    folded = fold_and_mask("\n".join(rows + [inner.heading or inner.text for inner in below]),
                           language)
    printed = "\n".join([*rows, *(render(child) for child in own)])
    return Unit(node.eid, node.kind, node.number, node.start, printed, folded.text,
                folded.masked, folded.cites, folded.masked,
                tuple(inner for inner in below if inner.kind in PART_LEVELS),
                tuple(_rows(printed, node, below)))


def _rows(printed: str, node: Provision, below: tuple[Provision, ...]) -> Iterator[Row]:
    """Yield where each text stands; a unit's own number is not printed, those below it are."""
    at = len(node.heading)
    for one, skip in ((node, 0), *((inner, len(inner.num)) for inner in below)):
        if one.text:
            at = printed.index(one.text, at + skip)
            yield Row(one.eid, at, len(one.text))
            at += len(one.text)


def _part(node: Provision, language: str) -> Unit:
    below = tuple(node.walk())
    folded = fold_and_mask("\n".join(inner.text for inner in below), language)
    printed = "\n".join(row for row in (node.text, *(render(child) for child in node.children))
                        if row)
    return Unit(node.eid, node.kind, node.number, node.start, printed, folded.text,
                folded.masked, folded.cites, mask(node.text, language),
                rows=tuple(_rows(printed, node, below[1:])))
