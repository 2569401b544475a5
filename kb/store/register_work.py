"""One file of ``corpus/works`` as a ``Work``.

Reads: a table. Writes: nothing. Guarantees: every key is known and of its type, every date is a
date and says why it is believed, every quotation is short. What needs other files is checked in
``kb.store.register_rules``.
"""

import re
from typing import Final

from kb.model.work import (
    DateFact,
    DateKind,
    DocType,
    Evidence,
    OfficialAddress,
    RelatedDocument,
    Relation,
    Stage,
    Version,
    Work,
)
from kb.store.register_table import Table

ADDRESS_GRADES: Final = ("A", "B", "C", "D", "X")
EVIDENCE_GRADES: Final = ("A", "B", "C", "D")
EVIDENCE_KINDS: Final = ("text", "page", "digest", "source")
ADDRESS_ROLES: Final = ("text", "copy", "notice", "explanation", "q-and-a", "release", "decision",
                        "attachment")
RELATION_KINDS: Final = ("made_under", "implements", "replaces", "amends", "supplements", "applies",
                         "see_also")
DOCUMENT_KINDS: Final = ("notice", "announcement", "explanation", "note", "q-and-a", "decision",
                         "order", "campaign")
PROFILES: Final = ("zh_statute", "zh_policy", "en_text")
LONGEST_QUOTE: Final = 24
"""Chinese characters a quotation may hold: it proves a fact, it does not reproduce a text."""
HAN: Final = re.compile(r"[㐀-鿿]")

WORK_KEYS: Final = ("doc_type", "title_zh", "title_en", "short_zh", "short_en", "aliases", "topics",
                    "note", "metadata_only", "version", "relation", "document")
VERSION_KEYS: Final = ("id", "stage", "title_zh", "title_en", "number", "authorities", "articles",
                       "profile", "amends", "note", "date", "address")
DOCUMENT_KEYS: Final = ("id", "kind", "title_zh", "title_en", "published", "capture", "note",
                        "address")


def read_work(table: Table, slug: str) -> Work:
    """Return the work of a file; what is wrong with it goes to the table's defects."""
    table.refuse_unknown(WORK_KEYS)
    versions = tuple(_version(entry, slug) for entry in table.tables("version"))
    if not versions:
        table.report("version", "there is none", "add at least one [[version]]")
    return Work(
        slug=slug, doc_type=DocType(table.choice("doc_type", DocType) or DocType.NOTICE),
        title_zh=table.text("title_zh", required=True),
        title_en=table.text("title_en", required=True),
        short_zh=table.text("short_zh", required=True),
        short_en=table.text("short_en", required=True),
        aliases=table.texts("aliases"), versions=versions,
        relations=tuple(_relation(entry) for entry in table.tables("relation")),
        documents=tuple(_document(entry) for entry in table.tables("document")),
        topics=table.texts("topics"), metadata_only=table.flag("metadata_only"),
        note=table.text("note"))


def _version(table: Table, slug: str) -> Version:
    table.refuse_unknown(VERSION_KEYS)
    return Version(
        work=slug, id=table.slug("id"),
        stage=Stage(table.choice("stage", Stage) or Stage.DRAFT),
        title_zh=table.text("title_zh", required=True),
        title_en=table.text("title_en", required=True), number=table.text("number"),
        authorities=table.texts("authorities", required=True),
        dates=tuple(fact for entry in table.tables("date") if (fact := _date(entry))),
        addresses=tuple(_address(entry) for entry in table.tables("address")),
        articles=table.count("articles"),
        profile=table.choice("profile", PROFILES, optional=True),
        amends=table.text("amends"), note=table.text("note"))


def _date(table: Table) -> DateFact | None:
    table.refuse_unknown(("kind", "value", "evidence"))
    kind = table.choice("kind", DateKind)
    value = table.day("value", required=True)
    evidence = _evidence(table)
    return DateFact(DateKind(kind), value, evidence) if kind and value else None


def _evidence(owner: Table) -> Evidence:
    table = owner.table("evidence")
    if table is None:
        return Evidence("")
    table.refuse_unknown(("kind", "source", "quote", "grade"))
    found = Evidence(table.choice("kind", EVIDENCE_KINDS), table.text("source"),
                     table.text("quote"),
                     table.choice("grade", EVIDENCE_GRADES, optional=True))
    _check_evidence(table, found)
    return found


def _check_evidence(table: Table, found: Evidence) -> None:
    if found.kind == "text" and not found.quote:
        table.report("quote", "is missing", "quote a few words of a captured text of this version")
    if found.kind == "page" and not (found.quote or found.source):
        table.report("source", "is missing", "name the captured page, or quote a few words of it")
    if found.kind in ("digest", "source") and not found.source:
        table.report("source", "is missing", "name where the fact is stated")
    if found.kind == "digest" and found.grade not in ("A", "B"):
        table.report("grade", "is neither A nor B",
                     "a statement of a weaker grade proves nothing: leave the fact out")
    if len(HAN.findall(found.quote)) > LONGEST_QUOTE:
        table.report("quote", f"holds more than {LONGEST_QUOTE} Chinese characters",
                     "quote only the words that prove the fact")


def _address(table: Table) -> OfficialAddress:
    table.refuse_unknown(("url", "role", "address_grade", "evidence"))
    return OfficialAddress(table.url("url", required=True), table.choice("role", ADDRESS_ROLES),
                           table.choice("address_grade", ADDRESS_GRADES),
                           table.text("evidence", required=True))


def _relation(table: Table) -> Relation:
    table.refuse_unknown(("kind", "target", "version", "evidence"))
    return Relation(table.choice("kind", RELATION_KINDS), table.text("target", required=True),
                    _evidence(table), table.text("version"))


def _document(table: Table) -> RelatedDocument:
    table.refuse_unknown(DOCUMENT_KEYS)
    return RelatedDocument(
        id=table.slug("id"), kind=table.choice("kind", DOCUMENT_KINDS),
        title_zh=table.text("title_zh", required=True),
        title_en=table.text("title_en", required=True), published=table.day("published"),
        capture=table.text("capture"),
        addresses=tuple(_address(entry) for entry in table.tables("address")),
        note=table.text("note"))
