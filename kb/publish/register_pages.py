"""Pages that gather all texts: duties, definitions, comparisons, search."""

from collections import Counter

from kb.model.analysis import Modality
from kb.model.place import place_en
from kb.model.work import Work
from kb.publish import addresses
from kb.publish.change_views import compare_row
from kb.publish.head_views import status_view, version_link, work_link
from kb.publish.labels import MODALITY
from kb.publish.norm_views import definition_row, norm_row
from kb.publish.register_views import (
    CompareRow,
    DefinitionsView,
    DutiesIndexView,
    DutiesRow,
    DutiesView,
    SearchView,
    TermGroup,
)
from kb.publish.shelf import Shelf, Shown, grouped
from kb.publish.views import Fact, Link

MOST_BEARERS = 12
SOFT = (Modality.DECLARATION, Modality.RECOMMENDATION)


def duties_index_view(shelf: Shelf) -> DutiesIndexView:
    """Return the counts of norms of each work's current text."""
    heads = tuple(Link(words, "", zh) for words, zh in MODALITY.values())
    rows = []
    for work in shelf.library.register.works:
        shown = shelf.current_shown(work)
        version = shelf.version_of(shown.version) if shown else None
        if shown is None or version is None:
            continue
        counts = Counter(n.modality for n in shown.analysis.norms) if shown.analysis else Counter()
        link = work_link(work)
        href = (addresses.duties_page(work.slug) if shown.has_article_pages
                else addresses.version_page(version.key))
        rows.append(DutiesRow(Link(link.label, href, link.zh, version_link(version).label),
                              status_view(shelf, version), shown.language,
                              tuple(counts[m] for m in Modality)))
    return DutiesIndexView(heads, tuple(rows), shelf.library.as_of.isoformat())


def duties_view(shelf: Shelf, work: Work, shown: Shown) -> DutiesView:
    """Return the duties register of a work's current text."""
    version = shelf.version_of(shown.version)
    assert version, shown.version
    norms = shown.analysis.norms if shown.analysis else ()
    rows = tuple(norm_row(shelf, shown, n) for n in norms if n.modality not in SOFT)
    soft = tuple(norm_row(shelf, shown, n) for n in norms if n.modality in SOFT)
    bearers = Counter(row.bearer for row in rows if row.bearer)
    others = tuple(version_link(v) for v in work.versions if v.key in shelf.shown and v != version)
    return DutiesView(work_link(work), version_link(version), status_view(shelf, version),
                      shown.language, rows, soft,
                      tuple(Fact(name, str(n)) for name, n in bearers.most_common(MOST_BEARERS)),
                      others)


def definitions_view(shelf: Shelf) -> DefinitionsView:
    """Return every defined term with all the texts that define it."""
    rows = [(d.term.surface, definition_row(shelf, shown, d)) for shown in shelf.shown.values()
            for d in (shown.analysis.definitions if shown.analysis else ())]
    groups = sorted(grouped(rows).items())
    return DefinitionsView(
        tuple(TermGroup(term, f"term-{n}", found) for n, (term, found) in enumerate(groups, 1)),
        shelf.library.as_of.isoformat())


def compare_rows(shelf: Shelf) -> tuple[CompareRow, ...]:
    """Return the index of comparisons in the register's order."""
    return tuple(compare_row(shelf, c) for slug in shelf.works
                 for c in shelf.comparisons.get(slug, ()))


def search_view(shelf: Shelf) -> SearchView:
    """Return the search page with the index of articles of every current text."""
    rows = []
    for work in shelf.library.register.works:
        shown = shelf.current_shown(work)
        if shown is not None and shown.has_article_pages:
            rows.append((work_link(work), tuple(
                Link(place_en(u.eid), addresses.article_page(shown.version, u.eid), u.num)
                for u in shown.units)))
    return SearchView(tuple(rows))
