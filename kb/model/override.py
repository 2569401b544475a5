"""A reviewer's corrections: what they say, and how they name a stretch of text without quoting it.

A correction is bound to the SHA-256 of the own text of the provision it corrects, and says what the
rules gave there (``was``) beside what shall stand instead (``new``), so that it is laid aside as soon as
either is no longer so.

A stretch of text is written ``WORDS`` (where they stand once), ``WORDS@2`` (their second occurrence) or
``12-20`` (code points into the provision's own text, end exclusive), in another provision of the same
text with its eid before it: ``art_5__para_1#WORDS@2``.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Final, get_type_hints

from kb.model.analysis import Norm
from kb.model.change import ChangeClass
from kb.model.identifiers import is_eid
from kb.model.span import Span, cut

RULE: Final = "override"
"""The rule id of every fact and link that a reviewer corrected."""

LONGEST_QUOTE: Final = 23
"""Chinese characters that one value of a correction may hold at most."""

HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
RANGE: Final = re.compile(r"(\d+)-(\d+)")
NTH: Final = re.compile(r"(?P<words>.+)@(?P<nth>[1-9]\d*)", re.DOTALL)
Given = str | tuple[str, ...]
"""A field as written in a correction: text, a stretch of text, or a list of either."""


class Subject(StrEnum):
    """The kind of fact that is corrected."""

    REFERENCE = "reference"
    DEFINITION = "definition"
    NORM = "norm"
    LINK = "link"


class Deed(StrEnum):
    """What a correction does with a fact."""

    SET = "set"
    ADD = "add"
    REJECT = "reject"


class Shape(StrEnum):
    """How a field of a fact is written."""

    WORDS = "words"          # free text, or a word of a closed list
    EIDS = "eids"            # provisions of the same text
    TARGETS = "targets"      # provisions of this or another text
    SPAN = "span"            # a stretch of text, empty for none
    SPANS = "spans"
    KINDS = "kinds"          # words of a closed list, one beside each stretch of another field


@dataclass(frozen=True, slots=True)
class Signature:
    """Who corrected, on which day (ISO 8601), why, and where it is written (file, line and key)."""

    by: str
    day: str
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class Override:
    """One correction of one fact of one text.

    ``text`` is ``work@version/language``; ``sha256`` is of the own text of provision ``eid``, ``also`` of
    other provisions named in it. ``name`` tells a norm from others (``obligation-2``; ``obligation-o1``
    where it is added) and is empty for others; ``span`` is the norm's action, the mention, or the term.
    """

    text: str
    subject: Subject
    deed: Deed
    eid: str
    sha256: str
    name: str
    span: str
    signature: Signature
    was: Mapping[str, Given] = field(default_factory=dict)
    new: Mapping[str, Given] = field(default_factory=dict)
    also: Mapping[str, str] = field(default_factory=dict)


Sides = tuple[tuple[str, ...], tuple[str, ...]]
"""The eids of both sides of a link."""


@dataclass(frozen=True, slots=True)
class LinkOverride:
    """One correction of a comparison: the provisions ``sides`` belong together, and to no others.

    One side may be empty: no counterpart. ``was`` are the links that held these provisions before;
    ``digests_a`` and ``digests_b`` bind the provisions of either side; ``classes`` are forced, or empty.
    """

    sides: Sides
    was: frozenset[Sides]
    digests_a: Mapping[str, str]
    digests_b: Mapping[str, str]
    signature: Signature
    classes: tuple[ChangeClass, ...] = ()


@dataclass(frozen=True, slots=True)
class Overrides:
    """All corrections: of facts by text key, of links by the keys of both texts."""

    facts: Mapping[str, tuple[Override, ...]] = field(default_factory=dict)
    links: Mapping[tuple[str, str], tuple[LinkOverride, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction as applied: ``key`` names the fact in ``text`` (two keys for a comparison).

    ``key`` is a norm's id, ``eid:start-end`` of a mention or term, or ``eids>eids`` of a link;
    ``places`` are the addresses it concerns, ``fields`` what was set.
    """

    text: str
    subject: Subject
    deed: Deed
    key: str
    places: tuple[str, ...]
    fields: tuple[str, ...]
    signature: Signature


def span_key(span: Span) -> str:
    """Return the key of the fact that stands at a span."""
    return f"{span.eid}:{span.start}-{span.end}"


def link_key(sides: Sides) -> str:
    """Return the key of a link: ``art_1 art_2>art_3``."""
    return ">".join(" ".join(eids) for eids in sides)


def _norm_shapes() -> dict[str, Shape]:
    """Return the fields of a norm that are stretches of text, whatever fields it comes to have."""
    hints = get_type_hints(Norm)
    shapes = {Span | None: Shape.SPAN, tuple[Span, ...]: Shape.SPANS}
    return {one.name: shapes[hints[one.name]] for one in fields(Norm) if hints[one.name] in shapes}


FIELDS: Final[Mapping[Subject, Mapping[str, Shape]]] = {
    Subject.REFERENCE: {"targets": Shape.TARGETS, "relation": Shape.WORDS, "family": Shape.WORDS},
    Subject.DEFINITION: {"definiens": Shape.SPAN, "scope": Shape.WORDS},
    Subject.NORM: {"modality": Shape.WORDS, "action": Shape.SPAN, "bearer": Shape.SPAN,
                   "bearer_source": Shape.WORDS, "role": Shape.WORDS, "deadline": Shape.SPAN,
                   "deadline_kind": Shape.WORDS, "deadline_value": Shape.WORDS,
                   "deadline_anchor": Shape.SPAN, "beneficiary": Shape.SPAN,
                   "beneficiary_role": Shape.WORDS, "counterparty": Shape.SPAN,
                   "counterparty_role": Shape.WORDS, "sanctioned": Shape.SPAN,
                   "sanctioned_role": Shape.WORDS, **_norm_shapes(),
                   "condition_kinds": Shape.KINDS, "exception_kinds": Shape.KINDS,
                   "list_function": Shape.WORDS, "list_items": Shape.EIDS,
                   "discretionary": Shape.WORDS, "sub": Shape.WORDS, "penalised_by": Shape.EIDS,
                   "group": Shape.WORDS},
}
"""What can be corrected of each kind of fact, and how it is written."""


def han_count(text: str) -> int:
    """Return how many Chinese characters a text holds."""
    return len(HAN.findall(text))


def split_place(given: str) -> tuple[str, str]:
    """Return the eid written before a stretch of text, empty for none, and the stretch.

    >>> split_place("art_5__para_1#平台@2"), split_place("C#")
    (('art_5__para_1', '平台@2'), ('', 'C#'))
    """
    eid, mark, rest = given.partition("#")
    return (eid, rest) if mark and eid and is_eid(eid) else ("", given)


def find_span(given: str, eid: str, texts: Mapping[str, str]) -> Span | None:
    """Return the stretch that is meant, seen from provision ``eid``; None if it is not there, or not once.

    ``texts`` are the own texts of the provisions by eid.

    >>> find_span("b@2", "art_1", {"art_1": "abab"})
    Span(eid='art_1', start=3, end=4, surface='b')
    """
    other, rest = split_place(given)
    place, text = other or eid, texts.get(other or eid, "")
    if match := RANGE.fullmatch(rest):
        start, end = int(match[1]), int(match[2])
        return cut(place, text, start, end) if start < end <= len(text) else None
    counted = NTH.fullmatch(rest)
    words = counted["words"] if counted else rest
    starts = [found.start() for found in re.finditer(f"(?={re.escape(words)})", text)] if words else []
    nth = int(counted["nth"]) if counted else 1
    if nth > len(starts) or (not counted and len(starts) > 1):
        return None
    return cut(place, text, starts[nth - 1], starts[nth - 1] + len(words))


def write_span(span: Span, eid: str, texts: Mapping[str, str]) -> str:
    """Return how a stretch is written from provision ``eid``: its words where few, else offsets."""
    before = "" if span.eid == eid else f"{span.eid}#"
    text = texts[span.eid]
    plain = not (RANGE.fullmatch(span.surface) or NTH.fullmatch(span.surface) or "#" in span.surface
                 or len(span.surface.splitlines()) > 1 or span.surface != span.surface.strip())
    if not plain or len(span.surface) > 2 * LONGEST_QUOTE or han_count(span.surface) > LONGEST_QUOTE:
        return f"{before}{span.start}-{span.end}"
    starts = [found.start() for found in re.finditer(f"(?={re.escape(span.surface)})", text)]
    nth = f"@{starts.index(span.start) + 1}" if len(starts) > 1 else ""
    return f"{before}{span.surface}{nth}"
