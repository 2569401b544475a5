"""The state of reading one branch of a sentence, and what it carries from branch to branch."""

import re
from dataclasses import dataclass, field
from typing import Final

from kb.analyse.actors import role_of
from kb.analyse.clause_kinds import is_penal
from kb.analyse.drafts import Draft
from kb.analyse.marks import Mark, Row
from kb.model.analysis import Bearer
from kb.model.span import Span, cut

SHORT_FORM: Final = re.compile(r"（(?:以下|下称)[^（）]*）")


@dataclass(slots=True)
class Memory:
    """What the reading of one article carries on.

    ``sentence``, ``before`` and ``article`` are the last bearers of this sentence, of the sentences
    before it in the paragraph, and of the paragraphs before that.
    """

    sentence: Bearer | None = None
    before: Bearer | None = None
    article: Bearer | None = None
    violations: list[Span] = field(default_factory=list)
    branch_conditions: list[tuple[str, Span]] = field(default_factory=list)
    sentence_drafts: list[Draft] = field(default_factory=list)
    before_drafts: list[Draft] = field(default_factory=list)  # of the sentence before

    def lasting_conditions(self) -> list[Span]:
        """Return the violations, or all of the branch before but its aggravations."""
        return list(self.violations) or self.plain_conditions()

    def plain_conditions(self) -> list[Span]:
        """Return the conditions of the branch before without its aggravations."""
        return [span for kind, span in self.branch_conditions if kind != "condition:aggravation"]


@dataclass(slots=True)
class Condition:
    """A condition and its possible subject, which is left out of the span where it bears the norm."""

    kind: str
    start: int
    end: int
    bearer: Bearer | None


class Reading:
    """One branch being read. ``held`` is where an adverbial began that waits for its verb, or -1."""

    def __init__(self, row: Row, marks: dict[str, tuple[Mark, ...]], memory: Memory) -> None:
        self.row, self.memory = row, memory
        self.operators, self.deadlines = marks.get("operators", ()), marks.get("deadlines", ())
        self.penal = is_penal(row.text)
        self.conditions: list[Condition] = []
        self.topics: list[Condition] = []  # clauses that become conditions if one follows them
        self.carried: list[Span] = []
        self.exceptions: list[Span] = []
        self.drafts: list[Draft] = []
        self.active: Draft | None = None
        self.bearer: Bearer | None = None
        self.held = -1
        self.subject_open = False  # a subject and its adverbial wait for their verb

    def cut(self, start: int, end: int) -> Span:
        """Return a slice of the row."""
        return cut(self.row.eid, self.row.text, start, end)

    def bearer_at(self, start: int, end: int, source: str) -> Bearer:
        """Return a slice of the row as bearer."""
        span = self.cut(start, end)
        return Bearer(span, source, role_of(span.surface))

    def remember(self, bearer: Bearer) -> None:
        """Make a bearer the one of this branch and sentence."""
        self.bearer = self.memory.sentence = bearer

    def take_held(self, start: int) -> int:
        """Return where a waiting adverbial began, or ``start``; it waits no longer."""
        held, self.held = self.held, -1
        return held if held >= 0 else start

    def add(self, draft: Draft) -> None:
        """Take up a norm under the conditions and exceptions read so far."""
        if not draft.action.surface:
            return
        if not self.conditions and not self.carried and draft.kind == "penalty":
            self.carried = self.memory.lasting_conditions()
        draft.conditions = [*self.carried, *self.condition_spans()]
        draft.exceptions = list(self.exceptions)
        self.active = draft
        self.drafts.append(draft)

    def condition_spans(self) -> list[Span]:
        """Return the conditions read so far; of one that is all subject nothing is left to tell."""
        return [span for condition in self.conditions if (span := self.span_of(condition)).surface]

    def span_of(self, condition: Condition) -> Span:
        """Leave the subject out where it bears the norm, and for a violation always."""
        bearer, start = condition.bearer, condition.start
        if bearer is not None and bearer.source == "explicit":
            used = any(d.bearer is not None and d.bearer.span == bearer.span for d in self.drafts)
            current = self.bearer is not None and self.bearer.span == bearer.span
            if used or current or condition.kind == "condition:violation":
                start = bearer.span.end
                short = SHORT_FORM.match(self.row.text, start)
                start = short.end() if short else start
        if start >= condition.end and condition.kind == "condition:violation":
            start = condition.start  # 违反…规定的单位: the subject alone tells what is punished
        return self.cut(min(start, condition.end), condition.end)


def inherited(bearer: Bearer, source: str) -> Bearer:
    """Return a bearer found elsewhere."""
    return Bearer(bearer.span, source, bearer.role)
