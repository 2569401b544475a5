"""All pages of the site, one after another, from a library. Nothing is read or written here."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from kb.model.place import place_en, place_zh
from kb.model.work import DateKind, Version, Work
from kb.publish import addresses
from kb.publish.article_pages import article_views, signpost_view
from kb.publish.change_views import comparison_address
from kb.publish.compare_page import compare_view
from kb.publish.head_views import version_label, version_link, work_link
from kb.publish.home_page import home_view
from kb.publish.quality_pages import quality_view
from kb.publish.register_pages import (
    compare_rows,
    definitions_view,
    duties_index_view,
    duties_view,
    search_view,
)
from kb.publish.render import Renderer
from kb.publish.shelf import Shelf
from kb.publish.timeline_page import TIMELINE, timeline_view
from kb.publish.version_pages import missing_view, reading_view
from kb.publish.views import Link, Page
from kb.publish.work_pages import work_view, works_view

HOME = Link("Home", addresses.HOME)
WORKS = Link("Works", "w/index.html")
COMPARE = Link("Compare", "compare/index.html")
DUTIES = Link("Duties", "duties/index.html")
SINGLE = (
    ("index.html", "home.html", "Chinese AI, data and platform rules, clause by clause", "home"),
    ("w/index.html", "works.html", "Works", "works"),
    ("compare/index.html", "compare_index.html", "Compare versions", "compare"),
    ("duties/index.html", "duties_index.html", "Duties", "duties"),
    ("definitions/index.html", "definitions.html", "Definitions", "definitions"),
    (TIMELINE, "timeline.html", "Timeline", "timeline"),
    ("search/index.html", "search.html", "Search", "search"),
    ("quality/index.html", "quality.html", "Quality and coverage", "quality"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """Makes the pages of one library."""

    shelf: Shelf
    renderer: Renderer

    def pages(self) -> Iterator[Page]:
        """Yield every page in a fixed order."""
        yield from self._single()
        for work in self.shelf.library.register.works:
            yield from self._work(work)
            for version in work.versions:
                yield from self._version(work, version)
            for eid in self.shelf.signposts.get(work.slug, ()):
                yield self._signpost(work, eid)
        yield from self._comparisons()

    def _page(self, where: tuple[str, str, str], view: object, crumbs: tuple[Link, ...],
              description: str = "", jsonld: str = "") -> Page:
        address, template, title = where
        body = self.renderer.body(template, view, address)
        return Page(address, title, description or title, body, template.removesuffix(".html"),
                    address.split("/")[0] if "/" in address else "home", crumbs, jsonld)

    def _single(self) -> Iterator[Page]:
        made = {"home": home_view, "works": works_view, "compare": compare_rows,
                "duties": duties_index_view, "definitions": definitions_view,
                "search": search_view, "quality": quality_view, "timeline": timeline_view}
        for address, template, title, name in SINGLE:
            view = made[name](self.shelf)
            yield self._page((address, template, title), view, () if name == "home" else (HOME,))

    def _work(self, work: Work) -> Iterator[Page]:
        link = work_link(work)
        yield self._page((addresses.work_page(work.slug), "work.html", f"{link.label} {link.zh}"),
                         work_view(self.shelf, work), (HOME, WORKS), work.title_en,
                         work_jsonld(work))
        shown = self.shelf.current_shown(work)
        if shown and shown.has_article_pages:
            yield self._page((addresses.duties_page(work.slug), "duties.html",
                              f"Duties: {link.label} {link.zh}"),
                             duties_view(self.shelf, work, shown), (HOME, DUTIES))

    def _version(self, work: Work, version: Version) -> Iterator[Page]:
        link, key = work_link(work), version.key
        title = f"{link.label} {link.zh}, {version_label(version)}"
        where, crumbs = addresses.version_page(key), (HOME, WORKS, link)
        shown = self.shelf.shown.get(key)
        if shown is None:
            yield self._page((where, "missing.html", title),
                             missing_view(self.shelf, work, version), crumbs)
            return
        yield self._page((where, "reading.html", title), reading_view(self.shelf, work, version),
                         crumbs, f"{work.title_en}: full text", version_jsonld(work, version))
        if shown.has_article_pages:
            for view in article_views(self.shelf, work, version):
                eid = view.unit.eid
                yield self._page(
                    (addresses.article_page(key, eid), "article.html",
                     f"{place_zh(eid)} · {place_en(eid)}, {link.label} ({version_label(version)})"),
                    view, (*crumbs, version_link(version)))

    def _signpost(self, work: Work, eid: str) -> Page:
        link = work_link(work)
        return self._page((addresses.signpost_page(work.slug, eid), "signpost.html",
                           f"{place_zh(eid)} · {place_en(eid)} in every version, {link.label}"),
                          signpost_view(self.shelf, work, eid), (HOME, WORKS, link))

    def _comparisons(self) -> Iterator[Page]:
        for slug, found in self.shelf.comparisons.items():
            link = work_link(self.shelf.works[slug])
            for comparison in found:
                view = compare_view(self.shelf, comparison)
                yield self._page((comparison_address(comparison), "compare.html",
                                  f"{link.label}: {view.a.label} against {view.b.label}"), view,
                                 (HOME, COMPARE))


def work_jsonld(work: Work) -> str:
    """Return schema.org ``Legislation`` for a work."""
    return _jsonld({"name": [work.title_zh, work.title_en],
                    "alternateName": list(work.aliases), "legislationJurisdiction": "CN"})


def version_jsonld(work: Work, version: Version) -> str:
    """Return schema.org ``Legislation`` for a version, with its dates as far as known."""
    promulgated, in_force = version.date(DateKind.PROMULGATED), version.date(DateKind.IN_FORCE)
    facts = {"name": [version.title_zh or work.title_zh, version.title_en or work.title_en],
             "legislationJurisdiction": "CN", "legislationIdentifier": version.number,
             "legislationDate": promulgated.value if promulgated else "",
             "legislationDateVersion": in_force.value if in_force else ""}
    return _jsonld({name: value for name, value in facts.items() if value})


def _jsonld(facts: dict[str, object]) -> str:
    """Return JSON that cannot end the script element it stands in."""
    data = {"@context": "https://schema.org", "@type": "Legislation", **facts}
    text = json.dumps(data, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
