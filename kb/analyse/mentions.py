"""Where a text mentions a provision or a work: the reference grammar.

Quoted stretches are locked first; then the longest match wins, with guards for words that only
begin like a reference (本条例 / 本条, 基本法, 本章程, 本项目). The rule id of a mark tells the form;
``read_mention`` takes a mark's surface apart.

Reads: a sheet and its layers ``quotes`` and ``short-names``. Provides: ``mentions``.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from kb.analyse.lexicon import any_of, data, scan
from kb.analyse.marks import Layers, Mark, longest
from kb.analyse.pins import NUMBER, PINS, Pin, parse_pins

SELF: Final = rf"(?<![基日文版成样资剧])本{any_of('references', 'self')}(?!律|人|院|官|庭|定代表)"
RELATIVE: Final = (
    rf"(?:前(?:{NUMBER})?款(?!项)|(?<![此之以目])前(?:{NUMBER})?条(?![款件例])|(?<!目)前(?:{NUMBER})?项(?!目)"
    r"|本条(?![例款件约])|(?<![成原])本款(?!项)|(?<![成资])本项(?!目)|本章(?!程)|(?<!成)本节(?![目日])|本编(?!制))")
NO_WORK: Final = re.compile(r"(?:[证书表单册牌函号]|许可|栏目)》$")
QUOTES: Final = re.compile(r"《[^《》\n]*(?:《[^《》\n]*》[^《》\n]*)*》|“[^“”\n]*”")
SHORT_NAME: Final = re.compile(
    r"《(?P<title>[^《》\n]+)》（(?:以下|下称|下文)?(?:简称|统称|称)?(?:为)?[：:]?[“《]?(?P<short>[^《》“”（）\n]+?)[”》]?）")
NAMED: Final = re.compile(
    r"(?:依照|根据|按照|违反|适用)((?!本|有关|相关|其他|国家|法律|前|该)[一-龥]{2,14}?"
    r"(?:(?<![办方合违非依执司做看立书无守用宪])(?<!(?<!基)本)法(?!律|规|人|定|院|治|制|官|典|的)|民法典)"
    rf"(?:{PINS})?)(?=的|规定|和|、|，|等|。)")
SAME: Final = r"(?:同法|该(?:法|条例|办法|规定|解释)(?!律|规|院|人|定))"
_FORMS: Final = (
    ("same-work", re.compile(rf"{SAME}(?:的)?{PINS}")),
    ("work", re.compile(rf"{SELF}(?:的)?{PINS}|{SELF}")),
    ("relative", re.compile(rf"{RELATIVE}(?:规定的|的|中)?{PINS}|{RELATIVE}")),
    ("pin", re.compile(PINS)),
)
_PIN_AFTER: Final = re.compile(rf"(?:（[^（）\n]*）)?({PINS})")
_READ: Final = re.compile(rf"(?:《(?P<title>.+)》|(?P<work>{SELF})|(?P<relative>{RELATIVE}))")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a mention says.

    ``base`` is ``work`` (本法), ``bare`` (第八条 without a work), ``title``, ``same`` (同法第八条: the work
    named last), ``class`` (有关法律), ``list`` (下列), or a relative head as printed (前两款); ``title`` is
    the printed title or short title without 《》.
    """

    base: str
    title: str
    pins: tuple[Pin, ...]


def find_quotes(text: str, _layers: Layers) -> Iterator[Mark]:
    """Mark titles in 《》 and quotations in “”."""
    for match in QUOTES.finditer(text):
        yield Mark(match.start(), match.end(), "title" if match[0][0] == "《" else "quotation")


def find_short_names(text: str, _layers: Layers) -> Iterator[Mark]:
    """Mark 《title》（以下简称X法) whole; ``read_short_name`` takes it apart."""
    for match in SHORT_NAME.finditer(text):
        if re.search(r"简称|统称|以下称|下称", match[0]):
            yield Mark(match.start(), match.end(), "short-name")


def read_short_name(surface: str) -> tuple[str, str]:
    """Return (short name, title) of a marked short-name clause."""
    match = SHORT_NAME.search(surface)
    return (match["short"], match["title"]) if match else ("", "")


def find_mentions(text: str, layers: Layers) -> Iterator[Mark]:
    """Mark every mention; within quotations only titles count."""
    quotes = layers["quotes"]
    starts = [mark.start for mark in quotes]
    found = list(_unlocked(text, layers))
    kept = []
    for mark in found:
        index = bisect_right(starts, mark.start) - 1
        if index < 0 or mark.start >= quotes[index].end:
            kept.append(mark)
    yield from longest([*_titles(text, quotes), *kept])


def _unlocked(text: str, layers: Layers) -> Iterator[Mark]:
    for rule, regex in _FORMS:
        for match in regex.finditer(text):
            yield Mark(match.start(), match.end(), rule)
    yield from scan("references", text)
    for match in NAMED.finditer(text):
        yield Mark(match.start(1), match.end(1), "named")
    for match in _pinned_laws().finditer(text):
        yield Mark(match.start(), match.end(), "named-pin")
    for expression, _title in external_names():
        for match in expression.finditer(text):
            yield Mark(match.start(), match.end(), "external-name")
    for mark in layers["short-names"]:
        short, _title = read_short_name(text[mark.start : mark.end])
        yield from _short_uses(text, short, mark.end)


def _short_uses(text: str, short: str, start: int) -> Iterator[Mark]:
    if len(short) > 1:
        for match in re.compile(re.escape(short) + rf"(?:{PINS})?").finditer(text, start):
            yield Mark(match.start(), match.end(), "short-name-use")


def _titles(text: str, quotes: tuple[Mark, ...]) -> Iterator[Mark]:
    for mark in quotes:
        inner = [mark] if mark.rule == "title" else _inner_titles(text, mark)
        for title in inner:
            if not NO_WORK.search(text[title.start : title.end]):
                pins = _PIN_AFTER.match(text, title.end)
                yield Mark(title.start, pins.end() if pins else title.end, "title")


def _inner_titles(text: str, mark: Mark) -> list[Mark]:
    found = re.compile(r"《[^《》\n]+》").finditer(text, mark.start, mark.end)
    return [Mark(match.start(), match.end(), "title") for match in found]


@cache
def _pinned_laws() -> re.Pattern[str]:
    """Return the expression for a national law cited by its short name before a pinpoint: 刑法第X条."""
    listed = resources.files("kb.analyse").joinpath("data/law-names.txt").read_text(encoding="utf-8")
    names = listed.split()
    longest_first = "|".join(sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?:{longest_first}){PINS}")


@cache
def external_names() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the expressions for works that are cited without 《》 and their titles."""
    return tuple((re.compile(row["re"]), row["title"]) for row in data("references")["external"])


def read_mention(rule: str, surface: str) -> Reading:
    """Take a mention apart.

    >>> read_mention("relative", "前款第二项").base
    '前款'
    """
    head = _READ.match(surface)
    pins = parse_pins(surface[head.end() if head else 0 :])
    if rule == "title" and head:
        return Reading("title", head["title"], pins)
    if rule in ("named", "named-pin", "short-name-use"):
        name = re.split(r"第", surface, maxsplit=1)[0]
        return Reading("title", name, parse_pins(surface[len(name) :]))
    if rule == "external-name":
        return Reading("title", _external_title(surface), ())
    if rule.startswith(("class", "renvoi", "discourse", "list")):
        return Reading("list" if rule == "list" else "class", "", ())
    return Reading(_base(rule, head), "", pins)


def _base(rule: str, head: re.Match[str] | None) -> str:
    if rule == "same-work":
        return "same"
    return (head["relative"] or "work") if head else "bare"


def _external_title(surface: str) -> str:
    return next((title for regex, title in external_names()
                 if surface in regex.pattern), surface)
