"""English time limits as ISO 8601 durations, with the values and kinds of ``timing``.

A commencement, the length of validity and an age are no deadlines.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.analyse.lexicon import data
from kb.analyse.marks import Mark, longest
from kb.model.analysis import Deadline
from kb.model.span import cut

_SMALL: Final = ("one", "two", "three", "four", "five", "six", "seven",
    "eight", "nine", "ten", "eleven", "twelve",
                 "thirteen", "fourteen", "fifteen", "sixteen",
                     "seventeen", "eighteen", "nineteen", "twenty")
_TENS: Final = {"thirty": 30, "forty": 40, "forty-five": 45, "fifty": 50, "sixty": 60, "ninety": 90}
NUMBERS: Final = {**{word: value for value, word in enumerate(_SMALL, 1)}, **_TENS}
_NUMBER: Final = rf"(?:\d+|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
_UNIT: Final = r"(?:working days?|business days?|days?|months?|years?|hours?|minutes?|weeks?)\b"
_LENGTH: Final = re.compile(rf"({_NUMBER})[ -]({_UNIT})", re.IGNORECASE)
_FORM: Final = {"working": "P{}WD", "business": "P{}WD", "day": "P{}D", "month": "P{}M", "year": "P{}Y",
                "hour": "PT{}H", "minute": "PT{}M", "week": "P{}W"}
_PATTERNS: Final = tuple(
    (row["id"], re.compile(row["re"].replace("{number}", _NUMBER).replace("{unit}", _UNIT)))
    for row in data("english")["pattern"])
_AGE: Final = re.compile(r" of age| old\b")


def find_deadlines(text: str) -> tuple[Mark, ...]:
    """Return the time limits of a provision, in order."""
    return longest(_matches(text))


def _matches(text: str) -> Iterator[Mark]:
    for kind, regex in _PATTERNS:
        for match in regex.finditer(text):
            if not _AGE.match(text, match.end()):
                yield Mark(match.start(), match.end(), kind)


def iso_duration(surface: str) -> str:
    """Return the duration that a time limit names, or the empty string.

    >>> iso_duration("within 10 working days from the date of filing"), iso_duration("in a timely manner")
    ('P10WD', '')
    """
    match = _LENGTH.search(surface)
    if match is None:
        return ""
    number = match[1].lower()
    value = int(number) if number.isdecimal() else NUMBERS[number]
    return _FORM[re.split(r"[ s]", match[2].lower())[0]].format(value)


def read_deadline(eid: str, text: str, mark: Mark) -> Deadline:
    """Return the deadline of a mark, with the event it is counted from where its words name one."""
    span = cut(eid, text, mark.start, mark.end)
    if mark.rule == "immediate":
        return Deadline(span, mark.rule, "P0D")
    event = re.search(r"\b(?:from|after|following|before|prior to) (?:the date of |the date on which"
                      r" )?(?P<event>\S.*)",
                      span.surface)
    anchor = None
    if event:
        anchor = cut(eid, text, span.start + event.start("event"), span.start + event.end("event"))
    return Deadline(span, mark.rule, iso_duration(span.surface), anchor)
