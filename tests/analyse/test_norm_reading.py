"""The tricky cases of Chinese norm sentences, on invented sentences of the same shape."""

import pytest

A = "看守人"


@pytest.mark.parametrize(("sentence", "expected"), [
    pytest.param("看守人应当向船员说明法律规定应当告知的事项。",
                 [("obligation", A, "向船员说明法律规定应当告知的事项")], id="operator-in-relative-clause"),
    pytest.param("看守人应当点灯，不得离岗。",
                 [("obligation", A, "点灯"), ("prohibition", A, "离岗")], id="one-norm-per-operator"),
    pytest.param("看守人应当清洁灯具，检查油料，记录天气。",
                 [("obligation", A, "清洁灯具"), ("obligation", A, "检查油料"),
                  ("obligation", A, "记录天气")], id="one-norm-per-verb-phrase"),
    pytest.param("看守人应当制定并公开点灯规则。",
                 [("obligation", A, "制定并公开点灯规则")], id="verbs-that-share-an-object"),
    pytest.param("看守人应当予以说明并承担责任。",
                 [("obligation", A, "予以说明"), ("obligation", A, "承担责任")], id="two-whole-phrases"),
    pytest.param("看守人应当向船员提供灯火表，或者向船员提供油料单。",
                 [("obligation", A, "向船员提供灯火表，或者向船员提供油料单")],
                 id="alternative-performance"),
    pytest.param("看守人的备案信息发生变更的，应当办理变更手续。",
                 [("obligation", A, "办理变更手续")], id="bearer-in-the-genitive"),
    pytest.param("看守人利用灯塔传递信号，应当登记。",
                 [("obligation", A, "登记")], id="topic-without-de"),
    pytest.param("看守人取得许可后，方可点灯。", [("permission", A, "点灯")], id="only-if"),
    pytest.param("港口部门可以要求看守人停工。", [("power", "港口部门", "要求看守人停工")], id="power"),
    pytest.param("看守人可以使用备用灯具。", [("permission", A, "使用备用灯具")], id="permission"),
    pytest.param("看守人应当点灯，可使用备用灯具。",
                 [("obligation", A, "点灯"), ("permission", A, "使用备用灯具")], id="bare-may"),
    pytest.param("船员可以向港口部门投诉。", [("right", "船员", "向港口部门投诉")], id="right-to-claim"),
    pytest.param("港口部门有权要求看守人报告。",
                 [("power", "港口部门", "要求看守人报告")], id="entitled-authority"),
    pytest.param("港口部门建立灯塔登记制度。",
                 [("declaration", "港口部门", "建立灯塔登记制度")], id="duty-without-operator"),
    pytest.param("灯塔的具体范围由港口部门制定。", [("declaration", "港口部门", "制定")],
                 id="agent-behind-the-topic"),
    pytest.param("灯塔的所有权人和负责人名单公布。", [], id="words-that-contain-operators"),
    pytest.param("看守人应当根据潮汐、风向等特征，利用灯具发出信号。",
                 [("obligation", A, "根据潮汐、风向等特征，利用灯具发出信号")], id="manner-and-verb"),
    pytest.param("国家鼓励看守人学习。", [("recommendation", A, "学习")], id="encouragement"),
    pytest.param("鼓励看守人学习灯具知识。",
                 [("recommendation", A, "学习灯具知识")], id="encouraged-bearer"),
    pytest.param("本规定自2020年5月1日起施行。", [], id="commencement"),
    pytest.param("灯塔，是指应当点灯的建筑。", [], id="definition"),
    pytest.param("引航应当由引航员办理。", [("obligation", "引航员", "办理")], id="agent-behind-operator"),
    pytest.param("看守人应当登记船名，报告内容包括风向和潮汐。", [("obligation", A, "登记船名")],
                 id="what-says-more-of-the-object"),
    pytest.param("看守人应当提示船员阅读并理解灯火表。",
                 [("obligation", A, "提示船员阅读并理解灯火表")], id="to-have-another-do-two-things"),
    pytest.param("看守人应当提示引航员告知船员，并取得其同意。",
                 [("obligation", A, "提示引航员告知船员，并取得其同意")], id="what-the-other-is-to-do"),
    pytest.param("看守人应当声明并使用灯语进行确认。",
                 [("obligation", A, "声明"), ("obligation", A, "使用灯语进行确认")], id="means-of-its-own"),
    pytest.param("灯火表应当集中展示、易于查看并置于码头。",
                 [("obligation", "", "集中展示、易于查看并置于码头")], id="series-that-ends-in-and"),
    pytest.param("看守人应当证明灯火不会误导船舶，并且能够使船员辨认。",
                 [("obligation", A, "证明灯火不会误导船舶，并且能够使船员辨认")],
                 id="what-is-to-be-proved"),
    pytest.param("看守人不得为其停靠，或者提供油料等帮助。",
                 [("prohibition", A, "为其停靠"), ("prohibition", A, "提供油料等帮助")],
                 id="forbidden-alternatives"),
    pytest.param("看守人不得发布误导船舶，伪造风向，以及谎报潮汐等法律、行政法规禁止的内容。",
                 [("prohibition", A, "发布误导船舶，伪造风向，以及谎报潮汐等法律、行政法规禁止的内容")],
                 id="one-object-of-many-clauses"),
    pytest.param("看守人应当点灯。涉及引航的，依法承担引航责任，履行报告义务。",
                 [("obligation", A, "点灯"), ("obligation", A, "依法承担引航责任"),
                  ("obligation", A, "履行报告义务")], id="sentence-that-goes-on"),
    pytest.param("港口部门针对灯塔特点及其在航道的应用，完善管理方式。",
                 [("declaration", "港口部门", "针对灯塔特点及其在航道的应用，完善管理方式")],
                 id="declared-in-a-manner"),
    pytest.param("国家鼓励保险公司开发险种，鼓励看守人投保。",
                 [("recommendation", "保险公司", "开发险种"), ("recommendation", A, "投保")],
                 id="who-is-encouraged"),
    pytest.param("鼓励、支持和引导看守人开发灯具。", [("recommendation", A, "开发灯具")],
                 id="encouraged-in-three-words"),
    pytest.param("支持企业、有关机构等在灯具方面开展协作。",
                 [("recommendation", "企业、有关机构等", "在灯具方面开展协作")], id="and-the-like"),
    pytest.param("收到举报的部门应当核实。", [("obligation", "收到举报的部门", "核实")],
                 id="relative-clause-before-the-actor"),
])
def test_norms_of_one_sentence(norms_of, sentence, expected):
    assert norms_of(sentence) == expected


def test_a_bearer_is_inherited_from_the_paragraph_before_and_says_so(analyse):
    first, second = analyse({"1": ["看守人应当点灯。", "前款规定事项发生变更的，应当报告。"]}).norms
    assert (second.bearer.span, second.bearer.source) == (first.bearer.span, "previous_paragraph")


def test_a_bearer_never_crosses_an_article(analyse):
    norms = analyse({"1": ["看守人应当点灯。"], "2": ["发现漏油的，应当报告。"]}).norms
    assert norms[1].bearer is None


def test_the_bearer_switches_with_a_new_subject(norms_of):
    rows = norms_of("看守人转让灯塔的，应当告知船员。接收方应当继续点灯。接收方变更用途的，应当报告。")
    assert [bearer for _, bearer, _ in rows] == [A, "接收方", "接收方"]


def test_who_asks_is_not_who_must_answer(norms_of):
    rows = norms_of("看守人应当点灯。个人请求查阅记录的，应当提供。个人发现错误的，有权请求更正。")
    assert [bearer for _, bearer, _ in rows] == [A, A, "个人"]


def test_a_subject_that_bears_the_norm_is_left_out_of_its_condition(analyse):
    norm, other = analyse({"1": ["看守人提供引航服务的，应当登记。",
                                 "船员请求靠岸的，看守人应当发出信号。"]}).norms
    assert [span.surface for span in norm.conditions] == ["提供引航服务的"]
    assert [span.surface for span in other.conditions] == ["船员请求靠岸的"]


@pytest.mark.parametrize(("sentence", "exception"), [
    ("看守人不得离岗，但是紧急情况除外。", "紧急情况除外"),
    ("看守人不得离岗；经港口部门批准的除外。", "经港口部门批准的除外"),
    ("除法律另有规定外，看守人不得离岗。", "除法律另有规定外"),
])
def test_an_exception_belongs_to_the_norm_it_limits(analyse, sentence, exception):
    norm = analyse({"1": [sentence]}).norms[0]
    assert [span.surface for span in norm.exceptions] == [exception]


def test_an_exemption_is_both_an_exception_and_a_permission(analyse):
    norms = analyse({"1": ["看守人点灯应当取得许可，但是有紧急情形的，不需取得许可。"]}).norms
    assert [norm.modality.value for norm in norms] == ["obligation", "permission"]
    assert [span.surface for span in norms[0].exceptions] == ["但是有紧急情形的，不需取得许可"]


def test_conduct_lists_give_a_norm_for_each_item(analyse):
    norms = analyse({"1": [("看守人不得有下列行为：", ["饮酒；", "离岗；", "熄灯。"])]}).norms
    assert [(n.modality.value, n.eid, n.action.surface) for n in norms] == [
        ("prohibition", f"art_1__para_1__item_{i}", text)
        for i, text in enumerate(("饮酒", "离岗", "熄灯"), 1)]
    assert {norm.bearer.source for norm in norms} == {"list_head"}


@pytest.mark.parametrize("head", [
    "看守人应当按照下列要求添加标识。", "看守人应当采取措施，规范点灯活动。"])
def test_a_list_head_that_ends_in_a_full_stop_gives_a_norm_for_each_item(analyse, head):
    norms = analyse({"1": [(head, ["在灯座添加标识；", "记录船名。"])]}).norms
    assert [(norm.eid, norm.action.surface) for norm in norms] == [
        ("art_1__para_1__item_1", "在灯座添加标识"), ("art_1__para_1__item_2", "记录船名")]
    assert {norm.bearer.source for norm in norms} == {"list_head"}


@pytest.mark.parametrize("sentence", [
    "灯火表不准确、不完整。", "各方能够看见灯火。", "标识是可以被船员看见的灯火。"])
def test_words_that_only_look_like_operators_make_no_norm(analyse, sentence):
    assert analyse({"1": [sentence]}).norms == ()


@pytest.mark.parametrize("head", [
    "看守人应当告知船员下列事项：", "看守人应当具备下列条件之一：", "有下列情形之一的，看守人应当熄灯："])
def test_content_and_condition_lists_leave_one_norm_in_the_head(analyse, head):
    norms = analyse({"1": [(head, ["风向；", "潮汐。"])]}).norms
    assert [norm.eid for norm in norms] == ["art_1__para_1"]


def test_a_ruled_item_keeps_its_own_operators_under_the_head(analyse):
    norms = analyse({"1": [("看守人应当遵守下列规定：",
                            ["发现漏油的，应当报告；", "爱护灯具，不得离岗。"])]}).norms
    assert [(n.modality.value, n.action.surface) for n in norms] == [
        ("obligation", "报告"), ("obligation", "爱护灯具"), ("prohibition", "离岗")]


def test_an_item_of_what_must_be_done_is_read_clause_by_clause(analyse):
    norms = analyse({"1": [("看守人提供的灯具属于航标的，应当按照下列要求对灯光内容添加标识：", [
        "在灯座添加标识，可以在灯罩添加标识；",
        "核验油料，发现漏油的，采取有效措施，熄灭灯火；",
        "未发现船名，但船员声明为渔船的，记录船名。"])]}).norms
    condition = "看守人提供的灯具属于航标的"
    assert [(n.modality.value, n.action.surface, [c.surface for c in n.conditions]) for n in norms] == [
        ("obligation", "在灯座添加标识", [condition]), ("permission", "在灯罩添加标识", [condition]),
        ("obligation", "核验油料", [condition]),
        ("obligation", "采取有效措施，熄灭灯火", [condition, "发现漏油的"]),
        ("obligation", "记录船名", [condition, "未发现船名", "船员声明为渔船的"])]
    assert {norm.bearer.span.surface for norm in norms} == {A}


def test_a_missing_reason_is_a_condition_of_a_forbidden_item(analyse):
    norms = analyse({"1": [("看守人不得有下列行为：", ["没有正当理由，离岗；", "无正当理由熄灯。"])]}).norms
    assert [(n.action.surface, [c.surface for c in n.conditions]) for n in norms] == [
        ("离岗", ["没有正当理由"]), ("无正当理由熄灯", [])]


@pytest.mark.parametrize(("sentence", "bearer", "conditions"), [
    ("港口部门依法对灯塔进行检查，看守人应当配合。", A, ["港口部门依法对灯塔进行检查"]),
    ("看守人应当在引航过程中，提供灯语服务。", A, ["在引航过程中"]),
    ("看守人对船员发布的内容，应当添加标识。", A, []),
    ("向船员交付灯具的情况记录，应当保存三年。", "", []),
    ("看守人对违反本规定的，应当报告。", A, ["对违反本规定的"]),
    ("船员离岗的，看守人应当报告；对违反本规定的，应当记录。", A, ["违反本规定的"]),
    ("外商投资灯塔服务，应当符合国家有关规定。", "", ["外商投资灯塔服务"]),
    ("使用灯具的看守人（以下简称甲方）开展引航活动，适用本规定。", "使用灯具的看守人", ["开展引航活动"]),
    ("引航员，适用前款规定。", "引航员", []),
    ("在港内提供引航服务（以下简称引航），适用本规定。", "", ["在港内提供引航服务"]),
])
def test_what_a_norm_depends_on_and_whom_it_binds(analyse, sentence, bearer, conditions):
    norm = analyse({"1": ["总则。", sentence]}).norms[-1]
    assert (norm.bearer.span.surface if norm.bearer else "") == bearer
    assert [span.surface for span in norm.conditions] == conditions


def test_what_is_asked_besides_is_no_exception(analyse):
    norm = analyse({"1": ["看守人除说明风向外，还应当说明潮汐。"]}).norms[0]
    assert norm.exceptions == ()


def test_a_violation_carries_to_the_paragraph_on_crimes(analyse):
    norms = analyse({"1": ["看守人违反本规定的，由港口部门给予警告。",
                           "构成犯罪的，依法追究刑事责任。"]}).norms
    assert [span.surface for span in norms[-1].conditions] == ["违反本规定的", "构成犯罪的"]


PENALTY = ("看守人违反本规定第一条规定，法律有规定的，依照其规定；法律没有规定的，"
           "由港口部门依据职责给予警告，责令改正；拒不改正的，处一万元以下罚款。构成犯罪的，依法追究刑事责任。")


def test_penalty_branches_stack_their_conditions(analyse):
    norms = analyse({"1": [PENALTY]}).norms
    violation = "违反本规定第一条规定"
    assert [(n.action.surface, [c.surface for c in n.conditions]) for n in norms] == [
        ("依照其规定", [violation, "法律有规定的"]),
        ("给予警告", [violation, "法律没有规定的"]),
        ("责令改正", [violation, "法律没有规定的"]),
        ("处一万元以下罚款", [violation, "法律没有规定的", "拒不改正的"]),
        ("依法追究刑事责任", [violation, "构成犯罪的"])]
    assert {norm.modality.value for norm in norms} == {"penalty"}


def test_a_court_is_not_named_as_the_authority_of_the_branch_before(analyse):
    assert [n.bearer.span.surface if n.bearer else "" for n in analyse({"1": [PENALTY]}).norms] == [
        "", "港口部门", "港口部门", "港口部门", ""]


def test_a_sanction_that_may_be_imposed_is_a_penalty_of_the_authority(analyse):
    norms = analyse({"1": ["违反本规定规定的，由港口部门给予警告，可以并处一千元以下罚款。"]}).norms
    assert [(n.modality.value, n.bearer.span.surface) for n in norms] == [("penalty", "港口部门")] * 2


def test_ids_count_per_provision_and_modality_in_text_order(analyse):
    norms = analyse({"1": ["看守人应当点灯，不得离岗，应当记录。"]}).norms
    assert [norm.id for norm in norms] == [
        "alpha-rules@final-2020@art_1__para_1~obligation-1",
        "alpha-rules@final-2020@art_1__para_1~prohibition-1",
        "alpha-rules@final-2020@art_1__para_1~obligation-2"]


@pytest.mark.parametrize(("sentence", "kind", "value"), [
    ("看守人应当自登记之日起十个工作日内备案。", "within", "P10WD"),
    ("看守人应当在24小时内报告。", "within", "PT24H"),
    ("看守人应当立即报告。", "immediate", "P0D"),
    ("看守人应当提前三十日公告。", "before_event", "P30D"),
    ("看守人应当将记录保存不少于三年。", "minimum_duration", "P3Y"),
    ("看守人应当及时报告。", "vague", ""),
    ("看守人应当在六个月内完成检修。", "within", "P6M"),
    ("自治区港口部门应当自收到申请之日起60日内审查完毕。", "within", "P60D"),
    ("看守人应当至少在熄灯前七日公告。", "before_event", "P7D"),
])
def test_deadlines_are_iso_durations(analyse, sentence, kind, value):
    deadline = analyse({"1": [sentence]}).norms[0].deadline
    assert (deadline.kind, deadline.value) == (kind, value)


@pytest.mark.parametrize("sentence", [
    "看守人离岗的，五年内不得从事引航。", "违反本规定的，由港口部门责令限期改正。"])
def test_a_bans_length_and_an_order_to_correct_are_no_deadlines(analyse, sentence):
    assert [norm.deadline for norm in analyse({"1": [sentence]}).norms] == [None]


def test_a_deadline_reaches_the_next_phrase_but_not_one_joined_by_and(analyse):
    norms = analyse({"1": ["看守人应当在十日内填报信息，履行手续，并作出安排。"]}).norms
    assert [norm.deadline.value if norm.deadline else "" for norm in norms] == ["P10D", "P10D", ""]
