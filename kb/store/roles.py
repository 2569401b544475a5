"""What an article does: lay down a duty or right, punish, define, or none of these.

Reads: analyses. Writes: nothing.
Guarantees: one role for every article, from the norms and definitions found in it alone; an article
that defines a term and also lays down a duty lays down a duty.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

from kb.model.analysis import Analysis, Modality
from kb.model.identifiers import article_eid
from kb.model.status import State

DUTY: Final = "duty"
PENALTY: Final = "penalty"
DEFINITION: Final = "definition"
GENERAL: Final = "general"
DRAFT: Final = "draft"
DRAFT_GENERAL: Final = "draft-general"
STATEMENT: Final = "statement"
DRAFT_STATEMENT: Final = "draft-statement"

OPERATIVE: Final = frozenset({Modality.OBLIGATION, Modality.PROHIBITION, Modality.PERMISSION,
                              Modality.RIGHT, Modality.POWER})
NOT_LAW: Final = frozenset({State.DRAFT, State.DRAFT_OPEN, State.SUPERSEDED_DRAFT})
"""States of versions that never were law, or are not yet."""


def roles_of(analysis: Analysis | None) -> Mapping[str, str]:
    """Return what each article or heading of a text does, by its eid; those that do nothing are left out.

    A ``penalty`` is an article at least half of whose operative norms punish.
    """
    if analysis is None:
        return {}
    norms: dict[str, Counter[bool]] = {}
    for norm in analysis.norms:
        if norm.modality in OPERATIVE or norm.modality is Modality.PENALTY:
            norms.setdefault(article_eid(norm.eid), Counter())[norm.modality is Modality.PENALTY] += 1
    found = {article_eid(definition.term.eid): DEFINITION for definition in analysis.definitions}
    return {**found, **{eid: PENALTY if counts[True] >= counts[False] else DUTY
                        for eid, counts in norms.items()}}


def role_in(state: str, eid: str, roles: Mapping[str, str]) -> str:
    """Return the role of an article of a version in a state: in a draft it does nothing yet."""
    role = roles.get(eid, GENERAL)
    if state not in NOT_LAW:
        return role
    return DRAFT if role in (DUTY, PENALTY) else DRAFT_GENERAL


def statement_role(state: str) -> str:
    """Return the role of a statement: whether what it tells of was ever law."""
    return DRAFT_STATEMENT if state in NOT_LAW else STATEMENT
