"""What became of duties between two texts: norms matched and compared field by field.

*Strengthened* means that a rule binds more than before (a duty reaches further, a freedom less far),
*weakened* that it binds less; where the words do not decide that, neither is said.
"""

from dataclasses import dataclass
from enum import StrEnum

from kb.model.span import Span


class DutyClass(StrEnum):
    """What kind of change it is; several may hold together."""

    STRENGTHENED = "strengthened"
    WEAKENED = "weakened"
    SCOPE = "scope"
    ACTOR = "actor"
    TIMING = "timing"
    SANCTION = "sanction"
    CLERICAL = "clerical"


class DutyFate(StrEnum):
    """What became of a norm."""

    CHANGED = "changed"
    ADDED = "added"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a norm that differs: the slices of both sides, and the rule that judged it.

    ``field`` is modality, bearer, action, list, condition, exception, deadline, sanction or
    penalised_by. A side without a slice has None; ``old`` and ``new`` say in a few words what is there.
    ``direction`` is strengthened, weakened, or empty where the words do not decide.
    """

    field: str
    old: str
    new: str
    rule: str
    direction: str = ""
    a: Span | None = None
    b: Span | None = None


@dataclass(frozen=True, slots=True)
class DutyChange:
    """One norm of either side, or a pair of them. ``a`` and ``b`` are norm ids, empty where there is none.

    ``eid_a`` and ``eid_b`` are where they stand; ``modality`` is that of the newer side where it has one.
    ``score`` is the likeness of the actions, 0 to 1. ``line`` says the change in one sentence of English.
    ``by_authority``: a public body bears it.
    """

    fate: DutyFate
    a: str
    b: str
    eid_a: str
    eid_b: str
    modality: str
    classes: tuple[DutyClass, ...]
    fields: tuple[FieldChange, ...]
    rule: str
    score: float = 0.0
    line: str = ""
    by_authority: bool = False


@dataclass(frozen=True, slots=True)
class DutyLine:
    """One line of the summary: what it says, its classes, and the changes that prove it.

    ``changes`` are indices into ``DutyDelta.changes``; ``eids_a`` and ``eids_b`` the provisions, in order.
    """

    text: str
    classes: tuple[DutyClass, ...]
    changes: tuple[int, ...]
    eids_a: tuple[str, ...]
    eids_b: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DutyDelta:
    """All changes of duties between two texts, heaviest first, and what was counted only.

    ``lines`` sum them up: what several norms share is said once; clerical changes are left out.

    ``unchanged`` norms say the same in all fields. ``undecided`` are ids of norms whose words stand
    unchanged on the other side, where the program reads no norm of the kind: nothing is said of them.
    """

    changes: tuple[DutyChange, ...] = ()
    unchanged: int = 0
    undecided: tuple[str, ...] = ()
    lines: tuple[DutyLine, ...] = ()
