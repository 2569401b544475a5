"""``kb diff``: any two texts, aligned article by article."""

import json
from typing import Annotated

import typer

from kb.cli.context import Format, context_of, out
from kb.cli.corrected import built_comparison, corrections_data
from kb.cli.duties import compared_duties
from kb.cli.inputs import names_a_file, text_named
from kb.errors import KbError
from kb.store.library import Library


def diff(
    ctx: typer.Context,
    a: Annotated[str, typer.Argument(help="work@version, or a html, docx, pdf, txt or md file.")],
    b: Annotated[str, typer.Argument(help="The text to compare it with.")],
    language: Annotated[str, typer.Option("--lang", help="zh or en (default: what both have).")] = "",
    whole: Annotated[bool, typer.Option("--whole", help="Show unchanged text too.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Compare two texts: what moved, was reworded, added or dropped."""
    from kb.compare.align import compare_texts
    from kb.compare.contract import to_json
    from kb.compare.terminal import render_comparison

    library = library_if_needed(ctx, (a, b))
    texts = tuple(text_named(name, library, language) for name in (a, b))
    if texts[0].language != texts[1].language and library is not None and not language:
        texts = tuple(text_named(name, library, "en") for name in (a, b))
    if texts[0].language != texts[1].language:
        raise KbError("the two texts are in different languages", f"{a} and {b}",
                      f"{texts[0].language} and {texts[1].language}", "compare like with like")
    comparison = built_comparison(library, *texts) or compared_duties(
        compare_texts(*texts), (texts[0], texts[1]), library, context_of(ctx).layout)
    if as_json or format_ is Format.JSON:
        data = to_json(comparison, *texts)
        data["corrections"] = corrections_data(library, f"{comparison.a} {comparison.b}")
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        console = out()
        for line in render_comparison(comparison, *texts, colour=console.is_terminal, whole=whole):
            console.print(line)


def library_if_needed(ctx: typer.Context, names: tuple[str, ...]) -> Library | None:
    """Return the built library unless every name is a file."""
    if all(names_a_file(name) for name in names):
        return None
    from kb.store.database import read_library
    return read_library(context_of(ctx).layout)
