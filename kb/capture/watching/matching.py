"""Which registered work a row of a list is about.

Reads: the register, as a value. Writes: nothing. An address that is registered settles it; a title is
only a hint, and is said to be one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from kb.capture.sites.adapter import Row
from kb.model.work import DateKind, OfficialAddress, Register, Stage, Version, Work
from kb.store.register_rules import STATE_NAME, fold_name

QUOTED: Final = re.compile(r"《([^《》]+)》")
DRAFT: Final = re.compile(r"[（(][^（()）]*(?:征求意见|公开征求|草案|审议稿|送审稿)[^（()）]*[)）]")
ABOUT: Final = re.compile(r"答记者问|负责人就|解读|一图读懂|图解|问答|专家")
INVITES: Final = re.compile(r"征求.{0,80}意见|征求意见|公开征集|草案")


class Link(StrEnum):
    """How a row stands to the register."""

    KNOWN = "known"              # its address, or its title and day, are registered
    VERSION = "new-version"      # its title names a work: perhaps a version that is not registered
    ABOUT = "about"              # an explanation or answers to questions about a work
    NONE = ""


@dataclass(frozen=True, slots=True)
class Match:
    """``key`` is a work's slug or ``work@version``; ``by`` is ``address`` or ``title``."""

    link: Link
    key: str = ""
    by: str = ""

    @property
    def words(self) -> str:
        """Say it to a person."""
        return {Link.KNOWN: f"known: {self.key}" + (" (by title and day)" if self.by == "title" else ""),
                Link.VERSION: f"a new version of {self.key}?", Link.ABOUT: f"about {self.key}",
                Link.NONE: "not registered"}[self.link]


NOTHING: Final = Match(Link.NONE)


class Matcher:
    """Looks rows up in a register."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def match(self, row: Row) -> Match:
        """Return what of the register a row is about."""
        key = self._addresses.get(bare(row.url)) if row.url else None
        if key:
            return Match(Link.KNOWN, key, "address")
        names = QUOTED.findall(row.title) or [row.title]
        work = next((held for name in names if (held := self._names.get(_folded(name)))), None)
        if work is None:
            return NOTHING
        if ABOUT.search(row.title):
            return Match(Link.ABOUT, work.slug, "title")
        version = next((one for one in work.versions
                        if _same_day(one, row) and _same_stage(one, row)), None)
        return Match(Link.KNOWN, version.key, "title") if version \
            else Match(Link.VERSION, work.slug, "title")

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {bare(address.url): key for work in self._register.works
                for key, address in _addresses_of(work) if address.address_grade != "X"}

    @cached_property
    def _names(self) -> dict[str, Work]:
        return {_folded(name): work for work in self._register.works
                for name in (work.title_zh, work.short_zh, *work.aliases,
                             *(version.title_zh for version in work.versions))}


def invites_comments(row: Row) -> bool:
    """Tell whether a row of a list of drafts is a consultation, and not a notice beside it."""
    return row.deadline is not None or bool(INVITES.search(row.title))


def bare(url: str) -> str:
    """Return an address without scheme, leading ``www.`` and fragment: what makes it the same page."""
    return re.sub(r"^https?://(?:www\.)?", "", url).partition("#")[0]


def _addresses_of(work: Work) -> Iterator[tuple[str, OfficialAddress]]:
    for version in work.versions:
        yield from ((version.key, address) for address in version.addresses)
    for document in work.documents:
        yield from ((f"{work.slug} ({document.kind})", address) for address in document.addresses)


def _folded(name: str) -> str:
    """Return a name as it is compared: without the mark of a draft and the name of the state."""
    return fold_name(DRAFT.sub("", name)).removeprefix(STATE_NAME)


def _same_day(version: Version, row: Row) -> bool:
    days = [version.date(kind) for kind in (DateKind.PUBLISHED, DateKind.PROMULGATED)]
    return row.day is not None and any(fact and fact.value == row.day.isoformat() for fact in days)


def _same_stage(version: Version, row: Row) -> bool:
    return (version.stage is Stage.DRAFT) == bool(INVITES.search(row.title))
