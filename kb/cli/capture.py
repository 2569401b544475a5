"""``kb capture``: fetch texts, bring captured files into the collection, or prove what is there."""

import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kb.capture.archive.lock import run_alone
from kb.capture.choice import body_articles
from kb.capture.folder import SUFFIXES, FileSource
from kb.capture.importer import ImportReport, Outcome, Result, import_file, import_folder
from kb.capture.offer import Probe, ProbeResult
from kb.cli.context import Format, context_of, err, out, parse_day, problem_data, today
from kb.cli.fetching import now
from kb.cli.live_report import Order, fetch, names_works
from kb.cli.provenance import grade_words
from kb.cli.proving import verify_all
from kb.errors import KbError
from kb.model.provision import Kind, walk_all
from kb.model.text import Grade
from kb.store.layout import Layout
from kb.store.register import load_register

WHAT_TO_GIVE = ("name works to fetch (kb capture WORK[@VERSION], or --all), give a folder (--from DIR), "
                "or a file (FILE --as work@version)")
VERIFY = "verify"


class CommandLineError(KbError):
    """A command line that cannot be carried out as it stands."""

    exit_code: ClassVar[int] = 2


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
    given, lock = list(names or ()), partial(_alone, layout, wait=not no_wait)
    if check or given == [VERIFY]:
        _refuse_extras("verify", *given[not check:], *_texts(folder, version, url, via), everything)
        verify_all(layout, style)
        return
    if everything or (folder is None and not version and names_works(layout, given)):
        _refuse_extras("fetching", *_texts(folder, version, url, via), everything and given,
                       everything and unproven)
        fetch(layout, Order(tuple(given), everything, again, unproven), style, probe, lock)
        return
    day = parse_day(received) or today()
    if day > today():
        raise CommandLineError("a file cannot have been received in the future", "--received",
                               f"{day} is after today", "give the day on which we got it")
    if folder is not None:
        _refuse_extras("--from", *given, *_texts(None, version, url, via), again, unproven)
        with lock():
            report = _import_folder(layout, folder, day)
    else:
        _refuse_extras("a FILE", *given[1:], again, unproven)
        source = _file_source("".join(given), version, url, via)
        with lock():
            report = _import_file(layout, source, day)
    if style is Format.JSON:
        _print_json(report)
    else:
        _print_text(report)


def _texts(folder: Path | None, *options: str) -> tuple[object, ...]:
    return (folder is not None, *options)


def _refuse_extras(option: str, *others: object) -> None:
    if any(others):
        raise CommandLineError("options that do not go together", option,
                               f"{option} takes none of the other arguments and options given",
                               "see kb capture --help")


@contextmanager
def _alone(layout: Layout, *, wait: bool) -> Iterator[None]:
    """Hold the lock of ``captures/``; say who has it while it is waited for."""
    who = f"kb capture, process {os.getpid()} on {platform.node()}, since {now():%Y-%m-%d %H:%M:%S} UTC"
    console = err()

    def say(holder: str) -> None:
        console.print(f"waiting for {holder}", markup=False)

    with run_alone(layout, who, wait=wait, waiting=say) as left:
        if left:
            console.print(f"removed {left} unfinished files that a run cut off had left")
        yield


def _file_source(name: str, version: str, url: str, via: str) -> FileSource:
    if not name:
        raise CommandLineError("nothing to capture", "kb capture",
                               "neither a work nor a file nor --from is given", WHAT_TO_GIVE)
    path = Path(name)
    looks_like_file = path.suffix.lower() in SUFFIXES or path.exists()
    if not version and not looks_like_file and "/" not in name:
        raise CommandLineError("this is neither a work of the register nor a file", name,
                               "no work has this slug or alias, and no such file is here", WHAT_TO_GIVE)
    if not version:
        raise CommandLineError("it is not said which version the file is", name,
                               "--as is missing", f"kb capture {name} --as work@version")
    return FileSource(path, version, url, via)


def _import_folder(layout: Layout, folder: Path, day: date) -> ImportReport:
    register = load_register(layout)
    with _watched() as probe:
        return import_folder(layout, folder, register=register, received=day, probe=probe)


def _import_file(layout: Layout, source: FileSource, day: date) -> ImportReport:
    register = load_register(layout)
    with _watched() as probe:
        return import_file(layout, source, register=register, received=day, probe=probe)


@contextmanager
def _watched() -> Iterator[Probe]:
    """Yield the probe, showing each file on the error console while it is read."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False),
               TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as bars:
        task = bars.add_task("Checking files", total=None)

        def watched(data: bytes, media_type: str, file_name: str, /, *more: bytes) -> ProbeResult:
            bars.update(task, description=f"Reading {file_name}")
            return probe(data, media_type, file_name, *more)

        yield watched


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


def _print_text(report: ImportReport) -> None:
    console = out()
    for outcome in report.outcomes:
        console.print(f"{outcome.key}  {outcome.file_name}", style="bold", markup=False)
        remarks = (_result_word(outcome), _count(outcome), _grade(outcome), outcome.reason)
        console.print("    " + " · ".join(filter(None, remarks)), markup=False)
    console.print(_summary(report))
    if report.count(Result.IMPORTED):
        console.print("Next: kb build")


def _summary(report: ImportReport) -> str:
    kept = [o for o in report.outcomes if o.result is not Result.SKIPPED]
    return (f"{report.count(Result.IMPORTED)} imported, "
            f"{report.count(Result.ALREADY_HERE)} already here, "
            f"{report.count(Result.SKIPPED)} skipped; "
            f"{sum(o.partial for o in kept)} of those kept are partial and never chosen.")


def _result_word(outcome: Outcome) -> str:
    return f"{outcome.result}, partial" if outcome.partial else str(outcome.result)


def _grade(outcome: Outcome) -> str:
    file = outcome.manifestation
    return grade_words(file.grade, file) if file else ""


def _count(outcome: Outcome) -> str:
    if outcome.articles is None:
        return ""
    return f"{outcome.articles} articles" if outcome.expected is None \
        else f"{outcome.articles}/{outcome.expected} articles"


def _print_json(report: ImportReport) -> None:
    rows = [{"version": o.key, "file": o.file_name, "result": str(o.result), "reason": o.reason,
             "partial": o.partial, "articles": o.articles, "expected": o.expected,
             "grade": o.manifestation.grade.name.lower() if o.manifestation else None,
             "sha256": o.manifestation.sha256 if o.manifestation else None,
             "defects": list(o.manifestation.defects) if o.manifestation else [],
             "problems": [problem_data(p) for p in o.problems]} for o in report.outcomes]
    typer.echo(json.dumps({"files": rows, "imported": report.count(Result.IMPORTED),
                           "already_here": report.count(Result.ALREADY_HERE),
                           "skipped": report.count(Result.SKIPPED)}, ensure_ascii=False, indent=1))
