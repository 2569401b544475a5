"""Penalty clauses: 由A责令…, 处…罚款, 依照其规定. They have no operator; the form makes the norm."""

import re
from typing import Final

from kb.analyse.actors import actor_at_start
from kb.analyse.clause_kinds import clause_kind, is_renvoi, names_sanction, without_official
from kb.analyse.drafts import Draft
from kb.analyse.phrases import lead_length, phrases
from kb.analyse.reading import Reading, inherited
from kb.analyse.sentences import Piece
from kb.model.analysis import Bearer

BY: Final = re.compile(r"^(?:并|可以|应当)*由")
_OWN_DUTY: Final = re.compile(
    r"(?:依据|依照|按照|根据|在)(?:各自)?(?:法定)?职(?:责|权)(?:范围内?)?|依法(?=$)")
_MAY: Final = re.compile(r"^(?:可以|可|并可以|并可|并|同时|应当)*")


def is_penalty(reading: Reading, clause: str) -> bool:
    """Tell whether a clause of a penal provision names a sanction or who imposes it."""
    if not reading.penal or (reading.active is not None and reading.active.kind != "penalty"):
        return False
    memory = reading.memory
    known = (reading.conditions or memory.violations or reading.carried
             or any(draft.kind == "penalty" for draft in memory.sentence_drafts))
    return bool(known) and (names_sanction(clause) or BY.match(clause) is not None)


def find_official(reading: Reading, piece: Piece) -> tuple[int, bool]:
    """Read 由A依据职责 at the start of a clause; return where the sanction begins."""
    clause = piece.of(reading.row.text)
    by = BY.match(clause)
    length = actor_at_start(clause[by.end():]) if by else 0
    if by is None or not length:
        return piece.start, by is not None
    begin = piece.start + by.end()
    reading.remember(reading.bearer_at(begin, begin + length, "explicit"))
    start = begin + length
    duty = _OWN_DUTY.match(reading.row.text[start : piece.end])
    return start + (duty.end() if duty else 0), True


def add_sanctions(reading: Reading, start: int, piece: Piece, *, named: bool) -> None:
    """Take up each sanction of a clause; ``named`` says that the clause itself names who imposes it."""
    text = reading.row.text
    lead = _MAY.match(text[start : piece.end])
    begin = start + (lead.end() if lead else 0)
    for phrase in phrases(text, begin, piece.end):
        action = reading.cut(phrase.start, phrase.end)
        bearer = reading.bearer or _last(reading)
        if without_official(action.surface) and not named:
            bearer = None
        reading.add(Draft("penalty", None, bearer, action, group=f"{reading.row.eid}:{piece.start}"))


def _last(reading: Reading) -> Bearer | None:
    last = reading.memory.sentence
    return inherited(last, "same_sentence") if last else None


def waits(reading: Reading, start: int, end: int) -> bool:
    """Tell whether what is left of a clause is only the adverbial of the sanction to come."""
    return start >= end or clause_kind(reading.row.text[start:end]) == "adverbial"


def add_renvoi(reading: Reading, piece: Piece) -> None:
    """Take up 从其规定 or 适用本法: a penalty behind a violation, else a declaration."""
    start = piece.start + lead_length(piece.of(reading.row.text))
    violated = reading.memory.violations or any(
        c.kind == "condition:violation" for c in reading.conditions)
    own = reading.row.text[start] in "适参比也不视同"
    kind = "penalty" if reading.penal and violated and not own else "declaration:renvoi"
    reading.conditions += reading.topics
    reading.topics = []
    reading.add(Draft(kind, None, None, reading.cut(start, piece.end)))
    reading.active = None


def refers_on(clause: str) -> bool:
    """Tell whether a clause is a renvoi and not a condition."""
    return is_renvoi(clause) and not clause.endswith("的")
