"""The typed tables of the built file, filled from a library."""

import json
import sqlite3
from collections.abc import Iterable, Iterator

from kb.model.analysis import Analysis, Norm
from kb.model.identifiers import parent_eid
from kb.model.provision import walk_all
from kb.model.span import Span
from kb.model.status import status_of
from kb.model.text import Text
from kb.model.work import Version, Work
from kb.store.fulltext import fill_index
from kb.store.library import Library
from kb.store.records import records
from kb.store.vocabulary import Vocabulary

Row = tuple[object, ...]


def fill_tables(connection: sqlite3.Connection, library: Library, vocabulary: Vocabulary) -> None:
    """Write the query tables and the full-text index, which knows the words of a vocabulary."""
    _insert(connection, "work", [(w.slug, w.doc_type, w.title_zh, w.title_en, w.short_zh, w.short_en)
                                 for w in library.register.works])
    versions = [(work, version) for work in library.register.works for version in work.versions]
    _insert(connection, "version", [_version_row(library, w, v) for w, v in versions])
    _insert(connection, "version_date", [
        (v.key, fact.kind, fact.value, fact.evidence.kind, fact.evidence.source, fact.evidence.quote)
        for _, v in versions for fact in v.dates])
    _insert(connection, "manifestation", _manifestation_rows(library))
    _insert(connection, "provision", [row for text in _texts(library) for row in _provisions(text)])
    for analysis in library.analyses.values():
        _fill_analysis(connection, analysis)
    _insert(connection, "link", [
        (c.a, c.b, " ".join(link.a), " ".join(link.b), " ".join(link.classes), link.score, link.rule)
        for c in library.comparisons for link in c.links])
    _insert(connection, "problem", [(p.code, p.severity, p.where, p.message, p.remedy)
                                    for p in library.problems])
    fill_index(connection, records(library), vocabulary)


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    rows = list(rows)
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def _texts(library: Library) -> Iterator[Text]:
    for by_language in library.texts.values():
        yield from by_language.values()


def _version_row(library: Library, work: Work, version: Version) -> Row:
    status = status_of(work, version, library.as_of)
    return (version.key, work.slug, version.id, work.versions.index(version), version.stage,
            version.title_zh, version.title_en, version.number, status.state,
            status.as_of.isoformat(), status.successor)


def _manifestation_rows(library: Library) -> list[Row]:
    return [(m.version, m.sha256, int(m.grade), int(index == 0 and not m.partial), int(m.partial),
             m.media_type, m.bytes, m.official_url, m.via,
             m.received.isoformat() if m.received else None,
             m.retrieved.isoformat() if m.retrieved else None)
            for held in library.manifestations.values() for index, m in enumerate(held)]


def _provisions(text: Text) -> Iterator[Row]:
    for position, node in enumerate(walk_all(text.provisions)):
        yield (text.key, text.version, text.language, node.eid, parent_eid(node.eid), position,
               node.kind, node.num, node.number, node.heading, node.text, int(node.inferred))


def _fill_analysis(connection: sqlite3.Connection, analysis: Analysis) -> None:
    for ref in analysis.references:
        cursor = connection.execute(
            "INSERT INTO reference VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (analysis.text, ref.span.eid, ref.span.start, ref.span.end, ref.span.surface,
             ref.family, ref.relation, ref.status, ref.rule))
        _insert(connection, "reference_target",
                [(cursor.lastrowid, t.work, t.title, t.version, t.eid) for t in ref.targets])
    _insert(connection, "definition", [
        (analysis.text, d.term.eid, d.term.surface, d.definiens.surface, d.scope, d.rule)
        for d in analysis.definitions])
    _insert(connection, "norm", [_norm_row(analysis.text, norm) for norm in analysis.norms])


def _norm_row(text: str, norm: Norm) -> Row:
    bearer = norm.bearer
    key = norm.id if text.endswith("/zh") else f"{norm.id}/{text.rpartition('/')[2]}"
    return (key, text, norm.eid, norm.modality, bearer.span.surface if bearer else None,
            bearer.source if bearer else None, bearer.role if bearer else None,
            norm.action.surface, _surfaces(norm.conditions), _surfaces(norm.exceptions),
            norm.deadline.value or norm.deadline.span.surface if norm.deadline else None,
            " ".join(norm.penalised_by), norm.rule)


def _surfaces(spans: tuple[Span, ...]) -> str:
    return json.dumps([span.surface for span in spans], ensure_ascii=False)
