"""Words of a legal text for the redline: what a lawyer strikes or adds as one piece.

Reads strings; writes ``Token`` values that join to exactly the text read. English: words. Chinese:
numbers with their unit, dates, amounts, 《titles》, citations and Latin words whole; common words of
statutes whole; anything else character by character. ``key`` is what is compared: folded, with cited
numbers and item markers masked, so that renumbering does not pull a line apart.
"""

import re
from dataclasses import dataclass
from typing import Final

from kb.compare.folding import fold, mask
from kb.compare.words import WORDS_ZH

_N: Final = "零〇一二两三四五六七八九十百千万亿0-9０-９"
_MARK: Final = re.compile(rf"[（(][{_N}]+[）)]|[{_N}]+[、.．]|[①-⑳]")
_PUNCTUATION: Final = re.compile(r"""[\s,.;:()!?"'、。·《》<>\[\]【】…#/-]""")

_ZH: Final = re.compile("|".join((
    rf"(?P<mark>(?:^|(?<=\n))(?:{_MARK.pattern}))",
    rf"(?P<cite>第[（(]?[{_N}]+[）)]?(?:条(?:之[{_N}]+)?|款|项(?!目)|目|章(?!程)|节|编))",
    r"《[^《》\n]{1,60}》",
    rf"[{_N}]{{2,4}}年(?:[{_N}]{{1,3}}月(?:[{_N}]{{1,3}}日)?)?",
    rf"百分之[{_N}]+",
    rf"[{_N}]+(?:\.\d+)?[多余]?(?:元|％|%|倍|个工作日|个月|个|日|月|年|人|次|小时|级|种|家|万)",
    r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９]+(?:[.\-_/][A-Za-z0-9]+)*",
    r"\n", r"[^\S\n]+",
    "|".join(sorted(WORDS_ZH, key=lambda word: (-len(word), word))),
    ".")))
_EN: Final = re.compile("|".join((
    rf"(?P<mark>(?:^|(?<=\n))(?:{_MARK.pattern}))",
    r"(?P<cite>\b(?:Articles?|Paragraphs?|Items?|Subitems?|Chapters?|Sections?)\s+\(?\d+(?:-\d+)?\)?)",
    r"\d+(?:[.,]\d+)*%?", r"\w+(?:[-'’]\w+)*", r"\n", r"[^\S\n]+", ".")), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of the text as printed, the key it is compared by, and whether a number is masked."""

    text: str
    key: str
    numbered: bool = False


def tokenise(text: str, language: str = "zh") -> tuple[Token, ...]:
    """Split a text into tokens that join to it again.

    >>> [token.text for token in tokenise("处十万元以上罚款，依照第二十条第一款")]
    ['处', '十万元', '以上', '罚款', '，', '依照', '第二十条', '第一款']
    """
    pattern = _EN if language == "en" else _ZH
    return tuple(_token(match, language) for match in pattern.finditer(text))


def _token(match: re.Match[str], language: str) -> Token:
    text = match[0]
    if match["mark"]:
        return Token(text, "(#)", numbered=True)
    if match["cite"]:
        return Token(text, mask(text, language), numbered=True)
    return Token(text, text if text.isspace() else fold(text, language))


def substance(tokens: tuple[Token, ...], *, numbers: bool) -> str:
    """Return what tokens say without punctuation, width and layout; numbers masked unless wanted."""
    pieces = (fold(token.text) if numbers and token.key != "(#)" else token.key
              for token in tokens)
    return _PUNCTUATION.sub("", "".join(pieces))
