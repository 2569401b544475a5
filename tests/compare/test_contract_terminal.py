"""What is handed out: the JSON contract and the terminal."""

import json

from kb.compare.align import compare_texts
from kb.compare.contract import to_json
from kb.compare.terminal import render_comparison
from tests.compare.statutes import statute

OLD = statute("灯塔看守人应当在日落之前点亮灯火。", "面包房每逢集市之日供应二十个面包。",
              "渔船进入港湾时必须悬挂蓝色旗帜。")
NEW = statute("灯塔看守人应当在日落之前点亮灯火。", "渔船进入港湾时可以悬挂蓝色旗帜。",
              version="work@v2")


def test_the_contract_is_plain_json_of_the_agreed_shape():
    told = to_json(compare_texts(OLD, NEW), OLD, NEW)
    assert json.loads(json.dumps(told)) == told
    assert {"a", "b", "links", "ledger", "duty_delta"} <= set(told)
    assert [(x["from"], x["to"], x["classes"]) for x in told["links"]] == [
        (["art_1"], ["art_1"], ["unchanged"]), (["art_2"], [], ["deleted"]),
        (["art_3"], ["art_2"], ["renumbered", "amended"])]
    part = told["links"][2]["parts"][0]
    assert set(part) == set(told["links"][2]) == {"from", "to", "classes", "score", "rule", "parts"}
    assert told["a"]["text"] == "work@v1/zh"


def test_the_ledger_says_what_was_dropped():
    ledger = to_json(compare_texts(OLD, NEW), OLD, NEW)["ledger"]
    assert ledger["a"]["dropped"] == len("面包房每逢集市之日供应二十个面包。")
    assert ledger["a"]["reworded"] == ledger["b"]["reworded"] == len("必须")


def test_the_terminal_is_readable_without_colour():
    lines = [line.plain for line in render_comparison(compare_texts(OLD, NEW), OLD, NEW,
                                                      colour=False)]
    assert lines[0] == "work@v1/zh  ->  work@v2/zh"
    assert "第三条 -> 第二条  renumbered, amended  0.88 similar-in-order" in lines
    assert "渔船进入港湾时[-必须-]{+可以+}悬挂蓝色旗帜。" in lines
    assert not any(line.startswith("第一条") for line in lines)
    assert lines[-3] == "3 links: 1 unchanged, 1 renumbered, 1 amended, 1 deleted"


def test_colour_marks_by_style_and_not_by_brackets():
    lines = list(render_comparison(compare_texts(OLD, NEW), OLD, NEW))
    [line] = [line for line in lines if "必须可以" in line.plain]
    assert {str(span.style) for span in line.spans} >= {"red strike", "green underline"}
