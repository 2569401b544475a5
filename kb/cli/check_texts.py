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

from kb.analyse.find import find
from kb.cli.collating import reworded
from kb.cli.context import Format, context_of, out
from kb.cli.pipeline import compare_versions
from kb.cli.reading import chinese_digest, read_captures, read_one_translation
from kb.collate.collation import Collated, Rules, collate, collate_alone
from kb.collate.findings import Finding
from kb.collate.leaves import Pair
from kb.collate.norms import asked_by
from kb.collate.references import known_titles
from kb.collate.sameness import review_sameness
from kb.collate.terms import shared_renderings
from kb.errors import KbError
from kb.model.glossary import TextCheck
from kb.model.norm_record import NormRecord
from kb.model.text import Text
from kb.model.work import Register
from kb.parse.english import TranslationHead
from kb.store.cache import Cache
from kb.store.glossary import load_exceptions, load_glossary
from kb.store.layout import Layout
from kb.store.norm_records import load_norm_record, write_norm_record
from kb.store.register import load_register

NO_CHINESE = ("the Chinese is not here; only form, forbidden words and, against what was written down of "
              "the Chinese, norms could be checked")


ALONE = (TextCheck.FORM, TextCheck.NORMS)
"""What is checked without the Chinese; words that are never used count under operators."""


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
    record: Annotated[bool, typer.Option(
        "--record", help="Write down what the Chinese asks, for where it is not.")] = False,
    format_: Annotated[Format, typer.Option("--format", help="How it comes out.")] = Format.TEXT,
    as_json: Annotated[bool, typer.Option("--json", help="Short for --format json.")] = False,
) -> None:
    """Check our English against the Chinese it renders, provision by provision.

    Structure, digest, operators, numbers, references, norms, glossary, and that the same Chinese sentence
    has the same English everywhere. Exits with 1 if anything fails.
    """
    layout = context_of(ctx).layout
    if record:
        write_records(layout)
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
    records = {key: load_norm_record(layout, key) for key in keys}
    found |= {text.version: collate_alone(text, records[text.version], rules.excepted(text.version))
              for text in read.texts if text.version not in chinese}
    for pair in pairs:
        found[pair.version] = _with_record(found[pair.version], pair, records[pair.version])
        found[pair.version] = _with_digest(found[pair.version], pair, read.heads[pair.version].renders)
    for key, head in read.heads.items():
        found[key] = _with_reading(found[key], head)
        if not found[key].has_chinese:
            found[key] = _with_other_record(found[key], head, records[key])
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


def _with_record(found: Collated, pair: Pair, record: NormRecord | None) -> Collated:
    """Remark a record that says something else than the Chinese that is here."""
    if record == record_of(pair.zh):
        return found
    remark = Finding(TextCheck.NORMS, pair.version, "", "what is written down of the Chinese is not what "
                     "it asks now; write it again with `kb check texts --record`", review=True)
    return replace(found, review=(*found.review, remark))


def _with_other_record(found: Collated, head: TranslationHead, record: NormRecord | None) -> Collated:
    """Fail a text whose record was read from another Chinese text than the one it renders."""
    if record is None or record.renders == head.renders:
        return found
    finding = Finding(TextCheck.NORMS, head.version, "",
                      "what is written down of the Chinese was read from another text than this renders")
    return replace(found, findings=(*found.findings, finding))


def record_of(chinese: Text) -> NormRecord:
    """Return what a Chinese text asks, to be written down."""
    return NormRecord(chinese.version, chinese_digest(chinese), asked_by(find(chinese).norms))


def write_records(layout: Layout) -> None:
    """Write down what each Chinese text that is here and has our English asks."""
    register = load_register(layout)
    keys = {text.version for text in _translations(layout, register).texts}
    captured = read_captures(layout, register, Cache(layout.cache), lambda *_: None, keys)
    for text in captured.texts:
        write_norm_record(layout, record_of(text))


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
        checks = [str(counts[check]) if one.has_chinese or check in ALONE or counts[check] else "–"
                  for check in TextCheck]
        cells = (str(one.provisions), str(one.sentences), *checks, str(len(one.used)),
                 f"{one.excepted_share:.1%}", str(len(one.review)))
        yield "  ".join([one.version.ljust(width),
                         *(cell.rjust(len(head)) for cell, head in zip(cells, heads, strict=True))])
