"""The translation alarm: what a provision asks, read by the grammar of each language and laid side by side.

Reads what the Chinese asks (from its norms, or a record of them) and the norms of our English. Compared are
the number of norms of each modality, and the time limits. Neither grammar sees the other's text; so a
finding is a mistake of the translation or of one of the two readings, and a person says which. References
have a check of their own.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kb.collate.findings import Finding
from kb.model.analysis import Deadline, Norm
from kb.model.glossary import TextCheck
from kb.model.norm_record import Asked

HALF: Final = re.compile(
    r"^违反[^，]*规定$|^以[^，]*为目的$|^(?:在|通过)[^，]*(?:方式|场景)$|^根据[^，]{1,6}成本$"
    r"|^基于[^，]*等，充分考虑[^，]*$|^具体包括(?:下列|以下)[^，]*$|^对[^，]*(?:提供者|应用程序)$")
"""A clause that only says how, on what basis or against whom: no act, though it stands between commas."""

Held = Mapping[str, Asked]


def asked_by(norms: Iterable[Norm]) -> Held:
    """Return what the norms of a text ask, by provision; halves of a norm are left out."""
    found: dict[str, list[Norm]] = {}
    for norm in norms:
        if not HALF.match(norm.action.surface):
            found.setdefault(norm.eid, []).append(norm)
    return {eid: Asked(tuple(norm.modality.value for norm in held), _limits(held))
            for eid, held in found.items()}


def _limits(norms: Iterable[Norm]) -> tuple[str, ...]:
    """Return each time limit once, however many phrases it governs."""
    spans = {norm.deadline.span.start: norm.deadline for norm in norms if norm.deadline}
    return tuple(_limit(spans[start]) for start in sorted(spans))


def _limit(deadline: Deadline) -> str:
    """How often something returns is a number, which has a check of its own."""
    return "periodic" if deadline.kind == "periodic" else deadline.value or "vague"


def compare_norms(version: str, zh: Held, en: Held) -> Iterator[Finding]:
    """Yield one finding for each provision that asks something else in English."""
    nothing = Asked()
    for eid in sorted({*zh, *en}):
        kinds = list(_differences(zh.get(eid, nothing), en.get(eid, nothing)))
        if kinds:
            subject = "; ".join(subject for subject, _ in kinds)
            yield Finding(TextCheck.NORMS, version, eid, "; ".join(words for _, words in kinds), subject)


def _differences(zh: Asked, en: Asked) -> Iterator[tuple[str, str]]:
    """Yield (subject, words): the subject is the exact difference, so that an exception fits no other."""
    if Counter(zh.modalities) != Counter(en.modalities):
        kind = "number of norms" if len(zh.modalities) != len(en.modalities) else "modality"
        yield (f"{kind} {_counts(zh.modalities, en.modalities)}",
               f"{kind}: {_listed(zh.modalities)} in the Chinese, {_listed(en.modalities)} in the English")
    if Counter(zh.limits) != Counter(en.limits):
        yield (f"deadlines {_counts(zh.limits, en.limits)}",
               f"deadlines: {_listed(zh.limits)} in the Chinese, {_listed(en.limits)} in the English")


def _counts(zh: tuple[str, ...], en: tuple[str, ...]) -> str:
    first, second = Counter(zh), Counter(en)
    return ", ".join(f"{name} {first[name]}:{second[name]}" for name in sorted({*zh, *en})
                     if first[name] != second[name])


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(Counter(names).items())) or "none"


def kinds_of(finding: Finding) -> tuple[str, ...]:
    """Return what differs in a finding of this check: modality, number of norms, deadlines."""
    return tuple(kind for kind in ("modality", "number of norms", "deadlines")
                 if any(part.startswith(kind) for part in finding.subject.split("; ")))
