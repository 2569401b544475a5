"""``kb capture``: bring captured files into the collection, or prove what is there."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kb.capture.choice import body_articles
from kb.capture.folder import SUFFIXES, FileSource
from kb.capture.importer import ImportReport, Outcome, Result, import_file, import_folder
from kb.capture.offer import Probe, ProbeResult
from kb.cli.context import Format, context_of, err, out, parse_day, problem_data, today
from kb.cli.provenance import grade_words
from kb.errors import KbError
from kb.model.problem import Problem, Severity
from kb.model.provision import Kind, walk_all
from kb.model.text import Grade
from kb.store.captures import list_manifestations, verify
from kb.store.layout import Layout
from kb.store.register import load_register

LIVE_REMEDY = ("give a folder with `kb capture --from DIR`, or a file with "
               "`kb capture FILE --as work@version`")


class CommandLineError(KbError):
    """A command line that cannot be carried out as it stands."""

    exit_code: ClassVar[int] = 2


def capture(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(
        metavar="[FILE]", help="An html, docx, pdf, txt or md file.")] = "",
    folder: Annotated[Path | None, typer.Option(
        "--from", metavar="DIR", help="A folder of captures with an index.json.")] = None,
    version: Annotated[str, typer.Option(
        "--as", metavar="WORK@VERSION", help="Which version or document the FILE is.")] = "",
    url: Annotated[str, typer.Option("--url", help="The FILE's address on the authority's site.")] = "",
    via: Annotated[str, typer.Option("--via", help="Who handed the FILE on.")] = "",
    received: Annotated[str | None, typer.Option(
        "--received", metavar="DATE", help="The day we got it (default: today).")] = None,
    check: Annotated[bool, typer.Option(
        "--verify", help="Prove every file here against its recorded digest.")] = False,
    format_: Annotated[Format, typer.Option(
        "--format", help="How the summary comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Import captured pages and files; nothing that is here is ever changed.

    A whole folder: kb capture --from ../shared/captures. One file: kb capture page.html --as
    data-security-law@final-2021. Every file is checked before the first is written: on a refusal
    nothing is imported and the exit code is 4.
    """
    layout = context_of(ctx).layout
    style = Format.JSON if as_json else format_
    if check:
        _refuse_extras("--verify", name, folder, version)
        _verify(layout, style)
        return
    day = parse_day(received) or today()
    if day > today():
        raise CommandLineError("a file cannot have been received in the future", "--received",
                               f"{day} is after today", "give the day on which we got it")
    if folder is not None:
        _refuse_extras("--from", name, None, version or url or via)
        report = _import_folder(layout, folder, day)
    else:
        report = _import_file(layout, _file_source(name, version, url, via), day)
    if style is Format.JSON:
        _print_json(report)
    else:
        _print_text(report)


def _refuse_extras(option: str, name: str, folder: Path | None, other: str) -> None:
    if name or folder is not None or other:
        raise CommandLineError("options that do not go together", option,
                               f"{option} takes no FILE and no option about one",
                               "see kb capture --help")


def _file_source(name: str, version: str, url: str, via: str) -> FileSource:
    if not name:
        raise CommandLineError("nothing to capture", "kb capture", "neither FILE nor --from is given",
                               LIVE_REMEDY)
    path = Path(name)
    looks_like_file = path.suffix.lower() in SUFFIXES or path.exists()
    if not looks_like_file and "/" not in name:
        raise CommandLineError("live capture is not part of this program yet", name,
                               "pages cannot be fetched from the authority's site so far",
                               LIVE_REMEDY)
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

        def watched(data: bytes, media_type: str, file_name: str) -> ProbeResult:
            bars.update(task, description=f"Reading {file_name}")
            return probe(data, media_type, file_name)

        yield watched


def probe(data: bytes, media_type: str, file_name: str) -> ProbeResult:
    """Read some bytes as a Chinese text and say what they hold.

    Raises:
        InputRefusedError: they must not enter the collection.
    """
    from kb.parse.readers import read
    from kb.parse.structure import parse_source

    source = read(data, media_type, file_name)
    text = parse_source(source, file_name, grade=Grade.REPUBLISHED)
    return ProbeResult(
        articles=body_articles(text), partial=bool(source.article_claims), problems=text.problems,
        headings=sum(node.kind is Kind.HEADING for node in walk_all(text.provisions)),
        layout=str(source.layout))


def _verify(layout: Layout, style: Format) -> None:
    problems = verify(layout)
    broken = any(problem.code == "capture-damaged" for problem in problems)
    count = None if broken else len(list_manifestations(layout))
    if style is Format.JSON:
        typer.echo(json.dumps({"records": count, "problems": [problem_data(p) for p in problems]},
                              ensure_ascii=False, indent=1))
    else:
        _print_verified(count, problems)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise typer.Exit(1)


def _print_verified(count: int | None, problems: tuple[Problem, ...]) -> None:
    console = out()
    for problem in problems:
        console.print(f"{problem.severity}: {problem.where}", style="bold", markup=False)
        console.print(f"  {problem.message} ({problem.excerpt})" if problem.excerpt
                      else f"  {problem.message}", markup=False)
        console.print(f"  remedy: {problem.remedy}", markup=False)
    if not problems:
        console.print(f"{count} files are what was received; nothing is missing.")


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
