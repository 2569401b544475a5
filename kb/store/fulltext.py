"""Full-text search in the built file: Chinese runs exactly, everything else by what it means.

SQLite's trigram tokenizer cannot find a two-character term, and its unicode61 tokenizer takes a run
of Chinese for one word; so Chinese is indexed as overlapping pairs of characters (深度 度合 合成) and
asked for as a phrase of pairs, which finds exactly the texts that hold the run. English words and the
Chinese terms of the vocabulary are kept with their places; `kb.store.ranking` decides on the order.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import msgspec

from kb.store.postings import Found, Postings, mean_lengths
from kb.store.query import Query, parse_query
from kb.store.ranking import Answer, Match, Ranked, rank
from kb.store.records import Record
from kb.store.vocabulary import Variant, Vocabulary
from kb.store.words import HAN, stem, stems, stop_words

WORD: Final = re.compile(r"[A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """One article, heading or statement found.

    ``kind`` is ``text`` or ``statement``; ``place`` the eid, or the statement's id. ``excerpt`` is
    the plain text of the line that answers best. ``ranked`` has the score, its parts, and what is missing.
    """

    version: str
    place: str
    kind: str
    state: str
    label: str
    excerpt: str
    ranked: Ranked

    @property
    def address(self) -> str:
        """``work@version#eid`` of a text, ``work@version`` and the id of a statement."""
        return f"{self.version}{'#' if self.kind == 'text' else ' '}{self.place}"


@dataclass(frozen=True, slots=True)
class SearchResult:
    """The hits asked for, how many there are in all, and what was made of the query."""

    hits: tuple[Hit, ...]
    total: int
    query: Query
    answer: Answer


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
    """Return the FTS5 expression for the runs of Chinese in a query, or the empty string for none.

    >>> match_expression("深度合成")
    'zh : "深度 度合 合成"'
    """
    clauses = []
    for run in HAN.findall(query):
        if len(run) == 1:
            clauses.append(f'zh : "{run}"*')
        else:
            clauses.append('zh : "' + " ".join(run[i:i + 2] for i in range(len(run) - 1)) + '"')
    return " AND ".join(clauses)


def fill_index(connection: sqlite3.Connection, rows: Iterable[Record], vocabulary: Vocabulary) -> None:
    """Write records, their index, and the vocabulary they were indexed with."""
    postings = Postings()
    for number, record in enumerate(rows, 1):
        postings.add(number, record.zh, record.en, vocabulary)
        words, characters = postings.lengths[number]
        connection.execute("INSERT INTO unit VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", (
            number, record.version, record.place, record.state, record.label, record.zh, record.en,
            record.kind, record.context, record.handicap, words, characters, record.role))
        connection.execute("INSERT INTO unit_index (rowid, zh, en) VALUES (?, ?, ?)",
                           (number, pairs(record.zh), record.en))
    found = [("en", word, stem(word), postings.english[word]) for word in sorted(postings.english)]
    found += [("zh", term, term, postings.chinese[term]) for term in sorted(postings.chinese)]
    connection.executemany("INSERT INTO place VALUES (?, ?, ?, ?, ?)", [
        (language, word, root, number, " ".join(map(str, at)))
        for language, word, root, held in found for number, at in held.items()])
    leads = list(vocabulary.leads.items())
    body = msgspec.json.encode((leads, vocabulary.chinese, vocabulary.masks))
    connection.execute("INSERT INTO record VALUES ('vocabulary', '', ?)", (body,))


def read_vocabulary(connection: sqlite3.Connection) -> Vocabulary:
    """Return the vocabulary of the built file. Raises ``LookupError`` where it has none."""
    row = connection.execute("SELECT body FROM record WHERE kind = 'vocabulary'").fetchone()
    if row is None:
        message = "it holds no vocabulary"
        raise LookupError(message)
    shape = tuple[list[tuple[tuple[str, ...], tuple[Variant, ...]]], tuple[str, ...],
                  dict[str, tuple[str, ...]]]
    leads, chinese, masks = msgspec.json.decode(row[0], type=shape)
    return Vocabulary(dict(leads), chinese, masks)


class BuiltIndex:
    """The index in the built file, as `kb.store.ranking` asks for it. ``work`` narrows it to one work."""

    def __init__(self, connection: sqlite3.Connection, work: str = "") -> None:
        self.connection = connection
        self.wanted = {number for (number,) in connection.execute(
            "SELECT id FROM unit WHERE ? IN ('', substr(version, 1, instr(version, '@') - 1))", (work,))}

    @cached_property
    def _units(self) -> dict[int, tuple[float, int, int, str]]:
        rows = self.connection.execute("SELECT id, handicap, words, characters, role FROM unit")
        return {number: (handicap, words, characters, role)
                for number, handicap, words, characters, role in rows}

    @cached_property
    def _contexts(self) -> list[tuple[str, frozenset[str], frozenset[int]]]:
        numbers: dict[str, set[int]] = {}
        for number, context in self.connection.execute("SELECT id, context FROM unit"):
            numbers.setdefault(context, set()).add(number)
        return [(context, frozenset(stems(context)), frozenset(found & self.wanted))
                for context, found in numbers.items()]

    def _found(self, where: str, word: str) -> Found:
        rows = self.connection.execute(
            f"SELECT unit, places FROM place WHERE {where} = ?", (word,))  # noqa: S608
        found: dict[int, list[int]] = {}
        for number, at in rows:
            if number in self.wanted:
                found.setdefault(number, []).extend(map(int, at.split()))
        return {number: tuple(sorted(at)) for number, at in found.items()}

    def english(self, stem: str) -> Found:
        """Return where the words of a stem stand."""
        return self._found("language = 'en' AND stem", stem)

    def word(self, word: str) -> Found:
        """Return where one form of a word stands."""
        return self._found("language = 'en' AND word", word)

    def chinese(self, term: str) -> Found:
        """Return where a Chinese term or quantity stands."""
        return self._found("language = 'zh' AND word", term)

    def holding(self, run: str) -> frozenset[int]:
        """Return the records whose Chinese holds a run exactly."""
        rows = self.connection.execute("SELECT rowid FROM unit_index WHERE unit_index MATCH ?",
                                       (match_expression(run),))
        return frozenset(number for (number,) in rows) & self.wanted

    def beginning(self, stem: str) -> Sequence[str]:
        """Return the stems that begin so, in alphabetical order."""
        rows = self.connection.execute(
            "SELECT DISTINCT stem FROM place WHERE language = 'en' AND substr(stem, 1, ?) = ? "
            "ORDER BY stem", (len(stem), stem))
        return [found for (found,) in rows]

    def around(self, variant: Variant) -> frozenset[int]:
        """Return the records in whose titles and headings a variant stands."""
        held = [found for context, words, found in self._contexts
                if (variant.zh in context if variant.zh else words.issuperset(variant.stems))]
        return frozenset().union(*held)

    def length(self, record: int) -> tuple[int, int]:
        """Return the English words and Chinese characters of a record."""
        return self._units[record][1:3]

    def role(self, record: int) -> str:
        """Return what a record does: `kb.store.roles`."""
        return self._units[record][3]

    def handicap(self, record: int) -> float:
        """Return what is taken off the score of a record."""
        return self._units[record][0]

    @property
    def count(self) -> int:
        """How many records there are, of all works."""
        return len(self._units)

    @cached_property
    def english_count(self) -> int:
        """How many records have English."""
        return sum(unit[1] > 0 for unit in self._units.values())

    @cached_property
    def average(self) -> tuple[float, float]:
        """Return the mean lengths of the records that have English, and Chinese."""
        return mean_lengths(unit[1:3] for unit in self._units.values())


def search(connection: sqlite3.Connection, query: str, limit: int, work: str = "") -> SearchResult:
    """Return the best finds for a query.

    Raises nothing for odd input: it finds nothing.
    """
    vocabulary = read_vocabulary(connection)
    asked = parse_query(query, vocabulary)
    answer = rank(asked, BuiltIndex(connection, work), vocabulary)
    hits = tuple(_hit(connection, found, answer.matches) for found in answer.finds[:limit])
    return SearchResult(hits, len(answer.finds), asked, answer)


def _hit(connection: sqlite3.Connection, found: Ranked, matches: Sequence[Match]) -> Hit:
    version, place, kind, state, label, zh, en = connection.execute(
        "SELECT version, eid, kind, state, label, zh, en FROM unit WHERE id = ?",
        (found.record,)).fetchone()
    return Hit(version, place, kind, state, label, _excerpt(zh, en, matches), found)


def _excerpt(zh: str, en: str, matches: Sequence[Match]) -> str:
    """Return the line that says most of what was asked, cut to what can be read at a glance."""
    concepts = [match.concept.variants for match in matches]
    typed_chinese = any(variants[0].zh for variants in concepts)
    if zh and (typed_chinese or not en):
        terms = [[variant.zh for variant in variants if variant.zh] for variants in concepts]
        line = max(zh.split("\n"), key=lambda line: sum(any(t in line for t in some) for some in terms))
        return _cut(line, [term for some in terms for term in some], 48)
    wanted = [{root for variant in variants for root in variant.stems} for variants in concepts]
    line = max(en.split("\n"), key=lambda line: sum(not some.isdisjoint(stems(line)) for some in wanted))
    said = set().union(*wanted) - stop_words()
    return _cut(line, [word for word in line.split() if said.intersection(stems(word))], 170)


def _cut(line: str, words: Iterable[str], width: int) -> str:
    starts: Iterator[int] = (at for word in words if (at := line.find(word)) >= 0)
    start = max(0, min(min(starts, default=0) - width // 4, len(line) - width))
    end = start + width
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")
