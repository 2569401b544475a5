"""A report of watching as plain data, for JSON.

Reads and writes nothing. The shape is described in ``docs/watching.md``; ``schema`` counts its changes.
"""

from typing import Final

from kb.capture.sites.adapter import Row
from kb.capture.watching.changes import changed_fields
from kb.capture.watching.watch import Gap, ListState, News, WatchReport

SCHEMA: Final = 1


def report_data(report: WatchReport) -> dict[str, object]:
    """Return a report as plain data; days are ISO dates, empty where unknown."""
    return {"schema": SCHEMA, "day": report.day.isoformat(), "new": report.has_fresh,
            "failed": report.has_failed, "news": [_news(one) for one in report.news],
            "gaps": [_gap(one) for one in report.gaps], "lists": [_state(one) for one in report.states]}


def _news(news: News) -> dict[str, object]:
    entry = news.entry
    before = None if entry.before is None else _row(entry.before)
    changed = [] if entry.before is None else list(changed_fields(entry.before, entry.row))
    return {"event": str(entry.event), "noticed": entry.on.isoformat(), "fresh": news.fresh,
            "consultation": news.consultation, "host": news.listing.host, "list": news.listing.id,
            "section": news.listing.section, **_row(entry.row), "changed": changed, "before": before,
            "register": {"match": str(news.match.link) or "none", "key": news.match.key,
                         "by": news.match.by}}


def _row(row: Row) -> dict[str, object]:
    return {"title": row.title, "url": row.url, "day": row.day.isoformat() if row.day else "",
            "deadline": row.deadline.isoformat() if row.deadline else ""}


def _gap(gap: Gap) -> dict[str, object]:
    return {"kind": str(gap.kind), "host": gap.host, "list": gap.list, "what": gap.what,
            "where": gap.where, "why": gap.why, "remedy": gap.remedy}


def _state(state: ListState) -> dict[str, object]:
    return {"host": state.listing.host, "list": state.listing.id, "section": state.listing.section,
            "read": state.read, "first_census": state.first, "rows": state.rows,
            "last_read": state.census.last.isoformat() if state.census else ""}
