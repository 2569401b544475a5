import pytest


def _surfaces(analyse, *contents):
    return [ref.span.surface for ref in analyse({"1": ["甲。"], "2": list(contents)}).references]


@pytest.mark.parametrize(("sentence", "expected"), [
    ("看守人应当遵守本条例。", ["本条例"]),
    ("看守人应当遵守本条规定。", ["本条"]),
    ("各协会依照本章程办理本项目。", []),
    ("港口基本法另行制定。", []),
    ("按照约定或者依据本法第二条第一款的规定交付。", ["本法第二条第一款"]),
    ("列入本目录的灯具，依照本规定管理。", ["本目录", "本规定"]),
    ("满足以前条件的除外。", []),
    ("依照本规定第一条和第二条第一款办理。", ["本规定第一条和第二条第一款"]),
    ("依照《灯具管理办法》第三条至第五条办理。", ["《灯具管理办法》第三条至第五条"]),
    ("取得《灯塔经营许可证》的单位。", []),
    ("将第三条修改为：“前款规定依照本法第一条执行。”", ["第三条"]),
    ("根据宪法，制定本法。", ["宪法", "本法"]),
    ("有关法律、行政法规和部门规章的规定。", ["有关法律、行政法规和部门规章的规定"]),
    ("法律、行政法规另有规定的，依照其规定。", ["法律、行政法规另有规定", "依照其规定"]),
    ("不得从事法律、行政法规禁止的活动。", ["法律、行政法规禁止"]),
    ("看守人不遵守法律、行政法规和本规定的。", ["法律、行政法规", "本规定"]),
    ("依照法律、行政法规和国家有关规定保存灯具。", ["法律、行政法规和国家有关规定"]),
    ("国家对利用灯塔观测另有规定的，从其规定。", ["国家对利用灯塔观测另有规定", "从其规定"]),
    ("灯塔应当符合航标管理相关法律、行政法规的规定。", ["航标管理相关法律、行政法规的规定"]),
    ("看守人应当遵守法律法规的规定和国家标准的强制性要求。", ["法律法规的规定", "国家标准的强制性要求"]),
    ("灯塔应当符合航道、港口主管部门的规定。", ["航道、港口主管部门的规定"]),
    ("法律和国务院规定的其他灯塔。", ["法律和国务院规定"]),
    ("不得帮助他人实施上述行为。", ["上述"]),
    ("看守人以下简称甲方，处一万元以下罚款：", []),
    ("承担法律责任，提供法律援助。", []),
    ("按照国家有关规定备案。", ["国家有关规定"]),
    ("按照航标灯光管理有关规定处置。", ["航标灯光管理有关规定"]),
    ("船员的出生地为第三方码头。", []),
])
def test_a_mention_is_the_longest_match_that_is_no_other_word(analyse, sentence, expected):
    assert _surfaces(analyse, sentence) == expected


def test_a_short_name_given_in_brackets_is_read_as_the_title(analyse):
    refs = analyse({"1": ["依照《中华人民共和国船舶灯火法》（以下简称灯火总法）办理。"],
                    "2": ["灯火总法第三条适用于灯塔。"]}).references
    use = refs[-1]
    assert use.span.surface == "灯火总法第三条"
    assert [(t.work, t.eid) for t in use.targets] == [("lamp-law", "art_3")]


@pytest.mark.parametrize(("sentence", "relation"), [
    ("违反本规定第一条规定的，处罚款。", "penalises"),
    ("未按照本规定第一条要求备案的，予以注销。", "penalises"),
    ("有本规定第一条规定行为的，处罚款。", "penalises"),
    ("依照本规定第一条办理。", "under"),
    ("参照本规定第一条执行。", "mutatis"),
    ("除本规定第一条规定的事项外，还应当报告。", "except"),
    ("船舶进港，适用本规定第一条。", "applies"),
    ("本规定第一条所称灯塔。", "cites"),
])
def test_the_relation_is_read_from_the_words_beside_the_mention(analyse, sentence, relation):
    refs = analyse({"1": ["甲。"], "2": [sentence]}).references
    assert refs[0].relation == relation
