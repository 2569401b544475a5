"""One-to-one matching of provisions: order first, then what moved.

Reads weight matrices; writes pairs of indices. Pairs that are each other's best and strong make a
backbone: its heaviest chain in order. Every other pair that does not cross the backbone is in order and
needs less similarity than one that crosses it. The assignment over both is optimal and deterministic;
equal weights go to the pair nearest to the backbone's course.
"""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from kb.compare.similarity import Matrix

_NUDGE: Final = 1e-4


@dataclass(frozen=True, slots=True)
class Limits:
    """Least weight of a pair that keeps the order, of one that breaks it, and of the backbone's.

    ``same_place`` is for a pair that is alone between two neighbours that correspond.
    """

    in_order: float
    out_of_order: float
    same_place: float
    backbone: float = 0.7
    bonus: float = 0.08


def assign(weight: Matrix, limits: Limits) -> tuple[tuple[int, int], ...]:
    """Return the matched pairs ``(row, column)`` in order of rows."""
    if not weight.size:
        return ()
    spine = chain(_mutual(weight, limits.backbone), weight)
    keeps = _in_order(weight.shape, spine)
    allowed = (weight >= limits.out_of_order) | (keeps & (weight >= limits.in_order))
    allowed |= _same_place(weight.shape, spine) & (weight >= limits.same_place)
    gain = np.where(allowed, weight - limits.same_place / 2 + limits.bonus * keeps, 0.0)
    gain = np.where(allowed, gain ** 2 - _NUDGE * _distance(weight.shape, spine), 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return tuple((int(i), int(j)) for i, j in zip(rows, columns, strict=True) if allowed[i, j])


def chain(pairs: tuple[tuple[int, int], ...], weight: Matrix) -> tuple[tuple[int, int], ...]:
    """Return the heaviest chain of pairs that increases on both sides."""
    tails: list[int] = []          # last column of the best chains, increasing
    sums: list[float] = []         # their weights, increasing
    links: list[int] = []          # index of the last pair of each
    before: list[int] = []
    ordered = sorted(pairs)
    for index, (i, j) in enumerate(ordered):
        place = bisect_left(tails, j)
        total = float(weight[i, j]) + (sums[place - 1] if place else 0.0)
        before.append(links[place - 1] if place else -1)
        end = place
        while end < len(tails) and sums[end] <= total:
            end += 1
        if end > place or place == len(tails) or tails[place] != j:
            tails[place:end], sums[place:end], links[place:end] = [j], [total], [index]
    found, at = [], links[-1] if links else -1
    while at >= 0:
        found.append(ordered[at])
        at = before[at]
    return tuple(reversed(found))


def _mutual(weight: Matrix, least: float) -> tuple[tuple[int, int], ...]:
    """Return the pairs that are strictly the best of their row and of their column."""
    best_row, best_column = weight.max(axis=1), weight.max(axis=0)
    alone = (weight >= least) & (weight == best_row[:, None]) & (weight == best_column[None, :])
    alone &= (alone.sum(axis=1) == 1)[:, None] & (alone.sum(axis=0) == 1)[None, :]
    rows, columns = np.nonzero(alone)
    return tuple((int(i), int(j)) for i, j in zip(rows, columns, strict=True))


def _in_order(shape: tuple[int, ...], spine: tuple[tuple[int, int], ...]) -> npt.NDArray[np.bool_]:
    """Tell for every pair whether it crosses no pair of the backbone."""
    low, high = np.full(shape[0], -1), np.full(shape[0], shape[1])
    for i, j in spine:
        low[i + 1:] = j
    for i, j in reversed(spine):
        high[:i] = np.minimum(high[:i], j)
    columns = np.arange(shape[1])[None, :]
    between: npt.NDArray[np.bool_] = (columns > low[:, None]) & (columns < high[:, None])
    return between


def _same_place(shape: tuple[int, ...], spine: tuple[tuple[int, int], ...]
                ) -> npt.NDArray[np.bool_]:
    """Tell which pairs are alone between two neighbouring pairs of the backbone."""
    found = np.zeros(shape, dtype=np.bool_)
    edges = [(-1, -1), *spine, (shape[0], shape[1])]
    for (i, j), (i_next, j_next) in pairwise(edges):
        if i_next - i == j_next - j == 2:
            found[i + 1, j + 1] = True
    return found


def _distance(shape: tuple[int, ...], spine: tuple[tuple[int, int], ...]) -> Matrix:
    """How far each pair lies from the backbone's course, squared, 0 to 1."""
    points = [(-1, -1), *spine, (shape[0], shape[1])]
    course = np.interp(np.arange(shape[0]), [i for i, _ in points], [j for _, j in points])
    away = (np.arange(shape[1])[None, :] - course[:, None]) / max(shape)
    found: Matrix = away ** 2
    return found
