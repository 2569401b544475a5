"""What a text says of itself: title, stage, number, dates, the laws it is made under.

Reads: a Text. Writes: nothing. Guarantees: every fact comes with the words of the
text that state it, at most 24 Chinese characters, character by character; what the text does not state
in so many words is left out.
"""

import re
from datetime import date
from typing import Final

from kb.model.numerals import to_int
from kb.model.provision import articles, full_text
from kb.model.text import PartName, Text
from kb.model.work import DateFact, DateKind, Evidence

LONGEST_QUOTE: Final = 24
HAN: Final = re.compile(r"[㐀-鿿]")
ARABIC: Final = r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
WRITTEN: Final = (r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月"
                  r"([一二三四五六七八九十]{1,3})日")
DAY: Final = rf"(?:{ARABIC}|{WRITTEN})"
DIGITS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")

DRAFT_MARK: Final = re.compile(
    r"\s*[（(][^（()）]*(?:征求意见|草案|审议稿|送审稿)[^（()）]*[)）]")
INVITES: Final = re.compile(r"公开征求(?:社会)?意见|征求.{0,80}意见")
REVISED: Final = re.compile(r"修正|修订|修改")
ADOPTED: Final = re.compile(rf"{DAY}[^。；;\n]{{0,60}}?通过")
MADE_PUBLIC: Final = re.compile(rf"{DAY}[^。；;，\n]{{0,60}}?(?:公布|发布)")
IN_FORCE: Final = re.compile(rf"自\s*{DAY}\s*起(?:施行|实施|生效)")
FROM_PROMULGATION: Final = re.compile(r"自(?:公布|发布)之日起(?:施行|实施|生效)")
DEADLINES: Final = (
    re.compile(rf"截止(?:日期|时间|日)?[为是至：:\s]*{DAY}"),
    re.compile(rf"(?:于|在|至)\s*{DAY}\s*(?:\d+时)?(?:之前|以前|前|止)"),
)
OWN_LINE: Final = re.compile(rf"(?m)^\s*{DAY}\s*$")
ORDER: Final = re.compile(r"令\s*(第\s*[0-9〇零一二三四五六七八九十百]+\s*号|\d{4}年第\s*\d+\s*号)")
DOCUMENT_NUMBER: Final = re.compile(r"[㐀-鿿]{2,14}[〔［\[]\d{4}[〕］\]]\s*(?:第\s*)?\d+\s*号")
BASIS: Final = re.compile(
    r"(?:根据|依据|依照|按照)((?:《[^《》]+》(?:（以下简称[^）]*）)?[、，和及以等]{0,3})+)")
SHORTENED: Final = re.compile(r"（以下简称[^）]*）")
QUOTED: Final = re.compile(r"《[^《》]+》")
SHORTEST_NAME: Final = 3
FRONT: Final = (PartName.ORDER_HEADER, PartName.ADOPTION_NOTE, PartName.SIGNATURE)


def part_of(text: Text, *names: PartName) -> str:
    """Return the words of the parts of some names, in the order of the text, one part a line or more."""
    return "\n".join(text.canonical[part.start:part.end] for part in text.parts if part.name in names)


def title_of(text: Text) -> str:
    """Return the title as printed, without line breaks, or the empty string."""
    first = next((part for part in text.parts if part.name is PartName.TITLE), None)
    return "".join(text.canonical[first.start:first.end].split()) if first else ""


def bare_title(title: str) -> str:
    """Return a title without the mark of a draft.

    >>> bare_title("灯笼管理办法（征求意见稿）")
    '灯笼管理办法'
    """
    return DRAFT_MARK.sub("", title)


def is_draft(text: Text) -> bool:
    """Tell whether the text says that it is a draft: in its title, or in the notice before it."""
    return bool(DRAFT_MARK.search(title_of(text)) or INVITES.search(part_of(text, PartName.NOTICE)))


def is_final(text: Text) -> bool:
    """Tell whether the text says that it was adopted, promulgated or issued."""
    front = part_of(text, *FRONT, PartName.NOTICE)
    return not is_draft(text) and bool(re.search(r"现予公布|现印发|通过|公布|印发|令\s*第", front))


def number_of(text: Text) -> str:
    """Return the order or document number as printed, white space apart, or the empty string.

    An order of several bodies is named by its number alone, for its names stand on lines of their own.
    """
    front = part_of(text, *FRONT)
    for order in () if _is_revised(text) else ORDER.finditer(front):
        line = re.split(rf"\n|{DAY}|[（(]", front[:order.start()])[-1]
        name = re.sub(r"\s", "", line or "")
        if not name or len(name) >= SHORTEST_NAME:  # less is the rest of a torn line
            return f"{name}令" + re.sub(r"\s", "", order[1])
    found = DOCUMENT_NUMBER.search(part_of(text, *FRONT, PartName.NOTICE))
    return re.sub(r"\s", "", found[0]) if found else ""


def count_of(text: Text) -> int | None:
    """Return the number of articles, or None where they do not run from 1 to their number."""
    numbers = [node.number for node in articles(text.provisions)]
    whole = numbers and numbers == [str(number) for number in range(1, len(numbers) + 1)]
    return len(numbers) if whole else None


def dates_of(text: Text, *, draft: bool) -> tuple[DateFact, ...]:
    """Return the dates the text states of itself, each with its words.

    A revised text keeps the note of its first adoption; none of those dates is taken, because the
    revision has dates of its own.
    """
    promulgated = None if draft else _promulgated(text)
    found = [_deadline(text), _opened(text)] if draft else \
        [_adopted(text), promulgated, _in_force(text, promulgated)]
    order = list(DateKind)
    return tuple(sorted((one for one in found if one), key=lambda fact: order.index(fact.kind)))


def bases_of(text: Text) -> tuple[tuple[str, str], ...]:
    """Return ``(title, quote)`` of the laws that the first article, or the preamble, names as basis."""
    first = next(iter(articles(text.provisions)), None)
    place = full_text(first) if first else part_of(text, PartName.PREAMBLE)
    made = place.partition("制定本")
    found: dict[str, str] = {}
    for match in BASIS.finditer(made[0]) if made[1] else ():
        for number, title in enumerate(QUOTED.findall(SHORTENED.sub("", match[1]))):
            lead = match[0][:match[0].index("《")] if not number else ""
            found.setdefault(" ".join(title.strip("《》").split()), short(lead + title))
    return tuple(found.items())


def short(words: str) -> str:
    """Return the beginning of some words: at most 24 Chinese characters."""
    held = list(HAN.finditer(words))
    return words if len(held) <= LONGEST_QUOTE else words[:held[LONGEST_QUOTE].start()]


def _fact(kind: DateKind, match: re.Match[str], lead: str = "") -> DateFact | None:
    groups = [group for group in match.groups() if group][:3]
    year, month, day = (int(group) if group.isascii() else to_int(group) for group in groups) \
        if groups[0].isascii() else (int(groups[0].translate(DIGITS)), to_int(groups[1]), to_int(groups[2]))
    try:
        value = date(int(year or 0), int(month or 0), int(day or 0)).isoformat()
    except ValueError:
        return None
    return DateFact(kind, value, Evidence("text", quote=short(lead + " ".join(match[0].split()))))


def _adopted(text: Text) -> DateFact | None:
    note = part_of(text, PartName.ORDER_HEADER, PartName.ADOPTION_NOTE, PartName.NOTICE)
    match = ADOPTED.search(note)
    return _fact(DateKind.ADOPTED, match) if match and not _is_revised(text) else None


def _promulgated(text: Text) -> DateFact | None:
    """Read the order's own date line, else the note (…年…月…日…公布), else a signature's date line."""
    if _is_revised(text):
        return None
    order = list(OWN_LINE.finditer(part_of(text, PartName.ORDER_HEADER)))
    note = MADE_PUBLIC.search(part_of(text, PartName.ADOPTION_NOTE))
    signed = list(OWN_LINE.finditer(part_of(text, PartName.SIGNATURE)))
    match = order[-1] if order else note or (signed[-1] if len(signed) == 1 else None)
    return _fact(DateKind.PROMULGATED, match) if match else None


def _is_revised(text: Text) -> bool:
    return bool(REVISED.search(part_of(text, PartName.ADOPTION_NOTE)))


def _in_force(text: Text, promulgated: DateFact | None) -> DateFact | None:
    """Read it from the last articles, else from the order; two different days are none."""
    if _is_revised(text):  # the text's own words are about its first version
        return None
    last = "\n".join(full_text(node) for node in articles(text.provisions)[-3:])
    for place in (last, part_of(text, PartName.ORDER_HEADER, PartName.ADOPTION_NOTE)):
        facts = [fact for match in IN_FORCE.finditer(place) if (fact := _fact(DateKind.IN_FORCE, match))]
        if facts:
            return facts[0] if len({fact.value for fact in facts}) == 1 else None
        same = FROM_PROMULGATION.search(place)
        if same:
            return DateFact(DateKind.IN_FORCE, promulgated.value, Evidence("text", quote=same[0])) \
                if promulgated else None
    return None


def _around(text: Text) -> str:
    return part_of(text, *(name for name in PartName if name is not PartName.EXPLANATION))


def _deadline(text: Text) -> DateFact | None:
    place = _around(text)
    for pattern in DEADLINES:
        facts = [fact for match in pattern.finditer(place)
                 if (fact := _fact(DateKind.COMMENT_DEADLINE, match))]
        if facts:
            return facts[0] if len({fact.value for fact in facts}) == 1 else None
    return None


def _opened(text: Text) -> DateFact | None:
    """Read the day of the notice that opens the consultation: its one line that is a date."""
    lines = list(OWN_LINE.finditer(part_of(text, PartName.NOTICE)))
    return _fact(DateKind.PUBLISHED, lines[0]) if len(lines) == 1 else None
