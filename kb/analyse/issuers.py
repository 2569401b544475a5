"""Which bodies issued a text, read from its order, note, signature or covering notice.

Reads: a Text, the authorities known. Writes: nothing. Guarantees: a place that names a body unknown here
beside known ones gives nothing: half a list of issuers would be a wrong one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kb.model.text import PartName, Text
from kb.model.work import Authority

STATE: Final = "中华人民共和国"
SHORT: Final = {
    "国家发展改革委": "国家发展和改革委员会", "市场监管总局": "国家市场监督管理总局",
    "国家网信办": "国家互联网信息办公室", "中央网信办": "中央网络安全和信息化委员会办公室",
    "国务院": "中华人民共和国国务院", "科技部": "科学技术部", "广电总局": "国家广播电视总局",
    "税务总局": "国家税务总局", "金融监管总局": "国家金融监督管理总局",
    "中国证监会": "中国证券监督管理委员会", "国家卫生健康委": "国家卫生健康委员会",
    "人力资源社会保障部": "人力资源和社会保障部",
    "全国人大常委会": "全国人民代表大会常务委员会",
}
"""What bodies call themselves for short in headings."""

SEPARATORS: Final = re.compile(r"[\s、，,和及与\u3000]+")
NUMBER: Final = re.compile(r"令|第\s*[0-9〇零一二三四五六七八九十百]+\s*号|\d{4}年")
ORDER_LINE: Final = re.compile(r"令(?=\s*(?:$|第|\d{4}年))", re.MULTILINE)
AGREED: Final = re.compile(r"(?<!已)经([^。；，\d]{2,200}?)同意")
CONGRESS: Final = re.compile(
    r"(全国人民代表大会(?:常务委员会)?)第[^，。；\n]{1,12}次会议[^，。；\n]{0,6}通过")
NOTE: Final = re.compile(r"日\s*([^\d，。；\n]{2,80}?)令\s*(?:第|\d{4}年)")
DRAFTED: Final = re.compile(r"([^，。；\n]{2,60}?)(?:会同[^，。；]{0,40})?(?:研究)?(?:起草|制定|形成)了《")
DATE_LINE: Final = re.compile(
    r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[〇○零一二三四五六七八九]{4}年.{2,6}日")
LONGEST_SIGNATURE: Final = 40
"""Lines above a date that may name signatories."""


def issuers_of(text: Text, known: Iterable[Authority]) -> tuple[str, ...]:
    """Return the ids of the bodies that issued a text in the order in which they are named.

    Places are tried in order: the order of promulgation, the note of adoption, the signature, the
    heading of the covering notice, its signature, and who it says drafted the text. Empty where none of
    them names bodies that are all known.
    """
    names = _names(known)
    return next((found for place in _places(text) if (found := _read(place, names))), ())


def _names(known: Iterable[Authority]) -> dict[str, str]:
    full = {authority.name_zh: authority.id for authority in known}
    bare = {name.removeprefix(STATE): key for name, key in full.items()}
    short = {word: full[name] for word, name in SHORT.items() if name in full}
    stated = {STATE + name: key for name, key in bare.items()}
    return {**short, **stated, **bare, **full}


def _places(text: Text) -> Iterator[str]:
    header, note = _part(text, PartName.ORDER_HEADER), _part(text, PartName.ADOPTION_NOTE)
    order = ORDER_LINE.search(header)
    if order:
        agreed = AGREED.search(header)
        yield _lead(text) + header[:order.end()] + ("、" + agreed[1] if agreed else "")
    yield from (match[1] for match in (CONGRESS.search(note), NOTE.search(note)) if match)
    yield _signature(_part(text, PartName.SIGNATURE))
    notice = _part(text, PartName.NOTICE)
    heading = notice.partition("\n")[0]
    yield heading.partition("关于")[0] if "关于" in heading else ""
    yield _signature(notice)
    drafted = DRAFTED.search(notice)
    yield drafted[1] if drafted else ""


def _lead(text: Text) -> str:
    """Return the short lines directly above the order: bodies that its reader did not know as such."""
    start = next(part.start for part in text.parts if part.name is PartName.ORDER_HEADER)
    return _short_lines(text.canonical[:start].splitlines())


def _part(text: Text, name: PartName) -> str:
    return "\n".join(text.canonical[part.start:part.end] for part in text.parts if part.name is name)


def _signature(place: str) -> str:
    """Return the short lines directly above the last line that is a date."""
    lines = [line.strip() for line in place.splitlines()]
    dated = [number for number, line in enumerate(lines) if DATE_LINE.fullmatch(line)]
    return _short_lines(lines[:dated[-1]] if dated else [])


def _short_lines(lines: list[str]) -> str:
    """Return the last lines as far as they are short and no sentences, each with its line break."""
    found: list[str] = []
    for line in reversed(lines):
        if not line or len(line) > LONGEST_SIGNATURE or re.search(r"[。；：:《》]", line):
            break
        found.insert(0, line + "\n")
    return "".join(found)


def _read(place: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids of some words that are nothing but names, or nothing."""
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    if not place.strip() or not pattern:
        return ()
    found = [names[match[0]] for match in re.finditer(pattern, place)]
    left = SEPARATORS.sub("", NUMBER.sub("", re.sub(pattern, "", place)))
    return () if left else tuple(dict.fromkeys(found))
