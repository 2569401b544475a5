"""``kb capture``: fetch texts, bring captured files into the collection, or prove what is there."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from kb.capture.choice import body_articles
from kb.capture.folder import FolderSource
from kb.capture.offer import ProbeResult
from kb.cli.alone import alone
from kb.cli.context import Format, context_of, parse_day, today
from kb.cli.importing import CommandLineError, FileOptions, file_source, import_, print_report
from kb.cli.live_report import Order, fetch, names_works
from kb.cli.proving import verify_all
from kb.model.provision import Kind, walk_all
from kb.model.text import Grade

VERIFY = "verify"


def capture(
    ctx: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(
        metavar="[WORK[@VERSION]… | FILE | verify]",
        help="Works or versions to fetch, or one html, docx, pdf, txt or md file.")] = None,
    folder: Annotated[Path | None, typer.Option(
        "--from", metavar="DIR", help="A folder of captures with an index.json.")] = None,
    version: Annotated[str, typer.Option(
        "--as", metavar="WORK@VERSION", help="Which version or document the FILE is.")] = "",
    url: Annotated[str, typer.Option("--url", help="The FILE's address on the authority's site.")] = "",
    via: Annotated[str, typer.Option("--via", help="Who handed the FILE on.")] = "",
    received: Annotated[str | None, typer.Option(
        "--received", metavar="DATE", help="The day we got it (default: today).")] = None,
    everything: Annotated[bool, typer.Option(
        "--all", help="Fetch every version that has an address.")] = False,
    again: Annotated[bool, typer.Option(
        "--again", help="Ask again for what was had today.")] = False,
    unproven: Annotated[bool, typer.Option(
        "--unproven", help="Ask addresses of grade D too; only for versions that are named.")] = False,
    no_wait: Annotated[bool, typer.Option(
        "--no-wait", help="Do not wait while another run is at work in captures/.")] = False,
    check: Annotated[bool, typer.Option(
        "--verify", help="The same as kb capture verify: prove everything here.")] = False,
    format_: Annotated[Format, typer.Option(
        "--format", help="How the summary comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Fetch texts from the authorities' pages, or import files; nothing that is here is ever changed.

    Fetch: kb capture data-security-law@final-2021, or --all; needs a contact in REGTRAIL_CONTACT. A
    version that cannot be had is refused with its reasons, the others go on; the exit code is then 4.
    Import a folder: kb capture --from ../shared/captures. One file: kb capture page.html --as
    data-security-law@final-2021. Every file is checked before the first is written: on a refusal
    nothing is imported and the exit code is 4. Prove everything here: kb capture verify.
    """
    layout = context_of(ctx).layout
    style = Format.JSON if as_json else format_
    given = tuple(names or ())
    one_file = FileOptions(version, url, via)
    lock = partial(alone, layout, "kb capture", wait=not no_wait)
    if check or given == (VERIFY,):
        _refuse_extras("verify", given[not check:], folder, one_file.any, everything, again, unproven)
        verify_all(layout, style)
    elif everything or (folder is None and not version and names_works(layout, given)):
        _refuse_extras("fetching", folder, one_file.any, everything and (given or unproven))
        fetch(layout, Order(given, everything, again, unproven), style, probe, lock)
    else:
        _refuse_extras("importing", again, unproven, given[1:], folder and (given or one_file.any))
        day = _day(received)
        source = FolderSource(folder) if folder else file_source("".join(given), one_file)
        with lock():
            report = import_(layout, source, day, probe)
        print_report(report, style)


def _day(received: str | None) -> date:
    day = parse_day(received) or today()
    if day > today():
        raise CommandLineError("a file cannot have been received in the future", "--received",
                               f"{day} is after today", "give the day on which we got it")
    return day


def _refuse_extras(option: str, *others: object) -> None:
    if any(others):
        raise CommandLineError("options that do not go together", option,
                               f"{option} takes none of the other arguments and options given",
                               "see kb capture --help")


def probe(data: bytes, media_type: str, file_name: str, /, *more: bytes) -> ProbeResult:
    """Read some bytes, with those of the pages that follow, as a Chinese text; say what they hold.

    Raises:
        InputRefusedError: they must not enter the collection.
    """
    from kb.parse.pages import join_pages
    from kb.parse.readers import read
    from kb.parse.structure import parse_source

    source = join_pages([read(page, media_type, file_name) for page in (data, *more)])
    text = parse_source(source, file_name, grade=Grade.REPUBLISHED)
    return ProbeResult(
        articles=body_articles(text), partial=bool(source.article_claims), problems=text.problems,
        headings=sum(node.kind is Kind.HEADING for node in walk_all(text.provisions)),
        layout=str(source.layout))
