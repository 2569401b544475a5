"""``kb diff``: any two texts, aligned article by article."""

import json
from pathlib import Path
from typing import Annotated

import typer

from kb.cli.comparing import Compared, Form, form_of, pieces_of, write_file, writer_of
from kb.cli.context import context_of, err, out, today
from kb.cli.corrected import built_comparison, corrections_data
from kb.cli.duties import compared_duties
from kb.cli.inputs import names_a_file, text_named
from kb.errors import KbError
from kb.model.change import Comparison
from kb.model.text import Text
from kb.store.layout import Layout
from kb.store.library import Library


def diff(
    ctx: typer.Context,
    a: Annotated[str, typer.Argument(help="work@version, or a html, docx, pdf, txt or md file.")],
    b: Annotated[str, typer.Argument(help="The text to compare it with.")],
    language: Annotated[str, typer.Option("--lang", help="zh or en (default: what both have).")] = "",
    whole: Annotated[bool, typer.Option("--whole", help="Show unchanged text too.")] = False,
    format_: Annotated[Form | None, typer.Option(
        "--format", help="How it comes out (default: by the suffix of --out, else text).")] = None,
    target: Annotated[Path | None, typer.Option("--out", help="Write one file that can be mailed.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace the file of --out.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Compare two texts: what moved, was reworded, added or dropped, and what changed in duties.

    Exits with 0 whether or not they differ, with 1 if they cannot be compared or the file not written.
    """
    form = form_of(Form.JSON if as_json else format_, target)
    library = library_if_needed(ctx, (a, b))
    texts = _texts((a, b), library, language)
    compared = Compared(_compare(ctx, texts, library), texts, (a, b), library, today())
    if target is not None:
        make = writer_of(form, compared, whole=whole) if form not in {Form.TEXT, Form.JSON} else (
            lambda path: path.write_text(_plain(form, compared, whole=whole), encoding="utf-8") and None)
        write_file(target, make, force=force)
        err().print(f"written: {target}", markup=False, soft_wrap=True)
    elif form in {Form.HTML, Form.MARKDOWN}:
        for piece in pieces_of(form, compared, whole=whole):
            typer.echo(piece, nl=False)
    elif form is Form.JSON:
        typer.echo(_plain(form, compared, whole=whole), nl=False)
    else:
        _print(compared, whole=whole)


def _texts(names: tuple[str, str], library: Library | None, language: str) -> tuple[Text, Text]:
    a, b = (text_named(name, library, language) for name in names)
    if a.language != b.language and library is not None and not language:
        a, b = (text_named(name, library, "en") for name in names)
    if a.language != b.language:
        raise KbError("the two texts are in different languages", " and ".join(names),
                      f"{a.language} and {b.language}", "compare like with like")
    return a, b


def _compare(ctx: typer.Context, texts: tuple[Text, Text], library: Library | None) -> Comparison:
    from kb.compare.align import compare_texts

    return built_comparison(library, *texts) or compared_duties(
        compare_texts(*texts), texts, library, _checkout(ctx))


def _checkout(ctx: typer.Context) -> Layout | None:
    """Return the checkout, or None where two files are compared away from any."""
    try:
        return context_of(ctx).layout
    except KbError:
        return None


def _plain(form: Form, compared: Compared, *, whole: bool) -> str:
    """Return a comparison as JSON, or as the terminal shows it without colour."""
    from kb.compare.terminal import render_comparison

    if form is Form.JSON:
        data = compared.data()
        comparison = compared.comparison
        data["corrections"] = corrections_data(compared.library, f"{comparison.a} {comparison.b}")
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    lines = render_comparison(compared.comparison, *compared.texts, colour=False, whole=whole)
    return "".join(f"{line.plain}\n" for line in lines)


def _print(compared: Compared, *, whole: bool) -> None:
    from kb.compare.terminal import render_comparison

    console = out()
    for line in render_comparison(compared.comparison, *compared.texts, colour=console.is_terminal,
                                  whole=whole):
        console.print(line)


def library_if_needed(ctx: typer.Context, names: tuple[str, ...]) -> Library | None:
    """Return the built library unless every name is a file."""
    if all(names_a_file(name) for name in names):
        return None
    from kb.store.database import read_library
    return read_library(context_of(ctx).layout)
