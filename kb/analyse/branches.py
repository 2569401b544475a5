"""Reading one branch of a sentence: its clauses in turn, each given a part in a norm.

Order of questions for a clause: exception, governing operator, renvoi, condition, penalty, continuation of
the operator before, declarative duty, topic. Conditions stay for all operators of the branch; those
that name a violation stay for the whole paragraph (nlp scheme: penalty branches).
"""

import re
from dataclasses import dataclass, field
from typing import Final

from kb.analyse.actors import actor_at_start, genitive_at_start, is_authority, is_passive, role_of, subject_before
from kb.analyse.drafts import SANCTIONS, Draft
from kb.analyse.lexicon import any_of, patterns
from kb.analyse.marks import Mark, Row
from kb.analyse.operators import INITIAL, WEAK, governs
from kb.analyse.phrases import extends, lead_length, phrases
from kb.analyse.sentences import Piece, clauses
from kb.analyse.timing import read_deadline
from kb.model.analysis import Bearer, Deadline
from kb.model.span import Span, cut

CLAIMS: Final = re.compile(r"(?:请求|要求|申请|投诉|举报|起诉|提起|拒绝|撤回|查阅|复制|向|依法|提出)")
PENAL_ROW: Final = re.compile(r"责令|罚款|处分|处罚|追究|警告|吊销|没收|撤销备案|注销|予以处理|民事责任|刑事责任|记入信用|失信")
RENVOI: Final = re.compile(r"^(?:(?:从|依照|按照|适用|依)其(?:有关|相关)?规定(?:执行|办理)?|(?:也|不|同样)?(?:适用|参照适用|参照|比照)(?:本|《|前|第|国家|有关)[^，。；]*|参照[^，。；]+(?:执行|适用)|视为[^，。；]+)$")
OWN_COURT: Final = re.compile(r"刑事责任|治安管理处罚|民事责任|民事诉讼")
LIST_END: Final = re.compile(r"等[^，。；、]*(?:内容|信息|活动|行为|情形)$")
_BY: Final = re.compile(r"^(?:可以|应当)?由")


@dataclass(slots=True)
class Memory:
    """What an article's reading carries from clause to clause."""

    sentence: Bearer | None = None
    before: Bearer | None = None
    article: Bearer | None = None
    violations: list[Span] = field(default_factory=list)
    branch_conditions: list[tuple[str, Span]] = field(default_factory=list)
    sentence_drafts: list[Draft] = field(default_factory=list)


@dataclass(slots=True)
class Condition:
    """A condition with what may be its subject: ``bearer`` is left out of the span when used."""

    kind: str
    start: int
    end: int
    bearer: Bearer | None


class BranchReader:
    """Reads the clauses of one branch into drafts."""

    def __init__(self, row: Row, marks: dict[str, tuple[Mark, ...]], memory: Memory) -> None:
        self.row, self.memory = row, memory
        self.operators, self.deadlines = marks.get("operators", ()), marks.get("deadlines", ())
        self.penal_row = PENAL_ROW.search(row.text) is not None
        self.conditions: list[Condition] = []
        self.exceptions: list[Span] = []
        self.drafts: list[Draft] = []
        self.active: Draft | None = None
        self.bearer: Bearer | None = None
        self.held = -1  # where an adverbial clause waiting for its verb began
        self.carried: list[Span] = []
        self.topics: list[Condition] = []  # clauses that become conditions if one follows them
        self.subject_open = False  # a subject and its adverbial await their verb

    def read(self, branch: Piece) -> list[Draft]:
        """Return the norms of one branch and update the memory."""
        pieces = list(clauses(self.row.text, branch))
        if branch.of(self.row.text).endswith("除外") and not any(map(self._governing, pieces)):
            pieces = [branch]
        self._go_on(pieces)
        for index, piece in enumerate(pieces):
            self._clause(piece, last=index == len(pieces) - 1, governed=index < self._last_governed(pieces))
        spans = [("", span) for span in self.carried]
        self.memory.branch_conditions = spans + [(c.kind, self._span_of(c)) for c in self.conditions]
        return self.drafts

    # -- one clause -------------------------------------------------------------------------
    def _go_on(self, pieces: list[Piece]) -> None:
        """Let a branch without an operator or subject go on under the operator before the ；."""
        last = next(reversed(self.memory.sentence_drafts), None)
        text = pieces[0].of(self.row.text) if pieces else ""
        if (last is None or not last.kind.startswith(("obligation", "prohibition")) or self.penal_row
                or any(map(self._governing, pieces)) or actor_at_start(text) or text.endswith(("的", "除外"))
                or clause_kind(text).startswith(("condition", "exception")) or RENVOI.match(pieces[-1].of(self.row.text))):
            return
        self.active, self.bearer = last, last.bearer
        self.carried = [span for _, span in self.memory.branch_conditions]

    def _last_governed(self, pieces: list[Piece]) -> int:
        """Return the index of the first clause that an operator without a subject of its own governs."""
        for index, piece in enumerate(pieces):
            operators = self._governing(piece)
            if operators and not subject_before(self.row.text[piece.start : operators[0].start]):
                return index
            clause = piece.of(self.row.text)
            if RENVOI.match(clause) or (index and not operators and clause_kind(clause).startswith("condition")):
                return index
        return -1

    def _clause(self, piece: Piece, *, last: bool, governed: bool) -> None:
        clause = piece.of(self.row.text)
        if lead_length(clause) == len(clause):
            return
        kind = clause_kind(clause)
        operators = self._governing(piece)
        if kind.startswith("exception") and not operators:
            self._exception(piece, kind)
        elif operators:
            self._operators(piece, operators)
        elif RENVOI.match(clause[lead_length(clause):]) and not clause.endswith("的"):
            self._renvoi(piece)
        elif kind.startswith("condition") and not (last and self.active is None and not self.penal_row):
            self._condition(piece, kind)
        elif self._is_penalty(clause):
            self._penalty(piece)
        elif self.active is not None:
            self._continue(piece, kind)
        elif governed or not self._declare(piece):
            self._topic(piece, kind)

    def _governing(self, piece: Piece) -> list[Mark]:
        clause, found = piece.of(self.row.text), []
        for mark in self.operators:
            if piece.start <= mark.start < piece.end:
                place = mark.start - piece.start
                if self._counts(clause, place, mark) and governs(clause, place, mark, not found):
                    found.append(mark)
        return found

    def _counts(self, clause: str, place: int, mark: Mark) -> bool:
        """A weak operator, and 禁止, counts only where the main verb stands."""
        if not mark.rule.startswith(WEAK) and mark.rule not in INITIAL:
            return True
        active = self.active is not None and not self.active.kind.startswith(WEAK)
        if active and mark.rule.startswith(WEAK) and not clause[:place].strip("并"):
            return False
        before = clause[:place]
        lead = lead_length(before)
        rest = before[lead:]
        return not rest or rest in ("国家", "依法", "国家依法") or actor_at_start(rest) == len(rest)

    # -- exceptions, conditions, topics -----------------------------------------------------
    def _exception(self, piece: Piece, kind: str) -> None:
        span = self._cut(piece.start + lead_length(piece.of(self.row.text)), piece.end)
        if kind.endswith("leading") or not (self.drafts or self.memory.sentence_drafts):
            self.exceptions.append(span)
            return
        for draft in self.drafts or self.memory.sentence_drafts:
            draft.exceptions.append(span)

    def _condition(self, piece: Piece, kind: str) -> None:
        clause = piece.of(self.row.text)
        start = piece.start + lead_length(clause)
        body = self.row.text[start : piece.end]
        if not self.conditions and not self.carried:
            self._carry(kind, body)
        length, bearer = actor_at_start(body), None
        if length:
            bearer = self._bearer(start, start + length, "explicit")
        elif genitive_at_start(body):
            bearer = self._bearer(start, start + genitive_at_start(body), "condition_genitive")
        begin = self.held if self.held >= 0 else start
        self.held = -1
        self.conditions += self.topics
        self.topics = []
        self.conditions.append(Condition(kind, begin, piece.end, bearer))

    def _carry(self, kind: str, body: str) -> None:
        """Let a violation, and under an aggravation all of the branch before, go on."""
        if kind == "condition:aggravation" and self.penal_row and not body.startswith("构成"):
            kept = [span for old, span in self.memory.branch_conditions
                    if old != "condition:aggravation"]
            self.carried = kept or list(self.memory.violations)
        elif self.penal_row:
            self.carried = list(self.memory.violations)

    def _topic(self, piece: Piece, kind: str) -> None:
        clause = piece.of(self.row.text)
        if kind == "purpose":
            return
        length = actor_at_start(clause)
        bearer = self._bearer(piece.start, piece.start + length, "explicit") if length else None
        if kind == "adverbial" or length and clause_kind(clause[length:]) == "adverbial":
            self.held = piece.start + length if self.held < 0 else self.held
            self.subject_open = bearer is not None or self.subject_open
            if bearer:
                self._remember(bearer)
            return
        found = subject_before(clause)
        if found and found[1] == len(clause):
            self._remember(self._bearer(piece.start + found[0], piece.end, "explicit"))
            self.subject_open = True
            return
        if bearer or self._is_activity(clause):
            begin, self.held = (self.held if self.held >= 0 else piece.start), -1
            self.conditions.append(Condition("condition:topic", begin, piece.end, bearer))
        else:
            self.topics.append(Condition("condition:topic", piece.start, piece.end, None))

    # -- operators --------------------------------------------------------------------------
    def _operators(self, piece: Piece, operators: list[Mark]) -> None:
        first = operators[0]
        before = Piece(piece.start, first.start)
        bearer = self._subject(before, first)
        stops = [mark.start for mark in operators[1:]] + [piece.end]
        for mark, stop in zip(operators, stops, strict=True):
            self._verb_phrases(mark, mark.end, stop, bearer)
        self.held = -1
        self._exempt(piece, first)

    def _exempt(self, piece: Piece, mark: Mark) -> None:
        """Let 但是…的，不需… be an exception to what stands before it as well."""
        if not mark.rule.startswith("exemption"):
            return
        start = self.row.text.rfind("但是", 0, piece.start)
        for draft in self.drafts:
            if start >= 0 and draft.action.end <= start:
                draft.exceptions.append(self._cut(start, piece.end))

    def _subject(self, before: Piece, mark: Mark) -> Bearer | None:
        text = before.of(self.row.text)
        found = subject_before(text)
        if found:
            bearer = self._bearer(before.start + found[0], before.start + found[1], "explicit")
            self._middle(before.start + found[1], before.end)
            self._remember(bearer)
            return bearer
        lead = lead_length(text)
        genitive = genitive_at_start(text[lead:])
        if genitive:
            start = before.start + lead
            return self._bearer(start, start + genitive, "condition_genitive")
        if mark.rule in INITIAL and not text[lead:]:
            return None
        if text[lead:] and self._is_activity(text[lead:]):
            self.conditions.append(Condition("condition:topic", before.start + lead, before.end, None))
        return self._inherit(mark, topic=bool(text[lead:].strip("均也还都")))

    def _middle(self, start: int, end: int) -> None:
        """Keep what stands between subject and operator where it is a condition of time."""
        text = self.row.text[start:end]
        if clause_kind(text).startswith(("condition:event", "condition:cause")):
            self.conditions.append(Condition("condition:event", start, end, None))

    def _is_activity(self, text: str) -> bool:
        return len(text) > 4 and re.match(r"(?:处理|收集|提供|利用|使用|开展|从事|向|通过|在|发布|应用|制定|采集|存储|公开|转让|对)", text) is not None

    def _inherit(self, mark: Mark, *, topic: bool) -> Bearer | None:
        """Climb the ladder: this branch, its condition, the sentence, the one before, the article."""
        if self.bearer is not None:
            return _as(self.bearer, "same_sentence")
        behind = self.row.text[mark.end : mark.end + 4]
        own = next((c.bearer for c in self.conditions if c.bearer is not None), None)
        others = (self.memory.sentence, self.memory.before, self.memory.article)
        if self.penal_row and self.row.text[mark.end :].startswith(SANCTIONS):
            own = own if own and is_authority(own.span.surface) else None
            others = (self.memory.sentence, self.memory.before, None)
            if not any(b and is_authority(b.span.surface) for b in others):
                return None
        if own is not None:
            if is_passive(own.span.surface) and not CLAIMS.match(behind):
                active = next((b for b in others if b and not is_passive(b.span.surface)), None)
                own = _as(active, self._source(active)) if active else own
            self._remember(own)
            return own
        if topic and not self.conditions:
            others = (self.memory.sentence, self.memory.before, None)
        found = next((b for b in others if b is not None), None)
        return _as(found, self._source(found)) if found else None

    def _source(self, bearer: Bearer) -> str:
        if bearer is self.memory.sentence:
            return "same_sentence"
        same = bearer is self.memory.before or bearer.span.eid == self.row.eid
        return "previous_sentence" if same else "previous_paragraph"

    def _verb_phrases(self, mark: Mark, start: int, stop: int, bearer: Bearer | None) -> None:
        trigger = self._cut(mark.start, mark.end)
        deadline, start = self._deadline(start, stop)
        group = f"{self.row.eid}:{mark.start}"
        start, bearer = self._agent(mark, start, stop, bearer)
        if deadline and start >= self._end(Piece(start, stop)):
            self.active = Draft(mark.rule, trigger, bearer, self._cut(start, start), deadline=deadline, group=group)
            return
        for phrase in phrases(self.row.text, start, stop):
            own = None if phrase.joined and self.active else deadline
            draft = Draft(mark.rule, trigger, bearer, self._cut(phrase.start, phrase.end), group=group)
            draft.deadline = own
            self._add(draft)

    def _agent(self, trigger: Mark, start: int, stop: int,
               bearer: Bearer | None) -> tuple[int, Bearer | None]:
        """Read 应当由X… and 鼓励X…: the one named behind the operator bears the norm."""
        begin = start + 1 if self.row.text[start : start + 1] == "由" else start
        if begin == start and (bearer or not trigger.rule.startswith((*WEAK, "prohibition:禁止"))):
            return start, bearer
        length = actor_at_start(self.row.text[begin:stop])
        if not length or begin + length >= stop:
            return start, bearer
        return begin + length, self._bearer(begin, begin + length, "explicit")

    def _deadline(self, start: int, stop: int) -> tuple[Deadline | None, int]:
        """Return the first time limit of a phrase, and where the phrase begins behind it."""
        for mark in self.deadlines:
            if start <= mark.start < stop:
                deadline = read_deadline(self.row.eid, self.row.text, mark)
                leads = mark.start == start and mark.rule != "vague"
                return deadline, mark.end if leads else start
        return None, start

    # -- continuations ----------------------------------------------------------------------
    def _continue(self, piece: Piece, kind: str) -> None:
        clause, active = piece.of(self.row.text), self.active
        if active is None:
            return
        if self.held < 0 and extends(clause) or (active.action.end < piece.start and self._open(active)):
            active.action = self._cut(active.action.start, self._end(piece))
            return
        if kind in ("adverbial", "purpose"):
            self.held = piece.start + lead_length(clause) if self.held < 0 else self.held
            return
        if active.kind.startswith("prohibition") and LIST_END.search(clause) and self._merge(piece):
            return
        start, joined = self._begin(piece)
        for phrase in phrases(self.row.text, start, piece.end):
            deadline, begin = self._deadline(phrase.start, phrase.end)
            draft = Draft(active.kind, active.trigger, active.bearer,
                          self._cut(begin, phrase.end), group=active.group)
            shared = active.deadline if not (joined or phrase.joined) and deadline is None else None
            draft.deadline = deadline or (shared if shared and shared.kind == "within" else None)
            self._add(draft)

    def _merge(self, piece: Piece) -> bool:
        """Join clauses that 等…的内容 shows to be one object of one prohibition."""
        group = [d for d in self.drafts if self.active and d.group == self.active.group]
        if not group or any("等" in draft.action.surface for draft in group):
            return False
        first = group[0]
        first.action = self._cut(first.action.start, self._end(piece))
        self.drafts = [draft for draft in self.drafts if draft is first or draft not in group]
        self.active = first
        return True

    def _open(self, draft: Draft) -> bool:
        """Tell whether a phrase is only the manner of the next: 根据…特征，利用…实施…."""
        action = draft.action.surface
        kind = clause_kind(action)
        return kind == "adverbial" or kind == "condition:event" and action.startswith("在")

    def _begin(self, piece: Piece) -> tuple[int, bool]:
        clause = piece.of(self.row.text)
        lead = lead_length(clause)
        joined = "并" in clause[:lead]
        if self.held >= 0:
            held, self.held = self.held, -1
            before = self.row.text[max(0, held - 2) : held]
            return held, "并" in before
        return piece.start + lead, joined

    def _end(self, piece: Piece) -> int:
        return piece.start + len(piece.of(self.row.text).rstrip(" \u3000：:；，、"))

    # -- penalties, declarations ------------------------------------------------------------
    def _is_penalty(self, clause: str) -> bool:
        if not self.penal_row or self.active is not None and self.active.kind != "penalty":
            return False
        known = self.conditions or self.memory.violations or self.carried \
            or any(d.kind == "penalty" for d in self.memory.sentence_drafts)
        return bool(known) and re.search(any_of("clauses", "sanction"), clause) is not None \
            or bool(known) and _BY.match(clause) is not None

    def _penalty(self, piece: Piece) -> None:
        start, clause = piece.start, piece.of(self.row.text)
        by = _BY.match(clause)
        if by:
            length = actor_at_start(clause[by.end():])
            if length:
                begin = piece.start + by.end()
                self._remember(self._bearer(begin, begin + length, "explicit"))
                start = begin + length
                own = re.match(r"(?:依据|依照|按照|根据|在)(?:各自)?(?:法定)?职(?:责|权)(?:范围内?)?|依法(?=$)", self.row.text[start : piece.end])
                start += own.end() if own else 0
        if self.held >= 0:
            start, self.held = self.held, -1
        if clause_kind(self.row.text[start : piece.end]) == "adverbial":
            self.held = start
            return
        if start < piece.end and self.active is not None and extends(self.row.text[start : piece.end]):
            self._continue(piece, "")
            return
        for phrase in _sanctions(self.row.text, start, piece.end):
            action = self._cut(*phrase)
            bearer = self._official() if not self.bearer else self.bearer
            if OWN_COURT.search(action.surface) and not by:
                bearer = None
            self._add(Draft("penalty", None, bearer, action, group=f"{self.row.eid}:{piece.start}"))

    def _official(self) -> Bearer | None:
        last = self.memory.sentence
        return _as(last, "same_sentence") if last and last.source != "condition" else None

    def _renvoi(self, piece: Piece) -> None:
        start = piece.start + lead_length(piece.of(self.row.text))
        penal = self.penal_row and bool(self.memory.violations or self.conditions) \
            and self.row.text[start] not in "适参比也不"
        violation = any(c.kind == "condition:violation" for c in self.conditions)
        kind = "penalty" if penal and (violation or self.memory.violations) else "declaration:renvoi"
        self.conditions += self.topics
        self.topics = []
        self._add(Draft(kind, None, None, self._cut(start, piece.end)))
        self.active = None

    def _declare(self, piece: Piece) -> bool:
        """Read 网信部门建立…制度 and 由…负责: a duty or competence without an operator."""
        clause = piece.of(self.row.text)
        by = _BY.match(clause)
        lead = by.end() if by else lead_length(clause)
        length = actor_at_start(clause[lead:])
        rest = clause[lead + length :]
        if not re.match(any_of("clauses", "duty_verb"), rest.lstrip("也还")) \
                or clause_kind(rest) == "adverbial":
            return False
        begin, bearer = piece.start + lead, self.bearer
        if length:
            bearer = self._bearer(begin, begin + length, "explicit")
        elif not self.subject_open or bearer is None:
            return False
        self._remember(bearer)
        group = f"{self.row.eid}:{piece.start}"
        begin = self.held if self.held >= 0 else begin + length
        self.held, self.subject_open = -1, False
        for phrase in phrases(self.row.text, begin, piece.end):
            self._add(Draft("declaration:duty", None, bearer, self._cut(phrase.start, phrase.end), group=group))
        return True

    # -- making drafts ----------------------------------------------------------------------
    def _add(self, draft: Draft) -> None:
        if not draft.action.surface:
            return
        if not self.conditions and not self.carried and draft.kind == "penalty":
            self.carried = list(self.memory.violations) or [
                span for old, span in self.memory.branch_conditions if old != "condition:aggravation"]
        draft.conditions = [*self.carried, *(self._span_of(c) for c in self.conditions)]
        draft.exceptions = list(self.exceptions)
        self.active = draft
        self.drafts.append(draft)

    def _span_of(self, condition: Condition) -> Span:
        """Leave the condition's subject out where it bears the norm, and for a violation always."""
        bearer, start = condition.bearer, condition.start
        if bearer is not None and bearer.source == "explicit":
            used = any(d.bearer is not None and d.bearer.span == bearer.span for d in self.drafts)
            current = self.bearer is not None and self.bearer.span == bearer.span
            if used or current or condition.kind == "condition:violation":
                start = bearer.span.end
        return self._cut(start, condition.end)

    def _remember(self, bearer: Bearer) -> None:
        self.bearer = self.memory.sentence = bearer

    def _bearer(self, start: int, end: int, source: str) -> Bearer:
        span = self._cut(start, end)
        return Bearer(span, source, role_of(span.surface))

    def _cut(self, start: int, end: int) -> Span:
        return cut(self.row.eid, self.row.text, start, end)


def clause_kind(clause: str) -> str:
    """Return what a clause without a governing operator is, or the empty string.

    >>> clause_kind("情节严重的"), clause_kind("按照国家有关规定")
    ('condition:aggravation', 'adverbial')
    """
    body = clause[lead_length(clause):] if not clause.startswith(("但", "同时")) else clause
    return next((p.id for p in patterns("clauses") if p.regex.search(body)), "")


def _as(bearer: Bearer, source: str) -> Bearer:
    return Bearer(bearer.span, source, bearer.role)


def _sanctions(text: str, start: int, end: int) -> list[tuple[int, int]]:
    lead = re.match(r"^(?:可以|可|并可以|并可|并|同时|应当)*", text[start:end])
    begin = start + (lead.end() if lead else 0)
    return [(p.start, p.end) for p in phrases(text, begin, end)]
