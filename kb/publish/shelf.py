"""A library with the look-ups that pages need: shown texts, articles, citations, comparisons.

Reads a `Library`. Guarantees that every address it hands out belongs to a page or anchor that the
site has.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeVar

from kb.graph.build import target_node
from kb.model.analysis import CLASSED_FAMILIES, Analysis, Definition, Norm, Reference, Target
from kb.model.change import Comparison
from kb.model.identifiers import article_eid
from kb.model.provision import Kind, Provision, walk_all
from kb.model.status import State, Status, status_of, version_in_force
from kb.model.text import Text
from kb.model.work import Authority, Stage, Version, Work
from kb.publish import addresses
from kb.store.library import Library

V = TypeVar("V")

READING_ONLY_ABOVE: Final = 500
"""Texts with more articles than this (the civil code) have their reading page only."""


@dataclass(frozen=True)
class Shown:
    """The text of a version as the site shows it: the best one, and our English beside it."""

    version: str
    text: Text
    english: Text | None
    analysis: Analysis | None

    @property
    def language(self) -> str:
        """The language of the primary text: ``zh``, or ``en`` where only our English is here."""
        return self.text.language

    @cached_property
    def index(self) -> Mapping[str, Provision]:
        """Provisions of the primary text by eid."""
        return self.text.index()

    @cached_property
    def english_index(self) -> Mapping[str, Provision]:
        """Provisions of our English by eid, whether it is beside the Chinese or alone."""
        return self.english.index() if self.english else {}

    @cached_property
    def units(self) -> tuple[Provision, ...]:
        """Articles, or the headings of a policy document, in order, those of annexes included."""
        return tuple(node for node in walk_all(self.text.provisions)
                     if node.kind in (Kind.ARTICLE, Kind.HEADING) and is_unit(node.eid))

    @property
    def has_article_pages(self) -> bool:
        """Tell whether each article has a page of its own."""
        return len(self.units) <= READING_ONLY_ABOVE

    @cached_property
    def references(self) -> Mapping[str, tuple[Reference, ...]]:
        """References by the eid of the provision they stand in."""
        return grouped((r.span.eid, r) for r in (self.analysis.references if self.analysis else ()))

    @cached_property
    def definitions(self) -> Mapping[str, tuple[Definition, ...]]:
        """Definitions by the eid of the provision they stand in."""
        return grouped((d.term.eid, d) for d in (self.analysis.definitions if self.analysis else ()))

    @cached_property
    def norms(self) -> Mapping[str, tuple[Norm, ...]]:
        """Norms by the eid of their article."""
        return grouped((article_eid(n.eid), n) for n in (self.analysis.norms if self.analysis else ()))


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference seen from its target: the version it stands in, and whether its target names one."""

    version: str
    reference: Reference
    dated: bool


@dataclass(frozen=True)
class Shelf:
    """The library as pages see it."""

    library: Library
    shown: Mapping[str, Shown]

    @cached_property
    def works(self) -> Mapping[str, Work]:
        """Works by slug."""
        return {work.slug: work for work in self.library.register.works}

    @cached_property
    def authorities(self) -> Mapping[str, Authority]:
        """Authorities by id."""
        return {authority.id: authority for authority in self.library.register.authorities}

    @cached_property
    def comparisons(self) -> Mapping[str, tuple[Comparison, ...]]:
        """Comparisons of two registered versions by work."""
        return grouped((a.partition("@")[0], c) for c in self.library.comparisons
                       for a, b in [sides(c)] if self.work_of(a) and self.work_of(a) is self.work_of(b)
                       and self.version_of(a) and self.version_of(b))

    @cached_property
    def citations(self) -> Mapping[tuple[str, str], tuple[Citation, ...]]:
        """Who cites an article: by (``work@version`` or the work's slug, article's eid)."""
        found: dict[tuple[str, str], list[Citation]] = defaultdict(list)
        for key, shown in self.shown.items():
            for ref in shown.analysis.references if shown.analysis else ():
                targets = ref.targets if ref.family not in CLASSED_FAMILIES else ()
                for spot in {spot for target in targets if (spot := self._spot(key, target))}:
                    found[spot].append(Citation(key, ref, "@" in spot[0]))
        return {spot: tuple(rows) for spot, rows in found.items()}

    def _spot(self, key: str, target: Target) -> tuple[str, str] | None:
        base, _, eid = target_node(key, target).partition("#")
        return (base, article_eid(eid)) if eid and not base.startswith("title:") else None

    def work_of(self, key: str) -> Work | None:
        """Return the work of a slug or ``work@version``."""
        return self.works.get(key.partition("@")[0])

    def version_of(self, key: str) -> Version | None:
        """Return a version by ``work@version``."""
        work = self.work_of(key)
        return work.version(key.partition("@")[2]) if work else None

    def status(self, version: Version) -> Status:
        """Return the status of a version on the build's day."""
        return status_of(self.works[version.work], version, self.library.as_of)

    def current(self, work: Work) -> Version | None:
        """Return the version in force, else the newest final, else the newest version."""
        finals = [v for v in work.versions if v.stage is Stage.FINAL
                  and self.status(v).state is not State.REPEALED]
        return (version_in_force(work, self.library.as_of) or (finals[-1] if finals else None)
                or (work.versions[-1] if work.versions else None))

    def current_shown(self, work: Work) -> Shown | None:
        """Return the text of the current version, else of the newest version that has a text."""
        current = self.current(work)
        keys = ([current.key] if current else []) + [v.key for v in reversed(work.versions)]
        return next((self.shown[key] for key in keys if key in self.shown), None)

    def href(self, key: str, target: Target) -> str:
        """Return the address a reference in version ``key`` leads to, or nothing if it is not here."""
        own_slug = key.partition("@")[0]
        if target.title and not target.work:
            return ""
        slug = target.work or own_slug
        if slug not in self.works:
            return ""
        base = f"{slug}@{target.version}" if target.version else (key if slug == own_slug else "")
        if not target.eid:
            return addresses.version_page(base) if self.version_of(base) else addresses.work_page(slug)
        if base:
            return self.provision_href(base, target.eid)
        return self._undated_href(slug, target.eid)

    def _undated_href(self, slug: str, eid: str) -> str:
        unit = article_eid(eid)
        if unit in self.signposts.get(slug, ()):
            return addresses.signpost_page(slug, unit)
        shown = self.current_shown(self.works[slug])
        return self.provision_href(shown.version, eid) if shown else ""

    def provision_href(self, key: str, eid: str) -> str:
        """Return the anchor of a provision, or nothing if the text here has no such provision."""
        shown = self.shown.get(key)
        if shown and (eid in shown.index or eid in shown.english_index):
            return addresses.provision_anchor(key, eid)
        return ""

    def article_href(self, key: str, eid: str) -> str:
        """Return the page of a provision's article, else its anchor, else nothing."""
        shown, unit = self.shown.get(key), article_eid(eid)
        if shown and shown.has_article_pages and is_unit(unit) and unit in shown.index:
            return addresses.article_page(key, unit)
        return self.provision_href(key, eid)

    @cached_property
    def signposts(self) -> Mapping[str, tuple[str, ...]]:
        """The article eids of each work that have a signpost, in order of first appearance.

        Every address that was ever published has one, whether or not its text is in this build.
        """
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for slug, kept in self.library.identities.items():
            for eids in kept.addresses.values():
                if slug in self.works and len(eids) <= READING_ONLY_ABOVE:
                    found[slug].update(dict.fromkeys(filter(is_unit, eids)))
        for key, shown in self.shown.items():
            if shown.has_article_pages:
                found[key.partition("@")[0]].update(dict.fromkeys(u.eid for u in shown.units))
        return {slug: tuple(eids) for slug, eids in found.items()}


def is_unit(eid: str) -> bool:
    """Tell whether an eid names an article or policy heading itself, not something inside one."""
    return article_eid(eid) == eid and eid.rpartition("__")[2].startswith(("art_", "head_"))


def sides(comparison: Comparison) -> tuple[str, str]:
    """Return the version keys a comparison is about."""
    return comparison.a.partition("/")[0], comparison.b.partition("/")[0]


def grouped(pairs: Iterable[tuple[str, V]]) -> dict[str, tuple[V, ...]]:
    """Gather values under their keys, both in order of appearance."""
    found: dict[str, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def make_shelf(library: Library) -> Shelf:
    """Return the library with its look-ups, texts in the register's order."""
    shown = {}
    for work in library.register.works:
        for version in work.versions:
            text = library.best_text(version.key)
            if text is not None:
                shown[version.key] = Shown(version.key, text, library.text(version.key, "en"),
                                           library.analyses.get(text.key))
    return Shelf(library, shown)
