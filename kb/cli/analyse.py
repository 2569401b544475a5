"""``kb analyse``: references, definitions and norms of one text."""

import json
from typing import Annotated

import typer

from kb.cli.context import Format, context_of, out
from kb.cli.corrected import corrections_data
from kb.cli.inputs import names_a_file, text_named
from kb.errors import NotBuiltError
from kb.model.analysis import Analysis
from kb.model.text import Text
from kb.model.work import Register
from kb.store.database import read_library
from kb.store.layout import Layout
from kb.store.library import Library
from kb.store.register import load_register


def analyse(
    ctx: typer.Context,
    text: Annotated[str, typer.Argument(help="work@version, or a file.")],
    language: Annotated[str, typer.Option("--lang", help="zh or en (default: Chinese if here).")] = "",
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Print what was found in one text: each fact with the slice it was read from."""
    from kb.analyse.catalogue import build_catalogue
    from kb.analyse.contract import to_json
    from kb.analyse.find import find
    from kb.analyse.resolve import resolve

    is_file = names_a_file(text)
    library = _library(context_of(ctx).layout, required=not is_file)
    subject = text_named(text, library, language)
    texts = [one for held in library.texts.values() for one in held.values()] if library else [subject]
    register = library.register if library else load_register(context_of(ctx).layout)
    catalogue = build_catalogue(register, texts)
    result = None if is_file or library is None else library.analyses.get(subject.key)
    if result is None:
        result = resolve(find(subject), subject, catalogue)
    if as_json or format_ is Format.JSON:
        data = to_json(subject, result, catalogue, _title(subject, register))
        data["corrections"] = corrections_data(None if is_file else library, subject.key)
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        _print(result)


def _library(layout: Layout, *, required: bool) -> Library | None:
    try:
        return read_library(layout)
    except NotBuiltError:
        if required:
            raise
        return None


def _title(text: Text, register: Register) -> str:
    version = register.version(text.version)
    if version:
        return version.title_zh if text.language == "zh" else version.title_en
    title = next((part for part in text.parts if part.name == "title"), None)
    return text.canonical[title.start:title.end].strip() if title else text.version


def _print(analysis: Analysis) -> None:
    console = out()
    for ref in analysis.references:
        where = ", ".join(f"{t.work or t.title}{'#' + t.eid if t.eid else ''}" for t in ref.targets)
        console.print(f"{ref.span.eid}  {ref.span.surface}  {ref.family} {ref.status}  {where}",
                      markup=False)
    for definition in analysis.definitions:
        console.print(f"{definition.term.eid}  {definition.term.surface} := "
                      f"{definition.definiens.surface}", markup=False)
    for norm in analysis.norms:
        bearer = norm.bearer.span.surface if norm.bearer else "(bearer not established)"
        console.print(f"{norm.id}  {bearer} | {norm.modality} | {norm.action.surface}", markup=False)
    console.print(f"{len(analysis.references)} references, {len(analysis.definitions)} definitions, "
                  f"{len(analysis.norms)} norms", style="dim")
