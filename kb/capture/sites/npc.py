"""The National People's Congress, www.npc.gov.cn: published laws, and drafts open for comment.

Reads: the network, by way of the fetcher. Writes: nothing. Asked by http first, because its https
fails. The pages of the consultations are scripts: their list and notice are JSON, and the draft is
the one attachment of each. Not proven on a real page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import parse_qs, urlsplit

from kb.capture.sites.adapter import Collected, Listed, Listing, Row
from kb.capture.sites.collecting import collect_page, collected_file
from kb.capture.sites.listing import (
    fields_of,
    json_of,
    listed_elements,
    next_scripted,
    number_of,
    placed,
    refuse_empty,
)
from kb.capture.sites.page import PAGE_LIMIT, day_of, joined
from kb.capture.sites.shape import Shape
from kb.capture.web import Ask, Fetcher, FetchFailedError, Reply
from kb.errors import InputRefusedError

HOST: Final = "www.npc.gov.cn"
HOME: Final = f"http://{HOST}/"
SYSTEM: Final = f"{HOME}flcaw/"
PER_PAGE: Final = 100
SHAPES: Final = (
    Shape(("#Zoom",), ("h1",), ("h3",), re.compile(r"<[a-z]+[^>]+id=[\"']?Zoom\b[^>]*>"),
          re.compile(r"<div[^>]+class=[\"']?editor\b")),
)
DRAFT: Final = re.compile(r"/flcaw/flca/([0-9a-zA-Z_]+)/")
COLUMNS: Final = (("npc-published", "权威发布", "c12435"), ("npc-legislation", "立法", "c183"))
FLAGS: Final = {"npc-consultations": 0, "npc-consultations-closed": 1}


@dataclass(frozen=True, slots=True)
class Npc:
    """Pages, lists and consultations of the NPC."""

    host: str = HOST

    def matches(self, url: str) -> bool:
        """Tell whether an address is one of this site's; the database of laws is another."""
        return urlsplit(url).hostname in (HOST, "npc.gov.cn")

    def collect(self, fetcher: Fetcher, url: str) -> Collected:
        """Get a law, or a draft open for comment; see :class:`kb.capture.sites.adapter.Adapter`."""
        draft = _draft_of(url)
        if draft:
            return _collect_draft(fetcher, draft)
        plain, secured = (Ask(urlsplit(url)._replace(scheme=scheme).geturl(), limit=PAGE_LIMIT)
                          for scheme in ("http", "https"))
        try:
            return collect_page(fetcher, plain, SHAPES)
        except FetchFailedError as error:
            if error.status:
                raise
            return collect_page(fetcher, secured, SHAPES)

    def lists(self) -> tuple[Listing, ...]:
        """Return two columns, the consultations open now (there may be none) and the closed ones."""
        columns = tuple(Listing(key, HOST, name, Ask(f"{HOME}npc/c2/{path}/", limit=PAGE_LIMIT), pages=2,
                                gap="the two newest pages are read") for key, name, path in COLUMNS)
        return (*columns,
                Listing("npc-consultations", HOST, "法律草案征求意见", _flca_ask(0, 1), consultations=True,
                        may_be_empty=True, pages=5),
                Listing("npc-consultations-closed", HOST, "法律草案征求意见（已结束）", _flca_ask(1, 1),
                        consultations=True, pages=20))

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Return the rows of a column's page, or of the list of consultations."""
        if listing.id not in FLAGS:
            return Listed(listed_elements(listing, reply, ".clist", "li", "span"), next_scripted(reply))
        held = json_of(listing, reply)
        rows = placed(SYSTEM, (Row(entry.get("flxxmc", ""),
                                   f"userIndex.html?lid={entry['flxxId']}" if entry.get("flxxId") else "",
                                   day_of(entry.get("ksrq", "")), day_of(entry.get("jsrq", "")),
                                   listing.section) for entry in fields_of(listing, reply, held, "rows")))
        total = number_of(held.get("total"))
        if total or not listing.may_be_empty:
            refuse_empty(replace(listing, may_be_empty=False), reply, rows)
        number = number_of(parse_qs(urlsplit(ask.url).query).get("page", ["1"])[0])
        further = _flca_ask(FLAGS[listing.id], number + 1) if number * PER_PAGE < total else None
        return Listed(rows, further, total)


def _draft_of(url: str) -> str:
    """Return the key of the consultation an address belongs to, or the empty string."""
    match = DRAFT.search(urlsplit(url).path)
    if match:
        return match[1]
    parts = urlsplit(url)
    return (parse_qs(parts.query).get("lid") or [""])[0] if parts.path.startswith("/flcaw/") else ""


def _collect_draft(fetcher: Fetcher, key: str) -> Collected:
    """Get the attachment of a consultation, which is the draft, and the notice with its dates."""
    notice = fetcher.get(Ask(f"{SYSTEM}flca/{key}/info/", limit=PAGE_LIMIT))
    told = dict(_notice(notice))
    shown = f"{SYSTEM}userIndex.html?lid={key}"
    draft = fetcher.get(Ask(f"{SYSTEM}flca/{key}/attachment.pdf", referer=shown))
    if not draft.body.lstrip().startswith(b"%PDF-"):
        raise InputRefusedError("the draft of a consultation is no pdf", draft.url,
                                f"it begins {draft.body[:20]!r}",
                                f"look at {shown} in a browser")
    return replace(collected_file(draft), title=joined(told.get("flxxmc", "")),
                   published=day_of(told.get("ksrq", "")), metadata=tuple(told.items()),
                   attachments=(notice,), names=("notice",))


def _notice(reply: Reply) -> Iterator[tuple[str, str]]:
    """Yield title, explanation and dates of a consultation.

    Raises:
        InputRefusedError: the answer is no notice.
    """
    listing = Listing("npc-notice", HOST, "notice", Ask(reply.asked))
    held = json_of(listing, reply)
    inner = held.get("data")
    fields = inner if isinstance(inner, dict) else held
    if not fields.get("flxxmc"):
        raise InputRefusedError("the notice of a consultation names no draft", reply.url,
                                "its member flxxmc is missing", "look at the address in a browser")
    for name in ("flxxmc", "casmmc", "ksrq", "jsrq"):
        if fields.get(name):
            yield name, str(fields[name])


def _flca_ask(flag: int, number: int) -> Ask:
    return Ask(f"{SYSTEM}flca-list?flag={flag}&type=0&page={number}&per_page={PER_PAGE}", limit=PAGE_LIMIT)
