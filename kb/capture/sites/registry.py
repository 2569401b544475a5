"""Which adapter an address belongs to, and on which real pages each was tried.

Reads and writes nothing.
"""

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

ADAPTERS: Final[tuple[Adapter, ...]] = (Cac(), GovCn(), Npc(), Ndrc(), Samr(), Moj(), Miit())


def adapter_for(url: str) -> Adapter:
    """Return the adapter of an address.

    Raises:
        FetchRefusedError: no adapter knows the site.
    """
    found = next((adapter for adapter in ADAPTERS if adapter.matches(url)), None)
    if found is None:
        raise FetchRefusedError(
            "no adapter knows this site", urlsplit(url).hostname or url,
            "where its pages keep their text is not described",
            "use the address of another authority that issued the text, or save the page and import it")
    return found
