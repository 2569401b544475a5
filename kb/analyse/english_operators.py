"""English operators, and which of them govern: shall, shall not, may, has the right to, is prohibited.

An operator in a relative clause (matters that shall be notified) or behind "provide that" makes no norm.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.analyse.english_words import PUBLIC
from kb.analyse.marks import Layers, Mark
from kb.analyse.sentences import Piece

_NOT: Final = r"(?: also| likewise| further| either)? not\b"
OPERATORS: Final = (
    ("prohibition:must-not", re.compile(rf"\b(?:shall|must|may){_NOT}|\b(?:is|are) prohibited from\b"
        rf"|\b(?:has|have) no right to\b")),
    ("exemption:need-not", re.compile(r"\b(?:may be exempt(?:ed)?(?: from)?|need not|do(?:es)? not need"
        r" to|(?:is|are) not (?:required|needed)\b(?: to)?"
                                      r"|may be dispensed with|(?:is|are) exempt(?:ed)?(?: from)?|(?:is"
                                          r"|are) dispensed with)")),
    ("obligation:shall", re.compile(rf"\b(?:shall|must)\b(?!{_NOT})")),
    ("right:has", re.compile(r"\bha(?:s|ve) the right (?:not )?to\b")),
    ("permission:may", re.compile(rf"\bmay\b(?!{_NOT}| be exempt| be dispensed)")),
)
_EMBEDDED: Final = re.compile(
    r"\b(?<!and )(?:that|which|who|whom|whose|how)(?: (?:they|it|he|she|users|individuals"
    r"|providers))?(?:,? (?:\w+ly|in accordance with (?:law|[^,]*?regulations)|according to law|as"
    r" required),?)? ?$"
    r"|\b(?:provides?|requires?|stipulates?|means|shows?|states?|aware|so|know|ensures?|such|agrees?"
    r"|prove) that [^,;]*$"
    r"|\b(?:in|under|to|for|by|on|from|at|of|with|through) which [^,;]{0,80}$"
    r"|\b(?:who|that|which) (?:\w+ly )?$|\bas (?:they|it|he|she)? ?$|\bwhether [^,;]{0,60}$")
_NOBODY: Final = re.compile(r"^\s*(?:no|neither)\b", re.IGNORECASE)
CLAIM: Final = re.compile(
    r"^(?:,? ?(?:in accordance with law|at any time|directly),? )*(?:also )?(?:request|require|apply"
    r"|complain|make (?:a |an )?(?:complaints?|reports?|appeal|request)|report|lodge|file|institute"
    r"|initiate|bring|refuse"
    r"|withdraw|consult|copy|appeal|express|put forward|raise|submit (?:a|an) (?:complaint|appeal"
    r"|request)|exercise|choose to|object|rescind)\b")


def find_operators(text: str, _layers: Layers) -> Iterator[Mark]:
    """Mark every operator; ``governing`` decides later which of them count."""
    for rule, regex in OPERATORS:
        for match in regex.finditer(text):
            yield Mark(match.start(), match.end(), rule)


def governing(shown: str, piece: Piece, marks: tuple[Mark, ...]) -> list[Mark]:
    """Return the operators of a main clause that make norms. ``shown`` is masked text."""
    return [mark for mark in marks if piece.start <= mark.start < piece.end and shown[mark.start] != "_"
            and not _EMBEDDED.search(shown[piece.start : mark.start])]


def kind_of(mark: Mark, subject: str, behind: str) -> str:
    """Return the kind of a norm: may is a power of a public body, a right to claim, else a permission."""
    if mark.rule in ("obligation:shall", "permission:may") and _NOBODY.match(subject):
        return "prohibition:no-one"
    if mark.rule != "permission:may":
        return "power:right" if mark.rule == "right:has" and PUBLIC.search(subject) else mark.rule
    if re.search(r"\bonly (?:if|when|after|where|upon|with)\b", behind):
        return "only_if:may-only"
    if re.search(r"^(?: be \w+)? only\b", behind):
        return "obligation:may-only"
    if PUBLIC.search(subject):
        return "power:may"
    return "right:may" if CLAIM.match(behind.lstrip()) else "permission:may"
