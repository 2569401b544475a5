"""What a penalty consists of: its kinds, its amounts and who imposes it.

Reads: a penalty norm's own action. Guarantees: an amount is given only where the words state it in one
of the forms known (以下, 以上…以下, fixed); bounds include their figure; anything else is None.
"""

import re
from typing import Final

from kb.analyse.actors import is_authority
from kb.model.analysis import Norm, Sanction
from kb.model.numerals import NUMERAL_CHARS, WAN, to_int

KINDS: Final = (
    ("order_to_correct", r"责令(?:其)?(?:限期|立即|予以)?(?:改正|整改)"),
    ("order_to_cease", r"责令(?:其)?(?:立即)?停止(?!运营|营业|使用)"),
    ("order_to_dispose_of_shares_or_assets", r"责令[^，]*处分股份|责令[^，]*处分资产"),
    ("order_to_transfer_business", r"责令[^，]*转让营业"), ("order_to_restore", r"责令[^，]*恢复(?:到|原)"),
    ("warning", r"警告"), ("public_criticism", r"通报批评"),
    ("confiscate_illegal_gains", r"没收违法所得"), ("fine", r"罚款"),
    ("suspend_service", r"暂停(?:或者终止)?提供(?:相关)?服务"),
    ("suspend_information_update", r"暂停信息更新"),
    ("suspend_business", r"暂停(?:相关|有关)?业务"), ("suspend_for_rectification", r"停业整顿"),
    ("close_website", r"关闭(?:[^，、]{0,12})?网站"),
    ("revoke_permit", r"吊销(?:相关|有关)?(?:业务|经营)?许可"),
    ("revoke_business_licence", r"吊销营业执照"),
    ("detention", r"拘留"), ("disciplinary_action", r"处分(?!股份|资产)"),
    ("credit_record", r"记入信用|信用档案|信用记录"),
    ("public_security_penalty", r"治安管理处罚(?!法)"), ("criminal_liability", r"刑事责任"),
    ("civil_liability", r"民事责任"),
)
_NUMBER: Final = rf"(?<![.．点{NUMERAL_CHARS}])[{NUMERAL_CHARS}]+"
_MONEY: Final = re.compile(
    rf"(?:(?P<low>{_NUMBER})元以上(?:至)?)?(?P<high>{_NUMBER})元(?P<bound>以下|以上)?")
_SHARE: Final = re.compile(
    rf"(?:营业额|销售额)(?:的)?(?:百分之(?P<low>{_NUMBER})以上)?百分之(?P<high>{_NUMBER})以下")
_TIMES: Final = re.compile(rf"(?:(?P<low>{_NUMBER})倍以上)?(?P<high>{_NUMBER})倍以下")


def read_sanction(norm: Norm) -> Sanction:
    """Return what a penalty imposes; without a known word of sanction its kinds are empty."""
    words = norm.action.surface
    kinds = tuple(kind for kind, pattern in KINDS if re.search(pattern, words))
    bearer = norm.bearer.span if norm.bearer and is_authority(norm.bearer.span.surface) else None
    if "fine" not in kinds:
        return Sanction(kinds, authority=bearer)
    low, high = _money(words)
    share, times = _range(_SHARE, words), _range(_TIMES, words)
    return Sanction(kinds, low, high, *share, *times, authority=bearer)


def _money(words: str) -> tuple[int | None, int | None]:
    """Return lowest and highest amount in yuan, None where the words give none or give several."""
    found = list(_MONEY.finditer(words))
    if len(found) != 1:
        return None, None
    match = found[0]
    high = _value(match["high"])
    if match["low"]:
        low = _value(match["low"])
        whole = match["bound"] == "以下" and low is not None and high is not None
        return (low, high) if whole else (None, None)
    return {"以下": (None, high), "以上": (high, None)}.get(match["bound"] or "", (high, high))


def _range(pattern: re.Pattern[str], words: str) -> tuple[int | None, int | None]:
    found = list(pattern.finditer(words))
    if len(found) != 1:
        return None, None
    low = found[0]["low"]
    return (_value(low) if low else None), _value(found[0]["high"])


def _value(numeral: str) -> int | None:
    """Return a numeral's value; 100万 mixes figures and a unit.

    >>> _value("100万"), _value("五十万"), _value("5000")
    (1000000, 500000, 5000)
    """
    figures = numeral.removesuffix("万")
    if figures != numeral and figures.isdecimal():
        return int(figures) * WAN
    return to_int(numeral)
