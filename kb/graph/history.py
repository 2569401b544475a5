"""One provision through all versions of its work: where it stood, what changed, what is known why.

Reads a ``Library``; writes ``Step`` values, one for each registered version, oldest first. Places come from
the kept identity of provisions and from the comparisons of the build; where neither reaches a version, the
place there is unknown, and said to be.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kb.model.change import Comparison, Link
from kb.model.event import Event
from kb.model.identifiers import article_eid
from kb.model.statement import ChangeNote
from kb.model.status import Status, status_of
from kb.model.work import Stage, Version, Work
from kb.store.library import Library


@dataclass(frozen=True, slots=True)
class Move:
    """What became of the provision between two versions: a link of a comparison."""

    comparison: Comparison
    link: Link


@dataclass(frozen=True, slots=True)
class Step:
    """A provision in one version.

    ``eids`` are its articles there: several after a split or before a merge, none where it was not there
    (``known``) or where nothing says where it stood (not ``known``). ``moves`` lead here from the version
    before that could be compared. ``notes`` are graded statements on changes of it from this version on;
    ``events`` what is registered of the version.
    """

    version: Version
    status: Status
    eids: tuple[str, ...]
    known: bool
    has_text: bool
    moves: tuple[Move, ...] = ()
    notes: tuple[ChangeNote, ...] = ()
    events: tuple[Event, ...] = ()


def history_of(library: Library, version_key: str, eid: str) -> tuple[Step, ...]:
    """Return an article through all versions. ``eid`` may name what is below it.

    Raises:
        KeyError: the work or version is not registered.
    """
    slug, _, version_id = version_key.partition("@")
    work = library.register.work(slug)
    if work is None or work.version(version_id) is None:
        raise KeyError(version_key)
    places = places_of(library, version_key, eid)
    return tuple(_step(library, work, version, places) for version in work.versions)


def same_number_elsewhere(library: Library, version_key: str, eid: str
                          ) -> tuple[tuple[Version, tuple[str, ...]], ...]:
    """Return the official versions where this number was another provision, and where that is now.

    By the kept identity alone. The places are eids of ``version_key``, none where that provision is gone.
    """
    slug, _, version_id = version_key.partition("@")
    work, kept, unit = library.register.work(slug), library.identities.get(slug), article_eid(eid)
    if work is None or kept is None:
        return ()
    own = kept.wid(f"{version_id}#{unit}")
    found = []
    for version in work.versions:
        other = kept.wid(f"{version.id}#{unit}")
        if version.stage is Stage.FINAL and other and other != own:
            found.append((version, kept.eids(other, version_id)))
    return tuple(found)


_Places = dict[str, tuple[str, ...]]


def places_of(library: Library, version_key: str, eid: str) -> _Places:
    """Return where an article stands, by version id; a version that nothing reaches is left out."""
    slug, _, version_id = version_key.partition("@")
    work, unit = library.register.work(slug), article_eid(eid)
    found: _Places = {version_id: (unit,)}
    if work is None:
        return found
    links = list(_comparisons(library, work))
    for comparison in links:
        a, b = _ids(comparison)
        if a in found and b not in found:
            found[b] = _follow(comparison, found[a], forward=True)
    for comparison in reversed(links):
        a, b = _ids(comparison)
        if b in found and a not in found:
            found[a] = _follow(comparison, found[b], forward=False)
    kept = library.identities.get(work.slug)
    wid = kept.wid(f"{version_id}#{unit}") if kept else ""
    if kept and wid:
        for version, listed in kept.addresses.items():
            if version not in found and listed:
                found[version] = kept.eids(wid, version)
    return found


def _comparisons(library: Library, work: Work) -> Iterator[Comparison]:
    """Yield the comparisons of a work, in the order of its versions."""
    order = [version.id for version in work.versions]
    own = [one for one in library.comparisons if one.a.startswith(f"{work.slug}@")]
    yield from sorted(own, key=lambda one: tuple(order.index(name) for name in _ids(one)))


def _ids(comparison: Comparison) -> tuple[str, str]:
    a, b = (key.partition("/")[0].partition("@")[2] for key in (comparison.a, comparison.b))
    return a, b


def _follow(comparison: Comparison, eids: Iterable[str], *, forward: bool) -> tuple[str, ...]:
    wanted = set(eids)
    return tuple(dict.fromkeys(
        one for link in comparison.links if wanted & set(link.a if forward else link.b)
        for one in (link.b if forward else link.a)))


def _step(library: Library, work: Work, version: Version, places: _Places) -> Step:
    eids = places.get(version.id, ())
    statements = library.statements.get(version.key)
    notes = tuple(note for note in (statements.notes if statements else ()) if _touches(note, places))
    events = tuple(one for one in library.register.events if version.key in one.works)
    return Step(version, status_of(work, version, library.as_of), eids, version.id in places,
                bool(library.texts.get(version.key)), tuple(_moves(library, work, version, places)),
                notes, events)


def _moves(library: Library, work: Work, version: Version, places: _Places) -> Iterator[Move]:
    for comparison in _comparisons(library, work):
        a, b = _ids(comparison)
        if b == version.id and a in places:
            wanted = set(places.get(b, ())), set(places[a])
            yield from (Move(comparison, link) for link in comparison.links
                        if wanted[0] & set(link.b) or wanted[1] & set(link.a))


def _touches(note: ChangeNote, places: _Places) -> bool:
    later = set(places.get(note.later.rpartition("@")[2], ()))
    return bool(later & {article_eid(eid) for eid in note.eids})
