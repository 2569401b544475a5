"""Article pages and the signposts that stand for an article number through all versions."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.graph.history import places_of
from kb.model.analysis import CLASSED_FAMILIES, Reference, RefStatus
from kb.model.identifiers import article_eid
from kb.model.place import place_en, place_zh
from kb.model.provision import Provision, full_text
from kb.model.work import Version, Work
from kb.publish import addresses
from kb.publish.change_views import history, provision_link
from kb.publish.citation import cite_en, cite_zh
from kb.publish.correction_views import fact_remark, rejections
from kb.publish.edit_views import edit_rows
from kb.publish.head_views import status_view, version_head, version_label, version_link, work_link
from kb.publish.labels import REFERENCE
from kb.publish.norm_views import definitions_of, norms_of, terms_used
from kb.publish.provision_views import (
    ArticleView,
    CiteGroup,
    CiteRow,
    MovedOn,
    SignpostRow,
    SignpostView,
)
from kb.publish.runs import target_name, why_not
from kb.publish.shelf import Citation, Shelf, Shown, grouped, sides
from kb.publish.statement_rows import notes_on
from kb.publish.text_views import Body, place_of
from kb.publish.views import Link, StatusView, VersionHead

EXCERPT = 90


@dataclass(frozen=True)
class Articles:
    """Builds the article pages of one version."""

    shelf: Shelf
    work: Work
    version: Version
    shown: Shown
    body: Body
    head: VersionHead

    def views(self) -> Iterator[ArticleView]:
        """Yield the article pages in order."""
        units = self.shown.units
        for index, unit in enumerate(units):
            yield self.view(unit, units[index - 1] if index else None,
                            units[index + 1] if index + 1 < len(units) else None)

    def view(self, node: Provision, before: Provision | None, after: Provision | None) -> ArticleView:
        """Return one article's page."""
        shelf, key, eid = self.shelf, self.version.key, node.eid
        unit = self.body.unit(node)
        rows = tuple(history(shelf, key, eid))
        refs = self._references(eid)
        terms = frozenset(r.text for line in unit.lines for r in (*line.zh, *line.en)
                          if r.kind == "term")
        head = VersionHead(
            self.head.work, self.head.title_zh, self.head.title_en, self.head.version,
            self.head.status, self.head.facts, self.head.warning, self.head.provenance,
            cite_zh(self.work, self.version, eid),
            cite_en(self.work, self.version, shelf.status(self.version), eid))
        return ArticleView(
            head, unit, tuple(Link(words, addresses.provision_anchor(key, above))
                              for above, words in place_of(self.shown, eid)),
            Link("Read in place", addresses.provision_anchor(key, eid)),
            Link("All versions", addresses.signpost_page(self.work.slug, eid)),
            rows, notes_on(shelf, key, eid), self._not_compared(), self._cites(refs),
            self._unresolved(refs), self._cited_by(eid), norms_of(shelf, self.shown, eid),
            self.shown.language, definitions_of(shelf, self.shown, eid),
            terms_used(shelf, self.shown, terms),
            self._neighbour(before), self._neighbour(after),
            addresses.public_path(addresses.article_page(key, eid)), edit_rows(shelf, key, eid),
            rejections(shelf, self.shown, eid), moved_on(shelf, self.work, self.version, eid))

    def _neighbour(self, node: Provision | None) -> Link | None:
        if node is None:
            return None
        return Link(place_en(node.eid), addresses.article_page(self.version.key, node.eid), node.num)

    def _references(self, eid: str) -> tuple[Reference, ...]:
        return tuple(ref for own, refs in self.shown.references.items()
                     if article_eid(own) == eid for ref in refs)

    def _not_compared(self) -> tuple[Link, ...]:
        """Return the other versions that no comparison of this build reaches from here."""
        compared = {key for c in self.shelf.comparisons.get(self.work.slug, ())
                    if self.version.key in sides(c) for key in sides(c)}
        return tuple(version_link(v) for v in self.work.versions
                     if v.key not in compared and v.key != self.version.key)

    def _cites(self, refs: tuple[Reference, ...]) -> tuple[CiteGroup, ...]:
        rows = []
        for ref in refs:
            cited = ref.status is RefStatus.RESOLVED and ref.family not in CLASSED_FAMILIES
            for target in ref.targets if cited else ():
                slug = target.work or ("" if target.title else self.work.slug)
                row = CiteRow(Link(target_name(self.shelf, self.version.key, target),
                                   self.shelf.href(self.version.key, target)),
                              ref.span.surface, REFERENCE.get(ref.relation, ref.relation),
                              fact_remark(self.shelf, self.shown, ref))
                rows.append((slug, row))
        return tuple(self._group(slug, found) for slug, found in grouped(rows).items())

    def _group(self, slug: str, rows: tuple[CiteRow, ...]) -> CiteGroup:
        work = self.shelf.works.get(slug)
        label = work_link(work) if work else Link("Not in this collection")
        return CiteGroup(Link("This text") if slug == self.work.slug else label,
                         tuple(dict.fromkeys(rows)))

    def _unresolved(self, refs: tuple[Reference, ...]) -> tuple[CiteRow, ...]:
        return tuple(CiteRow(Link(why_not(self.shelf, self.version.key, ref)), ref.span.surface,
                             ref.family, fact_remark(self.shelf, self.shown, ref))
                     for ref in refs if ref.status is not RefStatus.RESOLVED)

    def _cited_by(self, eid: str) -> tuple[CiteGroup, ...]:
        found = self.shelf.citations
        rows = [*found.get((self.version.key, eid), ()), *found.get((self.work.slug, eid), ())]
        pairs = ((c.version.partition("@")[0], self._citing(c)) for c in rows)
        return tuple(self._group(slug, cites) for slug, cites in grouped(pairs).items())

    def _citing(self, citation: Citation) -> CiteRow:
        version = self.shelf.version_of(citation.version)
        own = citation.version == self.version.key
        link = provision_link(self.shelf, citation.version, citation.reference.span.eid)
        label = link.label if own or not version else f"{link.label}, {version_label(version)}"
        note = "" if citation.dated else "names no version: the one meant is not established"
        return CiteRow(Link(label, link.href, link.zh), citation.reference.span.surface,
                       REFERENCE.get(citation.reference.relation, citation.reference.relation), note)


def article_views(shelf: Shelf, work: Work, version: Version) -> Iterator[ArticleView]:
    """Yield the article pages of a version whose text is here."""
    shown = shelf.shown[version.key]
    yield from Articles(shelf, work, version, shown, Body(shelf, shown),
                        version_head(shelf, work, version)).views()


def moved_on(shelf: Shelf, work: Work, version: Version, eid: str) -> MovedOn | None:
    """Return where an article of an earlier version went, or None for the current and for unknown ones."""
    places = places_of(shelf.library, version.key, eid)
    later = [one for one in work.versions[work.versions.index(version) + 1:] if one.id in places]
    if not later:
        return None
    newest = later[-1]
    return MovedOn(version_link(newest),
                   tuple(provision_link(shelf, newest.key, one) for one in places[newest.id]))


def signpost_view(shelf: Shelf, work: Work, eid: str) -> SignpostView:
    """Return the page that stands for an article number through all versions of a work."""
    current = shelf.current(work)
    href = ""
    if current and current.key in shelf.shown and eid in shelf.shown[current.key].index:
        href = addresses.article_page(current.key, eid)
    link = Link(version_label(current), href) if current and href else None
    status = status_view(shelf, current) if current else StatusView("no version known", "unknown")
    return SignpostView(work_link(work), work.title_zh, work.title_en, place_zh(eid), place_en(eid),
                        link, status, tuple(_row(shelf, work, v, eid) for v in work.versions))


def _row(shelf: Shelf, work: Work, version: Version, eid: str) -> SignpostRow:
    shown = shelf.shown.get(version.key)
    node = shown.index.get(eid) if shown else None
    known = version.key in shelf.library.statements
    missing = f"its text is not here{'; graded statements about it' if known else ''}"
    kept = shelf.library.identities.get(work.slug)
    listed = kept is not None and eid in kept.addresses.get(version.id, ())
    there = f"has {place_en(eid)}, but {missing}" if listed else f": {missing}"
    note = "" if node else (there if shown is None else f"has no {place_en(eid)}")
    excerpt = full_text(node).replace("\n", "") if node else ""
    return SignpostRow(
        version_link(version), status_view(shelf, version),
        Link(place_en(eid), addresses.article_page(version.key, eid), node.num) if node else None,
        tuple(history(shelf, version.key, eid)) if node else (),
        excerpt[:EXCERPT] + ("…" if len(excerpt) > EXCERPT else ""),
        shown.language if shown else "en", note,
        moved_on(shelf, work, version, eid) if node or listed else None)
