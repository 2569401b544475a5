"""What the search knows of words: which terms belong together, in both languages.

Reads: the glossary and the table of synonyms. Writes: nothing.
Guarantees: a `Vocabulary` is plain values; the site's search gets them as they are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kb.model.glossary import Term
from kb.model.synonyms import SynonymGroup
from kb.store.glossary import load_glossary
from kb.store.layout import Layout
from kb.store.synonyms import entry_form, load_synonyms
from kb.store.words import HAN, stem, stems, stop_words, tokens

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way in which texts may say a concept: English ``stems`` or Chinese ``zh``, never both.

    ``source`` is the kind of word it is: ``typed``, ``glossary``, ``synonym``, ``lead`` (a synonym one
    way only) or ``prefix``.
    ``shown`` is how a reader is told of it.
    """

    stems: Phrase
    zh: str
    source: str
    shown: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Terms and what they lead to.

    ``leads`` maps the stems of an English term, or a Chinese term, to its variants, best first.
    ``chinese`` are all Chinese terms that texts are indexed by; ``masks`` the longer terms inside
    which a term is another word (标识 in 去标识化).
    """

    leads: Mapping[Phrase, tuple[Variant, ...]] = field(default_factory=dict)
    chinese: tuple[str, ...] = ()
    masks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_vocabulary(layout: Layout) -> Vocabulary:
    """Return the vocabulary of a checkout.

    Raises:
        RegisterError: the glossary or the table of synonyms is defective.
    """
    return make_vocabulary(load_glossary(layout), load_synonyms(layout))


def make_vocabulary(terms: Iterable[Term], groups: Iterable[SynonymGroup]) -> Vocabulary:
    """Return the vocabulary of a glossary and a table of synonyms."""
    terms = tuple(term for term in terms if not _says_nothing(term.en))
    glossary = _glossary_leads(terms)
    leads: dict[Phrase, dict[tuple[Phrase, str], Variant]] = {}
    for key, variants in glossary.items():
        for variant in variants:
            leads.setdefault(key, {}).setdefault((variant.stems, variant.zh), variant)
    for group in groups:
        _add_group(leads, group, glossary)
    chinese = {variant.zh for found in leads.values() for variant in found.values() if variant.zh}
    return Vocabulary({key: tuple(found.values()) for key, found in leads.items()},
                      tuple(sorted(chinese)), _masks(terms))


def _says_nothing(english: str) -> bool:
    return all(word in stop_words() for word in tokens(english))


def _variant(entry: str, source: str) -> Variant:
    if HAN.search(entry):
        return Variant((), entry, source, entry)
    return Variant(stems(entry), "", source, entry)


def _glossary_leads(terms: Iterable[Term]) -> dict[Phrase, list[Variant]]:
    """Return what the glossary alone leads to: English to Chinese and Chinese to English.

    An accepted form leads to the term only where it shares a word with the rendering: the others are
    asked for by grammar (a label that "identifies") and mean something else by themselves.
    """
    found: dict[Phrase, list[Variant]] = {}
    for term in terms:
        main = set(stems(term.en)) - stop_words()
        forms = [term.en, *(form for form in term.also if main & set(stems(form)))]
        for form in forms:
            found.setdefault(stems(form), []).append(_variant(term.zh, "glossary"))
            if form != term.en and stems(form) != stems(term.en):
                found[stems(form)].append(_variant(term.en, "glossary"))
        found.setdefault((term.zh,), []).append(_variant(term.en, "glossary"))
    return found


def _add_group(leads: dict[Phrase, dict[tuple[Phrase, str], Variant]], group: SynonymGroup,
               glossary: Mapping[Phrase, list[Variant]]) -> None:
    """Lead every word of a group to the others, and to what the glossary says of those.

    What is typed leads to the ``leads`` of the group as well; they lead nowhere.
    """
    same = _targets(group.words, glossary)
    for entry in group.words:
        _add_leads(leads, entry, "synonym", same)
    for entry in group.typed:
        _add_leads(leads, entry, "lead", {**same, **_targets(group.leads, glossary)})


def _targets(entries: Iterable[str],
             glossary: Mapping[Phrase, list[Variant]]) -> dict[tuple[Phrase, str], Variant]:
    found: dict[tuple[Phrase, str], Variant] = {}
    for entry in entries:
        for variant in (_variant(entry, "synonym"), *glossary.get(entry_form(entry), ())):
            found.setdefault((variant.stems, variant.zh), variant)
    return found


def _add_leads(leads: dict[Phrase, dict[tuple[Phrase, str], Variant]], entry: str, source: str,
               targets: Mapping[tuple[Phrase, str], Variant]) -> None:
    key = entry_form(entry)
    known = leads.setdefault(key, {})
    for place, variant in targets.items():
        if place not in ((key, ""), ((), entry)):
            known.setdefault(place, Variant(variant.stems, variant.zh, source, variant.shown))


def _masks(terms: Iterable[Term]) -> dict[str, tuple[str, ...]]:
    """Return for a term the longer ones that hold its characters but not its meaning."""
    every = {term.zh: {stem(word) for word in tokens(" ".join(term.renderings))} for term in terms}
    main = {term.zh: {stem(word) for word in tokens(term.en)} - stop_words() for term in terms}
    found: dict[str, tuple[str, ...]] = {}
    for short, meaning in main.items():
        longer = tuple(other for other, said in every.items()
                       if short != other and short in other and not meaning & said)
        if longer:
            found[short] = longer
    return found
