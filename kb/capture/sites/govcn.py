"""The State Council's portal, www.gov.cn.

Reads: the network, by way of the fetcher. Writes: nothing. Its pages close ``html`` early; the policy
search on another host forbids robots and is never asked.
"""

import re
from dataclasses import dataclass
from typing import Final

from kb.capture.sites.adapter import Listed, Listing, Row
from kb.capture.sites.listing import fields_of, json_of, placed, refuse_empty
from kb.capture.sites.page import PAGE_LIMIT, day_of
from kb.capture.sites.plain import PlainSite
from kb.capture.sites.shape import Shape
from kb.capture.web import Ask, Reply

HOST: Final = "www.gov.cn"
TITLES: Final = ("h1#ti", ".share-title")
DAYS: Final = ("meta:firstpublishedtime", ".pages-date")
END: Final = re.compile(r'id="?pagination|class="?jiedu-blk|<!--\s*微信分享图功能', re.IGNORECASE)
CELL_END: Final = re.compile(r"</td>", re.IGNORECASE)
TABLE: Final = "table.bd1 td"
SHAPES: Final = (
    Shape(("div#UCAP-CONTENT", "div.pages_content"), TITLES, DAYS,
          re.compile(r"<div[^>]+(?:UCAP-CONTENT|pages_content)[^>]*>"), END, table=TABLE),
    Shape(("td#UCAP-CONTENT", "td.b12c", "td.p1"), TITLES, DAYS,
          re.compile(r"<td[^>]+(?:UCAP-CONTENT|[\"' ](?:b12c|p1)[\"' ])[^>]*>"), CELL_END, table=TABLE),
    Shape(("font#Zoom",), TITLES, DAYS, re.compile(r"<font[^>]+Zoom[^>]*>"), table=TABLE),
)
NEWEST: Final = Ask(f"https://{HOST}/zhengce/zuixin/ZUIXINZHENGCE.json", limit=PAGE_LIMIT)


@dataclass(frozen=True, slots=True)
class GovCn(PlainSite):
    """Pages and the list of the State Council's portal."""

    host: str = HOST
    shapes: tuple[Shape, ...] = SHAPES
    also: tuple[str, ...] = ("gov.cn",)

    def lists(self) -> tuple[Listing, ...]:
        """Return the list of the newest policies, one file with all that it shows."""
        return (Listing("govcn-newest", HOST, "最新政策", NEWEST,
                        gap="the site lists about the newest 1,100 documents"),)

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Return the rows of the site's list file."""
        entries = fields_of(listing, reply, json_of(listing, reply), "rows")
        rows = placed(ask.url, (Row(entry.get("TITLE", ""), entry.get("URL", ""),
                                    day_of(entry.get("DOCRELPUBTIME", "")), None, listing.section)
                                for entry in entries))
        refuse_empty(listing, reply, rows)
        return Listed(rows)
