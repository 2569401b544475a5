"""``kb add``: a new work or version, its register entry proposed from the text itself."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar

import typer

from kb.analyse.proposing import Hints, Proposal, propose
from kb.cli.adding import Found, from_address, from_file
from kb.cli.alone import alone
from kb.cli.context import context_of, err, out
from kb.errors import KbError
from kb.model.identifiers import Address
from kb.model.work import DocType, Work
from kb.store.layout import Layout
from kb.store.register import load_register
from kb.store.register_writing import entered, relations_toml, version_toml, work_toml

TODO = "TODO"
"""What a proposal prints where the text says nothing and the register needs something."""


class CannotWriteError(KbError):
    """A proposal that lacks what only a person can say."""

    exit_code: ClassVar[int] = 2


def add(
    ctx: typer.Context,
    source: Annotated[str, typer.Argument(
        metavar="ADDRESS|FILE", help="The address of a text on an authority's site, or a file of it.")],
    key: Annotated[str, typer.Option(
        "--as", metavar="WORK[@VERSION]", help="The slug, and the version's id.")] = "",
    title_en: Annotated[str, typer.Option(
        "--title-en", help="Our English title of a new work.")] = "",
    doc_type: Annotated[DocType | None, typer.Option(
        "--type", help="The rank of a new work, where the text does not settle it.")] = None,
    url: Annotated[str, typer.Option("--url", help="The FILE's address on the authority's site.")] = "",
    write: Annotated[bool, typer.Option(
        "--write", help="Write the entry to corpus/works and import the text.")] = False,
) -> None:
    """Propose the register entry of a new text, and with --write enter and import it.

    Everything is read from the text: title, stage, number, authorities, dates with the words that prove
    them, articles, the laws it is made under. What the text does not say is left out and listed. Nothing
    that is registered is changed; an entry that would not load, or whose text is refused, is taken back.
    """
    layout = context_of(ctx).layout
    register = load_register(layout)
    slug, version_id = _key(key)
    lock = partial(alone, layout, "kb add")
    found = from_address(layout, register, source, lock) if source.startswith(("http://", "https://")) \
        else from_file(layout, Path(source), url)
    hints = Hints(slug, version_id, title_en.strip(), doc_type, found.addresses, found.dates)
    proposal = propose(found.text, register, hints)
    _print(proposal)
    if write:
        _write(layout, proposal, found)


def _key(key: str) -> tuple[str, str]:
    if not key:
        return "", ""
    try:
        address = Address.parse(key if "@" in key else f"{key}@x")
    except ValueError as error:
        raise CannotWriteError("this is not the name of a work or version", key, str(error),
                               "write work or work@version in lower-case letters, digits and hyphens"
                               ) from error
    return address.work, address.version if "@" in key else ""


def _toml(proposal: Proposal) -> str:
    """Return the entry: a whole work, or the version and its relations."""
    if proposal.known is not None:
        return version_toml(proposal.version) + relations_toml(proposal.relations)
    assert proposal.doc_type is not None
    return work_toml(Work(
        proposal.slug, proposal.doc_type, proposal.title_zh, proposal.title_en, proposal.title_zh,
        proposal.title_en, (), (proposal.version,), proposal.relations))


def _shown(proposal: Proposal) -> str:
    """Return the entry with TODO where a person must say something."""
    version = replace(proposal.version, id=proposal.version.id or TODO,
                      title_en=proposal.version.title_en or TODO)
    filled = replace(proposal, slug=proposal.slug or TODO, title_en=proposal.title_en or TODO,
                     doc_type=proposal.doc_type or DocType.NOTICE, version=version)
    text = _toml(filled)
    if any(one.startswith("stage:") for one in proposal.missing):
        text = text.replace(f'stage = "{proposal.version.stage}"', f'stage = "{TODO}"', 1)
    if proposal.doc_type is None and proposal.known is None:
        text = text.replace(f'doc_type = "{DocType.NOTICE}"', f'doc_type = "{TODO}"', 1)
    return text


def _print(proposal: Proposal) -> None:
    slug = proposal.slug or TODO
    what = f"# a further version, appended to corpus/works/{slug}.toml" if proposal.known \
        else f"# a new work, corpus/works/{slug}.toml"
    out().print(what, markup=False)
    out().print(_shown(proposal), markup=False, end="")
    console = err()
    console.print("not established, so left out: " + ("; ".join(proposal.missing) or "nothing"),
                  markup=False, soft_wrap=True)
    if proposal.blocking:
        console.print("needed before it can be written:", markup=False)
        for option in proposal.blocking:
            console.print(f"  {option}", markup=False, soft_wrap=True)


def _write(layout: Layout, proposal: Proposal, found: Found) -> None:
    if proposal.blocking:
        raise CannotWriteError("the entry cannot be written yet", proposal.title_zh,
                               "; ".join(proposal.blocking),
                               "give these options, or write the entry by hand from what is printed")
    key = proposal.version.key
    with entered(layout, proposal.slug, _toml(proposal), new=proposal.known is None) as register:
        version = register.version(key)
        assert version is not None
        done = found.bring_in(register, version)
    err().print(f"corpus/works/{proposal.slug}.toml: {key} entered; its text: {done}", markup=False,
                soft_wrap=True)
    err().print("Read the entry against the text, mend titles and aliases, then: kb build", markup=False)
