"""Pinpoints and relative words of one provision in one form for both languages.

A ``Pinpoint`` is a base (``""`` or a relative head such as 前款, 本条), the steps from the outside in
and, for a range, the steps of its end. The Chinese comes from the reference grammar of the analysis.
The English reads what docs/translation.md lays down: ``item (2) of paragraph 1 of Article 17``,
``Article 17, paragraph 1``, ``Articles 23 to 26``, ``items (1) to (3) of the preceding paragraph``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.analyse.mentions import find_mentions, find_quotes, find_short_names, read_mention
from kb.analyse.pins import NUMBER, RANK, Pin, Step
from kb.model.numerals import to_int

THIS_ARTICLE: Final = "本条"
SELF: Final = "本法"
"""Stands for the text itself, however it calls itself (本规定, 本办法)."""
_KINDS: Final = (r"(?:Law|Code|Regulations?|Provisions|Measures|Rules|Guidelines|Opinions|Decision"
                 r"|Standards?|Specifications?|Guide)")
_SELF_EN: Final = re.compile(rf"\b[Tt]h(?:is|ese) {_KINDS}\b")
_LEVELS: Final = {"article": "art", "paragraph": "para", "item": "item", "subitem": "subitem"}
_HEADS: Final = {"article": "条", "paragraph": "款", "item": "项", "subitem": "目", "chapter": "章",
                 "section": "节", "part": "编"}
_ONE: Final = r"\(?\d+(?:-\d+)?\)?"
_UNIT: Final = (rf"(?P<level>[Aa]rticle|[Pp]aragraph|[Ii]tem|[Ss]ubitem)s? "
                rf"(?P<numbers>{_ONE}(?:(?:, and |, or |, | and | or | to ){_ONE})*)")
_HEAD: Final = (r"(?P<head>(?:the |those )?preceding (?:(?P<count>two|three|four|five) )?"
                r"(?P<of>article|paragraph|item|subitem|chapter|section)s?\b"
                r"|this (?P<own>article|paragraph|item|chapter|section|part)\b)")
_TOKEN: Final = re.compile(rf"\b(?:{_UNIT}|{_HEAD})", re.IGNORECASE)
_NUMBERS: Final = re.compile(r"(?P<to> to )?\(?(?P<number>\d+(?:-\d+)?)\)?")
_COUNTS: Final = {"two": "2", "three": "3", "four": "4", "five": "5"}


@dataclass(frozen=True, slots=True, order=True)
class Pinpoint:
    """One place as named: ``base`` is empty, a relative head with Arabic count, or ``SELF``."""

    base: str
    steps: tuple[Step, ...] = ()
    until: tuple[Step, ...] = ()

    def __str__(self) -> str:
        words = {"art": "Article {}", "para": "paragraph {}", "item": "item ({})", "subitem": "subitem {}",
                 "chap": "Chapter {}", "sec": "Section {}", "part": "Part {}", "subpart": "Subpart {}"}
        base = {"": "", SELF: "the text itself (本法, this Law)"}.get(self.base, self.base)
        parts = [base, *(words[level].format(number) for level, number in self.steps)]
        end = [words[level].format(number) for level, number in self.until[-1:]]
        return ", ".join(part for part in parts if part) + "".join(f" to {part}" for part in end)


@dataclass(frozen=True, slots=True)
class Cited:
    """The pinpoints of one provision, the titles in 《》, and where they stand in its text."""

    pinpoints: tuple[Pinpoint, ...]
    titles: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def chinese_citations(text: str) -> Cited:
    """Return what a Chinese provision cites.

    >>> [str(pin) for pin in chinese_citations("依照本法第三条第二款办理，前款除外。").pinpoints]
    ['Article 3, paragraph 2', 'the text itself (本法, this Law)', '前款']
    """
    quotes = tuple(find_quotes(text, {}))
    short = tuple(find_short_names(text, {"quotes": quotes}))
    pinpoints: list[Pinpoint] = []
    titles, spans = [], []
    for mark in find_mentions(text, {"quotes": quotes, "short-names": short}):
        reading = read_mention(mark.rule, text[mark.start : mark.end])
        if reading.base in {"class", "list"}:  # 有关法律 names no place, 下列 its own items
            continue
        spans.append((mark.start, mark.end))
        base = _relative(reading.base) if reading.base not in {"work", "bare", "title"} else ""
        pinpoints += [_pinpoint(base, pin) for pin in reading.pins]
        if base and not reading.pins:
            pinpoints.append(Pinpoint(base))
        if reading.base == "work":
            pinpoints.append(Pinpoint(SELF))
        if reading.base == "title" and mark.rule in {"title", "external-name"}:
            titles.append(reading.title)
    return Cited(tuple(pinpoints), tuple(titles), tuple(spans))


def _pinpoint(base: str, pin: Pin) -> Pinpoint:
    """A paragraph named without its article is one of this article."""
    if not base and pin.steps and pin.steps[0][0] == "para":
        base = THIS_ARTICLE
    return Pinpoint(base, pin.steps, _full(pin.steps, pin.until))


def _full(steps: tuple[Step, ...], until: tuple[Step, ...]) -> tuple[Step, ...]:
    """Give the end of a range the outer steps that it leaves out."""
    if not until:
        return ()
    outer = tuple(step for step in steps if RANK[step[0]] < RANK[until[0][0]])
    return (*outer, *until)


def _relative(head: str) -> str:
    """Write the count of a relative head in Arabic: 前两款 as 前2款, 前一款 as 前款."""
    return re.sub(NUMBER, lambda match: "" if to_int(match[0]) == 1 else str(to_int(match[0])), head)


@dataclass(frozen=True, slots=True)
class _Token:
    """A unit (paragraph 1) or a head (the preceding paragraph) with its place in the text."""

    start: int
    end: int
    level: str
    pins: tuple[tuple[str, str], ...] = ()  # (number, end of range or empty)
    head: str = ""


def english_citations(text: str) -> Cited:
    """Return what an English provision cites; titles are looked up by their Chinese, not found here.

    >>> [str(pin) for pin in english_citations("items (1) to (3) of paragraph 2 of Article 4").pinpoints]
    ['Article 4, paragraph 2, item (1) to item (3)']
    """
    tokens = [_token(match) for match in _TOKEN.finditer(text)]
    pinpoints: list[Pinpoint] = []
    for chain in _chains(tokens, text):
        pinpoints += _expand(chain)
    own = list(_SELF_EN.finditer(text))
    pinpoints += [Pinpoint(SELF)] * len(own)
    spans = [(token.start, token.end) for token in tokens] + [match.span() for match in own]
    return Cited(tuple(pinpoints), (), tuple(spans))


def _token(match: re.Match[str]) -> _Token:
    if match["head"]:
        of = (match["of"] or match["own"]).lower()
        before = "本" if match["own"] else "前" + _COUNTS.get((match["count"] or "").lower(), "")
        return _Token(match.start(), match.end(), _LEVELS.get(of, ""), head=before + _HEADS[of])
    pins: list[tuple[str, str]] = []
    for number in _NUMBERS.finditer(match["numbers"]):
        if number["to"] and pins:
            pins[-1] = (pins[-1][0], number["number"])
        else:
            pins.append((number["number"], ""))
    return _Token(match.start(), match.end(), _LEVELS[match["level"].lower()], tuple(pins))


def _chains(tokens: list[_Token], text: str) -> Iterator[list[_Token]]:
    """Yield the tokens that name one place together, the outermost first."""
    at = 0
    while at < len(tokens):
        run = [tokens[at]]
        while at + 1 < len(tokens) and text[tokens[at].end : tokens[at + 1].start].strip() == "of":
            at += 1
            run.append(tokens[at])
        run.reverse()
        while _goes_deeper(tokens, at, run, text):
            at += 1
            run.append(tokens[at])
        at += 1
        yield run


def _goes_deeper(tokens: list[_Token], at: int, run: list[_Token], text: str) -> bool:
    """Tell whether ``Article 17`` is followed by ``, paragraph 1`` that belongs to it."""
    if at + 1 >= len(tokens) or text[tokens[at].end : tokens[at + 1].start] != ", ":
        return False
    following, last = tokens[at + 1], run[-1]
    forward = at + 2 < len(tokens) and text[following.end : tokens[at + 2].start].strip() == "of"
    return (not forward and not following.head and bool(last.level) and bool(following.level)
            and RANK[following.level] > RANK[last.level])


def _expand(chain: list[_Token]) -> Iterator[Pinpoint]:
    base = chain[0].head
    units = [token for token in chain if token.pins]
    if not units:
        yield Pinpoint(base)
        return
    outer = tuple((token.level, token.pins[0][0]) for token in units[:-1])
    last = units[-1]
    for number, end in last.pins:
        steps = (*outer, (last.level, number))
        until = (*outer, (last.level, end)) if end else ()
        yield _pinpoint(base, Pin(steps, until))
