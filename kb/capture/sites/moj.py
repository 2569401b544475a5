"""The Ministry of Justice: its columns of rules, and its library of administrative regulations.

Reads: the network, by way of the fetcher. Writes: nothing. No list of this site is described by
anything we hold, so none is watched.
"""

import re
from dataclasses import dataclass
from typing import Final

from kb.capture.sites.adapter import Listed, Listing
from kb.capture.sites.plain import PlainSite
from kb.capture.sites.shape import Shape, scripted_pages
from kb.capture.web import Ask, Reply
from kb.errors import InputRefusedError

HOST: Final = "www.moj.gov.cn"
LIBRARY: Final = "xzfg.moj.gov.cn"
SHAPES: Final = (
    Shape((".law-chapter",), (".text-title",), (), re.compile(r"<div[^>]+class=[\"']?law-chapter\b[^>]*>"),
          re.compile(r"<div[^>]+class=[\"']?top-click\b|</main>")),
    Shape((".news_content_style",), ("h1.phone_size1", "h1"), (".sT_left", ".sT"),
          re.compile(r"<div[^>]+class=[\"']?news_content_style\b[^>]*>"),
          re.compile(r"<div[^>]+class=[\"']?change_page\b"), ("#isShowFile a[href]",),
          pager=scripted_pages),
)


@dataclass(frozen=True, slots=True)
class Moj(PlainSite):
    """Pages of the Ministry of Justice."""

    host: str = HOST
    shapes: tuple[Shape, ...] = SHAPES
    also: tuple[str, ...] = (LIBRARY,)

    def lists(self) -> tuple[Listing, ...]:
        """Return nothing: see above."""
        return ()

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Refuse: this site has no list here."""
        raise InputRefusedError(f"no list of {HOST} is described", ask.url, listing.section,
                                f"look at {reply.url} in a browser")
