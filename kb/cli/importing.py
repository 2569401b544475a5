"""Importing a folder or a file: what the command line gives, the progress, the summary."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kb.capture.folder import SUFFIXES, FileSource, FolderSource
from kb.capture.importer import ImportReport, Outcome, Result, import_file, import_folder
from kb.capture.offer import Probe, ProbeResult
from kb.cli.context import Format, err, out, problem_data
from kb.cli.provenance import grade_words
from kb.errors import KbError
from kb.store.layout import Layout
from kb.store.register import load_register

WHAT_TO_GIVE: Final = (
    "name works to fetch (kb capture WORK[@VERSION], or --all), give a folder (--from DIR), or a file "
    "(FILE --as work@version)")


class CommandLineError(KbError):
    """A command line that cannot be carried out as it stands."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class FileOptions:
    """What the command line says of the one file."""

    version: str = ""
    url: str = ""
    via: str = ""

    @property
    def any(self) -> bool:
        """Tell whether it says anything."""
        return bool(self.version or self.url or self.via)


def file_source(name: str, options: FileOptions) -> FileSource:
    """Return the one file of a command line.

    Raises:
        CommandLineError: it names no file, or not which version the file is.
    """
    if not name:
        raise CommandLineError("nothing to capture", "kb capture",
                               "neither a work nor a file nor --from is given", WHAT_TO_GIVE)
    path = Path(name)
    looks_like_file = path.suffix.lower() in SUFFIXES or path.exists()
    if not options.version and not looks_like_file and "/" not in name:
        raise CommandLineError("this is neither a work of the register nor a file", name,
                               "no work has this slug or alias, and no such file is here", WHAT_TO_GIVE)
    if not options.version:
        raise CommandLineError("it is not said which version the file is", name,
                               "--as is missing", f"kb capture {name} --as work@version")
    return FileSource(path, options.version, options.url, options.via)


def import_(layout: Layout, source: FolderSource | FileSource, day: date, probe: Probe) -> ImportReport:
    """Import a folder or a file, received on ``day``.

    Raises:
        KbError: a file or the register is unfit; nothing was changed.
    """
    register = load_register(layout)
    with _watched(probe) as watched:
        if isinstance(source, FolderSource):
            return import_folder(layout, source.folder, register=register, received=day, probe=watched)
        return import_file(layout, source, register=register, received=day, probe=watched)


@contextmanager
def _watched(probe: Probe) -> Iterator[Probe]:
    """Yield the probe, showing each file on the error console while it is read."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False),
               TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as bars:
        task = bars.add_task("Checking files", total=None)

        def watched(data: bytes, media_type: str, file_name: str, /, *more: bytes) -> ProbeResult:
            bars.update(task, description=f"Reading {file_name}")
            return probe(data, media_type, file_name, *more)

        yield watched


def print_report(report: ImportReport, style: Format) -> None:
    """Print what became of each file."""
    if style is Format.JSON:
        _print_json(report)
    else:
        _print_text(report)


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
