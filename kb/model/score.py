"""Scores against annotated texts, as last committed: figures with n and interval, texts with digests."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """One figure. ``low`` and ``high`` bound its 95 % interval, both None where it has none.

    ``over``: all, development, gold, held-out, or the one text (``work@version``). ``group``: structure,
    references, definitions or norms. ``n`` counts ``unit``.
    """

    over: str
    group: str
    measure: str
    value: float
    n: int
    unit: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class ScoredText:
    """A text that was scored: the day, the program, and its annotated provisions.

    ``nodes`` leads from the eid of a provision to the first 16 hexadecimal digits of the SHA-256 of its own
    text. ``part``: development (the program was made with it in sight), gold, or held-out (scored once).
    ``gold`` is the digest of the annotation.
    """

    version: str
    part: str
    day: str
    program: str
    gold: str
    nodes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """All committed scores; ``day`` and ``program`` of the last run."""

    day: str
    program: str
    annotated: str
    texts: tuple[ScoredText, ...]
    scores: tuple[Score, ...]
