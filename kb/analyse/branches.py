"""Reading one branch of a sentence: its clauses in turn, each given a part in a norm.

Order of questions for a clause: exception, governing operator, renvoi, condition, penalty,
continuation of the operator before, declarative duty, topic. Conditions stay for all operators of the
branch; those that name a violation stay for the whole paragraph.
"""

import re

from kb.analyse import sanctions
from kb.analyse.actors import actor_at_start, genitive_at_start, subject_before
from kb.analyse.clause_kinds import LIST_END, clause_kind, is_activity, is_renvoi, names_duty
from kb.analyse.drafts import Draft
from kb.analyse.marks import Mark, Row
from kb.analyse.operators import INITIAL, WEAK, governs
from kb.analyse.phrases import extends, lead_length, phrases
from kb.analyse.reading import Condition, Memory, Reading
from kb.analyse.sentences import Piece, clauses
from kb.analyse.subjects import agent_behind, subject_of
from kb.analyse.timing import read_deadline
from kb.model.analysis import Bearer, Deadline

GOES_ON = ("obligation", "prohibition")
AGENT = re.compile(r"(?<![自理事缘])由(?!于)")
TAIL = " \u3000：:；，、"


def read_branch(row: Row, marks: dict[str, tuple[Mark, ...]], memory: Memory, branch: Piece,
                under: Draft | None = None) -> list[Draft]:
    """Return the norms of one branch and update the memory.

    ``under`` is an operator that governs from outside: that of a list's head.
    """
    reading = Reading(row, marks, memory)
    reading.active = under
    pieces = list(clauses(row.text, branch))
    if branch.of(row.text).endswith("除外") and not any(_governing(reading, p) for p in pieces):
        pieces = [branch]
    if under is None:
        _go_on(reading, pieces)
    for index, piece in enumerate(pieces):
        _clause(reading, piece, last=index == len(pieces) - 1, governed=index < _governed(reading, pieces))
    memory.branch_conditions = [*(("", span) for span in reading.carried),
                                *((c.kind, reading.span_of(c)) for c in reading.conditions)]
    return reading.drafts


def _go_on(reading: Reading, pieces: list[Piece]) -> None:
    """Let a branch without an operator or subject go on under the operator before the ；."""
    text = reading.row.text
    last = next(reversed(reading.memory.sentence_drafts), None)
    first = pieces[0].of(text) if pieces else "的"
    kind = clause_kind(first)
    blocked = (reading.penal or actor_at_start(first) or kind.startswith(("condition", "exception"))
               or is_renvoi(pieces[-1].of(text)) or any(_governing(reading, p) for p in pieces))
    if last is not None and last.kind.startswith(GOES_ON) and not blocked:
        reading.active, reading.bearer = last, last.bearer
        reading.carried = [span for _, span in reading.memory.branch_conditions]


def _governed(reading: Reading, pieces: list[Piece]) -> int:
    """Return the index of the first clause to whose norm the clauses before it belong, or -1."""
    for index, piece in enumerate(pieces):
        clause, operators = piece.of(reading.row.text), _governing(reading, piece)
        if operators and not subject_before(reading.row.text[piece.start : operators[0].start]):
            return index
        condition = not operators and clause_kind(clause).startswith("condition")
        if is_renvoi(clause) or (index and condition):
            return index
    return -1


def _clause(reading: Reading, piece: Piece, *, last: bool, governed: bool) -> None:
    clause = piece.of(reading.row.text)
    if lead_length(clause) == len(clause):
        return
    kind, operators = clause_kind(clause), _governing(reading, piece)
    idle = last and reading.active is None and not reading.penal
    if kind.startswith("exception"):
        _exception(reading, piece, kind)
    elif operators:
        _operators(reading, piece, operators)
    elif sanctions.refers_on(clause):
        sanctions.add_renvoi(reading, piece)
    elif kind.startswith("condition") and not idle:
        _condition(reading, piece, kind)
    elif sanctions.is_penalty(reading, clause):
        _penalty(reading, piece)
    elif reading.active is not None:
        _continue(reading, piece, kind)
    elif governed or not _declare(reading, piece):
        _topic(reading, piece, kind)


def _governing(reading: Reading, piece: Piece) -> list[Mark]:
    clause = piece.of(reading.row.text)
    found: list[Mark] = []
    for mark in reading.operators:
        if piece.start <= mark.start < piece.end:
            place = mark.start - piece.start
            if _counts(reading, clause[:place], mark) and governs(clause, place, mark, first=not found):
                found.append(mark)
    return found


def _counts(reading: Reading, before: str, mark: Mark) -> bool:
    """A weak operator, and 禁止, counts only where the main verb stands."""
    weak = mark.rule.startswith(WEAK)
    if not weak and mark.rule not in INITIAL:
        return True
    active = reading.active is not None and not reading.active.kind.startswith(WEAK)
    if active and weak and not before.strip("并"):
        return False
    rest = before[lead_length(before):]
    return rest in ("", "国家", "依法", "国家依法") or actor_at_start(rest) == len(rest)


def _exception(reading: Reading, piece: Piece, kind: str) -> None:
    span = reading.cut(piece.start + lead_length(piece.of(reading.row.text)), piece.end)
    drafts = reading.drafts or reading.memory.sentence_drafts
    if kind.endswith("leading") or not drafts:
        reading.exceptions.append(span)
        return
    for draft in drafts:
        draft.exceptions.append(span)


def _condition(reading: Reading, piece: Piece, kind: str) -> None:
    start = piece.start + lead_length(piece.of(reading.row.text))
    body = reading.row.text[start : piece.end]
    if reading.penal and not reading.conditions and not reading.carried:
        _carry(reading, stacked=kind == "condition:aggravation" and not body.startswith("构成"))
    length, genitive = actor_at_start(body), genitive_at_start(body)
    bearer = None
    if length:
        bearer = reading.bearer_at(start, start + length, "explicit")
    elif genitive:
        bearer = reading.bearer_at(start, start + genitive, "condition_genitive")
    reading.conditions += reading.topics
    reading.topics = []
    reading.conditions.append(Condition(kind, reading.take_held(start), piece.end, bearer))


def _carry(reading: Reading, *, stacked: bool) -> None:
    """Let a violation, and under an aggravation all of the branch before, go on."""
    memory = reading.memory
    plain = memory.plain_conditions() if stacked else []
    reading.carried = plain or list(memory.violations)


def _topic(reading: Reading, piece: Piece, kind: str) -> None:
    """Read a clause that only prepares what follows: subject, adverbial or activity."""
    clause = piece.of(reading.row.text)
    if kind == "purpose":
        return
    length = actor_at_start(clause)
    bearer = reading.bearer_at(piece.start, piece.start + length, "explicit") if length else None
    found = subject_before(clause)
    if kind == "adverbial" or (length and clause_kind(clause[length:]) == "adverbial"):
        reading.held = piece.start + length if reading.held < 0 else reading.held
    elif found and found[1] == len(clause):
        bearer = reading.bearer_at(piece.start + found[0], piece.end, "explicit")
    elif bearer or is_activity(clause):
        start = reading.take_held(piece.start)
        reading.conditions.append(Condition("condition:topic", start, piece.end, bearer))
        return
    else:
        reading.topics.append(Condition("condition:topic", piece.start, piece.end, None))
        return
    if bearer:
        reading.subject_open = True
        reading.remember(bearer)


def _operators(reading: Reading, piece: Piece, operators: list[Mark]) -> None:
    first = operators[0]
    bearer = subject_of(reading, Piece(piece.start, first.start), first)
    stops = [mark.start for mark in operators[1:]] + [piece.end]
    for mark, stop in zip(operators, stops, strict=True):
        _verb_phrases(reading, mark, Piece(mark.end, stop), bearer)
    reading.held = -1
    if first.rule.startswith("exemption"):
        _exempt(reading, piece)


def _exempt(reading: Reading, piece: Piece) -> None:
    """Let 但是…的，不需… be an exception to what stands before it as well."""
    start = reading.row.text.rfind("但是", 0, piece.start)
    for draft in reading.drafts:
        if start >= 0 and draft.action.end <= start:
            draft.exceptions.append(reading.cut(start, piece.end))


def _verb_phrases(reading: Reading, mark: Mark, piece: Piece, bearer: Bearer | None) -> None:
    trigger, group = reading.cut(mark.start, mark.end), f"{reading.row.eid}:{mark.start}"
    deadline, start = _deadline(reading, piece)
    start, bearer = agent_behind(reading, mark, Piece(start, piece.end), bearer)
    if deadline and start >= _end(reading, piece):
        empty = reading.cut(start, start)  # the limit stands alone; its verbs follow
        reading.active = Draft(mark.rule, trigger, bearer, empty, deadline=deadline, group=group)
        return
    for phrase in phrases(reading.row.text, start, piece.end):
        own = None if phrase.joined and reading.active else deadline
        action = reading.cut(phrase.start, phrase.end)
        reading.add(Draft(mark.rule, trigger, bearer, action, deadline=own, group=group))


def _deadline(reading: Reading, piece: Piece) -> tuple[Deadline | None, int]:
    """Return the first time limit of a phrase, and where the phrase begins behind it."""
    for mark in reading.deadlines:
        if piece.start <= mark.start < piece.end:
            leads = mark.start == piece.start and mark.rule not in ("vague", "minimum_duration")
            deadline = read_deadline(reading.row.eid, reading.row.text, mark)
            return deadline, mark.end if leads else piece.start
    return None, piece.start


def _continue(reading: Reading, piece: Piece, kind: str) -> None:
    """Read a clause that goes on under the operator before it: more of its phrase, or a new one."""
    clause, active = piece.of(reading.row.text), reading.active
    if active is None:
        return
    listed = active.kind.startswith("prohibition") and LIST_END.search(clause) is not None
    if listed and _merge(reading, active, piece):
        return
    unfinished = active.action.end < piece.start and _is_open(active)
    if (reading.held < 0 and extends(clause)) or unfinished:
        active.action = reading.cut(active.action.start, _end(reading, piece))
    elif kind in ("adverbial", "purpose"):
        reading.held = reading.take_held(piece.start + lead_length(clause))
    else:
        _new_phrases(reading, active, piece)


def _new_phrases(reading: Reading, active: Draft, piece: Piece) -> None:
    text = reading.row.text
    lead = lead_length(piece.of(text))
    start = reading.take_held(piece.start + lead)
    joined = "并" in text[piece.start : piece.start + lead] or "并" in text[max(0, start - 2) : start]
    for phrase in phrases(text, start, piece.end):
        deadline, begin = _deadline(reading, Piece(phrase.start, phrase.end))
        shared = active.deadline if not (joined or phrase.joined) else None
        if deadline is None and shared is not None and shared.kind == "within":
            deadline = shared
        action = reading.cut(begin, phrase.end)
        reading.add(Draft(active.kind, active.trigger, active.bearer, action, deadline=deadline,
                          group=active.group))


def _merge(reading: Reading, active: Draft, piece: Piece) -> bool:
    """Join clauses that 等…的内容 shows to be one object of one prohibition."""
    group = [draft for draft in reading.drafts if draft.group == active.group]
    if not group or any("等" in draft.action.surface for draft in group):
        return False
    first = group[0]
    first.action = reading.cut(first.action.start, _end(reading, piece))
    reading.drafts = [draft for draft in reading.drafts if draft is first or draft not in group]
    reading.active = first
    return True


def _is_open(draft: Draft) -> bool:
    """Tell whether a phrase is only the manner of the next: 根据…特征，利用…实施…."""
    action = draft.action.surface
    kind = clause_kind(action)
    return kind == "adverbial" or (kind == "condition:event" and action.startswith("在"))


def _end(reading: Reading, piece: Piece) -> int:
    return piece.start + len(piece.of(reading.row.text).rstrip(TAIL))


def _penalty(reading: Reading, piece: Piece) -> None:
    start, named = sanctions.find_official(reading, piece)
    start = reading.take_held(start)
    rest = reading.row.text[start : piece.end]
    if sanctions.waits(reading, start, piece.end):
        reading.held = start if start < piece.end else -1
    elif reading.active is not None and extends(rest):
        _continue(reading, piece, "")
    else:
        sanctions.add_sanctions(reading, start, piece, named=named)


def _declare(reading: Reading, piece: Piece) -> bool:
    """Read 网信部门建立…制度 and 由…负责: a duty or competence without an operator."""
    clause = piece.of(reading.row.text)
    by = AGENT.search(clause)
    lead = by.end() if by and actor_at_start(clause[by.end():]) else lead_length(clause)
    length = actor_at_start(clause[lead:])
    rest = clause[lead + length :]
    if not names_duty(rest) or clause_kind(rest) == "adverbial":
        return False
    begin, bearer = piece.start + lead, reading.bearer
    if length:
        bearer = reading.bearer_at(begin, begin + length, "explicit")
    elif not reading.subject_open or bearer is None:
        return False
    reading.remember(bearer)
    start = reading.take_held(begin + length)
    reading.subject_open = False
    for phrase in phrases(reading.row.text, start, piece.end):
        action = reading.cut(phrase.start, phrase.end)
        reading.add(Draft("declaration:duty", None, bearer, action,
                          group=f"{reading.row.eid}:{piece.start}"))
    return True
