"""Breaks and numbers that a copy lost: read back only where the text itself proves them."""

import pytest

from kb.model.provision import walk_all
from kb.model.text import Grade
from kb.parse.document import parse_bytes


def shape(body):
    text = parse_bytes(body.encode(), "text/plain", "x.txt", version="x@v1", language="zh",
                       grade=Grade.REPUBLISHED)
    return {node.eid: node.text for node in walk_all(text.provisions) if node.text}, text


RUN = """第一条 灯塔由看守人管理。 看守人应当点灯。
第二条 船长应当登记。 登记应当真实。
第三条 港口开放。 夜间关闭。
"""


def test_paragraphs_run_together_with_spaces_are_parted_where_the_text_has_several():
    found, text = shape(RUN)
    assert found["art_1__para_2"] == "看守人应当点灯。"
    assert found["art_3__para_2"] == "夜间关闭。"
    assert all(text.index()[f"art_{n}__para_2"].inferred for n in (1, 2, 3))


def test_one_stray_space_is_no_paragraph():
    found, _ = shape("第一条 灯塔由看守人管理。 看守人应当点灯。\n第二条 船长应当登记。\n")
    assert "art_1__para_2" not in found


def test_a_sentence_on_the_paragraph_before_begins_a_paragraph_after_an_item():
    found, _ = shape("第一条 禁止下列行为：\n（一）熄灯；\n（二）破坏灯塔。有前款行为的，由港口部门处罚。\n"
                     "第二条 本规定施行。\n")
    assert found["art_1__para_1__item_2"] == "破坏灯塔。"
    assert found["art_1__para_2"] == "有前款行为的，由港口部门处罚。"


def test_a_sentence_on_the_paragraph_before_begins_the_second_paragraph():
    found, _ = shape("第一条 倾倒垃圾的，责令改正。单位有前款行为的，处罚款。\n"
                     "第二条 违反前条规定的，处罚款。依照前款处理。\n")
    assert found["art_1__para_2"] == "单位有前款行为的，处罚款。"
    assert found["art_2__para_2"] == "依照前款处理。"


@pytest.mark.parametrize(("items", "eids"), [
    (["占用绿地；", "（二）修建仓库；", "（三）刻划。"], (1, 2, 3)),
    (["刻画树木；", "拆除支架；", "（三）攀折；", "（四）其他。"], (1, 2, 3, 4)),
    (["（一）仿冒；", "屏蔽链接；", "（三）不兼容。"], (1, 2, 3))])
def test_items_without_their_numbers_are_read_where_the_numbers_around_prove_them(items, eids):
    found, text = shape("第一条 禁止下列活动：\n" + "\n".join(items) + "\n第二条 本规定施行。\n")
    assert [eid for eid in found if "item" in eid] == [f"art_1__para_1__item_{n}" for n in eids]
    lost = sum(not item.startswith("（") for item in items)
    assert sum(problem.code == "missing-number" for problem in text.problems) == lost


@pytest.mark.parametrize("items", [
    ["占用绿地；", "修建仓库；", "刻划。"], ["（一）占用绿地；", "包括草坪；", "（二）刻划。"],
    ["占用绿地，", "（二）修建仓库。"]])
def test_nothing_is_numbered_where_nothing_proves_it(items):
    _, text = shape("第一条 禁止下列活动：\n" + "\n".join(items) + "\n第二条 本规定施行。\n")
    assert not [problem for problem in text.problems if problem.code == "missing-number"]


def test_a_mark_of_the_private_use_area_does_not_hide_the_end_of_a_sentence():
    found, _ = shape("第一条 设置警示标志。\ue004\n任何人不得移动标志。\n第二条 本规定施行。\n")
    assert found["art_1__para_2"] == "任何人不得移动标志。"
