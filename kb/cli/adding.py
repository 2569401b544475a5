"""A text that is to be added: where it is read from, and how it is brought in once it is registered."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

from kb.capture.folder import FileSource, media_type_of
from kb.capture.importer import import_file
from kb.capture.live import LiveDesk, capture_version
from kb.capture.memory import ArchivedFetcher
from kb.capture.sites.adapter import Collected, PageKind
from kb.capture.sites.content import COVERS
from kb.capture.sites.naming import file_name_of
from kb.capture.sites.naming import media_type_of as reply_type
from kb.capture.sites.registry import adapter_for
from kb.capture.web import Ask, Exchange, Reply
from kb.cli.capture import probe
from kb.cli.context import today
from kb.cli.fetching import archive_info, fetcher_of, now, settings_of
from kb.cli.inputs import read_file, text_of_file
from kb.cli.live import differing_of
from kb.cli.page_reading import read_page
from kb.errors import InputRefusedError, KbError
from kb.model.text import Grade, Text
from kb.model.work import TEXT_ROLES, DateFact, DateKind, Evidence, OfficialAddress, Register, Version
from kb.parse.document import parse_pages
from kb.store.captures import digest, list_manifestations
from kb.store.layout import Layout
from kb.store.sightings import Seen
from kb.store.sites import load_sites


@dataclass(frozen=True, slots=True)
class Found:
    """A text to be added, what its page says of it, and how to bring it in as a registered version."""

    text: Text
    addresses: tuple[OfficialAddress, ...]
    dates: tuple[DateFact, ...]
    bring_in: Callable[[Register, Version], str]


def from_file(layout: Layout, path: Path, url: str) -> Found:
    """Read a file.

    Raises:
        InputRefusedError: it cannot be read, is not Chinese, or is here already.
    """
    text = text_of_file(path)
    if text.language != "zh":
        raise InputRefusedError("the file is not in Chinese", str(path),
                                "the register is made from the authority's own text",
                                "give the Chinese text; ours in English goes to corpus/texts")
    _refuse_known(layout, path)
    addresses = (OfficialAddress(url, "text", "C", "named by whoever gave the file"),) if url else ()

    def bring_in(register: Register, version: Version) -> str:
        source = FileSource(path, version.key, url)
        report = import_file(layout, source, register=register, received=today(), probe=probe)
        return f"{report.outcomes[0].result}, {media_type_of(path)}"

    return Found(text, addresses, (), bring_in)


def from_address(layout: Layout, register: Register, url: str,
                 lock: Callable[[], AbstractContextManager[object]]) -> Found:
    """Fetch a page through its site's adapter and read the text on it, or the one file it covers.

    Raises:
        FetchRefusedError: our own rules forbid it.
        InputRefusedError: the address is a registered one, the page could not be had whole, or it is not
            a text.
    """
    _refuse_registered(register, url)
    settings = settings_of(layout)
    fetcher, sites = _Kept(fetcher_of(layout, settings)), load_sites(layout)
    with lock():  # so that no other run asks the same site meanwhile
        collected = adapter_for(url, sites).collect(fetcher, url)
    pages = _document(collected, url)
    text = parse_pages([reply.body for reply in pages], reply_type(pages[0]), file_name_of(pages[0]),
                       version=file_name_of(pages[0]), language="zh", grade=Grade.OFFICIAL_FETCHED)
    if not text.provisions:
        raise InputRefusedError("the page holds no article", url,
                                "neither articles nor numbered headings (一、) were found",
                                "name the address of the text itself, not of a notice about it")

    def bring_in(register: Register, version: Version) -> str:
        desk = LiveDesk(layout, register, fetcher, probe, read_page, differing_of(layout, register), now,
                        archive_info(settings), sites)
        with lock():
            outcome = capture_version(desk, version)
        if outcome.seen is Seen.REFUSED:
            raise outcome.refusals[-1][1]
        return f"{outcome.seen}, {', '.join(outcome.warcs)}"

    return Found(text, _address(url), _published(collected, url), bring_in)


@dataclass(slots=True)
class _Kept:
    """A fetcher that asks for each page once; the archive gets every exchange at the second asking."""

    fetcher: ArchivedFetcher
    replies: dict[tuple[str, tuple[tuple[str, str], ...]], Reply] = field(default_factory=dict)

    def get(self, ask: Ask) -> Reply:
        key = (ask.url, ask.form)
        if key not in self.replies:
            self.replies[key] = self.fetcher.get(ask)
        return self.replies[key]

    def take_aside(self) -> tuple[Exchange, ...]:
        return self.fetcher.take_aside()


def _document(collected: Collected, url: str) -> tuple[Reply, ...]:
    """Return the pages of the text, or the one attachment that can be it."""
    if collected.missing:
        raise InputRefusedError("the page could not be had whole", url, "; ".join(collected.missing),
                                "try again later")
    if collected.kind in (PageKind.TEXT, PageKind.DRAFT_PAGE):
        return collected.pages
    files = [reply for reply, name in zip(collected.attachments, collected.names, strict=True)
             if not COVERS.search(name)]
    if collected.kind is PageKind.STUB and len(files) == 1:
        return (files[0],)
    names = ", ".join(collected.names)
    raise InputRefusedError(
        "the page is not the text" if collected.kind is not PageKind.STUB
        else "the page is a cover, and it is not plain which file is the text", url,
        f"it is a {collected.kind} ({collected.title[:40]})" + (f" with: {names}" if names else ""),
        "name the address of the text itself, or save the file and run kb add FILE")


def _address(url: str) -> tuple[OfficialAddress, ...]:
    return (OfficialAddress(url, "text", "A", f"fetched on {now().date()}: the text of this title"),)


def _published(collected: Collected, url: str) -> tuple[DateFact, ...]:
    if collected.published is None:
        return ()
    return (DateFact(DateKind.PUBLISHED, collected.published.isoformat(),
                     Evidence("page", source=f"date line of the authority's page {url}")),)


def _refuse_registered(register: Register, url: str) -> None:
    """Refuse the address of a version's text; the page of a notice may hold a draft not registered."""
    known = next((version for work in register.works for version in work.versions
                  for one in version.addresses if one.url == url and one.role in TEXT_ROLES), None)
    if known is not None:
        raise InputRefusedError("the register has this address", url, f"it is one of {known.key}",
                                f"kb capture {known.key}")


def _refuse_known(layout: Layout, path: Path) -> None:
    sha256 = digest(read_file(path))
    held = next((one for one in list_manifestations(layout) if sha256 in one.pages), None)
    if held is not None:
        raise KbError("this file is here already", str(path), f"it is a file of {held.version}",
                      f"see kb show {held.version}")
