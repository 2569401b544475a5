"""Physical lines and the heads by which a line of a statute is known."""

import re
from collections.abc import Iterator
from typing import Final

NUMERAL: Final = "零〇一二三四五六七八九十百千"
LINE: Final = re.compile(r"[^\r\n\f\v\x85\u2028\u2029]+")
ARTICLE: Final = re.compile(rf"第[{NUMERAL}0-9]+条(?:之[{NUMERAL}]+)?")
DIVISION: Final = re.compile(rf"第[{NUMERAL}0-9]+(?:编|分编|章|节)")
HEAD: Final = re.compile(
    rf"第[{NUMERAL}0-9]+(?:条(?:之[{NUMERAL}]+)?|编|分编|章|节)(?=[\s\u3000【*])"
    rf"|[（(][{NUMERAL}]+[）)]|[{NUMERAL}]+、|附\s*件|附\s*则$")
"""What starts a paragraph of a statute wherever a line begins with it."""


def physical_lines(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the half-open slices of the lines of ``text[start:end]`` that are not blank."""
    for match in LINE.finditer(text, start, len(text) if end is None else end):
        if match[0].strip():
            yield match.span()
