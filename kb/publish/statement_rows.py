"""Rows of graded statements: by topic on the page of their version, by article on the later text's.

A number that no source states is always shown as not established, never as a citation or a link.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from kb.model.identifiers import article_eid
from kb.model.statement import ChangeNote, Statement, StatementSet
from kb.model.work import DateKind, Version
from kb.publish import addresses
from kb.publish.change_views import provision_link
from kb.publish.head_views import NOT_KNOWN, authority_names, version_label, version_link
from kb.publish.shelf import Shelf, grouped
from kb.publish.statement_views import StatementGroup, StatementRow
from kb.publish.views import Fact, Link

MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
                 "October", "November", "December")
UNIT: Final = {"article": "art.", "point": "point"}


def topics(known: StatementSet) -> tuple[StatementGroup, ...]:
    """Return the statements grouped by topic, topics in order of first appearance."""
    links = source_facts(known)
    rows = grouped((s.topic or "the whole text", statement_row(s, links)) for s in known.statements)
    return tuple(StatementGroup(Link(sentence_case(topic)), found) for topic, found in rows.items())


def statement_row(statement: Statement, links: Mapping[str, Fact]) -> StatementRow:
    """Return a statement; only a number a source states is shown as established."""
    number = f"{UNIT[statement.unit]} {statement.number}"
    where: tuple[Link, ...] = ()
    if statement.number:
        known = statement.number_confidence == "high"
        where = (Link(number if known else f"probably {number}, number not established"),)
    return StatementRow(where, statement.text, statement.grade,
                        tuple(links[name] for name in statement.sources if name in links),
                        statement.reason)


def note_row(shelf: Shelf, note: ChangeNote, links: Mapping[str, Fact]) -> StatementRow:
    """Return a change note with links to the provisions of the later text that it touches."""
    later = later_key(note)
    return StatementRow(tuple(provision_link(shelf, later, eid) for eid in note.eids), note.text,
                        note.grade, tuple(links[name] for name in note.sources if name in links),
                        note.reason)


def notes_by_version(shelf: Shelf, known: StatementSet) -> tuple[StatementGroup, ...]:
    """Return the change notes of a version grouped by the later version they lead to."""
    links = source_facts(known)
    found = grouped((later_key(note), note_row(shelf, note, links)) for note in known.notes)
    return tuple(StatementGroup(_version(shelf, key), rows) for key, rows in found.items())


def notes_on(shelf: Shelf, key: str, eid: str) -> tuple[StatementGroup, ...]:
    """Return what is known to have changed in an article since versions known by statements only.

    ``key`` is the later version, ``eid`` its article. A version whose text is here has a comparison
    and needs no notes.
    """
    groups = []
    for version, known in _known_before(shelf, key):
        links = source_facts(known)
        rows = tuple(note_row(shelf, note, links) for note in known.notes if later_key(note) == key
                     and eid in {article_eid(touched) for touched in note.eids})
        if rows:
            groups.append(StatementGroup(version_link(version), rows))
    return tuple(groups)


def drafts_known(shelf: Shelf, key: str) -> tuple[Link, ...]:
    """Return links to all notes on changes between versions known by statements only and this one."""
    return tuple(Link(f"known changes since {version_label(version)}",
                      f"{addresses.version_page(version.key)}#notes")
                 for version, _ in _known_before(shelf, key))


def _known_before(shelf: Shelf, key: str) -> Iterator[tuple[Version, StatementSet]]:
    work = shelf.work_of(key)
    for version in work.versions if work else ():
        known = shelf.library.statements.get(version.key)
        if known and version.key not in shelf.shown and any(later_key(n) == key for n in known.notes):
            yield version, known


def later_key(note: ChangeNote) -> str:
    """Return the later version of a note as ``work@version``."""
    return f"{note.version.partition('@')[0]}@{note.later}"


def _version(shelf: Shelf, key: str) -> Link:
    version = shelf.version_of(key)
    return version_link(version) if version else Link(key.partition("@")[2])


def source_facts(known: StatementSet) -> dict[str, Fact]:
    """Return the sources by name; ``url`` is empty where no link is known."""
    return {name: Fact(name, url, "", addresses.external(url)) for name, url in known.sources}


def lead(shelf: Shelf, version: Version) -> str:
    """Return who issued a version and when, in one sentence, dates in words."""
    parts = [f"Issued by {authority_names(shelf, version) or NOT_KNOWN}"]
    for kind, words in ((DateKind.PUBLISHED, "published"), (DateKind.COMMENT_DEADLINE, "comments until")):
        if value := next((fact.value for fact in version.dates if fact.kind is kind), ""):
            parts.append(f"{words} {day_in_words(value)}")
    return f"{'; '.join(parts)}."


def day_in_words(value: str) -> str:
    """Return an ISO date in words; a month or a year alone stays as it is.

    >>> day_in_words("2022-01-28"), day_in_words("2022-01")
    ('28 January 2022', '2022-01')
    """
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def sentence_case(words: str) -> str:
    """Return words with a capital first letter, the rest untouched."""
    return words[:1].upper() + words[1:]
