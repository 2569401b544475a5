"""Penal clauses that name no article: 违反本规定的, and how far their words reach.

Reads: a text's paragraphs. Returns: one value for each such clause with a sanction behind it. A clause
that adds conduct (违反本法规定处理…的) or a consequence (造成损害的) punishes less than everything: it is
kept with the reason why its reach stays open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.analyse.addressees import is_subject
from kb.analyse.clause_kinds import is_penal
from kb.analyse.positions import step_of
from kb.model.provision import walk_all
from kb.model.text import Text

_SELF: Final = r"本(?:法|条例|规定|办法|细则|规则|决定|规范)"
_WITH: Final = (r"(?:法律|行政法规|地方性法规|法规|部门规章|规章|国家|中华人民共和国|有关|相关|其他"
                r"|《[^》，。；]*》|规定|等|、|和|及|或者|以及|的(?![，,]))*")
_BREACH: Final = re.compile(rf"违反(?:了)?(?P<before>{_WITH}){_SELF}(?P<of>(?:规定)?{_WITH})")
_GENERAL: Final = re.compile(r"(?:行为)?的[，,]")
_RESIDUAL: Final = re.compile(r"^的?其他")
_CONSEQUENCE: Final = re.compile(
    r"^[，,](?:情节|构成|造成|致使|给他人|给[^，]{0,12}造成|但|拒不|逾期|有违法所得|尚不)")
_PINNED: Final = re.compile(r"^(?:的)?第[一二三四五六七八九十百零〇0-9]+[编章节条款项]|^(?:关于)?第")
_HANDLED: Final = re.compile(r"处理|惩戒|记入|约谈|通报|失信")
_START: Final = re.compile(r"[。；：，,;:]")
_LEAD: Final = re.compile(r"^(?:凡|凡是|同时|有)")


@dataclass(frozen=True, slots=True)
class Breach:
    """A clause that punishes breach of the text without naming an article.

    ``eid`` is its paragraph; ``subject`` who is named as breaching (empty: nobody). ``left_open`` tells why
    nothing is joined to it: empty, ``conduct``, ``consequence``, ``residual`` (其他规定: what is left over
    depends on all other clauses) or ``subject``. ``words`` are the clause's first words, at most 16.
    """

    eid: str
    subject: str
    left_open: str
    words: str


def find_breaches(text: Text) -> tuple[Breach, ...]:
    """Return the clauses of a text that punish without naming an article, in text order."""
    return tuple(breach for node in walk_all(text.provisions) if "违反" in node.text
                 for breach in _breaches(node.eid, node.text))


def _breaches(eid: str, text: str) -> Iterator[Breach]:
    for match in _BREACH.finditer(text):
        rest = text[match.end():]
        consequence = re.split(r"[。；]", rest, maxsplit=1)[0]
        if _PINNED.match(rest) or not (is_penal(consequence) or _HANDLED.search(consequence)):
            continue
        subject = _before(text, match.start())
        if subject is None:
            continue
        residual = _RESIDUAL.match(match["of"]) is not None
        why = _left_open(subject, rest) or ("residual" if residual else "")
        yield Breach(step_of(eid, "para") or eid, subject, why, text[match.start():match.start() + 16])


def _before(text: str, place: int) -> str | None:
    """Return who is named before 违反; ``?``: no mere subject; None: the clause punishes nobody."""
    head = text[:place]
    starts = [match.end() for match in _START.finditer(head)]
    start = starts[-1] if starts else 0
    words = _LEAD.sub("", head[start:].strip())
    if re.search(r"发现|不得|应当|举报|投诉", words):
        return None
    if not words:
        return "" if start == 0 or head[start - 1] in "。；;" else "?"
    return words if is_subject(words) else "?"


def _left_open(subject: str, rest: str) -> str:
    if _CONSEQUENCE.match(rest) or _CONSEQUENCE.match(rest.removeprefix("的")):
        return "consequence"
    if not _GENERAL.match(rest):
        return "conduct"
    return "subject" if subject == "?" else ""
