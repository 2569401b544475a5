"""The alarms of one translation, open and reviewed, and how far the two languages agree, as plain values.

Reads what the Chinese asks, the norms of our English, the references of both where the Chinese is here, and
the reviewed exceptions. Gives what the quality page shows.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.collate.collation import Rules, covers
from kb.collate.findings import Finding
from kb.collate.leaves import Pair, leaves
from kb.collate.norms import Held, compare_norms, kinds_of
from kb.collate.references import compare_references
from kb.model.glossary import TextCheck, TextException

KINDS = ("modality", "number of norms", "deadlines", "references")


@dataclass(frozen=True, slots=True)
class Alarm:
    """One paragraph that says something else; ``reason`` says why it was let stand, if it was."""

    eid: str
    kinds: tuple[str, ...]
    message: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TextAlarms:
    """The alarms of one version. ``references`` says whether references could be compared too."""

    version: str
    provisions: int
    references: bool
    alarms: tuple[Alarm, ...]


def alarms_of(pair: Pair, zh: Held, en: Held, rules: Rules) -> TextAlarms:
    """Return the alarms of a translation whose Chinese is here."""
    chinese = {eid: "".join((node.text or node.heading).split()) for eid, node in pair.zh.index().items()}
    held = list(leaves(pair))
    found = [*compare_norms(pair.version, zh, en), *_references(pair, rules)]
    exceptions = rules.excepted(pair.version)
    return TextAlarms(pair.version, len(held), True, tuple(
        _alarm(finding, exceptions, chinese.get(finding.eid, "")) for finding in found))


def _references(pair: Pair, rules: Rules) -> Iterator[Finding]:
    for leaf in leaves(pair):
        yield from (one for one in compare_references(leaf, rules.titles or {}) if not one.review)


def alarms_alone(version: str, provisions: int, sides: tuple[Held, Held],
                 exceptions: Iterable[TextException]) -> TextAlarms:
    """Return the alarms of a translation whose Chinese is known by a record only; (Chinese, English)."""
    held = tuple(exceptions)
    return TextAlarms(version, provisions, False, tuple(
        _alarm(finding, held, "") for finding in compare_norms(version, *sides)))


def _alarm(finding: Finding, exceptions: Iterable[TextException], chinese: str) -> Alarm:
    reason = next((one.reason for one in exceptions if covers(one, finding, chinese)), "")
    kinds = kinds_of(finding) if finding.check is TextCheck.NORMS else ("references",)
    return Alarm(finding.eid, kinds, finding.message, reason)
