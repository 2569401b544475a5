"""Definitions: a term, what the text says it means, and where that holds.

Forms: 所称X，是指Y; X，是指Y; 所称X包括Y; Y（以下简称X）; Y统称为X; entries of 下列用语的含义; and the bare
copula X是…的Y, which counts only at the start of a provision, for a term the text goes on to use.

Reads: rows and their layer ``quotes``. Returns: ``kb.model`` definitions, in text order.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kb.analyse.lexicon import any_of
from kb.analyse.marks import Row
from kb.model.analysis import Definition
from kb.model.identifiers import article_eid, parent_eid
from kb.model.span import cut

COPULA_USES: Final = 4
_SCOPE: Final = (rf"(?P<scope>本{any_of('references', 'self')}|本条|本章|本节|本编|本款|前款|前两款|前条)"
                 r"(?:第[一二三四五六七八九十]+[款项])?(?:中)?")
_TERM: Final = r"[“]?(?P<term>[^，,。；：“”\n]{1,40}?)[”]?"
_END: Final = (r"(?P<definiens>(?:[^。；\n]|；(?![^，,。；\n]{1,40}[，,]?(?:是指|系指)))*[^。；\n])")
_FORMS: Final = (
    ("suocheng", re.compile(rf"(?:{_SCOPE})?所称(?:的)?{_TERM}[，,]?(?:是指|系指)(?:的是)?[，,]?{_END}")),
    ("suocheng-includes", re.compile(rf"(?:{_SCOPE})?所称(?:的)?{_TERM}[，,]?(?:主要)?包括{_END}")),
    ("suocheng", re.compile(rf"(?:{_SCOPE})?所称(?:的)?{_TERM}[，,](?:指|为){_END}")),
    ("means", re.compile(rf"(?:(?<=[。；\n])|^){_TERM}[，,]?(?:是指|系指){_END}")),
)
_BRACKET: Final = re.compile(
    r"（(?:以下|下称|下文)(?:均)?(?:统一)?(?:简称|统称|合称|称)?(?:为)?[：:]?"
    r"[“《]?(?P<term>[^《》“”（），。\n]{2,30})[”》]?）")
_COLLECTIVE: Final = re.compile(
    r"(?:(?<=[。；])|^)(?P<definiens>[^。；\n]{2,80}?)"
    r"，?(?:统称为|统称|合称为)(?P<term>[^，。；（）“”\n]{2,30})")
_GLOSSARY: Final = re.compile(r"(?:下列|以下)(?:用语|术语|名词)[^。]*(?:含义|定义|是指|解释)")
_ENTRY: Final = re.compile(
    r"^[“]?(?P<term>[^，。：；“”\n]{1,30})[”]?(?:：|，?是?指)(?P<definiens>[^\n]*[^。；\n])")
_COPULA: Final = re.compile(
    r"^(?P<term>[^，。、；的是\n]{2,12})是(?![否指由以]*为了)(?P<definiens>[^。；\n]*的[^，。；\n]+"
    r"(?:，(?:不)?包括[^。\n]*[^。\n])?)")
_INCLUDES: Final = re.compile(
    r"^(?P<term>[^，。、；\n]{2,14}?)(?:，)?包括(?P<definiens>[^。；\n]*等)(?=。|$)")
_OPERATOR: Final = re.compile(r"应当|不得|可以|必须|禁止|有权")
_CLAUSE_START: Final = re.compile(r"[，。；：]")
_NOUN_PHRASE_START: Final = re.compile(
    r"】\s*|(?:是指|以及|为了|还?应当|不得|可以|必须|鼓励|规范|制定|办理|委托|订立|遵守)(?:依法)?|[就与向对]")
"""Words before the noun phrase that a bracket abbreviates; cut only as far as the short form allows."""


@dataclass(frozen=True, slots=True)
class Book:
    """All rows of a text, with what a form may need to know about the whole."""

    rows: tuple[Row, ...]
    text: str


def find_definitions(book: Book) -> tuple[Definition, ...]:
    """Return the definitions of a text in text order, none of them twice."""
    out: list[Definition] = []
    for row in book.rows:
        taken: list[tuple[int, int]] = []
        for definition in (*_in_row(row), *_glossary(row, book), *_bare(row, book)):
            where = (definition.term.start, definition.term.end)
            if not any(a < where[1] and where[0] < b for a, b in taken):
                taken.append(where)
                out.append(definition)
    return tuple(out)


def _in_row(row: Row) -> Iterator[Definition]:
    for rule, regex in _FORMS:
        for match in regex.finditer(row.text):
            if _is_term(match["term"]):
                yield _definition(row, match, rule)
    for match in _BRACKET.finditer(row.text):
        start = _phrase_start(row.text, match.start(), match["term"])
        if start < match.start():
            yield Definition(cut(row.eid, row.text, *match.span("term")),
                             cut(row.eid, row.text, start, match.start()), "", "short-form")
    for match in _COLLECTIVE.finditer(row.text):
        yield _definition(row, match, "collective")


def _is_term(term: str) -> bool:
    return not _OPERATOR.search(term) and not term.endswith(("的行为", "所", "包括", "主要"))


def _definition(row: Row, match: re.Match[str], rule: str) -> Definition:
    groups = match.groupdict()
    return Definition(cut(row.eid, row.text, *match.span("term")),
                      cut(row.eid, row.text, *match.span("definiens")),
                      _scope(row.eid, groups.get("scope") or ""), rule)


def _scope(eid: str, head: str) -> str:
    """Return where a definition holds: the article for 前款 and 本条, else the whole text."""
    if head in ("本条", "前款", "前两款", "本款", "前条"):
        return article_eid(eid)
    return ""


def _phrase_start(text: str, end: int, short: str) -> int:
    """Return where the phrase before a bracket begins: at its title, or at the last stop.

    After the stop, words that govern the phrase (应当, 办理, 对 …) are left out while what remains still
    holds the characters of the short form in order, as an abbreviation does; a short form of other
    words leaves out only those that stand in front.
    """
    if text[end - 1 : end] == "》":
        return text.rfind("《", 0, end)
    stops = [match.end() for match in _CLAUSE_START.finditer(text, 0, end)]
    start = stops[-1] if stops else 0
    abbreviates = _holds(text[start:end], short)
    for match in _NOUN_PHRASE_START.finditer(text, start, end):
        allowed = _holds(text[match.end():end], short) if abbreviates else match.start() == start
        start = match.end() if allowed else start
    return start


def _holds(phrase: str, short: str) -> bool:
    """Tell whether the characters of a short form stand in a phrase in their order."""
    rest = iter(phrase)
    return all(char in rest for char in short)


def _glossary(row: Row, book: Book) -> Iterator[Definition]:
    head = _head_of(row, book.rows)
    if head is not None and _GLOSSARY.search(head.text):
        match = _ENTRY.match(row.text)
        if match:
            yield _definition(row, match, "glossary")


def _head_of(row: Row, rows: Sequence[Row]) -> Row | None:
    if "__item_" not in row.eid:
        return None
    parent = parent_eid(row.eid)
    return next((other for other in _backwards(row, rows) if other.eid == parent), None)


def _backwards(row: Row, rows: Sequence[Row]) -> Iterable[Row]:
    index = rows.index(row)
    return reversed(rows[max(0, index - 60) : index])


def _bare(row: Row, book: Book) -> Iterator[Definition]:
    """Read X是…的Y and X包括…等 at the start of a paragraph, for terms that the text uses."""
    if not re.search(r"__para_\d+$", row.eid) or _OPERATOR.search(row.text[:30]):
        return
    for rule, regex in (("copula", _COPULA), ("includes", _INCLUDES)):
        match = regex.match(row.text)
        if match and book.text.count(match["term"].split("的")[0]) >= COPULA_USES:
            yield _definition(row, match, rule)
