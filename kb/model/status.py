"""What state a version is in on a given day. A status is nothing without its date."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

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


COMING_OUT: Final = (DateKind.ADOPTED, DateKind.PROMULGATED, DateKind.PUBLISHED, DateKind.IN_FORCE)
"""Kinds of dates after which a version is there, whether or not it is in force."""


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

    What the dates leave open is ``not established``, never guessed: an entry into force that is
    unknown, a repeal of which only the month or year is known, a later final text that was out by
    then and may have replaced this one, and any day before the version itself was out.
    """
    if not is_out(version, as_of):
        return Status(State.UNKNOWN, as_of)
    if version.stage is Stage.DRAFT:
        return _draft_status(work, version, as_of)
    repealed = version.date(DateKind.REPEALED)
    if repealed and repealed.first_day() <= as_of:
        certain = repealed.last_day() <= as_of
        return Status(State.REPEALED, as_of, repealed.value) if certain else Status(State.UNKNOWN, as_of)
    in_force = version.date(DateKind.IN_FORCE)
    since = in_force.value if in_force else ""
    later = [v for v in _following(work, version) if v.stage is Stage.FINAL]
    if any(_has_entered_into_force(v, as_of) for v in later):
        return Status(State.AMENDED, as_of, since, next(v.id for v in later if is_out(v, as_of)))
    day = in_force.day() if in_force else None
    if day is None or any(_may_be_in_force(v, as_of) for v in later):
        return Status(State.UNKNOWN, as_of)
    return Status(State.NOT_YET_IN_FORCE if day > as_of else State.IN_FORCE, as_of, since)


def _following(work: Work, version: Version) -> tuple[Version, ...]:
    return work.versions[work.versions.index(version) + 1:]


def _has_entered_into_force(version: Version, as_of: date) -> bool:
    """Tell whether a version is known to have entered into force by a day."""
    fact = version.date(DateKind.IN_FORCE)
    return fact is not None and fact.last_day() <= as_of


def _may_be_in_force(version: Version, as_of: date) -> bool:
    """Tell whether the dates leave it open that a version has entered into force by a day."""
    fact = version.date(DateKind.IN_FORCE)
    return fact.first_day() <= as_of if fact else is_out(version, as_of)


def _draft_status(work: Work, version: Version, as_of: date) -> Status:
    later = [v for v in _following(work, version) if is_out(v, as_of)]
    if later:
        final = next((v for v in later if v.stage is Stage.FINAL), later[0])
        return Status(State.SUPERSEDED_DRAFT, as_of, successor=final.id)
    deadline = version.date(DateKind.COMMENT_DEADLINE)
    if deadline and (day := deadline.day()) and day >= as_of:
        return Status(State.DRAFT_OPEN, as_of, deadline.value)
    return Status(State.DRAFT, as_of)


def is_out(version: Version, as_of: date) -> bool:
    """Tell whether a version had been adopted, promulgated, published or put in force by a day.

    One of which no such date is known counts as out: it stands in the register.
    """
    days = [fact.last_day() for fact in version.dates if fact.kind in COMING_OUT]
    return not days or min(days) <= as_of


def first_day(version: Version) -> date | None:
    """Return the earliest day on which this version is known to have been public or adopted."""
    days = [day for fact in version.dates if fact.kind in
            (DateKind.ADOPTED, DateKind.PROMULGATED, DateKind.PUBLISHED) and (day := fact.day())]
    return min(days, default=None)


def version_in_force(work: Work, as_of: date) -> Version | None:
    """Return the version in force on a day, or None where none is or none is established."""
    return next((v for v in reversed(work.versions)
                 if status_of(work, v, as_of).state is State.IN_FORCE), None)
