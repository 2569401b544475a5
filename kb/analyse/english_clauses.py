"""Where English sentences, branches and clauses begin and end.

Sentences end at a full stop, branches at a semicolon, never inside brackets or quotation marks. A branch
may open with clauses that say when it holds (Where …, If …, After …); they end at the comma behind which a
main clause begins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.analyse.english_words import ACTOR, ADVERBIAL, BARE, ING, PREDICATE, THIRD
from kb.analyse.sentences import Piece

SUBORDINATOR: Final = (
    r"(?:Where|If|When|Whenever|While|Once|After|Before|Upon|Unless|In the case of|In case of|In cases?"
    r" where|During|Without"
    r"|For|Except|With|On the premise|In the course of|In respect of|On the occasion)\b")
OPENS: Final = re.compile(rf"(?i:{SUBORDINATOR})")
LEADING: Final = re.compile(r"\s*(?:(?:and|or|but|however|in addition|meanwhile|at the same time|of which"
                            r"|among them),? )*",
                            re.IGNORECASE)
_STOP: Final = re.compile(r"(?<!\bNo)(?<!\bart)(?<!\bArt)\.(?=\s|$)|[?!](?=\s|$)")
_BRACKET: Final = re.compile(r"\([^()]*\)|[\"“][^\"“”]*[\"”]")
_DETERMINER: Final = (r"(?:the|that|a|an|any|no|their|its|his|her|such|those|these|this|each|every|all"
                      r"|other|they|it|he|she|there|what|both"
                      r"|relevant|competent|in no case)\b")
_NP: Final = rf"(?:{_DETERMINER}[^,;:]{{0,260}}?|(?:[\w’'-]+ ){{0,12}}?{ACTOR}[^,;:]{{0,160}}?)"
_AUTHORITY: Final = (r"(?:the|relevant|competent|any|a|an)\b[^;:]{0,260}?(?:departments?|authorit(?:y"
                     r"|ies)|organs?|State|governments?)"
                     r"(?: concerned| of the State(?: Council)?| of a [^,;]*| at [^,;]*| for [^,;]*|"
                     r" directly under[^,;]*"
                     r"| responsible for[^,;]*| performing [^,;]*? duties(?: at or above [^,;]*? level)?)?")
_PRESENT: Final = rf"(?:{THIRD}|{BARE})"
MAIN: Final = re.compile(
    rf"(?i:{_AUTHORITY},? (?:{ADVERBIAL},? ?){{0,3}}?(?:\w+ly )?(?:{PREDICATE}|{_PRESENT})"
    rf"|{_NP},? ?(?:{ADVERBIAL}, ?)?(?:{PREDICATE})"
    rf"|\w+ing [^,;]{{1,300}}? is encouraged"
    rf"|(?:they|it|the State) (?:\w+ly )?{_PRESENT}|their provisions|those provisions)")
"""What a main clause begins with: a noun phrase and its predicate."""
_LOOSE: Final = re.compile(
    rf"(?:[\w’'-]+ ){{1,12}}?,? ?(?:{ADVERBIAL}, ?)?(?:{PREDICATE})|{ING} \w+")


@dataclass(frozen=True, slots=True)
class Clause:
    """A branch: its leading conditions and where its main clause begins."""

    conditions: tuple[Piece, ...]
    main: Piece


def masked(text: str) -> str:
    """Blank out brackets and quotations, so that no mark inside them counts; offsets stay.

    >>> masked('keepers (hereinafter "keepers; all") light')
    'keepers ______________________________ light'
    """
    for _ in range(2):
        text = _BRACKET.sub(lambda match: "_" * len(match[0]), text)
    return text


def sentences(text: str) -> Iterator[Piece]:
    """Cut a row at full stops."""
    yield from _split(text, Piece(0, len(text)), _STOP)


def branches(text: str, sentence: Piece) -> Iterator[Piece]:
    """Cut a sentence at semicolons."""
    yield from _split(text, sentence, re.compile(";"))


def _split(text: str, piece: Piece, mark: re.Pattern[str]) -> Iterator[Piece]:
    shown, start = masked(text), piece.start
    for match in mark.finditer(shown, piece.start, piece.end):
        if text[start : match.start()].strip():
            yield _trim(text, Piece(start, match.start()))
        start = match.end()
    if text[start : piece.end].strip():
        yield _trim(text, Piece(start, piece.end))


def _trim(text: str, piece: Piece) -> Piece:
    body = piece.of(text)
    return Piece(piece.start + len(body) - len(body.lstrip()), piece.end - len(body) + len(body.rstrip()))


def read_clause(text: str, branch: Piece) -> Clause:
    """Return the leading conditions of a branch and its main clause."""
    shown, conditions = masked(text), []
    lead = LEADING.match(shown, branch.start, branch.end)
    start = lead.end() if lead else branch.start
    while OPENS.match(shown, start, branch.end):
        end = condition_end(shown, Piece(start, branch.end))
        if end is None:
            break
        conditions.append(Piece(start, end))
        start = end + 2
        more = re.compile(r"(?:and|or|but) ").match(shown, start, branch.end)
        start = more.end() if more else start
    return Clause(tuple(conditions), Piece(min(start, branch.end), branch.end))


def condition_end(shown: str, piece: Piece) -> int | None:
    """Return the comma that ends a clause of condition: behind it stands a main clause or another one."""
    return _end(shown, piece, MAIN) or _end(shown, piece, _LOOSE) or _only_comma(shown, piece)


def _only_comma(shown: str, piece: Piece) -> int | None:
    commas = [match.start() for match in re.finditer(", ", shown[piece.start : piece.end])]
    return piece.start + commas[0] if len(commas) == 1 else None


def _end(shown: str, piece: Piece, main: re.Pattern[str]) -> int | None:
    commas = [match.start() for match in re.finditer(", ", shown[piece.start : piece.end])]
    for comma in (piece.start + place for place in commas):
        rest = shown[comma + 2 : piece.end]
        if re.match(r"(?:and|or|but|nor|as well as)\b", rest):
            continue
        if re.match(r"(?:where|if|when|whenever|unless)\b", rest):
            return comma
        if main.match(rest):
            return comma
    return None
