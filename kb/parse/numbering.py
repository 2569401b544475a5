"""Heads and list markers at the start of a line, and which of them form one numbering.

Reads: strings. Writes: nothing.
Guarantees: a marker is only ever found at the very start of a string; a numbering rises without
repetition. Numerals per the Legislation Law of the PRC (2023), art. 65: parts to articles in Chinese
numerals, items in bracketed Chinese numerals, subitems in Arabic numerals; sources also print Arabic
numerals in heads.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kb.model.numerals import NUMERAL_CHARS, to_int
from kb.model.provision import Kind

NUM: Final = rf"[{NUMERAL_CHARS}]"
SPACED_NUM: Final = rf"{NUM}(?:[ \u3000]?{NUM})*"
JUNK: Final = r"(?:[\u200b\ufeff\ue000-\uf8ff][ \u3000]*)*"
"""Private-use and zero-width characters that converters leave in front of a number."""
ARTICLE: Final = re.compile(
    rf"{JUNK}第[ \u3000]?({SPACED_NUM})[ \u3000]?条((?:之[ \u3000]?[一二三四五六七八九十]{{1,3}}"
    rf"(?=[ \u3000]|$|[^、，。；,一二三四五六七八九十]))?)(\s*)")
GARBLED: Final = re.compile(
    rf"第(?:([^条\s\u3001-\u9fff]{{0,4}}{NUM}?[^条]{{0,4}}?)条(\s+)"
    rf"|(?=[^条]*[!-~])({NUM}[^条\u3001-\u9fff]{{1,5}})条(\s*))")
RUNNING_ON: Final = re.compile(
    r"[、，,]?(?:和|与|及|以及|或|或者|至|到)?第|(?:的)?规定|所(?:称|列|规定)|[，。；,;]|第.{1,4}[款项]"
    r"|[至到]|中的|（[一二三四五六七八九十]{1,3}）项|之[^一二三四五六七八九十]")
MISPRINT: Final = re.compile(r"[、．.：:]\s*")
GROUP: Final = re.compile(
    rf"第[ \u3000]?({SPACED_NUM})[ \u3000]?(分[ \u3000]?编|编|章|节)(\s*)")
GROUP_KIND: Final = {"编": Kind.PART, "分编": Kind.SUBPART, "章": Kind.CHAPTER, "节": Kind.SECTION}
GROUP_ORDER: Final = (Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.SECTION)
GROUP_LONGEST: Final = 60
CIRCLED: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
IN_BRACKETS: Final = "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"
MARKERS: Final = (
    ("bracket", re.compile(JUNK + r"(?:[（(]\s*([一二三四五六七八九十百零〇]{1,6})\s*[）)]"
                           rf"|([{IN_BRACKETS}]))(?:、(?![第（(]))?(\s*)"
                           r"(?![、项款目]|[至到和或及与]第?[（(])")),
    ("digit", re.compile(r"([0-9０-９]{1,2})(?:[．、]|[.](?![0-9０-９]))(\s*)")),
    ("digit-bracket", re.compile(r"[（(]\s*([0-9０-９]{1,2})\s*[）)](\s*)(?![、项款目])")),
    ("half-bracket", re.compile(r"([0-9０-９]{1,2})[）)](\s*)")),
    ("circled", re.compile(rf"([{CIRCLED}])(\s*)")),
)
HEADING: Final = re.compile(r"([一二三四五六七八九十百]{1,5})[、．.](\s*)")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number at the start of a string: ``[0:num_end]`` is the number, text begins at ``text_start``."""

    style: str
    number: int
    num_end: int
    text_start: int
    branch: int = 0
    """The 之X of an inserted article; 0 for none."""
    flaw: str = ""
    """``weak`` reads like running text, ``ocr`` has an unreadable number, ``misprint`` an odd mark."""

    @property
    def key(self) -> tuple[int, int]:
        """The number with its branch, for ordering."""
        return (self.number, self.branch)

    @property
    def printed(self) -> str:
        """The number as an eid writes it: ``17`` or ``120-1``."""
        return f"{self.number}-{self.branch}" if self.branch else str(self.number)


def article_head(text: str) -> Marker | None:
    """Return the article head a line begins with, sound or flawed.

    >>> article_head("第一百二十条之一　资助……的，").printed
    '120-1'
    >>> article_head("第十条、第十一条规定的情形").flaw
    'weak'
    """
    match = ARTICLE.match(text)
    if match is None:
        return _garbled_head(text)
    number = to_int(re.sub(r"\s", "", match[1]))
    if not number:
        return None
    branch = to_int(re.sub(r"\s", "", match[2])[1:]) or 0
    rest, flaw, start = text[match.end():], "", match.end()
    if not match[3] and rest:
        misprint = MISPRINT.match(rest)
        if RUNNING_ON.match(rest):
            flaw = "weak"
        elif misprint:
            flaw, start = "misprint", start + misprint.end()
    return _as_misprint(Marker("article", number, match.end(2), start, branch, flaw), text)


def _as_misprint(marker: Marker, text: str) -> Marker:
    """Widen the number of a misprinted head over its odd mark."""
    if marker.flaw != "misprint":
        return marker
    end = marker.num_end + len(text[marker.num_end:marker.text_start].rstrip())
    return Marker("article", marker.number, end, marker.text_start, marker.branch, "misprint")


def _garbled_head(text: str) -> Marker | None:
    match = GARBLED.match(text)
    printed = (match[1] or match[3] or "") if match else ""
    if match is None or to_int(re.sub(r"\s", "", printed)) is not None or len(printed) > 6:
        return None
    return Marker("article", 0, match.start(match.lastindex or 0), match.end(), 0, "ocr")


def group_head(text: str) -> tuple[Kind, Marker] | None:
    """Return the head of a part, subpart, chapter or section that a line begins with.

    >>> group_head("第二章　一般规定")[1].text_start
    4
    """
    match = GROUP.match(text)
    if match is None or len(text) > GROUP_LONGEST:
        return None
    number = to_int(re.sub(r"\s", "", match[1]))
    rest = text[match.end():]
    if not number or re.search(r"[。；;：]", rest):
        return None
    if not match[3] and re.match(r"[、，的至和或及]|规定|第", rest):
        return None
    kind = GROUP_KIND[re.sub(r"\s", "", match[2])]
    return kind, Marker("group", number, match.start(3), match.end())


def list_marker(text: str) -> Marker | None:
    """Return the list marker a line begins with: （一） 1. （1） 1） ①.

    >>> list_marker("（三）其他情形。").number
    3
    """
    for style, pattern in MARKERS:
        match = pattern.match(text)
        if match:
            number = _value(match[1] or match[2])
            if number:
                return Marker(style, number, match.start(match.lastindex or 0), match.end())
    return None


def _value(printed: str) -> int | None:
    for enclosed in (CIRCLED, IN_BRACKETS):
        if printed in enclosed:
            return enclosed.index(printed) + 1
    return to_int(printed)


def heading_marker(text: str) -> Marker | None:
    """Return the 一、 of a policy document's heading.

    >>> heading_marker("十一、加强监督").number
    11
    """
    match = HEADING.match(text)
    number = to_int(match[1]) if match else None
    if match is None or not number:
        return None
    return Marker("heading", number, match.start(2), match.end())


def follows(before: Marker, after: Marker) -> bool:
    """Tell whether one number is the very next after another, 之一 branches included.

    >>> follows(article_head("第九条 甲"), article_head("第十条 乙"))
    True
    """
    if after.number == before.number:
        return after.branch == before.branch + 1
    return after.number == before.number + 1 and after.branch == 0


def longest_numbering(markers: Sequence[Marker], reach: int = 80) -> tuple[int, ...]:
    """Return the positions of the markers that form the best rising numbering.

    Sound markers count one, those that read like running text a quarter; a gap costs less than a
    sound marker, so that none is dropped for what the source lacks, and a stray number never
    displaces several that fit. Garbled ones are left out.
    ``reach`` is how many markers back a predecessor is looked for.
    """
    usable = [index for index, marker in enumerate(markers) if marker.flaw != "ocr"]
    if all(markers[index].flaw != "weak" for index in usable) and all(
            follows(markers[a], markers[b]) for a, b in itertools.pairwise(usable)):
        return tuple(usable)
    scores: list[float] = []
    previous: list[int] = []
    for place, index in enumerate(usable):
        score, best = _best_before(markers, usable, scores, place, reach)
        scores.append(score + (0.25 if markers[index].flaw == "weak" else 1.0))
        previous.append(best)
    return _trace(usable, scores, previous)


def _best_before(markers: Sequence[Marker], usable: list[int], scores: list[float],
                 place: int, reach: int) -> tuple[float, int]:
    here = markers[usable[place]]
    score, best = -min(0.02 * here.number, 0.9), -1
    for earlier in range(max(0, place - reach), place):
        there = markers[usable[earlier]]
        if there.key >= here.key:
            continue
        gap = here.number - there.number
        cost = 0.0 if follows(there, here) else min(0.4 + 0.01 * gap, 0.9)
        if scores[earlier] - cost > score:
            score, best = scores[earlier] - cost, earlier
    return score, best


def _trace(usable: list[int], scores: list[float], previous: list[int]) -> tuple[int, ...]:
    if not scores:
        return ()
    place = max(range(len(scores)), key=lambda index: (scores[index], -index))
    chain = []
    while place >= 0:
        chain.append(usable[place])
        place = previous[place]
    return tuple(reversed(chain))
