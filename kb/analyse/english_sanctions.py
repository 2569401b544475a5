"""English sanctions: which clauses impose one, what kinds, which amounts.

Reads: a provision's or an action's words. Guarantees: an amount is given only where the words state it in
one of the forms known (not less than … and not more than …, not more than, of); bounds include their
figure; anything else is None.
"""

import re
from dataclasses import replace
from typing import Final

from kb.analyse.english_words import PUBLIC
from kb.model.analysis import Norm, Sanction

_PENAL: Final = re.compile(
    r"\bfines?\b|\bwarnings?\b|\bpenalt(?:y|ies)\b|\bsanctions?\b|\bcriminal liability\b|\bcivil"
    r" liability\b|\bconfiscat|\brevo(?:ke|cation)|\brescind"
    r"|\bcancels?\b|\borders? (?:the|them|it|that|a|suspension|corrections?|rectif)|\b(?:is|are)"
    r" ordered\b|\bpunish|\bdeals? with\b|\bdealt with\b|\bcredit (?:record|file)")
_VIOLATION: Final = re.compile(
    r"\bviolat|\b(?:do|does|did|have|has) not (?:perform|comply|go through|make|fulfil|obtain)|\bfail(?:s"
    r"|ed|ing)? to\b|\bunlawful|\brefuse"
    r"|\bwithout authorisation\b|\bany of the acts\b|\bobtain(?:s)? filing by improper|\bimproper means\b"
    r"|\bconstituted\b|\bcommits?\b|\bin contravention\b")
IMPOSED: Final = (r"(?:orders?|imposes?|gives? (?:them |it )?a warning|gives? (?:them |it )?(?:an?"
                  r" )?(?:administrative )?(?:sanction|penalt)|circulates?|confiscates?|revokes?"
                  r"|rescinds?|cancels?|suspends?|closes?|punish(?:es)?|deals? with|disposes? of|pursues?"
                  r"|detains?|transfers? the (?:matter|case)|enters?|records?|fines?|prohibits?|decides?"
                  r" to prohibit|summons?|pursued|publici[sz]es?|announces?)")
_IMPOSES: Final = re.compile(rf"^(?:,? ?(?:in accordance with law|also|concurrently|at the same time"
                             rf"|according to [^,]*),? )*{IMPOSED}\b")
PASSIVE: Final = (r"(?:ordered|imposed|given|confiscated|pursued|punished|dealt with|revoked|rescinded"
                  r"|cancelled|entered|recorded|borne|fined|transferred|disposed of"
                  r"|prohibited|investigated|suspended|circulated|publici[sz]ed|publicly announced"
                  r"|sanctioned|closed)")
KINDS: Final = (
    ("order_to_correct",
     r"order(?:s|ed)?\b.*\b(?:corrections?|rectif\w+)|(?:correction|rectification)s? .*ordered"),
    ("order_to_cease", r"order(?:s|ed)?\b.*\b(?:to (?:immediately )?(?:cease|stop)|cessation)"),
    ("order_to_dispose_of_shares_or_assets", r"dispos\w+ of (?:the )?(?:shares|assets|stock)"),
    ("order_to_transfer_business", r"order\w*\b.*transfer\w* .*business"),
    ("order_to_restore", r"order\w*\b.*restor"),
    ("warning", r"\bwarning"), ("public_criticism", r"notice of criticism"),
    ("confiscate_illegal_gains", r"confiscat\w* .*gains|gains .*confiscated"), ("fine", r"\bfined?\b"),
    ("suspend_service", r"suspen\w+ (?:or terminat\w+ )?(?:of )?(?:the )?(?:provision|providing)"),
    ("suspend_information_update", r"suspension of information updates?"),
    ("suspend_business", r"suspen\w+ (?:of )?(?:the )?(?:relevant |related )?business(?!es for| for)"),
    ("suspend_for_rectification", r"for rectification"), ("close_website", r"clos\w+ .*website"),
    ("revoke_permit", r"revo\w+ .*permit"), ("revoke_business_licence", r"revo\w+ .*business licence"),
    ("detention", r"\bdetention"),
    ("disciplinary_action",
     r"\b(?:disciplinary|administrative) sanction|\bsanctions? (?:is|are) (?:given|imposed)"),
    ("credit_record", r"credit (?:record|file)"),
    ("public_security_penalty", r"public security administration penalt"),
    ("criminal_liability", r"criminal liability"), ("civil_liability", r"civil liability"),
)
_AMOUNT: Final = r"RMB (?P<{0}>[\d,.]+(?: million| billion)?)"
_MONEY: Final = re.compile(
    rf"not less than {_AMOUNT.format('low')} and not more than {_AMOUNT.format('high')}|not more than"
    rf" {_AMOUNT.format('most')}"
    rf"|not less than {_AMOUNT.format('least')}|{_AMOUNT.format('fixed')}")
_SHARE: Final = re.compile(r"(?:not less than (?P<low>\d+)(?: ?%| percent) and )?not more than"
                           r" (?P<high>\d+)(?: ?%| percent)"
                           r"(?= of [^,;]*(?:turnover|sales))")
_TIMES: Final = re.compile(r"(?:not less than (?P<low>\d+) times? and )?not more than (?P<high>\d+) times")
_SCALE: Final = {"million": 1_000_000, "billion": 1_000_000_000}


def is_penal(text: str) -> bool:
    """Tell whether a provision speaks of sanctions at all."""
    return _PENAL.search(text) is not None


def is_violation(condition: str) -> bool:
    """Tell whether a condition names what is punished."""
    return _VIOLATION.search(condition) is not None


def imposes(action: str) -> bool:
    """Tell whether a verb phrase imposes a sanction."""
    return _IMPOSES.match(action.lstrip()) is not None


def with_sanction(norm: Norm) -> Norm:
    """Return a penalty with what it imposes."""
    words = norm.action.surface
    kinds = tuple(kind for kind, pattern in KINDS if re.search(pattern, words))
    bearer = norm.bearer.span if norm.bearer and PUBLIC.search(norm.bearer.span.surface) else None
    if "fine" not in kinds:
        return replace(norm, sanction=Sanction(kinds, authority=bearer))
    low, high = _money(words)
    return replace(norm, sanction=Sanction(kinds, low, high, *_range(_SHARE, words), *_range(_TIMES, words),
                                           authority=bearer))


def _money(words: str) -> tuple[int | None, int | None]:
    """Return lowest and highest amount in yuan, None where the words give none or give several."""
    found = list(_MONEY.finditer(words))
    if len(found) != 1:
        return None, None
    match = found[0]
    if match["low"]:
        return _yuan(match["low"]), _yuan(match["high"])
    if match["most"] or match["least"]:
        return (_yuan(match["least"]) if match["least"] else None), (_yuan(match[
            "most"]) if match["most"] else None)
    return _yuan(match["fixed"]), _yuan(match["fixed"])


def _yuan(figure: str) -> int | None:
    """Return an amount in yuan.

    >>> _yuan("100,000"), _yuan("50 million")
    (100000, 50000000)
    """
    number, _, scale = figure.rstrip(".,").replace(",", "").partition(" ")
    value = float(number) * _SCALE.get(scale, 1)
    return int(value) if value.is_integer() else None


def _range(pattern: re.Pattern[str], words: str) -> tuple[int | None, int | None]:
    found = list(pattern.finditer(words))
    if len(found) != 1:
        return None, None
    return (int(found[0]["low"]) if found[0]["low"] else None), int(found[0]["high"])
