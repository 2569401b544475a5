"""Whether independently obtained copies of one version agree, said in words and listed where they do not.

*Verified* is said only where a file obtained from another giver has the same provisions and wording,
or where a file that we fetched agrees in every article with a pin made from another source. A file
never verifies itself, nor another file of the same giver, nor by a pin made from it; a pin made from
a page that is not official is a reference digest and is called so.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from kb.capture.choice import Candidate, Choice
from kb.model.pin import PinSet, PinSource
from kb.model.problem import Problem, Severity
from kb.model.text import Grade
from kb.parse.agreement import Difference, DifferenceKind, agree, compare_trees
from kb.parse.pinning import article_digests
from kb.store.captures import whole_digest

EXCERPT = 24
WORDS = {
    DifferenceKind.MISSING: "has no such provision",
    DifferenceKind.ADDED: "has a provision that the chosen file lacks",
    DifferenceKind.WORDING: "is worded differently",
}


@dataclass(frozen=True, slots=True)
class _Pinned:
    """What the pin of a file that is not at hand says: articles that differ, in the text's order."""

    source: PinSource
    differing: tuple[str, ...]

    @property
    def name(self) -> str:
        kind = "pin" if self.source.is_official else "reference digest"
        return f"the {kind} made from {giver(self.source)}"


def verify_choice(choice: Choice, pins: PinSet | None = None) -> tuple[str, tuple[Problem, ...]]:
    """Return one line on what other copies of a version say of the chosen one, and the differences.

    Other copies are the files at hand from another giver, and the pins of files that are not here.
    """
    if choice.chosen is None:
        return "", ()
    chosen = choice.chosen
    others = [one for one in choice.order if one is not chosen and not one.partial
              and one.manifestation.via != chosen.manifestation.via]
    differing = {one.manifestation.via: found for one in others
                 if not agree(found := compare_trees(chosen.text, one.text))}
    agreeing = [one.manifestation.via for one in others if one.manifestation.via not in differing]
    pinned = _compare_pins(choice, chosen, pins)
    problems = [problem for via, found in differing.items()
                for problem in _problems(chosen, via, found)]
    problems += [problem for one in pinned for problem in _pin_problems(chosen, one)]
    return _sentence(chosen, agreeing, differing, pinned), tuple(problems)


def absent_words(pins: PinSet) -> str:
    """Return what can be said of a version whose Chinese is not here but whose digests are committed."""
    count = len(pins.sources)
    return (f"not compared, the Chinese is not here; digests of {count} "
            f"{'copy' if count == 1 else 'copies'} are committed")


def giver(source: PinSource) -> str:
    """Return who handed on the file of a pin, in words."""
    return source.via or "a page fetched earlier"


def _compare_pins(choice: Choice, chosen: Candidate, pins: PinSet | None) -> list[_Pinned]:
    here = {(whole_digest(one.manifestation.pages), one.manifestation.via) for one in choice.order}
    sources = [source for source in (pins.sources if pins else ())
               if (source.sha256, source.via) not in here and source.via != chosen.manifestation.via]
    own = article_digests(chosen.text) if sources else {}
    return [_Pinned(source, tuple(eid for eid in dict.fromkeys([*own, *source.articles])
                                  if own.get(eid) != source.articles.get(eid)))
            for source in sources]


def _sentence(chosen: Candidate, agreeing: list[str],
              differing: dict[str, tuple[Difference, ...]], pinned: list[_Pinned]) -> str:
    fetched = chosen.manifestation.grade is Grade.OFFICIAL_FETCHED
    confirming = [one.name for one in pinned if not one.differing]
    contrary = differing or any(one.differing for one in pinned)
    if agreeing:
        names = ", ".join(dict.fromkeys(agreeing))
        line = f"verified: independently obtained copies agree in every provision ({names})"
    elif fetched and confirming:
        line = f"verified: agrees in every article with {', '.join(confirming)}"
        confirming = []
    else:
        line = "not verified" if contrary else "single source, not verified"
    line += "".join(f"; agrees with {name}" for name in confirming)
    for via, found in differing.items():
        eids = {difference.eid for difference in found if difference.kind in WORDS}
        line += f"; the copy from {via} differs in {_counted(len(eids), 'provision')}"
    for one in pinned:
        if one.differing:
            line += f"; {one.name} differs in {_counted(len(one.differing), 'article')}"
    return line


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _problems(chosen: Candidate, via: str, found: Iterable[Difference]) -> Iterable[Problem]:
    for difference in found:
        if difference.kind in WORDS:
            yield Problem(
                "sources-differ", Severity.NOTE, f"{chosen.manifestation.version}#{difference.eid}",
                f"the copy from {via} {WORDS[difference.kind]}",
                "compare both with the authority's page", _around(difference))


def _pin_problems(chosen: Candidate, pinned: _Pinned) -> Iterable[Problem]:
    own = chosen.text.index()
    for eid in pinned.differing:
        how = ("has no such article" if eid not in pinned.source.articles
               else "has an article that this file lacks" if eid not in own else "is of other wording")
        yield Problem("pin-differs", Severity.WARNING, f"{chosen.manifestation.version}#{eid}",
                      f"{pinned.name} {how}", "compare this file with the authority's page")


def _around(difference: Difference) -> str:
    """Return where two wordings part, a few characters of each."""
    a, b = difference.a, difference.b
    at = next((i for i, (one, other) in enumerate(zip(a, b, strict=False)) if one != other),
              min(len(a), len(b)))
    start = max(0, at - 4)
    return f"{a[start:start + EXCERPT // 2]} / {b[start:start + EXCERPT // 2]}"
