"""The Ministry of Industry and Information Technology, www.miit.gov.cn.

Reads: the network, by way of the fetcher. Writes: nothing. Its pages are often covers, the rule is in
an attachment. Not proven on a real page.
"""

import re
from dataclasses import dataclass
from typing import Final

from kb.capture.sites.adapter import Listed, Listing
from kb.capture.sites.jpaas import Unit, next_page
from kb.capture.sites.plain import PlainSite
from kb.capture.sites.shape import Shape
from kb.capture.web import Ask, Reply

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
class Miit(PlainSite):
    """Pages and the list of consultations of MIIT."""

    host: str = HOST
    shapes: tuple[Shape, ...] = SHAPES

    def lists(self) -> tuple[Listing, ...]:
        """Return the consultations; other columns are described by nothing we hold."""
        return (Listing("miit-consultations", HOST, "意见征集", UNIT.ask(CONSULTATIONS, 1), pages=2,
                        consultations=True, gap="the two newest pages are read"),)

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Return the rows of the unit."""
        return next_page(UNIT, CONSULTATIONS, ask, Listed(UNIT.rows(listing, reply)))
