"""What two texts are compared on: folded width, no layout, cited numbers masked.

Reads strings; writes strings. Nothing here changes a text that is kept: folding and masking serve
matching and equality only. Punctuation width differs between sources of the same text, so width is
folded first; the numbers of cited articles differ whenever an article was inserted before them, so
they are masked and compared afterwards, through the mapping of the two texts.
"""

import re
from dataclasses import dataclass
from typing import Final

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_OTHER: Final = str.maketrans({
    "\u3000": " ", "\u00a0": " ", "\u200b": None, "\ufeff": None, "“": '"', "”": '"', "„": '"',
    "〝": '"', "〞": '"', "‘": "'", "’": "'", "—": "-", "–": "-", "―": "-", "•": "·", "・": "·",
    "〔": "(", "〕": ")", "﹐": ",", "﹔": ";", "﹕": ":", "○": "〇", "｡": "。",
})
_TABLE: Final = {**_FULL_WIDTH, **_OTHER}

_N: Final = r"[零〇一二两三四五六七八九十百千万0-9]+"
_ONE: Final = rf"\(?{_N}\)?"
_ZH_CITE: Final = re.compile(
    rf"第(?P<numbers>{_ONE}(?:(?:、|至|到|和|或者|或|及|,)第?{_ONE})*)"
    rf"(?P<unit>条(?!件|例|款)(?:之{_N})?|款(?!项)|项(?!目)|目(?!的|标|录|前)|章(?!程)|节(?!点|能)|编(?!制|号))")
_EN_CITE: Final = re.compile(
    r"\b(?P<unit>Articles?|Arts?\.|Paragraphs?|Items?|Subitems?|Subparagraphs?|Sections?|Chapters?"
    r"|Parts?|Points?)\s+(?P<numbers>\(?\d+(?:-\d+)?\)?"
    r"(?:(?:\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|or|to|through)\s+|\s?-\s?)\(?\d+\)?)*)", re.IGNORECASE)
_EN_UNITS: Final = {"art": "条", "para": "款", "subp": "款", "item": "项", "poin": "项",
                    "subi": "目", "chap": "章", "sect": "节", "part": "编"}
_ONE_NUMBER: Final = re.compile(_N)
_EN_NUMBER: Final = re.compile(r"\d+(?:-\d+)?")


@dataclass(frozen=True, slots=True)
class Cite:
    """Cited numbers of one unit: ``第三条、第五条`` gives two, ``第一、二项`` one with two numbers.

    ``start`` and ``end`` are code points into the folded text. ``unit`` is the Chinese unit for
    both languages; ``branch`` is the number after 之, or empty.
    """

    start: int
    end: int
    unit: str
    numbers: tuple[str, ...]
    branch: str = ""


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made ready for matching: ``text`` folded, ``masked`` with ``#`` for cited numbers."""

    text: str
    masked: str
    cites: tuple[Cite, ...]


def fold(text: str, language: str = "zh") -> str:
    r"""Fold width and quotes; drop white space in Chinese, collapse it in English.

    >>> fold("（一）合法， 正当；"), fold("a  b\nc", "en")
    ('(一)合法,正当;', 'a b c')
    """
    folded = text.translate(_TABLE)
    return " ".join(folded.split()) if language == "en" else "".join(folded.split())


def fold_and_mask(text: str, language: str = "zh") -> Folded:
    """Fold a text and mask the numbers of the provisions that it cites.

    >>> fold_and_mask("违反本法第二十条第一、二项规定的").masked
    '违反本法第#条第#、#项规定的'
    """
    folded = fold(text, language)
    pattern, number = (_EN_CITE, _EN_NUMBER) if language == "en" else (_ZH_CITE, _ONE_NUMBER)
    cites, pieces, done = [], [], 0
    for match in pattern.finditer(folded):
        cites.append(_cite(match, number, language))
        pieces += [folded[done:match.start()], _masked(match, number, language)]
        done = match.end()
    return Folded(folded, "".join([*pieces, folded[done:]]), tuple(cites))


def mask(text: str, language: str = "zh") -> str:
    """Return a text folded, with ``#`` for cited numbers."""
    return fold_and_mask(text, language).masked


def _cite(match: re.Match[str], number: re.Pattern[str], language: str) -> Cite:
    unit = match["unit"]
    if language == "en":
        word = unit.lower()
        found = next(value for head, value in _EN_UNITS.items() if word.startswith(head))
        return Cite(*match.span(), found, tuple(number.findall(match["numbers"])))
    return Cite(*match.span(), unit[0], tuple(number.findall(match["numbers"])), unit[2:])


def _masked(match: re.Match[str], number: re.Pattern[str], language: str) -> str:
    if language == "en":
        return match["unit"] + " " + number.sub("#", match["numbers"])
    bare = match["numbers"].replace("(", "").replace(")", "")
    return "第" + number.sub("#", bare) + number.sub("#", match["unit"])
