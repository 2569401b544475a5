"""What state a version is in on a given day. A status is nothing without its date."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kb.model.work import DateKind, Stage, Version, Work


class State(StrEnum):
    """The states a version can be in."""

    DRAFT = "draft"
    DRAFT_OPEN = "draft, open for comment"
    SUPERSEDED_DRAFT = "superseded draft"
    NOT_YET_IN_FORCE = "adopted, not yet in force"
    IN_FORCE = "in force"
    AMENDED = "no longer current: amended"
    REPEALED = "repealed"
    UNKNOWN = "not established"


@dataclass(frozen=True, slots=True)
class Status:
    """A state, the day it was asked for, and the version that followed, if any."""

    state: State
    as_of: date
    since: str = ""
    successor: str = ""

    def __str__(self) -> str:
        return f"{self.state} as of {self.as_of.isoformat()}"


def status_of(work: Work, version: Version, as_of: date) -> Status:
    """Return the state of a version on ``as_of``, from the register's dates alone.

    A final version whose entry into force is unknown is ``not established``, never guessed.
    """
    if version.stage is Stage.DRAFT:
        return _draft_status(work, version, as_of)
    repealed = version.date(DateKind.REPEALED)
    if repealed and (day := repealed.day()) and day <= as_of:
        return Status(State.REPEALED, as_of, repealed.value)
    in_force = version.date(DateKind.IN_FORCE)
    day = in_force.day() if in_force else None
    if in_force is None or day is None:
        return Status(State.UNKNOWN, as_of)
    if day > as_of:
        return Status(State.NOT_YET_IN_FORCE, as_of, in_force.value)
    later = [v for v in work.versions if v.stage is Stage.FINAL and v.id != version.id
             and (fact := v.date(DateKind.IN_FORCE)) and (start := fact.day())
             and day < start <= as_of]
    if later:
        return Status(State.AMENDED, as_of, in_force.value, later[0].id)
    return Status(State.IN_FORCE, as_of, in_force.value)


def _draft_status(work: Work, version: Version, as_of: date) -> Status:
    following = work.versions[work.versions.index(version) + 1:]
    later = [v for v in following if (day := first_day(v)) is None or day <= as_of]
    if later:
        final = next((v for v in later if v.stage is Stage.FINAL), later[0])
        return Status(State.SUPERSEDED_DRAFT, as_of, successor=final.id)
    deadline = version.date(DateKind.COMMENT_DEADLINE)
    if deadline and (day := deadline.day()) and day >= as_of:
        return Status(State.DRAFT_OPEN, as_of, deadline.value)
    return Status(State.DRAFT, as_of)


def first_day(version: Version) -> date | None:
    """Return the earliest day on which this version is known to have been public or adopted."""
    days = [day for fact in version.dates if fact.kind in
            (DateKind.ADOPTED, DateKind.PROMULGATED, DateKind.PUBLISHED) and (day := fact.day())]
    return min(days, default=None)


def version_in_force(work: Work, as_of: date) -> Version | None:
    """Return the version in force on a day, or None where none is or none is established."""
    return next((v for v in reversed(work.versions)
                 if status_of(work, v, as_of).state is State.IN_FORCE), None)
