"""``kb show``: the text behind a citation, with its grade, status and address."""

import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer
from rich.console import Console

from kb.analyse.citation import CitationAnswer, CitationStatus, CitedProvision, resolve_citation
from kb.cli.context import NOTICE, Format, context_of, out, parse_day
from kb.cli.provenance import provenance
from kb.errors import KbError
from kb.graph.history import same_number_elsewhere
from kb.model.identifiers import article_eid
from kb.model.place import place_en
from kb.model.provision import Provision, render
from kb.model.text import Text
from kb.store.database import read_library
from kb.store.library import Library


def show(
    ctx: typer.Context,
    citation: Annotated[list[str], typer.Argument(
        help="As people write it: 算法规定第十七条第一款, 'PIPL 24(3)', 'Deep Synthesis art. 17'.")],
    language: Annotated[str, typer.Option("--lang", help="zh, en or both.")] = "both",
    as_of: Annotated[str | None, typer.Option(
        "--as-of", metavar="DATE", help="Take the version in force on this day.")] = None,
    links: Annotated[bool, typer.Option(
        "--links", help="Also print what it cites, what cites it, and what it became.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Print the provision a citation leads to, in Chinese and English as far as they are here.

    A citation with two readings prints both; a wrong one says what exists. Exits with 1 unless there is
    exactly one reading.
    """
    if language not in {"zh", "en", "both"}:
        message = f"{language!r} is not a language here; use zh, en or both"
        raise typer.BadParameter(message)
    library = read_library(context_of(ctx).layout)
    day = parse_day(as_of) or library.as_of
    texts = {key: text for key in library.texts if (text := library.best_text(key))}
    answer = resolve_citation(" ".join(citation), library.register, texts, day)
    if as_json or format_ is Format.JSON:
        data = as_data(answer, library, day, language)
        if links:
            data["links"] = _links(answer, library)
        typer.echo(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        _print(answer, library, language)
        if links:
            _print_links(_links(answer, library))
    if answer.status is not CitationStatus.FOUND:
        raise typer.Exit(1)


def as_data(answer: CitationAnswer, library: Library, as_of: date,
            language: str = "both") -> dict[str, object]:
    """Return an answer given as of a day as plain data; every reading carries address and grade."""
    return {"notice": NOTICE, "as_of": as_of.isoformat(),
            "cut_off": library.register.cut_off.isoformat(), "query": answer.query,
            "status": answer.status, "message": answer.message,
            "suggestions": list(answer.suggestions),
            "readings": [_reading_data(reading, library, language) for reading in answer.readings]}


def _reading_data(reading: CitedProvision, library: Library, language: str) -> dict[str, object]:
    shown = {text.language: {"text": _body(text, reading.address.eid),
                             "provenance": provenance(text, library)}
             for text in _texts(reading, library, language)}
    return {"address": str(reading.address), "label_zh": reading.label_zh,
            "label_en": reading.label_en, "note": reading.note, "texts": shown,
            "same_number_elsewhere": list(_other_provisions(reading, library))}


def _other_provisions(reading: CitedProvision, library: Library) -> Iterator[str]:
    """Say in which other versions the number cited is another provision, and where that one stands here."""
    address = reading.address
    if not address.eid:
        return
    for version, eids in same_number_elsewhere(library, address.version_key, address.eid):
        place = place_en(article_eid(address.eid))
        now = ", ".join(map(place_en, eids))
        yield (f"{place} of {version.id} is another provision: "
               f"{f'here it is {now}' if now else 'this version has none that is the same'}")


def _texts(reading: CitedProvision, library: Library, language: str) -> list[Text]:
    wanted = ("zh", "en") if language == "both" else (language,)
    found = (library.text(reading.address.version_key, one) for one in wanted)
    return [text for text in found if text]


def _body(text: Text, eid: str) -> str:
    if not eid:
        return "\n".join(_outline(node) for node in text.provisions)
    node = text.index().get(eid)
    return render(node) if node else ""


def _outline(node: Provision) -> str:
    return f"{node.num} {node.heading}".strip() or node.text[:40]


def _links(answer: CitationAnswer, library: Library) -> dict[str, dict[str, tuple[str, ...]]]:
    from kb.cli.linked import linked
    return {str(reading.address): linked(library, str(reading.address)) for reading in answer.readings}


def _print_links(found: dict[str, dict[str, tuple[str, ...]]]) -> None:
    from kb.cli.linked import LABELS
    console = out()
    for address, kinds in found.items():
        console.print(f"{address} is linked", style="bold", markup=False)
        for kind, names in kinds.items():
            for name in names:
                console.print(f"    {LABELS[kind]}  {name}", markup=False)


def _print(answer: CitationAnswer, library: Library, language: str) -> None:
    console = out()
    if answer.message:
        console.print(answer.message, style="bold", markup=False)
    for reading in answer.readings:
        _print_reading(console, reading, library, language)
    if answer.suggestions and not answer.readings:
        console.print("Did you mean: " + " · ".join(answer.suggestions), markup=False)
    console.print(f"{NOTICE} Coverage to {library.register.cut_off.isoformat()}.", style="dim")


def _print_reading(console: Console, reading: CitedProvision, library: Library, language: str) -> None:
    console.print(f"{reading.label_zh}  ·  {reading.label_en}", style="bold", markup=False)
    console.print(f"{reading.address}  ({reading.note})", style="dim", markup=False)
    texts = _texts(reading, library, language)
    for text in texts:
        console.print(_body(text, reading.address.eid), markup=False)
        console.print(f"[{text.language}] {provenance(text, library)}", style="dim", markup=False)
    for line in _other_provisions(reading, library):
        console.print(line, style="yellow", markup=False)
    if not texts:
        message = "this version has no text in that language here"
        raise KbError(message, str(reading.address), "", "try --lang both, or kb capture --from FOLDER")
