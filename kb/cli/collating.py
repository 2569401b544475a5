"""What only the Chinese shows of a comparison: provisions reworded there and not in our English.

Where the Chinese is here, by paragraph and item. In a clone without captures the committed pins tell it
by article.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from kb.collate.leaves import Pair
from kb.collate.sameness import same_in_english
from kb.compare.translated import with_translation
from kb.model.change import Comparison
from kb.model.pin import PinSet
from kb.model.provision import render
from kb.model.text import Text

Texts = Mapping[str, Mapping[str, Text]]
"""Texts by ``work@version``, then by language."""


def with_reworded(comparisons: Iterable[Comparison], texts: Texts, pins: Mapping[str, PinSet]
                  ) -> tuple[Comparison, ...]:
    """Return comparisons with the provisions whose rewording in Chinese our English does not show."""
    found = []
    for comparison in comparisons:
        rows = tuple((a, b) for _, a, _, b in reworded(comparison, texts))
        if comparison.language == "en":
            rows = tuple((eid, eid) for eid in pinned_apart(comparison, texts, pins))
        found.append(replace(_with_english(comparison, texts), reworded=rows))
    return tuple(found)


def _with_english(comparison: Comparison, texts: Texts) -> Comparison:
    """Return a comparison with the redline of our translations, where both versions have one."""
    a, b = (texts[key.partition("/")[0]] for key in (comparison.a, comparison.b))
    if comparison.language != "zh" or "en" not in a or "en" not in b:
        return comparison
    return with_translation(comparison, a["en"], b["en"])


def pinned_apart(comparison: Comparison, texts: Texts, pins: Mapping[str, PinSet]) -> Iterator[str]:
    """Yield the articles with one English and, by every pin of either version, two Chinese wordings.

    Only articles that kept their number: the digest of a pin covers it.
    """
    a, b = (key.partition("/")[0] for key in (comparison.a, comparison.b))
    if a not in pins or b not in pins:
        return
    english = [texts[key]["en"].index() for key in (a, b)]
    for eid in english[0]:
        before, after = (_pinned(pins[key], eid) for key in (a, b))
        if (eid in english[1] and before and after and not before & after
                and len({" ".join(render(nodes[eid]).split()) for nodes in english}) == 1):
            yield eid


def _pinned(pins: PinSet, eid: str) -> frozenset[str]:
    return frozenset(source.articles[eid] for source in pins.sources if eid in source.articles)


def reworded(comparison: Comparison, texts: Texts) -> Iterator[tuple[str, str, str, str]]:
    """Yield (version a, eid a, version b, eid b); none unless both versions are here in both languages."""
    a, b = (texts[key.partition("/")[0]] for key in (comparison.a, comparison.b))
    if comparison.language == "zh" and "en" in a and "en" in b:
        yield from same_in_english(comparison, Pair(a["zh"], a["en"]), Pair(b["zh"], b["en"]))
