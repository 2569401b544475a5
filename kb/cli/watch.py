"""``kb watch``: what is new on the lists of the official sites since they were last read."""

import json
import sys
from contextlib import ExitStack
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Final

import typer

from kb.capture.archive.writing import write_archive
from kb.capture.sites.adapter import Adapter
from kb.capture.sites.registry import ADAPTERS
from kb.capture.watching.contract import report_data
from kb.capture.watching.feed import WORDS, feed_of, summary_lines
from kb.capture.watching.watch import GapKind, News, Watcher, WatchReport
from kb.capture.web import FetchRefusedError
from kb.cli.alone import alone
from kb.cli.context import context_of, err, out, parse_day, today
from kb.cli.fetching import archive_info, fetcher_of, now, settings_of
from kb.errors import KbError
from kb.model.site import Site
from kb.store.register import load_register
from kb.store.sites import load_sites, site_of

NEW: Final = 3
FAILED: Final = 4
FEED_DAYS: Final = 90
"""A feed holds what was noticed in so many days, however often it is made."""


class WatchFormat(StrEnum):
    """How the report comes out."""

    TABLE = "table"
    JSON = "json"
    ATOM = "atom"


class UnknownSiteError(KbError):
    """A site that is not watched."""

    exit_code: ClassVar[int] = 2


def watch(
    ctx: typer.Context,
    site: Annotated[list[str] | None, typer.Option(
        "--site", metavar="HOST", help="Only the lists of this site; may be repeated.")] = None,
    format_: Annotated[WatchFormat, typer.Option(
        "--format", help="How the report comes out.")] = WatchFormat.TABLE,
    since: Annotated[str | None, typer.Option(
        "--since", metavar="DATE", help="Tell again what was noticed on this day or later.")] = None,
    offline: Annotated[bool, typer.Option(
        "--offline", help="Ask nobody: tell what the censuses hold.")] = False,
    no_wait: Annotated[bool, typer.Option(
        "--no-wait", help="Do not wait while another run is at work in captures/.")] = False,
) -> None:
    """Tell what is new on the lists of the official sites.

    Exit code 3: something is new. 0: nothing. 4: a list could not be read, and nothing else is new. The
    first run takes the census of each list; nothing in it can be called new.
    """
    layout, day, first_day = context_of(ctx).layout, today(), parse_day(since)
    if first_day is None and format_ is WatchFormat.ATOM:
        first_day = day - timedelta(days=FEED_DAYS)
    sites = load_sites(layout)
    adapters = _adapters(site or [], sites)
    with ExitStack() as stack:
        settings = None if offline else settings_of(layout)
        stack.enter_context(alone(layout, "kb watch", wait=not no_wait))
        fetcher = stack.enter_context(fetcher_of(layout, settings)) if settings else None
        info = archive_info(settings) if settings else ()
        asked = tuple(one for one in sites if not site or one.host in site)
        status = stack.enter_context(err().status("Reading lists")) if err().is_terminal else None
        watcher = Watcher(layout, load_register(layout), asked, fetcher, day,
                          status.update if status else lambda _: None,
                          lambda exchanges: write_archive(layout, exchanges, now(), info))
        report = watcher.run(adapters, first_day)
        _print(report, format_)
        sys.stdout.flush()  # what did not get out is told again next time
        watcher.tell(report)
    raise typer.Exit(NEW if report.has_fresh else FAILED if report.has_failed else 0)


def _adapters(hosts: list[str], sites: tuple[Site, ...]) -> tuple[Adapter, ...]:
    """Return the adapters of some hosts, all of them where none is named."""
    for host in hosts:
        known = site_of(sites, host)
        if known and known.forbidden:
            raise FetchRefusedError("the site is never asked", host, known.why or known.robots,
                                    "look there by hand; import what you save with kb capture FILE")
        if host not in {adapter.host for adapter in ADAPTERS}:
            raise UnknownSiteError("no list of this site is watched", host, "no adapter has its name",
                                   "name one of: " + ", ".join(adapter.host for adapter in ADAPTERS))
    return tuple(one for one in ADAPTERS if (not hosts or one.host in hosts) and not _forbidden(one, sites))


def _forbidden(adapter: Adapter, sites: tuple[Site, ...]) -> bool:
    site = site_of(sites, adapter.host)
    return site is not None and site.forbidden


def _print(report: WatchReport, style: WatchFormat) -> None:
    if style is WatchFormat.JSON:
        typer.echo(json.dumps(report_data(report), ensure_ascii=False, indent=1))
    elif style is WatchFormat.ATOM:
        typer.echo(feed_of(report), nl=False)
    else:
        _print_table(report)


def _print_table(report: WatchReport) -> None:
    console = out()
    for state in report.states:
        if state.first:
            console.print(f"{state.listing.host} {state.listing.section}: first census, {state.rows} rows: "
                          "nothing can be called new", markup=False)
    for news in report.news:
        _print_news(news)
    for gap in report.gaps:
        label = "not read" if gap.kind in (GapKind.FAILED, GapKind.EMPTIED) else "gap"
        console.print(f"{label}: {gap.host} {gap.list}: {gap.what}", style="bold", markup=False)
        for name, value in (("where", gap.where), ("why", gap.why), ("remedy", gap.remedy)):
            if value:
                console.print(f"    {name}: {value}", markup=False)
    read = sum(state.read for state in report.states)
    fresh = sum(news.fresh for news in report.news)
    console.print(f"{read} of {len(report.states)} lists read; {fresh} new, changed or gone.", markup=False)


def _print_news(news: News) -> None:
    console = out()
    kind = "consultation" if news.consultation else "document"
    console.print(f"{WORDS[news.entry.event]} {kind}: {news.entry.row.title}", style="bold", markup=False)
    if news.entry.row.url:
        console.print(f"    {news.entry.row.url}", markup=False)
    console.print("    " + " · ".join(summary_lines(news)), markup=False)
