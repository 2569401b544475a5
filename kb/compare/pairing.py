"""From scores to groups: one-to-one pairs first, then splits and merges that blocks of text prove.

Reads symbol strings and their scores; writes ``Group`` values by index. What the assignment left
unmatched is looked for inside provisions of the other side: a leftover belongs to a provision when
enough of its characters stand there in common blocks, counted only where the partner that the
provision already has did not use them. Anything else stays unmatched.
"""

from dataclasses import dataclass

import numpy as np

from kb.compare.assign import Limits, assign
from kb.compare.blocks import Block, common_blocks, covered
from kb.compare.similarity import Matrix, Scores

_USED = "\0"
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """What a leftover needs to count as part of a provision.

    ``share`` of its symbols in blocks of at least ``least`` symbols, ``total`` symbols together;
    only provisions whose containment score reaches ``glance`` are looked at.
    """

    share: float = 0.55
    least: int = 6
    total: int = 14
    glance: float = 0.4


@dataclass(frozen=True, slots=True)
class Edge:
    """Unit ``a`` of one side is linked with unit ``b`` of the other; ``blocks`` prove a containment."""

    a: int
    b: int
    contained: bool = False
    blocks: tuple[Block, ...] = ()


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


def pair_up(a: tuple[str, ...], b: tuple[str, ...], scores: Scores, limits: Limits,
            proof: Proof) -> tuple[Group, ...]:
    """Group the units of two sides; every unit is in exactly one group."""
    edges = [Edge(i, j) for i, j in assign(scores.weight, limits)]
    _place_leftovers(a, b, scores.b_in_a, edges, proof)
    mirrored = [_turned(edge) for edge in edges]
    _place_leftovers(b, a, scores.a_in_b.T, mirrored, proof)
    return _groups(len(a), len(b), [_turned(edge) for edge in mirrored])


def _turned(edge: Edge) -> Edge:
    blocks = tuple(sorted(Block(x.b_start, x.a_start, x.length) for x in edge.blocks))
    return Edge(edge.b, edge.a, edge.contained, blocks)


def _place_leftovers(a: tuple[str, ...], b: tuple[str, ...], b_in_a: Matrix,
                     edges: list[Edge], proof: Proof) -> None:
    """Add an edge for every unmatched unit of b that stands inside a unit of a."""
    linked = {edge.b for edge in edges}
    for j in range(len(b)):
        if j in linked or not a:
            continue
        tries = [int(i) for i in np.argsort(-b_in_a[:, j], kind="stable")[:_TRIES]
                 if b_in_a[i, j] >= proof.glance]
        found = [edge for i in tries if (edge := _contained(a, b, (i, j), edges, proof))]
        if found:
            edges.append(max(found, key=lambda edge: covered(edge.blocks)))


def _contained(a: tuple[str, ...], b: tuple[str, ...], pair: tuple[int, int], edges: list[Edge],
               proof: Proof) -> Edge | None:
    i, j = pair
    rest = a[i]
    for edge in edges:
        if edge.a == i:
            rest = _without(rest, common_blocks(a[i], b[edge.b], proof.least))
    blocks = common_blocks(rest, b[j], proof.least)
    found = covered(blocks)
    if found < proof.total or found < proof.share * len(b[j]):
        return None
    return Edge(i, j, contained=True, blocks=blocks)


def _without(text: str, blocks: tuple[Block, ...]) -> str:
    for block in blocks:
        end = block.a_start + block.length
        text = text[:block.a_start] + _USED * block.length + text[end:]
    return text


def _groups(count_a: int, count_b: int, edges: list[Edge]) -> tuple[Group, ...]:
    """Join the edges into connected groups, in order of a, then what only b has, in order of b."""
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
