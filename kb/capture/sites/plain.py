"""A site whose documents are pages of a known shape at addresses of their own, and nothing besides.

Reads: the network, by way of the fetcher. Writes: nothing.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from kb.capture.sites.adapter import Collected
from kb.capture.sites.collecting import collect_page
from kb.capture.sites.page import PAGE_LIMIT
from kb.capture.sites.shape import Shape
from kb.capture.web import Ask, Fetcher


@dataclass(frozen=True, slots=True)
class PlainSite:
    """What such sites have in common. ``also`` are further hosts with documents of the same shapes."""

    host: str
    shapes: tuple[Shape, ...]
    also: tuple[str, ...] = ()

    def matches(self, url: str) -> bool:
        """Tell whether an address is one of this site's."""
        return urlsplit(url).hostname in (self.host, *self.also)

    def collect(self, fetcher: Fetcher, url: str) -> Collected:
        """Get a document; see :class:`kb.capture.sites.adapter.Adapter`."""
        return collect_page(fetcher, Ask(url, limit=PAGE_LIMIT), self.shapes)
