"""Progress of long work on the error console, so that results can be piped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from kb.cli.context import err

LABELS = {"read": "Reading captures", "analyse": "Analysing texts", "compare": "Comparing versions",
          "graph": "Linking", "write": "Writing the built file", "pages": "Rendering pages",
          "mkdocs": "Building the site", "search": "Indexing for search"}


@contextmanager
def steps() -> Iterator[Callable[[str, int, int], None]]:
    """Yield a function ``(step, done, total)`` that keeps one bar per step."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
               TimeElapsedColumn())
    with Progress(*columns, console=err(), transient=True) as bars:
        known = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in known:
                known[step] = bars.add_task(LABELS.get(step, step), total=total)
            bars.update(known[step], completed=done, total=total)

        yield show
