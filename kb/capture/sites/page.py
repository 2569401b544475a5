"""A page as an adapter looks at it: its elements, words, links and dates.

Reads: replies. Writes: nothing. The characters of a document are decoded and read by the parser, not
here; what is looked at here decides where to go next and whether the page is worth reading.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Final
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from kb.capture.web import Reply
from kb.errors import InputRefusedError

PAGE_LIMIT: Final = 8 * 1024 * 1024
"""Bytes; the longest real page of law is below 100 KB."""

MOST_TAGS: Final = 50_000
UNCLOSED: Final = 20
"""Comments, scripts and styles without an end; each costs a parser the rest of the page."""

DEEPEST: Final = 2_000
BREAKING: Final = frozenset(("p", "div", "br", "li", "tr", "td", "table", "h1", "h2", "h3", "h4", "center"))
UNSEEN: Final = frozenset(("script", "style", "title"))
DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
OPENING: Final = re.compile(r"<(/?)(?!br\b|img\b|input\b|meta\b|link\b|hr\b|p\b|li\b|td\b)([a-zA-Z]\w*)")
HIDDEN: Final = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
TAG: Final = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class Page:
    """A reply as markup and as a tree. ``url`` is the address that answered."""

    url: str
    markup: str
    tree: BeautifulSoup

    def first(self, selectors: Iterable[str]) -> Tag | None:
        """Return the first element of the first selector that has one."""
        return next((found for key in selectors if (found := self.tree.select_one(key))), None)

    def meta(self, name: str) -> str:
        """Return the content of a ``meta`` element, white space joined, or the empty string."""
        found = self.tree.find("meta", attrs={"name": name})
        return joined(str(found.get("content") or "")) if isinstance(found, Tag) else ""

    def link(self, tag: Tag) -> str:
        """Return the address an ``a`` leads to, its query byte for byte, or the empty string."""
        return absolute(self.url, str(tag.get("href") or ""))


def open_page(reply: Reply) -> Page:
    """Take a reply apart.

    Raises:
        InputRefusedError: its markup is beyond reason.
    """
    markup = decoded(reply.body)
    return Page(reply.url, markup, tree_of(markup, reply.url))


def tree_of(markup: str, where: str) -> BeautifulSoup:
    """Parse markup.

    Raises:
        InputRefusedError: it is beyond reason: its size, the number or depth of its elements, or how
            many comments, scripts and styles have no end.
    """
    if (len(markup) > PAGE_LIMIT or markup.count("<") > MOST_TAGS or _unclosed(markup) > UNCLOSED
            or _depth(markup) > DEEPEST):
        raise InputRefusedError("the page cannot be taken apart", where,
                                "its size, or the number or depth of its elements, is beyond reason",
                                "look at the address; it is not a page of law")
    return BeautifulSoup(markup, "html.parser")


def decoded(data: bytes) -> str:
    """Return the characters of a page: UTF-8 where that is what the bytes are, else GB 18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def absolute(base: str, link: str) -> str:
    """Return a link as an http address, or the empty string where it is none.

    A link without scheme takes that of the page.
    """
    try:
        address = urljoin(base, link.strip())
        fit = urlsplit(address).scheme in ("http", "https")
    except ValueError:
        return ""
    return address if fit and link.strip() and not link.strip().startswith("#") else ""


def words(tag: Tag) -> str:
    """Return the visible words of an element, one line per block."""
    parts: list[str] = []
    for node in tag.descendants:
        if isinstance(node, Tag):
            parts.append("\n" if node.name in BREAKING else "")
        elif isinstance(node, NavigableString) and not isinstance(node, PreformattedString) \
                and (node.parent is None or node.parent.name not in UNSEEN):
            parts.append(re.sub(r"[ \t\r\n\f]+", " ", node))
    lines = (line.strip() for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)


def joined(text: str) -> str:
    """Return text with its white space collapsed; none remains between wide characters."""
    return re.sub(r"(?<=[\u2e80-\uffef]) (?=[\u2e80-\uffef])", "", " ".join(text.split()))


def day_of(text: str) -> date | None:
    """Return the first date of a text (2026-01-31, 2026/1/31, 2026年1月31日), or None."""
    found = DAY.search(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None


def stripped(markup: str) -> str:
    """Return the words of markup without a parser: tags, comments, scripts and styles cut out."""
    return unescape(TAG.sub("", HIDDEN.sub("", markup)))


def visible(markup: str) -> int:
    """Count the visible characters of markup without a parser."""
    return len("".join(stripped(markup).split()))


def _unclosed(markup: str) -> int:
    lower = markup.lower()
    pairs = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"), ("<![", "]"), ("<?", ">"))
    return max(lower.count(start) - lower.count(end) for start, end in pairs)


def _depth(markup: str) -> int:
    depth = deepest = 0
    for match in OPENING.finditer(markup):
        depth = max(0, depth - 1) if match[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest
