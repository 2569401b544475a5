"""Quantities of an English provision, in the units of ``quantities``: digits, words, dates, amounts."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from kb.collate.quantities import Quantity, Reader, blank, iso, lexical, plain, read_all

SMALL: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty")
TENS: Final = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
               "eighty": 80, "ninety": 90}
WORDS: Final = {**{word: value for value, word in enumerate(SMALL)}, **TENS}
SCALES: Final = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
ORDINALS: Final = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
                   "ninth": 9, "tenth": 10}
MONTHS: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
                 "October", "November", "December")
_WORD: Final = (rf"(?:(?:{'|'.join(TENS)})-(?:{'|'.join(SMALL[1:10])})"
                rf"|(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})\b)")
_NUMBER: Final = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?|\b{_WORD})(?: (?:{'|'.join(SCALES)}))*"
_N: Final = rf"(?P<number>{_NUMBER})"
_AFTER: Final = rf"(?P<after>{_NUMBER})"
_MONTH: Final = rf"(?P<month>{'|'.join(MONTHS)})"
_UNIT: Final = r"(?P<unit>(?:working |business )?day|month|year|hour|minute|week|time)s?\b"
UNIT_OF: Final = {
    "working day": "working day", "business day": "working day", "day": "day", "month": "month",
    "year": "year", "hour": "hour", "minute": "minute", "week": "week", "time": "time"}


def value_of(number: str) -> str:
    """Return the value of an English number.

    >>> value_of("1,000,000"), value_of("twenty-one"), value_of("2.5 million")
    ('1000000', '21', '2500000')
    """
    first, *scales = number.lower().split()
    if first[0].isdigit():
        value = Decimal(first.replace(",", ""))
    else:
        value = Decimal(sum(WORDS[part] for part in first.split("-")))
    for scale in scales:
        value *= SCALES[scale]
    return plain(value)


def _date(match: re.Match[str]) -> Iterator[Quantity]:
    found = match.groupdict()
    yield iso(found.get("year") or "", str(MONTHS.index(match["month"]) + 1), found.get("day") or "")


def _of(unit: str) -> Reader:
    return lambda match: [Quantity(value_of(match["number"]), unit)]


def _unit(match: re.Match[str]) -> Iterator[Quantity]:
    unit = re.sub(r"[\s-]+", " ", match["unit"].lower())
    yield Quantity(value_of(match["number"]), UNIT_OF[unit])


def _rest(match: re.Match[str]) -> Iterator[Quantity]:
    if value_of(match[0]) != "1" or match[0][0].isdigit():
        yield Quantity(value_of(match[0]), "count")


READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (re.compile(rf"(?P<day>\d{{1,2}}) {_MONTH} (?P<year>\d{{4}})"), _date),
    (re.compile(rf"{_MONTH} (?P<year>\d{{4}})"), _date),
    (re.compile(rf"(?P<day>\d{{1,2}}) {_MONTH}"), _date),
    (re.compile(r"(?<![\d,.—–-])(?P<year>(?:19|20)\d\d)(?![\d,%—–-]|\.\d| [a-z]+s\b)"),
     lambda match: [iso(match["year"])]),
    (re.compile(rf"{_N} ?(?:%|per ?cent\b|percent\b)", re.IGNORECASE), _of("%")),
    (re.compile(rf"{_N} ?(?:‰|per mille\b|per thousand\b)", re.IGNORECASE), _of("per mille")),
    (re.compile(rf"(?:RMB|CNY|¥) ?{_N}|{_AFTER} (?:yuan|RMB)\b", re.IGNORECASE),
     lambda match: [Quantity(value_of(match["number"] or match["after"]), "yuan")]),
    (re.compile(rf"(?:aged|age of) {_N}|{_AFTER}[ -](?:full )?years?(?: of age|[ -]old)", re.IGNORECASE),
     lambda match: [Quantity(value_of(match["number"] or match["after"]), "year of age")]),
    (re.compile(r"\bhalf (?:a|of a|the) year\b|\bhalf-year\b", re.IGNORECASE),
     lambda _: [Quantity("6", "month")]),
    (re.compile(rf"{_N}[ -]{_UNIT}", re.IGNORECASE), _unit),
    (re.compile(r"\b(?P<word>once|twice)\b", re.IGNORECASE),
     lambda match: [Quantity("1" if match["word"].lower() == "once" else "2", "time")]),
    (re.compile(r"\bNo\. ?(?P<number>\d+)"), _of("ordinal")),
    (re.compile(rf"\b(?P<word>{'|'.join(ORDINALS)})\b", re.IGNORECASE),
     lambda match: [Quantity(str(ORDINALS[match["word"].lower()]), "ordinal")]),
    (re.compile(rf"{_NUMBER}", re.IGNORECASE), _rest),
)


def english_quantities(text: str, cited: Iterable[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """Return the quantities of a provision in order; ``cited`` are the stretches that are references.

    >>> [str(one) for one in english_quantities("from 1 March 2025, within 15 days, more than RMB 10,000")]
    ['2025-03-01', '15 (day)', '10,000 (yuan)']
    """
    text = blank(text, cited)
    text = blank(text, (match.span() for match in re.finditer(r"\bChapter [IVXLC]+\b", text)))
    text = blank(text, (match.span() for match in lexical("english").finditer(text)))
    return read_all(text, READERS)
