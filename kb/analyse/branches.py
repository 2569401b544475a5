"""Reading one branch of a sentence: its clauses in turn, each given a part in a norm.

Order of questions for a clause: exception, governing operator, renvoi, condition, penalty,
continuation of the operator before, declarative duty, topic. Conditions stay for all operators of the
branch; those that name a violation stay for the whole paragraph.
"""

import re
from dataclasses import replace

from kb.analyse import sanctions
from kb.analyse.actors import actor_at_start, genitive_at_start, subject_before
from kb.analyse.clause_kinds import LIST_END, clause_kind, is_activity, is_object, is_renvoi, names_duty
from kb.analyse.drafts import Draft
from kb.analyse.marks import Mark, Row
from kb.analyse.operators import INITIAL, WEAK, governs
from kb.analyse.phrases import extends, is_directed, lead_length, phrases
from kb.analyse.reading import Condition, Memory, Reading, inherited
from kb.analyse.sentences import Piece, clauses
from kb.analyse.subjects import agent_behind, subject_of
from kb.analyse.timing import read_deadline
from kb.model.analysis import Bearer, Deadline

EXPLAINS = re.compile(r"^[^，]{2,8}?包括(?:但不限于)?(?!在|下列|以下)")
OWNED = re.compile(r"^(?!能够|证明|发现)[^，的]{2,8}的[^，的]{2,20}(?:属于|存在|发生|具有|涉及|包含)")
OR_VERB = re.compile(r"^或者(?:提供|实施|开展|从事|协助|帮助|发布|传播|制作|使用|使)")
GOES_ON = ("obligation", "prohibition")
INQUIRY = re.compile(r"(?:检查|调查|核查|抽查|评估)$")
SCOPE = re.compile(r"^(?:不|也)?适用")
ADDED = re.compile(r"，(?:并)?[还也]")
BRACKET = re.compile(r"（(?:以下|下称)[^（）]*）$")
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
        _resume(reading, pieces)
    led = _led(reading, pieces) if under is not None else 0
    for index, piece in enumerate(pieces):
        if index < led:
            _condition(reading, piece, "condition:state")
            continue
        _clause(reading, piece, last=index == len(pieces) - 1, governed=index < _governed(reading, pieces))
    memory.branch_conditions = [*(("", span) for span in reading.carried),
                                *((c.kind, span) for c in reading.conditions
                                  if (span := reading.span_of(c)).surface)]
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


def _resume(reading: Reading, pieces: list[Piece]) -> None:
    """Let 涉及…的，依法承担… go on under the operator of the sentence before."""
    last = next(reversed(reading.memory.before_drafts), None)
    words = [piece.of(reading.row.text) for piece in pieces]
    kinds = [clause_kind(clause) for clause in words]
    main = next((index for index, kind in enumerate(kinds) if kind != "condition:state"), 0)
    if (last is None or not main or not last.kind.startswith("obligation") or reading.penal
            or reading.active is not None or reading.memory.sentence_drafts):
        return
    blocked = (actor_at_start(words[0]) or is_renvoi(words[main])
               or kinds[main] or any(_governing(reading, piece) for piece in pieces))
    if not blocked and names_duty(words[main]):
        bearer = inherited(last.bearer, "previous_sentence") if last.bearer else None
        reading.active = replace(last, bearer=bearer, deadline=None)


def _led(reading: Reading, pieces: list[Piece]) -> int:
    """Return how many clauses at the start only prepare a condition that goes on with 但 or 且."""
    for index, piece in enumerate(pieces):
        clause = piece.of(reading.row.text)
        if _governing(reading, piece):
            return 0
        if clause_kind(clause) == "condition:state":
            return index if clause.startswith(("但", "且", "并且", "而且")) else 0
    return 0


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
        _bear_scope(reading, clause)
    elif kind.startswith("condition") and not idle:
        _condition(reading, piece, kind)
    elif sanctions.is_penalty(reading, clause):
        _penalty(reading, piece)
    elif reading.active is not None:
        _continue(reading, piece, kind)
    elif governed or not _declare(reading, piece):
        _topic(reading, piece, kind)
    elif INQUIRY.search(clause) and not last:
        reading.conditions.append(Condition("condition:topic", piece.start, piece.end, None))


def _bear_scope(reading: Reading, clause: str) -> None:
    """Let the subject of its condition, or of the branch, bear 适用本法 and 不适用本法."""
    draft = reading.drafts[-1] if reading.drafts else None
    if draft is None or draft.kind != "declaration:renvoi" or not SCOPE.match(clause):
        return
    reading.bearer = reading.bearer or next((c.bearer for c in reading.conditions if c.bearer), None)
    draft.bearer = reading.bearer
    draft.conditions = [*reading.carried, *reading.condition_spans()]


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
    if ADDED.match(reading.row.text, piece.end):
        return  # 除…外，还应当: more is asked, nothing is excepted
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
    if body.startswith("对违反"):
        start, body = start + 1, body[1:]
    if reading.penal and not reading.conditions and not reading.carried:
        _carry(reading, stacked=kind == "condition:aggravation" and not body.startswith("构成"))
    length, genitive = actor_at_start(body), genitive_at_start(body)
    bearer = None
    if length:
        owner = OWNED.match(body[length:]) is not None
        bearer = reading.bearer_at(start, start + length, "condition_genitive" if owner else "explicit")
    elif genitive:
        bearer = reading.bearer_at(start, start + genitive, "condition_genitive")
    active = reading.active
    if length and bearer and active and active.bearer and active.bearer.source == "list_head" \
            and active.bearer.span.surface == bearer.span.surface:
        reading.active = replace(active, bearer=bearer)
        start = bearer.span.end
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
    elif is_object(clause[length:]):
        pass  # what the action is done to
    elif bearer or is_activity(clause):
        start = reading.take_held(piece.start)
        end = piece.start + len(BRACKET.sub("", clause))
        reading.conditions.append(Condition("condition:topic", start, end, bearer))
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
    occasion = reading.row.text[start : piece.end]
    if occasion.startswith("在") and clause_kind(occasion) == "condition:event":
        reading.conditions.append(Condition("condition:event", start, piece.end, None))
        empty = reading.cut(start, start)  # the occasion stands alone; its verbs follow
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
    if EXPLAINS.match(clause):
        return  # 报告内容包括…: says more of the object
    if active.kind.startswith("prohibition") and OR_VERB.match(clause):
        piece = Piece(piece.start + len("或者"), piece.end)
        _new_phrases(reading, active, piece)
        return
    listed = active.kind.startswith("prohibition") and LIST_END.search(clause) is not None
    if listed and _merge(reading, active, piece):
        return
    directed = clause.startswith("并") and "其" in clause and is_directed(active.action.surface)
    unfinished = active.action.end < piece.start and _is_open(active)
    if (reading.held < 0 and extends(clause)) or unfinished or directed:
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
    parts = draft.action.surface.split("，")
    kinds = [clause_kind(part) for part in parts]
    return all(kind == "adverbial" or (kind == "condition:event" and part.startswith("在"))
               for part, kind in zip(parts, kinds, strict=True))


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
