"""From scores to groups: one-to-one pairs first, then splits and merges that blocks of text prove.

Reads symbol strings and their scores; writes ``Group`` values by index. What the assignment left
unmatched is looked for inside provisions of the other side: a leftover belongs to a provision when
enough of its characters stand there in common blocks, counted only where the partner that the
provision already has did not use them. Anything else stays unmatched.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from kb.compare.assign import Limits, assign
from kb.compare.blocks import Block, common_blocks, covered
from kb.compare.similarity import PUNCTUATION, Flags, Scores

_USED = "\0"
_TRIES = 3

CONTAINED: Final = "contained-blocks"
SAME_CITATIONS: Final = "same-citations"
PASSED_ON: Final = "paragraph-passed-on"
"""Rule ids of what makes a provision a part of another one."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a leftover needs to count as part of a provision.

    ``share`` of its symbols in blocks of at least ``least`` symbols, ``total`` symbols together;
    only provisions whose containment score reaches ``glance`` are looked at. A ``little`` share is enough
    where the provision has another partner and the blocks are ``lost`` of what that one does not use (0:
    never): then a part of it was cut off and written out.
    """

    share: float = 0.6
    least: int = 6
    total: int = 18
    glance: float = 0.4
    little: float = 0.3
    lost: float = 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes a pair and what proves a part."""

    limits: Limits
    proof: Proof


@dataclass(frozen=True, slots=True)
class Edge:
    """Unit ``a`` of one side is linked with unit ``b`` of the other.

    ``proof`` is empty for a pair that is alike as a whole, otherwise the id of the rule by which the
    one is a part of the other; ``blocks`` are then the common text.
    """

    a: int
    b: int
    proof: str = ""
    blocks: tuple[Block, ...] = ()

    def turned(self) -> "Edge":
        """Return the edge seen from the other side."""
        blocks = (Block(x.b_start, x.a_start, x.length) for x in self.blocks)
        return Edge(self.b, self.a, self.proof, tuple(sorted(blocks)))


@dataclass(frozen=True, slots=True)
class Group:
    """A connected group of units: indices of both sides in order, and the edges between them."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    edges: tuple[Edge, ...] = ()


def even_groups(count: int) -> tuple[Group, ...]:
    """Group the units of two sides one by one in order."""
    return tuple(Group((i,), (i,), (Edge(i, i),)) for i in range(count))


def lone_groups(count_a: int, count_b: int) -> tuple[Group, ...]:
    """Group nothing with nothing."""
    return (*(Group((i,), ()) for i in range(count_a)), *(Group((), (j,)) for j in range(count_b)))


def pair_up(a: tuple[str, ...], b: tuple[str, ...], scores: Scores, rules: Rules) -> list[Edge]:
    """Return the edges between the units of two sides: pairs first, then proved parts."""
    edges = [Edge(i, j) for i, j in assign(scores.weight, rules.limits)]
    edges += _leftovers(a, b, scores, edges, rules.proof)
    turned = [edge.turned() for edge in edges]
    turned += _leftovers(b, a, scores.turned(), turned, rules.proof)
    return [edge.turned() for edge in turned]


def _leftovers(a: tuple[str, ...], b: tuple[str, ...], scores: Scores, edges: list[Edge],
               proof: Proof) -> list[Edge]:
    """Return an edge for every unmatched unit of b that stands inside a unit of a."""
    known, found = list(edges), []
    linked = {edge.b for edge in edges}
    for j in range(len(b)):
        if j in linked:
            continue
        tried = [edge for i in _holders(scores, j, proof)
                 if (edge := _contained(a, b, (i, j), known, proof))]
        tried += [edge for i in np.nonzero(_cited(scores, j))[0]
                  if (edge := _by_citations(a, b, (int(i), j), proof))]
        if tried:
            found.append(max(tried, key=lambda edge: covered(edge.blocks)))
            known.append(found[-1])
    return found


def _holders(scores: Scores, j: int, proof: Proof) -> list[int]:
    column = scores.b_in_a[:, j]
    return [int(i) for i in np.argsort(-column, kind="stable")[:_TRIES]
            if column[i] >= proof.glance]


def _cited(scores: Scores, j: int) -> Flags:
    """Return which units of a cite all that unit j of b cites, if only one does."""
    if scores.b_cited is None or scores.b_cited[:, j].sum() != 1:
        return np.zeros(scores.b_in_a.shape[0], dtype=np.bool_)
    found: Flags = scores.b_cited[:, j]
    return found


def _contained(a: tuple[str, ...], b: tuple[str, ...], pair: tuple[int, int], edges: list[Edge],
               proof: Proof) -> Edge | None:
    """Return the edge of a leftover whose text stands in what the holder's partners do not use."""
    i, j = pair
    rest = a[i]
    for edge in edges:
        if edge.a == i:
            rest = _without(rest, common_blocks(a[i], b[edge.b], proof.least))
    blocks = tuple(block for block in common_blocks(rest, b[j], proof.least)
                   if not _is_boilerplate(a, i, block))
    found = covered(blocks)
    lost = sum(char != _USED for char in rest)
    kept = any(edge.a == i for edge in edges)
    moved_on = kept and proof.lost and found >= proof.lost * lost and found >= proof.little * len(b[j])
    if found < proof.total or not (moved_on or found >= proof.share * len(b[j])):
        return None
    return Edge(i, j, CONTAINED, blocks)


def _is_boilerplate(a: tuple[str, ...], i: int, block: Block) -> bool:
    """Tell whether a block of unit i stands in another unit of its own side as well."""
    words = a[i][block.a_start:block.a_start + block.length].strip(PUNCTUATION)
    return any(words in other for n, other in enumerate(a) if n != i)


def _by_citations(a: tuple[str, ...], b: tuple[str, ...], pair: tuple[int, int],
                  proof: Proof) -> Edge | None:
    """Return the edge of a leftover whose citations, mapped, all stand in the holder.

    Penalty clauses share most of their words; what tells them apart is which duty they punish.
    """
    i, j = pair
    blocks = common_blocks(a[i], b[j], proof.least)
    return Edge(i, j, SAME_CITATIONS, blocks) if covered(blocks) >= proof.total else None


def _without(text: str, blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        end = block.a_start + block.length
        text = text[:block.a_start] + _USED * block.length + text[end:]
    return text


def connected(count_a: int, count_b: int, edges: list[Edge]) -> tuple[Group, ...]:
    """Join edges into connected groups; every unit is in exactly one.

    Groups come in order of a, then what only b has, in order of b.
    """
    parent = list(range(count_a + count_b))

    def top(node: int) -> int:
        while parent[node] != node:
            node = parent[node]
        return node

    for edge in edges:
        low, high = sorted((top(edge.a), top(count_a + edge.b)))
        parent[high] = low
    members: dict[int, list[int]] = {}
    for node in range(count_a + count_b):
        members.setdefault(top(node), []).append(node)
    by_root: dict[int, list[Edge]] = {}
    for edge in sorted(edges, key=lambda edge: (edge.a, edge.b)):
        by_root.setdefault(top(edge.a), []).append(edge)
    return tuple(Group(tuple(n for n in nodes if n < count_a),
                       tuple(n - count_a for n in nodes if n >= count_a),
                       tuple(by_root.get(root, ()))) for root, nodes in members.items())
