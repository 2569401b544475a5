"""What one site's page looks like, as data, and what is seen on a page of that shape.

Reads and writes nothing. A selector of a site stands in its shape and nowhere else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from bs4 import Tag

from kb.capture.sites.page import Page, day_of, joined, visible, words

FILE: Final = re.compile(r"\.(?:pdf|docx?|wps|ofd|xlsx?|zip|rar)$", re.IGNORECASE)
SCRIPTED: Final = re.compile(
    r"createPageHTML\(\s*(\d+)\s*,\s*(\d+)\s*,\s*[\"']([\w.-]+)[\"']\s*,\s*[\"'](s?html?)[\"']")
Pager = Callable[[Page], tuple[str, ...]]
"""From a page to the addresses of all further pages that it announces, in order."""


@dataclass(frozen=True, slots=True)
class Link:
    """A file that a page links to: its address, byte for byte, and what the page calls it."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One template of a site.

    ``bodies`` select the document's element, the first present wins; ``titles`` and ``days`` an
    element or, after ``meta:``, a meta tag. ``files`` select attachment links; without them, links
    to files are looked for in the document's element. ``start`` is where the document's element
    begins in the markup, ``end`` the site's own mark after it. ``table`` selects the rows of a
    metadata table. ``pager`` finds further pages.
    """

    bodies: tuple[str, ...]
    titles: tuple[str, ...]
    days: tuple[str, ...]
    start: re.Pattern[str]
    end: re.Pattern[str] | None = None
    files: tuple[str, ...] = ()
    table: str = ""
    pager: Pager = field(default=lambda _: ())

    def body(self, page: Page) -> Tag | None:
        """Return the document's element, or None."""
        return page.first(self.bodies)

    def title(self, page: Page) -> str:
        """Return the page's own title, or that of the window up to the site's name."""
        for key in self.titles:
            found = _said(page, key)
            if found:
                return found
        window = page.tree.title.get_text() if page.tree.title else ""
        return joined(re.split(r"_", window)[0].strip("【】 \n\t"))

    def day(self, page: Page) -> date | None:
        """Return the page's date line, or None."""
        return next((found for key in self.days if (found := day_of(_said(page, key)))), None)

    def links(self, page: Page) -> tuple[Link, ...]:
        """Return the files that the page names as its own, each once."""
        body = self.body(page)
        tags = [tag for key in self.files for tag in page.tree.select(key)]
        tags += [tag for tag in body.select("a[href]") if is_file(page.link(tag))] if body else []
        found = {page.link(tag): _link_name(tag) for tag in tags if page.link(tag)}
        return tuple(Link(url, name or _named_in(url)) for url, name in found.items())

    def estimate(self, page: Page) -> int:
        """Count what the markup holds between the element's start and the site's end mark.

        The count needs no parser, so that it finds out one that stops too early.
        """
        start = self.start.search(page.markup)
        if start is None:
            return 0
        end = self.end.search(page.markup, start.end()) if self.end else None
        return visible(page.markup[start.end():end.start() if end else len(page.markup)]) if end else 0

    def metadata(self, page: Page) -> tuple[tuple[str, str], ...]:
        """Return the rows of the page's own table, labels without padding and colon."""
        cells = [joined(words(cell)) for cell in page.tree.select(self.table)] if self.table else []
        labels = [(number, re.sub(r"[\s：:]", "", cell)) for number, cell in enumerate(cells)
                  if re.search(r"[：:]$", cell) and number + 1 < len(cells)]
        return tuple((label, cells[number + 1]) for number, label in labels)


def is_file(url: str) -> bool:
    """Tell whether an address is that of a file, by its path or as a download script."""
    parts = urlsplit(url)
    return bool(FILE.search(parts.path)) or parts.path.endswith("/downloadfile.jsp")


def linked_pages(page: Page) -> tuple[str, ...]:
    """Find further pages by links to ``…_2.htm``, ``…_3.htm`` of the same stem, and those between.

    The links of page 4 need not name page 2, and the last page is always among them.
    """
    stem, ending = _stem(page.url)
    own = re.compile(re.escape(urlsplit(stem).path) + r"_(\d{1,2})" + re.escape(ending) + r"$")
    numbers = [int(match[1]) for tag in page.tree.select("a[href]")
               if (match := own.search(urlsplit(page.link(tag)).path))]
    return tuple(f"{stem}_{number}{ending}" for number in range(2, max(numbers, default=1) + 1))


def scripted_pages(page: Page) -> tuple[str, ...]:
    """Find further pages by the call ``createPageHTML(pages, this, name, ending)``.

    The first page is ``name.html``, the second ``name_1.html``.
    """
    match = _call(page)
    last = min(int(match[1]), 100) if match else 0
    return tuple(urljoin(page.url, f"{match[3]}_{number}.{match[4]}") for number in range(1, last)) \
        if match else ()


def page_number(page: Page) -> int:
    """Return which page of a list this is by its script, counted from 0."""
    match = _call(page)
    return int(match[2]) if match else 0


def _call(page: Page) -> re.Match[str] | None:
    return next((match for script in page.tree.find_all("script")
                 if (match := SCRIPTED.search(script.get_text()))), None)


def _stem(url: str) -> tuple[str, str]:
    """Cut an address into what its pages share and its ending."""
    bare = urlsplit(url)._replace(query="", fragment="").geturl()
    stem, dot, ending = bare.rpartition(".")
    return re.sub(r"_\d{1,2}$", "", stem), dot + ending


def _said(page: Page, key: str) -> str:
    if key.startswith("meta:"):
        return page.meta(key.removeprefix("meta:"))
    found = page.tree.select_one(key)
    return joined(words(found)) if found else ""


def _link_name(tag: Tag) -> str:
    return joined(str(tag.get("title") or "")) or joined(tag.get_text())


def _named_in(url: str) -> str:
    """Return the name that a download address carries itself."""
    parts = urlsplit(url)
    named = parse_qs(parts.query).get("fText") or parse_qs(parts.query).get("fileName")
    return named[0] if named else unquote(parts.path.rpartition("/")[2])
