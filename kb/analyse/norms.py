"""Norms: who must, must not, may or is punished, one atomic norm for each verb phrase.

Reads: rows with their layers ``operators`` and ``deadlines``. Returns: ``kb.model`` norms in text
order, without the provisions that punish their breach (``resolve`` joins those).
"""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from kb.analyse.actors import is_authority
from kb.analyse.branches import read_branch
from kb.analyse.clause_kinds import is_penal
from kb.analyse.completing import complete
from kb.analyse.drafts import Draft, to_norms
from kb.analyse.lists import ListHead, item_end, list_function
from kb.analyse.marks import Mark, Row
from kb.analyse.reading import Memory
from kb.analyse.sentences import branches, sentences
from kb.model.analysis import Bearer, Norm
from kb.model.identifiers import article_eid, parent_eid
from kb.model.provision import Kind
from kb.model.span import cut

BELOW: Final = (Kind.ITEM, Kind.SUBITEM)
NOT_NORMS: Final = re.compile(
    r"是指|系指|所称|用语的含义|^本[^，。]{1,4}自[^。]*施行|^自[^。]*施行|同时废止$|制定本[^，。]{1,4}$|以下简称[^）]*）$")
UNJUSTIFIED: Final = re.compile(r"(没有正当(?:的)?理由|无正当理由(?=，))，?")
Rows = tuple[tuple[Row, dict[str, tuple[Mark, ...]]], ...]


@dataclass(slots=True)
class _Head:
    function: ListHead
    draft: Draft | None


@dataclass(slots=True)
class _Reader:
    drafts: list[tuple[Draft, bool]] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    heads: dict[str, _Head] = field(default_factory=dict)
    article: str = ""
    listed: frozenset[str] = frozenset()


def find_norms(version: str, rows: Rows) -> tuple[Norm, ...]:
    """Return the norms of a text. ``version`` is ``work@version`` and begins every id."""
    items: dict[str, list[str]] = {}
    for row, _ in rows:
        if row.kind is Kind.ITEM:
            items.setdefault(parent_eid(row.eid), []).append(row.eid)
    reader = _Reader(listed=frozenset(items))
    for row, marks in rows:
        if article_eid(row.eid) != reader.article:
            reader.article, reader.memory, reader.heads = article_eid(row.eid), Memory(), {}
        _read_row(reader, row, marks)
    texts = {row.eid: row.text for row, _ in rows}
    return complete(to_norms(version, reader.drafts), texts, items)


def _read_row(reader: _Reader, row: Row, marks: dict[str, tuple[Mark, ...]]) -> None:
    if row.kind in BELOW:
        _read_item(reader, row, marks)
        return
    memory = reader.memory
    memory.before, memory.sentence_drafts = None, []
    memory.violations = memory.violations if row.text.startswith("构成") else []
    drafts = _read_sentences(reader, row, marks)
    penal = is_penal(row.text)
    if row.eid in reader.listed or row.text.rstrip().endswith(("：", ":")):
        function = list_function(row.text)
        head = _take_head(drafts) if function.conduct else None
        reader.heads[row.eid] = _Head(function if head else ListHead(""), head)
        _remember_article(memory, [head] if head else [])
    reader.drafts += [(draft, penal) for draft in drafts]
    _remember_article(memory, drafts)


def _take_head(drafts: list[Draft]) -> Draft | None:
    """Take out the phrase that introduces the list, and what only follows from it."""
    for index, draft in enumerate(drafts):
        if re.search(r"下列|以下|^采取[^，]{0,4}措施$", draft.action.surface):
            del drafts[index:]
            return draft
    return drafts.pop() if drafts else None


def _read_sentences(reader: _Reader, row: Row, marks: dict[str, tuple[Mark, ...]]) -> list[Draft]:
    out: list[Draft] = []
    memory = reader.memory
    for sentence in sentences(row.text):
        memory.before, memory.sentence = memory.sentence or memory.before, None
        memory.before_drafts, memory.sentence_drafts = memory.sentence_drafts, []
        memory.branch_conditions = []
        if NOT_NORMS.search(sentence.of(row.text)):
            continue
        for branch in branches(row.text, sentence):
            drafts = read_branch(row, marks, memory, branch)
            memory.violations += [span for kind, span in memory.branch_conditions
                                  if kind == "condition:violation" and span not in memory.violations]
            memory.sentence_drafts += drafts
            out += drafts
    return out


def _remember_article(memory: Memory, drafts: list[Draft]) -> None:
    """Keep the nearest explicit bearer that is no public body for the paragraphs that follow."""
    memory.sentence = None
    for draft in drafts:
        bearer = draft.bearer
        if bearer and bearer.source == "explicit" and not is_authority(bearer.span.surface):
            memory.article = bearer


def _read_item(reader: _Reader, row: Row, marks: dict[str, tuple[Mark, ...]]) -> None:
    head = reader.heads.get(parent_eid(row.eid))
    if row.kind is not Kind.ITEM or head is None or head.draft is None:
        return
    if head.function.conduct == "obligation" and _read_ruled_item(reader, head.draft, row, marks):
        return
    draft, kind = head.draft, head.function.conduct
    reason = UNJUSTIFIED.match(row.text) if kind == "prohibition" else None
    conditions = [cut(row.eid, row.text, 0, reason.end(1))] if reason else []
    action = cut(row.eid, row.text, reason.end() if reason else 0, item_end(row.text))
    if action.surface:
        rule = draft.kind if kind != "declaration" else "declaration:list"
        reader.drafts.append((Draft(rule, draft.trigger, _from_head(draft), action,
                                    [*draft.conditions, *conditions], list(draft.exceptions), None,
                                    draft.group), False))


def _from_head(draft: Draft) -> Bearer | None:
    return Bearer(draft.bearer.span, "list_head", draft.bearer.role) if draft.bearer else None


def _read_ruled_item(reader: _Reader, head: Draft, row: Row,
                     marks: dict[str, tuple[Mark, ...]]) -> bool:
    """Read an item of what must be done clause by clause, under the head or operators of its own."""
    memory = Memory(article=_from_head(head))
    under = replace(head, bearer=_from_head(head), deadline=None)
    found = [draft for sentence in sentences(row.text) for branch in branches(row.text, sentence)
             for draft in read_branch(row, marks, memory, branch, under)]
    for draft in found:
        if draft.bearer is not None and head.bearer and draft.bearer.span == head.bearer.span:
            draft.bearer = _from_head(head)
        draft.conditions[:0] = head.conditions
        reader.drafts.append((draft, False))
    return bool(found)
