"""What a penalty consists of, in invented clauses: kinds, amounts, authority."""

import pytest

from kb.analyse.contract import _norm as norm_data
from kb.model.analysis import Modality


def sanction_of(analyse, words):
    """Return the sanction of the last penalty of a clause."""
    norms = analyse({"1": [f"违反本规定，擅自熄灯的，由港口部门{words}。"]}).norms
    return [norm for norm in norms if norm.modality is Modality.PENALTY][-1].sanction


@pytest.mark.parametrize(("words", "kinds"), [
    ("责令改正", ("order_to_correct",)),
    ("责令限期改正", ("order_to_correct",)),
    ("给予警告、通报批评", ("warning", "public_criticism")),
    ("没收违法所得", ("confiscate_illegal_gains",)),
    ("责令暂停相关业务、停业整顿、吊销相关业务许可证或者吊销营业执照",
     ("suspend_business", "suspend_for_rectification", "revoke_permit", "revoke_business_licence")),
    ("责令关闭网站", ("close_website",)),
    ("责令停止违法行为、限期处分股份、恢复到熄灯前的状态",
     ("order_to_cease", "order_to_dispose_of_shares_or_assets", "order_to_restore")),
    ("给予警告，处五日以下拘留", ("detention",)),
])
def test_kinds_are_read_from_the_words_of_the_sanction(analyse, words, kinds):
    assert sanction_of(analyse, words).types == kinds


@pytest.mark.parametrize(("words", "low", "high"), [
    ("处一万元以上十万元以下罚款", 10_000, 100_000),
    ("处1万元以上10万元以下的罚款", 10_000, 100_000),
    ("处5000元以上5万元以下的罚款", 5_000, 50_000),
    ("处五千万元以下罚款", None, 50_000_000),
    ("处十万元以上的罚款", 100_000, None),
    ("处二百元罚款", 200, 200),
    ("处罚款", None, None),
])
def test_a_fine_has_its_bounds_in_yuan(analyse, words, low, high):
    found = sanction_of(analyse, words)
    assert (found.types, found.min_yuan, found.max_yuan) == (("fine",), low, high)


def test_shares_and_multiples_are_kept_apart_from_amounts(analyse):
    share = sanction_of(analyse, "处上一年度销售额百分之一以上百分之十以下的罚款")
    assert (share.min_turnover_pct, share.max_turnover_pct, share.max_yuan) == (1, 10, None)
    both = sanction_of(analyse, "处五千万元以下或者上一年度营业额百分之五以下罚款")
    assert (both.max_yuan, both.max_turnover_pct, both.min_turnover_pct) == (50_000_000, 5, None)
    times = sanction_of(analyse, "处违法所得3倍以上5倍以下的罚款")
    assert (times.min_times, times.max_times, times.max_yuan) == (3, 5, None)
    half = sanction_of(analyse, "处违法所得0.5倍以下的罚款")
    assert (half.min_times, half.max_times) == (None, None)


def test_the_authority_is_the_body_that_imposes_it(analyse):
    assert sanction_of(analyse, "给予警告").authority.surface == "港口部门"
    norms = analyse({"1": ["违反本规定，构成犯罪的，依法追究刑事责任。"]}).norms
    assert (norms[-1].sanction.types, norms[-1].sanction.authority) == (("criminal_liability",), None)


def test_only_penalties_have_a_sanction_and_the_contract_holds_it(analyse):
    norms = analyse({"1": ["船员应当瞭望。"], "2": ["违反本规定的，由港口部门处二百元罚款。"]}).norms
    assert norms[0].sanction is None
    found = norm_data(norms[-1])["sanction"]
    assert (found["types"], found["max_yuan"], found["authority"]["surface"]) == (["fine"], 200, "港口部门")
