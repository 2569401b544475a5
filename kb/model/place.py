"""The place of a provision as print names it: 第十七条第一款第（二）项, and "art. 17(1)(2)".

The Chinese form follows the Legislation Law (2023), art. 65: 款 is named by its place, 项 in brackets,
目 in Arabic figures.
"""

from typing import Final

from kb.model.identifiers import eid_steps
from kb.model.numerals import to_chinese

ZH_FORMS: Final = {"part": "第{}编", "subpart": "第{}分编", "chap": "第{}章", "sec": "第{}节",
                   "art": "第{}条", "para": "第{}款", "item": "第（{}）项", "head": "{}、",
                   "point": "（{}）"}
ZH_FIGURES: Final = {"subitem": "第{}目", "annex": "附件{}"}
EN_FORMS: Final = {"part": "part {}", "subpart": "subpart {}", "chap": "chapter {}", "sec": "section {}",
                   "art": "art. {}", "annex": "annex {}", "head": "heading {}", "point": "point {}"}
EN_ALONE: Final = {"para": "para. {}", "item": "item ({})", "subitem": "subitem {}"}


def place_zh(eid: str) -> str:
    """Return the Chinese name of a place, empty for the whole text.

    >>> place_zh("art_17__para_1__item_2"), place_zh("art_120-1"), place_zh("head_3__point_2")
    ('第十七条第一款第（二）项', '第一百二十条之一', '三、（二）')
    """
    return "".join(_step_zh(element, number) for element, number in _steps(eid))


def place_en(eid: str) -> str:
    """Return the English name of a place, empty for the whole text.

    >>> place_en("art_17__para_1__item_2"), place_en("art_120-1"), place_en("chap_2__sec_1")
    ('art. 17(1)(2)', 'art. 120-1', 'chapter 2, section 1')
    """
    out = ""
    for element, number in _steps(eid):
        if element in EN_FORMS:
            out += (", " if out else "") + EN_FORMS[element].format(number)
        else:
            out += f"({number})" if out else EN_ALONE[element].format(number)
    return out


def _steps(eid: str) -> tuple[tuple[str, str], ...]:
    return eid_steps(eid) if eid else ()


def _step_zh(element: str, number: str) -> str:
    base, *inserted = number.split("-")
    if element in ZH_FIGURES:
        return ZH_FIGURES[element].format(base)
    return ZH_FORMS[element].format(_numeral(base)) + "".join(f"之{_numeral(one)}" for one in inserted)


def _numeral(figures: str) -> str:
    return to_chinese(int(figures)) if 0 < int(figures) < 10_000 else figures
