"""Whether independently obtained files of one version agree, said in words and listed where they do not.

A text is called verified only where a file obtained from another giver has the same provision tree and
wording; a file never verifies itself, nor another file of the same giver.
"""

from collections.abc import Iterable

from kb.capture.choice import Candidate, Choice
from kb.model.problem import Problem, Severity
from kb.parse.agreement import Difference, DifferenceKind, agree, compare_trees

EXCERPT = 24
WORDS = {
    DifferenceKind.MISSING: "has no such provision",
    DifferenceKind.ADDED: "has a provision that the chosen file lacks",
    DifferenceKind.WORDING: "is worded differently",
}


def verify_choice(choice: Choice) -> tuple[str, tuple[Problem, ...]]:
    """Return one line on what the other files of a version say of the chosen one, and the differences."""
    if choice.chosen is None:
        return "", ()
    chosen = choice.chosen
    others = [one for one in choice.order if one is not chosen and not one.partial
              and one.manifestation.via != chosen.manifestation.via]
    differing = {one.manifestation.via: found for one in others
                 if not agree(found := compare_trees(chosen.text, one.text))}
    agreeing = [one.manifestation.via for one in others if one.manifestation.via not in differing]
    problems = tuple(problem for via, found in differing.items()
                     for problem in _problems(chosen, via, found))
    return _sentence(agreeing, differing), problems


def _sentence(agreeing: list[str], differing: dict[str, tuple[Difference, ...]]) -> str:
    if agreeing:
        names = ", ".join(dict.fromkeys(agreeing))
        line = f"verified: independently obtained copies agree in every provision ({names})"
    else:
        line = "not verified" if differing else "single source, not verified"
    for via, found in differing.items():
        eids = {difference.eid for difference in found if difference.kind in WORDS}
        line += f"; the copy from {via} differs in {len(eids)} provision{'s' if len(eids) > 1 else ''}"
    return line


def _problems(chosen: Candidate, via: str, found: Iterable[Difference]) -> Iterable[Problem]:
    for difference in found:
        if difference.kind in WORDS:
            yield Problem(
                "sources-differ", Severity.NOTE, f"{chosen.manifestation.version}#{difference.eid}",
                f"the copy from {via} {WORDS[difference.kind]}",
                "compare both with the authority's page", _around(difference))


def _around(difference: Difference) -> str:
    """Return where two wordings part, a few characters of each."""
    a, b = difference.a, difference.b
    at = next((i for i, (one, other) in enumerate(zip(a, b, strict=False)) if one != other),
              min(len(a), len(b)))
    start = max(0, at - 4)
    return f"{a[start:start + EXCERPT // 2]} / {b[start:start + EXCERPT // 2]}"
