from dataclasses import replace

import pytest

from kb.analyse.catalogue import build_catalogue
from kb.analyse.proof import prove_slices, spans_of
from kb.analyse.resolve import resolve
from kb.errors import KbError
from kb.model.span import Span
from tests import builders

KEY = "bridges@final-2025"


@pytest.fixture
def proven(find_plain, register):
    text = builders.text_from(builders.BRIDGES_FINAL, KEY)
    return text, resolve(find_plain(text), text, build_catalogue(register, [text]))


def test_what_was_found_is_proved_slice_by_slice(proven):
    text, analysis = proven
    assert len(list(spans_of(analysis))) > 10
    prove_slices(text, analysis)


@pytest.mark.parametrize("wrong", [
    Span("art_3__para_1", 0, 2, "无人"), Span("art_3__para_1", 3, 3, ""), Span("art_9__para_1", 0, 1, "任"),
    Span("art_3__para_1", 0, 9_999, "任何单位")])
def test_a_fact_that_is_no_slice_stops_the_build(proven, wrong):
    text, analysis = proven
    norm = replace(analysis.norms[0], action=wrong)
    with pytest.raises(KbError) as raised:
        prove_slices(text, replace(analysis, norms=(norm, *analysis.norms[1:])))
    assert wrong.eid in raised.value.where
    assert raised.value.remedy


@pytest.mark.parametrize(("sentence", "conditions"), [
    ("从事引航、拖带的单位和个人，应当点灯。", []),
    ("实施灯塔收费的单位（以下简称收费单位），必须遵守本规定，确定负责人。", []),
    ("违反本规定第一条的人员，由港口部门处一千元罚款。", ["违反本规定第一条的人员"]),
])
def test_a_condition_that_is_all_subject_leaves_no_empty_slice(statute, find_plain, register, sentence,
                                                               conditions):
    text = statute({"1": ["甲。"], "2": [sentence]})
    analysis = resolve(find_plain(text), text, build_catalogue(register, [text]))
    prove_slices(text, analysis)
    assert {span.surface for norm in analysis.norms for span in norm.conditions} == set(conditions)
