"""The words of a written comparison: what a lawyer calls a class, an account, a rule.

Reads the values of ``kb.model.change`` and the account names of the ledger; writes words.
"""

import re
from typing import Final

from kb.model.change import ChangeClass
from kb.model.text import Grade, PartName

CLASS: Final = {
    ChangeClass.UNCHANGED: "same words",
    ChangeClass.RENUMBERED: "new number",
    ChangeClass.REFERENCE_ONLY: "only cited numbers changed",
    ChangeClass.AMENDED: "reworded",
    ChangeClass.MOVED: "moved",
    ChangeClass.SPLIT: "split",
    ChangeClass.MERGED: "merged",
    ChangeClass.INSERTED: "new",
    ChangeClass.DELETED: "dropped",
    ChangeClass.REWRITTEN: "rewritten",
}

ACCOUNT: Final = {
    "kept": "kept in place",
    "reworded": "reworded",
    "moved": "moved elsewhere, word for word",
    "split": "kept, in an article that was split",
    "merged": "kept, in articles that were merged",
    "dropped": "dropped",
    "added": "added",
}

RULE: Final = {
    "no-counterpart": "nothing in the other text is like it",
    "same-text": "the same words",
    "same-text-but-numbers": "the same words but for numbers",
    "similar-in-order": "similar words in the same order",
    "similar-out-of-order": "similar words in another place",
    "override": "corrected by a reviewer",
}
"""Plain words for the rules that made a link; a rule that is not here is shown by its id."""

GRADE: Final = {
    Grade.OFFICIAL_FETCHED: "official page, fetched by us",
    Grade.OFFICIAL_RECEIVED: "official page, received through a third party",
    Grade.REPUBLISHED: "republished text, not an official page",
    Grade.CONVERTED: "converted text (OCR or PDF), defects possible",
    Grade.OUR_TRANSLATION: "our translation",
}

PART: Final = {
    PartName.ORDER_HEADER: "order of promulgation", PartName.ADOPTION_NOTE: "note of adoption",
    PartName.TABLE_OF_CONTENTS: "table of contents", PartName.NOTICE: "covering notice",
    PartName.PREAMBLE: "preamble", PartName.SIGNATURE: "signature",
    PartName.EXPLANATION: "explanation", PartName.ATTACHMENT_LIST: "list of attachments",
    PartName.OTHER: "other lines",
}
"""The parts of a document that are no provision and so are not compared."""

NOTICE: Final = "Not legal advice. The Chinese text governs."
"""Stands on every written comparison."""

_NOT_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

OUTSIDE: Final = "A file outside the register: nothing about its status is known here."
"""Said of a side that is a file."""


def rule_words(rule: str) -> str:
    """Return a rule, or several joined by ``+``, in plain words.

    >>> rule_words("same-text")
    'the same words'
    """
    return "; ".join(RULE.get(one, one.replace("-", " ")) for one in rule.split("+") if one)


def count(number: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "article"), count(1200, "clerical change")
    ('1 article', '1,200 clerical changes')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def xml_text(text: str) -> str:
    """Return a text without the characters that no HTML or XML may hold; each leaves a mark."""
    return _NOT_XML.sub("\ufffd", text)


def is_chinese(words: str) -> bool:
    """Tell whether words hold a Chinese character."""
    return any("\u3400" <= char <= "\u9fff" or char == "〇" for char in words)
