"""Graded statements about a text that could not be had. They are no text: nothing is derived of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, in our own words, about a version whose text we do not hold.

    ``grade`` is A (two or more independent sources) or B (one); nothing weaker is kept.
    ``number`` is the article number said by ``number_confidence``: ``high`` (a source states it),
    ``probable`` (not established) or empty (about the whole). A probable number never enters a
    citation, an address or a reference. ``unit`` is what the number counts: ``article``, or
    ``point`` in a policy document. ``reason`` says why the grade was raised or lowered, if it was.
    """

    id: str
    version: str
    text: str
    grade: str
    number: str = ""
    number_confidence: str = ""
    topic: str = ""
    sources: tuple[str, ...] = ()
    unit: str = "article"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """What is known of a change from a version we do not hold to a later one, graded likewise.

    ``later`` is the id of the later version; ``eids`` are its provisions that the change touches,
    empty where the change is about the whole or the text of the later version is not held either.
    """

    id: str
    version: str
    later: str
    eids: tuple[str, ...]
    text: str
    grade: str
    sources: tuple[str, ...] = ()
    topic: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StatementSet:
    """All statements about one version and what is known not to be known."""

    version: str
    statements: tuple[Statement, ...]
    notes: tuple[ChangeNote, ...]
    unknown: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
