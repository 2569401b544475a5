"""The grade of a text, by stated rules; every rule that lowers a grade leaves a sentence.

1. Bytes we fetched from the authority ourselves are OFFICIAL_FETCHED.
2. Text whose bearer says, or whose characters show, that it went through OCR, a PDF's text layer or
   a flattening is CONVERTED. So is a PDF: its line breaks are inferred.
3. An HTML page or DOCX whose official address lies on the site of a registered authority or of one
   of the State's statute databases is OFFICIAL_RECEIVED, unless it is a fragment.
4. Everything else is REPUBLISHED.
"""

import re
from typing import Final
from urllib.parse import urlsplit

from kb.capture.offer import Offer
from kb.model.text import Grade
from kb.model.work import Register

STATE_DOMAIN: Final = "gov.cn"
"""The State Council's own site; every public body has a subdomain of it, so those do not count."""

STATUTE_SITES: Final = (STATE_DOMAIN, "flk.npc.gov.cn", "moj.gov.cn")
"""The State's databases: the State Council's, the NPC's of laws, the Ministry of Justice's."""

CONVERSIONS: Final = (
    (re.compile(r"\bpdf[- ]to[- ]text\b|\bpdftotext\b", re.IGNORECASE),
     "taken from a PDF by its giver: line breaks and page heads may be misplaced"),
    (re.compile(r"\bOCR\b", re.IGNORECASE),
     "read from an image by machine (OCR): characters may be wrong"),
    (re.compile(r"\bflattened\b|\bone line\b", re.IGNORECASE),
     "flattened to one line by its giver: paragraph breaks are inferred"),
)
FRAGMENT: Final = re.compile(r"\bfragment\b|\bcut from\b", re.IGNORECASE)
HAN: Final = r"[\u4e00-\u9fff]"
SPACED_PAIR: Final = re.compile(rf"{HAN} (?={HAN})")
PAIR: Final = re.compile(rf"{HAN} ?(?={HAN})")
RADICAL: Final = re.compile(r"[\u2e80-\u2fdf]")
PLAIN: Final = frozenset({"text/plain", "text/markdown"})
AS_SERVED: Final = frozenset({
    "text/html",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document"})
LONG_LINE: Final = 2000
"""Characters on one line from which a text cannot be as its authority set it."""


def grade(offer: Offer, data: bytes, register: Register) -> tuple[Grade, tuple[str, ...]]:
    """Return the grade of an offer and the defects that its conversion brought."""
    if offer.fetched:
        return Grade.OFFICIAL_FETCHED, ()
    defects = _conversions(offer, data)
    if defects:
        return Grade.CONVERTED, defects
    if offer.media_type in AS_SERVED and is_official(offer.official_url, register):
        if FRAGMENT.search(offer.note):
            return Grade.REPUBLISHED, ("a fragment cut out of the page by its giver",)
        return Grade.OFFICIAL_RECEIVED, ()
    return Grade.REPUBLISHED, ()


def is_official(url: str, register: Register) -> bool:
    """Tell whether an address lies on an authority's own site, or on a subdomain of it."""
    host = _bare(_host(url))
    sites = (*STATUTE_SITES, *(_host(authority.site) for authority in register.authorities))
    return any(host == _bare(site) or (_bare(site) != STATE_DOMAIN
                                       and host.endswith("." + _bare(site)))
               for site in sites if site)


def _bare(site: str) -> str:
    return site.removeprefix("www.")


def _host(url: str) -> str:
    try:
        parts = urlsplit(url if "//" in url else f"//{url}")
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in {"", "http", "https"} else ""


def _conversions(offer: Offer, data: bytes) -> tuple[str, ...]:
    found = [sentence for pattern, sentence in CONVERSIONS if pattern.search(offer.note)]
    if offer.media_type == "application/pdf":
        found.append("the text layer of a PDF: line breaks are inferred")
    if offer.media_type in PLAIN:
        found += _shown_by(data.decode("utf-8", errors="replace"))
    return tuple(dict.fromkeys(found))


def _shown_by(text: str) -> list[str]:
    """Return the conversions that the characters themselves give away."""
    sentences = [sentence for _, sentence in CONVERSIONS]
    found = []
    if len(RADICAL.findall(text)) > 3:
        found.append(sentences[0])
    if 2 * len(SPACED_PAIR.findall(text)) > len(PAIR.findall(text)) > 0:
        found.append(sentences[1])
    if any(len(line) > LONG_LINE for line in text.splitlines()):
        found.append(sentences[2])
    return found
