"""Pinpoints that lead on from what was named before, or out of a text that has no such place."""

from dataclasses import replace

import pytest

from kb.analyse.catalogue import build_catalogue
from kb.analyse.resolve import amended_title, resolve
from kb.model.analysis import RefStatus
from kb.model.text import Grade
from kb.parse.document import parse_bytes


def references(analysis, eid=""):
    return {ref.span.surface: ref for ref in analysis.references if not eid or ref.span.eid == eid}


def eids(ref):
    return [target.eid for target in ref.targets]


DUTIES = ("看守人应当遵守下列规定：", ["点灯；", "登记；", "报告。"])


def test_a_breach_in_a_penal_list_is_of_the_article_its_head_names(analyse):
    found = analyse({"1": [DUTIES], "2": [("违反本规定第一条规定的，按照下列规定处罚：", [
        "违反第一项规定的，处警告；", "违反第二项、第三项规定的，处罚款。"])]})
    held = references(found)
    assert eids(held["第一项"]) == ["art_1__para_1__item_1"]
    assert eids(held["第二项、第三项"]) == ["art_1__para_1__item_2", "art_1__para_1__item_3"]
    assert held["第一项"].rule == "pin-carried"


def test_it_carries_within_a_sentence_and_to_the_paragraphs_behind(analyse):
    found = analyse({"1": ["看守人应当点灯。", "船长应当登记。"],
                     "2": ["违反本规定第一条第一款规定的，处警告；违反第二款规定的，处罚款。"],
                     "3": ["违反本规定第一条规定，按下列规定处罚：", "违反第二款规定的，处罚款。"]})
    assert eids(references(found, "art_2__para_1")["第二款"]) == ["art_1__para_2"]
    assert eids(references(found, "art_3__para_2")["第二款"]) == ["art_1__para_2"]


def test_of_two_articles_the_one_that_has_such_a_part_and_none_where_both_have(analyse):
    found = analyse({"1": [DUTIES], "2": ["船长应当登记。"], "3": [DUTIES], "4": [
        ("违反本规定第一条、第二条规定的，依照下列规定处罚：", ["违反第三项的，处罚款。"])], "5": [
        ("违反本规定第一条、第三条规定的，依照下列规定处罚：", ["违反第三项的，处罚款。"])]})
    assert eids(references(found, "art_4__para_1__item_1")["第三项"]) == ["art_1__para_1__item_3"]
    both = references(found, "art_5__para_1__item_1")["第三项"]
    assert both.status is RefStatus.AMBIGUOUS
    assert {target.eid for target in both.candidates} == {"art_1__para_1__item_3", "art_3__para_1__item_3"}


def test_without_a_breach_a_bare_item_stays_in_its_own_list(analyse):
    found = analyse({"1": [DUTIES], "2": [("适用本规定第一条的，应当：", ["点灯；", "按照第一项登记。"])]})
    assert eids(references(found)["第一项"]) == ["art_2__para_1__item_1"]


@pytest.mark.parametrize("words", ["应当依照刑法第三百一十三条处理", "可以认定为合同法第五十二条的情形"])
def test_a_national_law_by_its_short_name_is_not_this_text(analyse, words):
    (ref,) = analyse({"1": [f"看守人{words}。"]}).references
    assert (ref.family, ref.rule) == ("external", "named-pin")
    assert [(target.work, target.title.removeprefix("中华人民共和国")) for target in ref.targets] == [
        ("", ref.span.surface.partition("第")[0])]


def test_the_same_law_is_the_one_named_last(analyse):
    found = analyse({"1": ["依照《灯塔法》第三条，并参照同法第五条处理。"], "2": ["依照同法第五条处理。"]})
    same = references(found, "art_1__para_1")["同法第五条"]
    assert [(target.title, target.eid) for target in same.targets] == [("灯塔法", "art_5")]
    assert references(found, "art_2__para_1")["同法第五条"].status is RefStatus.UNRESOLVED


def read(body, register):
    text = parse_bytes(body.encode(), "text/plain", "x.txt", version="x@v1", language="zh",
                       grade=Grade.REPUBLISHED)
    return text, build_catalogue(register, [text])


AMENDING = """港口委员会关于修改《灯塔条例》的决定
一、将第三条修改为：“看守人应当点灯。”
二、删去第五条第二款。
"""
DECIDING = """港口委员会关于灯塔的决定
一、看守人应当点灯。
二、违反本决定第一条的，处罚款；参照第九条处理。
"""


def test_a_text_on_amendments_speaks_of_the_text_it_amends(register, find_plain):
    text, catalogue = read(AMENDING, register)
    assert amended_title(text) == "灯塔条例"
    held = references(resolve(find_plain(text), text, catalogue))
    places = [ref for ref in held.values() if ref.span.surface.startswith("第")]
    assert [(ref.family, ref.targets[0].title) for ref in places] == [("external", "灯塔条例")] * 2
    assert {ref.rule for ref in places} == {"pin-of-the-amended-text"}


def test_an_article_of_a_decision_is_its_heading_and_another_is_outside(register, find_plain):
    text, catalogue = read(DECIDING, register)
    held = references(resolve(find_plain(text), text, catalogue))
    assert eids(held["本决定第一条"]) == ["head_1"]
    assert (held["第九条"].family, held["第九条"].status) == ("external", RefStatus.UNRESOLVED)
    assert amended_title(replace(text, parts=())) == ""
