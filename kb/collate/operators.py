"""Operators on both sides: 应当 shall, 不得 shall not, 可以 may, 必须 must, 禁止 is prohibited.

The Chinese side reads the lexicon of the analysis, embedded operators included (法律规定应当…); words
that are operators only in some readings are told apart here. Quotations are left out on both sides.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.analyse.lexicon import scan
from kb.collate.findings import Finding
from kb.collate.leaves import Leaf
from kb.model.glossary import TextCheck

MAY: Final = frozenset({"may"})
SHALL_NOT: Final = frozenset({"shall not"})
NOTHING: Final = "no word"
"""Stands among the words for an operator that English may leave out."""
ACCEPTED: Final = {
    "obligation:应当": frozenset({"shall"}), "obligation:应": frozenset({"shall"}),
    "obligation:必须": frozenset({"must"}), "obligation:须": frozenset({"shall", "must"}),
    "obligation:只能": MAY,
    "prohibition:不得": SHALL_NOT, "prohibition:不应": SHALL_NOT,
    "prohibition:禁止": frozenset({"prohibited"}),
    "may:可以": MAY, "may:有权": frozenset({"right"}), "only_if:方可": MAY,
    "exemption:无需": frozenset({"exempt"}),
}
"""What may stand for an operator of the lexicon. Those not named here ask for no fixed word."""
WORDS: Final = {"鼓励": frozenset({"encourage"}), "无权": frozenset({"no right"}), "不准": SHALL_NOT,
                "严禁": frozenset({"prohibited", "shall not"})}
"""Words of the lexicon that share an id there and are rendered apart."""
NO_OPERATOR: Final = re.compile(r"不准(?=确)|方能(?=够)")
SHORT_MAY: Final = re.compile(r"(?:(?<=[，。；：])|^)"
                              r"可(?=[在向对由依按根通采直自要申将视与不于为]|识别为|认定|推定|延长)")
"""可 as an operator by itself: at the head of a clause, before a preposition, an adverb or a verb."""
LOOSE_MAY: Final = re.compile(r"(?<![许认不无宁方])可"
                              r"(?!以(?!被)|[能靠信控行见持读用及取编解操供惜观贵变逆])")
"""可 elsewhere: an operator (并可…), part of a word (可识别) or an ability (可以被识别), so English may
have it or not."""
QUOTED: Final = re.compile(r"“[^”]*”|《[^》]*》|\"[^\"]*\"")
_NOT: Final = r"(?: also| likewise| further| either)? not\b"
ENGLISH: Final = (
    ("shall not", re.compile(rf"\bshall{_NOT}")),
    ("shall", re.compile(rf"\bshall\b(?!{_NOT})")),
    ("must", re.compile(r"\bmust\b")),
    ("may", re.compile(r"\bmay\b")),
    ("right", re.compile(r"\b(?:has|have|having) the right\b")),
    ("no right", re.compile(r"\b(?:has|have|having) no right\b")),
    ("prohibited", re.compile(r"\bprohibit(?:s|ed|ing|ions?)?\b", re.IGNORECASE)),
    ("encourage", re.compile(r"\bencourag(?:e[sd]?|ing)\b", re.IGNORECASE)),
    ("exempt", re.compile(r"\bexempt(?:s|ed|ing|ions?)?\b|\bneed not\b|\bno need\b"
                          r"|\b(?:is|are|be) not required\b|\b(?:does|do) not need\b|\bnot needed\b")),
)
FORBIDDEN: Final = (
    ("may not", "can be read as a ban or as a possibility; write shall not, or might not",
     re.compile(r"\bmay not\b")),
    ("must not", "不得 is shall not", re.compile(r"\bmust not\b")),
    ("should", "应当 is shall", re.compile(r"\bshould\b")),
    ("ought to", "应当 is shall", re.compile(r"\bought to\b")),
    ("is entitled to", "有权 is has the right to", re.compile(r"\b(?:is|are|be) entitled to\b")),
)
HINTS: Final = re.compile(r"\b(?:can|cannot|could|needs? to|(?:has|have) to"
                          r"|(?:is|are) (?:required|allowed|permitted) to)\b")
Accepted = frozenset[str]


def chinese_operators(text: str) -> tuple[Accepted, ...]:
    """Return for each operator of a provision, in order, the English words that may stand for it.

    >>> [sorted(words) for words in chinese_operators("养护单位应当设牌，不得收费。")]
    [['shall'], ['shall not']]
    """
    shown = _masked(text)
    marks = [(mark.start, mark.rule, shown[mark.start : mark.end]) for mark in scan("operators", shown)
             if not NO_OPERATOR.match(shown, mark.start)]
    found = [(start, words) for start, rule, word in marks
             for words in _accepted(rule, word, shown[start:])]
    short = {match.start() for match in SHORT_MAY.finditer(shown)}
    found += [(match.start(), MAY if match.start() in short else MAY | {NOTHING})
              for match in LOOSE_MAY.finditer(shown)]
    return tuple(words for _, words in sorted(found, key=lambda row: row[0]))


def _accepted(rule: str, word: str, rest: str) -> Iterator[Accepted]:
    if word.startswith("可以") and rule == "exemption:无需":
        yield MAY
    if word == "禁止" and rest.startswith("禁止任何"):
        yield frozenset({"prohibited", "shall not"})
    elif rule == "may:可以" and rest.startswith("可以不"):
        yield frozenset({"may", "exempt"})
    elif word in WORDS:
        yield WORDS[word]
    elif rule in ACCEPTED:
        yield ACCEPTED[rule]


def is_operator(word: str) -> bool:
    """Tell whether a word is an operator as a whole, so that the glossary need not ask for it.

    >>> is_operator("有权"), is_operator("支持"), is_operator("应当设牌")
    (True, False, False)
    """
    return bool(chinese_operators(word)) and any(
        (mark.start, mark.end) == (0, len(word)) for mark in scan("operators", word))


def english_operators(text: str) -> tuple[str, ...]:
    """Return the operators of an English provision in order.

    >>> english_operators("Any person shall not build; the owner may appeal.")
    ('shall not', 'may')
    """
    shown = _masked(text)
    found = [(match.start(), word) for word, regex in ENGLISH for match in regex.finditer(shown)]
    return tuple(word for _, word in sorted(found))


def _masked(text: str) -> str:
    return QUOTED.sub(lambda match: "\n" * len(match[0]), text)


def compare_operators(leaf: Leaf) -> Iterator[Finding]:
    """Yield the difference between the operators of both sides, and words that render none."""
    chinese, english = chinese_operators(leaf.zh), english_operators(leaf.en)
    if not any("exempt" in words for words in chinese):  # to exempt is a verb like any other
        english = tuple(word for word in english if word != "exempt")
    shown = f"Chinese: {_listed(chinese)}; English: {', '.join(english) or 'none'}"
    if not _same(chinese, english):
        if _same_words(chinese, english):
            yield _finding(leaf, f"the same operators in another order. {shown}")
        else:
            hints = sorted(set(HINTS.findall(leaf.en)))
            also = f"; also in the English: {', '.join(hints)}" if hints else ""
            yield _finding(leaf, f"{shown}{also}")
    yield from forbidden_words(leaf.version, leaf.eid, leaf.en)


def forbidden_words(version: str, eid: str, english: str) -> Iterator[Finding]:
    """Yield each word that our English never uses, whatever the Chinese says."""
    shown = _masked(english)
    for word, why, regex in FORBIDDEN:
        if regex.search(shown):
            yield Finding(TextCheck.OPERATORS, version, eid, f'"{word}": {why}')


def _same(chinese: tuple[Accepted, ...], english: tuple[str, ...]) -> bool:
    if not chinese:
        return not english
    words, rest = chinese[0], chinese[1:]
    taken = bool(english) and english[0] in words and _same(rest, english[1:])
    return taken or (NOTHING in words and _same(rest, english))


def _same_words(chinese: tuple[Accepted, ...], english: tuple[str, ...]) -> bool:
    left = list(english)
    for words in sorted(chinese, key=len):
        word = next((word for word in left if word in words), None)
        if word is not None:
            left.remove(word)
        elif NOTHING not in words:
            return False
    return not left


def _listed(chinese: tuple[Accepted, ...]) -> str:
    return ", ".join("/".join(sorted(words)) for words in chinese) or "none"


def _finding(leaf: Leaf, message: str) -> Finding:
    return Finding(TextCheck.OPERATORS, leaf.version, leaf.eid, message)
