"""Graded statements about a text that could not be had. They are no text: nothing is derived of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, in our own words, about a version whose text we do not hold.

    ``grade`` is A (two or more independent sources) or B (one); nothing weaker is kept.
    ``number`` is the article number said by ``number_confidence``: ``high`` (a source states it),
    ``probable`` (not established) or empty (about the whole). A probable number never enters a
    citation, an address or a reference.
    """

    id: str
    version: str
    text: str
    grade: str
    number: str = ""
    number_confidence: str = ""
    topic: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeNote:
    """What is known of a change between a version we do not hold and one we do, graded likewise."""

    id: str
    version: str
    later: str
    eids: tuple[str, ...]
    text: str
    grade: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StatementSet:
    """All statements about one version and what is known not to be known."""

    version: str
    statements: tuple[Statement, ...]
    notes: tuple[ChangeNote, ...]
    unknown: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
