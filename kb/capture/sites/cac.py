"""The Cyberspace Administration of China, www.cac.gov.cn.

Reads: the network, by way of the fetcher. Writes: nothing. A document can be several files
(``c_X.htm``, ``c_X_2.htm``); drafts hang in another section than the rules in force.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from typing import Final
from urllib.parse import urlsplit

from kb.capture.sites.adapter import Collected, Listed, Listing, Row
from kb.capture.sites.collecting import collect_page
from kb.capture.sites.listing import (
    fields_of,
    json_of,
    listed_elements,
    number_of,
    placed,
    refuse_empty,
)
from kb.capture.sites.page import PAGE_LIMIT, day_of, stripped
from kb.capture.sites.shape import Shape, linked_pages
from kb.capture.web import Ask, Fetcher, Reply

HOST: Final = "www.cac.gov.cn"
HOME: Final = f"https://{HOST}/"
END: Final = re.compile(r'<div[^>]+class="?zwfenye|<!--\s*footer\s*-->|<div[^>]+class="?footer\b',
                        re.IGNORECASE)
FILES: Final = ('a[href*="downloadfile.jsp"]',)
SHAPES: Final = (
    Shape(("#BodyLabel",), ("h1.title", ".main-title"), ("#pubtime",),
          re.compile(r"<div[^>]+id=[\"']?BodyLabel\b[^>]*>", re.IGNORECASE), END, FILES,
          pager=linked_pages),
    Shape(("div#content",), ("#title", "h1"), ("#pubtime",),
          re.compile(r"<div[^>]+id=[\"']?content\b[^>]*>", re.IGNORECASE), END, FILES,
          pager=linked_pages),
)
"""The present template, and the one of about 2018 that some later pages still have."""

JSON_LIST: Final = f"{HOME}cms/JsonList"
PER_PAGE: Final = 100
SECTIONS: Final = (
    ("cac-laws", "法律", "A09370301"), ("cac-regulations", "行政法规", "A09370302"),
    ("cac-rules", "部门规章", "A09370303"), ("cac-interpretations", "司法解释", "A09370304"),
    ("cac-normative", "规范性文件", "A09370305"), ("cac-policy", "政策文件", "A09370306"),
)
"""Children of 政策法规: it holds no drafts."""

INDEX: Final = f"{HOME}wxzw/zcfg/A093703index_1.htm"
DRAFTS: Final = f"{HOME}hdfw/wxan/A093802index_1.htm"
PAGE_ID: Final = re.compile(r"/(\d{4})-(\d{2})/(\d{2})/c_(\d+)(?:_\d+)?\.htm$")
CHINA: Final = timezone(timedelta(hours=8))
EARLIEST, LATEST = 17.0, 22.0
"""Days by which the clock in a page's number runs ahead of the date in its path (2019 to 2026)."""


@dataclass(frozen=True, slots=True)
class Cac:
    """Pages and lists of the CAC."""

    host: str = HOST

    def matches(self, url: str) -> bool:
        """Tell whether an address is one of this site's."""
        return urlsplit(url).hostname in (HOST, "cac.gov.cn")

    def collect(self, fetcher: Fetcher, url: str) -> Collected:
        """Get a document from its first page on; see :class:`kb.capture.sites.adapter.Adapter`."""
        first = re.sub(r"(/c_\d+)_\d+\.htm$", r"\1.htm", url)
        found = collect_page(fetcher, Ask(first, limit=PAGE_LIMIT), SHAPES)
        remark = clock_remark(first)
        return replace(found, remarks=(*found.remarks, remark)) if remark else found

    def lists(self) -> tuple[Listing, ...]:
        """Return the six sections of 政策法规, and 网信@你, where drafts are."""
        rules = tuple(Listing(key, HOST, name, _json_ask(code, 1), pages=20)
                      for key, name, code in SECTIONS)
        return (*rules, Listing("cac-consultations", HOST, "网信@你", Ask(DRAFTS, limit=PAGE_LIMIT),
                                consultations=True,
                                gap="the page shows the newest 20 entries; older ones are not reached"))

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Return the rows of JsonList, or of a section's page."""
        if not ask.url.startswith(JSON_LIST):
            return Listed(listed_elements(listing, reply, "#loadingInfoPage", "li", ".times"))
        held = json_of(listing, reply)
        entries = fields_of(listing, reply, held, "list")
        rows = placed(HOME, (Row(
            stripped(entry.get("topic", "")), entry.get("infourl", ""),
            day_of(entry.get("pubtime", "")), None, listing.section) for entry in entries))
        refuse_empty(listing, reply, rows)
        form = dict(ask.form)
        total, number = number_of(held.get("totalRec")), int(form.get("pageno", "1"))
        further = _json_ask(form["channelCode"], number + 1) if number * PER_PAGE < total else None
        return Listed(rows, further, total)


def clock_remark(url: str) -> str:
    """Return a doubt about the number of an address, or the empty string.

    The first 13 of its 16 digits are a clock in milliseconds that ran 17.7 to 21.1 days ahead of the
    date in the path on every page checked. To pass makes an address plausible and proves nothing.
    """
    match = PAGE_ID.search(urlsplit(url).path)
    if match is None or len(match[4]) != 16:
        return "" if match is None or len(match[4]) == 10 else "the page's number has an unknown form"
    clock = datetime.fromtimestamp(int(match[4][:13]) / 1000, CHINA)
    try:
        ahead = clock - datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=CHINA)
    except ValueError:
        return "the date in the page's path is none"
    days = ahead.total_seconds() / 86_400
    return "" if EARLIEST <= days <= LATEST else \
        f"the clock in the page's number is {days:.1f} days ahead of its path, not 17 to 22"


def _json_ask(code: str, number: int) -> Ask:
    form = (("channelCode", code), ("perPage", str(PER_PAGE)), ("pageno", str(number)),
            ("condition", "0"), ("fuhao", "="), ("value", ""))
    return Ask(JSON_LIST, form=form, referer=INDEX, limit=PAGE_LIMIT)
