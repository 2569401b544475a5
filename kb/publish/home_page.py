"""The home page: what this is, what is in force, what is coming, what changed, what is missing."""

from collections.abc import Iterable, Iterator

from kb.model.status import State, version_in_force
from kb.model.work import DateKind, Stage, Version, Work
from kb.publish.change_views import comparison_link
from kb.publish.head_views import version_link, work_link
from kb.publish.register_views import HomeView, NewsRow
from kb.publish.shelf import Shelf, sides
from kb.publish.version_pages import COMMAND
from kb.publish.views import Fact, Link
from kb.publish.work_pages import work_row

NEWEST = 10


def home_view(shelf: Shelf) -> HomeView:
    """Return the home page."""
    library = shelf.library
    works = library.register.works
    in_force = tuple(work_row(shelf, w) for w in works if version_in_force(w, library.as_of))
    missing = tuple(version_link_with_work(shelf, v) for w in works for v in w.versions
                    if library.text(v.key, "zh") is None and not w.metadata_only)
    figures = (Fact("works", str(len(works))), Fact("in force", str(len(in_force))),
               Fact("versions", str(sum(len(w.versions) for w in works))),
               Fact("Chinese texts here", str(sum("zh" in t for t in library.texts.values()))))
    return HomeView(
        library.as_of.isoformat(), library.register.cut_off.isoformat(), figures, in_force,
        soonest_first(coming(shelf), library.as_of.isoformat()),
        tuple(sorted(changed(shelf), key=lambda row: row.day, reverse=True)[:NEWEST]),
        tuple(Link(f"{work_link(shelf.works[slug]).label}: {comparison_link(c).label}",
                   comparison_link(c).href, work_link(shelf.works[slug]).zh)
              for slug, found in shelf.comparisons.items() for c in found), missing,
        library.has_captures, COMMAND)


def soonest_first(rows: Iterable[NewsRow], today: str) -> tuple[NewsRow, ...]:
    """Return what is still to come, soonest first, then drafts without a date to come, newest first."""
    held = list(rows)
    ahead = sorted((row for row in held if row.day >= today), key=lambda row: row.day)
    others = sorted((row for row in held if row.day < today), key=lambda row: row.day, reverse=True)
    return (*ahead, *others)


def version_link_with_work(shelf: Shelf, version: Version) -> Link:
    """Return a version's link labelled with its work."""
    work = work_link(shelf.works[version.work])
    link = version_link(version)
    return Link(f"{work.label}, {link.label}", link.href, work.zh)


def coming(shelf: Shelf) -> Iterator[NewsRow]:
    """Yield adopted versions not yet in force and drafts that have no successor."""
    for work in shelf.library.register.works:
        for version in work.versions:
            status = shelf.status(version)
            link = version_link_with_work(shelf, version)
            if status.state is State.NOT_YET_IN_FORCE:
                yield NewsRow(status.since, "enters into force", link)
            elif status.state is State.DRAFT_OPEN:
                yield NewsRow(status.since, "comments close", link)
            elif status.state is State.DRAFT:
                published = version.date(DateKind.PUBLISHED) or version.date(DateKind.COMMENT_DEADLINE)
                yield NewsRow(published.value if published else "", "draft, no final text known", link)


def changed(shelf: Shelf) -> Iterator[NewsRow]:
    """Yield every final version that entered into force, with its comparison where there is one."""
    as_of = shelf.library.as_of.isoformat()
    for work in shelf.library.register.works:
        for version in work.versions:
            fact = version.date(DateKind.IN_FORCE)
            if version.stage is Stage.FINAL and fact and fact.value <= as_of:
                yield NewsRow(fact.value, "entered into force",
                              version_link_with_work(shelf, version), _compared(shelf, work, version))


def _compared(shelf: Shelf, work: Work, version: Version) -> Link | None:
    return next((comparison_link(c) for c in shelf.comparisons.get(work.slug, ())
                 if sides(c)[1] == version.key), None)
