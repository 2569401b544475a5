"""Reading the place in a citation: 第十七条第一款第（二）项, art. 17(1)(2), 17.1, para. 3 of art. 24.

Reads and writes nothing but strings.
Guarantees: every character of the input is in a step, is known filler, or is returned as left over;
nothing is dropped in silence.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from kb.model.numerals import NUMERAL_CHARS, to_int

NUM: Final = rf"[{NUMERAL_CHARS}]+"
ZH_LEVELS: Final = {"编": "part", "分编": "subpart", "章": "chap", "节": "sec", "条": "art",
                    "款": "para", "项": "item", "目": "subitem"}
EN_LEVELS: Final = {
    "article": "art", "art": "art", "§": "art", "paragraph": "para", "para": "para", "par": "para",
    "item": "item", "subparagraph": "item", "subitem": "subitem", "chapter": "chap", "chap": "chap",
    "ch": "chap", "section": "sec", "sec": "sec", "part": "part", "annex": "annex",
    "appendix": "annex", "heading": "head", "head": "head", "point": "point"}
ZH_STEP: Final = re.compile(rf"第?\(?({NUM})\)?(分编|编|章|节|条|款|项|目)(?:之({NUM}))?")
EN_STEP: Final = re.compile(
    rf"(?<![a-z])({'|'.join(sorted(EN_LEVELS, key=len, reverse=True))})s?\.? ?"
    r"\(?(\d+(?:-\d+)?)\)?(?!\d)")
ANNEX: Final = re.compile(rf"附[件录](?:({NUM})(?![条章节款项]))?")
HEADING: Final = re.compile(r"([一二三四五六七八九十]+)、|(?<!\S)([一二三四五六七八九十]+)(?=\()")
GROUP: Final = re.compile(rf" ?\(({NUM})\)")
DOT: Final = re.compile(r"\.(\d+)")
BARE: Final = re.compile(r"(?<![\d.-])(\d+(?:-\d+)?)(?![\d条款项])")
FILLER: Final = re.compile(r"\s+|[,、;:。.的]|\(\s*\)|中华人民共和国"
                           r"|(?<![a-z])(?:of|the|in|prc|under)(?![a-z])")


@dataclass(slots=True)
class Location:
    """The place a citation names.

    ``levels`` holds the steps whose level is named (``art``, ``para``, ``item``…), as normalised
    numbers; ``groups`` the bare numbers after an article, whose level is not named; ``left`` what
    could not be read. ``named`` says that the article's level is named (条, art.), not only a number.
    """

    levels: dict[str, str] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    left: str = ""
    named: bool = False
    twice: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether no place is named: the whole work is meant."""
        return not self.levels and not self.groups


def read_location(text: str) -> Location:
    """Read the place in a folded citation from which the name has been taken.

    >>> read_location("第十七条第一款第(二)项").levels
    {'art': '17', 'para': '1', 'item': '2'}
    >>> read_location("24(3)").groups
    ['3']
    """
    found, at, last = Location(), 0, ""
    while at < len(text):
        end, last = _step(text, at, found, last)
        if end == at:
            found.left += text[at]
            end = at + 1
        elif text[at] == " ":
            found.left += " "  # so that unread words stay apart in the message
        at = end
    found.left = " ".join(found.left.split())
    return found


def _step(text: str, at: int, found: Location, last: str) -> tuple[int, str]:
    """Read one step at a position; return where it ends and the level it named."""
    match = ZH_STEP.match(text, at)
    if match:
        return match.end(), _name(found, ZH_LEVELS[match[2]], _number(match[1], match[3]))
    match = EN_STEP.match(text, at)
    if match:
        return match.end(), _name(found, EN_LEVELS[match[1]], match[2])
    match = ANNEX.match(text, at)
    if match:
        return match.end(), _name(found, "annex", _number(match[1] or "1", None))
    match = HEADING.match(text, at)
    if match:
        return match.end(), _name(found, "head", _number(match[1] or match[2], None))
    return _unnamed(text, at, found, last)


def _unnamed(text: str, at: int, found: Location, last: str) -> tuple[int, str]:
    match = GROUP.match(text, at) or (DOT.match(text, at) if last else None)
    if match and last in _NEXT:
        return match.end(), _group(found, last, _number(match[1], None))
    match = BARE.match(text, at)
    if match and last in {"head", "point"}:
        return match.end(), _group(found, last, match[1])
    if match and not found.levels:
        found.levels["art"] = match[1]
        return match.end(), "art"
    match = FILLER.match(text, at)
    return (match.end() if match else at), last if match else ""


_NEXT: Final = {"art": "group", "group": "group", "para": "item", "item": "subitem",
                "head": "point", "point": "item"}


def _group(found: Location, last: str, number: str) -> str:
    """Take a bracketed number: its level is known after a named 款, 项 or heading, else it is open."""
    level = _NEXT[last]
    if level == "group":
        found.groups.append(number)
        return level
    return _name(found, level, number)


def _name(found: Location, level: str, number: str) -> str:
    if level in found.levels:
        found.twice = level
    found.levels[level] = number
    found.named = found.named or level == "art"
    return level


def _number(numeral: str, inserted: str | None) -> str:
    value = to_int(numeral)
    base = numeral if value is None else str(value)
    return f"{base}-{to_int(inserted) or inserted}" if inserted else base
