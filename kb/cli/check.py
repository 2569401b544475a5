"""``kb check``: what is wrong, unresolved or set aside in what was built; ``kb check texts``."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer
from rich.console import Console
from typer.core import TyperGroup

from kb.cli.check_texts import check_texts
from kb.cli.context import Format, context_of, out, problem_data
from kb.cli.naming import concerns, refuse_unknown
from kb.model.analysis import CLASSED_FAMILIES, RefStatus
from kb.model.problem import Problem, Severity
from kb.store.database import read_library
from kb.store.layout import Layout
from kb.store.library import Library
from kb.store.register import load_register

BUILT: Final = "built"


class WithDefault(TyperGroup):
    """A group with a command that runs where none is named: ``kb check WORK`` is ``check built WORK``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer's own context
        """Put the default command before arguments that name none."""
        if not args or args[0] not in (*self.commands, "--help"):
            args = [BUILT, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=WithDefault, add_completion=False, rich_markup_mode="markdown",
                  help="List what is wrong: in what was built, or in our English (kb check texts).")
app.command("texts")(check_texts)


@app.command(BUILT)
def check(
    ctx: typer.Context,
    version: Annotated[str, typer.Argument(help="Only this work or version.")] = "",
    furniture: Annotated[bool, typer.Option(
        "--furniture", help="Print what was set aside as page furniture, with the rule.")] = False,
    strict: Annotated[bool, typer.Option(
        "--strict", help="Exit with 1 if anything at all is listed.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """List problems of sources and texts, and references that were refused.

    Exits with 1 if an error is among them.
    """
    layout = context_of(ctx).layout
    if furniture:
        refuse_unknown(load_register(layout), version)
        _print_furniture(layout, version, as_json=as_json or format_ is Format.JSON)
        return
    library = read_library(layout)
    refuse_unknown(library.register, version)
    problems = [p for p in library.problems if concerns(p.where, version)]
    unresolved = unresolved_references(library, version)
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps(_as_data(problems, unresolved), ensure_ascii=False, indent=1))
    else:
        _print(out(), problems, unresolved)
    failed = any(p.severity is Severity.ERROR for p in problems) or (strict and (problems or unresolved))
    if failed:
        raise typer.Exit(1)


def unresolved_references(library: Library, name: str = "") -> list[tuple[str, str, str]]:
    """Return (address, surface, rule) of each reference that was refused rather than guessed."""
    return [(f"{key.rpartition('/')[0]}#{ref.span.eid}", ref.span.surface, ref.rule)
            for key, analysis in library.analyses.items() if concerns(key, name)
            for ref in analysis.references
            if ref.status is not RefStatus.RESOLVED and ref.family not in CLASSED_FAMILIES]


def _as_data(problems: list[Problem], unresolved: list[tuple[str, str, str]]) -> dict[str, object]:
    return {"problems": [problem_data(problem) for problem in problems],
            "unresolved": [{"where": where, "surface": surface, "rule": rule}
                           for where, surface, rule in unresolved]}


def _print(console: Console, problems: list[Problem], unresolved: list[tuple[str, str, str]]) -> None:
    for severity in reversed(Severity):
        for problem in (p for p in problems if p.severity is severity):
            console.print(f"{severity:<8}{problem.code}  {problem.where}", style="bold", markup=False)
            console.print(f"        {problem.message}", markup=False)
            if problem.remedy:
                console.print(f"        remedy: {problem.remedy}", markup=False)
    for where, surface, rule in unresolved:
        console.print(f"open    {where}  {surface}  ({rule})", markup=False)
    counts = Counter(problem.severity for problem in problems)
    console.print(f"{counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings, "
                  f"{counts[Severity.NOTE]} notes, {len(unresolved)} references left open")


def _print_furniture(layout: Layout, name: str, *, as_json: bool) -> None:
    console, rows = out(), list(furniture_rows(layout, name))
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    file = ""
    for row in rows:
        if row["file"] != file:
            file = str(row["file"])
            console.print(f"{row['version']}  {file}", style="bold", markup=False)
        console.print(f"    {row['rule']} [{row['start']}-{row['end']}]  {row['text']}", markup=False)
    console.print(f"{len(rows)} stretches of {len({row['file'] for row in rows})} files set aside",
                  style="dim")


def furniture_rows(layout: Layout, name: str = "") -> Iterator[dict[str, str | int]]:
    """Yield every stretch of a captured file that is no part of its document, with the rule.

    ``start`` and ``end`` are code points of the decoded, tag-stripped file; runs of space in ``text``
    are folded.
    """
    from kb.parse.readers import read
    from kb.store.captures import list_manifestations, read_bytes

    for manifestation in list_manifestations(layout):
        if concerns(manifestation.version, name):
            source = read(read_bytes(layout, manifestation), manifestation.media_type,
                          manifestation.file_name)
            for piece in source.furniture:
                yield {"version": manifestation.version, "file": manifestation.file_name,
                       "rule": piece.rule, "start": piece.start, "end": piece.end,
                       "text": " ".join(source.text[piece.start:piece.end].split())}
