"""Norms of an English text: each branch of a sentence read into conditions, bearer, operator and phrases.

Reads: rows with their layer ``operators``. Returns drafts in text order. The conventions are those of the
Chinese grammar (one norm for each verb phrase; conduct lists give one for each item), so that the two can
be counted against each other.
"""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kb.analyse.drafts import Draft
from kb.analyse.english_clauses import branches, masked, read_clause, sentences
from kb.analyse.english_forms import Form, forms_of, passive_form
from kb.analyse.english_lists import Head, item_end, read_head
from kb.analyse.english_operators import governing, kind_of
from kb.analyse.english_phrases import passive_parts, phrases
from kb.analyse.english_sanctions import imposes, is_penal, is_violation
from kb.analyse.english_timing import find_deadlines, read_deadline
from kb.analyse.english_words import ACTOR, ADVERB, ADVERBIAL, BARE, LEAD, PARTICIPLE
from kb.analyse.marks import Mark, Row
from kb.analyse.sentences import Piece
from kb.model.analysis import Bearer, Deadline
from kb.model.identifiers import article_eid, parent_eid
from kb.model.provision import Kind
from kb.model.span import Span, cut

NOT_NORMS: Final = re.compile(
    r"^(?:These|This) \w+ (?:are|is) made in order\b|\b(?:come|comes|enter|enters) into (?:force|effect)\b"
    r"|\bresponsible\b.*? for the interpretation of\b"
    r"|^(?!Where|If|When)[^;,]{0,90}?(?:, as used in [^,]*,)? means? (?!that|of|to|by|for|such|or|and"
    r"|shall|other)|have the following meanings|\brefers? to (?:an?|the|activities)\b")
_NO_BEARER: Final = re.compile(
    r"(?i:they|it|he|she|these|this|those|that|which|who|what|there)\b"
    r"|(?i:where|if|when|while|after|before|upon|against|in|for|to|and|but|as|by|with)\b"
    r"|.*, (?:they|it|he|she|the same)$", re.DOTALL)
"""A pronoun, or words that still hold a clause: whom they mean is left open, never guessed."""
_NOMINAL: Final = re.compile(r"(?:The |the |Any )?(?:[\w-]+ (?:and|or) )?(?:\w+(?:ion|ing|ment)|use"
                             r"|activities|conduct) (?:of|and|or)\b",
                             re.IGNORECASE)
"""An activity as the subject: who carries it on is not said."""
_FINITE: Final = re.compile(rf" (?:is|are) (?:\w+ly )?{PARTICIPLE}")
_ACTOR_FIRST: Final = re.compile(rf"(?:\w+ )(?P<who>[^,]*?{ACTOR}(?: concerned| of the State)?)(?=,? )")
_PLURAL: Final = re.compile(r"s$|personnel$|concerned$| and ")
_PASSIVE: Final = re.compile(rf"[\s,]*(?:[\w ]+, )?(?:\w+ly |also |in accordance with law )*be (?:\w+ly"
                             rf" )*(?:{PARTICIPLE}|necessary|easy|clear)")
_TAIL: Final = re.compile(r"[\s,]*(?:\b(?:and|but|or|they|it))?[\s,:;]*$")
_EXCEPTION: Final = re.compile(
    r",? (?:except (?:where|as|that|when|for|in)\b|unless\b|with the exception of\b|other than"
    r" where\b)[^;]*")
_SAVED: Final = re.compile(r"\b(?:is|are) (?:excepted|not subject to this)\b")
_OPENING: Final = re.compile(rf"(?:,? ?(?:{ADVERB}\b,? |{ADVERBIAL}, ))*")
_LEADING_CASE: Final = re.compile(r"^,? ?(?:where|if|when|after|before|upon)\b[^,]*(?=, )")
_SUBJECT: Final = re.compile(rf",? (?:{ADVERB}|according to (?:their|its)[^,]*|in accordance with law)$|,"
                             rf" {ADVERBIAL}$")


@dataclass(slots=True)
class _Reader:
    drafts: list[Draft] = field(default_factory=list)
    heads: dict[str, Head] = field(default_factory=dict)
    article: str = ""
    violations: list[Span] = field(default_factory=list)
    listed: frozenset[str] = frozenset()


@dataclass(slots=True)
class Branch:
    """One branch being read: its row, masked text, main clause, and what was read before it."""

    row: Row
    shown: str
    main: Piece
    marks: tuple[Mark, ...]
    deadlines: tuple[Mark, ...]
    conditions: list[Span] = field(default_factory=list)
    violations: list[Span] = field(default_factory=list)
    head: Head | None = None
    last: Draft | None = None  # of the branch before, in the same sentence
    before: Draft | None = None  # of the sentence before
    bearer: Bearer | None = None  # last explicit bearer of the sentence
    penal: bool = False
    drafts: list[Draft] = field(default_factory=list)

    def cut(self, start: int, end: int) -> Span:
        """Return a slice of the row."""
        return cut(self.row.eid, self.row.text, start, max(start, end))


def read_norms(rows: Iterable[tuple[Row, tuple[Mark, ...]]]) -> tuple[Draft, ...]:
    """Return the norms of an English text in text order."""
    rows = tuple(rows)
    reader = _Reader(listed=frozenset(parent_eid(row.eid) for row, _ in rows if row.kind is Kind.ITEM))
    for row, marks in rows:
        if article_eid(row.eid) != reader.article:
            reader.article, reader.heads, reader.violations = article_eid(row.eid), {}, []
        if row.kind in (Kind.ITEM, Kind.SUBITEM):
            _read_item(reader, row, marks)
        else:
            _read_row(reader, row, marks)
    return tuple(reader.drafts)


def _read_row(reader: _Reader, row: Row, marks: tuple[Mark, ...]) -> None:
    drafts = _read_sentences(row, marks, None)
    if row.eid in reader.listed or row.text.rstrip().endswith(":"):
        conduct = read_head(row.text)
        if conduct and (head := _take_head(drafts)) is not None:
            reader.heads[row.eid] = Head(conduct, head)
    reader.drafts += drafts


def _take_head(drafts: list[Draft]) -> Draft | None:
    """Take out the phrase that introduces the list; what stands before it stays."""
    for index, draft in enumerate(drafts):
        if re.search(r"\bfollowing\b", draft.action.surface):
            shared = re.search(r"\baccording to the following\b", draft.action.surface)
            group = [number for number, one in enumerate(drafts) if one.group == draft.group]
            del drafts[group[0] if shared else index:]
            return draft
    return drafts.pop() if drafts else None


def _read_sentences(row: Row, marks: tuple[Mark, ...], head: Head | None) -> list[Draft]:
    violations: list[Span] = []
    found: list[Draft] = []
    last: Draft | None = None
    bearer: Bearer | None = None
    penal, deadlines, shown = is_penal(row.text), find_deadlines(row.text), masked(row.text)
    for sentence in sentences(row.text):
        if NOT_NORMS.search(sentence.of(row.text)):
            continue
        before, last, bearer = last, None, None
        for piece in branches(row.text, sentence):
            if _excepts(row, piece, found):
                continue
            clause = read_clause(row.text, piece)
            branch = Branch(row, shown, clause.main, marks, deadlines, violations=violations, head=head,
                            last=last, before=before, bearer=bearer, penal=penal)
            branch.conditions = [branch.cut(c.start, c.end) for c in clause.conditions]
            _read_branch(branch)
            found += branch.drafts
            violations += [span for span in branch.conditions if is_violation(span.surface)]
            last = branch.drafts[-1] if branch.drafts else last
            bearer = branch.bearer
    return found


def _excepts(row: Row, piece: Piece, drafts: list[Draft]) -> bool:
    """Let a branch that only excepts (; except where …) except what stands before it."""
    if not re.match(r"except\b|unless\b", piece.of(row.text)):
        return False
    for draft in drafts:
        draft.exceptions.append(cut(row.eid, row.text, piece.start, piece.end))
    return True


def _read_branch(branch: Branch) -> None:
    excepted = _EXCEPTION.search(branch.shown, branch.main.start, branch.main.end)
    operators = [mark for mark in governing(branch.shown, branch.main, branch.marks)
                 if not excepted or mark.start < excepted.start()]
    if operators and _SAVED.search(branch.shown, branch.main.start, branch.main.end):
        operators = []
    if operators:
        first = _before_first(branch, operators[0])
        _read_operators(branch, operators, first)
    else:
        _read_forms(branch, branch.main)


def _before_first(branch: Branch, mark: Mark) -> int:
    """Read a clause that stands whole before that of the first operator; return where the latter begins."""
    text = branch.shown[branch.main.start : mark.start]
    joints = list(re.finditer(r", (?:and |but )?" if branch.head else r", (?:and|but) ", text))
    for joint in reversed(joints):
        piece = Piece(branch.main.start, branch.main.start + joint.start())
        if branch.head and not _FINITE.search(piece.of(branch.shown)):
            continue
        if any(True for _ in forms_of(branch.shown, piece, penal=False, ruled=branch.head is not None)):
            _read_forms(branch, piece)
            return branch.main.start + joint.end()
    return branch.main.start


def _read_operators(branch: Branch, operators: list[Mark], begin: int) -> None:
    starts = [begin, *(_subject_start(branch.shown, before.end, mark.start)
                       for before, mark in itertools.pairwise(operators))]
    for number, mark in enumerate(operators):
        stop = starts[number + 1] if number + 1 < len(operators) else branch.main.end
        bearer, subject = _bearer(branch, starts[number], mark)
        if bearer is None and not subject and number:
            bearer = _same(branch.bearer)
        elif bearer is not None:
            branch.bearer = bearer
        elif subject:
            branch.bearer = None
        _read_phrases(branch, mark, Piece(mark.end, stop), (subject, bearer), starts[number])


def _subject_start(shown: str, start: int, stop: int) -> int:
    """Return where the subject of a later operator begins: behind the last joint before it."""
    for joint in (r", (?:and|but),? ", r", or | and | but | or |, "):
        found = [start + match.end() for match in re.finditer(joint, shown[start:stop])]
        if found:
            return stop if starts_bare(shown, Piece(found[-1], stop)) else found[-1]
    return stop


def _bearer(branch: Branch, start: int, mark: Mark) -> tuple[Bearer | None, str]:
    """Return the explicit subject before an operator and its words; None where it is left open."""
    before = branch.row.text[start : mark.start].rstrip(", ")
    while match := _SUBJECT.search(before):
        before = before[: match.start()].rstrip(", ")
    lead = len(before) - len(before.lstrip(" ,"))
    words = before.strip(" ,")
    if not words or re.fullmatch(rf"(?:{ADVERB}|and|or|but)", words):
        return None, ""
    if pronoun := re.fullmatch(r"(?i:they|it)", words):
        return _referent(branch, pronoun[0].lower()), words
    if _NO_BEARER.match(words) or _NOMINAL.match(words):
        return None, words
    return Bearer(branch.cut(start + lead, start + lead + len(words)), "explicit"), words


def _referent(branch: Branch, pronoun: str) -> Bearer | None:
    """Return the actor with whom the condition of the branch begins; else a pronoun is left open."""
    for span in branch.conditions:
        match = _ACTOR_FIRST.match(span.surface)
        if match and (pronoun == "they") == bool(_PLURAL.search(match["who"])):
            start = span.start + match.start("who")
            return Bearer(branch.cut(start, start + len(match["who"])), "same_sentence")
    return None


def _same(bearer: Bearer | None) -> Bearer | None:
    return Bearer(bearer.span, "same_sentence", bearer.role) if bearer else None


def _read_phrases(branch: Branch, mark: Mark, piece: Piece, subject: tuple[str, Bearer | None],
                  start: int) -> None:
    words, bearer = subject
    kind = kind_of(mark, bearer.span.surface if bearer else words, branch.shown[mark.end : piece.end])
    conditions, exceptions, end = _around(branch, piece)
    body = Piece(piece.start, end)
    trigger = branch.cut(mark.start, mark.end)
    if branch.penal and mark.rule == "permission:may" and imposes(branch.shown[mark.end : end]):
        kind = "penalty:may"
    passive = _PASSIVE.match(body.of(branch.shown)) is not None
    found = passive_parts(branch.shown, body) if passive else phrases(branch.row.text, body)
    for number, phrase in enumerate(found):
        _add(branch, Draft(kind, trigger, None if passive else bearer, branch.cut(phrase.start, phrase.end),
                           list(conditions), list(exceptions), group=f"{branch.row.eid}:{mark.start}"))
        if not number and branch.drafts and branch.drafts[-1].deadline is None:
            branch.drafts[-1].deadline = _deadline(branch, start, mark.start, valued=True)


def _around(branch: Branch, piece: Piece) -> tuple[list[Span], list[Span], int]:
    """Return the conditions and exceptions of a predicate, and where its phrases end."""
    conditions, exceptions, end = list(branch.conditions), [], piece.end
    if case := _LEADING_CASE.match(branch.shown[piece.start : piece.end]):
        first = piece.start + len(case[0]) - len(case[0].lstrip(" ,"))
        conditions.append(branch.cut(first, piece.start + case.end()))
    if match := _EXCEPTION.search(branch.shown, piece.start, piece.end):
        first = match.start() + len(match[0]) - len(match[0].lstrip(" ,"))
        exceptions.append(branch.cut(first, match.end()))
        end = match.start()
    return conditions, exceptions, end


def _add(branch: Branch, draft: Draft) -> None:
    """Take up a norm with its span trimmed and its time limit read; what is empty is none."""
    text, span = branch.row.text, draft.action
    body = text[span.start : span.end]
    lead = re.match(r"[\s,]*(?:(?:and|but|to) )?", body)
    start = span.start + (lead.end() if lead else 0)
    tail = _TAIL.search(text[start : span.end])
    end = start + tail.start() if tail else span.end
    if end <= start:
        return
    draft.action = branch.cut(start, end)
    draft.deadline = _deadline(branch, start, end)
    branch.drafts.append(draft)


def _deadline(branch: Branch, start: int, end: int, *, valued: bool = False) -> Deadline | None:
    mark = next((one for one in branch.deadlines if start <= one.start < end
                 and (one.rule == "within" or not valued)), None)
    return read_deadline(branch.row.eid, branch.row.text, mark) if mark else None


def _read_forms(branch: Branch, piece: Piece) -> None:
    """Read predicates without operator: declarations, encouragements, sanctions, renvois."""
    if branch.last is not None and _goes_on(branch, piece):
        return
    violated = bool(branch.violations or any(is_violation(c.surface) for c in branch.conditions))
    if _resumes(branch, piece):
        return
    for form in forms_of(branch.shown, piece, penal=branch.penal and bool(branch.conditions or violated),
                         ruled=branch.head is not None):
        bearer = _form_bearer(branch, form)
        kind = form.kind
        if kind == "declaration:renvoi" and branch.penal and violated:
            kind = "penalty:renvoi"
        conditions = [*(branch.violations if kind.startswith("penalty") and branch.violations else ()),
                      *branch.conditions]
        for start, end in form.actions:
            _add(branch, Draft(kind, None, bearer, branch.cut(start, end), list(conditions),
                               group=f"{branch.row.eid}:{form.actions[0][0]}"))


def _form_bearer(branch: Branch, form: Form) -> Bearer | None:
    if form.subject is None:
        return _same(branch.bearer) if form.kind.startswith("penalty") else None
    start, end = form.subject
    words = branch.row.text[start:end]
    if _NO_BEARER.match(words):
        return _same(branch.bearer)
    branch.bearer = Bearer(branch.cut(start, end), "explicit")
    return branch.bearer


def _goes_on(branch: Branch, piece: Piece) -> bool:
    """Let a branch that begins with a bare verb go on under the operator before the semicolon."""
    last = branch.last
    if last is None or last.trigger is None or branch.conditions:
        return False
    found = list(phrases(branch.row.text, piece))
    if not found or not starts_bare(branch.shown, piece):
        return False
    for phrase in found:
        action = branch.cut(phrase.start, phrase.end)
        _add(branch, Draft(last.kind, last.trigger, _same(last.bearer), action,
                           list(last.conditions), list(last.exceptions), group=last.group))
    return True


def _resumes(branch: Branch, piece: Piece) -> bool:
    """Let Where …, responsibility is borne go on under the obligation of the sentence before."""
    last = branch.before
    if (last is None or branch.last or branch.penal or not branch.conditions
            or not last.kind.startswith("obligation")):
        return False
    form = passive_form(branch.shown, piece)
    if form is None:
        return False
    for start, end in form.actions:
        _add(branch, Draft(last.kind, last.trigger, _same(last.bearer), branch.cut(start, end),
                           list(branch.conditions), group=f"{branch.row.eid}:{start}"))
    return True


def starts_bare(shown: str, piece: Piece) -> bool:
    """Tell whether a stretch begins with a verb in its base form."""
    return re.match(rf"(?:and )?(?:to )?{LEAD}{BARE}", shown[piece.start : piece.end]) is not None


def _read_item(reader: _Reader, row: Row, marks: tuple[Mark, ...]) -> None:
    head = reader.heads.get(parent_eid(row.eid))
    if row.kind is not Kind.ITEM or head is None:
        return
    own = Bearer(head.draft.bearer.span, "list_head", head.draft.bearer.role) if head.draft.bearer else None
    if head.conduct == "obligation":
        found = _read_sentences(row, marks, head)
        for draft in found:
            draft.conditions[:0] = head.draft.conditions
            if draft.bearer is None or draft.kind == "obligation:list":
                draft.bearer = own
            if draft.kind == "obligation:list":
                draft.trigger = head.draft.trigger
        reader.drafts += found
        if found:
            return
    action = cut(row.eid, row.text, 0, item_end(row.text))
    if action.surface:
        kind = head.draft.kind if head.conduct != "declaration" else "declaration:list"
        reader.drafts.append(Draft(kind, head.draft.trigger, own, action, list(head.draft.conditions),
                                   list(head.draft.exceptions), None, head.draft.group))
