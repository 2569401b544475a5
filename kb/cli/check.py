"""``kb check``: what is wrong, unresolved or set aside in what was built."""

import json
from collections import Counter
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from kb.cli.context import Format, context_of, out
from kb.model.analysis import RefStatus
from kb.model.problem import Problem, Severity
from kb.store.database import read_library
from kb.store.layout import Layout
from kb.store.library import Library


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
        _print_furniture(layout, version)
        return
    library = read_library(layout)
    problems = [p for p in library.problems if p.where.startswith(version)]
    unresolved = unresolved_references(library, version)
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps(_as_data(problems, unresolved), ensure_ascii=False, indent=1))
    else:
        _print(out(), problems, unresolved)
    failed = any(p.severity is Severity.ERROR for p in problems) or (strict and (problems or unresolved))
    if failed:
        raise typer.Exit(1)


def unresolved_references(library: Library, prefix: str = "") -> list[tuple[str, str, str]]:
    """Return (address, surface, rule) of each reference that was refused rather than guessed."""
    return [(f"{key.rpartition('/')[0]}#{ref.span.eid}", ref.span.surface, ref.rule)
            for key, analysis in library.analyses.items() if key.startswith(prefix)
            for ref in analysis.references
            if ref.status is not RefStatus.RESOLVED and ref.family != "vague"]


def _as_data(problems: list[Problem], unresolved: list[tuple[str, str, str]]) -> dict[str, object]:
    return {"problems": [{"code": p.code, "severity": p.severity, "where": p.where,
                          "message": p.message, "remedy": p.remedy} for p in problems],
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


def _print_furniture(layout: Layout, prefix: str) -> None:
    from kb.parse.readers import read
    from kb.store.captures import list_manifestations, read_bytes

    console = out()
    for manifestation in list_manifestations(layout):
        if not manifestation.version.startswith(prefix):
            continue
        source = read(read_bytes(layout, manifestation), manifestation.media_type,
                      manifestation.file_name)
        table = Table(title=f"{manifestation.version}  {manifestation.file_name}", title_justify="left")
        for heading in ("rule", "characters", "stretches", "first words"):
            table.add_column(heading)
        by_rule: dict[str, list[str]] = {}
        for piece in source.furniture:
            by_rule.setdefault(piece.rule, []).append(source.text[piece.start:piece.end])
        for rule, found in sorted(by_rule.items()):
            words = " ".join(" ".join(found).split())
            table.add_row(rule, str(sum(map(len, found))), str(len(found)), words[:60])
        console.print(table)
