"""Alignment of two texts of one language: articles, and the paragraphs and items inside them.

Reads two ``Text`` values; writes a ``Comparison``. Every article-level unit of both sides is in exactly
one link. The same two texts always give the same links, and the two sides may be swapped: the result is
mirrored. A weak likeness makes no link: such provisions are inserted and deleted.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from kb.compare.assign import Limits, chain
from kb.compare.citing import with_citations
from kb.compare.links import Aligned, build_links, reading_order, turned
from kb.compare.pairing import Group, Proof, Rules, even_groups, lone_groups, pair_up
from kb.compare.similarity import Scores, Symbols, ratio_matrix, score_units
from kb.compare.units import PART_LEVELS, Unit, annex_units, body_units, part_units
from kb.errors import KbError
from kb.model.change import Comparison
from kb.model.text import Text

RULE_VERSION: Final = "compare-1"

ARTICLES: Final = Limits(in_order=0.36, out_of_order=0.6)
PARTS: Final = Limits(in_order=0.4, out_of_order=0.6)
PROOF: Final = {"zh": Proof(), "en": Proof(least=4, total=10)}
PART_PROOF: Final = {"zh": Proof(share=0.55, least=5, total=10),
                     "en": Proof(share=0.55, least=3, total=6)}


def compare_texts(a: Text, b: Text) -> Comparison:
    """Align two texts.

    Articles are aligned with articles (headings and points in policy documents), annexes with
    annexes; ``parts`` of a link list its paragraphs, then its items, then its subitems. Links come in
    the order of ``a``; what only ``b`` has stands after the link of what precedes it in ``b``.

    Raises:
        KbError: the two texts are in different languages.
    """
    if a.language != b.language:
        raise KbError("these two texts cannot be compared", f"{a.key} and {b.key}",
                      "they are in different languages",
                      "compare two texts of one language; a translation stands beside its text")
    symbols = Symbols(a.language)
    if _side_key(b) < _side_key(a):
        groups = tuple(turned(group) for group in _aligned(b, a, symbols))
    else:
        groups = _aligned(a, b, symbols)
    links = build_links(reading_order(groups), symbols)
    return Comparison(a.key, b.key, a.language, links, RULE_VERSION)


def _aligned(a: Text, b: Text, symbols: Symbols) -> tuple[Aligned, ...]:
    return (*_align_units(body_units(a), body_units(b), symbols),
            *_align_units(annex_units(a), annex_units(b), symbols))


def _side_key(text: Text) -> tuple[int, str]:
    """Fix which side is worked on first, so that swapping the sides mirrors the result exactly."""
    return len(text.canonical), text.canonical


def _align_units(a: tuple[Unit, ...], b: tuple[Unit, ...],
                 symbols: Symbols) -> tuple[Aligned, ...]:
    coded_a = tuple(symbols.encode(unit.masked) for unit in a)
    coded_b = tuple(symbols.encode(unit.masked) for unit in b)
    if a and b:
        scores = score_units(coded_a, coded_b)
        rules = Rules(ARTICLES, PROOF[symbols.language])
        groups = pair_up(coded_a, coded_b, scores, rules)
        groups = pair_up(coded_a, coded_b, with_citations(scores, groups, a, b), rules)
    else:
        groups = lone_groups(len(a), len(b))
    return tuple(replace(one, parts=_align_parts(one, symbols))
                 for one in _with_order(groups, a, b))


def _with_order(groups: tuple[Group, ...], a: tuple[Unit, ...],
                b: tuple[Unit, ...]) -> tuple[Aligned, ...]:
    """Mark the groups that broke the order: those outside the heaviest chain in order."""
    pairs = {_main(group, a, b): group for group in groups if group.a and group.b}
    length = np.zeros((len(a), len(b)))
    for (i, j), group in pairs.items():
        length[i, j] = 1 + sum(len(a[n].masked) for n in group.a) + sum(
            len(b[n].masked) for n in group.b)
    kept = set(chain(tuple(pairs), length))
    out = {group: pair not in kept for pair, group in pairs.items()}
    return tuple(Aligned(tuple(a[i] for i in group.a), tuple(b[j] for j in group.b),
                          out.get(group, False),
                          bool(group.edges) and all(edge.contained for edge in group.edges))
                 for group in groups)


def _main(group: Group, a: tuple[Unit, ...], b: tuple[Unit, ...]) -> tuple[int, int]:
    """Return the pair that stands for a group: not a containment if it can be, then the longest."""
    edge = max(group.edges, key=lambda edge: (not edge.contained, min(len(a[edge.a].masked),
                                                                      len(b[edge.b].masked)),
                                              -edge.a, -edge.b))
    return edge.a, edge.b


def _align_parts(group: Aligned, symbols: Symbols) -> tuple[Aligned, ...]:
    if not group.a or not group.b:
        return ()
    found: list[Aligned] = []
    for level in PART_LEVELS:
        a = part_units(group.a, level, symbols.language)
        b = part_units(group.b, level, symbols.language)
        if a or b:
            found += _with_order(_part_groups(a, b, symbols), a, b)
    return tuple(found)


def _part_groups(a: tuple[Unit, ...], b: tuple[Unit, ...], symbols: Symbols) -> tuple[Group, ...]:
    texts_a, texts_b = tuple(u.masked for u in a), tuple(u.masked for u in b)
    if texts_a == texts_b or len(a) == len(b) == 1:
        return even_groups(len(a))
    if not a or not b:
        return lone_groups(len(a), len(b))
    coded_a = tuple(symbols.encode(text) for text in texts_a)
    coded_b = tuple(symbols.encode(text) for text in texts_b)
    ratios = ratio_matrix(coded_a, coded_b)
    everywhere = np.ones_like(ratios)
    return pair_up(coded_a, coded_b, Scores(ratios, ratios, everywhere, everywhere),
                   Rules(PARTS, PART_PROOF[symbols.language]))
