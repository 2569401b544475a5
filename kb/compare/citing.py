"""Likeness by what is cited: which penalty clause punishes the same duty.

Reads units, the groups of a first pass and the scores; writes scores adjusted for a second pass. Where
both provisions cite others of their own text, the citations are mapped through the first pass: citing
the same provisions speaks for a weak pair, citing none of the same against it.
"""

from collections import defaultdict
from dataclasses import replace
from typing import Final

import numpy as np

from kb.compare.citations import cited_articles
from kb.compare.pairing import Group
from kb.compare.similarity import Scores
from kb.compare.units import Unit

AGREE: Final = 0.12
DISAGREE: Final = 0.2
"""Added to, or taken from, the weight of a pair; the score that is shown stays as it is."""

Cited = list[frozenset[str]]


def with_citations(scores: Scores, groups: tuple[Group, ...], a: tuple[Unit, ...],
                   b: tuple[Unit, ...]) -> Scores:
    """Return the scores with weights raised or lowered by what both provisions cite."""
    of_a, of_b = _mapped(a, b, groups), [cited_articles(unit) for unit in b]
    if not any(of_a) or not any(of_b):
        return scores
    weight = scores.weight.copy()
    a_cited, b_cited = np.zeros(weight.shape, np.bool_), np.zeros(weight.shape, np.bool_)
    rows = [i for i, cited in enumerate(of_a) if cited]
    columns = [j for j, cited in enumerate(of_b) if cited]
    for i in rows:
        for j in columns:
            common = len(of_a[i] & of_b[j])
            a_cited[i, j], b_cited[i, j] = of_a[i] <= of_b[j], of_b[j] <= of_a[i]
            if weight[i, j] > 0:
                share = common / min(len(of_a[i]), len(of_b[j]))
                weight[i, j] += AGREE * share if common else -DISAGREE
    return replace(scores, weight=weight, a_cited=a_cited, b_cited=b_cited)


def _mapped(a: tuple[Unit, ...], b: tuple[Unit, ...], groups: tuple[Group, ...]) -> Cited:
    """Return what each unit of a cites, as eids of b; what has no counterpart is left out."""
    forth: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for i in group.a:
            forth[a[i].eid].update(b[j].eid for j in group.b)
    return [frozenset(other for eid in cited_articles(unit) for other in forth.get(eid, ()))
            for unit in a]
