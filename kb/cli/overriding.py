"""The corrections of a reviewer in a build: loaded with the register, applied after the rules.

Reads: ``corpus/overrides`` through ``kb.store``. Nothing of it goes into the cached results of the rules,
which are the same with and without corrections.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kb.analyse.catalogue import build_catalogue
from kb.analyse.overriding import CONFLICT, correct
from kb.analyse.proof import prove_slices
from kb.compare.overriding import correct_links
from kb.model.analysis import Analysis
from kb.model.change import Comparison
from kb.model.override import Correction, Overrides
from kb.model.problem import Problem, Severity
from kb.model.text import Text
from kb.model.work import Register

Texts = Mapping[str, Mapping[str, Text]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Analyses and comparisons with the corrections applied, these, and what was laid aside."""

    analyses: dict[str, Analysis]
    comparisons: tuple[Comparison, ...]
    corrections: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()


def apply_overrides(overrides: Overrides, texts: Texts, register: Register,
                    analyses: Mapping[str, Analysis], comparisons: Iterable[Comparison]) -> Reviewed:
    """Apply all corrections whose text is here; those of a text that is not wait for it."""
    held = {text.key: text for by_language in texts.values() for text in by_language.values()}
    found, done, problems = dict(analyses), list[Correction](), list[Problem]()
    catalogue = build_catalogue(register, held.values()) if overrides.facts else None
    for key, rows in overrides.facts.items():
        if key in held and catalogue is not None:
            corrected = correct(found[key], rows, held[key], catalogue)
            prove_slices(held[key], corrected.analysis)
            found[key] = corrected.analysis
            done += corrected.corrections
            problems += corrected.problems
    linked = []
    for comparison in comparisons:
        a, b = held[comparison.a], held[comparison.b]
        reviewed = correct_links(comparison, overrides.links.get((a.key, b.key), ()), a, b)
        linked.append(reviewed.comparison)
        done += reviewed.corrections
        problems += reviewed.problems
    problems += _of_no_comparison(overrides, held, linked)
    return Reviewed(found, tuple(linked), tuple(done), tuple(problems))


def _of_no_comparison(overrides: Overrides, held: Mapping[str, Text],
                      comparisons: Iterable[Comparison]) -> Iterator[Problem]:
    """Yield a problem for each correction of two texts that are here and are not compared."""
    made = {(comparison.a, comparison.b) for comparison in comparisons}
    for (a, b), rows in overrides.links.items():
        language = a.rpartition("/")[2]
        others = language == "en" and all(key.replace("/en", "/zh") in held for key in (a, b))
        if (a, b) not in made and a in held and b in held and not others:
            for row in rows:
                yield Problem(CONFLICT, Severity.ERROR, b.partition("/")[0],
                              f"the correction of a link was not applied ({row.signature.where}): "
                              f"these two texts are not compared with each other",
                              "a version is compared with the next one whose text is here")
