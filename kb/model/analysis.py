"""What analysis says about a text: references, definitions and norms, each made of spans.

LegalRuleML and Hohfeld give the deontic terms; the fields follow the project's annotation scheme.
Nothing here edits the text; every fact names the rule that made it.
"""

from dataclasses import dataclass
from enum import StrEnum

from kb.model.problem import Problem
from kb.model.span import Span


class RefStatus(StrEnum):
    """What became of a reference."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    UNRESOLVED = "unresolved"


CLASSED_FAMILIES = frozenset({"vague", "renvoi", "list", "discourse"})
"""Families that are classed and cite nothing: a class of sources (有关法律, 从其规定), the list that
follows (下列) and what was just said (上述). The items of a list are its targets; no edge leads to them."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reference leads.

    ``work`` is a slug (empty: the work itself); ``title`` the official title as far as known, also
    for works outside the register; ``version`` the version in force at the source's date, or empty;
    ``eid`` is empty for the whole work.
    """

    work: str = ""
    title: str = ""
    version: str = ""
    eid: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """A mention of a provision or a work.

    ``family`` is internal, relative, external, vague, renvoi, list or discourse; ``relation``
    is cites, under, mutatis, applies, except, empowers or penalises. Ranges and lists are expanded
    in ``targets``. Vague mentions have no target.
    """

    span: Span
    family: str
    status: RefStatus
    targets: tuple[Target, ...]
    rule: str
    relation: str = "cites"
    candidates: tuple[Target, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """A term and what the text says it means. ``scope`` is an eid, or empty for the whole work."""

    term: Span
    definiens: Span
    scope: str
    rule: str


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who holds a norm: the slice, how it was found, and the normalised role (empty: not decided)."""

    span: Span
    source: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody a norm touches but does not bind: the slice and the normalised role (empty: open)."""

    span: Span
    role: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit. ``value`` is ISO 8601 (``P10WD``: ten working days), empty for vague ones.

    ``anchor`` is the event from which, or before which, it runs, where the words name one.
    """

    span: Span
    kind: str
    value: str = ""
    anchor: Span | None = None


class Modality(StrEnum):
    """The deontic class of a norm."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    PERMISSION = "permission"
    RIGHT = "right"
    POWER = "power"
    RECOMMENDATION = "recommendation"
    DECLARATION = "declaration"
    PENALTY = "penalty"


CONDITION_KINDS = frozenset({
    "scope_activity", "trigger_event", "trigger_state", "precondition_only_if", "normative_precondition",
    "violation", "aggravation", "purpose", "exception_trigger"})
EXCEPTION_KINDS = frozenset({"derogation", "renvoi_exemption", "saving"})
LIST_FUNCTIONS = frozenset({
    "CONDITION_ANY_OF", "CONDITION_ALL_OF", "REQUIREMENT_ANY_OF", "OBJECT_ENUM", "ACTION_DISTRIBUTE",
    "DEFINITION", "PENALTY_BRANCH"})


@dataclass(frozen=True, slots=True)
class Sanction:
    """What a penalty imposes. ``types`` are words of a closed list, empty where none was read.

    Amounts in yuan, shares of a year's turnover in percent, multiples of a sum the words name; each bound
    includes its figure and is None where the words give none. ``authority`` is who imposes it.
    """

    types: tuple[str, ...] = ()
    min_yuan: int | None = None
    max_yuan: int | None = None
    min_turnover_pct: int | None = None
    max_turnover_pct: int | None = None
    min_times: int | None = None
    max_times: int | None = None
    authority: Span | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """One atomic norm: one bearer, one operator, one main verb phrase.

    ``id`` is ``work@version@eid~modality-n``, n counted in text order per provision and modality.
    ``penalised_by`` are eids of the provisions of the same text that punish its breach, each with the
    rule at its place in ``penalty_rules``. ``punishes``, of a penalty, are the ids of the norms whose
    breach its paragraph punishes; ``sanction`` is what it imposes.

    ``object`` is what the main verb acts on, ``manner`` how, ``alternatives`` the performances of
    which one is enough. ``beneficiary`` is whom the norm serves, ``counterparty`` to whom it is owed or
    against whom it runs, ``sanctioned`` who is punished. ``condition_kinds`` and ``exception_kinds`` stand
    beside their spans (``CONDITION_KINDS``, ``EXCEPTION_KINDS``). ``list_function`` is a word of
    ``LIST_FUNCTIONS``, ``list_items`` the eids of its items. ``discretionary`` of a penalty: whether the
    body may leave it. ``sub`` of a permission, declaration or penalty is ``only_if``, ``exemption``,
    ``renvoi`` or empty. ``made_by`` pairs each field with the id of the rule that decided it; ``open``
    names the fields that could not be decided.
    """

    id: str
    eid: str
    modality: Modality
    trigger: Span | None
    bearer: Bearer | None
    action: Span
    rule: str
    conditions: tuple[Span, ...] = ()
    exceptions: tuple[Span, ...] = ()
    deadline: Deadline | None = None
    penalised_by: tuple[str, ...] = ()
    group: str = ""
    penalty_rules: tuple[str, ...] = ()
    punishes: tuple[str, ...] = ()
    sanction: Sanction | None = None
    object: Span | None = None
    manner: tuple[Span, ...] = ()
    alternatives: tuple[Span, ...] = ()
    beneficiary: Party | None = None
    counterparty: Party | None = None
    sanctioned: Party | None = None
    condition_kinds: tuple[str, ...] = ()
    exception_kinds: tuple[str, ...] = ()
    list_function: str = ""
    list_items: tuple[str, ...] = ()
    discretionary: bool | None = None
    sub: str = ""
    made_by: tuple[tuple[str, str], ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Analysis:
    """All that was found in one text. ``text`` is ``work@version/language``."""

    text: str
    references: tuple[Reference, ...]
    definitions: tuple[Definition, ...]
    norms: tuple[Norm, ...]
    problems: tuple[Problem, ...] = ()
