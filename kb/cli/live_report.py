"""What ``kb capture`` says of the texts it fetched: progress, a line per version, the summary."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kb.capture.offer import Probe
from kb.cli.context import Format, err, out, problem_data
from kb.cli.live import LiveRow, Wish, all_versions, fetch_all, find_work, refused, versions_named
from kb.errors import KbError
from kb.store.layout import Layout
from kb.store.register import load_register
from kb.store.sightings import Seen

REFUSED = 4


@dataclass(frozen=True, slots=True)
class Order:
    """The command line of a fetch."""

    names: tuple[str, ...]
    everything: bool = False
    again: bool = False
    unproven: bool = False


def names_works(layout: Layout, names: Sequence[str]) -> bool:
    """Tell whether a command line's words are works to be fetched rather than a file."""
    if not names:
        return False
    register = load_register(layout)
    key = "@" in names[0] and not Path(names[0]).exists()
    return len(names) > 1 or key or find_work(register, names[0]) is not None


def fetch(layout: Layout, order: Order, style: Format, probe: Probe,
          lock: Callable[[], AbstractContextManager[None]]) -> None:
    """Fetch, print what became of each version, and leave with exit code 4 if any was refused."""
    register = load_register(layout)
    versions = all_versions(register) if order.everything else versions_named(register, order.names)
    wish = Wish(versions, frozenset(order.names), order.again, order.unproven)
    rows: list[LiveRow] = []
    with lock(), _progress() as show:
        for row in fetch_all(layout, register, wish, probe, show):
            rows.append(row)
            if style is Format.TEXT:
                _print(row)
    if style is Format.JSON:
        typer.echo(json.dumps(_as_data(rows), ensure_ascii=False, indent=1))
    else:
        _print_summary(rows)
    if refused(rows):
        raise typer.Exit(REFUSED)


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None]]:
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as bars:
        task = bars.add_task("Fetching", total=None)

        def show(version: str, done: int, total: int) -> None:
            bars.update(task, description=f"Fetching {version} ({done + 1} of {total})")

        yield show


def _print(row: LiveRow) -> None:
    console, outcome = out(), row.outcome
    console.print(row.version, style="bold", markup=False)
    if outcome is None:
        console.print(f"    skipped: {row.skipped}", markup=False)
        return
    words = [_seen_words(row), _count(row)]
    console.print("    " + " · ".join(filter(None, words)), markup=False)
    for address, error in outcome.refusals:
        console.print(f"    refused: {error.what}", markup=False)
        lines = (("where", error.where or address), ("why", error.why), ("remedy", error.remedy))
        for label, value in lines:
            if value:
                console.print(f"      {label}: {value}", markup=False)
    if row.verification:
        console.print(f"    {row.verification}", markup=False)
    for problem in row.differences:
        console.print(f"    {problem.code}: {problem.where}: {problem.message}", markup=False)


def _seen_words(row: LiveRow) -> str:
    outcome = row.outcome
    assert outcome is not None
    if outcome.seen is Seen.REFUSED:
        return f"not had from {_plural(len(outcome.refusals), 'address', 'addresses')}"
    since = outcome.earlier.retrieved.isoformat() if outcome.earlier and outcome.earlier.retrieved else ""
    words = {Seen.CAPTURED: f"captured from {outcome.address}",
             Seen.UNCHANGED: f"unchanged since {since}, {outcome.address}",
             Seen.CHANGED: f"reads otherwise than on {since}: {', '.join(outcome.changed)}; "
                           f"captured anew from {outcome.address}"}
    return words[outcome.seen]


def _count(row: LiveRow) -> str:
    found = row.outcome.outcome if row.outcome else None
    if found is None or found.articles is None or found.manifestation is None:
        return ""
    articles = f"{found.articles} articles" if found.expected is None \
        else f"{found.articles}/{found.expected} articles"
    pages = len(found.manifestation.pages)
    return articles + (f" on {pages} pages" if pages > 1 else "")


def _print_summary(rows: list[LiveRow]) -> None:
    counts = _counts(rows)
    out().print("; ".join(f"{number} {name}" for name, number in counts.items()) + ".")
    if counts[Seen.CAPTURED] or counts[Seen.CHANGED]:
        out().print("Next: kb build")


def _counts(rows: Iterable[LiveRow]) -> dict[str, int]:
    found = {**{str(seen): 0 for seen in Seen}, "skipped": 0}
    for row in rows:
        found[str(row.outcome.seen) if row.outcome else "skipped"] += 1
    return found


def _plural(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _as_data(rows: list[LiveRow]) -> dict[str, object]:
    return {"versions": [_row_data(row) for row in rows], **_counts(rows)}


def _row_data(row: LiveRow) -> dict[str, object]:
    outcome = row.outcome
    found = outcome.outcome if outcome else None
    file = found.manifestation if found else None
    return {
        "version": row.version, "result": str(outcome.seen) if outcome else "skipped",
        "reason": row.skipped, "address": outcome.address if outcome else "",
        "at": outcome.at.isoformat() if outcome and outcome.at else None,
        "sha256": list(file.pages) if file else [], "articles": found.articles if found else None,
        "expected": found.expected if found else None,
        "changed": list(outcome.changed) if outcome else [],
        "archive": list(outcome.warcs) if outcome else [], "verification": row.verification,
        "differences": [problem_data(problem) for problem in row.differences],
        "refusals": [_refusal_data(address, error)
                     for address, error in (outcome.refusals if outcome else ())]}


def _refusal_data(address: str, error: KbError) -> dict[str, str]:
    return {"address": address, **dict(error.lines())}
