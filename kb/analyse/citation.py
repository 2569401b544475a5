"""A citation as a person types it, to the provision it means; or a precise account of why not.

Reads: the register and the texts. Writes: nothing.
Guarantees: an address that is returned exists in a text that is here; where several readings exist
all are returned and none is preferred; a version that the citation does not name is the one in force
on ``as_of``, else the newest final text that was out by then, else the newest draft that was, and the
answer says so; where none was out yet, none is returned.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from rapidfuzz import fuzz, process

from kb.analyse.citation_format import format_citation, format_place
from kb.analyse.citation_location import Location, read_location
from kb.analyse.citation_lookup import look_up
from kb.analyse.citation_names import (
    Named,
    Wanted,
    all_names,
    find_name,
    fold,
    read_wanted,
    select_versions,
)
from kb.model.identifiers import ADDRESS, Address, is_eid
from kb.model.status import COMING_OUT, is_out, status_of, version_in_force
from kb.model.text import Text
from kb.model.work import Register, Stage, Version, Work

NEAR_ENOUGH: Final = 55
"""Percent of likeness from which a registered name is offered instead of an unknown one."""


class CitationStatus(StrEnum):
    """How a citation fared."""

    FOUND = "found"          # exactly one reading
    AMBIGUOUS = "ambiguous"  # several readings exist
    WRONG = "wrong"          # the work is known, the place or version is not in it
    UNKNOWN = "unknown"      # no such work is registered, or its text is not here


@dataclass(frozen=True, slots=True)
class CitedProvision:
    """One reading of a citation: where it leads and how it is cited in both languages.

    ``note`` says which version this is, how it was chosen and its status with its date.
    """

    address: Address
    label_zh: str
    label_en: str
    note: str


@dataclass(frozen=True, slots=True)
class CitationAnswer:
    """All that can be said about a citation.

    ``message`` is a sentence for the reader (empty when found); ``suggestions`` are citations that
    would resolve, or titles near to an unknown one.
    """

    query: str
    status: CitationStatus
    readings: tuple[CitedProvision, ...] = ()
    message: str = ""
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shelf:
    """What citations are resolved against."""

    register: Register
    texts: Mapping[str, Text]
    as_of: date


def resolve_citation(query: str, register: Register, texts: Mapping[str, Text],
                     as_of: date) -> CitationAnswer:
    """Resolve a citation.

    Args:
        query: What was typed: Chinese or English, any width, traditional forms, or an address.
        register: The works known.
        texts: One text per ``work@version``.
        as_of: The day on which "in force" is judged.
    """
    shelf = _Shelf(register, texts, as_of)
    folded = fold(query)
    if not folded:
        return CitationAnswer(query, CitationStatus.UNKNOWN, message="nothing was cited")
    address = _as_address(folded, register)
    if address is not None:
        return _resolve_address(query, address, shelf)
    named = find_name(folded, register)
    if named is None:
        return _unknown_title(query, folded, register)
    return _resolve_named(query, named, shelf)


def _resolve_named(query: str, named: Named, shelf: _Shelf) -> CitationAnswer:
    """Resolve a citation whose work is known: read the version and the place from the rest."""
    if named.version is not None:
        wanted, rest = Wanted(id=named.version.id), named.rest
    else:
        wanted, rest = read_wanted(named.rest, named.works)
    eid = _eid_in(rest)
    location = Location() if eid else read_location(rest)
    if location.left:
        return _unread(query, location, shelf.register)
    choices = [(version, how) for work in named.works
               for version, how in _versions(work, wanted, shelf)]
    if not choices:
        return _no_version(query, named.works, wanted, shelf.as_of)
    if eid:
        return _resolve_address(query, Address(choices[0][0].work, choices[0][0].id, eid), shelf)
    return _gather(query, choices, location, shelf)


def _as_address(folded: str, register: Register) -> Address | None:
    """Return a whole address of a registered work, or None where the query is none."""
    match = ADDRESS.fullmatch(folded)
    if match is None or register.work(match["work"]) is None:
        return None
    if not match["version"] and not match["eid"]:
        return None  # a slug alone is a name like any other
    return Address(match["work"], match["version"] or "", match["eid"] or "")


def _eid_in(rest: str) -> str:
    eid = rest.strip().removeprefix("#")
    return eid if rest.strip().startswith("#") and is_eid(eid) else ""


def _resolve_address(query: str, address: Address, shelf: _Shelf) -> CitationAnswer:
    work = shelf.register.work(address.work)
    assert work is not None
    choices = _versions(work, Wanted(id=address.version), shelf)
    if not choices:
        return _no_version(query, (work,), Wanted(id=address.version), shelf.as_of)
    version, how = choices[0]
    text = shelf.texts.get(version.key)
    if text is None:
        return _no_text(query, [version], shelf)
    if address.eid and address.eid not in text.index():
        return CitationAnswer(query, CitationStatus.WRONG,
                              message=f"{_name(work, version)} has no provision {address.eid}"
                              + ("" if is_eid(address.eid) else ", which is not an eid"),
                              suggestions=_nearest_above(version, address.eid, text))
    return CitationAnswer(query, CitationStatus.FOUND,
                          (_reading(version, address.eid, how, shelf),))


def _nearest_above(version: Version, eid: str, text: Text) -> tuple[str, ...]:
    nodes = text.index()
    while eid:
        eid = eid.rpartition("__")[0]
        if eid in nodes:
            return (f"{version.key}#{eid}",)
    return (version.key,)


def _versions(work: Work, wanted: Wanted, shelf: _Shelf) -> list[tuple[Version, str]]:
    """Return the versions a citation can mean, each with how it was chosen."""
    if not wanted.empty:
        return [(version, "as cited") for version in select_versions(work, wanted)]
    current = version_in_force(work, shelf.as_of)
    if current is not None:
        return [(current, "chosen because none was cited: the version in force")]
    for stage, word in ((Stage.FINAL, "final text"), (Stage.DRAFT, "draft")):
        of_stage = [version for version in work.versions
                    if version.stage is stage and is_out(version, shelf.as_of)]
        if of_stage:
            return [(of_stage[-1], f"chosen because none was cited: the newest {word} by that day")]
    return []


def _gather(query: str, choices: list[tuple[Version, str]], location: Location,
            shelf: _Shelf) -> CitationAnswer:
    readings: list[CitedProvision] = []
    messages: list[str] = []
    near: list[str] = []
    missing = [version for version, _ in choices if version.key not in shelf.texts]
    for version, how in choices:
        text = shelf.texts.get(version.key)
        if text is None:
            continue
        work = shelf.register.work(version.work)
        assert work is not None
        found = look_up(location, text, _name(work, version))
        readings += [_reading(version, eid, how, shelf) for eid in found.eids]
        messages += [found.message] if found.message else []
        near += [format_citation(Address(version.work, version.id, eid), shelf.register, "zh")
                 for eid in found.near]
    if not readings and missing:
        return _no_text(query, missing, shelf, location)
    if not readings:
        return CitationAnswer(query, CitationStatus.WRONG, message="; ".join(messages),
                              suggestions=tuple(dict.fromkeys(near)))
    return _answer(query, tuple(readings), missing)


def _answer(query: str, readings: tuple[CitedProvision, ...],
            missing: list[Version]) -> CitationAnswer:
    absent = ("; the text of " + ", ".join(version.key for version in missing) + " is not here"
              if missing else "")
    if len(readings) == 1 and not missing:
        return CitationAnswer(query, CitationStatus.FOUND, readings)
    message = f"this can mean {len(readings)} provisions; name 款 or 项, or the version"
    if len({reading.address.version_key for reading in readings}) == 1:
        places = (format_place(reading.address.eid, "zh") for reading in readings)
        message = "this can mean " + " or ".join(places) + "; name 款 (para.) or 项 (item)"
    return CitationAnswer(query, CitationStatus.AMBIGUOUS, readings, message + absent,
                          tuple(reading.label_zh for reading in readings))


def _reading(version: Version, eid: str, how: str, shelf: _Shelf) -> CitedProvision:
    address = Address(version.work, version.id, eid)
    work = shelf.register.work(version.work)
    assert work is not None
    return CitedProvision(address, format_citation(address, shelf.register, "zh"),
                          format_citation(address, shelf.register, "en"),
                          f"{version.key}, {status_of(work, version, shelf.as_of)}; {how}")


def _name(work: Work, version: Version) -> str:
    title = work.short_en or work.title_en or work.slug
    return f"{title} ({version.id})"


def _no_text(query: str, missing: list[Version], shelf: _Shelf,
             location: Location | None = None) -> CitationAnswer:
    """Say that the text is not here; but a number above the register's count is wrong anyway."""
    version = missing[0]
    work = shelf.register.work(version.work)
    assert work is not None
    number = location.levels.get("art", "") if location else ""
    if (location and "annex" not in location.levels and len(missing) == 1 and version.articles
            and number.isdecimal() and int(number) > version.articles):
        return CitationAnswer(query, CitationStatus.WRONG,
                              message=f"{_name(work, version)} has {version.articles} articles; "
                                      f"there is no art. {number}")
    held = tuple(other.key for other in work.versions if other.key in shelf.texts)
    keys = ", ".join(one.key for one in missing)
    return CitationAnswer(query, CitationStatus.UNKNOWN, suggestions=held,
                          message=f"the text of {keys} is not here; a page or folder that "
                                  "holds it comes in with `kb capture`, then `kb build`")


def _no_version(query: str, works: tuple[Work, ...], wanted: Wanted, as_of: date) -> CitationAnswer:
    if wanted.empty:
        return _none_yet(query, works, as_of)
    words = " ".join(filter(None, (wanted.id, str(wanted.stage or ""), wanted.year)))
    held = tuple(version.key for work in works for version in work.versions)
    titles = " and ".join(work.short_en or work.title_en or work.slug for work in works)
    return CitationAnswer(query, CitationStatus.WRONG, suggestions=held,
                          message=f"the register has no version {words} of {titles}".replace(
                              "  ", " "))


def _none_yet(query: str, works: tuple[Work, ...], as_of: date) -> CitationAnswer:
    """Say that no version was out on a day, and since when the first one is."""
    days = [fact.first_day() for work in works for version in work.versions for fact in version.dates
            if fact.kind in COMING_OUT]
    titles = " and ".join(work.short_en or work.title_en or work.slug for work in works)
    since = f": of the first, {min(days).isoformat()} is the earliest date known" if days else ""
    return CitationAnswer(query, CitationStatus.WRONG,
                          suggestions=tuple(version.key for work in works for version in work.versions),
                          message=f"no version of {titles} was out on {as_of.isoformat()}{since}")


def _unread(query: str, location: Location, register: Register) -> CitationAnswer:
    """Refuse a citation with words that belong neither to a registered name nor to a place."""
    folded = fold(query)
    near = _nearest(read_location(folded).left or folded, register)
    return CitationAnswer(query, CitationStatus.UNKNOWN, suggestions=near,
                          message=f"the words {location.left!r} are neither part of a registered "
                                  "title nor of a place in a text")


def _unknown_title(query: str, folded: str, register: Register) -> CitationAnswer:
    left = read_location(folded).left
    if not left:
        return CitationAnswer(query, CitationStatus.UNKNOWN,
                              message="the citation names no work; put its title before the article")
    near = _nearest(left, register)
    return CitationAnswer(query, CitationStatus.UNKNOWN, suggestions=near,
                          message=f"no registered work is called {left!r}")


def _nearest(words: str, register: Register) -> tuple[str, ...]:
    names = all_names(register)
    hits = process.extract(words, list(names), scorer=fuzz.WRatio, limit=8,
                           score_cutoff=NEAR_ENOUGH)
    titles = [names[name].short_zh or names[name].title_zh if not name.isascii()
              else names[name].short_en or names[name].title_en for name, _, _ in hits]
    return tuple(dict.fromkeys(titles))[:3]


__all__ = ["CitationAnswer", "CitationStatus", "CitedProvision", "format_citation",
           "resolve_citation"]
