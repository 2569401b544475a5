"""Paragraphs that left their article for a new one.

Reads units and the edges between them; writes further edges. A paragraph that its article's counterpart
no longer has, and that stands nearly word for word in an article without counterpart, was passed on: the
new article is in part a piece of the old one. The other way round, a deleted article was absorbed.
"""

from typing import Final

from kb.compare.blocks import common_blocks
from kb.compare.pairing import PASSED_ON, Edge
from kb.compare.similarity import Symbols, ratio
from kb.compare.units import Unit, part_units
from kb.model.provision import Kind

ALIKE: Final = 0.7
"""Least Indel ratio of a paragraph and what it became."""

KEPT: Final = 0.6
"""From this ratio on, the old article's counterpart still has the paragraph."""

LEAST: Final = {"zh": 20, "en": 12}
SHARE: Final = 0.25
"""Least share that the paragraph has in the article it was passed on to."""

_Found = tuple[float, int, str, str]


def passed_on(a: tuple[Unit, ...], b: tuple[Unit, ...], edges: list[Edge],
              symbols: Symbols) -> list[Edge]:
    """Return an edge for every article without counterpart that took over a paragraph."""
    forth = _taken_over(a, b, edges, symbols)
    turned = [edge.turned() for edge in [*edges, *forth]]
    return forth + [edge.turned() for edge in _taken_over(b, a, turned, symbols)]


def _taken_over(a: tuple[Unit, ...], b: tuple[Unit, ...], edges: list[Edge],
                symbols: Symbols) -> list[Edge]:
    linked = {edge.b for edge in edges}
    lone = [j for j in range(len(b)) if j not in linked]
    lost = _lost(a, b, edges, symbols) if lone else []
    found = []
    for j in lone:
        whole = symbols.encode(b[j].masked)
        fit = [(score, i, old, new) for new in _paragraphs(b[j], symbols)
               if len(new) >= max(LEAST[symbols.language], SHARE * len(whole))
               for i, old in lost if (score := ratio(old, new)) >= ALIKE]
        if fit:
            found.append(_edge(max(fit, key=lambda one: (one[0], -one[1])), j))
    return found


def _edge(found: _Found, j: int) -> Edge:
    _, i, old, new = found
    return Edge(i, j, PASSED_ON, common_blocks(old, new, 4))


def _lost(a: tuple[Unit, ...], b: tuple[Unit, ...], edges: list[Edge],
          symbols: Symbols) -> list[tuple[int, str]]:
    """Return the paragraphs of matched articles of a that their counterparts no longer have."""
    partners: dict[int, list[str]] = {}
    for edge in edges:
        partners.setdefault(edge.a, []).extend(_paragraphs(b[edge.b], symbols))
    return [(i, paragraph) for i, others in partners.items()
            for paragraph in _paragraphs(a[i], symbols)
            if len(paragraph) >= LEAST[symbols.language]
            and all(ratio(paragraph, other) < KEPT for other in others)]


def _paragraphs(unit: Unit, symbols: Symbols) -> list[str]:
    return [symbols.encode(part.masked)
            for part in part_units((unit,), Kind.PARAGRAPH, symbols.language)]
