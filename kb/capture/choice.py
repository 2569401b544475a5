"""Which manifestation of a version is read as its text, by stated rules, each time with a reason.

Reads: manifestations and the texts read from them. Writes: nothing.

The rules, the first that tells decides:

1. a partial file is never chosen;
2. the better grade of text;
3. the layout nearest to the authority's own: lines, then wrapped, then flat, then spaced;
4. of what we fetched ourselves, the later: an authority's page as it reads now;
5. fewer defects of the error kind;
6. exactly the number of articles that the register states;
7. the file name, so that the choice never depends on the order of import.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kb.capture.offer import SAYS_MORE
from kb.model.manifestation import Manifestation
from kb.model.problem import Severity
from kb.model.provision import Kind, walk_all
from kb.model.text import Grade, Text

LAYOUTS: Final = ("lines", "wrapped", "flat", "spaced")
GRADE_WORDS: Final = {
    Grade.OFFICIAL_FETCHED: "official page, fetched by us",
    Grade.OFFICIAL_RECEIVED: "official page, received through a third party",
    Grade.REPUBLISHED: "republished",
    Grade.CONVERTED: "converted from another form",
    Grade.OUR_TRANSLATION: "our translation",
}
LAYOUT_WORDS: Final = {
    "lines": "the document's own lines",
    "wrapped": "hard line wraps joined",
    "flat": "one line with paragraphs inferred",
    "spaced": "characters spaced by OCR",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A manifestation, the text read from it, and the register's article count (None: unknown)."""

    manifestation: Manifestation
    text: Text
    expected: int | None = None

    @property
    def articles(self) -> int:
        """Our count of the articles of the body."""
        return body_articles(self.text)

    @property
    def errors(self) -> int:
        """How many defects of the error kind the text has."""
        return sum(problem.severity is Severity.ERROR for problem in self.text.problems)

    @property
    def partial(self) -> bool:
        """Tell whether this cannot be the whole text.

        A count decides over the flag set on import, unless the file itself says that more follows:
        a later reading may find what an earlier one missed.
        """
        if self.expected is None or SAYS_MORE in self.manifestation.defects:
            return self.manifestation.partial
        return self.articles < self.expected


@dataclass(frozen=True, slots=True)
class Choice:
    """All candidates of one version, best first, each with one sentence on its place.

    ``chosen`` is None where none may be read as the version's text; ``reason`` is its sentence, or
    says why there is none.
    """

    order: tuple[Candidate, ...]
    reasons: tuple[str, ...]
    chosen: Candidate | None
    reason: str


_Key = tuple[bool, int, int, tuple[int, ...], int, bool, str, str]


def body_articles(text: Text) -> int:
    """Count the articles of the document itself; those of an annex number anew and stay out."""
    return sum(node.kind is Kind.ARTICLE and not node.eid.startswith("annex_")
               for node in walk_all(text.provisions))


def choose(candidates: Sequence[Candidate]) -> Choice:
    """Order the candidates of one version and choose its text."""
    keyed = sorted(((_key(candidate), candidate) for candidate in candidates),
                   key=lambda pair: pair[0])
    reasons = []
    for place, (key, candidate) in enumerate(keyed):
        rival = keyed[0] if place else next(iter(keyed[1:]), None)
        reasons.append(_reason(key, candidate, rival))
    order = tuple(candidate for _, candidate in keyed)
    chosen = order[0] if order and not order[0].partial else None
    none = "No file of this version holds the whole text." if order else "No file is here."
    return Choice(order, tuple(reasons), chosen, reasons[0] if chosen else none)


def _key(candidate: Candidate) -> _Key:
    manifestation = candidate.manifestation
    layout = manifestation.layout
    return (candidate.partial, int(manifestation.grade),
            LAYOUTS.index(layout) if layout in LAYOUTS else len(LAYOUTS), _age(manifestation),
            candidate.errors,
            candidate.expected is not None and candidate.articles != candidate.expected,
            manifestation.file_name, manifestation.sha256)


def _age(manifestation: Manifestation) -> tuple[int, ...]:
    """Return numbers that are smaller the later a text was fetched by us; all others are alike."""
    if manifestation.grade is not Grade.OFFICIAL_FETCHED or manifestation.retrieved is None:
        return ()
    return (-manifestation.retrieved.toordinal(), *(-number for number in moment_of(manifestation)))


def moment_of(manifestation: Manifestation) -> tuple[int, ...]:
    """Return when a text was fetched, as numbers that order captures; empty where we did not fetch it."""
    return tuple(int(number) for number in re.findall(r"\d+", manifestation.warc))


def page_of(manifestation: Manifestation) -> str:
    """Return the official address that a text fetched by us came from: of an attachment, its page."""
    return manifestation.via_path or manifestation.official_url


def _reason(key: _Key, candidate: Candidate, rival: tuple[_Key, Candidate] | None) -> str:
    if candidate.partial:
        return _partial_sentence(candidate)
    grade = GRADE_WORDS[candidate.manifestation.grade]
    if rival is None:
        return f"The only file of this version: {grade}."
    place = "Chosen before" if key < rival[0] else "Stands behind"
    ground = _ground(key, rival[0], candidate)
    return f"{place} {rival[1].manifestation.file_name}: {ground}."


def _partial_sentence(candidate: Candidate) -> str:
    if candidate.expected is not None and candidate.articles < candidate.expected:
        return (f"Kept but never chosen: it holds {candidate.articles} of {candidate.expected} "
                "articles.")
    return "Kept but never chosen: it is only part of the document."


def _layout_words(place: int) -> str:
    return LAYOUT_WORDS[LAYOUTS[place]] if place < len(LAYOUTS) else "a layout not recorded"


def _when(candidate: Candidate, *, later: bool) -> str:
    return (f"fetched on {candidate.manifestation.retrieved}, "
            f"{'the later' if later else 'the earlier'} of the two")


def _ground(key: _Key, rival: _Key, candidate: Candidate) -> str:
    manifestation = candidate.manifestation
    grounds = (
        "that one is only part of the document",
        f"{GRADE_WORDS[manifestation.grade]}, against {GRADE_WORDS[Grade(rival[1])]}",
        f"{_layout_words(key[2])}, against {_layout_words(rival[2])}",
        _when(candidate, later=key[3] < rival[3]),
        f"{candidate.errors} defects of the error kind against {rival[4]}",
        f"it holds {candidate.articles} articles, the register says {candidate.expected}",
        "equal by every rule, so the file name decides",
        "equal by every rule, so the digest decides",
    )
    return next((ground for ground, mine, other in zip(grounds, key, rival, strict=True)
                 if mine != other), "the same file from another giver")
