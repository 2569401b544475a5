"""The State Administration for Market Regulation, www.samr.gov.cn.

Reads: the network, by way of the fetcher. Writes: nothing. Its lists are JPAAS units.
"""

import re
from dataclasses import dataclass
from typing import Final

from kb.capture.sites.adapter import Listed, Listing
from kb.capture.sites.jpaas import Unit, next_page
from kb.capture.sites.plain import PlainSite
from kb.capture.sites.shape import Shape
from kb.capture.web import Ask, Reply

HOST: Final = "www.samr.gov.cn"
SHAPES: Final = (
    Shape((".Three_xilan_07",), ("meta:ArticleTitle", ".Three_xilan_03"), ("meta:PubDate",),
          re.compile(r"<div[^>]+class=[\"']?Three_xilan_07\b[^>]*>"),
          re.compile(r"<ul[^>]+class=[\"']?contentLeft0102box\b"), (".contentLeft0102box a[href]",)),
)
UNIT: Final = Unit(
    HOST, "bulidstatic", "29e9522dc89d4e088a953d8cede72f4c", "5c30fb89ae5e48b9aefe3cdf49853830", "内容区域",
    ".zjnav04Left02_content, .nav04Left02_content", ".doctime, [class$=_contenttime]")
"""``bulidstatic`` is how the site spells it."""

COLUMNS: Final = {
    "samr-documents": ("总局文件", "5a1c443ecf8c471bb9577ba1ae5d2883"),
    "samr-rules": ("法规司", "8395bc4a17d04d118c93e9904b258182"),
    "samr-consultations": ("征集调查", "b00644872e354a96b66e3cd954e9996f"),
}


@dataclass(frozen=True, slots=True)
class Samr(PlainSite):
    """Pages and lists of SAMR."""

    host: str = HOST
    shapes: tuple[Shape, ...] = SHAPES

    def lists(self) -> tuple[Listing, ...]:
        """Return two columns of documents, and the consultations."""
        return tuple(Listing(key, HOST, name, UNIT.ask(page_id, 1), pages=2,
                             consultations=key.endswith("consultations"),
                             gap="the two newest pages are read")
                     for key, (name, page_id) in COLUMNS.items())

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Return the rows of a unit."""
        return next_page(UNIT, COLUMNS[listing.id][1], ask, Listed(UNIT.rows(listing, reply)))
