"""Checks that need a whole work, or all of them: uniqueness, targets, dates that fit together.

Reads: works and authorities as values. Writes: nothing. Each check yields ``Defect`` values; the
keys count from 0, as in the file.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kb.model.identifiers import ADDRESS
from kb.model.status import first_day
from kb.model.work import DateKind, Relation, Stage, Version, Work
from kb.store.register_table import Defect

STATE_NAME: Final = "中华人民共和国"
NOT_FOR_DRAFTS: Final = (DateKind.ADOPTED, DateKind.PROMULGATED, DateKind.IN_FORCE,
                         DateKind.REPEALED)
OWN_DAYS: Final = (DateKind.ADOPTED, DateKind.PROMULGATED, DateKind.PUBLISHED)


def check_works(works: Mapping[str, Work], authorities: frozenset[str] | None) -> Iterator[Defect]:
    """Yield the defects of all works together.

    ``works`` is keyed by the name of the file; ``authorities`` are the ids known, None where their
    list could not be read, which says nothing against the works.
    """
    by_slug = {work.slug: work for work in works.values()}
    titles = {_bare(work.title_zh): work.slug for work in works.values()}
    for file, work in works.items():
        yield from _check_ids(file, work)
        for index, version in enumerate(work.versions):
            place = _Place(file, f"version[{index}]")
            yield from _check_version(place, work, index)
            if authorities is not None:
                yield from _unknown_authorities(place, version, authorities)
        for index, relation in enumerate(work.relations):
            place = _Place(file, f"relation[{index}]")
            yield from _check_relation(place, relation, work)
            yield from _check_target(place, relation.target, by_slug, titles)
    yield from _check_aliases(works)
    yield from _check_captures(works, by_slug)


def fold_name(name: str) -> str:
    """Return a name as it is compared: width, case and white space do not count."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold()


@dataclass(frozen=True, slots=True)
class _Place:
    file: str
    path: str

    def defect(self, key: str, wrong: str, remedy: str) -> Defect:
        return Defect(self.file, f"{self.path}.{key}" if key else self.path, wrong, remedy)


def _check_ids(file: str, work: Work) -> Iterator[Defect]:
    seen: set[str] = set()
    named = [(f"version[{i}].id", version.id) for i, version in enumerate(work.versions)]
    named += [(f"document[{i}].id", document.id) for i, document in enumerate(work.documents)]
    for key, name in named:
        if name and name in seen:
            yield Defect(file, key, f"{name!r} is taken in this file", "give each its own id")
        seen.add(name)


def _check_version(place: _Place, work: Work, index: int) -> Iterator[Defect]:
    version, earlier = work.versions[index], work.versions[:index]
    yield from _check_dates(place, version)
    yield from _check_order(place, version, earlier)
    urls = [address.url for address in version.addresses]
    for number, url in enumerate(urls):
        if url in urls[:number]:
            yield place.defect(f"address[{number}].url", "stands twice in this version",
                               "keep the entry with the better evidence")
    if version.amends:
        yield from _check_amends(place, version, earlier)


def _check_dates(place: _Place, version: Version) -> Iterator[Defect]:
    kinds = [fact.kind for fact in version.dates]
    for number, kind in enumerate(kinds):
        key = f"date[{number}].kind"
        if kind in kinds[:number]:
            yield place.defect(key, f"{kind} stands twice", "keep the date that is proved")
        if version.stage is Stage.DRAFT and kind in NOT_FOR_DRAFTS:
            yield place.defect(key, f"a draft has no date {kind}",
                               "a draft is published, and has a comment_deadline")
        if version.stage is Stage.FINAL and kind is DateKind.COMMENT_DEADLINE:
            yield place.defect(key, "a final text is not open for comment",
                               "move the date to the draft")
    for before, after in ((DateKind.PUBLISHED, DateKind.COMMENT_DEADLINE),
                          (DateKind.ADOPTED, DateKind.PROMULGATED),
                          (DateKind.IN_FORCE, DateKind.REPEALED)):
        first, second = version.date(before), version.date(after)
        if first and second and second.value < first.value[:len(second.value)]:
            yield place.defect(f"date[{kinds.index(after)}].value",
                               f"{after} {second.value} is before {before} {first.value}",
                               "read the source again: one of the two is wrong")


def _check_order(place: _Place, version: Version, earlier: tuple[Version, ...]) -> Iterator[Defect]:
    day = first_day(version)
    for other in earlier:
        other_day = first_day(other)
        if day and other_day and day < other_day:
            yield place.defect("", f"{version.id} is older than {other.id}, which stands before it",
                               "write the versions oldest first")


def _check_amends(place: _Place, version: Version, earlier: tuple[Version, ...]) -> Iterator[Defect]:
    amended = next((other for other in earlier if other.id == version.amends), None)
    if amended is None:
        yield place.defect("amends", f"{version.amends!r} is no earlier version of this work",
                           "name the id of a version above it")
        return
    for number, fact in enumerate(version.dates):
        inherited = amended.date(fact.kind)
        if fact.kind in OWN_DAYS and inherited and inherited.value == fact.value:
            yield place.defect(f"date[{number}].value",
                               f"is the {fact.kind} date of {amended.id}, the text it revises",
                               "a revision has dates of its own: prove them or leave them out")


def _unknown_authorities(place: _Place, version: Version, known: frozenset[str]) -> Iterator[Defect]:
    for number, authority in enumerate(version.authorities):
        if authority not in known:
            yield place.defect(f"authorities[{number}]", f"{authority!r} is not registered",
                               "add it to corpus/authorities.toml or correct it")


def _check_relation(place: _Place, relation: Relation, work: Work) -> Iterator[Defect]:
    if relation.version and work.version(relation.version) is None:
        yield place.defect("version", f"{relation.version!r} is no version of this work",
                           f"name one of: {', '.join(v.id for v in work.versions)}")
    if relation.target == work.slug:
        yield place.defect("target", "the work is related to itself",
                           "use amends in the version for a revision")


def _check_target(place: _Place, target: str, by_slug: Mapping[str, Work],
                  titles: Mapping[str, str]) -> Iterator[Defect]:
    if match := ADDRESS.fullmatch(target):
        work = by_slug.get(match["work"])
        if work is None:
            yield place.defect("target", f"no work {match['work']!r} is registered",
                               "register it, or write its official title in 《》")
        elif match["eid"] or (match["version"] and work.version(match["version"]) is None):
            yield place.defect("target", f"{target!r} names no version of {work.slug}",
                               f"name one of: {', '.join(v.id for v in work.versions)}")
    elif target and not re.fullmatch(r"《.+》", target):
        yield place.defect("target", f"{target!r} is neither a slug nor a title",
                           "write slug, slug@version, or the official title in 《》")
    elif (slug := titles.get(_bare(target.strip("《》")))) is not None:
        yield place.defect("target", f"{target} is registered", f"write {slug}")


def _bare(title: str) -> str:
    return title.removeprefix(STATE_NAME)


@dataclass(slots=True)
class _Claims:
    """Who uses a name first."""

    owners: dict[str, str] = field(default_factory=dict)

    def taken_by(self, name: str, owner: str) -> str:
        """Claim a name; return its earlier owner, or nothing if it was free or the same."""
        held = self.owners.setdefault(fold_name(name), owner)
        return held if held != owner else ""


def _check_aliases(works: Mapping[str, Work]) -> Iterator[Defect]:
    claims = _Claims()
    for file, work in works.items():
        for key in ("title_zh", "title_en", "short_zh", "short_en"):
            name = getattr(work, key)
            for form in {name, _bare(name)} - {""}:
                if other := claims.taken_by(form, work.slug):
                    yield _taken(file, key, form, other)
    for file, work in works.items():
        for index, alias in enumerate(work.aliases):
            if other := claims.taken_by(alias, work.slug):
                yield _taken(file, f"aliases[{index}]", alias, other)


def _taken(file: str, key: str, name: str, other: str) -> Defect:
    return Defect(file, key, f"{name!r} already names {other}",
                  "a name may lead to one work only: remove it from one of the two")


def _check_captures(works: Mapping[str, Work], by_slug: Mapping[str, Work]) -> Iterator[Defect]:
    claims = _Claims()
    for file, work in works.items():
        for index, document in enumerate(work.documents):
            key = f"document[{index}].capture"
            match = ADDRESS.fullmatch(document.capture) if document.capture else None
            if document.capture and (match is None or not match["version"] or match["eid"]):
                yield Defect(file, key, f"{document.capture!r} is not the key of a capture",
                             "write work@version as the list of captures has it")
            elif match and (held := by_slug.get(match["work"])) and held.version(match["version"]):
                yield Defect(file, key, f"{document.capture!r} is a version",
                             "a document is never a version: keep it as one of the two")
            elif match and (other := claims.taken_by(document.capture, f"{file} {key}")):
                yield Defect(file, key, f"is the capture of {other} too", "keep it with one of them")
