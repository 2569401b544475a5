"""Full-text search in the built file: Chinese by overlapping pairs, English by words.

SQLite's trigram tokenizer cannot find a two-character term, and its unicode61 tokenizer takes a run
of Chinese for one word; so Chinese is indexed as overlapping pairs of characters (深度 度合 合成) and
asked for as a phrase of pairs, which finds exactly the texts that hold the run.
"""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.model.provision import Kind, Provision, full_text
from kb.model.text import Text

HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]+")
WORD: Final = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One article or heading found. ``excerpt`` is the plain text around the first word that matches."""

    version: str
    eid: str
    state: str
    label: str
    excerpt: str
    score: float


def pairs(text: str) -> str:
    """Return what is indexed of a text: its Chinese runs as overlapping pairs, other words as they are.

    >>> pairs("深度合成 AI")
    '深度 度合 合成 成 AI'
    """
    out = []
    for match in re.finditer(f"{HAN.pattern}|{WORD.pattern}", text):
        run = match[0]
        if HAN.fullmatch(run):
            out += [run[i:i + 2] for i in range(len(run))]
        else:
            out.append(run)
    return " ".join(out)


def match_expression(query: str) -> str:
    """Return the FTS5 expression for what a person typed, or the empty string for nothing to find.

    >>> match_expression("深度合成")
    'zh : "深度 度合 合成"'
    >>> match_expression("conspicuous label")
    '{zh en} : ("conspicuous" AND "label"*)'
    """
    clauses = []
    for run in HAN.findall(query):
        if len(run) == 1:
            clauses.append(f'zh : "{run}"*')
        else:
            clauses.append('zh : "' + " ".join(run[i:i + 2] for i in range(len(run) - 1)) + '"')
    words = WORD.findall(query)
    if words:
        quoted = [f'"{word}"' for word in words]
        quoted[-1] += "*"
        clauses.append("{zh en} : (" + " AND ".join(quoted) + ")")
    return " AND ".join(clauses)


def units(text: Text) -> tuple[Provision, ...]:
    """Return the provisions a reader would be led to: articles, else headings, else annexes."""
    found: list[Provision] = []
    lone: list[Provision] = []
    for root in text.provisions:
        inside = tuple(_outermost_units(root))
        found += inside
        if root.kind is Kind.ANNEX and not inside:
            lone.append(root)
    return tuple(found + lone)


def _outermost_units(node: Provision) -> Iterator[Provision]:
    if node.kind in (Kind.ARTICLE, Kind.HEADING):
        yield node
        return
    for child in node.children:
        yield from _outermost_units(child)


def unit_body(unit: Provision) -> str:
    """Return the searchable text of an article or heading."""
    return (unit.heading + "\n" if unit.heading else "") + full_text(unit)


def search(connection: sqlite3.Connection, query: str, limit: int, work: str = "") -> list[Hit]:
    """Return the best articles for a query, those of versions in force first among equals.

    The score is BM25 (higher is better). Raises nothing for odd input: it finds nothing.
    """
    expression = match_expression(query)
    if not expression:
        return []
    rows = connection.execute(
        "SELECT unit.version, unit.eid, unit.state, unit.label, unit.zh, unit.en, "
        "bm25(unit_index) AS rank FROM unit_index JOIN unit ON unit.id = unit_index.rowid "
        "WHERE unit_index MATCH ? AND ? IN ('', substr(unit.version, 1, instr(unit.version, '@') - 1)) "
        "ORDER BY round(rank * 2), unit.state <> 'in force', unit.version, unit.id LIMIT ?",
        (expression, work, limit)).fetchall()
    return [Hit(version, eid, state, label, _excerpt(zh or "", en or "", query), -rank)
            for version, eid, state, label, zh, en, rank in rows]


def _excerpt(zh: str, en: str, query: str, width: int = 36) -> str:
    for run in [*HAN.findall(query), *WORD.findall(query)]:
        for body, reach in ((zh, width), (en, 2 * width)):
            at = body.lower().find(run.lower())
            if at >= 0:
                start, end = max(0, at - reach // 2), at + len(run) + reach
                return (("…" if start else "") + body[start:end].replace("\n", " ")
                        + ("…" if end < len(body) else ""))
    return (zh or en)[:width]
