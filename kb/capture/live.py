"""Versions of the register, fetched from their official addresses.

Reads: the network, by way of a fetcher and the sites' adapters; the register; what was captured before.
Writes: ``captures/``: the archive of everything received, the texts accepted, a line per visit.
Guarantees: the archive is written before anything rests on it, whether the text is accepted or not; only
what passes the content test and holds every article that the register states becomes a text; a text
that reads as it did at the last visit adds no second copy.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Final

from kb.capture.archive.writing import write_archive
from kb.capture.choice import moment_of, page_of
from kb.capture.importer import ImportReport, Outcome, import_source, partial_reason
from kb.capture.memory import ArchivedFetcher, RememberingFetcher
from kb.capture.offer import Offer, Probe, ProbeResult
from kb.capture.sites.content import Read, require
from kb.capture.sites.naming import file_name_of, media_type_of
from kb.capture.sites.registry import adapter_for
from kb.capture.web import Reply
from kb.errors import InputRefusedError, KbError
from kb.model.manifestation import Manifestation
from kb.model.site import Site
from kb.model.text import Grade
from kb.model.work import PROVEN_GRADES, TEXT_ROLES, OfficialAddress, Register, Version
from kb.store.captures import (
    EXTENSIONS,
    NotWrittenError,
    digest,
    is_kept,
    list_manifestations,
    stored_name,
    whole_digest,
)
from kb.store.layout import Layout
from kb.store.sightings import Seen, SeenPage, Sighting, add_sighting, latest_pages, list_sightings

UNPROVEN: Final = "D"
FOLLOWING: Final = re.compile(r"_\d{1,2}(\.s?html?)$")

Differing = Callable[[Manifestation, Sequence[bytes], str, str], tuple[str, ...]]
"""``(earlier, pages, media_type, file_name)`` to the eids of the articles that read otherwise than in the
earlier capture. The command line supplies it, because capture does not know the parser."""


@dataclass(frozen=True, slots=True)
class LiveDesk:
    """What a run works with.

    ``info`` are fields of every archive file's first record. ``sites`` say which are never asked, and why.
    """

    layout: Layout
    register: Register
    fetcher: ArchivedFetcher
    probe: Probe
    read: Read
    differing: Differing
    now: Callable[[], datetime]
    info: tuple[tuple[str, str], ...] = ()
    sites: tuple[Site, ...] = ()


@dataclass(frozen=True, slots=True)
class LiveOutcome:
    """What became of one version.

    ``refusals`` are the addresses that did not give the text, each with the error; where ``seen`` is
    REFUSED none did. ``earlier`` is the capture that a changed or unchanged text was compared with,
    ``changed`` the eids that read otherwise. ``warcs`` are all archive files written.
    """

    version: str
    seen: Seen
    address: str = ""
    at: datetime | None = None
    outcome: Outcome | None = None
    earlier: Manifestation | None = None
    changed: tuple[str, ...] = ()
    warcs: tuple[str, ...] = ()
    refusals: tuple[tuple[str, KbError], ...] = ()


@dataclass(frozen=True, slots=True)
class LiveSource:
    """One text that was fetched, as a source of the importer."""

    offer: Offer

    def offers(self) -> tuple[Offer, ...]:
        """Return the one offer."""
        return (self.offer,)


@dataclass(slots=True)
class _Visit:
    """One address being asked."""

    desk: LiveDesk
    version: Version
    url: str
    warc: str = ""
    pages: tuple[SeenPage, ...] = ()


def addresses_of(version: Version, *, unproven: bool = False) -> tuple[OfficialAddress, ...]:
    """Return the addresses to be asked for a version's text, in order.

    The text's own come before copies, better evidence before worse; an address known to be wrong is
    never among them, one not proven only if ``unproven``. The page that follows another is not asked
    for by itself.
    """
    grades = (*PROVEN_GRADES, UNPROVEN) if unproven else PROVEN_GRADES
    fit = [one for one in version.addresses if one.role in TEXT_ROLES and one.address_grade in grades]
    known = {one.url for one in fit}
    first = [one for one in fit if FOLLOWING.sub(r"\1", one.url) not in known - {one.url}]
    return tuple(sorted(first, key=lambda one: (TEXT_ROLES.index(one.role),
                                                grades.index(one.address_grade))))


def was_seen_on(layout: Layout, version: str, day: date) -> bool:
    """Tell whether a version's text was had from its authority on a day (UTC)."""
    return any(one.version == version and one.at.date() == day and one.seen is not Seen.REFUSED
               for one in list_sightings(layout)) or any(
        one.version == version and one.grade is Grade.OFFICIAL_FETCHED and one.retrieved == day
        for one in list_manifestations(layout))


def capture_version(desk: LiveDesk, version: Version, *, unproven: bool = False) -> LiveOutcome:
    """Ask a version's addresses one after the other until one gives its text.

    Raises:
        NotWrittenError: the disk did not take what was to be kept; the run cannot go on.
    """
    refusals: list[tuple[str, KbError]] = []
    warcs: list[str] = []
    for address in addresses_of(version, unproven=unproven):
        visit = _Visit(desk, version, address.url)
        try:
            return _finished(_ask(visit), warcs, refusals)
        except NotWrittenError:
            raise
        except KbError as error:
            refusals.append((address.url, error))
        warcs += [visit.warc] if visit.warc else []
    if not refusals:
        refusals.append((version.key, _no_address(version, unproven=unproven)))
    return LiveOutcome(version.key, Seen.REFUSED, warcs=tuple(warcs), refusals=tuple(refusals))


def _finished(outcome: LiveOutcome, warcs: list[str],
              refusals: list[tuple[str, KbError]]) -> LiveOutcome:
    return replace(outcome, warcs=(*warcs, *outcome.warcs), refusals=tuple(refusals))


def _no_address(version: Version, *, unproven: bool) -> KbError:
    doubtful = any(one.role in TEXT_ROLES and one.address_grade == UNPROVEN for one in version.addresses)
    return InputRefusedError(
        "the register has no address to ask for this text", version.key,
        "it knows only addresses that are not proven" if doubtful and not unproven
        else "no address of the text or of an official copy is known",
        f"kb capture {version.key} --unproven" if doubtful and not unproven
        else "find the address and add it to corpus/works, or import the file")


def _ask(visit: _Visit) -> LiveOutcome:
    """Get what belongs to an address, archive it, and keep it if it is the text."""
    desk, layout = visit.desk, visit.desk.layout
    memory = RememberingFetcher(desk.fetcher, latest_pages(list_sightings(layout)),
                                lambda sha256: _kept_body(layout, sha256))
    try:
        replies = _collect(visit, memory)
    except KbError as error:
        _archive(visit, memory)
        _note(visit, Seen.REFUSED, reason=str(error))
        raise
    except BaseException:  # someone stops the run: what came so far is kept
        _archive(visit, memory)
        raise
    _archive(visit, memory)
    try:
        return _keep(visit, replies)
    except NotWrittenError:
        raise
    except KbError as error:
        _note(visit, Seen.REFUSED, reason=str(error))
        raise


def _collect(visit: _Visit, memory: RememberingFetcher) -> tuple[Reply, ...]:
    """Return the pages or the file that are the text.

    Raises:
        KbError: it could not be had, or what came is not the text; hostile markup that no check foresaw
            ends here too, so that one page never ends a run.
    """
    work = visit.desk.register.work(visit.version.work)
    assert work is not None
    try:
        collected = adapter_for(visit.url, visit.desk.sites).collect(memory, visit.url)
        return require(collected, visit.version, work, visit.desk.read)
    except KbError:
        raise
    except Exception as error:
        raise InputRefusedError("the page broke the program that reads it", visit.url,
                                f"{type(error).__name__}: {error}"[:200],
                                "look at the page; if it is a document of law, report this") from error


def _archive(visit: _Visit, memory: RememberingFetcher) -> None:
    exchanges = memory.all_exchanges()
    visit.pages = tuple(memory.pages.values())
    if exchanges:
        visit.warc = write_archive(visit.desk.layout, exchanges, visit.desk.now(), visit.desk.info)


def _note(visit: _Visit, seen: Seen, record: str = "", reason: str = "") -> None:
    """Add a line on this visit, unless our own rules kept us from asking at all."""
    if visit.warc:
        add_sighting(visit.desk.layout, Sighting(visit.version.key, visit.url, visit.desk.now(), seen,
                                                 record, visit.warc, reason, visit.pages))


def _keep(visit: _Visit, replies: tuple[Reply, ...]) -> LiveOutcome:
    """Keep a text if it is new or reads otherwise than the last one of the same address."""
    desk, offer = visit.desk, _offer(visit, replies)
    earlier = _latest(desk.layout, visit)
    changed: tuple[str, ...] = ()
    if earlier is not None:
        pages = tuple(reply.body for reply in replies)
        changed = desk.differing(earlier, pages, offer.media_type, offer.path.name)
    seen = Seen.CAPTURED if earlier is None else Seen.CHANGED if changed else Seen.UNCHANGED
    outcome = None
    if seen is not Seen.UNCHANGED:
        report = _import(desk, visit.version, offer)
        outcome = report.outcomes[0]
    confirmed = earlier.pages if earlier is not None and outcome is None else None
    record = whole_digest(confirmed or tuple(digest(reply.body) for reply in replies))
    _note(visit, seen, record)
    return LiveOutcome(visit.version.key, seen, visit.url, replies[0].at, outcome, earlier, changed,
                       (visit.warc,))


def _offer(visit: _Visit, replies: tuple[Reply, ...]) -> Offer:
    first = replies[0]
    own = first.asked in {page.url for page in visit.pages[:1]}
    return Offer(
        key=visit.version.key, path=Path(file_name_of(first)), media_type=media_type_of(first),
        entry=first.url, official_url=visit.url if own else first.asked,
        via_path="" if own else visit.url, retrieved=first.at.date(), fetched=True, data=first.body,
        more=tuple(reply.body for reply in replies[1:]), warc=visit.warc)


def _import(desk: LiveDesk, version: Version, offer: Offer) -> ImportReport:
    """Let the importer judge and keep the text; part of a text is refused, not kept.

    Raises:
        InputRefusedError: it holds less than the whole text.
        NotWrittenError: the disk did not take it.
    """
    def strict(data: bytes, media_type: str, file_name: str, /, *more: bytes) -> ProbeResult:
        found = desk.probe(data, media_type, file_name, *more)
        reason = partial_reason(found, version.articles)
        if reason or not (found.articles or found.headings):
            raise InputRefusedError("what came is only part of the text", offer.entry,
                                    reason or "neither articles nor numbered headings were found",
                                    "open the address in a browser and compare")
        return found

    day = offer.retrieved or desk.now().date()
    return import_source(desk.layout, LiveSource(offer), register=desk.register, received=day,
                         probe=strict)


def _latest(layout: Layout, visit: _Visit) -> Manifestation | None:
    """Return the newest text of this version that we fetched from this address and still have."""
    held = [one for one in list_manifestations(layout)
            if one.version == visit.version.key and one.grade is Grade.OFFICIAL_FETCHED
            and page_of(one) == visit.url and is_kept(layout, one)]
    return max(held, key=moment_of, default=None)


def _kept_body(layout: Layout, sha256: str) -> bytes | None:
    """Return kept bytes by their digest, or None where they are not here or not the same any more."""
    for media_type in EXTENSIONS:
        path = layout.captures / stored_name(sha256, media_type)
        if path.is_file():
            data = path.read_bytes()
            return data if digest(data) == sha256 else None
    return None
