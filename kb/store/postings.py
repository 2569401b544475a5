"""Where each word stands in each record.

`kb search` reads it from the built file, the site's search from its index.

Reads: records and a vocabulary. Writes: nothing.
Guarantees: English words are indexed in the one spelling of `kb.store.words`, each with its places;
Chinese terms of the vocabulary likewise, leaving out those inside a longer term of another meaning;
Chinese quantities (十个工作日) under their English form (``10 working day``).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from kb.model.numerals import NUMERAL_CHARS, to_int
from kb.store.vocabulary import Vocabulary
from kb.store.words import places, settings

Places = tuple[int, ...]
Found = Mapping[int, Places]
"""Record number -> places in it."""

YUAN: Final = {"万元": 10_000, "亿元": 100_000_000}


@dataclass(slots=True)
class Postings:
    """``english`` by word, ``chinese`` by term or quantity; lengths in words and characters."""

    english: dict[str, dict[int, Places]] = field(default_factory=dict)
    chinese: dict[str, dict[int, Places]] = field(default_factory=dict)
    lengths: dict[int, tuple[int, int]] = field(default_factory=dict)

    def add(self, number: int, zh: str, en: str, vocabulary: Vocabulary) -> None:
        """Index one record under its number."""
        words = places(en)
        for word, at in words.items():
            self.english.setdefault(word, {})[number] = tuple(at)
        for term, at in chinese_places(zh, vocabulary):
            self.chinese.setdefault(term, {})[number] = tuple(at)
        self.lengths[number] = (sum(map(len, words.values())), len(zh))


    @property
    def average(self) -> tuple[float, float]:
        """Return the mean lengths of the records that have English, and Chinese."""
        return mean_lengths(self.lengths.values())


def mean_lengths(lengths: Iterable[tuple[int, int]]) -> tuple[float, float]:
    """Return the mean of what is not empty, in words and in characters."""
    lengths = tuple(lengths)
    english, chinese = ([pair[side] for pair in lengths if pair[side]] for side in (0, 1))
    return sum(english) / (len(english) or 1), sum(chinese) / (len(chinese) or 1)


def chinese_places(zh: str, vocabulary: Vocabulary) -> Iterator[tuple[str, list[int]]]:
    """Yield the terms of the vocabulary and the quantities in a Chinese text, with their places."""
    for term in vocabulary.chinese if zh else ():
        if term in zh and (at := _outside(zh, term, vocabulary.masks.get(term, ()))):
            yield term, at
    yield from quantities(zh).items()


def _outside(zh: str, term: str, masks: Iterable[str]) -> list[int]:
    covered = [(at, at + len(mask)) for mask in masks for at in occurrences(zh, mask)]
    return [at for at in occurrences(zh, term)
            if not any(start <= at < end for start, end in covered)]


def occurrences(text: str, run: str) -> list[int]:
    """Return where a run begins in a text, overlapping ones too."""
    found, at = [], text.find(run)
    while at >= 0:
        found.append(at)
        at = text.find(run, at + 1)
    return found


@cache
def _quantity() -> re.Pattern[str]:
    units = "|".join(sorted(settings()["units"], key=len, reverse=True))
    return re.compile(f"([{NUMERAL_CHARS}]+)({units})|百分之([{NUMERAL_CHARS}]+)")


def quantities(zh: str) -> dict[str, list[int]]:
    """Return the quantities of a Chinese text under their English form.

    >>> quantities("应当在十个工作日内备案，处一万元以上十万元以下罚款")
    {'10 working day': [3], '10000 yuan': [13], '100000 yuan': [18]}
    """
    found: dict[str, list[int]] = {}
    for match in _quantity().finditer(zh):
        numeral, unit, share = match.groups()
        value = to_int(numeral or share)
        if value is not None:
            value *= YUAN.get(unit or "", 1)
            name = settings()["units"][unit] if unit else "percent"
            found.setdefault(f"{value} {name}", []).append(match.start())
    return found
