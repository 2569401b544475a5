"""Reading the lists of sites: rows of a page, rows of a JSON answer, and lists that are none.

Reads: replies. Writes: nothing. Guarantees: an answer without the list's container, or without a
single row where the list is never empty, is refused, so that no list is taken for emptied.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from bs4 import Tag

from kb.capture.sites.adapter import Listing, Row
from kb.capture.sites.page import PAGE_LIMIT, absolute, day_of, joined, open_page
from kb.capture.sites.shape import page_number, scripted_pages
from kb.capture.web import Ask, Reply
from kb.errors import InputRefusedError

CHANGED: Final = "look at the address in a browser; if the list is there, its template has changed"


def listed_elements(listing: Listing, reply: Reply, container: str, row: str,
                    day: str) -> tuple[Row, ...]:
    """Return one row per element ``row`` of the page's ``container`` that holds a link.

    The link's ``title`` is taken before its words, which sites cut. ``day`` selects the date in a row.

    Raises:
        InputRefusedError: there is no container, or no row where the list is never empty.
    """
    page = open_page(reply)
    held = page.tree.select(container)
    if not held:
        raise InputRefusedError(f"the list {listing.section} is not on its page", reply.url,
                                f"no element {container} is there", CHANGED)
    rows = []
    for element in (one for box in held for one in box.select(row) or box.select("a[href]")):
        link = element if element.name == "a" else element.select_one("a[href]")
        said = element.select_one(day)
        if link is None:
            continue
        title = str(link.get("title") or "").strip() or _title_of(link, said)
        rows.append(Row(title, str(link["href"]), day_of(said.get_text()) if said else None, None,
                        listing.section))
    found = placed(page.url, rows)
    refuse_empty(listing, reply, found)
    return found


def _title_of(link: Tag, day: Tag | None) -> str:
    """Return a link's words without the date that some lists put into the link."""
    return "".join(node for node in link.find_all(string=True) if day is None or day not in node.parents)


def placed(base: str, rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows with their links as addresses, each once; without title or address they are none."""
    found = (replace(row, title=joined(row.title), url=absolute(base, row.url)) for row in rows)
    return tuple(dict.fromkeys(row for row in found if row.title and row.url))


def next_scripted(reply: Reply) -> Ask | None:
    """Return the request for a list's next page, where a script of the page counts them."""
    page = open_page(reply)
    pages = scripted_pages(page)
    here = page_number(page)
    return Ask(pages[here], referer=reply.url, limit=PAGE_LIMIT) if here < len(pages) else None


def refuse_empty(listing: Listing, reply: Reply, rows: tuple[Row, ...]) -> None:
    """Refuse a page of a list without rows.

    Raises:
        InputRefusedError: the list is never empty and no row was found.
    """
    if not rows and not listing.may_be_empty:
        raise InputRefusedError(f"the list {listing.section} came without a single entry", reply.url,
                                "it has had entries whenever it was seen",
                                "try again later; nothing was taken for removed. " + CHANGED)


def json_of(listing: Listing, reply: Reply) -> Mapping[str, object]:
    """Return the object of a JSON answer; an array is the member ``rows`` of one.

    Raises:
        InputRefusedError: the answer is no JSON.
    """
    try:
        held = json.loads(reply.body.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise InputRefusedError(f"the list {listing.section} is no JSON", reply.url,
                                f"it begins {reply.body[:40]!r}", CHANGED) from error
    return held if isinstance(held, dict) else {"rows": held}


def fields_of(listing: Listing, reply: Reply, held: Mapping[str, object],
              key: str) -> tuple[Mapping[str, str], ...]:
    """Return the entries under a key, their values as text.

    Raises:
        InputRefusedError: there is no list under the key.
    """
    entries = held.get(key)
    if not isinstance(entries, list):
        raise InputRefusedError(f"the list {listing.section} is not in the answer", reply.url,
                                f"its member {key} is missing; it holds {', '.join(sorted(held)[:8])}",
                                CHANGED)
    return tuple({name: "" if value is None else str(value) for name, value in entry.items()}
                 for entry in entries if isinstance(entry, dict))


def number_of(value: object) -> int:
    """Return a count that came as a number or as text of at most 9 digits; 0 where it is none."""
    text = str(value or "")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0
