"""The glossary on both sides: a Chinese term in a provision asks for its English in the same one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from kb.collate.findings import Finding
from kb.collate.leaves import Leaf
from kb.collate.operators import is_operator
from kb.model.glossary import Term, TextCheck

TITLE: Final = re.compile(r"《[^》]*》")


@dataclass(frozen=True)
class Wordbook:
    """The terms that hold in one work; a longer term hides the shorter ones inside it."""

    terms: tuple[Term, ...]

    def found_in(self, chinese: str) -> tuple[Term, ...]:
        """Return the terms of a provision in order of first appearance, titles in 《》 left out."""
        if not self.terms:
            return ()
        shown = TITLE.sub(lambda match: "\n" * len(match[0]), chinese)
        by_word = {term.zh: term for term in self.terms}
        found = dict.fromkeys(match[0] for match in _any_of(tuple(by_word)).finditer(shown))
        return tuple(by_word[word] for word in found)


@cache
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def wordbook(terms: tuple[Term, ...], work: str) -> Wordbook:
    """Return the terms that hold in a work; one made for the work goes before a general one."""
    return Wordbook(tuple(term for term in terms if not term.works or work in term.works))


@cache
def rendering(english: str) -> re.Pattern[str]:
    """Return the expression of a rendering: any case, plural, possessive or verb -s, space or hyphen.

    >>> bool(rendering("service provider").search("to Service-Providers' detriment"))
    True
    """
    words = [_word(word) for word in re.split(r"[\s-]+", english.replace("’", "'"))]
    return re.compile(r"(?<![A-Za-z])" + r"[\s-]*".join(words) + r"(?![A-Za-z])", re.IGNORECASE)


def _word(word: str) -> str:
    stem = re.escape(word)
    if re.search(r"[^aeiou]y$", word, re.IGNORECASE):
        return rf"(?:{stem}|{stem[:-1]}ies)(?:'s|')?"
    return rf"{stem}(?:e?s)?(?:'s|')?"


def compare_terms(leaf: Leaf, book: Wordbook) -> Iterator[Finding]:
    """Yield each term of a provision of which no rendering stands in its English.

    Operators have a check of their own, which counts them.
    """
    english = leaf.en.replace("’", "'")
    for term in book.found_in(leaf.zh):
        found = any(rendering(form).search(english) for form in term.renderings)
        if not found and not is_operator(term.zh):
            also = f" (or: {', '.join(term.also)})" if term.also else ""
            yield Finding(TextCheck.GLOSSARY, leaf.version, leaf.eid, f'{term.zh} is "{term.en}"{also}',
                          term.zh)


def shared_renderings(terms: tuple[Term, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield (English, Chinese terms) where several terms share one English and none says why."""
    by_english: dict[str, list[Term]] = {}
    for term in terms:
        by_english.setdefault(term.en.casefold(), []).append(term)
    for same in by_english.values():
        if len(same) > 1 and not any(term.reason for term in same):
            yield same[0].en, tuple(term.zh for term in same)
