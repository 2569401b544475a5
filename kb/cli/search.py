"""``kb search``: full text of everything built, Chinese and English."""

import json
import sqlite3
from typing import Annotated

import typer

from kb.cli.context import NOTICE, Format, context_of, out
from kb.errors import KbError
from kb.store.database import connect, unreadable
from kb.store.fulltext import Hit, SearchResult
from kb.store.fulltext import search as search_index
from kb.store.layout import Layout
from kb.store.ranking import Match


def search(
    ctx: typer.Context,
    words: Annotated[list[str], typer.Argument(help="Words to find: 备案, 'opt out of recommendation'.")],
    work: Annotated[str, typer.Option("--work", help="Only this work (its slug).")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, help="How many hits at most.")] = 20,
    explain: Annotated[bool, typer.Option(
        "--explain", help="Also say what was searched for and how each hit was ranked.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How the hits come out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Find articles and statements by what they say.

    A run of Chinese and a phrase in quotes are found exactly; other words by what they mean, best first.
    Exits with 1 where nothing was found.
    """
    result, as_of = _result(context_of(ctx).layout, " ".join(words), limit, work)
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps(_as_data(result, as_of, explain), ensure_ascii=False, indent=1))
    else:
        _print(result, as_of, explain)
    if not result.hits:
        raise typer.Exit(1)


def _result(layout: Layout, query: str, limit: int, work: str) -> tuple[SearchResult, str]:
    """Return what was found and the day every state refers to."""
    connection = connect(layout)
    try:
        if work and not connection.execute("SELECT 1 FROM work WHERE slug = ?", (work,)).fetchone():
            raise KbError("no such work is registered", f"--work {work}", "",
                          "name it by its slug, as in corpus/works/SLUG.toml")
        result = search_index(connection, query, limit, work)
        return result, str(dict(connection.execute("SELECT key, value FROM meta"))["as_of"])
    except (sqlite3.Error, ValueError, LookupError) as error:
        raise unreadable(layout, error) from error
    finally:
        connection.close()


def _as_data(result: SearchResult, as_of: str, explain: bool) -> dict[str, object]:
    data = {"notice": NOTICE, "as_of": as_of, "total": result.total,
            "not_found": list(result.answer.unknown), "left_out": list(result.query.ignored),
            "hits": [_hit_data(hit, explain) for hit in result.hits]}
    if explain:
        data["concepts"] = [_concept_data(match) for match in result.answer.matches]
    return data


def _hit_data(hit: Hit, explain: bool) -> dict[str, object]:
    found = hit.ranked
    data: dict[str, object] = {
        "address": hit.address, "kind": hit.kind, "label": hit.label, "state": hit.state,
        "excerpt": hit.excerpt, "score": round(found.score, 3), "missing": list(found.missing),
        "through": [{"asked": asked, "found": shown} for asked, shown in found.through]}
    if explain:
        data["parts"] = {"coverage": found.coverage, "depth": found.depth, "near": found.near,
                         "topic": found.topic, "phrase": found.phrase, "handicap": found.handicap}
    return data


def _concept_data(match: Match) -> dict[str, object]:
    searched = [{"words": v.shown, "kind": v.source} for v in match.concept.variants]
    return {"asked": match.concept.label, "weight": round(match.weight, 3),
            "records": len(match.strength), "searched": searched}


def _print(result: SearchResult, as_of: str, explain: bool) -> None:
    console = out()
    if explain:
        for line in _explanation(result):
            console.print(line, markup=False)
    for hit in result.hits:
        console.print(hit.address, style="bold", markup=False, end="")
        console.print(f"  {hit.label}  ({hit.state} as of {as_of})", markup=False)
        console.print(f"    {hit.excerpt}", markup=False)
        for line in _remarks(hit, explain):
            console.print(f"    {line}", style="dim", markup=False)
    if result.answer.unknown:
        console.print(f"Found nowhere: {', '.join(result.answer.unknown)}.", markup=False)
    if result.answer.by_meaning and result.hits:
        console.print(f"No text here holds {'、'.join(result.answer.by_meaning)}; sought by its meaning.",
                      markup=False)
    shown = "" if len(result.hits) == result.total else f"{len(result.hits)} of "
    console.print(f"{shown}{result.total} found. {NOTICE}" if result.hits else "Nothing found.",
                  style="dim", markup=False)


def _explanation(result: SearchResult) -> list[str]:
    lines = [f"left out: {', '.join(result.query.ignored)}"] if result.query.ignored else []
    for match in result.answer.matches:
        also = ", ".join(f"{v.shown} ({v.source})" for v in match.concept.variants[1:])
        lines.append(f"{match.concept.label}: weight {match.weight:.2f}, in {len(match.strength)}"
                     + (f"; also searched: {also}" if also else ""))
    return lines


def _remarks(hit: Hit, explain: bool) -> list[str]:
    found = hit.ranked
    lines = [f"not in it: {', '.join(found.missing)}"] if found.missing else []
    if found.through:
        lines.append("found through: " + "; ".join(f"{asked} → {shown}" for asked, shown in found.through))
    if explain:
        lines.append(f"score {found.score:.2f}: coverage {found.coverage:.3f}, depth {found.depth:.3f}, "
                     f"near {found.near:.3f}, topic {found.topic:.3f}, phrase {found.phrase:.0f}, "
                     f"handicap {found.handicap:.1f}")
    return lines
