"""Which norm of one text became which norm of the other.

Reads the norms of both texts and the links of their articles; writes pairs. Norms are matched inside linked
articles first, by the likeness of their actions with the numbers of cited provisions masked, then by
modality, bearer and place; what is left over is matched across articles where the words are nearly equal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from kb.compare.folding import mask
from kb.compare.similarity import ratio
from kb.model.analysis import Modality, Norm
from kb.model.change import Link
from kb.model.identifiers import article_eid

ALIKE: Final = 0.62
"""Least likeness of two actions in linked articles, where the paragraphs or items are not linked."""

NEAR: Final = 0.45
"""Least likeness in a linked paragraph or item."""

SAME_PLACE: Final = 0.3
"""Least likeness where nothing else stands in the linked paragraph or item."""

ELSEWHERE: Final = 0.75
LEAST: Final = 8
"""Least likeness and length, in characters, of actions in articles that are not linked."""


MOST: Final = 1_000_000
LEFT: Final = 1_000
"""How many pairs of left-over norms are compared in full, and how many norms beyond that."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A norm of each side, how alike their actions are, and the rule that joined them."""

    a: Norm
    b: Norm
    score: float
    rule: str


@dataclass(frozen=True, slots=True)
class Matching:
    """All pairs, and the norms of either side that have none."""

    pairs: tuple[Pair, ...]
    lone_a: tuple[Norm, ...]
    lone_b: tuple[Norm, ...]


def match_norms(links: Sequence[Link], a: Sequence[Norm], b: Sequence[Norm], language: str) -> Matching:
    """Return the norms of two texts in pairs, each norm in one pair at most.

    Swapped sides give the same pairs, turned.
    """
    if _side_key(b) < _side_key(a):
        links = [replace(link, a=link.b, b=link.a, parts=tuple(
            replace(part, a=part.b, b=part.a) for part in link.parts)) for link in links]
        found = _matched(links, b, a, language)
        order = {norm.id: place for place, norm in enumerate(a)}
        pairs = sorted((Pair(pair.b, pair.a, pair.score, pair.rule) for pair in found.pairs),
                       key=lambda pair: order[pair.a.id])
        return Matching(tuple(pairs), found.lone_b, found.lone_a)
    return _matched(links, a, b, language)


def _side_key(norms: Sequence[Norm]) -> tuple[int, list[str]]:
    return len(norms), [norm.action.surface for norm in norms]


def _matched(links: Sequence[Link], a: Sequence[Norm], b: Sequence[Norm], language: str) -> Matching:
    pairs: list[Pair] = []
    joined, of_a, of_b = _joined(links), _by_unit(links, a, "a"), _by_unit(links, b, "b")
    for place in range(len(links)):
        pairs += _assigned(of_a.get(place, ()), of_b.get(place, ()), joined, language)
    lone_a, lone_b = _lone(a, [pair.a for pair in pairs]), _lone(b, [pair.b for pair in pairs])
    pairs += _elsewhere(lone_a, lone_b, language)
    order = {norm.id: place for place, norm in enumerate((*a, *b))}
    pairs.sort(key=lambda pair: order[pair.a.id])
    return Matching(tuple(pairs), _lone(a, [pair.a for pair in pairs]),
                    _lone(b, [pair.b for pair in pairs]))


def _by_unit(links: Sequence[Link], norms: Iterable[Norm], side: str) -> dict[int, list[Norm]]:
    """Return the norms of one side by the link that their article, or their own provision, is in."""
    place_of = {eid: place for place, link in enumerate(links)
                for eid in (link.a if side == "a" else link.b)}
    found: dict[int, list[Norm]] = {}
    for norm in norms:
        place = place_of.get(article_eid(norm.eid), place_of.get(norm.eid))
        if place is not None:
            found.setdefault(place, []).append(norm)
    return found


def _lone(norms: Iterable[Norm], taken: Iterable[Norm]) -> tuple[Norm, ...]:
    ids = {norm.id for norm in taken}
    return tuple(norm for norm in norms if norm.id not in ids)


def _joined(links: Sequence[Link]) -> frozenset[tuple[str, str]]:
    """Return every pair of provisions that a link or one of its parts joins."""
    return frozenset((x, y) for link in links for one in (link, *link.parts) for x in one.a for y in one.b)


def _words(norm: Norm, language: str) -> str:
    return mask(norm.action.surface, language)


def _alike(x: Norm, y: Norm, language: str) -> float:
    """Return the likeness of two norms: of what is asked; of sanctions, also of what they punish."""
    actions = ratio(_words(x, language), _words(y, language))
    if Modality.PENALTY not in {x.modality, y.modality}:
        return actions
    cases = ratio(*("".join(mask(span.surface, language) for span in norm.conditions) for norm in (x, y)))
    return (actions + cases) / 2


def _assigned(a: Sequence[Norm], b: Sequence[Norm], joined: frozenset[tuple[str, str]],
              language: str) -> list[Pair]:
    if not a or not b:
        return []
    alike = np.array([[_alike(x, y, language) for y in b] for x in a])
    near = np.array([[(x.eid, y.eid) in joined for y in b] for x in a])
    bonus = np.array([[_bonus(x, y) for y in b] for x in a])
    allowed = (alike >= ALIKE) | near & ((alike >= NEAR) | (alike >= SAME_PLACE) & _alone(near))
    gain = np.where(allowed, alike + bonus + 0.15 * near, 0.0)
    rows, columns = linear_sum_assignment(gain, maximize=True)
    return [Pair(a[i], b[j], round(float(alike[i, j]), 4),
                 "same-place" if near[i, j] else "same-article")
            for i, j in zip(rows, columns, strict=True) if allowed[i, j]]


def _alone(near: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which pairs are the only norms of both their provisions."""
    rows: NDArray[np.bool_] = near.sum(axis=1)[:, None] == 1
    columns: NDArray[np.bool_] = near.sum(axis=0)[None, :] == 1
    return rows & columns


def _bonus(x: Norm, y: Norm) -> float:
    same_modality = 0.1 if x.modality is y.modality else 0.0
    bearers = [norm.bearer.span.surface if norm.bearer else "" for norm in (x, y)]
    hit = [norm.sanctioned.span.surface if norm.sanctioned else "" for norm in (x, y)]
    other = -0.2 if all(hit) and hit[0] != hit[1] else 0.0
    return same_modality + other + (0.05 if bearers[0] == bearers[1] else 0.0)


def _elsewhere(a: Sequence[Norm], b: Sequence[Norm], language: str) -> list[Pair]:
    """Match what is left over; of more than ``MOST`` pairs, only what is the same word for word."""
    if len(a) * len(b) > MOST:
        words = {norm.action.surface for norm in a} & {norm.action.surface for norm in b}
        a, b = ([norm for norm in side if norm.action.surface in words][:LEFT] for side in (a, b))
    scored = sorted(((-score, i, j) for i, first in enumerate(a) if len(first.action.surface) >= LEAST
                    for j, second in enumerate(b) if len(second.action.surface) >= LEAST
                    and (score := _alike(first, second, language)) >= ELSEWHERE))
    found: list[Pair] = []
    used: tuple[set[int], set[int]] = set(), set()
    for score, i, j in scored:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            found.append(Pair(a[i], b[j], round(-score, 4), "same-words-elsewhere"))
    return found
