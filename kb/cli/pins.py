"""``kb pins``: committed digests of captured texts, listed, compared with what is here, or written."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated

import typer

from kb.cli.context import Format, context_of, out
from kb.cli.naming import concerns, refuse_unknown
from kb.cli.progress import steps
from kb.cli.reading import rank_files
from kb.cli.verification import giver
from kb.model.pin import PinSet, PinSource
from kb.parse.pinning import article_digests
from kb.store.building import alone
from kb.store.cache import Cache
from kb.store.captures import list_manifestations, whole_digest
from kb.store.layout import Layout
from kb.store.pins import load_pins, write_pins
from kb.store.register import load_register


@dataclass(frozen=True, slots=True)
class PinRow:
    """One pinned file: its articles that read otherwise now. None: the file is not here."""

    version: str
    source: PinSource
    changed: tuple[str, ...] | None


def pins(
    ctx: typer.Context,
    version: Annotated[str, typer.Argument(help="Only this work or version.")] = "",
    write: Annotated[bool, typer.Option(
        "--write", help="Write the pins of the files that are here; those of other files stay.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """List the committed digests of captured texts and whether each file still reads so.

    Exits with 1 if a file that is here reads otherwise than its own pin.
    """
    layout = context_of(ctx).layout
    refuse_unknown(load_register(layout), version)
    with alone(layout), steps() as progress:
        progress("read", 0, 1)
        here = sources_here(layout, version)
    if write:
        changed = [key for key, sources in here.items() if write_pins(layout, key, sources)]
        out().print(f"{len(changed)} of {len(here)} versions: pins written")
        return
    rows = list(pin_rows(load_pins(layout), here, version))
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps([_as_data(row) for row in rows], ensure_ascii=False, indent=1))
    else:
        _print(rows)
    if any(row.changed for row in rows):
        raise typer.Exit(1)


def sources_here(layout: Layout, name: str = "") -> dict[str, tuple[PinSource, ...]]:
    """Return a pin for every whole file in the collection, by version."""
    register, cache = load_register(layout), Cache(layout.cache)
    found: dict[str, tuple[PinSource, ...]] = {}
    for manifestation in list_manifestations(layout):
        version = register.version(manifestation.version)
        if version is None or not concerns(manifestation.version, name):
            continue
        ranked, _ = rank_files(layout, version, [manifestation], cache)
        pinned = tuple(PinSource(whole_digest(one.manifestation.pages), one.manifestation.grade,
                                 one.manifestation.via,
                                 one.manifestation.official_url, article_digests(one.text))
                       for one in ranked.order if not one.partial)
        found[version.key] = found.get(version.key, ()) + pinned
    return found


def pin_rows(committed: Mapping[str, PinSet], here: Mapping[str, tuple[PinSource, ...]],
             name: str = "") -> Iterator[PinRow]:
    """Yield what each committed pin says of the file it was made from."""
    for key, held in committed.items():
        if not concerns(key, name):
            continue
        now = {source.sha256: source.articles for source in here.get(key, ())}
        for source in held.sources:
            articles = now.get(source.sha256)
            yield PinRow(key, source, None if articles is None else tuple(
                eid for eid in dict.fromkeys([*source.articles, *articles])
                if source.articles.get(eid) != articles.get(eid)))


def _as_data(row: PinRow) -> dict[str, object]:
    source = row.source
    return {"version": row.version, "sha256": source.sha256, "grade": int(source.grade),
            "official": source.is_official, "via": source.via, "official_url": source.official_url,
            "articles": len(source.articles), "here": row.changed is not None,
            "changed": list(row.changed or ())}


def _print(rows: list[PinRow]) -> None:
    console = out()
    for row in rows:
        kind = "pin" if row.source.is_official else "reference digest"
        state = ("its file is not here" if row.changed is None else
                 "as pinned" if not row.changed else f"reads otherwise: {', '.join(row.changed)}")
        console.print(f"{row.version}  {kind} of {len(row.source.articles)} articles, "
                      f"{giver(row.source)}: {state}", markup=False)
    console.print(f"{len(rows)} pinned files of {len({row.version for row in rows})} versions")
