"""Pinpoints: 第九条第一款, lists, ranges and elided forms, read into steps of an eid.

Levels follow the Legislation Law of the PRC (2023), art. 65. A list carries over what a member
leaves out: in 第九条第一款、第二款 the second member is in the same article, while a new 条 starts
afresh.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.model.numerals import NUMERAL_CHARS, to_int

LEVELS: Final = {"编": "part", "分编": "subpart", "章": "chap", "节": "sec", "条": "art",
                 "款": "para", "项": "item", "目": "subitem"}
RANK: Final = {level: rank for rank, level in enumerate(LEVELS.values())}
NUMBER: Final = rf"[{NUMERAL_CHARS}]+"
_ONE: Final = rf"[（(]?{NUMBER}[）)]?"
_JOIN: Final = r"(?:、|和|或者|或|以及|及|与|至|到)"
UNIT: Final = (rf"(?:第{_ONE}(?:{_JOIN}(?:第)?{_ONE})*"
               rf"(?:条(?:之{NUMBER})?(?!件|例|约|形)|款(?!项)|项(?!目)|目(?!录|标|的)|章(?!程)|节|分编|编))")
PIN: Final = rf"(?:{UNIT}(?:[（(]{NUMBER}[）)](?!项))?)+"
PINS: Final = rf"{PIN}(?:{_JOIN}{PIN})*"
_TOKEN: Final = re.compile(
    rf"(?P<unit>第(?P<nums>{_ONE}(?:{_JOIN}(?:第)?{_ONE})*)(?P<level>条|款|项|目|章|节|分编|编)"
    rf"(?:之(?P<bis>{NUMBER}))?)|(?P<bracket>[（(](?P<item>{NUMBER})[）)])|(?P<join>{_JOIN})")
_MEMBER: Final = re.compile(rf"(?P<join>{_JOIN})|第?[（(]?(?P<number>{NUMBER})[）)]?")

Step = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Pin:
    """One pinpoint as steps from the outside in; with ``until``, all from ``steps`` up to it."""

    steps: tuple[Step, ...]
    until: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class _Atom:
    level: str
    number: str
    joined: str  # "" directly after the one before, "、" in a list, "至" as the end of a range


def parse_pins(surface: str) -> tuple[Pin, ...]:
    """Read a list of pinpoints.

    >>> parse_pins("第九条第一款、第十条")
    (Pin(steps=(('art', '9'), ('para', '1')), until=()), Pin(steps=(('art', '10'),), until=()))
    >>> parse_pins("第二项至第七项")
    (Pin(steps=(('item', '2'),), until=(('item', '7'),)),)
    """
    out: list[Pin] = []
    current: tuple[Step, ...] = ()
    open_range = False
    for atom in _atoms(surface):
        below = _cut(current, atom.level)
        if atom.joined or not current or below != current:
            if current:
                _close(out, current, open_range)
            open_range = atom.joined == "至"
        current = (*below, (atom.level, atom.number))
    if current:
        _close(out, current, open_range)
    return tuple(out)


def _cut(steps: tuple[Step, ...], level: str) -> tuple[Step, ...]:
    return tuple(step for step in steps if RANK[step[0]] < RANK[level])


def _close(out: list[Pin], steps: tuple[Step, ...], is_end: bool) -> None:
    if is_end and out:
        out[-1] = Pin(out[-1].steps, steps)
    else:
        out.append(Pin(steps))


def _atoms(surface: str) -> Iterator[_Atom]:
    joined = ""
    for match in _TOKEN.finditer(surface):
        if match["join"]:
            joined = _range_or_list(match["join"])
        elif match["bracket"]:
            yield _Atom("item", _number(match["item"]), "")
            joined = ""
        else:
            yield from _members(match, joined)
            joined = ""


def _members(match: re.Match[str], joined: str) -> Iterator[_Atom]:
    """Expand an elided unit: 第（一）、（二）项 and 第三、四条."""
    level = LEVELS[match["level"]]
    numbers: list[tuple[str, str]] = []
    for part in _MEMBER.finditer(match["nums"]):
        if part["join"]:
            joined = _range_or_list(part["join"])
        else:
            numbers.append((_number(part["number"]), joined))
            joined = ""
    if match["bis"] and numbers:
        number, how = numbers[-1]
        numbers[-1] = (f"{number}-{_number(match['bis'])}", how)
    for number, how in numbers:
        yield _Atom(level, number, how)


def _range_or_list(join: str) -> str:
    return "至" if join in ("至", "到") else "、"


def _number(numeral: str) -> str:
    value = to_int(numeral)
    return numeral if value is None else str(value)
