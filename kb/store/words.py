"""What a word is to the search: its one spelling, its number, its stem.

Reads: ``data/search.toml``, the same rules that the site's search gets. Writes: nothing.
Guarantees: `tokens` and `stem` depend on that file alone, so that ``site/assets/question.js``, which
reads the same rules, makes the same of every text.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

HAN_CHARS: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
HAN: Final = re.compile(f"[{HAN_CHARS}]+")
TOKEN: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+|[a-z0-9]+(?:['’]s?(?![a-z0-9]))?|%")
LINE_GAP: Final = 20
"""Places left free between two lines, so that no term reaches from one into the next."""
TENS: Final = 90
LONGEST_NUMBER: Final = 12
"""Digits up to which a number is multiplied: every sum of money there is."""


@cache
def settings() -> Mapping[str, Any]:
    """Return the file of weights and rules of words."""
    text = resources.files("kb.store").joinpath("data/search.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def stop_words() -> frozenset[str]:
    """Return the words that say nothing of what is sought."""
    return frozenset(settings()["words"]["stop"].split())


def tokens(text: str) -> list[str]:
    """Return the words of a text in one spelling, numbers in digits.

    >>> tokens("Within ten working days; 1,000,000 users' organisations")
    ['within', '10', 'working', 'days', '1000000', 'users', 'organizations']
    """
    plain = [_plain(match) for match in TOKEN.findall(text.lower())]
    return [_spelling(word) for word in _numbers(plain)]


def _plain(word: str) -> str:
    if word == "%":
        return "percent"
    return re.sub(r"['’]s?$", "", word).replace(",", "")


@cache
def _spelling(word: str) -> str:
    rules = settings()["words"]
    if word.startswith(tuple(rules["one_spelling"])):
        return word
    return _replaced(word, rules["spelling"])


def _replaced(word: str, rules: Sequence[tuple[str, str, int]]) -> str:
    for ending, instead, least in rules:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            return word[:len(word) - len(ending)] + instead
    return word


def _numbers(words: list[str]) -> list[str]:
    """Put digits for number words: ``twenty four`` 24, ``two hundred`` 200."""
    rules = settings()["words"]
    numbers, multipliers = rules["numbers"], rules["multipliers"]
    out: list[str] = []
    open_tens = False
    for word in words:
        if word in numbers:
            value = numbers[word]
            if open_tens and 0 < value < 10:
                out[-1] = str(int(out[-1]) + value)
                open_tens = False
            else:
                out.append(str(value))
                open_tens = 20 <= value <= TENS
        elif word in multipliers and out and out[-1].isdecimal() and len(out[-1]) <= LONGEST_NUMBER:
            out[-1], open_tens = str(int(out[-1]) * multipliers[word]), False
        else:
            out.append(word)
            open_tens = False
    return out


@cache
def stem(word: str) -> str:
    """Return the stem of a word in the spelling of `tokens`: what its forms have in common.

    >>> [stem(word) for word in ("label", "labels", "labelled", "labeling", "file", "filing", "filed")]
    ['label', 'label', 'label', 'label', 'fil', 'fil', 'fil']
    """
    rules = settings()["words"]
    known: str | None = rules["irregular"].get(word)
    if known is not None:
        return known
    if not word.isalpha():
        return word
    for stage in rules["stems"]:
        word = _replaced(word, stage)
    return word


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of a text, word by word."""
    return tuple(stem(word) for word in tokens(text))


def places(text: str) -> dict[str, list[int]]:
    """Return where each word of a text stands: word -> places, counted from 0, in order."""
    found: dict[str, list[int]] = {}
    at = 0
    for line in text.split("\n"):
        for word in tokens(line):
            found.setdefault(word, []).append(at)
            at += 1
        at += LINE_GAP
    return found
