import pytest


@pytest.mark.parametrize(("content", "term", "definiens", "scope"), [
    ("本规定所称灯塔，是指为船舶指示方向的建筑。", "灯塔", "为船舶指示方向的建筑", ""),
    ("前款所称灯具，是指油灯和电灯。", "灯具", "油灯和电灯", "art_1"),
    ("引航，是指为船舶指示航道的活动。", "引航", "为船舶指示航道的活动", ""),
    ("在港口点灯的活动（以下简称点灯服务），适用本规定。", "点灯服务", "在港口点灯的活动", ""),
    ("前两款规定的部门统称为港口管理部门。", "港口管理部门", "前两款规定的部门", ""),
    ("本规定所称灯油包括鲸油、煤油。", "灯油", "鲸油、煤油", ""),
    ("本规定所称灯塔,是指高的建筑。", "灯塔", "高的建筑", ""),
    ("本规定所称点灯行为，是指点燃灯具的行为。", "点灯行为", "点燃灯具的行为", ""),
    ("灯塔应当与登记其灯号的远洋船舶使用者（以下称使用者）签订协议。", "使用者",
     "登记其灯号的远洋船舶使用者", ""),
    ("灯塔应当向港口部门申请办理灯塔经营许可证（以下简称许可证）。", "许可证", "灯塔经营许可证", ""),
    ("鼓励建造高灯塔的单位（以下简称建造单位）开放灯塔。", "建造单位", "建造高灯塔的单位", ""),
    ("在中华人民共和国境内点灯的活动（以下简称境内点灯），适用本规定。", "境内点灯",
     "在中华人民共和国境内点灯的活动", ""),
    ("为了规范港口灯塔规则（以下简称灯塔规则），制定本规定。", "灯塔规则", "港口灯塔规则", ""),
])
def test_forms_of_definition(analyse, content, term, definiens, scope):
    found = analyse({"1": [content]}).definitions
    rows = [(d.term.surface, d.definiens.surface, d.scope) for d in found]
    assert rows == [(term, definiens, scope)]


def test_two_definitions_in_one_sentence_are_told_apart(analyse):
    found = analyse({"1": ["本规定所称灯塔，是指高的建筑；灯船，是指载灯的船舶。"]}).definitions
    assert [(d.term.surface, d.definiens.surface) for d in found] == [
        ("灯塔", "高的建筑"), ("灯船", "载灯的船舶")]


def test_entries_of_a_glossary_are_definitions(analyse):
    entries = ["灯塔，是指高的建筑；", "灯船：载灯的船舶。"]
    found = analyse({"1": [("本规定下列用语的含义：", entries)]}).definitions
    assert [(d.term.surface, d.definiens.surface) for d in found] == [
        ("灯塔", "高的建筑"), ("灯船", "载灯的船舶")]


def test_the_copula_defines_only_a_term_the_text_goes_on_to_use(analyse):
    copula = "灯船是用于指示航道的船舶。"
    assert analyse({"1": [copula]}).definitions == ()
    used = analyse({"1": [copula], "2": ["灯船、灯船员、灯船主应当登记灯船。"]}).definitions
    assert [d.term.surface for d in used] == ["灯船"]


def test_no_definition_is_read_from_a_duty(analyse):
    assert analyse({"1": ["看守人应当是指定的人员。"]}).definitions == ()
