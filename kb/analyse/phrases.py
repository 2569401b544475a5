"""Verb phrases: where an action begins and ends, and when one clause holds two of them.

A clause is cut at 并 only behind a whole phrase with its own object (予以说明并承担责任); bare verbs that
share an object stay together (制定并公开规则). 、 never cuts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.analyse.actors import actor_at_start
from kb.analyse.sentences import Piece, split

SHARED_OBJECT: Final = 3
_LEAD: Final = re.compile(
    r"^(?:但是|但|同时|并且|并应当|并|且|此外|还应当?|也应当?|还|也|均|再|又|应当)+")
_ADVERBS: Final = re.compile(
    r"^(?:依法|及时|主动|积极|妥善|严格|定期|自行|全面|充分|按照规定|切实|统一|如实|准确)*")
_AND: Final = re.compile(r"并(?![网购入行列发存轨且未不非排])")
_EXTENDS: Final = re.compile(
    r"^(?:包括(?!在|但不限于(?:下列|以下)|下列|以下)|(?:并且|并|且)?能够|或者|或|以及|和|及其|及(?!时)|不包括|等|其中|特别是|尤其是|即|例如|如|直至|直到)")
_DIRECTED: Final = re.compile(r"^(?:提示|提醒|督促|要求|指导|引导|协助)")
_SERIES: Final = re.compile(r"^[^、的]{2,8}(?:、[^、的]{2,5})+$")
_OWN_MEANS: Final = re.compile(r"并(?:使用|利用|通过|采用)[^，。；]*(?:进行|实施|开展|予以)")
_TAIL: Final = " \u3000，,；;。：:、"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A verb phrase of a row; ``joined`` says that 并 stands before it."""

    start: int
    end: int
    joined: bool


def phrases(text: str, start: int, end: int) -> Iterator[Phrase]:
    """Yield the verb phrases of one clause.

    >>> rows = "依法予以说明并承担责任"
    >>> [rows[p.start : p.end] for p in phrases(rows, 0, len(rows))]
    ['依法予以说明', '承担责任']
    """
    lead = _LEAD.match(text[start:end])
    joined = bool(lead and "并" in lead[0])
    begin = start + (lead.end() if lead else 0)
    for stop in _cuts(text, begin, end):
        yield Phrase(begin, _trim(text, begin, stop), joined)
        begin, joined = stop + 1, True
    if begin < end:
        yield Phrase(begin, _trim(text, begin, end), joined)


def _cuts(text: str, begin: int, end: int) -> Iterator[int]:
    pieces = split(text, Piece(begin, end), "并")
    last = begin
    for piece in pieces:
        stop = piece.end
        if stop >= end or not _AND.match(text, stop):
            continue
        body = _ADVERBS.sub("", text[last:stop])
        if is_directed(body) or _SERIES.match(body):
            continue
        shared = len(body) <= SHARED_OBJECT or "、" in text[stop:end].partition("的")[0]
        if not shared or _OWN_MEANS.match(text, stop):
            yield stop
            last = stop + 1


def is_directed(action: str) -> bool:
    """Tell whether an action is to have another do something: 提示用户阅读并理解…."""
    lead = _DIRECTED.match(action)
    return lead is not None and actor_at_start(action[lead.end():]) > 0


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _TAIL:
        end -= 1
    return end


def extends(clause: str) -> bool:
    """Tell whether a clause only goes on with the phrase before it (或者, 以及, 包括, …)."""
    return _EXTENDS.match(clause) is not None


def lead_length(clause: str) -> int:
    """Return the length of the connectives a clause begins with."""
    match = _LEAD.match(clause)
    return match.end() if match else 0
