"""The Ministry of Industry and Information Technology, www.miit.gov.cn.

Reads: the network, by way of the fetcher. Writes: nothing. Its pages are often covers, the rule is in
an attachment. Not proven on a real page.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kb.capture.sites.adapter import Collected, Listed, Listing
from kb.capture.sites.collecting import collect_page
from kb.capture.sites.jpaas import Unit, next_page
from kb.capture.sites.page import PAGE_LIMIT
from kb.capture.sites.shape import Shape
from kb.capture.web import Ask, Fetcher, Reply

HOST: Final = "www.miit.gov.cn"
SHAPES: Final = (
    Shape(("#con_con",), ("meta:ArticleTitle", "h1"), ("meta:PubDate",),
          re.compile(r"<div[^>]+id=[\"']?con_con\b[^>]*>")),
)
UNIT: Final = Unit(
    HOST, "buildstatic", "8d828e408d90447786ddbe128d495e9e", "209741b2109044b5b7695700b2bec37e", "右侧内容",
    "li", "span.fr", "span.endtime")
CONSULTATIONS: Final = "ff3aac0962cb45e48e8e4da69450e847"


@dataclass(frozen=True, slots=True)
class Miit:
    """Pages and the list of consultations of MIIT."""

    host: str = HOST

    def matches(self, url: str) -> bool:
        """Tell whether an address is one of this site's."""
        return urlsplit(url).hostname == HOST

    def collect(self, fetcher: Fetcher, url: str) -> Collected:
        """Get a document; see :class:`kb.capture.sites.adapter.Adapter`."""
        return collect_page(fetcher, Ask(url, limit=PAGE_LIMIT), SHAPES)

    def lists(self) -> tuple[Listing, ...]:
        """Return the consultations; other columns are described by nothing we hold."""
        return (Listing("miit-consultations", HOST, "意见征集", UNIT.ask(CONSULTATIONS, 1), pages=2,
                        consultations=True, gap="the two newest pages are read"),)

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Return the rows of the unit."""
        return next_page(UNIT, CONSULTATIONS, ask, Listed(UNIT.rows(listing, reply)))
