"""Chinese numerals as statutes print them, to and from integers.

Covers 零 to 九千九百九十九万…, the positional form used in order numbers (二〇二五, 一一六),
full-width and ASCII digits.
"""

from typing import Final

DIGITS: Final = {
    "零": 0, "〇": 0, "○": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9,
}
UNITS: Final = {"十": 10, "百": 100, "千": 1000}
WAN: Final = 10_000
NUMERAL_CHARS: Final = "零〇○一二两三四五六七八九十百千万0-9０-９"
"""For use inside a regular-expression character class."""


def to_int(numeral: str) -> int | None:
    """Return the value of a Chinese or Arabic numeral, or None if it is not one.

    >>> to_int("一百二十"), to_int("十七"), to_int("１２"), to_int("二〇二五"), to_int("一万零三")
    (120, 17, 12, 2025, 10003)
    >>> to_int("第") is None, to_int("三五十") is None, to_int("十十") is None
    (True, True, True)
    """
    if not numeral:
        return None
    if all(char.isdecimal() for char in numeral):
        return int(numeral)
    if any(char not in DIGITS and char not in UNITS and char != "万" for char in numeral):
        return None
    if len(numeral) > 1 and all(char in DIGITS for char in numeral):
        return int("".join(str(DIGITS[char]) for char in numeral))
    return _with_units(numeral)


def _with_units(numeral: str) -> int | None:
    """Return the value of a numeral with units, or None where figures or units stand out of order."""
    total = section = digit = 0
    lowest = WAN
    for char in numeral:
        if char == "万":
            if total or not section + digit:
                return None
            total, section, digit, lowest = (section + digit) * WAN, 0, 0, WAN
        elif char in UNITS:
            if UNITS[char] >= lowest:
                return None
            lowest = UNITS[char]
            section += (digit or 1) * lowest
            digit = 0
        elif digit:
            return None
        else:
            digit = DIGITS[char]
    return total + section + digit


def to_chinese(value: int) -> str:
    """Return the numeral a statute prints for a number from 1 to 9,999.

    >>> to_chinese(17), to_chinese(120), to_chinese(1005), to_chinese(110)
    ('十七', '一百二十', '一千零五', '一百一十')
    """
    if not 0 < value < WAN:
        message = f"no statute numeral for {value}"
        raise ValueError(message)
    figures = "零一二三四五六七八九"
    out, pending_zero = "", False
    for unit_value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit_value)
        if digit:
            out += ("零" if pending_zero else "") + figures[digit] + unit
            pending_zero = False
        elif out:
            pending_zero = True
    return out[1:] if out.startswith("一十") else out
