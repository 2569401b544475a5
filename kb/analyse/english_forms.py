"""English predicates that make a norm without an operator.

The State encourages and … are encouraged (recommendation); a public body establishes, strengthens (declared
duty); a fine is imposed, the department orders (penalty, where the provision is penal and a breach
precedes); these Measures apply, those provisions prevail (renvoi); under a list of duties, … are taken.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.analyse.english_phrases import phrases
from kb.analyse.english_sanctions import IMPOSED, PASSIVE
from kb.analyse.english_words import ACTOR, ADVERB, ADVERBIAL, BARE, ING, LEAD, PARTICIPLE, PUBLIC, THIRD
from kb.analyse.sentences import Piece

Place = tuple[int, int]
_WEAK: Final = r"(?:encourag|support|promot|advocat|guid)"
_PASSIVE_WEAK: Final = re.compile(r" (?:is|are) (?:also )?(?P<verb>encouraged|supported|advocated)\b(?!"
                                  r" by)(?P<rest>.*)", re.DOTALL)
_ACTIVE_WEAK: Final = re.compile(
    r"(?P<np>[^,;]*?\bState|[^,;]*) (?:\w+ly )?(?:encourages?|supports?|advocates?|guides?)(?: and"
    r" (?:encourages?|supports?|guides?))* (?P<rest>.*)", re.DOTALL)
_AGENT: Final = re.compile(r"(?P<agent>.+?) (?P<to>to|in) (?P<verb>\w+.*)", re.DOTALL)
_RENVOI: Final = re.compile(
    r"(?:(?:their|those|such|the relevant|the)(?: \w+)* provisions (?:shall )?(?:apply|prevail)|(?:These"
    r"|This|these|this|the|The) [^,;]*?\b(?:do not|does not) apply|(?:These|This|these|this) \w+ (?:also"
    r" )?appl(?:y|ies)\b"
    r"|.*\b(?:is|are) (?:deemed|regarded as|applied|followed|governed|handled in accordance with the"
    r" provisions of)\b|.*\bthe provisions [^,;]*? (?:apply|are applied|are followed|prevail)\b"
    r"|.*\bappl(?:y|ies) mutatis mutandis|.*\bthose provisions prevail|.*\btheir provisions apply"
    r"|(?:Article|the provisions|this|these|paragraph)\b[^,;]*\bapplies\b)", re.DOTALL)
_SAY: Final = re.compile(rf"(?P<np>.*?(?:{PUBLIC.pattern}|\bState\b)[^,;]*?)(?P<between>,?"
                         rf" (?:(?:{ADVERBIAL},? )|{ADVERB} )*?)(?P<verb>(?:is|are)(?:, [^;]*?,)?"
                         rf" (?:responsible|in charge)|(?!has\b|have\b)(?:{THIRD}|{BARE}))", re.DOTALL)
_PLAIN: Final = re.compile(rf"[^,;]* (?:is|are) (?:\w+ly )?{PARTICIPLE}")
_HOLDS: Final = re.compile(
    rf"(?P<np>[^;]*?{ACTOR}) (?:also )?(?P<verb>exercises?|enjoys?|bears?) ", re.DOTALL)
_OF_BODY: Final = re.compile(r"(?:The|the|These|This) (?:duties|powers|specific|scope|provisions|measures"
                             r"|\w+ion|\w+ures|\w+ment)\b(?: \w+)? (?:of|by|for)\b")
_CLAUSE: Final = re.compile(rf"(?:, and |, | and )(?!or\b|nor\b|where\b|when\b|if\b|to\b|that\b"
                            rf"|which\b)(?=[^,;]{{1,200}}? (?:is|are) (?:also )?(?:\w+ly )?{PARTICIPLE})")
_FINITE: Final = re.compile(rf"\b(?:is|are) (?:also )?(?:\w+ly )?{PARTICIPLE}|\bshall\b|\bhas\b|\bhave\b"
                            rf"|{IMPOSED}\b")
_IMPOSED: Final = re.compile(rf"(?:, and | and )(?=(?:is|are) (?:\w+ly )*{PARTICIPLE})|(?:, and |, | and"
                             rf" )(?=(?:the|a|an|their|its|illegal|criminal|public)\b(?:[^,;]"
                             rf"|,\d){{1,260}}? (?:is|are) (?:also )?(?:\w+ly )?{PASSIVE})")
_PASSIVE: Final = re.compile(rf"\b(?:is|are) (?:(?:also|\w+ly|in accordance with law) )*{PASSIVE}\b")
_ACTIVE: Final = re.compile(rf"(?<= ){IMPOSED}\b")
_WHO: Final = re.compile(
    rf".*(?:{PUBLIC.pattern}[^,;]*|\b(?:they|it|They|It)\b)", re.DOTALL | re.IGNORECASE)
_BELOW: Final = re.compile(r"\b(?:that|which|who|to|of|or|and)(?: \w+ly)? $")


@dataclass(frozen=True, slots=True)
class Form:
    """A predicate without operator: its kind, its subject and its actions as places of the row."""

    kind: str
    actions: tuple[Place, ...]
    subject: Place | None = None


def forms_of(shown: str, piece: Piece, *, penal: bool, ruled: bool) -> Iterator[Form]:
    """Yield the predicates of a main clause without operator. ``ruled``: under a list of duties."""
    text = piece.of(shown)
    if ruled:
        yield _ruled(shown, piece)
    elif form := (_recommended(shown, piece) or _renvoi(text, piece)
                  or (_penalty(shown, piece) if penal else None) or _declared(shown, piece)):
        yield form


def _recommended(shown: str, piece: Piece) -> Form | None:
    text = piece.of(shown)
    match = _PASSIVE_WEAK.search(text)
    if match:
        rest = match["rest"].strip(" .")
        begin = piece.start + match.start("rest")
        if re.match(r"(?:to|in) \w", rest):
            actions = tuple((p.start, p.end) for p in phrases(shown, Piece(begin + 1, piece.end)))
            return Form("recommendation:encouraged", actions, (piece.start, piece.start + match.start()))
        actions = tuple(_nouns(shown, Piece(piece.start, piece.start + match.start())))
        if purpose := re.match(r", so as to ", match["rest"]):
            more = Piece(begin + purpose.end(), piece.end)
            actions += tuple((p.start, p.end) for p in phrases(shown, more))
        return Form("recommendation:encouraged", actions)
    match = _ACTIVE_WEAK.match(text)
    if match is None or not PUBLIC.search(match["np"]) or "," in match["np"]:
        return None
    begin = piece.start + match.start("rest")
    agent = _AGENT.match(match["rest"])
    if agent and not re.match(r"(?:the|a|an) (?:building|innovation|development)", agent["agent"]):
        actions = tuple((p.start, p.end) for p in phrases(shown, Piece(begin + agent.start(
            "verb"), piece.end)))
        return Form("recommendation:encourages", actions, (begin, begin + agent.end("agent")))
    subject = (piece.start, piece.start + match.end("np"))
    return Form("recommendation:encourages", ((begin, piece.end),), subject)


def _nouns(shown: str, piece: Piece) -> Iterator[Place]:
    """Cut a list of what is encouraged where each member is a noun phrase of its own."""
    start = piece.start
    for match in re.finditer(r", (?:and )?(?=(?:the|participation|independent)\b)", piece.of(shown)):
        yield start, piece.start + match.start()
        start = piece.start + match.end()
    yield start, piece.end


def _renvoi(text: str, piece: Piece) -> Form | None:
    match = _RENVOI.match(text)
    return Form("declaration:renvoi", ((piece.start, piece.end),)) if match else None


def _penalty(shown: str, piece: Piece) -> Form | None:
    text = piece.of(shown)
    passive = _PASSIVE.search(text)
    for match in _ACTIVE.finditer(text, 0, passive.start() if passive else len(text)):
        who = _WHO.match(text, 0, match.start())
        if who and not _BELOW.search(text[: match.start()]):
            actions = tuple(_sanctions(shown, Piece(piece.start + match.start(), piece.end)))
            end = len(re.sub(rf",? (?:{ADVERBIAL}|{ADVERB})?$", "", who[0].rstrip(" ,")))
            return Form("penalty:orders", actions, (piece.start, piece.start + end))
    if passive:
        return Form("penalty:imposed", tuple(_clauses(shown, piece, _IMPOSED)))
    return None


def _sanctions(shown: str, piece: Piece) -> Iterator[Place]:
    for phrase in phrases(shown, piece, "third"):
        yield from _clauses(shown, Piece(phrase.start, phrase.end), _IMPOSED)


def _clauses(shown: str, piece: Piece, joint: re.Pattern[str]) -> Iterator[Place]:
    start = piece.start
    for match in joint.finditer(shown, piece.start, piece.end):
        if not _FINITE.search(shown, start, match.start()):
            continue
        yield start, match.start()
        start = match.end()
    yield start, piece.end


def _declared(shown: str, piece: Piece) -> Form | None:
    match = _SAY.match(piece.of(shown))
    if match is None or _OF_BODY.match(match["np"]):
        match = _HOLDS.match(piece.of(shown))
    if match is None:
        return None
    begin = piece.start + match.start("verb")
    actions = tuple((p.start, p.end) for p in phrases(shown, Piece(begin, piece.end), "third"))
    kind = "right:enjoys" if match["verb"].startswith("enjoy") else "declaration:duty"
    return Form(kind, actions, (piece.start, piece.start + match.end("np")))


def passive_form(shown: str, piece: Piece) -> Form | None:
    """Return a main clause of plain passives: responsibility is borne, and obligations are performed."""
    text = piece.of(shown)
    if not _PLAIN.match(text) or _PASSIVE_WEAK.search(text) or _RENVOI.match(text):
        return None
    return Form("obligation:resumed", tuple(_clauses(shown, piece, _CLAUSE)))


def _ruled(shown: str, piece: Piece) -> Form:
    """Read an item of a list of duties: finite passives, infinitives or verbs in a row."""
    actions: list[Place] = []
    for start, end in _clauses(shown, piece, _CLAUSE):
        form = "ing" if re.match(rf"{LEAD}{ING}", shown[start:end]) else "bare"
        actions += [(p.start, p.end) for p in phrases(shown, Piece(start, end), form)]
    return Form("obligation:list", tuple(actions))
