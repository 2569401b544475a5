"""What a person asked: runs of Chinese and quoted phrases to be found exactly, and concepts.

Reads: what was typed and a vocabulary. Writes: nothing.
Guarantees: any string gives a `Query`, if need be an empty one; ``site/assets/question.js`` makes the
same of it.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from kb.store.vocabulary import Phrase, Variant, Vocabulary
from kb.store.words import HAN, settings, stem, stems, stop_words, tokens

QUOTED: Final = re.compile(r'["“”]([^"“”]*)["“”]')
LONGEST_PHRASE: Final = 8
LONGEST_QUERY: Final = 400
"""Characters of what was typed that are read."""
ANY: Final = "any"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing asked for. ``typed`` are its stems; ``variants`` the ways to find it, typed first."""

    label: str
    typed: Phrase
    variants: tuple[Variant, ...]

    @property
    def parts(self) -> Phrase:
        """The stems of a fixed term that say something by themselves. A quantity has none."""
        if any(part.isdecimal() for part in self.typed):
            return ()
        found = tuple(dict.fromkeys(part for part in self.typed if part not in stop_words()))
        return found if len(found) > 1 else ()


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked. ``runs`` and ``phrases`` must stand in a find; concepts are weighed.

    ``asks`` is what kind of rule is wanted, as its words tell: a table of ``[role]`` in the settings.
    """

    runs: tuple[str, ...]
    phrases: tuple[Phrase, ...]
    concepts: tuple[Concept, ...]
    ignored: tuple[str, ...]
    asks: str = ANY

    def __bool__(self) -> bool:
        """Tell whether anything is asked for."""
        return bool(self.runs or self.phrases or self.concepts)


def parse_query(typed: str, vocabulary: Vocabulary) -> Query:
    """Return what was asked for."""
    text = unicodedata.normalize("NFC", typed[:LONGEST_QUERY])
    quoted = QUOTED.findall(text)
    phrases = [tuple(tokens(HAN.sub(" ", inside))) for inside in quoted]
    words = tokens(HAN.sub(" ", QUOTED.sub(" ", text)))
    concepts, ignored = _concepts(words, vocabulary)
    return Query(tuple(dict.fromkeys(HAN.findall(text))),
                 tuple(dict.fromkeys(phrase for phrase in phrases if phrase)),
                 tuple({concept.typed: concept for concept in concepts}.values()),
                 tuple(dict.fromkeys(ignored)), asked_for(words))


def asked_for(words: Sequence[str]) -> str:
    """Return the kind of rule that words ask for; of several, the one that stands first in the settings.

    >>> asked_for(tokens("what is a user tag")), asked_for(tokens("how large is the fine"))
    ('definition', 'penalty')
    """
    asked = {kind for at in range(len(words)) for kind in (question_at(words, at)[0],) if kind}
    hints = {stem(word) for word in words}
    for kind, rules in settings()["asks"].items():
        if kind in asked or not hints.isdisjoint(map(stem, rules["kept"])):
            return str(kind)
    return ANY


def question_at(words: Sequence[str], at: int) -> tuple[str, int]:
    """Return what the longest turn of phrase of a question that begins here asks for, and its words."""
    for length in range(min(LONGEST_PHRASE, len(words) - at), 0, -1):
        kind = _turns().get(tuple(words[at:at + length]))
        if kind is not None:
            return kind, length
    return "", 0


@cache
def _turns() -> Mapping[Phrase, str]:
    return {tuple(tokens(turn)): kind for kind, rules in settings()["asks"].items()
            for turn in rules["dropped"]}


def _concepts(words: Sequence[str], vocabulary: Vocabulary) -> tuple[list[Concept], list[str]]:
    roots = tuple(stem(word) for word in words)
    found: list[Concept] = []
    ignored: list[str] = []
    at = 0
    while at < len(words):
        if asking := question_at(words, at)[1]:
            ignored += words[at:at + asking]
            at += asking
            continue
        concept = _quantity(words, at) or _known_phrase(words, roots, at, vocabulary)
        if concept:
            found.append(concept)
            at += len(concept.typed)
            continue
        if words[at] in stop_words():
            ignored.append(words[at])
        else:
            found.append(_concept(words[at], (roots[at],), vocabulary))
        at += 1
    return found, ignored


def _concept(label: str, typed: Phrase, vocabulary: Vocabulary) -> Concept:
    return Concept(label, typed, (Variant(typed, "", "typed", label), *vocabulary.leads.get(typed, ())))


def _known_phrase(words: Sequence[str], roots: Phrase, at: int, vocabulary: Vocabulary) -> Concept | None:
    """Return the longest term of the vocabulary that begins here and has two words or more."""
    for length in range(min(LONGEST_PHRASE, len(words) - at), 1, -1):
        typed = roots[at:at + length]
        if typed in vocabulary.leads:
            return _concept(" ".join(words[at:at + length]), typed, vocabulary)
    return None


def _quantity(words: Sequence[str], at: int) -> Concept | None:
    """Return a number with its unit: ``10 working days``, ``10000 yuan``, ``rmb 10000``."""
    for unit, form, forms in _unit_forms():
        before, after = tuple(words[at:at + len(form)]), tuple(words[at + 1:at + 1 + len(form)])
        if words[at].isdecimal() and tuple(map(stem, after)) == form:
            number, typed = words[at], (words[at], *form)
        elif unit == "yuan" and tuple(map(stem, before)) == form and words[at + 1:at + 2] and (
                words[at + 1].isdecimal()):
            number, typed = words[at + 1], (*form, words[at + 1])
        else:
            continue
        label = " ".join(words[at:at + len(typed)])
        same = [Variant(places, "", "typed", label) for other in forms
                for places in ((number, *other), (*other, number)) if places != typed]
        return Concept(label, typed, (Variant(typed, "", "typed", label), *same,
                                      Variant((), f"{int(number)} {unit}", "typed", label)))
    return None


def _unit_forms() -> Iterator[tuple[str, Phrase, tuple[Phrase, ...]]]:
    """Yield unit, one form of it and all its forms; units of several words first."""
    for unit, names in settings()["quantity"].items():
        forms = tuple(stems(name) for name in names)
        for form in forms:
            yield unit, form, forms


def chinese_concepts(run: str, vocabulary: Vocabulary) -> tuple[Concept, ...]:
    """Return what a run of Chinese means by the vocabulary, where no text holds it as it stands."""
    found: list[Concept] = []
    at = 0
    while at < len(run):
        term = next((run[at:end] for end in range(len(run), at, -1) if (run[at:end],) in vocabulary.leads),
                    "")
        if term:
            found.append(Concept(term, (term,), (Variant((), term, "typed", term),
                                                 *vocabulary.leads[(term,)])))
        at += len(term) or 1
    return tuple(found)
