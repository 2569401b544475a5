"""Which adapter an address belongs to, and on which real pages each was tried.

Reads and writes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kb.capture.sites.adapter import Adapter
from kb.capture.sites.cac import Cac
from kb.capture.sites.govcn import GovCn
from kb.capture.sites.miit import Miit
from kb.capture.sites.moj import Moj
from kb.capture.sites.ndrc import Ndrc
from kb.capture.sites.npc import Npc
from kb.capture.sites.samr import Samr
from kb.capture.web import FetchRefusedError
from kb.model.site import Site

ADAPTERS: Final[tuple[Adapter, ...]] = (Cac(), GovCn(), Npc(), Ndrc(), Samr(), Moj(), Miit())


@dataclass(frozen=True, slots=True)
class Proof:
    """One real page, received from others, that an adapter takes apart as it should.

    ``page`` is its file in the folder of captures. ``address`` is given where the list of captures
    has none. ``outcome`` is ``text``, ``notice`` or what is missing of it.
    """

    page: str
    outcome: str = "text"
    address: str = ""


PROOFS: Final[Mapping[str, tuple[Proof, ...]]] = {
    "www.cac.gov.cn": (
        Proof("deep-synthesis-provisions/final-2022.cac.html"),
        Proof("algorithm-recommendation-provisions/final-2021.cac.html"),
        Proof("personal-information-protection-law/final-2021.cac.html"),
        Proof("generative-ai-measures/final-2023.cac.html"),
        Proof("cybersecurity-law/v2016.cac-page1.html", "page 2 missing"),
        Proof("data-security-law/final-2021.cac.html"),
        Proof("e-commerce-law/final-2018.cac-page1.html", "page 2 missing"),
        Proof("network-data-security-regulations/final-2024.cac.html"),
        Proof("online-content-ecosystem-provisions/final-2019.cac.html"),
        Proof("minors-online-protection-regulations/final-2023.cac.html"),
        Proof("data-export-security-assessment-measures/announcement-2022.cac.html", "notice"),
        Proof("cross-border-data-flow-provisions/final-2024.cac.html"),
        Proof("app-violations-identification-method/final-2019.cac.html"),
        Proof("platform-rules-supervision-measures/final-2026.cac.html"),
        Proof("generative-ai-filing-notice/notice-2024-04.cac.html", "notice"),
    ),
    "www.gov.cn": (
        Proof("page-samples/govcn-gongbao.html",
              address="https://www.gov.cn/gongbao/2023/issue/202307/content_6894763.html"),
        Proof("page-samples/govcn-guofa-ucap.html"),
    ),
    "www.ndrc.gov.cn": (Proof("page-samples/ndrc-tongzhi.html"),),
    "www.samr.gov.cn": (Proof("page-samples/samr-gonggao.html"),),
    "www.moj.gov.cn": (
        Proof("page-samples/moj-tiaoli.html"),
        Proof("internet-information-services-measures/v2024.moj.html"),
        Proof("online-trading-supervision-measures/final-2021.moj.html"),
    ),
}
"""By the adapter's host; a host that is not here was tried on invented pages alone. All are documents:
no list of any site was tried on a real page. The tests hold every line to be true."""


def adapter_for(url: str, sites: Iterable[Site] = ()) -> Adapter:
    """Return the adapter of an address.

    Args:
        url: The address.
        sites: The table of sites, so that a site that is never asked is refused with its reason.

    Raises:
        FetchRefusedError: the site is never asked, or no adapter knows it.
    """
    host = urlsplit(url).hostname or url
    closed = next((site for site in sites if site.forbidden and host in (site.host, *site.hosts)), None)
    if closed is not None:
        raise FetchRefusedError(f"{closed.host} is never asked", url, closed.why,
                                "use another official address of the text, or save the page by hand and "
                                "import it with kb capture FILE --as work@version")
    found = next((adapter for adapter in ADAPTERS if adapter.matches(url)), None)
    if found is None:
        raise FetchRefusedError(
            "no adapter knows this site", host, "where its pages keep their text is not described",
            "use the address of another authority that issued the text, or save the page and import it")
    return found
