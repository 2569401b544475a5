"""The National Development and Reform Commission, www.ndrc.gov.cn.

Reads: the network, by way of the fetcher. Writes: nothing. A consultation's own text lies on a page
that a script makes on another host; it is listed here and not collected.
"""

import re
from dataclasses import dataclass
from typing import Final

from kb.capture.sites.adapter import Listed, Listing
from kb.capture.sites.listing import listed_elements, next_scripted
from kb.capture.sites.page import PAGE_LIMIT
from kb.capture.sites.plain import PlainSite
from kb.capture.sites.shape import Shape, scripted_pages
from kb.capture.web import Ask, Reply

HOST: Final = "www.ndrc.gov.cn"
COLUMNS: Final = f"https://{HOST}/xxgk/zcfb/"
SHAPES: Final = (
    Shape((".TRS_Editor", ".article_con"), (".article_title", "meta:ArticleTitle"),
          ("meta:PubDate", ".time"),
          re.compile(r"<div[^>]+class=[\"']?article_con\b[^>]*>"),
          re.compile(r"<div[^>]+class=[\"']?attachment\b|<!--\s*endprint"),
          (".attachment_r a[href]",), pager=scripted_pages),
)
SECTIONS: Final = (("ndrc-orders", "发展改革委令", "fzggwl"), ("ndrc-normative", "规范性文件", "ghxwj"),
                   ("ndrc-announcements", "公告", "gg"), ("ndrc-notices", "通知", "tz"))


@dataclass(frozen=True, slots=True)
class Ndrc(PlainSite):
    """Pages and lists of the NDRC."""

    host: str = HOST
    shapes: tuple[Shape, ...] = SHAPES

    def lists(self) -> tuple[Listing, ...]:
        """Return four columns of 政策发布, and the consultations."""
        columns = tuple(Listing(key, HOST, name, Ask(f"{COLUMNS}{path}/", limit=PAGE_LIMIT), pages=2,
                                gap="the two newest pages are read") for key, name, path in SECTIONS)
        return (*columns, Listing("ndrc-consultations", HOST, "意见征求",
                                  Ask(f"https://{HOST}/hdjl/yjzq/", limit=PAGE_LIMIT), consultations=True,
                                  gap="the newest page is read; it names no deadlines"))

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Return the rows of a column's page."""
        del ask
        rows = listed_elements(listing, reply, "ul.u-list", "li", "span")
        return Listed(rows, next_scripted(reply))
