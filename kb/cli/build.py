"""``kb build``: from the corpus and the captures to build/kb.sqlite."""

from typing import Annotated

import typer

from kb.cli.context import NOTICE, context_of, out, parse_day, today
from kb.cli.progress import steps
from kb.store.building import alone


def build(
    ctx: typer.Context,
    as_of: Annotated[str | None, typer.Option(
        "--as-of", metavar="DATE", help="The day every status refers to (default: today).")] = None,
) -> None:
    """Build the one file everything else reads, build/kb.sqlite.

    Only what changed is done again. Without captures the build holds our English alone.
    """
    from kb.cli.pipeline import build_library  # brings every reader of files with it

    layout = context_of(ctx).layout
    day = parse_day(as_of) or today()
    with alone(layout), steps() as progress:
        report = build_library(layout, day, progress)
    state = "built" if report.rebuilt else "up to date"
    console = out()
    console.print(f"{state}: {report.path.relative_to(layout.root)} as of {day.isoformat()}")
    console.print(f"{report.texts_zh} Chinese texts, {report.texts_en} English texts of ours, "
                  f"{report.problems} problems (kb check lists them)")
    if not report.texts_zh:
        console.print("No Chinese text is here. To bring it: kb capture --from FOLDER, then kb build")
    console.print(NOTICE, style="dim")
