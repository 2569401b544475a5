import pytest

from kb.model.analysis import RefStatus

ITEMS = ["甲；", "乙；", "丙；", "丁。"]


def _targets(analysis, at=-1):
    return [target.eid for target in analysis.references[at].targets]


@pytest.mark.parametrize(("articles", "expected"), [
    ({"1": ["甲。", "乙。", "第一款规定的灯塔。"]}, ["art_1__para_1"]),
    ({"1": ["甲。", "乙。", "前款规定的灯塔。"]}, ["art_1__para_2"]),
    ({"1": [("有下列情形：", ITEMS), "前款规定的情形。"]}, ["art_1__para_1"]),
    ({"1": ["甲。", ("有下列情形：", ["前款规定的灯塔；", "乙。"])]}, ["art_1__para_1"]),
    ({"1": ["甲。", "乙。", "前两款规定的灯塔。"]}, ["art_1__para_1", "art_1__para_2"]),
    ({"1": [("有下列情形：", ITEMS), "前款第二项至第四项规定的情形。"]},
     ["art_1__para_1__item_2", "art_1__para_1__item_3", "art_1__para_1__item_4"]),
    ({"7": ["甲。"], "7-1": ["乙。"], "8": ["前条第一款规定的灯塔。"]}, ["art_7-1__para_1"]),
    ({"1": ["甲。", "本条第一款规定的灯塔。"]}, ["art_1__para_1"]),
    ({"1": [("有下列情形：", ["甲；", "前项规定的灯塔。"])]}, ["art_1__para_1__item_1"]),
    ({"1": [("有下列情形：", ITEMS)], "2": ["本规定第一条第三项规定的情形。"]},
     ["art_1__para_1__item_3"]),
    ({"1": ["甲。"], "2": ["乙。"], "3": ["丙。"], "4": ["本规定第一条至第三条规定的灯塔。"]},
     ["art_1", "art_2", "art_3"]),
    ({"1": ["本规定适用于灯塔。"]}, [""]),
])
def test_positions_are_found_in_the_tree_and_not_by_arithmetic(analyse, articles, expected):
    analysis = analyse(articles)
    assert _targets(analysis) == expected
    assert analysis.references[-1].status is RefStatus.RESOLVED


def test_own_chapter_and_section_words_lead_to_the_chapter(analyse):
    analysis = analyse({"1": ["甲。"], "2": ["违反本章规定的灯塔。"]}, chapters=[["1"], ["2"]])
    assert _targets(analysis) == ["chap_2"]


@pytest.mark.parametrize("articles", [
    {"1": ["前款规定的灯塔。"]},
    {"1": ["前条规定的灯塔。"]},
    {"1": ["本规定第九条规定的灯塔。"]},
    {"1": ["甲。", "本规定第一条第五款规定的灯塔。"]},
    {"1": [("一：", ITEMS), ("二：", ITEMS)], "2": ["本规定第一条第二项规定的灯塔。"]},
])
def test_what_does_not_exist_or_is_not_unique_stays_unresolved(analyse, articles):
    analysis = analyse(articles)
    assert analysis.references[-1].status is RefStatus.UNRESOLVED
    assert analysis.references[-1].targets == ()
    assert [problem.code for problem in analysis.problems] == ["reference-unresolved"]


def test_a_list_item_left_bare_follows_the_mention_before_it(analyse):
    analysis = analyse({"1": [("有下列灯具：", ITEMS)],
                        "2": ["以本规定第一条第一款第一项规定的灯具或者第三项规定的灯具抵押。"]})
    assert _targets(analysis) == ["art_1__para_1__item_3"]


def test_a_bare_article_behind_another_works_article_is_ambiguous(analyse):
    refs = analyse({"1": ["依照《灯具管理办法》第一条规定的方式和第二条规定的标准办理。"],
                    "2": ["甲。"]}).references
    assert refs[-1].status is RefStatus.AMBIGUOUS
    assert {(t.title, t.eid) for t in refs[-1].candidates} == {("", "art_2"), ("灯具管理办法", "art_2")}


def test_a_title_leads_to_the_version_in_force_when_the_text_began(analyse):
    target = analyse({"1": ["依照《中华人民共和国船舶灯火法》第三条办理。"]}).references[0].targets[0]
    assert (target.work, target.version, target.eid) == ("lamp-law", "v2010", "art_3")
    assert target.title == "中华人民共和国船舶灯火法"


def test_a_title_without_the_country_is_the_same_work(analyse):
    target = analyse({"1": ["依照《船舶灯火法》办理。"]}).references[0].targets[0]
    assert target.work == "lamp-law"


def test_an_article_missing_from_the_other_text_is_not_linked(analyse, statute):
    other = statute({"1": ["甲。"]}, version="lamp-law@v2010")
    ref = analyse({"1": ["依照《船舶灯火法》第三条办理。"]}, other).references[0]
    assert (ref.status, ref.targets) == (RefStatus.UNRESOLVED, ())


def test_vague_classes_are_classed_and_never_resolved(analyse):
    refs = analyse({"1": ["依照有关法律、行政法规办理，按照国家有关规定备案。"]}).references
    assert [(ref.family, ref.status, ref.targets) for ref in refs] == [
        ("vague", RefStatus.UNRESOLVED, ())] * 2


def test_duties_name_the_paragraph_that_punishes_their_breach(analyse):
    norms = analyse({
        "1": ["看守人应当点灯。", "看守人不得离岗。"], "2": ["看守人应当记录。"],
        "3": ["违反本规定第一条第二款、第二条规定的，由港口部门给予警告。"]}).norms
    assert [norm.penalised_by for norm in norms] == [(), ("art_3__para_1",), ("art_3__para_1",), ()]


def test_a_violation_cue_without_a_sanction_punishes_nothing(analyse):
    norms = analyse({"1": ["看守人应当点灯。"],
                     "2": ["看守人不得违反本规定第一条招收学徒。"]}).norms
    assert norms[0].penalised_by == ()


def test_a_paragraph_too_long_for_a_sentence_is_left_out_and_reported(analyse):
    found = analyse({"1": ["灯塔应当发光，" * 2_000], "2": ["灯船应当载灯。"]})
    assert {norm.eid for norm in found.norms} == {"art_2__para_1"}
    assert [(p.code, p.where.partition("#")[2]) for p in found.problems] == [
        ("too-long-to-analyse", "art_1__para_1")]


@pytest.mark.parametrize(("articles", "expected"), [
    ({"1": [("有下列情形之一的，看守人应当报告：", ["漏油的；", "失火的。"])]},
     ["art_1__para_1__item_1", "art_1__para_1__item_2"]),
    ({"1": [("看守人应当遵守以下规定：", ["按时点灯；"])]}, ["art_1__para_1__item_1"]),
    ({"1": ["本规定下列用语的含义：", "灯塔，是指建筑。", "灯船，是指船舶。", "看守人应当点灯。"]},
     ["art_1__para_2", "art_1__para_3"]),
    ({"1": ["看守人应当说明下列事项：", "看守人应当点灯。"]}, []),
])
def test_a_list_word_leads_to_the_items_of_its_own_list(analyse, articles, expected):
    found = [ref for ref in analyse(articles).references if ref.family == "list"]
    assert [[target.eid for target in ref.targets] for ref in found] == [expected]
