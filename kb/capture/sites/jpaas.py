"""Lists of sites built with the JPAAS system (SAMR, MIIT): their page is a script, the rows are data.

Reads: replies. Writes: nothing. One request answers with the markup of a column's rows in the member
``data.html``.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Final
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from bs4 import Tag

from kb.capture.sites.adapter import Listed, Listing, Row
from kb.capture.sites.listing import CHANGED, json_of, placed, refuse_empty
from kb.capture.sites.page import DAY, PAGE_LIMIT, day_of, tree_of, words
from kb.capture.web import Ask, Reply
from kb.errors import InputRefusedError

PATH: Final = "/api-gateway/jpaas-publish-server/front/page/build/unit"
PER_PAGE: Final = 20
CHINA: Final = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class Unit:
    """One site's way to ask for a column: its constants, and the elements of a row.

    ``days`` select the row's date, or its period 起至止; ``deadline`` an element that holds the end
    in milliseconds.
    """

    host: str
    parse_type: str
    web_id: str
    template: str
    tag: str
    row: str
    days: str
    deadline: str = ""

    def ask(self, page_id: str, number: int) -> Ask:
        """Return the request for a page of a column, counted from 1."""
        query = [("parseType", self.parse_type), ("webId", self.web_id), ("tplSetId", self.template),
                 ("pageType", "column"), ("tagId", self.tag), ("editType", "null"), ("pageId", page_id)]
        if number > 1:
            paging = json.dumps({"pageNo": number, "pageSize": PER_PAGE}, separators=(",", ":"))
            query.append(("paramJson", paging))
        return Ask(f"https://{self.host}{PATH}?{urlencode(query, quote_via=quote)}",
                   referer=f"https://{self.host}/", limit=PAGE_LIMIT)

    def rows(self, listing: Listing, reply: Reply) -> tuple[Row, ...]:
        """Return the rows of an answer.

        Raises:
            InputRefusedError: the answer has no ``data.html``, or no row in it.
        """
        data = json_of(listing, reply).get("data")
        markup = data.get("html") if isinstance(data, dict) else None
        if not isinstance(markup, str):
            raise InputRefusedError(f"the list {listing.section} is not in the answer", reply.url,
                                    "its member data.html is missing", CHANGED)
        tree = tree_of(markup, reply.url)
        found = placed(f"https://{self.host}/", (row for element in tree.select(self.row)
                                                 if (row := self._row(listing, element))))
        refuse_empty(listing, reply, found)
        return found

    def _row(self, listing: Listing, element: Tag) -> Row | None:
        link = element.select_one("a[href]")
        if link is None:
            return None
        title = str(link.get("title") or "").strip() or link.get_text()
        said = element.select_one(self.days)
        begun, ended = _period(words(said) if said else "")
        end = element.select_one(self.deadline) if self.deadline else None
        return Row(title, str(link["href"]), begun, _day_of_clock(end.get_text()) if end else ended,
                   listing.section)


def next_page(unit: Unit, page_id: str, ask: Ask, listed: Listed) -> Listed:
    """Add the request for the next page, where this one is full."""
    paging = parse_qs(urlsplit(ask.url).query).get("paramJson", ['{"pageNo":1}'])[0]
    number = int(json.loads(paging)["pageNo"])
    return replace(listed, next=unit.ask(page_id, number + 1)) if len(listed.rows) >= PER_PAGE else listed


def _period(text: str) -> tuple[date | None, date | None]:
    days = [day_of(match[0]) for match in DAY.finditer(text)]
    return (days[0] if days else None, days[1] if len(days) > 1 else None)


def _day_of_clock(text: str) -> date | None:
    """Return the day in China of a clock in milliseconds, or None."""
    digits = text.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) == 13):
        return None
    return (datetime.fromtimestamp(int(digits) / 1000, UTC) + CHINA).date()
