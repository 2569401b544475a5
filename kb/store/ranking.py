"""The order of what is found: how much of the question a record covers, first of all.

Reads: an index of places and the weights of ``data/search.toml``. Writes: nothing.
Guarantees: the same index and query give the same order, in ``site/assets/ranking.js`` too, which is
this module in another language; docs/search.md says the formula in words.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from kb.store.postings import Found, Places
from kb.store.query import Concept, Query, chinese_concepts
from kb.store.vocabulary import Phrase, Variant, Vocabulary
from kb.store.words import settings

FEWEST_LETTERS: Final = 4
"""Letters that an unknown word needs to be taken for the beginning of others."""
MOST_ENDINGS: Final = 8
NO_PLACES: Final[Found] = {}


class Index(Protocol):
    """What ranking asks of an index. Records are numbered in the register's order."""

    def english(self, stem: str) -> Found:
        """Return where the words of a stem stand."""
        ...

    def word(self, word: str) -> Found:
        """Return where one form of a word stands."""
        ...

    def chinese(self, term: str) -> Found:
        """Return where a Chinese term or quantity stands."""
        ...

    def holding(self, run: str) -> frozenset[int]:
        """Return the records whose Chinese holds a run exactly."""
        ...

    def beginning(self, stem: str) -> Sequence[str]:
        """Return the stems that begin so, in alphabetical order."""
        ...

    def around(self, variant: Variant) -> frozenset[int]:
        """Return the records in whose titles and headings a variant stands."""
        ...

    def length(self, record: int) -> tuple[int, int]:
        """Return the English words and Chinese characters of a record."""
        ...

    def handicap(self, record: int) -> float:
        """Return what is taken off the score of a record."""
        ...

    def role(self, record: int) -> str:
        """Return what a record does: `kb.store.roles`."""
        ...

    @property
    def count(self) -> int:
        """How many records there are, of all works."""
        ...

    @property
    def english_count(self) -> int:
        """How many records have English."""
        ...

    @property
    def average(self) -> tuple[float, float]:
        """Return the mean lengths of the records that have English, and Chinese."""
        ...


@dataclass(slots=True)
class Match:
    """Where and how well one concept is found.

    ``strength`` by record, 0 to 1; ``times`` weighed counts in English and Chinese; ``places`` in
    both; ``through`` the variant that counts; ``around`` the records whose titles or headings say it;
    ``weight`` how much of the question the concept is; ``stranger`` whether the vocabulary does not
    know it.
    """

    concept: Concept
    strength: dict[int, float] = field(default_factory=dict)
    times: dict[int, tuple[float, float]] = field(default_factory=dict)
    places: dict[int, tuple[list[int], list[int]]] = field(default_factory=dict)
    through: dict[int, Variant] = field(default_factory=dict)
    around: set[int] = field(default_factory=set)
    weight: float = 0.0
    stranger: bool = False

    def add(self, variant: Variant, found: Found, worth: float) -> None:
        """Take in the finds of one variant."""
        for record, at in found.items():
            english, chinese = self.times.get(record, (0.0, 0.0))
            in_english, in_chinese = self.places.setdefault(record, ([], []))
            if variant.zh:
                chinese += worth * len(at)
                in_chinese.extend(at)
            else:
                english += worth * len(at)
                in_english.extend(at)
            self.times[record] = (english, chinese)
            self.note(variant, record, worth)

    def note(self, variant: Variant, record: int, worth: float) -> None:
        """Remember the best way in which a record was found."""
        if worth > self.strength.get(record, 0.0):
            self.strength[record] = worth
            self.through[record] = variant


@dataclass(frozen=True, slots=True)
class Ranked:
    """One find: ``score`` and its parts, the labels of what is missing, and the words it was found by."""

    record: int
    score: float
    coverage: float
    depth: float
    near: float
    topic: float
    phrase: float
    handicap: float
    missing: tuple[str, ...]
    through: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The finds in order, what each concept matched, and what was found nowhere.

    ``by_meaning`` are runs of Chinese that no text holds and that were sought by what they mean.
    """

    finds: tuple[Ranked, ...]
    matches: tuple[Match, ...]
    unknown: tuple[str, ...]
    by_meaning: tuple[str, ...]


def rank(query: Query, index: Index, vocabulary: Vocabulary) -> Answer:
    """Return everything found for a query, best first."""
    held = {run: index.holding(run) for run in query.runs}
    strangers = tuple(run for run, records in held.items() if not records)
    meant = [concept for run in strangers for concept in chinese_concepts(run, vocabulary)]
    required = [records for records in held.values() if records]
    matches = [_run_match(run, records, index) for run, records in held.items() if records]
    for phrase in query.phrases:
        match = _phrase_match(phrase, index)
        matches.append(match)
        required.append(frozenset(match.strength))
    if strangers and not meant:
        return Answer((), tuple(matches), strangers, ())
    matches += [_concept_match(concept, index, vocabulary) for concept in (*meant, *query.concepts)]
    known = [match for match in matches if match.strength]
    for match in known:
        match.weight = _weight(match, index)
    unknown = tuple(match.concept.label for match in matches if not match.strength)
    finds = _ordered(known, required, settings()["role"][query.asks], index)
    return Answer(tuple(finds), tuple(matches), unknown, strangers)


def _weight(match: Match, index: Index) -> float:
    """Return how telling a concept is: the rarer, the more.

    One that only English can show is rare among the records that have English, not among all. That a
    word of no trade is rare in rules tells little.
    """
    chinese = any(variant.zh for variant in match.concept.variants)
    rare = math.log(1 + (index.count if chinese else index.english_count) / ((len(match.times) or 1) + 0.5))
    return rare * (settings()["weights"]["stranger"] if match.stranger else 1.0)


def _run_match(run: str, records: frozenset[int], index: Index) -> Match:
    """Return the records that hold a run; it is counted where it is a term of the vocabulary."""
    variant = Variant((), run, "typed", run)
    counted = index.chinese(run)
    match = Match(Concept(run, (run,), (variant,)))
    match.add(variant, {record: counted.get(record, (0,)) for record in records}, 1.0)
    return match


def _phrase_match(words: Phrase, index: Index) -> Match:
    label = " ".join(words)
    variant = Variant(words, "", "typed", f"“{label}”")
    match = Match(Concept(f"“{label}”", words, (variant,)))
    match.add(variant, in_order([index.word(word) for word in words], 1), 1.0)
    return match


def _concept_match(concept: Concept, index: Index, vocabulary: Vocabulary) -> Match:
    match = Match(concept, stranger=len(concept.variants) == 1)
    weights = settings()["weights"]
    for variant in concept.variants:
        together, loose = found_variant(variant, index)
        match.add(variant, together, weights[variant.source])
        match.add(variant, loose, weights["loose"] * weights[variant.source])
    if not match.strength and len(concept.typed) == 1 and len(concept.typed[0]) >= FEWEST_LETTERS:
        for other in index.beginning(concept.typed[0])[:MOST_ENDINGS]:
            match.add(Variant((other,), "", "prefix", other), index.english(other), weights["prefix"])
    _add_parts(match, index, vocabulary)
    for variant in concept.variants:
        around = index.around(variant)
        match.around |= around
        for record in around:
            match.note(variant, record, weights["context"] * weights[variant.source])
    return match


def found_variant(variant: Variant, index: Index) -> tuple[Found, Found]:
    """Return where one variant stands, and where its words stand with others between them only."""
    if variant.zh:
        return index.chinese(variant.zh), NO_PLACES
    if len(variant.stems) == 1:
        return index.english(variant.stems[0]), NO_PLACES
    words = [index.english(stem) for stem in variant.stems]
    together = in_order(words, 1)
    loose = in_order(words, settings()["weights"]["gap"])
    return together, {record: at for record, at in loose.items() if record not in together}


def in_order(words: Sequence[Found], gap: int) -> dict[int, Places]:
    """Return where words follow one another, each at most ``gap`` places behind the one before.

    >>> in_order([{1: (0, 9)}, {1: (2, 20)}], 3)
    {1: (0,)}
    """
    if not words:
        return {}
    found = {}
    common = set(words[0]).intersection(*words[1:])
    for record in sorted(common):
        starts = tuple(at for at in words[0][record]
                       if _follows(at, [word[record] for word in words[1:]], gap))
        if starts:
            found[record] = starts
    return found


def _follows(at: int, rest: Sequence[Places], gap: int) -> bool:
    for places in rest:
        behind = next((place for place in places if at < place <= at + gap), -1)
        if behind < 0:
            return False
        at = behind
    return True


def _add_parts(match: Match, index: Index, vocabulary: Vocabulary) -> None:
    """Count the words of a fixed term, or what means the same as each, where the term does not stand.

    They count for more where they stand close together.
    """
    parts, weights = match.concept.parts, settings()["weights"]
    if not parts or match.concept.variants[0].zh:
        return
    found = [_part_found(part, index, vocabulary) for part in parts]
    for record in sorted(set().union(*found)):
        here = [part[record] for part in found if record in part]
        if record not in match.times and 2 * len(here) >= len(parts):
            events = sorted({(at, number) for number, places in enumerate(here) for at in places})
            close = _most_inside(events, weights["window_parts"])
            worth = weights["parts"] * close + weights["parts_apart"] * (len(here) - close)
            match.add(match.concept.variants[0], {record: tuple(sorted({at for at, _ in events}))},
                      worth / len(parts))


def _part_found(part: str, index: Index, vocabulary: Vocabulary) -> Found:
    """Return where a word stands, or a single word that the vocabulary leads to from it."""
    same = [variant.stems[0] for variant in vocabulary.leads.get((part,), ()) if len(variant.stems) == 1]
    found: dict[int, list[int]] = {}
    for root in dict.fromkeys((part, *same)):
        for record, at in index.english(root).items():
            found.setdefault(record, []).extend(at)
    return {record: tuple(sorted(at)) for record, at in found.items()}


def _most_inside(events: Sequence[tuple[int, int]], window: float) -> int:
    """Return how many different numbers stand in one window of places; ``events`` are (place, number)."""
    best, first = 0, 0
    for last, (at, _) in enumerate(events):
        while events[first][0] < at - window:
            first += 1
        best = max(best, len({number for _, number in events[first:last + 1]}))
    return best


def _ordered(matches: Sequence[Match], required: Iterable[frozenset[int]], roles: Mapping[str, float],
             index: Index) -> list[Ranked]:
    weights = settings()["weights"]
    total = sum(match.weight for match in matches)
    records = set().union(*(match.strength for match in matches)) if matches else set()
    must = list(required)
    for held in must:
        records &= held
    sequence = _typed_in_order(matches, index)
    finds = [_ranked(record, matches,
                     (total, float(record in sequence), index.handicap(record) + roles[index.role(record)]),
                     index) for record in sorted(records)]
    best = max((find.coverage for find in finds), default=0.0)
    floor = 0.0 if must else max(weights["floor"], weights["floor_of_best"] * best)
    kept = [find for find in finds if find.coverage >= floor]
    return sorted(kept, key=lambda find: (-find.score, find.record))


def _typed_in_order(matches: Sequence[Match], index: Index) -> Mapping[int, Places]:
    typed = [stem for match in matches for stem in match.concept.typed if not match.concept.variants[0].zh]
    if len(typed) < 2:
        return NO_PLACES
    return in_order([index.english(stem) for stem in typed], settings()["weights"]["gap"])


def _ranked(record: int, matches: Sequence[Match], measure: tuple[float, float, float],
            index: Index) -> Ranked:
    """``measure``: the weight of the whole question, whether it stands as typed, and the handicap."""
    weights, (total, phrase, handicap) = settings()["weights"], measure
    coverage = sum(m.weight * m.strength.get(record, 0.0) for m in matches) / total
    depth = sum(m.weight * _depth(m, record, index) for m in matches) / total
    near = _near(record, matches) / total
    topic = sum(m.weight for m in matches if record in m.around) / total
    score = (weights["coverage"] * coverage + weights["depth"] * depth + weights["near"] * near
             + weights["topic"] * topic + weights["phrase"] * phrase - handicap)
    return Ranked(record, round(score, 6), coverage, depth, near, topic, phrase, handicap,
                  tuple(m.concept.label for m in matches if record not in m.strength),
                  tuple((m.concept.label, m.through[record].shown) for m in matches
                        if record in m.through and m.through[record].source != "typed"))


def _depth(match: Match, record: int, index: Index) -> float:
    """Return how densely a concept stands in a record, 0 to 1: BM25's saturation, better language."""
    weights = settings()["weights"]
    best = 0.0
    for times, length, average in zip(match.times.get(record, (0.0, 0.0)), index.length(record),
                                      index.average, strict=True):
        if times:
            usual = 1 - weights["length"] + weights["length"] * length / average
            best = max(best, times / (times + weights["saturation"] * usual))
    return best


def _near(record: int, matches: Sequence[Match]) -> float:
    """Return the weight of the concepts that stand within one window, in the better language."""
    weights = settings()["weights"]
    best = 0.0
    for language, window in ((0, weights["window_en"]), (1, weights["window_zh"])):
        events = sorted({(at, number) for number, match in enumerate(matches)
                         for at in match.places.get(record, ([], []))[language]})
        best = max(best, _best_window(events, window, matches))
    return best


def _best_window(events: Sequence[tuple[int, int]], window: float, matches: Sequence[Match]) -> float:
    best, first = 0.0, 0
    for last, (at, _) in enumerate(events):
        while events[first][0] < at - window:
            first += 1
        inside = sorted({number for _, number in events[first:last + 1]})
        best = max(best, sum(matches[number].weight for number in inside))
    return best
