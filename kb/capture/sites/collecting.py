"""From one address to all that belongs to it, for every site whose pages have a shape.

Reads: the network, by way of the fetcher. Writes: nothing. Guarantees: what a page announces is had
or named as missing; a following page that is not one (another page, the same page again) is missing.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from kb.capture.sites.adapter import Collected, PageKind
from kb.capture.sites.naming import file_name_of, media_type_of
from kb.capture.sites.page import PAGE_LIMIT, Page, open_page, words
from kb.capture.sites.shape import Link, Shape, is_file
from kb.capture.web import Ask, Fetcher, FetchFailedError, FetchRefusedError, Reply
from kb.errors import InputRefusedError

MOST_PAGES: Final = 60
MOST_FILES: Final = 20
SHORT: Final = 1_500
"""Characters below which a page with attachments is taken for their cover."""

LEAST: Final = 3
"""Heads that make a document; an announcement quotes one or two."""

ARTICLE: Final = re.compile(r"(?m)^[\s　]*第[零〇一二三四五六七八九十百千0-9]+条(?![规第])")
HEADING: Final = re.compile(r"(?m)^[\s　]*[一二三四五六七八九十]{1,3}、")
ABOUT: Final = re.compile(r"答记者问|负责人就|有关负责人|解读|一图读懂|图解|问答|新闻发布|专家谈")
COVER: Final = re.compile(r"征求.{0,80}意见|公开征集|(?:印发|发布|公布|公告).*《")
CONSULTATION: Final = re.compile(r"征求.{0,80}意见|征求意见|公开征集.{0,40}意见")


@dataclass(frozen=True, slots=True)
class _View:
    """A page and the shape it has; a document's later pages may have another than its first."""

    page: Page
    shape: Shape

    @property
    def announced(self) -> tuple[str, ...]:
        """The addresses of all further pages that this one names."""
        return self.shape.pager(self.page)


@dataclass(slots=True)
class _Gathering:
    """What has been had so far of a document whose pages have one of ``shapes``."""

    shapes: tuple[Shape, ...]
    pages: list[Reply] = field(default_factory=list)
    views: list[_View] = field(default_factory=list)
    bodies: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def keep(self, reply: Reply, page: Page) -> None:
        """Keep a page."""
        shape = next((one for one in self.shapes if one.body(page)), self.shapes[0])
        body = shape.body(page)
        self.pages.append(reply)
        self.views.append(_View(page, shape))
        self.bodies.append(words(body) if body else "")


def collect_page(fetcher: Fetcher, ask: Ask, shapes: tuple[Shape, ...]) -> Collected:
    """Get a page, the pages that follow it and, for a mere cover, the files it covers.

    Raises:
        FetchRefusedError: our own rules forbid the first request.
        FetchFailedError: the site did not give the first page.
        InputRefusedError: the first page cannot be taken apart.
    """
    first = fetcher.get(ask)
    if media_type_of(first) != "text/html":
        return collected_file(first)
    page = open_page(first)
    gathering = _Gathering(shapes)
    gathering.keep(first, page)
    _follow(gathering, fetcher)
    shape = gathering.views[0].shape
    title, links = shape.title(page), _files(gathering)
    text = "\n".join(gathering.bodies)
    kind = kind_of(title, text, has_files=bool(links))
    files = _get_files(gathering, fetcher, links) if kind is PageKind.STUB else ()
    return Collected(
        pages=tuple(gathering.pages), attachments=tuple(reply for reply, _ in files),
        missing=tuple(gathering.missing), kind=kind, title=title, published=shape.day(page),
        names=tuple(link.name for _, link in files), bodies=tuple(gathering.bodies),
        container=", ".join(dict.fromkeys(key for one in shapes for key in one.bodies)),
        estimate=sum(view.shape.estimate(view.page) for view in gathering.views),
        metadata=shape.metadata(page))


def collected_file(reply: Reply) -> Collected:
    """Take a reply that is itself the document: a pdf or docx at an address of its own."""
    return Collected((reply,), (), (), PageKind.TEXT, file_name_of(reply).rpartition(".")[0], None)


def kind_of(title: str, text: str, *, has_files: bool) -> PageKind:
    """Tell what a page is from its title and the words of its document's element."""
    articles = len(ARTICLE.findall(text))
    headings = len(HEADING.findall(text))
    if ABOUT.search(title):
        return PageKind.NOTICE
    if articles >= LEAST:
        return PageKind.DRAFT_PAGE if CONSULTATION.search(title) else PageKind.TEXT
    if has_files and len(text) < SHORT and COVER.search(title):
        return PageKind.STUB
    return PageKind.TEXT if headings >= LEAST else PageKind.NOTICE


def _follow(gathering: _Gathering, fetcher: Fetcher) -> None:
    """Get the pages that follow, in order; stop at the first that cannot be had."""
    announced = list(gathering.views[0].announced)
    number = 0
    while number < min(len(announced), MOST_PAGES):
        url = announced[number]
        try:
            reply = fetcher.get(Ask(url, referer=gathering.pages[0].url, limit=PAGE_LIMIT))
            _keep_following(gathering, reply)
        except (FetchFailedError, FetchRefusedError, InputRefusedError) as error:
            gathering.missing.append(f"page {number + 2} missing: {error.what} ({url})")
            break
        known = {urlsplit(one).path for one in announced}
        announced += [one for one in gathering.views[-1].announced if urlsplit(one).path not in known]
        number += 1
    gathering.missing += [f"page {later + 2} not asked for, the one before it is missing"
                          for later in range(number + 1, len(announced))] if gathering.missing else []
    if not gathering.missing and len(announced) > MOST_PAGES:
        gathering.missing.append(f"more than {MOST_PAGES} pages announced")


def _keep_following(gathering: _Gathering, reply: Reply) -> None:
    """Keep a following page, if it is one.

    Raises:
        InputRefusedError: it has no document, one that was had already, or one of another title.
    """
    seen = len(gathering.pages)
    gathering.keep(reply, open_page(reply))
    strange = _strange(gathering)
    if strange:
        for held in (gathering.pages, gathering.views, gathering.bodies):
            del held[seen:]
        raise InputRefusedError(strange, reply.url)


def _strange(gathering: _Gathering) -> str:
    """Return why the last page is none of the document's, or the empty string.

    A page may say less or more in its title than the first (a number, 续), but not something else.
    """
    text = gathering.bodies[-1]
    if not text:
        return "the answer holds no document"
    if text in gathering.bodies[:-1]:
        return "the answer is a page already here"
    ours, its = ("".join(view.shape.title(view.page).split())
                 for view in (gathering.views[0], gathering.views[-1]))
    return "" if ours in its or its in ours else f"the answer is a page of another document, {its[:40]}"


def _files(gathering: _Gathering) -> tuple[Link, ...]:
    """Return the files of all pages, each once; no page of the document is a file."""
    found = {link.url: link for view in gathering.views for link in view.shape.links(view.page)
             if is_file(link.url)}
    return tuple(found.values())


def _get_files(gathering: _Gathering, fetcher: Fetcher,
               links: tuple[Link, ...]) -> tuple[tuple[Reply, Link], ...]:
    """Get the attachments; the address of a download answers only to who comes from the page."""
    got = []
    for number, link in enumerate(links, 1):
        if number > MOST_FILES:
            gathering.missing.append(f"attachments {number} to {len(links)} not asked for")
            break
        try:
            reply = fetcher.get(Ask(link.url, referer=gathering.pages[0].url))
        except (FetchFailedError, FetchRefusedError) as error:
            gathering.missing.append(f"attachment {number} missing: {link.name}: {error.what}")
            continue
        if media_type_of(reply) == "text/html":
            gathering.missing.append(f"attachment {number} missing: {link.name}: a page came, no file")
            continue
        got.append((reply, link))
    return tuple(got)
