"""From bytes to characters.

The declaration of a page is a claim, not a fact: pages declared gb2312 hold gb18030 characters, and
pages declared UTF-8 hold GBK. Decoding is strict first; what decodes only with losses is refused when
the loss is more than a stray byte. Reads bytes; writes nothing.
"""

import codecs
import re
from dataclasses import dataclass
from typing import Final

from kb.errors import InputRefusedError
from kb.model.problem import Problem, Severity

HEAD: Final = 16_384
"""How many bytes are searched for a charset declaration."""

LOSS: Final = 0.0005
"""Largest share of characters that may be undecodable before a file is refused."""

DECLARED: Final = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]+)"""
                             rb"""|<\?xml[^>]*encoding=["']([\w-]+)""")
WIDENED: Final = {"gb2312": "gb18030", "gbk": "gb18030", "gb-2312": "gb18030",
                  "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
KNOWN: Final = frozenset({"utf-8", "gb18030", "big5", "big5hkscs", "ascii", "iso8859-1", "cp1252", "hz",
                          "utf-16", "utf-16-le", "utf-16-be"})
"""Codecs that a declaration may choose. Python has others that are no character codes of pages (rot13,
base64, unicode_escape): they would break off or make words of what is none."""

MOJIBAKE: Final = re.compile("锟斤拷|烫烫烫|[ÃÂ][\u0080-\u00bf]|ä¸|ï¼")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file and the encoding that gave them."""

    text: str
    encoding: str
    problems: tuple[Problem, ...] = ()


def decode(data: bytes, where: str) -> Decoded:
    """Decode a text file or page.

    Raises:
        InputRefusedError: the file is empty, holds NUL bytes, or does not decode as Chinese text.
    """
    if not data.strip():
        raise InputRefusedError("the file is empty", where, "", "fetch it again")
    marked = _by_mark(data)
    if marked:
        return _checked(Decoded(_strict(data, marked, where), marked), where)
    if b"\0" in data:
        raise InputRefusedError("the file is not text", where, "it holds NUL bytes",
                                "give the format it really is in, or fetch it again")
    declared = declared_charset(data)
    for encoding in dict.fromkeys((*_order(data, declared), "utf-8", "gb18030")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return _checked(Decoded(text, encoding, _mismatch(declared, encoding, where)), where)
    return _checked(_lossy(data, declared or "utf-8", where), where)


def declared_charset(data: bytes) -> str:
    """Return the codec a page declares in its first bytes, gb2312 widened to gb18030, or ``""``."""
    match = DECLARED.search(data[:HEAD])
    if match is None:
        return ""
    name = (match[1] or match[2]).decode("ascii").lower()
    try:
        codec = WIDENED.get(name, codecs.lookup(name).name)
    except LookupError:
        return ""
    return codec if codec in KNOWN else ""


def _by_mark(data: bytes) -> str:
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"),
                           (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if data.startswith(mark):
            return encoding
    return ""


def _strict(data: bytes, encoding: str, where: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputRefusedError("the file does not decode", where,
                                f"it is marked {encoding} and breaks off at byte {error.start}",
                                "fetch it again") from error


def _order(data: bytes, declared: str) -> tuple[str, ...]:
    """Return the declared codec first, unless the bytes prove to be UTF-8.

    Text in a double-byte code is valid UTF-8 only by a coincidence that no page of law produces.
    """
    multibyte = sum(byte >= 0x80 for byte in data[:HEAD * 4]) > 30
    if declared not in ("", "utf-8") and multibyte:
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            return (declared,)
        return ("utf-8", declared)
    return (declared,) if declared else ()


def _mismatch(declared: str, used: str, where: str) -> tuple[Problem, ...]:
    if not declared or declared == used or (declared == "ascii" and used == "utf-8"):
        return ()
    return (Problem("wrong-charset", Severity.WARNING, where,
                    f"declared {declared}, but the bytes are {used}",
                    "nothing, if the text reads well: the bytes were believed"),)


def _lossy(data: bytes, encoding: str, where: str) -> Decoded:
    best = min((data.decode(name, "replace") for name in dict.fromkeys((encoding, "utf-8", "gb18030"))),
               key=lambda text: text.count("\ufffd"))
    lost = best.count("\ufffd")
    if lost > max(1, LOSS * len(best)):
        raise InputRefusedError("the file does not decode", where,
                                f"{lost} of {len(best)} characters are damaged",
                                "fetch it again; the encoding may have been changed on the way")
    problem = Problem("undecodable-bytes", Severity.ERROR, where,
                      f"{lost} characters could not be decoded", "fetch the file again")
    return Decoded(best, encoding, (problem,))


def _checked(decoded: Decoded, where: str) -> Decoded:
    """Refuse text that decoded without an error and is still not Chinese or English prose."""
    text = decoded.text
    if not text.strip():
        raise InputRefusedError("the file is empty", where, "it holds nothing but space",
                                "fetch it again")
    control = sum(char < " " and char not in "\t\n\r\f\v\x1a" for char in text)
    garbled = 3 * len(MOJIBAKE.findall(text))
    if control > 0.01 * len(text):
        raise InputRefusedError("the file is not text", where,
                                f"{control} control characters", "give the format it really is in")
    if garbled > max(9, 0.02 * len(text)):
        raise InputRefusedError("the characters are garbled", where,
                                f"decoded as {decoded.encoding}, the text is not language",
                                "fetch the file again in its own encoding")
    return decoded
