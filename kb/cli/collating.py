"""What only the Chinese shows of a comparison: provisions reworded there and not in our English."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kb.collate.leaves import Pair
from kb.collate.sameness import same_in_english
from kb.model.change import Comparison
from kb.model.text import Text

Texts = Mapping[str, Mapping[str, Text]]
"""Texts by ``work@version``, then by language."""


def with_reworded(comparisons: Iterable[Comparison], texts: Texts) -> tuple[Comparison, ...]:
    """Return comparisons of Chinese with the provisions whose rewording our English does not show."""
    found = []
    for comparison in comparisons:
        rows = tuple(reworded(comparison, texts))
        found.append(replace(comparison, reworded=tuple((a, b) for _, a, _, b in rows)))
    return tuple(found)


def reworded(comparison: Comparison, texts: Texts) -> Iterator[tuple[str, str, str, str]]:
    """Yield (version a, eid a, version b, eid b); none unless both versions are here in both languages."""
    a, b = (texts[key.partition("/")[0]] for key in (comparison.a, comparison.b))
    if comparison.language == "zh" and "en" in a and "en" in b:
        yield from same_in_english(comparison, Pair(a["zh"], a["en"]), Pair(b["zh"], b["en"]))
