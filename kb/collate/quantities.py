"""Quantities of a Chinese provision as (value, unit): dates, amounts, percentages, times, counts.

Values are exact decimals written as strings; 万 and 亿 are multiplied out. References and titles are set
aside first, and words that hold a numeral without being a quantity by the list in
``data/quantities.toml``. 一 without a unit is no quantity. Anything else that is a numeral counts.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Any, Final

from kb.model.numerals import DIGITS, UNITS, to_int

NUMERAL: Final = (r"(?:\d{1,3}(?:[,，]\d{3})+|\d+(?:\.\d+)?"
                  r"|[零〇○一二两三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?)(?:[十百千]*[万亿]+)?")
_YEAR: Final = r"(?:\d{4}|[零〇○一二三四五六七八九]{4})"
UNIT_OF: Final = {
    "个工作日": "working day", "工作日": "working day", "个自然日": "day", "自然日": "day", "日": "day",
    "天": "day", "个月": "month", "月": "month", "年": "year", "个小时": "hour", "小时": "hour",
    "分钟": "minute", "秒": "second", "周岁": "year of age", "岁": "year of age", "周": "week",
    "倍": "time", "次": "time", "元": "yuan",
}


@dataclass(frozen=True, slots=True, order=True)
class Quantity:
    """``value`` is a decimal, or an ISO date where ``unit`` is ``date``; ``unit`` may be ``count``."""

    value: str
    unit: str

    def __str__(self) -> str:
        shown = f"{Decimal(self.value):,}" if self.unit not in {"date", "day of year"} else self.value
        return shown if self.unit in {"date", "count"} else f"{shown} ({self.unit})"


@cache
def _data() -> Mapping[str, Any]:
    file = resources.files("kb.collate") / "data" / "quantities.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def lexical(language: str) -> re.Pattern[str]:
    """Return the expression of words that hold a numeral and are no quantity."""
    loose = [row["word"] for row in _data()["loose"]] if language == "chinese" else []
    words = sorted([*_data()[language], *loose], key=len, reverse=True)
    if language == "chinese":
        return re.compile("|".join(map(re.escape, words)))
    return re.compile(r"\b(?:" + "|".join(words) + r")\b", re.IGNORECASE)


def loose_quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities that English may give for words like 双方, and need not.

    >>> [str(quantity) for quantity in loose_quantities("由双方约定")]
    ['2']
    """
    return tuple(Quantity(row["value"], row["unit"]) for row in _data()["loose"]
                 for _ in range(text.count(row["word"])))


def value_of(numeral: str) -> str:
    """Return the value of a Chinese or Arabic numeral as a plain decimal.

    >>> value_of("十万"), value_of("5,000"), value_of("1.5亿"), value_of("三点五"), value_of("二十")
    ('100000', '5000', '150000000', '3.5', '20')
    """
    numeral = numeral.replace(",", "").replace("，", "")
    scale = Decimal(1)
    while numeral and numeral[-1] in "万亿" and len(numeral) > 1:
        scale *= 10_000 if numeral[-1] == "万" else 100_000_000
        numeral = numeral[:-1]
    while len(numeral) > 1 and numeral[-1] in UNITS and numeral[0].isdecimal():
        scale *= UNITS[numeral[-1]]
        numeral = numeral[:-1]
    whole, _, part = numeral.partition("点")
    if part:
        number = Decimal(f"{to_int(whole)}.{''.join(str(DIGITS[char]) for char in part)}")
    elif re.fullmatch(r"\d+(?:\.\d+)?", numeral):
        number = Decimal(numeral)
    else:
        number = Decimal(_int(numeral))
    return plain(number * scale)


def _int(numeral: str) -> int:
    """Read 万 inside too: 一万二千."""
    value = to_int(numeral)
    return 0 if value is None else value


def plain(number: Decimal) -> str:
    """Return a decimal without exponent and without idle zeros."""
    return f"{number.normalize():f}"


Reader = Callable[[re.Match[str]], Iterable[Quantity]]


def iso(year: str, month: str = "", day: str = "") -> Quantity:
    """Return a date as far as it is known; without a year a day of the year."""
    parts = [f"{int(part):02}" for part in (month, day) if part]
    if year:
        return Quantity("-".join([f"{int(year):04}", *parts]), "date")
    return Quantity("-".join(parts), "day of year")


def _date(match: re.Match[str]) -> Iterator[Quantity]:
    found = match.groupdict()
    yield iso(*("" if not found.get(key) else str(to_int(found[key])) for key in ("year", "month", "day")))


def _unit(match: re.Match[str]) -> Iterator[Quantity]:
    yield Quantity(value_of(match["number"]), UNIT_OF[match["unit"]])


def _of(unit: str) -> Reader:
    return lambda match: [Quantity(value_of(match["number"]), unit)]


def _half(match: re.Match[str]) -> Iterator[Quantity]:
    yield Quantity("6", "month") if match["unit"] == "年" else Quantity("0.5", UNIT_OF[match["unit"]])


def _rest(match: re.Match[str]) -> Iterator[Quantity]:
    if match[0] != "一":
        yield Quantity(value_of(match[0]), "count")


_N: Final = rf"(?P<number>{NUMERAL})"
READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = (
    (re.compile(rf"(?P<year>{_YEAR})\s*年\s*(?P<month>{NUMERAL})\s*月\s*(?P<day>{NUMERAL})\s*日"), _date),
    (re.compile(rf"(?P<year>{_YEAR})\s*年\s*(?P<month>{NUMERAL})\s*月"), _date),
    (re.compile(rf"(?P<month>{NUMERAL})\s*月\s*(?P<day>{NUMERAL})\s*日"), _date),
    (re.compile(rf"(?P<year>{_YEAR})\s*年"), _date),
    (re.compile(rf"百分之{_N}|(?P<percent>\d+(?:\.\d+)?)\s*[%％]"),
     lambda match: [Quantity(value_of(match["number"] or match["percent"]), "%")]),
    (re.compile(rf"千分之{_N}"), _of("per mille")),
    (re.compile(rf"第{_N}"), _of("ordinal")),
    (re.compile(r"半个?(?P<unit>年|月|小时)"), _half),
    (re.compile(rf"{_N}\s*(?P<unit>{'|'.join(sorted(UNIT_OF, key=len, reverse=True))})"), _unit),
    (re.compile(NUMERAL), _rest),
)


def read_all(text: str, readers: tuple[tuple[re.Pattern[str], Reader], ...]) -> tuple[Quantity, ...]:
    """Apply the readers one after the other, each to what the ones before it left."""
    found: list[tuple[int, Quantity]] = []
    for regex, reader in readers:
        for match in regex.finditer(text):
            found += [(match.start(), quantity) for quantity in reader(match)]
        text = blank(text, (match.span() for match in regex.finditer(text)))
    return tuple(quantity for _, quantity in sorted(found, key=lambda row: row[0]))


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with some stretches blanked out, of the same length."""
    out = list(text)
    for start, end in spans:
        out[start:end] = "\n" * (end - start)
    return "".join(out)


def chinese_quantities(text: str, cited: Iterable[tuple[int, int]] = ()) -> tuple[Quantity, ...]:
    """Return the quantities of a provision in order; ``cited`` are the stretches that are references.

    >>> [str(found) for found in chinese_quantities("自2025年3月1日起十五日内，处一万元以上罚款")]
    ['2025-03-01', '15 (day)', '10,000 (yuan)']
    """
    text = blank(text, cited)
    text = blank(text, (match.span() for match in re.finditer(r"《[^》]*》", text)))
    text = blank(text, (match.span() for match in lexical("chinese").finditer(text)))
    return read_all(text, READERS)
