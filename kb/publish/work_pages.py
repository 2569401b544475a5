"""Work pages and the index of works."""

from collections.abc import Iterator

from kb.model.work import DateKind, DocType, RelatedDocument, Relation, Version, Work
from kb.publish import addresses
from kb.publish.change_views import comparison_link
from kb.publish.head_views import (
    address_fact,
    authority_names,
    date_fact,
    provenance,
    status_view,
    version_link,
    work_link,
)
from kb.publish.labels import DOC_TYPE, RELATION
from kb.publish.register_views import WorksView
from kb.publish.shelf import Shelf, sides
from kb.publish.timeline_page import events_of
from kb.publish.version_pages import count_words
from kb.publish.views import (
    DocumentRow,
    Link,
    RelationRow,
    StatusView,
    VersionRow,
    WorkRow,
    WorkView,
)

RANKS = tuple(DocType)
KEY_DATES = (DateKind.IN_FORCE, DateKind.PROMULGATED, DateKind.PUBLISHED, DateKind.ADOPTED)


def work_view(shelf: Shelf, work: Work) -> WorkView:
    """Return a work's page."""
    current = shelf.current(work)
    pages = [comparison_link(c) for c in shelf.comparisons.get(work.slug, ())]
    shown = shelf.current_shown(work)
    if shown and shown.has_article_pages:
        pages.append(Link("Duties register", addresses.duties_page(work.slug)))
    return WorkView(
        work.title_zh, work.title_en, work.short_en or work.title_en, DOC_TYPE[work.doc_type][0],
        current_status(shelf, work), work.aliases,
        version_link(current) if current else Link("no version known"),
        tuple(version_row(shelf, work, v) for v in work.versions),
        (*(_outgoing(shelf, r) for r in work.relations), *_incoming(shelf, work)),
        tuple(_document(shelf, work, d) for d in work.documents), tuple(pages), work.note,
        work.metadata_only, tuple(events_of(shelf.library.register.events, work)))


def current_status(shelf: Shelf, work: Work) -> StatusView:
    """Return the status of a work's current version."""
    current = shelf.current(work)
    return status_view(shelf, current) if current else StatusView("no version known", "unknown")


def version_row(shelf: Shelf, work: Work, version: Version) -> VersionRow:
    """Return a version's place on its work's page."""
    shown = shelf.shown.get(version.key)
    here = {("zh",): "Chinese text", ("en",): "English only: our translation",
            ("zh", "en"): "Chinese text and our English"}
    languages = tuple(code for code in ("zh", "en") if shelf.library.text(version.key, code))
    content = here.get(languages, "text not here")
    if not languages and version.key in shelf.library.statements:
        content = "text not here; graded statements about it"
    authorities = [shelf.authorities.get(name) for name in version.authorities]
    return VersionRow(
        version_link(version), (version.title_zh or work.title_zh), version.title_en or work.title_en,
        status_view(shelf, version), version.number,
        tuple(Link(a.name_en, "", a.name_zh) for a in authorities if a),
        tuple(date_fact(fact) for fact in version.dates),
        tuple(address_fact(a) for a in version.addresses), provenance(shelf, version.key),
        count_words(shown) if shown else "", content,
        tuple(comparison_link(c) for c in shelf.comparisons.get(work.slug, ())
              if sides(c)[1] == version.key), version.note)


def _outgoing(shelf: Shelf, relation: Relation) -> RelationRow:
    label = RELATION.get(relation.kind, (relation.kind, ""))[0]
    return RelationRow(label, _other(shelf, relation.target), _evidence(relation))


def _incoming(shelf: Shelf, work: Work) -> Iterator[RelationRow]:
    for other in shelf.library.register.works:
        for relation in other.relations:
            if relation.target.partition("@")[0] == work.slug:
                label = RELATION.get(relation.kind, ("", f"{relation.kind} by"))[1]
                yield RelationRow(label, work_link(other), _evidence(relation))


def _other(shelf: Shelf, target: str) -> Link:
    work = shelf.work_of(target)
    if work is None:
        return Link(target, note="not in the register")
    version = shelf.version_of(target) if "@" in target else None
    link = work_link(work)
    return Link(f"{link.label}, {version_link(version).label}", addresses.version_page(version.key),
                link.zh) if version else link


def _evidence(relation: Relation) -> str:
    quote = f"“{relation.evidence.quote}”" if relation.evidence.quote else ""
    return ", ".join(part for part in (quote, relation.evidence.source) if part)


def _document(shelf: Shelf, work: Work, document: RelatedDocument) -> DocumentRow:
    key = document.capture or f"{work.slug}@{document.id}"
    return DocumentRow(document.kind, document.title_zh, document.title_en, document.published,
                       tuple(address_fact(a) for a in document.addresses), provenance(shelf, key),
                       document.note)


def work_row(shelf: Shelf, work: Work) -> WorkRow:
    """Return a work's row in a list, by its current version."""
    current = shelf.current(work)
    fact = next((f for kind in KEY_DATES if current and (f := current.date(kind))), None)
    has = [current and shelf.library.text(current.key, code) for code in ("zh", "en")]
    text = ("Chinese and English" if all(has) else "Chinese" if has[0] else "English" if has[1]
            else "register only")
    return WorkRow(work_link(work), DOC_TYPE[work.doc_type][0], current_status(shelf, work),
                   authority_names(shelf, current) if current else "", fact.value if fact else "",
                   text)


def works_view(shelf: Shelf) -> WorksView:
    """Return the index of works by rank."""
    groups = []
    for rank in RANKS:
        works = [w for w in shelf.library.register.works if w.doc_type is rank]
        if works:
            label, zh = DOC_TYPE[rank]
            groups.append((Link(label, f"#{rank.value}", zh), tuple(work_row(shelf, w) for w in works)))
    return WorksView(tuple(groups), shelf.library.as_of.isoformat())
