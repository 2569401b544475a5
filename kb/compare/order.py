"""Which groups kept the order and which moved.

Reads groups by index and their units; writes ``Aligned`` values.
"""

import numpy as np

from kb.compare.assign import chain
from kb.compare.links import Aligned
from kb.compare.pairing import Edge, Group
from kb.compare.units import Unit


def with_order(groups: tuple[Group, ...], a: tuple[Unit, ...],
                b: tuple[Unit, ...]) -> tuple[Aligned, ...]:
    """Return the groups with their units, marked where they broke the order.

    In order is the chain of groups that carries most text; what lies outside it has moved.
    """
    pairs = {_main(group, a, b): group for group in groups if group.a and group.b}
    length = np.zeros((len(a), len(b)))
    for (i, j), group in pairs.items():
        length[i, j] = 1 + sum(len(a[n].masked) for n in group.a) + sum(
            len(b[n].masked) for n in group.b)
    kept = set(chain(tuple(pairs), length))
    out = {group: pair not in kept for pair, group in pairs.items()}
    return tuple(Aligned(tuple(a[i] for i in group.a), tuple(b[j] for j in group.b),
                          out.get(group, False),
                          tuple(sorted({edge.proof for edge in group.edges if edge.proof})))
                 for group in groups)


def _main(group: Group, a: tuple[Unit, ...], b: tuple[Unit, ...]) -> tuple[int, int]:
    """Return the pair that stands for a group: not a containment if it can be, then the longest."""
    def rank(edge: Edge) -> tuple[bool, int, int, int]:
        shorter = min(len(a[edge.a].masked), len(b[edge.b].masked))
        return not edge.proof, shorter, -edge.a, -edge.b

    edge = max(group.edges, key=rank)
    return edge.a, edge.b
