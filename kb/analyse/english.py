"""The English grammar: references and norms of our translations and of English originals.

Thin on purpose: whole-work words (these Provisions), articles with paragraphs and items, the
preceding paragraph or article, titles of laws; norms with an explicit subject before shall, must,
may, must not, or has the right to. Same interface and values as the Chinese grammar; findings carry
the text's own key, so the two sets are never mixed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kb.analyse.drafts import Draft, to_norms
from kb.analyse.findings import Findings, Mention
from kb.analyse.marks import Layers, Mark, Row, Sheet, by_row
from kb.analyse.pins import Pin, Step
from kb.analyse.pipeline import Component, run
from kb.model.analysis import Bearer
from kb.model.span import cut
from kb.model.text import Text

_KINDS: Final = r"(?:Law|Regulations?|Provisions|Measures|Rules|Code|Guidelines|Opinions|Decision)"
_SELF: Final = rf"\b(?:[Tt]his|[Tt]hese) {_KINDS}\b"
_ART: Final = r"Art(?:icles?|\.) \d+(?:-\d+)?(?:\(\d+\))*"
_TAIL: Final = r"(?:,? (?:paragraphs?|items?|subitems?) \(?\d+\)?(?:(?:, | and | or | to )\(?\d+\)?)*)*"
_FULL: Final = rf"{_ART}{_TAIL}"
_MENTIONS: Final = (
    ("relative", re.compile(r"\b[Tt]he preceding (?:two |three )?(?:paragraphs?|articles?)\b")),
    ("pin", re.compile(rf"\b(?:paragraphs? \(?\d+\)? of )?{_FULL}(?:(?:, | and | or |, and ){_FULL})*"
                       rf"(?: of {_SELF})?")),
    ("pin", re.compile(r"\b[Pp]aragraphs? \(?\d+\)?(?= of this [Aa]rticle)")),
    ("work", re.compile(_SELF)),
    ("title", re.compile(rf"\b(?!These|This)(?:[A-Z][\w-]+ )"
                         rf"(?:(?:[A-Z][\w-]+|and|of|on|for|in|the|by) ){{0,14}}?{_KINDS}\b"
                         r"(?: of the People[’']s Republic of China)?")),
)
_UNIT: Final = re.compile(r"Art(?:icles?|\.) (?P<art>[\d-]+)(?P<tail>(?:\(\d+\))*)"
                          r"|(?P<level>paragraph|item|subitem)s? \(?(?P<number>\d+)\)?"
                          r"|(?P<range> to )\(?(?P<last>\d+)|(?:, | and | or )\(?(?P<more>\d+)\)?")
_OPERATORS: Final = (
    ("prohibition:must-not", re.compile(r"\b(?:shall not|must not|may not|(?:is|are) prohibited from)\b")),
    ("obligation:shall", re.compile(r"\b(?:shall|must)\b(?! not)")),
    ("right:has", re.compile(r"\bha(?:s|ve) the right to\b")),
    ("permission:may", re.compile(r"\bmay\b(?! not)")),
)
_LEVEL: Final = {"paragraph": "para", "item": "item", "subitem": "subitem"}
_SENTENCE: Final = re.compile(r"[^.;]+")
_PUBLIC: Final = re.compile(r"department|administration|authorit|State\b|government|organ\b|court", re.I)
_NO_BEARER: Final = re.compile(
    r"(?i:they|it|he|she|these|this|those|that|which|who|what|there)\b"
    r"|(?i:where|if|when|while|after|before|upon|against|in|for|to|and|but|as|by|with)\b"
    r"|.*, (?:they|it|he|she|the same)$", re.DOTALL)
"""A pronoun, or words that still hold a clause: whom they mean is left open, never guessed."""
_CONDITION: Final = re.compile(
    r"^\s*((?:Where|If|When|Before|Unless|Except)\b[^,]*(?:, (?:or|and)\b[^,]*)*),\s*")


def _mentions(text: str, _layers: Layers) -> Iterator[Mark]:
    """Mark references; a longer form hides a shorter one that it contains."""
    taken: list[tuple[int, int]] = []
    for rule, regex in _MENTIONS:
        for match in regex.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append(match.span())
                yield Mark(match.start(), match.end(), rule)


def _operators(text: str, _layers: Layers) -> Iterator[Mark]:
    for rule, regex in _OPERATORS:
        for match in regex.finditer(text):
            yield Mark(match.start(), match.end(), rule)


ENGLISH: Final = (Component("mentions", (), "mentions", _mentions),
                  Component("operators", (), "operators", _operators))


def find_english(text: Text, sheet: Sheet) -> Findings:
    """Return the mentions and norms of an English text. Characters are tokens here too."""
    rows = by_row(sheet, run("zh", ENGLISH, sheet.text))
    pairs = tuple(zip(sheet.rows, rows, strict=True))
    mentions = tuple(_read(row, mark) for row, marks in pairs
                     for mark in sorted(marks.get("mentions", ())))
    drafts = [draft for row, marks in pairs for draft in _norms(row, marks.get("operators", ()))]
    norms = to_norms(text.version, ((draft, False) for draft in drafts))
    return Findings(text.key, mentions, (), (), norms)


def _read(row: Row, mark: Mark) -> Mention:
    span = cut(row.eid, row.text, mark.start, mark.end)
    family = {"title": "external", "relative": "relative"}.get(mark.rule, "internal")
    base, title = mark.rule, ""
    if mark.rule == "title":
        title = span.surface
    elif mark.rule == "relative":
        base = _relative(span.surface)
    elif mark.rule == "pin":
        base = "bare"
    return Mention(span, family, base, title, tuple(_pins(span.surface)), f"en-{mark.rule}", "cites")


def _relative(surface: str) -> str:
    """Return the Chinese head, which resolution knows: the preceding two paragraphs is 前两款."""
    count = "两" if "two" in surface else "三" if "three" in surface else ""
    return f"前{count}{'款' if 'paragraph' in surface else '条'}"


def _pins(surface: str) -> Iterator[Pin]:
    """Read Article 17(1)(2), Article 9, paragraph 2, items 1 to 3, and paragraph 1 of Article 4.

    >>> [pin.steps for pin in _pins("Article 17(1)")]
    [(('art', '17'), ('para', '1'))]
    """
    before = re.match(r"paragraphs? \(?(\d+)\)? of (Art.*)", surface)
    if before:
        surface = f"{before[2]}, paragraph {before[1]}"
    out: list[Pin] = []
    current: tuple[Step, ...] = ()
    for unit in _UNIT.finditer(surface):
        if unit["art"]:
            numbers = re.findall(r"\d+", unit["tail"])
            current = (("art", unit["art"]), *zip(("para", "item"), numbers, strict=False))
            out.append(Pin(current))
        elif unit["level"]:
            level = _LEVEL[unit["level"]]
            fresh = bool(current) and current[-1][0] == level
            current = (*(current[:-1] if fresh else current), (level, unit["number"]))
            out[:] = [*(out if fresh or not out else out[:-1]), Pin(current)]
        elif unit["last"] and out:
            out[-1] = Pin(current, (*current[:-1], (current[-1][0], unit["last"])))
        elif unit["more"] and current:
            current = (*current[:-1], (current[-1][0], unit["more"]))
            out.append(Pin(current))
    yield from out


def _norms(row: Row, operators: Iterable[Mark]) -> Iterator[Draft]:
    """Read one norm for each operator: the subject stands before it in its own sentence."""
    marks = sorted(operators)
    for sentence in _SENTENCE.finditer(row.text):
        own = [mark for mark in marks if sentence.start() <= mark.start < sentence.end()]
        if not own:
            continue
        first = own[0]
        stops = [mark.start for mark in own[1:]] + [sentence.end()]
        bearer = _bearer(row, sentence.start(), first)
        for mark, stop in zip(own, stops, strict=True):
            holder = bearer if mark is first or bearer is None else replace(bearer, source="same_sentence")
            draft = _norm(row, sentence.start(), mark, (stop, holder))
            if draft.action.surface:
                yield draft


def _bearer(row: Row, start: int, mark: Mark) -> Bearer | None:
    """Return the explicit subject before the first operator of a sentence, or None where it is open."""
    before = row.text[start : mark.start]
    condition = _CONDITION.match(before)
    subject = start + (condition.end() if condition else len(before) - len(before.lstrip()))
    words = row.text[subject : mark.start].rstrip(", ")
    if not words or _NO_BEARER.match(words):
        return None
    return Bearer(cut(row.eid, row.text, subject, subject + len(words)), "explicit")


def _norm(row: Row, start: int, mark: Mark, rest: tuple[int, Bearer | None]) -> Draft:
    stop, bearer = rest
    condition = _CONDITION.match(row.text[start : mark.start])
    begin = stop - len(row.text[mark.end : stop].lstrip(" ,"))
    end = begin + len(re.sub(r"[\s,]*(?:and|but|or)?[\s,:]*$", "", row.text[begin:stop]))
    public = bearer is not None and _PUBLIC.search(bearer.span.surface) is not None
    kind = "power:may" if public and mark.rule == "permission:may" else mark.rule
    draft = Draft(kind, cut(row.eid, row.text, mark.start, mark.end), bearer,
                  cut(row.eid, row.text, begin, max(begin, end)), group=f"{row.eid}:{start}")
    if condition:
        first, ending = start + condition.start(1), start + condition.end(1)
        draft.conditions.append(cut(row.eid, row.text, first, ending))
    return draft
