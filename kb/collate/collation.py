"""All checks of a set of translations, less the reviewed exceptions, as one value per text."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kb.analyse.find import find
from kb.collate.findings import Finding
from kb.collate.form import check_alone, check_form
from kb.collate.leaves import Pair, compare_structure, headings, leaves
from kb.collate.norms import asked_by, compare_norms
from kb.collate.numbers import compare_numbers
from kb.collate.operators import compare_operators
from kb.collate.references import Titles, compare_references
from kb.collate.sentences import Sentence, aligned, compare_length, compare_sentences, english_sentences
from kb.collate.terms import compare_terms, wordbook
from kb.model.glossary import Term, TextCheck, TextException
from kb.model.norm_record import NormRecord
from kb.model.text import Text

MOST_EXCEPTED: Final = 0.02
"""Share of a text's sentences whose operators may be excepted."""
Exceptions = Mapping[str, tuple[TextException, ...]]


@dataclass(frozen=True, slots=True)
class Collated:
    """What was found in one translation. ``findings`` fail it, ``review`` is for a person to look at.

    ``provisions`` and ``sentences`` count what was compared; without the Chinese only the English.
    """

    version: str
    has_chinese: bool
    provisions: int
    sentences: int
    findings: tuple[Finding, ...] = ()
    review: tuple[Finding, ...] = ()
    used: tuple[TextException, ...] = ()

    @property
    def excepted_share(self) -> float:
        """Operators' exceptions used per sentence."""
        count = sum(one.check is TextCheck.OPERATORS for one in self.used)
        return count / self.sentences if self.sentences else 0.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What translations are held to: the terms, the titles, the exceptions by version."""

    terms: tuple[Term, ...] = ()
    titles: Titles | None = None
    exceptions: Exceptions | None = None

    def excepted(self, version: str) -> tuple[TextException, ...]:
        """Return the exceptions of one version."""
        return (self.exceptions or {}).get(version, ())


def collate(pairs: Iterable[Pair], rules: Rules) -> tuple[Collated, ...]:
    """Check translations against their Chinese, each by itself and all of them together."""
    held = tuple(pairs)
    sentences = {pair.version: _sentences(pair) for pair in held}
    apart = _rendered_apart(sentences, rules)
    return tuple(_collated(pair, sentences[pair.version], apart.get(pair.version, []), rules)
                 for pair in held)


def _sentences(pair: Pair) -> tuple[Sentence, ...]:
    found = [sentence for leaf in headings(pair) for sentence in aligned(leaf, heading=True)]
    return (*found, *(sentence for leaf in leaves(pair) for sentence in aligned(leaf)))


def _rendered_apart(sentences: Mapping[str, tuple[Sentence, ...]], rules: Rules
                    ) -> dict[str, list[Finding]]:
    let = {version: tuple((one.eid, one.subject) for one in rules.excepted(version)
                          if one.check is TextCheck.SENTENCES) for version in sentences}
    found: dict[str, list[Finding]] = {}
    for finding in compare_sentences((s for held in sentences.values() for s in held), let):
        found.setdefault(finding.version, []).append(finding)
    return found


def _collated(pair: Pair, sentences: tuple[Sentence, ...], apart: list[Finding], rules: Rules) -> Collated:
    alarms = compare_norms(pair.version, asked_by(find(pair.zh).norms), asked_by(find(pair.en).norms))
    found = [*check_form(pair.en), *compare_structure(pair), *_leaf_findings(pair, rules), *alarms, *apart]
    failing = [finding for finding in found if not finding.review]
    chinese = {eid: "".join((node.text or node.heading).split()) for eid, node in pair.zh.index().items()}
    left, used, unused = _without(failing, pair.version, chinese, rules.excepted(pair.version))
    count = sum(not sentence.heading for sentence in sentences)
    made = Collated(pair.version, True, sum(1 for _ in leaves(pair)), count,
                    (*left, *unused), tuple(f for f in found if f.review), used)
    return _with_share(made)


def _leaf_findings(pair: Pair, rules: Rules) -> Iterator[Finding]:
    book = wordbook(rules.terms, pair.work)
    for leaf in leaves(pair):
        yield from compare_operators(leaf)
        yield from compare_numbers(leaf)
        yield from compare_references(leaf, rules.titles or {})
        yield from compare_terms(leaf, book)
        yield from compare_length(leaf)


def _without(found: list[Finding], version: str, chinese: Mapping[str, str],
             exceptions: tuple[TextException, ...]) -> tuple[
                 tuple[Finding, ...], tuple[TextException, ...], tuple[Finding, ...]]:
    """Return the findings that no exception covers, the exceptions used, and a finding per idle one."""
    used = tuple(one for one in exceptions
                 if any(covers(one, finding, chinese.get(finding.eid, "")) for finding in found))
    left = tuple(finding for finding in found
                 if not any(covers(one, finding, chinese.get(finding.eid, "")) for one in used))
    idle = tuple(Finding(one.check, version, one.eid,
                         f"the exception for {one.subject!r} is used by nothing; remove it", one.subject)
                 for one in exceptions if one not in used)
    return left, used, idle


def covers(exception: TextException, finding: Finding, chinese: str) -> bool:
    """Tell whether a reviewed exception is about a finding in a provision with this Chinese text."""
    if (exception.check, exception.eid) != (finding.check, finding.eid):
        return False
    if finding.check is TextCheck.NORMS:
        return exception.subject == finding.subject
    subject = "".join(exception.subject.split())
    if finding.check is TextCheck.GLOSSARY:
        return subject == finding.subject
    return subject in (finding.subject if finding.check is TextCheck.SENTENCES else chinese)


def _with_share(made: Collated) -> Collated:
    if made.excepted_share <= MOST_EXCEPTED:
        return made
    finding = Finding(TextCheck.OPERATORS, made.version, "",
                      f"exceptions for {made.excepted_share:.1%} of its sentences; "
                      f"{MOST_EXCEPTED:.0%} is the most")
    return replace(made, findings=(*made.findings, finding))


def collate_alone(text: Text, record: NormRecord | None = None,
                  exceptions: tuple[TextException, ...] = ()) -> Collated:
    """Check a translation whose Chinese is not here; what it asks against a record, where there is one."""
    found = tuple(check_alone(text))
    used: tuple[TextException, ...] = ()
    if record is not None:
        alarms = list(compare_norms(text.version, record.asked, asked_by(find(text).norms)))
        held = tuple(one for one in exceptions if one.check is TextCheck.NORMS)
        left, used, unused = _without(alarms, text.version, {}, held)
        found = (*found, *left, *unused)
    nodes = [node for node in text.index().values() if node.text]
    count = sum(len(english_sentences(node.text)) for node in nodes)
    return Collated(text.version, False, len(nodes), count,
                    tuple(f for f in found if not f.review), tuple(f for f in found if f.review), used)
