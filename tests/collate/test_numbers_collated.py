"""Numbers of both sides as (value, unit), whatever figures and words they are written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.collate.english_quantities import english_quantities
from kb.collate.leaves import Leaf
from kb.collate.numbers import compare_numbers
from kb.collate.quantities import chinese_quantities
from kb.model.numerals import to_chinese


def findings(zh, en):
    return [finding.message for finding in compare_numbers(Leaf("bridges@final", "art_1__para_1", zh, en))]


@pytest.mark.parametrize(("zh", "en"), [
    ("十五日内", "within 15 days"),
    ("十个工作日内", "within ten working days"),
    ("三个月以上六个月以下", "not less than 3 months and not more than six months"),
    ("每年至少一次", "at least once a year"),
    ("24小时内", "within 24 hours"),
    ("半年内", "within six months"),
    ("2025年3月1日起", "from 1 March 2025"),
    ("2025年3月", "in March 2025"),
    ("自2024年 月 日起施行", "come into force on … 2024"),
    ("当年1月1日起", "since 1 January of that year"),
    ("一万元以上十万元以下", "not less than RMB 10,000 and not more than RMB 100,000"),
    ("一百万元", "RMB 1 million"),
    ("营业额百分之五", "5% of the turnover"),
    ("百分之零点五", "0.5 per cent"),
    ("一倍以上十倍以下", "not less than 1 time and not more than 10 times"),
    ("不满十四周岁", "under 14 years of age"),
    ("100万人以上", "1,000,000 persons or more"),
    ("两个以上", "two or more"),
    ("双方协商", "the two parties consult"),
    ("双方协商", "the parties consult"),
    ("由第三方检测", "tested by a third party or third-party body"),
    ("由第三方检测", "tested by others"),
    ("一律统一设牌，进一步完善，之一", "uniformly put up signs, further improve, one of them"),
    ("同一人", "the same person; once found, a second look"),
    ("三维重建", "three-dimensional reconstruction"),
    ("依照本办法第三条第二款", "under paragraph 2 of Article 3 of these Measures"),
    ("第二条至第五条", "Articles 2 to 5"),
    ("依照《桥梁五年计划》", "under the Bridge Plan"),
    ("编号GB 45438-2025", "number GB 45438-2025"),
])
def test_the_same_quantities_are_no_finding(zh, en):
    assert findings(zh, en) == []


@pytest.mark.parametrize(("zh", "en", "words"), [
    ("十五日内", "within 5 days", "not in the English: 15 (day); not in the Chinese: 5 (day)"),
    ("十五个工作日内", "within 15 days", "15 (working day)"),
    ("三个月内", "within 3 years", "3 (month)"),
    ("一万元以下", "not more than RMB 100,000", "10,000 (yuan)"),
    ("百分之五", "15%", "5 (%)"),
    ("十倍", "10%", "10 (time)"),
    ("2025年3月1日", "3 January 2025", "2025-03-01"),
    ("每年至少一次", "every year", "1 (time)"),
    ("两个以上", "several", "not in the English: 2"),
    ("设牌", "put up 3 signs", "not in the Chinese: 3"),
    ("三年", "3 years, and again 3 years", "not in the Chinese: 3 (year)"),
])
def test_a_changed_number_or_unit_is_found(zh, en, words):
    found = findings(zh, en)
    assert len(found) == 1
    assert words in found[0]


@given(st.integers(2, 9999), st.sampled_from([("日", "days", "day"), ("个月", "months", "month"),
                                              ("年", "years", "year"), ("元", "yuan", "yuan")]))
def test_any_number_reads_the_same_in_chinese_numerals_and_in_figures(value, units):
    zh, en, unit = units
    if zh == "年" and value >= 1000:
        return  # four positional figures before 年 are a year of the calendar
    [chinese] = chinese_quantities(f"{to_chinese(value)}{zh}内")
    assert english_quantities(f"within {value:,} {en}") == (chinese,)
    assert (chinese.value, chinese.unit) == (str(value), unit)
