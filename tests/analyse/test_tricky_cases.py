"""The 32 tricky cases counted in statutes, one by one, on invented sentences of the same shape."""

import pytest

from kb.analyse.catalogue import build_catalogue
from kb.analyse.resolve import resolve
from kb.model.analysis import RefStatus
from kb.model.text import Grade
from kb.parse.document import parse_bytes

A = "看守人"
TWO = ["看守人应当点灯。", "船长应当登记。"]
LIST = ("看守人应当遵守下列规定：", ["点灯；", "登记；", "报告；", "熄灯；", "清洁；", "值守；", "交接。"])


def refs(analysis, eid=""):
    return {ref.span.surface: ref for ref in analysis.references if not eid or ref.span.eid == eid}


def eids(ref):
    return [target.eid for target in ref.targets]


def norms(analysis):
    return [
        (norm.modality.value, norm.bearer.span.surface if norm.bearer else "", norm.action.surface)
        for norm in analysis.norms
    ]


def read(body, register, find_plain):
    text = parse_bytes(
        body.encode(), "text/plain", "x.txt", version="x@v1", language="zh", grade=Grade.REPUBLISHED
    )
    return resolve(find_plain(text), text, build_catalogue(register, [text]))


REFERENCES = [
    pytest.param(
        {"1": [*TWO, "违反第一款规定的，责令改正。"]}, "第一款", ["art_1__para_1"], id="T1-bare-paragraph"
    ),
    pytest.param(
        {"1": [*TWO, "违反前款规定的，责令改正。"]}, "前款", ["art_1__para_2"], id="T1-paragraph-before"
    ),
    pytest.param(
        {"1": [LIST, "违反前款规定的，责令改正。"]}, "前款", ["art_1__para_1"], id="T2-after-a-list"
    ),
    pytest.param(
        {"1": [*TWO, "前两款规定不适用于渔船。"]},
        "前两款",
        ["art_1__para_1", "art_1__para_2"],
        id="T4-two-paragraphs-before",
    ),
    pytest.param(
        {"1": [LIST, "有前款第二项至第七项情形的，应当报告。"]},
        "前款第二项至第七项",
        [f"art_1__para_1__item_{n}" for n in range(2, 8)],
        id="T4-range-of-items",
    ),
    pytest.param(
        {"1": TWO, "1-1": ["港口开放。"], "2": ["依照前条第一款处理。"]},
        "前条第一款",
        ["art_1-1__para_1"],
        id="T5-by-order-not-number",
    ),
    pytest.param(
        {"1": TWO, "2": ["港口开放。"], "3": ["违反本规定第一条第一款、第二条规定的，责令改正。"]},
        "本规定第一条第一款、第二条",
        ["art_1__para_1", "art_2"],
        id="T6-paragraph-ends-with-its-article",
    ),
]


@pytest.mark.parametrize(("articles", "surface", "targets"), REFERENCES)
def test_where_a_reference_leads(analyse, articles, surface, targets):
    assert eids(refs(analyse(articles))[surface]) == targets


def test_t3_the_paragraph_before_inside_an_item_is_that_before_its_own_or_is_flagged(analyse):
    rows = ("看守人应当：", ["点灯；", "执行前款规定。"])
    assert eids(refs(analyse({"1": ["船长应当登记。", rows]}))["前款"]) == ["art_1__para_1"]
    alone = analyse({"1": [rows]})
    assert refs(alone)["前款"].status is RefStatus.UNRESOLVED
    assert alone.problems


def test_t6_a_work_persists_to_the_end_of_the_list(analyse):
    ref = refs(analyse({"1": ["违反《灯塔法》第三条第一款、第五条规定的，依法处理。"]}))[
        "《灯塔法》第三条第一款、第五条"
    ]
    assert [(target.title, target.eid) for target in ref.targets] == [
        ("灯塔法", "art_3__para_1"),
        ("灯塔法", "art_5"),
    ]


def test_t7_words_that_only_contain_a_reference(analyse):
    held = refs(analyse({"1": ["本条例第二条适用于基本法规定的港口。"], "2": ["港口开放。"]}))
    assert eids(held["本条例第二条"]) == ["art_2"]
    assert not {"本法", "本条"} & set(held)


def test_t8_quoted_article_text_is_not_of_this_text(register, find_plain):
    body = "港口委员会关于修改《灯塔条例》的决定\n一、第三条修改为：“违反第二条规定的，责令改正。”\n"
    assert {ref.family for ref in read(body, register, find_plain).references} == {"external"}


def test_t9_what_laws_provide_elsewhere_is_classed_and_not_resolved(analyse):
    found = analyse({"1": ["法律、行政法规对点灯作出限制的，从其规定。"]}).references
    assert {(ref.family, ref.status) for ref in found} == {
        ("vague", RefStatus.UNRESOLVED),
        ("renvoi", RefStatus.UNRESOLVED),
    }


def test_t10_rules_named_by_their_topic_are_not_resolved(analyse):
    (ref,) = analyse({"1": ["看守人应当遵守航道灯火治理有关规定。"]}).references
    assert (ref.family, ref.targets) == ("vague", ())


NORMS = [
    pytest.param(
        [f"{A}应当向船员说明法律规定应当告知的事项。"],
        [("obligation", A, "向船员说明法律规定应当告知的事项")],
        id="T11-operator-in-a-relative-clause",
    ),
    pytest.param(
        [f"{A}应当点灯，不得离岗。"], [("obligation", A, "点灯"), ("prohibition", A, "离岗")], id="T12"
    ),
    pytest.param(
        [f"{A}应当清洁灯具、灯罩，检查油料，记录天气。"],
        [("obligation", A, "清洁灯具、灯罩"), ("obligation", A, "检查油料"), ("obligation", A, "记录天气")],
        id="T13-verb-phrases",
    ),
    pytest.param(
        [f"{A}应当制定并公开点灯规则。"], [("obligation", A, "制定并公开点灯规则")], id="T14-shared-object"
    ),
    pytest.param(
        [f"{A}应当予以说明并承担责任。"],
        [("obligation", A, "予以说明"), ("obligation", A, "承担责任")],
        id="T14-two-phrases",
    ),
    pytest.param(
        [f"{A}应当向船员提供灯火表，或者向船员提供油料单。"],
        [("obligation", A, "向船员提供灯火表，或者向船员提供油料单")],
        id="T15-alternatives",
    ),
    pytest.param(
        [f"{A}的备案信息发生变更的，应当办理变更手续。"],
        [("obligation", A, "办理变更手续")],
        id="T16-genitive",
    ),
    pytest.param(
        [f"{A}应当点灯。", "终止服务的，应当提前公告。"],
        [("obligation", A, "点灯"), ("obligation", A, "提前公告")],
        id="T17-paragraph-before",
    ),
    pytest.param(
        [f"{A}应当点灯。船员应当登记。"],
        [("obligation", A, "点灯"), ("obligation", "船员", "登记")],
        id="T18",
    ),
    pytest.param(
        [f"{A}利用灯塔传递信号，应当登记。"], [("obligation", A, "登记")], id="T19-activity-is-a-condition"
    ),
    pytest.param([f"{A}取得许可后，方可点灯。"], [("permission", A, "点灯")], id="T20-only-if"),
    pytest.param(
        [(f"{A}点灯应当具备下列条件之一：", ["有油；", "有灯。"])],
        [("obligation", A, "具备下列条件之一")],
        id="T21-any-of",
    ),
    pytest.param(
        ["港口部门可以要求看守人停工。"], [("power", "港口部门", "要求看守人停工")], id="T22-power"
    ),
    pytest.param([f"{A}可以使用备用灯具。"], [("permission", A, "使用备用灯具")], id="T22-permission"),
    pytest.param(["船员可以向港口部门投诉。"], [("right", "船员", "向港口部门投诉")], id="T22-right"),
    pytest.param(
        ["港口部门有权要求看守人报告。"],
        [("power", "港口部门", "要求看守人报告")],
        id="T23-entitled-authority",
    ),
    pytest.param(
        ["港口部门建立灯塔登记制度。"], [("declaration", "港口部门", "建立灯塔登记制度")], id="T26"
    ),
    pytest.param(["灯塔的所有权人和负责人名单相应公布。"], [], id="T29-words-that-contain-operators"),
]


@pytest.mark.parametrize(("paragraphs", "expected"), NORMS)
def test_which_norms_a_sentence_holds(analyse, paragraphs, expected):
    assert norms(analyse({"1": paragraphs})) == expected


def test_t21_a_requirement_of_any_one_is_one_norm_with_its_list(analyse):
    (norm,) = analyse({"1": [(f"{A}点灯应当具备下列条件之一：", ["有油；", "有灯。"])]}).norms
    assert norm.list_function == "REQUIREMENT_ANY_OF"
    assert norm.list_items == ("art_1__para_1__item_1", "art_1__para_1__item_2")


def test_t24_an_exemption_is_an_exception_and_a_permission(analyse):
    first, second = analyse({"1": [f"{A}点灯应当取得许可，但是有紧急情形的，不需取得许可。"]}).norms
    assert (first.modality.value, second.modality.value) == ("obligation", "permission")
    assert first.exceptions


@pytest.mark.parametrize("mark", ["；", "，但"])
def test_t25_an_exception_with_and_without_its_word(analyse, mark):
    (norm,) = analyse({"1": [f"{A}不得用于其他目的{mark}取得船员同意的除外。"]}).norms
    assert len(norm.exceptions) == 1


def test_t27_the_violation_persists_over_the_branches_of_a_penalty(analyse):
    found = analyse(
        {
            "1": [f"{A}应当点灯。"],
            "2": [
                "违反本规定第一条规定的，由港口部门责令改正；拒不改正的，处一万元以下罚款；情节严重的，责令停业。"
            ],
        }
    ).norms
    penal = [norm for norm in found if norm.modality.value == "penalty"]
    assert len(penal) == 3
    assert all(norm.conditions[0].surface == "违反本规定第一条规定的" for norm in penal)


def test_t28_a_time_limit_before_two_phrases_is_of_the_first(analyse):
    first, second = analyse({"1": [f"{A}应当在三日内公告，并作出妥善安排。"]}).norms
    assert first.deadline.value == "P3D"
    assert second.deadline is None or second.deadline.value == "P3D"  # both readings are accepted


@pytest.mark.parametrize("sentence", [f"{A}三年内不得从事点灯业务。", "由港口部门责令限期改正。"])
def test_t30_the_length_of_a_ban_and_an_order_to_correct_are_no_time_limits(analyse, sentence):
    assert all(norm.deadline is None for norm in analyse({"1": [sentence]}).norms)


def test_t31_a_line_that_the_source_broke_is_no_paragraph(register, find_plain):
    body = (
        "第一条 看守人应当：\n（一）点灯并登记船\n名；\n（二）报告。\n违反前款规定的，责令改正。\n"
        "第二条 本规定施行。\n"
    )
    found = read(body, register, find_plain)
    assert eids(refs(found)["前款"]) == ["art_1__para_1"]


def test_t32_a_code_in_books_is_one_work(register, find_plain):
    body = (
        "第一编 总则\n第一章 一般规定\n第一条 看守人应当点灯。\n第二编 合同\n第一章 通则\n"
        "第二条 依照本法第一条、本编第一章的规定处理。\n"
    )
    held = refs(read(body, register, find_plain))
    assert eids(held["本法第一条"]) == ["art_1"]
    assert eids(held["本编第一章"]) == ["part_2__chap_1"]
