"""``kb check texts``: our English against the Chinese it renders.

Reads the English from corpus/texts and the Chinese from captures/ through the cache, so that an edit
is checked at once, without a build.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from kb.cli.collating import reworded
from kb.cli.context import Format, context_of, out
from kb.cli.pipeline import compare_versions
from kb.cli.reading import chinese_digest, read_captures, read_one_translation
from kb.collate.collation import Collated, Rules, collate, collate_alone
from kb.collate.findings import Finding
from kb.collate.leaves import Pair
from kb.collate.references import known_titles
from kb.collate.sameness import review_sameness
from kb.collate.terms import shared_renderings
from kb.errors import KbError
from kb.model.glossary import TextCheck
from kb.model.text import Text
from kb.model.work import Register
from kb.parse.english import TranslationHead
from kb.store.cache import Cache
from kb.store.glossary import load_exceptions, load_glossary
from kb.store.layout import Layout
from kb.store.register import load_register

NO_CHINESE = "the Chinese is not here; only form and forbidden words could be checked"


@dataclass(frozen=True, slots=True)
class Translations:
    """The translations read, what each says of itself, and the files that could not be read."""

    texts: tuple[Text, ...]
    heads: dict[str, TranslationHead]
    broken: dict[str, KbError]


def check_texts(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(
        metavar="[WORK[@VERSION]]", help="Only this work, version or file.")] = "",
    exceptions: Annotated[bool, typer.Option(
        "--exceptions", help="List every reviewed exception with its reason.")] = False,
    review: Annotated[bool, typer.Option(
        "--review", help="List what a person should look at; it fails nothing.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Check our English against the Chinese it renders, provision by provision.

    Structure, digest, operators, numbers, references, glossary, and that the same Chinese sentence has
    the same English everywhere. Exits with 1 if anything fails.
    """
    layout = context_of(ctx).layout
    found, shared = collate_corpus(layout, name)
    if as_json or format_ is Format.JSON:
        typer.echo(json.dumps(as_data(found, shared), ensure_ascii=False, indent=1))
    else:
        _print(out(), found, shared, show=(exceptions, review))
    if any(one.findings for one in found):
        raise typer.Exit(1)


def collate_corpus(layout: Layout, name: str = ""
                   ) -> tuple[tuple[Collated, ...], tuple[tuple[str, tuple[str, ...]], ...]]:
    """Check all translations of a checkout; return those asked for, and terms that share an English.

    Raises:
        KbError: the glossary, the register, an exception list or a translation asked for is unusable.
    """
    register, terms = load_register(layout), load_glossary(layout)
    read = _translations(layout, register)
    wanted = _wanted(layout, name, read)
    keys = {text.version for text in read.texts}
    captured = read_captures(layout, register, Cache(layout.cache), lambda *_: None, keys)
    chinese = {text.version: text for text in captured.texts}
    rules = Rules(terms, known_titles(register, terms),
                  {key: load_exceptions(layout, key) for key in keys})
    pairs = [Pair(chinese[text.version], text) for text in read.texts if text.version in chinese]
    found = {one.version: one for one in collate(pairs, rules)}
    found |= {text.version: collate_alone(text) for text in read.texts if text.version not in chinese}
    for pair in pairs:
        found[pair.version] = _with_digest(found[pair.version], pair, read.heads[pair.version].renders)
    for key, head in read.heads.items():
        found[key] = _with_reading(found[key], head)
    for remark in _sameness(layout, register, pairs):
        one = found[remark.version]
        found[remark.version] = replace(one, review=(*one.review, remark))
    return tuple(found[key] for key in sorted(wanted)), tuple(shared_renderings(terms))


def _translations(layout: Layout, register: Register) -> Translations:
    """Read what can be read: a file that someone is writing must not stop the check of the others."""
    texts, heads, broken = [], {}, {}
    for path in sorted(layout.translations.glob("*/*.en.md")):
        try:
            head, text = read_one_translation(path, register)
        except KbError as error:
            broken[f"{path.parent.name}@{path.name.removesuffix('.en.md')}"] = error
        else:
            texts.append(text)
            heads[text.version] = head
    return Translations(tuple(texts), heads, broken)


def _wanted(layout: Layout, name: str, read: Translations) -> list[str]:
    """Return the versions that a name means.

    Raises:
        KbError: none, or one whose file cannot be read.
    """
    if name.endswith(".md"):
        path = Path(name)
        name = f"{path.parent.name}@{path.name.removesuffix('.en.md')}"
    held = [text.version for text in read.texts]
    wanted = [key for key in [*held, *read.broken] if not name or name in (key, key.partition("@")[0])]
    for key in wanted:
        if key in read.broken:
            raise read.broken[key]
    if not wanted and name:
        near = get_close_matches(name, [*held, *(key.partition("@")[0] for key in held)], 3)
        raise KbError("no translation of that name is here", name,
                      f"did you mean {' or '.join(near)}?" if near else "",
                      "name it as work or work@version; files are in "
                      f"{layout.translations.relative_to(layout.root)}/")
    return wanted


def _with_digest(found: Collated, pair: Pair, renders: str) -> Collated:
    digest = chinese_digest(pair.zh)
    if renders == digest:
        return found
    why = "renders another Chinese text" if renders else "does not name the Chinese it renders"
    finding = Finding(TextCheck.DIGEST, pair.version, "",
                      f"{why}; once it is read against the Chinese, set renders = \"{digest}\"")
    return replace(found, findings=(finding, *found.findings))


def _with_reading(found: Collated, head: TranslationHead) -> Collated:
    """Fail a text that nobody has read over: only what was read twice more is to be published."""
    if head.reviewed:
        return found
    finding = Finding(TextCheck.FORM, head.version, "",
                      "its head does not say how it was read over; once that is done, set reviewed = \"…\"")
    return replace(found, findings=(*found.findings, finding))


def _sameness(layout: Layout, register: Register, pairs: list[Pair]) -> Iterator[Finding]:
    """Yield a remark for each provision of a later version that differs in Chinese only."""
    texts = {pair.version: {"zh": pair.zh, "en": pair.en} for pair in pairs}
    comparisons = compare_versions(texts, register, Cache(layout.cache), lambda *_: None)
    for comparison in comparisons:
        yield from review_sameness(tuple(reworded(comparison, texts)))


def as_data(found: Iterable[Collated], shared: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, object]:
    """Return the outcome as plain data."""
    return {"texts": [{
        "version": one.version, "has_chinese": one.has_chinese, "provisions": one.provisions,
        "sentences": one.sentences, "operators_excepted_share": round(one.excepted_share, 4),
        "findings": [_row(finding) for finding in one.findings],
        "review": [_row(finding) for finding in one.review],
        "exceptions": [{"check": str(e.check), "eid": e.eid, "subject": e.subject, "reason": e.reason}
                       for e in one.used]} for one in found],
        "shared_renderings": [{"en": en, "zh": list(zh)} for en, zh in shared]}


def _row(finding: Finding) -> dict[str, str]:
    return {"check": str(finding.check), "eid": finding.eid, "subject": finding.subject,
            "message": finding.message}


def _print(console: Console, found: tuple[Collated, ...], shared: tuple[tuple[str, tuple[str, ...]], ...],
           *, show: tuple[bool, bool]) -> None:
    for one in found:
        for line in _lines(one, *show):
            console.print(line, markup=False)
    if show[1]:
        for en, zh in shared:
            words = f'"{en}" renders {"、".join(zh)}, no reason given'
            console.print(f"review  glossary  {words}", markup=False)
    for row in _rows(found):
        console.print(row, markup=False)
    failed = sum(bool(one.findings) for one in found)
    console.print(f"texts: {len(found)}, of which with findings: {failed}; "
                  f"findings: {sum(len(one.findings) for one in found)}; "
                  f"reviewed exceptions: {sum(len(one.used) for one in found)}")


def _lines(one: Collated, exceptions: bool, review: bool) -> Iterator[str]:
    if not one.has_chinese:
        yield f"{one.version}: {NO_CHINESE}"
    for finding in one.findings:
        yield f"{one.version}#{finding.eid}  {finding.check}  {finding.message}"
    if review:
        for finding in one.review:
            yield f"review  {one.version}#{finding.eid}  {finding.check}  {finding.message}"
    if exceptions:
        for used in one.used:
            yield f"excepted  {one.version}#{used.eid}  {used.check}  {used.subject}: {used.reason}"


def _rows(found: tuple[Collated, ...]) -> Iterator[str]:
    """Yield the table, aligned by hand: a console that is no terminal would cut it off."""
    heads = ("provisions", "sentences", *map(str, TextCheck), "excepted", "operators excepted", "review")
    width = max([len(one.version) for one in found], default=4)
    yield "  ".join(["text".ljust(width), *heads])
    for one in found:
        counts = Counter(finding.check for finding in one.findings)
        checks = [str(counts[check]) if one.has_chinese or check is TextCheck.FORM or counts[check] else "–"
                  for check in TextCheck]
        cells = (str(one.provisions), str(one.sentences), *checks, str(len(one.used)),
                 f"{one.excepted_share:.1%}", str(len(one.review)))
        yield "  ".join([one.version.ljust(width),
                         *(cell.rjust(len(head)) for cell, head in zip(cells, heads, strict=True))])
