"""English verb phrases: where one ends and the next begins under the same operator.

A phrase is cut at a comma or "and" behind which a verb of the same form stands, as the Chinese is cut at
its comma and at 并. A row that ends with "or" is one phrase. Verbs that share one object stay together
(make clear and make public their rules); so do verbs below another (guide users to read and understand).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.analyse.english_clauses import masked
from kb.analyse.english_words import ADVERB, BARE, ING, LEAD, NOUN_VERBS, PARTICIPLE, THIRD, VERBS
from kb.analyse.sentences import Piece

FORMS: Final = {"bare": rf"(?:be\b|{BARE})", "third": rf"(?:(?:is|are) (?:responsible|in charge)|{THIRD}"
    rf"|{BARE})",
                "ing": rf"{ING}(?! (?:to|in|for|activities|data|measures)\b)"}
_FIRST: Final = "(?:" + "|".join((*VERBS, *NOUN_VERBS)) + r"|be)\b"
NOUN: Final = (r"(?:(?<=dispose)(?= of)|(?!,(?! (?:in|by|on|at|within|through|to|with)\b)|;|$| and the"
               r" like| and other"
               r"| or other|-| of\b))")
"""A verb directly before one of these is a noun in a list (storage, use, transfer and the like)."""
_JOIN: Final = re.compile(r", so as to |, (?=responsible for |for a period of not less than )|, to"
                          r" (?=(?:clearly )?(?:better|alert) )|, and,? |, but |, (?!or\b|and\b)| and"
                          r" (?!or\b)| but ")
_GAPPED: Final = re.compile(
    rf"(?:, and |, | and )(?=(?:the|a|an|their|its|relevant|handling|effective|conspicuous|corresponding"
    rf"|it|(?:\w+ )?measures)\b"
    rf"(?:[^,;]|(?<!\d), (?=method|scope)){{0,180}}? (?:be )?(?:\w+ly )?{PARTICIPLE}(?=,|$| public| clear"
    rf"| up| through| out| in| to| from| as| into| by| with| on))"
    rf"|(?:, and | and |, )(?=be (?:\w+ly )?(?:{PARTICIPLE}|easy|clear)|easy to|comply with)"
    r"|, (?=for a period of not less than |to (?:clearly )?alert )")
_LOW: Final = rf"(?:(?:{ADVERB}|in a timely manner|in accordance with law) )*"
_INFINITIVE: Final = re.compile(rf"\bto (?:\w+ly )?{BARE}")
_RELATIVE: Final = re.compile(r"\b(?:that|which|who|whom|whose|where|such as)\b")
_SAME: Final = re.compile(rf"(?:to )?{BARE} (?:them|it)(?: public| for a talk| in accordance with"
                          rf" law)?(?=$|,|;)")
"""A verb whose object only repeats that of the verb before it: formulate rules and make them public."""
_AFTER: Final = re.compile(
    rf"(?:, (?:and )?| and )(?!including|according|relating|using|being|involving|concerning|combating"
    rf"|charging|having){ING}"
    r"(?=,? (?:the|a|an|acts?|other|national|public|their|its|corresponding|clear|in accordance)\b)")
"""A participle that says what comes of an act is a phrase of its own: …, making clear the rights."""
OPENERS: Final = ("responsible for ", "for a period of not less", "better ", "alert ", "clearly alert ")
"""What begins a phrase of its own behind a joint that only stands before these."""
_MEANS: Final = re.compile(r"such as|by means|measures")
_CONTAINS: Final = re.compile(r"the [\w ]{3,40}? contains? ")
_CLOSED: Final = re.compile(r"(?i:gives? a warning$|given a warning$)")
_PARTICLE: Final = r"(?: (?:clear|public|out|up|down|in|with|on|upon|to|for|from|by|through|against))*"
_SHARED: Final = (r"(?:to )?{lead}(?:not )?{verb}{particle}(?:(?:, | and |, and ){lead}{verb}{particle})*$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb phrase of a row."""

    start: int
    end: int


def phrases(text: str, piece: Piece, form: str = "bare") -> Iterator[Phrase]:
    """Yield the verb phrases of a stretch that begins with a verb of a form.

    >>> row = "accept the filing, issue a number and carry out public display"
    >>> [row[p.start : p.end] for p in phrases(row, Piece(0, len(row)))]
    ['accept the filing', 'issue a number', 'carry out public display']
    """
    shown = masked(text)
    begin = piece.start
    for match in _JOIN.finditer(shown, piece.start, piece.end):
        rest = Piece(match.end(), piece.end)
        if match.start() >= begin and cuts(shown, Piece(begin, match.start()), rest, form):
            yield Phrase(begin, match.start())
            begin = match.end()
    if begin < piece.end:
        yield Phrase(begin, piece.end)


def passive_parts(shown: str, piece: Piece) -> Iterator[Phrase]:
    """Yield the parts of a passive in a row: be stopped, measures taken, and the records preserved."""
    begin = piece.start
    for match in _GAPPED.finditer(shown, piece.start, piece.end):
        yield Phrase(begin, match.start())
        begin = match.end()
    yield Phrase(begin, piece.end)


def cuts(shown: str, body: Piece, rest: Piece, form: str) -> bool:
    """Tell whether a phrase ends between what was read of it and what stands behind a joint."""
    joint, behind, verb = shown[body.end : rest.start], rest.of(shown), FORMS[form]
    before = _core(body.of(shown), verb)
    low = joint in (" and ", " but ")
    if not before or joint == ", so as to " or behind.startswith(OPENERS) or _CONTAINS.match(behind):
        return bool(before)
    if joint != " but " and _AFTER.match(shown, body.end) and not _MEANS.search(before):
        return True
    if not re.match(rf"(?:to )?{_LOW if low else LEAD}(?:not )?{verb}{NOUN}", behind):
        return False
    if _stays(before, behind, verb):
        return False
    if low or re.match(r"to\b", behind):
        return _cuts_low(before, low=low)
    return joint != ", " or not _closed_inside(before, behind, verb)


def _stays(before: str, behind: str, verb: str) -> bool:
    """Tell whether two verbs have one object, or the second stands below the first."""
    shared = _SHARED.format(lead=LEAD, verb=f"(?:{verb}|{_FIRST})", particle=_PARTICLE)
    if re.match(shared, before) and before != "cooperate":
        return True
    if _CLOSED.search(before) and behind.startswith("circulate"):
        return True
    below = re.search(r"such as (?:those )?(?:to|that)\b", before)
    return below is not None or _SAME.match(behind) is not None


def _core(before: str, verb: str) -> str:
    """Return a phrase from its own verb on, behind the adverbials that lead it; empty if it has none."""
    head = (re.match(rf"[\s,]*(?:to )?{LEAD}(?:not )?(?={_FIRST})", before)
            or re.match(rf"[\s,]*(?={ING} )", before)
            or re.search(rf"(?:^[\s,]*|, )(?:to )?{LEAD}(?:not )?(?={verb}{NOUN})", before))
    if head:
        return before[head.end():]
    case = re.match(r"[\s,]*(?:where|if|when)\b", before)
    passive = None if case else re.search(rf" (?:is|are) {PARTICIPLE}", before)
    return before.lstrip(" ,") if passive else ""


def _cuts_low(before: str, *, low: bool) -> bool:
    """Tell whether "and" joins to the operator rather than to a verb, or a clause, further inside."""
    inner = _INFINITIVE.search(before)
    if inner:
        if _unfinished(before[inner.start():]):
            return False
        return re.search(r"\bmeasures\b[^,]*$", before[: inner.start()]) is not None or before.startswith(
            "avoid")
    return not (low and _RELATIVE.search(before))


def _unfinished(infinitive: str) -> bool:
    """Tell whether an infinitive has only its verbs yet, and not their object: to identify, prevent."""
    return re.fullmatch(
        rf"to (?:\w+ly )?{_FIRST}(?:, (?:\w+ly )?{_FIRST})*(?: \w+ly)?", infinitive) is not None


def _closed_inside(before: str, behind: str, verb: str) -> bool:
    """Tell whether a row that goes on behind a comma ends with "or", or inside what another is to do."""
    inner = _INFINITIVE.search(before)
    if inner and _unfinished(before[inner.start():]):
        return True
    for match in re.finditer(r", and |, or | or | and ", behind):
        if re.match(rf"{LEAD}(?:not )?{verb}{NOUN}", behind[match.end():]):
            return "or" in match[0] or (match[0] == " and " and inner is not None)
    return False
