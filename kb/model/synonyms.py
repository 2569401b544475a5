"""Everyday words that mean the same as words of the rules, for searching only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """Words that the search takes for one another, English and Chinese together.

    ``words`` stand for each other. ``typed`` are words that people type and the texts do not mean by
    them: they lead to ``words``, never the other way, and to ``leads``, which do not stand for each
    other. ``reason`` says why the words belong together.
    """

    words: tuple[str, ...]
    typed: tuple[str, ...] = ()
    reason: str = ""
    leads: tuple[str, ...] = ()
