"""``kb capture verify``: prove every file, archive record and line that is here."""

import json

import typer

from kb.capture.archive.proving import prove
from kb.cli.context import Format, out, problem_data
from kb.model.problem import Problem, Severity
from kb.store.layout import Layout


def verify_all(layout: Layout, style: Format) -> None:
    """Print what is damaged, missing or left over; leave with exit code 1 if anything is damaged."""
    proof = prove(layout)
    if style is Format.JSON:
        typer.echo(json.dumps({"records": proof.records, "pages": proof.pages, "archives": proof.archives,
                               "exchanges": proof.exchanges,
                               "problems": [problem_data(p) for p in proof.problems]},
                              ensure_ascii=False, indent=1))
    else:
        _print(proof.problems)
        if not proof.problems:
            out().print(f"{proof.records} files are what was received; nothing is missing."
                        + (f" {proof.archives} archive files with {proof.exchanges} answers are whole."
                           if proof.archives else ""))
    if any(problem.severity is Severity.ERROR for problem in proof.problems):
        raise typer.Exit(1)


def _print(problems: tuple[Problem, ...]) -> None:
    console = out()
    for problem in problems:
        console.print(f"{problem.severity}: {problem.where}", style="bold", markup=False)
        console.print(f"  {problem.message} ({problem.excerpt})" if problem.excerpt
                      else f"  {problem.message}", markup=False)
        console.print(f"  remedy: {problem.remedy}", markup=False)
