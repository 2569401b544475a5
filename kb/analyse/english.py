"""The English grammar: norms of our translations and of English originals; references stand beside it.

Thin on purpose: norms with an explicit subject before shall, must,
may, must not, or has the right to. Same interface and values as the Chinese grammar; findings carry
the text's own key, so the two sets are never mixed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kb.analyse.drafts import Draft, to_norms
from kb.analyse.english_references import find_mentions, read_mention
from kb.analyse.findings import Findings
from kb.analyse.marks import Layers, Mark, Row, Sheet, by_row
from kb.analyse.pipeline import Component, run
from kb.model.analysis import Bearer
from kb.model.span import cut
from kb.model.text import Text

_OPERATORS: Final = (
    ("prohibition:must-not", re.compile(r"\b(?:shall not|must not|may not|(?:is|are) prohibited from)\b")),
    ("obligation:shall", re.compile(r"\b(?:shall|must)\b(?! not)")),
    ("right:has", re.compile(r"\bha(?:s|ve) the right to\b")),
    ("permission:may", re.compile(r"\bmay\b(?! not)")),
)
_SENTENCE: Final = re.compile(r"[^.;]+")
_PUBLIC: Final = re.compile(r"department|administration|authorit|State\b|government|organ\b|court", re.I)
_NO_BEARER: Final = re.compile(
    r"(?i:they|it|he|she|these|this|those|that|which|who|what|there)\b"
    r"|(?i:where|if|when|while|after|before|upon|against|in|for|to|and|but|as|by|with)\b"
    r"|.*, (?:they|it|he|she|the same)$", re.DOTALL)
"""A pronoun, or words that still hold a clause: whom they mean is left open, never guessed."""
_CONDITION: Final = re.compile(
    r"^\s*((?:Where|If|When|Before|Unless|Except)\b[^,]*(?:, (?:or|and)\b[^,]*)*),\s*")


def _operators(text: str, _layers: Layers) -> Iterator[Mark]:
    for rule, regex in _OPERATORS:
        for match in regex.finditer(text):
            yield Mark(match.start(), match.end(), rule)


ENGLISH: Final = (Component("mentions", (), "mentions", find_mentions),
                  Component("operators", (), "operators", _operators))


def find_english(text: Text, sheet: Sheet) -> Findings:
    """Return the mentions and norms of an English text. Characters are tokens here too."""
    rows = by_row(sheet, run("zh", ENGLISH, sheet.text))
    pairs = tuple(zip(sheet.rows, rows, strict=True))
    mentions = tuple(read_mention(row, mark) for row, marks in pairs
                     for mark in sorted(marks.get("mentions", ())))
    drafts = [draft for row, marks in pairs for draft in _norms(row, marks.get("operators", ()))]
    norms = to_norms(text.version, ((draft, False) for draft in drafts))
    return Findings(text.key, mentions, (), (), norms)


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
