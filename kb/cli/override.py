"""``kb override``: a reviewer's corrections: their state, and ready entries to write new ones."""

import json
from typing import Annotated, Final

import typer

from kb.cli.context import Format, context_of, out, today
from kb.errors import KbError
from kb.model.change import Comparison
from kb.model.identifiers import Address
from kb.model.override import Overrides, Signature
from kb.model.problem import Problem
from kb.model.provision import Provision
from kb.model.text import Text
from kb.store.database import read_library
from kb.store.library import Library
from kb.store.overrides import load_overrides

app = typer.Typer(add_completion=False, rich_markup_mode="markdown", no_args_is_help=True,
                  help="A reviewer's corrections: list them, or print an entry for a new one.")
WAITS: Final = "waits"
STATES: Final = {"override-conflict": "conflict", "override-needless": "needless"}
Language = Annotated[str, typer.Option("--lang", help="zh or en (default: Chinese if here).")]


@app.command("new")
def new(
    ctx: typer.Context,
    address: Annotated[str, typer.Argument(help="work@version#eid, as kb show prints it.")],
    language: Language = "",
    add: Annotated[bool, typer.Option("--add", help="Entries that add what the rules missed.")] = False,
) -> None:
    """Print ready entries for a provision: digests, its references, definitions and norms as found.

    Keep what is wrong, change it under now, sign it, and put it into the file named first.
    """
    from kb.analyse.catalogue import build_catalogue
    from kb.analyse.fact_fields import Scene
    from kb.analyse.find import find
    from kb.analyse.resolve import resolve
    from kb.cli.override_templates import Template

    library = read_library(context_of(ctx).layout)
    text, node = _provision(library, address, language)
    catalogue = build_catalogue(library.register, [one for held in library.texts.values()
                                                   for one in held.values()])
    scene = Scene(text, {eid: inner.text for eid, inner in text.index().items()}, catalogue)
    analysis = resolve(find(text), text, catalogue)  # what the rules give, without corrections
    typer.echo(f"# corpus/overrides/{text.version.replace('@', '/')}.toml")
    for line in Template(scene, analysis, today().isoformat()).lines(node, add=add):
        typer.echo(line)


@app.command("link")
def link(
    ctx: typer.Context,
    addresses: Annotated[list[str], typer.Argument(
        help="Provisions that belong together, of two versions; a version alone: no counterpart in it.")],
) -> None:
    """Print a ready entry for a link of a comparison: digests, and the links that hold them now."""
    from kb.cli.override_templates import link_lines
    from kb.compare.align import compare_texts

    library = read_library(context_of(ctx).layout)
    named = [_parsed(address) for address in addresses]
    comparison = _comparison(library, frozenset(one.version_key for one in named))
    a, b = (library.texts[key.partition("/")[0]][comparison.language]
            for key in (comparison.a, comparison.b))
    wanted = tuple([one.eid for one in named if one.version_key == text.version and one.eid]
                   for text in (a, b))
    _refuse_absent(comparison, wanted, (a, b))
    names = [text.version.partition("@")[2] for text in (a, b)]
    typer.echo(f"# corpus/overrides/{a.version.partition('@')[0]}/{'--'.join(names)}.toml")
    for line in link_lines(compare_texts(a, b), a, b, (wanted[0], wanted[1]), today().isoformat()):
        typer.echo(line)


@app.command("list")
def list_(
    ctx: typer.Context,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """List all corrections with their state in what was built; exits with 1 if one is in conflict."""
    layout = context_of(ctx).layout
    library = read_library(layout)
    rows = rows_of(load_overrides(layout, library.register), library)
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for row in rows:
            out().print(f"{row['state']:<9}{row['text']}  {row['what']}  {row['day']} {row['by']}: "
                        f"{row['reason']}  ({row['where']})", markup=False)
        out().print(f"{len(rows)} corrections")
    if any(row["state"] == "conflict" for row in rows):
        raise typer.Exit(1)


def rows_of(overrides: Overrides, library: Library) -> list[dict[str, str]]:
    """Return every committed correction with its state: applied, conflict, needless, waits.

    ``waits``: its text is not here, or nothing was built since it was written.
    """
    rows = []
    for text, facts in overrides.facts.items():
        rows += [_row(library, text, f"{one.deed} {one.subject} {one.eid} {one.name or one.span}",
                      one.signature) for one in facts]
    for keys, links in overrides.links.items():
        rows += [_row(library, " ".join(keys), f"link {' '.join(one.sides[0])} > {' '.join(one.sides[1])}",
                      one.signature) for one in links]
    return rows


def _row(library: Library, text: str, what: str, signed: Signature) -> dict[str, str]:
    applied = any(one.signature == signed for one in library.corrections)
    state = "applied" if applied else next(
        (STATES[problem.code] for problem in library.problems if _is_about(problem, signed)), WAITS)
    return {"state": state, "text": text, "what": what.strip(), "by": signed.by, "day": signed.day,
            "reason": signed.reason, "where": signed.where}


def _is_about(problem: Problem, signed: Signature) -> bool:
    return problem.code in STATES and f"({signed.where})" in problem.message


def _parsed(address: str) -> Address:
    try:
        found = Address.parse(address)
    except ValueError as error:
        raise KbError("this is not an address", address, str(error),
                      "write work@version#eid, as kb show prints it") from error
    if not found.version:
        raise KbError("the address names no version", address, "a correction is of one version's text",
                      "write work@version#eid, as kb show prints it")
    return found


def _provision(library: Library, address: str, language: str) -> tuple[Text, Provision]:
    found = _parsed(address)
    key = found.version_key
    text = library.text(key, language) if language else library.best_text(key)
    if text is None:
        raise KbError("there is no such text here", address, f"language: {language or 'any'}",
                      "kb capture --from FOLDER brings Chinese texts; then run kb build")
    node = text.index().get(found.eid)
    if node is None:
        raise KbError("there is no such provision in this text", address, "",
                      "name a provision: work@version#art_5 or work@version#art_5__para_1")
    return text, node


def _comparison(library: Library, versions: frozenset[str]) -> Comparison:
    for one in library.comparisons:
        if versions == {one.a.partition("/")[0], one.b.partition("/")[0]}:
            return one
    raise KbError("these are not two versions that are compared", ", ".join(sorted(versions)),
                  "a version is compared with the next one whose text is here",
                  "name provisions of two neighbouring versions of one work")


def _refuse_absent(comparison: Comparison, wanted: tuple[list[str], ...], texts: tuple[Text, Text]) -> None:
    known = ({eid for one in comparison.links for eid in one.a},
             {eid for one in comparison.links for eid in one.b})
    for eids, held, text in zip(wanted, known, texts, strict=True):
        for eid in eids:
            if eid not in held:
                raise KbError("no link holds this provision", f"{text.version}#{eid}",
                              "articles and headings are linked, not what stands inside them",
                              "name the article: art_5")
    if not any(wanted):
        raise KbError("no provision is named", "", "two versions alone say nothing of their provisions",
                      "name at least one: work@version#art_5")
