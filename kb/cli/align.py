"""``kb align``: how the provisions of a work's versions correspond, and which are the same from now on."""

import json
from collections.abc import Iterator
from typing import Annotated

import typer

from kb.cli.context import Format, context_of, out
from kb.compare.identity import Held, disagreements, propose
from kb.compare.units import all_units
from kb.errors import KbError
from kb.model.change import Comparison, Link
from kb.model.identity import Identities
from kb.model.work import Stage, Work
from kb.store.database import read_library
from kb.store.identity import added, load_identities, write_identities
from kb.store.layout import Layout
from kb.store.library import Library


def align(
    ctx: typer.Context,
    work: Annotated[list[str] | None, typer.Argument(help="Works (default: all).")] = None,
    accept: Annotated[bool, typer.Option(
        "--accept", help="Add the new addresses to corpus/identity; nothing kept is changed.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Show which provisions of the versions of a work are linked, and what corpus/identity lacks of them.

    Exits with 1 if the alignment and what is kept disagree anywhere.
    """
    layout = context_of(ctx).layout
    library = read_library(layout)
    kept = load_identities(layout, library.register)
    found = [_align(library, one, kept.get(one.slug)) for one in _works(library, work or [])]
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps([_data(*one) for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            _print(*one)
    if accept:
        _accept(layout, found)
    if any(list(disagreements(held, comparisons)) for _, held, comparisons in found if held):
        raise typer.Exit(1)


_Found = tuple[Identities, Identities | None, tuple[Comparison, ...]]


def _works(library: Library, names: list[str]) -> Iterator[Work]:
    for name in names:
        if library.register.work(name) is None:
            raise KbError("no work of that name is registered", name, "",
                          "write the name of its file under corpus/works")
    yield from (one for one in library.register.works if not names or one.slug in names)


def _align(library: Library, work: Work, kept: Identities | None) -> _Found:
    comparisons = tuple(one for one in library.comparisons if one.a.startswith(f"{work.slug}@"))
    held = [Held(version.id, version.stage is Stage.FINAL, tuple(unit.eid for unit in all_units(text)))
            for version in work.versions if (text := library.best_text(version.key))]
    return propose(work.slug, held, comparisons), kept, comparisons


def _accept(layout: Layout, found: list[_Found]) -> None:
    console = out()
    for proposed, kept, _ in found:
        whole = added(kept, proposed)
        if whole != kept and whole.addresses:
            path = write_identities(layout, whole)
            console.print(f"written: {path.relative_to(layout.root)}", markup=False)


def _new(proposed: Identities, kept: Identities | None) -> list[str]:
    return [f"{version}#{eid}" for version, eids in proposed.addresses.items() for eid in eids
            if kept is None or eid not in kept.addresses.get(version, ())]


def _data(proposed: Identities, kept: Identities | None, comparisons: tuple[Comparison, ...]
          ) -> dict[str, object]:
    return {"work": proposed.work, "new": _new(proposed, kept),
            "same": {wid: list(row) for wid, row in proposed.at.items()},
            "disagreements": [one.message for one in (disagreements(kept, comparisons) if kept else ())],
            "links": [_link(comparison, link) for comparison in comparisons for link in comparison.links]}


def _link(comparison: Comparison, link: Link) -> dict[str, object]:
    a, b = (key.partition("/")[0] for key in (comparison.a, comparison.b))
    return {"from": [f"{a}#{eid}" for eid in link.a], "to": [f"{b}#{eid}" for eid in link.b],
            "classes": [str(one) for one in link.classes], "score": link.score, "rule": link.rule}


def _print(proposed: Identities, kept: Identities | None, comparisons: tuple[Comparison, ...]) -> None:
    console = out()
    new = len(_new(proposed, kept))
    total = sum(map(len, proposed.addresses.values()))
    console.print(f"{proposed.work}: {total} provisions in {len(proposed.addresses)} texts, "
                  f"{new} of them not yet in corpus/identity", style="bold")
    for comparison in comparisons:
        console.print(f"  {comparison.a} -> {comparison.b}", markup=False)
        for link in comparison.links:
            classes = ", ".join(link.classes)
            before, after = (" ".join(side) or "(nothing)" for side in (link.a, link.b))
            if classes != "unchanged":
                console.print(f"    {before} -> {after}  {classes}  {link.score:.2f} {link.rule}",
                              markup=False)
    for problem in disagreements(kept, comparisons) if kept else ():
        console.print(f"  {problem.where}: {problem.message}", style="red", markup=False)
