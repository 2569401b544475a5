"""What became of duties between two texts, on invented statutes and on the captured pairs."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.analyse.catalogue import build_catalogue
from kb.analyse.find import find
from kb.analyse.resolve import resolve
from kb.compare.align import compare_texts
from kb.compare.contract import to_json
from kb.compare.duties import duty_delta, with_duties
from kb.compare.duty_words import contrast
from kb.model.duty_change import DutyClass, DutyFate
from kb.model.work import Register
from tests.compare.statutes import statute
from tests.compare.test_align_captures import PAIRS, pair  # noqa: F401 - a fixture

NOBODY = Register((), (), date(2026, 1, 1))
A = "灯塔看守人"


def read(text):
    return text, resolve(find(text), text, build_catalogue(NOBODY, [text]))


def delta_of(a, b):
    first, second = statute(*a), statute(*b, version="work@v2")
    return duty_delta(compare_texts(first, second), read(first), read(second))


FIELDS = [
    pytest.param(f"{A}可以在灯座上添加编号标识。", f"{A}应当在灯座上添加编号标识。",
                 "modality", "modality-force", "strengthened", id="permission-became-duty"),
    pytest.param(f"{A}应当在灯座上添加编号标识。", f"鼓励{A}在灯座上添加编号标识。",
                 "modality", "modality-force", "weakened", id="duty-became-recommendation"),
    pytest.param(f"{A}应当在十个工作日内提交潮汐报告。", f"{A}应当在五个工作日内提交潮汐报告。",
                 "deadline", "deadline-stricter", "strengthened", id="shorter-time-limit"),
    pytest.param(f"{A}应当保存航行日志不少于六个月。", f"{A}应当保存航行日志不少于三个月。",
                 "deadline", "deadline-laxer", "weakened", id="shorter-retention"),
    pytest.param(f"{A}应当登记来往船名。", f"{A}和渔船经营者应当登记来往船名。",
                 "bearer", "bearer-wider", "strengthened", id="bearer-widened"),
    pytest.param("从事远洋捕捞的渔船经营者应当登记来往船名。", "渔船经营者应当登记来往船名。",
                 "bearer", "bearer-wider", "strengthened", id="modifier-of-the-bearer-dropped"),
    pytest.param(f"{A}应当登记来往船名。", f"发现大雾弥漫的，{A}应当登记来往船名。",
                 "condition", "condition-added", "weakened", id="condition-added-to-a-duty"),
    pytest.param(f"{A}可以使用备用灯具照明。", f"发现大雾弥漫的，{A}可以使用备用灯具照明。",
                 "condition", "condition-added", "strengthened", id="condition-added-to-a-permission"),
    pytest.param(f"{A}不得熄灭北岬灯火，法律另有规定的除外。", f"{A}不得熄灭北岬灯火。",
                 "exception", "exception-dropped", "strengthened", id="exception-dropped"),
    pytest.param(f"{A}应当公示灯火、风向情况。", f"{A}应当公示灯火、风向、潮汐情况。",
                 "action", "list-longer", "strengthened", id="longer-list"),
    pytest.param(f"{A}应当记录来往船名和时间。", f"{A}应当妥善保管来往船名和时间记录。",
                 "action", "action-reworded", "", id="rewording-is-not-judged"),
]


@pytest.mark.parametrize(("old", "new", "field", "rule", "direction"), FIELDS)
def test_a_changed_field_says_its_rule_and_direction_and_the_reverse_says_the_opposite(
        old, new, field, rule, direction):
    opposite = {"strengthened": "weakened", "weakened": "strengthened", "": ""}
    (change,), (turned,) = delta_of([old], [new]).changes, delta_of([new], [old]).changes
    (found,) = (one for one in change.fields if one.field == field)
    (back,) = (one for one in turned.fields if one.field == field)
    assert (found.rule, found.direction) == (rule, direction)
    assert back.direction == opposite[direction]
    assert (found.old, found.new) == (back.new, back.old)


@pytest.mark.parametrize(("old", "new"), [
    (f"{A}应当登记船名、风向以及潮汐。", f"{A}应当登记船名、风向和潮汐。"),
    (f"{A}应当使用油灯或者汽灯。", f"{A}应当使用油灯或汽灯。"),
    ("任何组织和个人不得熄灭灯火。", "任何个人和组织不得熄灭灯火。"),
    (f"发现漏油的，{A}应当依照本规定第三条报告。", f"发现漏油时，{A}应当依照本规定第五条报告。"),
])
def test_what_only_reads_otherwise_is_clerical_and_not_in_the_summary(old, new):
    delta = delta_of([old], [new])
    assert [change.classes for change in delta.changes] == [(DutyClass.CLERICAL,)]
    assert delta.lines == ()


def test_a_new_duty_and_a_dropped_one_name_who_is_bound():
    same = f"{A}应当点亮北岬的油灯。"
    more = "渔船经营者不得在航道内撒网捕鱼。"
    added, dropped = delta_of([same], [same, more]), delta_of([same, more], [same])
    assert [(one.fate, one.eid_a, one.eid_b) for one in added.changes] == [
        (DutyFate.ADDED, "", "art_2__para_1")]
    assert [(one.fate, one.eid_a, one.eid_b) for one in dropped.changes] == [
        (DutyFate.DROPPED, "art_2__para_1", "")]
    assert added.changes[0].classes == (DutyClass.STRENGTHENED, DutyClass.SCOPE)
    assert added.lines[0].text == (
        "New prohibition (art. 2(1)) for “渔船经营者”: “在航道内撒网捕鱼”.")


def test_a_sanction_attached_to_several_duties_is_one_line_that_names_them_all():
    duties = [f"{A}应当点亮北岬的油灯。", "船长应当悬挂蓝色旗帜。"]
    last = "{}由港口主管部门责令改正。"
    old = [*duties, last.format("发生海难的，")]
    new = [*duties, last.format("违反本规定第一条、第二条规定的，")]
    delta = delta_of(old, new)
    (line,) = (one for one in delta.lines if "attached" in one.text)
    assert [delta.changes[place].eid_b for place in line.changes] == ["art_1__para_1", "art_2__para_1"]
    assert line.classes == (DutyClass.STRENGTHENED, DutyClass.SANCTION)


def test_an_amount_that_rises_is_told_in_figures():
    law = "违反本规定第一条规定的，由港口主管部门处{}以下罚款。"
    same = f"{A}应当点亮北岬的油灯。"
    delta = delta_of([same, law.format("五万元")], [same, law.format("十万元")])
    assert any("fine up to 50,000 yuan became fine up to 100,000 yuan" in one.text for one in delta.lines)


def test_a_case_of_a_list_that_came_is_told_with_its_item():
    head = f"有下列情形之一的，{A}应当熄灭灯火：\n"
    delta = delta_of([head + "（一）油料耗尽；"], [head + "（一）油料耗尽；\n（二）灯塔受损；"])
    (field,) = delta.changes[0].fields
    assert (field.rule, field.new, field.direction) == ("list-item-added", "灯塔受损", "strengthened")
    assert (field.b.eid, field.b.start, field.b.end) == ("art_1__para_1__item_2", 0, 4)


def test_alternatives_are_not_called_narrower():
    old = f"发现漏油的，{A}应当报告港口主管部门。"
    new = f"发现漏油，或者发现灯具损坏的，{A}应当报告港口主管部门。"
    directions = {field.direction for change in delta_of([old], [new]).changes for field in change.fields}
    assert directions <= {""}


def test_a_moved_duty_is_neither_new_nor_dropped():
    one, two = f"{A}应当点亮北岬的油灯照亮航道。", "船长应当在进港前悬挂蓝色旗帜。"
    three = "渔船经营者应当在渔汛前登记绳索缆具。"
    delta = delta_of([one, two, three], [three, one, two])
    assert not delta.changes
    assert delta.unchanged == 3


WHO = ("灯塔看守人", "渔船船长", "钟楼管理员", "集市经营者")
HOW = ("应当", "不得", "可以")
WHAT = ("在五日内点亮油灯", "悬挂蓝色旗帜", "登记绳索、缆具", "在十日内报告风向", "清洗石砌井台")
WHEN = ("", "发现漏油的，", "大雾弥漫时，")


@st.composite
def laws(draw):
    rows = draw(st.lists(st.tuples(*(st.sampled_from(one) for one in (WHEN, WHO, HOW, WHAT))),
                         min_size=1, max_size=5))
    return ["".join(row) + "。" for row in rows]


@settings(max_examples=40, deadline=None)
@given(laws())
def test_a_text_with_itself_has_no_change(articles):
    delta = delta_of(articles, articles)
    assert (delta.changes, delta.lines, delta.undecided) == ((), (), ())


@settings(max_examples=40, deadline=None)
@given(laws(), laws())
def test_swapped_sides_mirror(first, second):
    delta, turned = delta_of(first, second), delta_of(second, first)
    fate = {DutyFate.ADDED: DutyFate.DROPPED, DutyFate.DROPPED: DutyFate.ADDED,
            DutyFate.CHANGED: DutyFate.CHANGED}
    way = {"strengthened": "weakened", "weakened": "strengthened", "": ""}
    def rows(changes, names, ways):
        return sorted((names[one.fate], one.eid_a, one.eid_b, sorted(
            (field.field, field.old, field.new, ways[field.direction]) for field in one.fields))
            for one in changes)
    same = {name: name for name in (*fate, *way)}
    mirrored = [(fate[f], b, a, sorted((name, new, old, way[d]) for name, old, new, d in fields))
                for f, a, b, fields in rows(turned.changes, same, same)]
    assert rows(delta.changes, same, same) == sorted(mirrored)


def test_the_contract_holds_every_change_with_its_slices():
    a, b = statute(f"{A}可以点亮北岬的油灯。"), statute(f"{A}应当点亮北岬的油灯。", version="work@v2")
    bare = compare_texts(a, b)
    assert to_json(bare, a, b)["not_computed"] == ["duty_delta"]
    told = json.loads(json.dumps(to_json(with_duties(bare, read(a), read(b)), a, b)))
    (change,) = told["duty_delta"]
    assert "not_computed" not in told
    assert (change["from"], change["to"], change["classes"]) == (
        "art_1__para_1", "art_1__para_1", ["strengthened", "scope"])
    assert change["fields"][0]["a"] == {"eid": "art_1__para_1", "start": 5, "end": 7, "surface": "可以"}


@pytest.mark.parametrize(("old", "new", "told"), [
    ("点灯", "熄灯", ("“点灯”", "“熄灯”")),
    ("在港口主管部门规定的三日期限内报告并且说明理由", "在港口主管部门规定的五日期限内报告并且说明理由",
     ("“…管部门规定的三日期限内报告…”", "“…管部门规定的五日期限内报告…”")),
    ("登记船名、风向", "登记船名、风向、潮汐", ("“登记船名、风向”", "“登记船名、风向、潮汐”")),
])
def test_quotations_show_where_two_wordings_differ(old, new, told):
    assert contrast(old, new, "zh") == told


def test_a_norm_that_only_one_side_is_read_to_have_is_counted_and_not_told():
    delta = delta_of([f"{A}可以使用北岬备用灯具。"], [f"{A}可使用北岬备用灯具。"])
    assert delta.changes == ()
    assert delta.undecided == ("work@v1@art_1__para_1~permission-1",)


@pytest.mark.parametrize("name", PAIRS)
def test_every_slice_of_a_captured_pair_is_a_slice(pair, name):  # noqa: F811 - the fixture
    a, b, comparison = pair(name)
    delta = duty_delta(comparison, read(a), read(b))
    nodes = a.index(), b.index()
    for change in delta.changes:
        for field in change.fields:
            for span, index in zip((field.a, field.b), nodes, strict=True):
                assert span is None or index[span.eid].text[span.start:span.end] == span.surface
    behind = {place for line in delta.lines for place in line.changes}
    assert behind == {place for place, change in enumerate(delta.changes)
                      if change.classes != (DutyClass.CLERICAL,)}
