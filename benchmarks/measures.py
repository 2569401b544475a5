"""Measures over spans and labels: F1, Wilson intervals, Cohen's kappa, pairing of norms.

A span is a mapping with ``eid``, ``start``, ``end`` (code points, end exclusive). No text is needed.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

Row = dict[str, Any]
LEAST_OVERLAP = 0.5
"""Two norms may be one and the same from this F1 of the characters of their actions on."""


def wilson(share: float, n: float, z: float = 1.96) -> tuple[float, float] | None:
    """Return the 95 % interval of a share of ``n`` (Wilson 1927), or None of nothing."""
    if not n:
        return None
    spread = z * z / n
    middle = (share + spread / 2) / (1 + spread)
    reach = z * math.sqrt(max(0.0, share * (1 - share)) / n + spread / (4 * n)) / (1 + spread)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def f1(right: float, predicted: float, gold: float) -> float | None:
    """Return the harmonic mean of precision and recall, or None where there is nothing to find."""
    return 2 * right / (predicted + gold) if predicted + gold else None


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Return Cohen's kappa (1960) of two labellings; None without pairs, 1 where chance alone agrees."""
    if not pairs:
        return None
    n = len(pairs)
    observed = sum(a == b for a, b in pairs) / n
    first, second = (Counter(pair[side] for pair in pairs) for side in (0, 1))
    chance = sum(first[label] * second[label] for label in first) / (n * n)
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def place(span: Row) -> tuple[str, int, int]:
    """Return a span as a value that can be compared."""
    return span["eid"], span["start"], span["end"]


def span_f1(a: Row, b: Row) -> float:
    """Return the F1 of the characters of two spans; 0 in different nodes."""
    if a["eid"] != b["eid"]:
        return 0.0
    common = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return 2 * common / (a["end"] - a["start"] + b["end"] - b["start"]) if common > 0 else 0.0


def characters(spans: Iterable[Row]) -> set[tuple[str, int]]:
    """Return every character of some spans by node and offset."""
    return {(span["eid"], at) for span in spans for at in range(span["start"], span["end"])}


def pair_norms(first: Sequence[Row], second: Sequence[Row]) -> list[tuple[int, int]]:
    """Pair norms one to one by their actions, best overlap first, as ``score_gold.py`` does."""
    ranked = sorted(((span_f1(a["action"], b["action"]), left, right)
                     for left, a in enumerate(first) for right, b in enumerate(second)), reverse=True)
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for overlap, left, right in ranked:
        if overlap < LEAST_OVERLAP:
            break
        if left not in pairs and right not in taken:
            pairs[left] = right
            taken.add(right)
    return sorted(pairs.items())
