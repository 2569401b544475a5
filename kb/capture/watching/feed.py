"""News as an Atom feed (RFC 4287).

Reads and writes nothing. Guarantees: an entry has the same id (a tag URI, RFC 4151) in every run; all
that comes from a site is text of XML, without the characters XML 1.0 does not allow.
"""

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from kb.capture.watching.census import Event
from kb.capture.watching.changes import changed_fields
from kb.capture.watching.watch import Gap, GapKind, News, WatchReport

NAMESPACE: Final = "http://www.w3.org/2005/Atom"
TAG: Final = "tag:regtrail,2026:watch"
NO_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
WORDS: Final = {Event.NEW: "New", Event.CHANGED: "Changed", Event.GONE: "Gone", Event.BACK: "Back",
                Event.FIRST: "First seen"}


def feed_of(report: WatchReport) -> str:
    """Return the feed of a report as a document, its youngest entry first.

    Beside the news every list that could not be read is an entry of its own, once a day.
    """
    feed = Element("feed", {"xmlns": NAMESPACE, "xml:lang": "zh"})
    _add(feed, "id", TAG)
    _add(feed, "title", "Regtrail: lists of official sites")
    _add(feed, "subtitle", "Not legal advice. The Chinese text on the authority's site governs.")
    _add(feed, "updated", _instant(max([_day_of(one) for one in report.news], default=report.day)
                                   if not report.has_failed else report.day))
    _add(SubElement(feed, "author"), "name", "Regtrail")
    _add(feed, "generator", "Regtrail")
    for gap in report.gaps:
        if gap.kind not in (GapKind.FORBIDDEN, GapKind.BEYOND):
            _add_gap(feed, gap, report.day)
    for news in sorted(report.news, key=_day_of, reverse=True):
        _add_news(feed, news)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(feed, encoding="unicode") + "\n"


def entry_id(news: News) -> str:
    """Return the id of one piece of news: a digest of what was noticed, where and when."""
    entry = news.entry
    facts = (news.listing.host, news.listing.id, entry.event, entry.on, entry.row.url, entry.row.title,
             entry.row.day, entry.row.deadline)
    return f"{TAG}:{news.listing.id}:{_digest(facts)}"


def _digest(facts: Iterable[object]) -> str:
    return hashlib.sha256("\n".join(map(str, facts)).encode()).hexdigest()[:24]


def _day_of(news: News) -> date:
    """Return the day of an entry: the row's own for a new row, else the day it was noticed."""
    entry = news.entry
    return entry.row.day if entry.event is Event.NEW and entry.row.day else entry.on


def _add_news(feed: Element, news: News) -> None:
    row, entry = news.entry.row, SubElement(feed, "entry")
    _add(entry, "id", entry_id(news))
    kind = "consultation" if news.consultation else "document"
    _add(entry, "title", f"{WORDS[news.entry.event]} {kind}: {row.title}")
    _add(entry, "updated", _instant(_day_of(news)))
    if row.day:
        _add(entry, "published", _instant(row.day))
    if row.url:
        SubElement(entry, "link", {"rel": "alternate", "href": _allowed(row.url)})
    SubElement(entry, "category", {"term": str(news.entry.event)})
    _add(entry, "content", "\n".join(summary_lines(news)))


def summary_lines(news: News) -> list[str]:
    """Return what is known of one piece of news, one fact a line."""
    entry, row = news.entry, news.entry.row
    lines = [f"{news.listing.host}, {news.listing.section}"]
    if row.day:
        lines.append(f"dated {row.day}")
    if row.deadline:
        lines.append(f"comments until {row.deadline}")
    if entry.before is not None:
        lines += [f"{name} was: {_value(entry.before, name)}"
                  for name in changed_fields(entry.before, entry.row)]
    if entry.event is Event.GONE:
        ended = row.deadline is not None and row.deadline < entry.on
        lines.append("no longer on the list" + ("; its time for comments has ended" if ended else ""))
    lines += [news.match.words, f"noticed {entry.on}"]
    return lines


def _value(row: object, name: str) -> str:
    return str(getattr(row, "url" if name == "address" else name) or "not stated")


def _add_gap(feed: Element, gap: Gap, day: date) -> None:
    entry = SubElement(feed, "entry")
    _add(entry, "id", f"{TAG}:gap:{_digest((gap.kind, gap.host, gap.list, day))}")
    _add(entry, "title", f"Gap: {gap.what} ({gap.host})")
    _add(entry, "updated", _instant(day))
    SubElement(entry, "category", {"term": "gap"})
    _add(entry, "content", "\n".join(filter(None, (gap.where, gap.why, gap.remedy))))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _allowed(text)


def _allowed(text: str) -> str:
    return NO_XML.sub("", text)


def _instant(day: date) -> str:
    """Return a day in China as an instant of RFC 3339: its first moment."""
    return f"{day.isoformat()}T00:00:00+08:00"
