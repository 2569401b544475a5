"""Alignment inside linked articles: paragraphs, items and subitems.

Reads the units of one group; writes the groups of their parts, level by level. What a level leaves over
is then looked for on the other levels: a paragraph may have become an item of a list.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from kb.compare.assign import Limits, assign
from kb.compare.blocks import common_blocks, covered
from kb.compare.links import Aligned
from kb.compare.order import with_order
from kb.compare.pairing import CONTAINED, Group, Proof, Rules, connected, even_groups, lone_groups, pair_up
from kb.compare.similarity import Scores, Symbols, ratio_matrix
from kb.compare.units import PART_LEVELS, Unit, part_units
from kb.model.provision import Kind

PARTS: Final = Limits(in_order=0.4, out_of_order=0.6, same_place=0.3)
"""Lower than for articles: the article around a part speaks for it."""

ACROSS: Final = Limits(in_order=0.6, out_of_order=0.6, same_place=0.6)
"""Between levels, on the share of the shorter part that stands in the longer."""

PROOF: Final = {"zh": Proof(share=0.55, least=5, total=10, lost=0.33),
                "en": Proof(share=0.55, least=3, total=6, lost=0.33)}


def align_parts(group: Aligned, symbols: Symbols) -> tuple[Aligned, ...]:
    """Return the groups of the parts of a group; none for an insertion or a deletion."""
    if not group.a or not group.b:
        return ()
    found: list[Aligned] = []
    proof = PROOF[symbols.language]
    if len(group.a) > 1 or len(group.b) > 1:  # what a paragraph lost may be in another article of the group
        proof = replace(proof, lost=0.0)
    for level in PART_LEVELS:
        a = part_units(group.a, level, symbols.language)
        b = part_units(group.b, level, symbols.language)
        found += with_order(_level(a, b, symbols, proof), a, b)
    return _across_levels(found, symbols)


def _level(a: tuple[Unit, ...], b: tuple[Unit, ...], symbols: Symbols, proof: Proof) -> tuple[Group, ...]:
    texts_a, texts_b = tuple(u.masked for u in a), tuple(u.masked for u in b)
    if texts_a == texts_b or (len(a) == len(b) == 1 and a[0].kind is Kind.PARAGRAPH):
        return even_groups(len(a))
    if not a or not b:
        return lone_groups(len(a), len(b))
    coded_a = tuple(symbols.encode(text) for text in texts_a)
    coded_b = tuple(symbols.encode(text) for text in texts_b)
    ratios = ratio_matrix(coded_a, coded_b)
    everywhere = np.ones_like(ratios)
    # splits and merges are proved on what stands in the part itself, not in the list below it
    own_a = tuple(symbols.encode(unit.own) for unit in a)
    own_b = tuple(symbols.encode(unit.own) for unit in b)
    edges = pair_up(own_a, own_b, Scores(ratios, ratios, everywhere, everywhere),
                    Rules(PARTS, proof))
    return connected(len(a), len(b), edges)


def _across_levels(found: list[Aligned], symbols: Symbols) -> tuple[Aligned, ...]:
    """Link what was left over on one level with what was left over on another."""
    lone_a = [one for one in found if not one.b]
    lone_b = [one for one in found if not one.a]
    if not lone_a or not lone_b:
        return tuple(found)
    shares = np.array([[_share(x.a[0], y.b[0], symbols) for y in lone_b] for x in lone_a])
    pairs = assign(shares, ACROSS)
    joined = [Aligned(lone_a[i].a, lone_b[j].b, moved=False, proofs=(CONTAINED,)) for i, j in pairs]
    gone = {id(lone_a[i]) for i, _ in pairs} | {id(lone_b[j]) for _, j in pairs}
    return tuple([one for one in found if id(one) not in gone] + joined)


def _share(a: Unit, b: Unit, symbols: Symbols) -> float:
    """Return which share of the shorter of two parts of different levels stands in the longer."""
    if a.kind is b.kind:
        return 0.0
    first, second = symbols.encode(a.masked), symbols.encode(b.masked)
    found = covered(common_blocks(first, second, PROOF[symbols.language].least))
    return found / max(1, min(len(first), len(second)))
