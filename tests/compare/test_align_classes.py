"""Old text, new text, expected classes: on invented statutes."""

import pytest

from kb.compare.align import compare_texts
from kb.errors import KbError
from tests.compare.statutes import printed, statute

LAMPS = "灯塔看守人应当在日落之前点亮灯火，并且在日出之后一小时之内将其熄灭。"
BOATS = "渔船进入港湾时必须悬挂蓝色旗帜，船长向港务所报告船员姓名和渔获数量。"
BIRDS = "任何人不得在海鸟孵卵季节登上北侧礁石，科学考察经岛民会议许可的除外。"
BREAD = "面包房每逢集市之日向学堂免费供应二十个面包，费用由公共账目列支。"
BELLS = "钟楼管理员发现海雾时，每隔五分钟敲钟三次，直至海雾散去为止。"
FINES = "违反第二条规定的，由岛民会议处五枚银币以下罚款；拒不改正的，没收旗帜。"


def found(a, b):
    links = compare_texts(a, b).links
    return [(tuple(e.removeprefix("art_") for e in link.a),
             tuple(e.removeprefix("art_") for e in link.b),
             {str(one) for one in link.classes}) for link in links]


TABLE = [
    ("the same text", (LAMPS, BOATS), (LAMPS, BOATS),
     [(("1",), ("1",), {"unchanged"}), (("2",), ("2",), {"unchanged"})]),
    ("only the width of punctuation differs", (LAMPS,), (LAMPS.replace("，", ","),),
     [(("1",), ("1",), {"unchanged"})]),
    ("an insertion renumbers what follows", (LAMPS, BIRDS), (LAMPS, BREAD, BIRDS),
     [(("1",), ("1",), {"unchanged"}), ((), ("2",), {"inserted"}),
      (("2",), ("3",), {"renumbered"})]),
    ("a deletion renumbers what follows", (LAMPS, BREAD, BIRDS), (LAMPS, BIRDS),
     [(("1",), ("1",), {"unchanged"}), (("2",), (), {"deleted"}),
      (("3",), ("2",), {"renumbered"})]),
    ("a citation follows the renumbering", (LAMPS, BOATS, FINES),
     (BREAD, LAMPS, BOATS, FINES.replace("第二条", "第三条")),
     [((), ("1",), {"inserted"}), (("1",), ("2",), {"renumbered"}),
      (("2",), ("3",), {"renumbered"}), (("3",), ("4",), {"renumbered", "reference_only"})]),
    ("a citation goes to another article", (LAMPS, BOATS, FINES),
     (LAMPS, BOATS, FINES.replace("第二条", "第一条")),
     [(("1",), ("1",), {"unchanged"}), (("2",), ("2",), {"unchanged"}),
      (("3",), ("3",), {"amended"})]),
    ("words changed", (LAMPS, BOATS), (LAMPS, BOATS.replace("必须悬挂蓝色", "可以悬挂红色")),
     [(("1",), ("1",), {"unchanged"}), (("2",), ("2",), {"amended"})]),
    ("an article moved to the end", (LAMPS, BOATS, BIRDS, BELLS), (BOATS, BIRDS, BELLS, LAMPS),
     [(("1",), ("4",), {"moved"}), (("2",), ("1",), {"renumbered"}),
      (("3",), ("2",), {"renumbered"}), (("4",), ("3",), {"renumbered"})]),
    ("an article split", (LAMPS, BOATS + "\n" + BELLS, BIRDS), (LAMPS, BOATS, BELLS, BIRDS),
     [(("1",), ("1",), {"unchanged"}), (("2",), ("2", "3"), {"split"}),
      (("3",), ("4",), {"renumbered"})]),
    ("two articles merged", (LAMPS, BOATS, BELLS, BIRDS), (LAMPS, BOATS + "\n" + BELLS, BIRDS),
     [(("1",), ("1",), {"unchanged"}), (("2", "3"), ("2",), {"merged"}),
      (("4",), ("3",), {"renumbered"})]),
    ("a sentence added to a short article", (LAMPS, BELLS), (LAMPS, BELLS + "\n" + BREAD * 2),
     [(("1",), ("1",), {"unchanged"}), (("2",), ("2",), {"amended"})]),
    ("a whole text replaced", (LAMPS, BOATS), (BIRDS, BREAD),
     [((), ("1",), {"inserted"}), ((), ("2",), {"inserted"}), (("1",), (), {"deleted"}),
      (("2",), (), {"deleted"})]),
    ("an article between two", ("甲" + LAMPS, BOATS), ("甲" + LAMPS, BOATS),
     [(("1",), ("1",), {"unchanged"}), (("2",), ("2",), {"unchanged"})]),
]


@pytest.mark.parametrize(("old", "new", "expected"), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])
def test_classes_of_a_change(old, new, expected):
    assert found(statute(*old), statute(*new, version="work@v2")) == expected


def test_boilerplate_alone_makes_no_split():
    crime = "构成犯罪的，依法追究刑事责任。"
    old = statute(LAMPS + crime, BOATS + crime)
    new = statute(LAMPS, BOATS + crime, "违反本规定，" + crime)
    assert ((), ("3",), {"inserted"}) in found(old, new)


def test_penalty_clauses_are_told_apart_by_what_they_cite():
    fine = "由岛民会议责令改正，处{}枚银币以下罚款；情节严重的，没收船只并且在港口公告。"
    old = statute(LAMPS, BOATS, BIRDS, "违反第一条规定的，" + fine.format("五"),
                  "违反第二条规定的，" + fine.format("七"))
    new = statute(BELLS, LAMPS, BOATS, BIRDS, "违反第三条规定的，" + fine.format("八"),
                  "违反第二条规定的，" + fine.format("六"))
    links = {(a, b) for a, b, _ in found(old, new)}
    assert {(("4",), ("6",)), (("5",), ("5",))} <= links


def test_articles_inserted_with_a_branch_number_keep_the_order():
    old = printed(f"第一条 {LAMPS}\n第二条 {BOATS}")
    new = printed(f"第一条 {LAMPS}\n第一条之一 {BIRDS}\n第二条 {BOATS}")
    assert found(old, new) == [(("1",), ("1",), {"unchanged"}), ((), ("1-1",), {"inserted"}),
                               (("2",), ("2",), {"unchanged"})]


def test_two_languages_are_refused():
    with pytest.raises(KbError, match="different languages"):
        compare_texts(statute(LAMPS), statute("Lamps are lit.", language="en"))


def test_english_is_compared_by_words():
    old = statute("The keeper shall light the lamp before sunset and trim the wick every hour.",
                  "Any boat that enters the harbour shall report its crew to the office.",
                  "Whoever violates Article 2 shall be fined five silver coins by the assembly.",
                  language="en")
    new = statute("The keeper shall light the lamp before sunset and trim the wick every hour.",
                  "Bread is given to the school on market days at public expense.",
                  "Any boat that enters the harbour may report its crew to the office.",
                  "Whoever violates Article 3 shall be fined five silver coins by the assembly.",
                  language="en")
    assert found(old, new) == [
        (("1",), ("1",), {"unchanged"}), ((), ("2",), {"inserted"}),
        (("2",), ("3",), {"amended", "renumbered"}),
        (("3",), ("4",), {"reference_only", "renumbered"})]


def test_parts_show_which_item_is_new():
    old = statute("下列船只免缴港口费用：\n（一）渔民自用的小船；\n（二）运送病人的船只。\n" + BELLS)
    new = statute("下列船只免缴港口费用：\n（一）渔民自用的小船；\n（二）测量水深的官船；\n"
                  "（三）运送病人的船只。\n" + BELLS)
    [link] = compare_texts(old, new).links
    told = {(p.a, p.b): {str(c) for c in p.classes} for p in link.parts}
    item = "art_1__para_1__item_{}".format
    assert told[(), (item(2),)] == {"inserted"}
    assert told[(item(2),), (item(3),)] == {"renumbered"}
    assert told[("art_1__para_2",), ("art_1__para_2",)] == {"unchanged"}


def test_an_article_without_text_has_no_counterpart():
    assert found(printed("第一条 "), statute(LAMPS)) == [
        ((), ("1",), {"inserted"}), (("1",), (), {"deleted"})]


def test_a_split_names_the_rule_that_proved_it():
    [_, link] = compare_texts(statute(LAMPS, BOATS + "\n" + BELLS),
                              statute(LAMPS, BOATS, BELLS)).links
    assert (link.rule, link.score) == ("contained-blocks", 1.0)


def test_a_paragraph_that_became_an_item_is_found_again():
    old = statute("船长向港务所缴纳停泊费用，费用由岛民会议核定。\n运送病人的船只优先靠泊。\n" + BELLS)
    new = statute("船长向港务所缴纳停泊费用，费用由岛民会议核定。但是下列船只除外：\n"
                  "（一）测量水深的官船；\n（二）运送病人的船只优先靠泊。\n" + BELLS)
    [link] = compare_texts(old, new).links
    assert (("art_1__para_2",), ("art_1__para_1__item_2",)) in {(p.a, p.b) for p in link.parts}


def test_one_item_does_not_stand_for_another_only_because_both_are_alone():
    old = statute(LAMPS + "\n下列船只免缴港口费用：\n（一）" + BREAD)
    new = statute(LAMPS + "\n下列船只免缴港口费用：\n（一）" + BIRDS)
    [link] = compare_texts(old, new).links
    items = [(p.a, p.b) for p in link.parts if "item" in (p.a + p.b)[0]]
    item = "art_1__para_2__item_1"
    assert sorted(items) == [((), (item,)), ((item,), ())]


def test_a_paragraph_passed_on_to_a_new_article_makes_a_split():
    new = BOATS + "\n" + BREAD.replace("集市", "市集") + "\n" + BIRDS
    assert found(statute(LAMPS + "\n" + BREAD, BELLS), statute(LAMPS, BELLS, new)) == [
        (("1",), ("1", "3"), {"split", "amended"}), (("2",), ("2",), {"unchanged"})]


def test_a_paragraph_that_stayed_makes_no_split_when_a_new_article_repeats_it():
    old = statute(LAMPS + "\n" + BREAD, BELLS)
    new = statute(LAMPS + "\n" + BREAD, BELLS, BOATS + "\n" + BREAD + "\n" + BIRDS)
    assert found(old, new)[-1] == ((), ("3",), {"inserted"})
