"""``kb search``: full text of everything built, Chinese and English."""

import json
import sqlite3
from typing import Annotated

import typer

from kb.cli.context import NOTICE, Format, context_of, out
from kb.errors import KbError
from kb.store.database import connect, unreadable
from kb.store.fulltext import Hit
from kb.store.fulltext import search as search_index
from kb.store.layout import Layout


def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Words to find: 备案, 'personal information'.")],
    work: Annotated[str, typer.Option("--work", help="Only this work (its slug).")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many hits at most.")] = 20,
    format_: Annotated[Format, typer.Option("--format", help="How the hits come out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Find articles by the words in them; a run of Chinese is found exactly.

    Exits with 1 where nothing was found.
    """
    hits, as_of = _hits(context_of(ctx).layout, " ".join(words), limit, work)
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps(_as_data(hits, as_of), ensure_ascii=False, indent=1))
    else:
        _print(hits, as_of)
    if not hits:
        raise typer.Exit(1)


def _hits(layout: Layout, query: str, limit: int, work: str) -> tuple[list[Hit], str]:
    """Return what was found and the day every state refers to."""
    connection = connect(layout)
    try:
        if work and not connection.execute("SELECT 1 FROM work WHERE slug = ?", (work,)).fetchone():
            raise KbError("no such work is registered", f"--work {work}", "",
                          "name it by its slug, as in corpus/works/SLUG.toml")
        hits = search_index(connection, query, limit, work)
        return hits, str(dict(connection.execute("SELECT key, value FROM meta"))["as_of"])
    except (sqlite3.Error, ValueError, LookupError) as error:
        raise unreadable(layout, error) from error
    finally:
        connection.close()


def _as_data(hits: list[Hit], as_of: str) -> dict[str, object]:
    return {"notice": NOTICE, "as_of": as_of, "hits": [
        {"address": f"{hit.version}#{hit.eid}", "label": hit.label, "state": hit.state,
         "excerpt": hit.excerpt, "score": round(hit.score, 3)} for hit in hits]}


def _print(hits: list[Hit], as_of: str) -> None:
    console = out()
    for hit in hits:
        console.print(f"{hit.version}#{hit.eid}", style="bold", markup=False, end="")
        console.print(f"  {hit.label}  ({hit.state} as of {as_of})", markup=False)
        console.print(f"    {hit.excerpt}", markup=False)
    console.print(f"{len(hits)} found. {NOTICE}" if hits else "Nothing found.", style="dim")
