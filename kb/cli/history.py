"""``kb history``: one provision through all versions, with dates and what is known why."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.console import Console

from kb.analyse.citation import CitationStatus, CitedProvision, resolve_citation
from kb.cli.context import NOTICE, Format, context_of, out, parse_day
from kb.compare.terminal import render_redline
from kb.graph.history import Move, Step, history_of
from kb.model.change import ChangeClass
from kb.model.duty_change import DutyChange
from kb.model.identifiers import article_eid
from kb.model.place import place_en, place_zh
from kb.model.work import DateKind
from kb.store.database import read_library
from kb.store.library import Library

UNKNOWN = "why: nothing is known here"


def history(
    ctx: typer.Context,
    citation: Annotated[list[str], typer.Argument(
        help="As for kb show: 网络安全法第二十一条, 'CSL art. 21'.")],
    as_of: Annotated[str | None, typer.Option(
        "--as-of", metavar="DATE", help="Read the citation as on this day.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="Do not shorten unchanged words.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Print where a provision stood in every version of its work, and what changed from one to the next.

    A citation of two readings prints both. Exits with 1 unless there is exactly one reading.
    """
    library = read_library(context_of(ctx).layout)
    day = parse_day(as_of) or library.as_of
    texts = {key: text for key in library.texts if (text := library.best_text(key))}
    answer = resolve_citation(" ".join(citation), library.register, texts, day)
    readings = [one for one in answer.readings if one.address.eid]
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps({
            "notice": NOTICE, "as_of": library.as_of.isoformat(),
            "cut_off": library.register.cut_off.isoformat(), "query": answer.query,
            "status": answer.status, "message": answer.message,
            "readings": [_data(one, library) for one in readings]}, ensure_ascii=False, indent=1))
    else:
        _print(answer.message, readings, library, whole=whole)
    if answer.status is not CitationStatus.FOUND or not readings:
        raise typer.Exit(1)


def _data(reading: CitedProvision, library: Library) -> dict[str, object]:
    key, eid = reading.address.version_key, reading.address.eid
    return {"address": str(reading.address), "article": article_eid(eid),
            "steps": [_step_data(step) for step in history_of(library, key, eid)]}


def _step_data(step: Step) -> dict[str, object]:
    return {"version": step.version.key, "state": str(step.status.state), "since": step.status.since,
            "dates": {fact.kind: fact.value for fact in step.version.dates},
            "has_text": step.has_text, "known": step.known, "eids": list(step.eids),
            "changes": [{"from": list(move.link.a), "to": list(move.link.b),
                         "classes": [str(one) for one in move.link.classes], "score": move.link.score,
                         "rule": move.link.rule, "duties": [one.line for one in _duties(move)],
                         "redline": [{"do": str(op.kind), "text": op.text, "clerical": op.clerical}
                                     for op in move.link.redline]} for move in step.moves],
            "notes": [{"grade": note.grade, "text": note.text, "later": note.later} for note in step.notes],
            "events": [{"date": one.date, "title": one.title, "grade": one.grade} for one in step.events]}


def _print(message: str, readings: list[CitedProvision], library: Library, *, whole: bool) -> None:
    console = out()
    if message:
        console.print(message, style="bold", markup=False)
    for reading in readings:
        console.print(f"{reading.label_zh}  ·  {reading.label_en}, in every version", style="bold",
                      markup=False)
        for step in history_of(library, reading.address.version_key, reading.address.eid):
            _print_step(console, step, whole=whole)
    console.print(f"{NOTICE} States as of {library.as_of.isoformat()}; coverage to "
                  f"{library.register.cut_off.isoformat()}.", style="dim")


def _print_step(console: Console, step: Step, *, whole: bool) -> None:
    console.print()
    console.print(f"{step.version.id}  {step.status}{_dates(step)}", style="bold cyan", markup=False)
    console.print(f"  {_where(step)}", markup=False)
    for move in step.moves:
        line = f"  {_names(move.link.a)} -> {_names(move.link.b)}: {', '.join(move.link.classes)}"
        console.print(f"{line}  ({move.link.score:.2f} {move.link.rule})", markup=False)
        if set(move.link.classes) - {ChangeClass.UNCHANGED, ChangeClass.RENUMBERED} and move.link.redline:
            console.print(render_redline(move.link.redline, colour=console.is_terminal, whole=whole))
        for duty in _duties(move):
            console.print(f"  * {duty.line}", markup=False)
    for note in step.notes:
        console.print(f"  known change to {note.later}, grade {note.grade}: {note.text}", markup=False)
    for event in step.events:
        console.print(f"  {event.date}  {event.title} (grade {event.grade})", markup=False)
    if any(move.link.redline for move in step.moves) and not step.notes and not step.events:
        console.print(f"  {UNKNOWN}", style="dim", markup=False)


def _dates(step: Step) -> str:
    told = [f"{kind.replace('_', ' ')} {fact.value}" for kind in DateKind
            if (fact := step.version.date(kind))]
    return f"  ({', '.join(told)})" if told else ""


def _where(step: Step) -> str:
    text = "" if step.has_text else " (its text is not here)"
    if step.eids:
        return f"{_names(step.eids)}{text}"
    if step.known:
        return f"not there{text}"
    return f"where it stood is not known{text}"


def _names(eids: tuple[str, ...]) -> str:
    return ", ".join(f"{place_zh(eid)} {place_en(eid)}" for eid in eids) or "nothing"


def _duties(move: Move) -> Iterator[DutyChange]:
    """Yield what changed in the duties of the provisions of a move."""
    delta = move.comparison.duties
    for change in delta.changes if delta else ():
        here = article_eid(change.eid_b) in move.link.b or article_eid(change.eid_a) in move.link.a
        if here and "clerical" not in change.classes:
            yield change
