"""Find: one text in, spans out. Nothing but the text is looked at, so the result can be cached.

Reads: a ``Text`` of any language. Returns: ``Findings``. Guarantees: every span is a slice of its
provision's own text; the same text gives the same findings.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from kb.analyse import english
from kb.analyse.definitions import Book, find_definitions
from kb.analyse.findings import Findings, Mention, ShortName
from kb.analyse.lexicon import scan
from kb.analyse.marks import Layers, Mark, Row, Sheet, by_row, make_sheet
from kb.analyse.mentions import (
    find_mentions,
    find_quotes,
    find_short_names,
    read_mention,
    read_short_name,
)
from kb.analyse.norms import find_norms
from kb.analyse.operators import find_operators
from kb.analyse.pipeline import Component, run
from kb.analyse.relations import relation_of
from kb.model.span import cut
from kb.model.text import Text


def _deadlines(text: str, _layers: Layers) -> Iterable[Mark]:
    return scan("deadlines", text)


CHINESE: Final = (
    Component("quotes", (), "quotes", find_quotes),
    Component("short-names", ("quotes",), "short-names", find_short_names),
    Component("mentions", ("quotes", "short-names"), "mentions", find_mentions),
    Component("deadlines", (), "deadlines", _deadlines),
    Component("operators", ("quotes",), "operators", find_operators),
)
FAMILY: Final = {"work": "internal", "pin": "internal", "relative": "relative", "renvoi": "renvoi",
                 "list": "list", "discourse": "discourse"}


def find(text: Text) -> Findings:
    """Return all mentions, definitions and norms of one text, unresolved."""
    sheet = make_sheet(text)
    if text.language != "zh":
        return english.find_english(text, sheet)
    return findings_from(text, sheet, run("zh", CHINESE, sheet.text))


def findings_from(text: Text, sheet: Sheet, layers: Layers) -> Findings:
    """Turn the layers of a sheet into findings; needs no pipeline."""
    rows = by_row(sheet, layers)
    mentions = tuple(_mention(row, mark) for row, marks in zip(sheet.rows, rows, strict=True)
                     for mark in marks.get("mentions", ()))
    norms = find_norms(text.version, tuple(zip(sheet.rows, rows, strict=True)))
    return Findings(text.key, _carry_over(mentions), _short_names(sheet, layers),
                    find_definitions(Book(sheet.rows, sheet.text)), norms)


def _mention(row: Row, mark: Mark) -> Mention:
    span = cut(row.eid, row.text, mark.start, mark.end)
    reading = read_mention(mark.rule, span.surface)
    vague = "vague" if mark.rule.startswith("class") else "external"
    family = FAMILY.get(mark.rule, vague)
    return Mention(span, family, reading.base, reading.title, reading.pins, mark.rule,
                   relation_of(row.text, mark.start, mark.end))


def _carry_over(mentions: tuple[Mention, ...]) -> tuple[Mention, ...]:
    """Let 违反本规定第七条或者第八条 carry its relation over members that stand apart in a list."""
    out: list[Mention] = []
    for mention in mentions:
        last = out[-1] if out else None
        near = (last is not None and last.span.eid == mention.span.eid
                and 0 < mention.span.start - last.span.end <= 3)
        if near and last is not None and mention.relation == "cites":
            out.append(replace(mention, relation=last.relation))
        else:
            out.append(mention)
    return tuple(out)


def _short_names(sheet: Sheet, layers: Layers) -> tuple[ShortName, ...]:
    pairs = (read_short_name(sheet.text[mark.start : mark.end]) for mark in layers["short-names"])
    return tuple(ShortName(name, title) for name, title in pairs if name)
