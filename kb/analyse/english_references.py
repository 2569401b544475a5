"""References in English: articles with paragraphs and items, the preceding paragraph, titles of works.

Reads the text of one provision; gives marks and mentions. Forms are those of our own translations
(docs/translation.md: ``item (2) of paragraph 1 of Article 17 of these Provisions``) and of English
originals (``Article 17(1)(2)``, ``Article 9, paragraph 2``). A pinpoint followed by ``of`` and a title
is in that other work, never in the text itself.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.analyse.findings import Mention
from kb.analyse.marks import Layers, Mark, Row
from kb.analyse.pins import Pin, Step
from kb.model.span import cut

_KINDS: Final = r"(?:Law|Regulations?|Provisions|Measures|Rules|Code|Guidelines|Opinions|Decision)"
_SELF: Final = rf"\b(?:[Tt]his|[Tt]hese) {_KINDS}\b"
_WORD: Final = r"[A-Z][\w'’-]*"
_SMALL: Final = r"(?:and(?! the\b)|of|on|for|in|by|to|with|from|as)(?: the)?|the"
_KIND_LAST: Final = (r"(?!These|This|Article|Chapter)"
                     rf"(?:{_WORD} )(?:(?:{_WORD}|{_SMALL}) ){{0,14}}?{_KINDS}\b(?! (?:on|for) )"
                     r"(?: of the People[’']s Republic of China)?")
_KIND_FIRST: Final = (rf"(?:Interim )?{_KINDS} (?:on|for)(?: the)?(?: {_WORD})+"
                      rf"(?: (?:{_SMALL})(?: {_WORD})+)*")
_TITLE: Final = rf"\b(?:{_KIND_FIRST}|{_KIND_LAST})"
_MORE: Final = r"(?:(?:, and |, or |, | and | or | to )\(?\d++\)?)*+"
_NUMBERS: Final = rf"\(?\d++\)?{_MORE}"
_ITEMS: Final = rf"[Ii]tems? {_NUMBERS}"
_PARAGRAPHS: Final = rf"[Pp]aragraphs? {_NUMBERS}"
_INNER: Final = rf"(?:(?:{_ITEMS} of )?{_PARAGRAPHS} of |{_ITEMS} of )?"
_ART: Final = r"Art(?:icles?|\.) \d++(?:-\d++)?(?:\(\d++\))*+(?: to \d++)?"
_TAIL: Final = rf"(?:,? (?:paragraphs?|items?|subitems?) {_NUMBERS}(?! of (?:Art|this|the|para)))*"
_ONE: Final = rf"{_INNER}{_ART}{_TAIL}"
_JOIN: Final = r"(?:, and |, or |, | and | or | to )"
_LIST: Final = rf"\b{_ONE}(?:{_JOIN}(?:\d++(?![\w%])|{_ONE}))*"
_MENTIONS: Final = (
    ("relative", re.compile(rf"\b{_INNER}(?:[Tt]he preceding (?:two |three )?(?:paragraphs?|articles?)"
                            r"|[Tt]his (?:Article|Section|Chapter|Part))\b")),
    ("other", re.compile(rf"(?P<pins>{_LIST}) of (?:the )?(?P<title>{_TITLE})")),
    ("pin", re.compile(rf"{_LIST}(?: of {_SELF})?")),
    ("pin", re.compile(rf"\b(?:{_ITEMS} of )?{_PARAGRAPHS}(?! of)")),
    ("work", re.compile(_SELF)),
    ("title", re.compile(_TITLE)),
)
_OTHER: Final = dict(_MENTIONS)["other"]
_UNIT: Final = re.compile(
    rf"(?P<inner>{_INNER})(?:Art(?:icles?|\.) (?P<art>\d+(?:-\d+)?)(?P<brackets>(?:\(\d+\))*)"
    rf"(?: to (?P<last>\d+))?(?P<tail>{_TAIL})|(?:[Tt]he preceding|[Tt]his) \w+(?: \w+)?)"
    r"|(?P<bare>\b\d+\b)")
_ANCHOR: Final = re.compile(r"Art|[Tt]he preceding|[Tt]his ")
_PART: Final = re.compile(rf"(?P<level>[Pp]aragraph|[Ii]tem|[Ss]ubitem)s? (?P<numbers>{_NUMBERS})")
_NUMBER: Final = re.compile(r"(?P<to> to )?\(?(?P<number>\d+)\)?")
_LEVEL: Final = {"paragraph": "para", "item": "item", "subitem": "subitem"}
_OWN: Final = {"his Article": "本条", "his Section": "本节", "his Chapter": "本章", "his Part": "本编"}
_FAMILY: Final = {"title": "external", "other": "external", "relative": "relative"}


def find_mentions(text: str, _layers: Layers) -> Iterator[Mark]:
    """Mark references; a longer form hides a shorter one that it contains."""
    taken: list[tuple[int, int]] = []
    for rule, regex in _MENTIONS:
        for match in regex.finditer(text):
            if not any(a < match.end() and match.start() < b for a, b in taken):
                taken.append(match.span())
                yield Mark(match.start(), match.end(), rule)


def read_mention(row: Row, mark: Mark) -> Mention:
    """Read what a mark names: its work, the place it counts from and its pinpoints."""
    span = cut(row.eid, row.text, mark.start, mark.end)
    base, title, pinned = mark.rule, "", span.surface
    if mark.rule == "title":
        title, pinned = span.surface, ""
    elif mark.rule == "other" and (match := _OTHER.match(span.surface)):
        base, title, pinned = "title", match["title"], match["pins"]
    elif mark.rule == "relative":
        base = _relative(span.surface)
    elif mark.rule == "pin":
        base = "work" if re.search(rf" of {_SELF}$", span.surface) else "bare"
    return Mention(span, _FAMILY.get(mark.rule, "internal"), base, title, tuple(read_pins(pinned)),
                   f"en-{mark.rule}", "cites")


def _relative(surface: str) -> str:
    """Return the Chinese head, which resolution knows: two paragraphs back is 前两款."""
    own = next((head for word, head in _OWN.items() if surface.endswith(word)), "")
    if own:
        return own
    place = surface[surface.lower().index("the preceding"):]
    count = "两" if "two" in place else "三" if "three" in place else ""
    return f"前{count}{'款' if 'paragraph' in place else '条'}"


def read_pins(surface: str) -> Iterator[Pin]:
    """Read the pinpoints of a reference, outermost step first.

    >>> [pin.steps for pin in read_pins("Article 17(1), paragraph 2 of Article 3")]
    [(('art', '17'), ('para', '1')), (('art', '3'), ('para', '2'))]
    >>> [(pin.steps, pin.until) for pin in read_pins("Articles 23 to 26")]
    [((('art', '23'),), (('art', '26'),))]
    """
    if not _ANCHOR.search(surface):
        if parts := list(_PART.finditer(surface)):
            yield from _below((), parts[::-1])
        return
    for unit in _UNIT.finditer(surface):
        if unit["bare"]:
            yield Pin((("art", unit["bare"]),))
            continue
        art: tuple[Step, ...] = (("art", unit["art"]),) if unit["art"] else ()
        brackets = re.findall(r"\d+", unit["brackets"] or "")
        base = (*art, *zip(("para", "item"), brackets, strict=False))
        parts = [*reversed(list(_PART.finditer(unit["inner"]))), *_PART.finditer(unit["tail"] or "")]
        if unit["last"]:
            yield Pin(base, (("art", unit["last"]),))
        elif parts or base:
            yield from _below(base, parts)


def _below(base: tuple[Step, ...], parts: list[re.Match[str]]) -> Iterator[Pin]:
    """Yield the pins of the innermost part, under the last number of each part around it."""
    for place, part in enumerate(parts):
        level, numbers = _LEVEL[part["level"].lower()], list(_NUMBER.finditer(part["numbers"]))
        if place < len(parts) - 1 and len(numbers) == 1:
            base = (*base, (level, numbers[0]["number"]))
            continue
        pins: list[Pin] = []
        for number in numbers:
            steps = (*base, (level, number["number"]))
            if number["to"] and pins:
                pins[-1] = Pin(pins[-1].steps, steps)
            else:
                pins.append(Pin(steps))
        yield from pins
        return
    yield Pin(base)
