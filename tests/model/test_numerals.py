import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.numerals import to_chinese, to_int


@given(st.integers(1, 9999))
def test_a_numeral_reads_back(value):
    assert to_int(to_chinese(value)) == value


@pytest.mark.parametrize(("numeral", "value"), [
    ("十", 10), ("二十", 20), ("一百零五", 105), ("一百一十", 110), ("一千二百六十", 1260),
    ("两百", 200), ("二〇二五", 2025), ("一一六", 116), ("１７", 17), ("二〇", 20), ("一万", 10_000),
    ("五十万", 500_000)])
def test_statute_numerals(numeral, value):
    assert to_int(numeral) == value


@pytest.mark.parametrize("word", [
    "", "第", "条", "十a", "—", "十十", "百千", "三五十", "一二十", "十万五万", "万"])
def test_what_is_no_numeral_is_none(word):
    assert to_int(word) is None


@pytest.mark.parametrize("value", [0, -1, 10_000])
def test_numbers_no_statute_prints_are_refused(value):
    with pytest.raises(ValueError, match="no statute numeral"):
        to_chinese(value)
