"""Annotations lose their words when they are committed, and get them back from the same text only."""

import json

import pytest

from benchmarks.gold_pack import GoldError, digest, extent, gold_text, pack, unpack

NODES = {"art_1__para_1": "灯塔看守人应当每日点灯，并应当记录点灯时间。",
         "art_2__para_1": "违反本规定第一条的，由港务部门依照《航标法》第九条处罚；前款另有说明的除外。"}
REFERENCE = {"t": "ref", "eid": "art_2__para_1", "s": "本规定第一条", "fam": "internal", "to": ["#art_1"]}
NORM = {"t": "norm", "eid": "art_1__para_1", "m": "obligation", "trig": "应当@2", "bearer": "灯塔看守人",
        "bsrc": "same_sentence", "act": "记录点灯时间", "obj": "点灯时间", "cond": [], "exc": [],
        "dl": None, "list": None, "pen": ["art_2__para_1"], "disc": None, "sanction": None,
        "opt": False, "group": "1-2"}
DEFINITION = {"t": "def", "eid": "art_1__para_1", "term": "灯塔看守人", "means": "每日点灯",
              "scope": "work"}


def packed(*rows):
    return pack(rows, NODES, "lamp-rules@final-2031")


def test_a_packed_text_holds_places_and_digests_and_no_word_of_the_text():
    gold = packed(REFERENCE, NORM, DEFINITION)
    written = gold_text(gold)
    assert json.loads(written) == gold
    assert gold["nodes"]["art_1__para_1"] == digest(NODES["art_1__para_1"])
    assert gold["annotated"] == "by the project, not by lawyers"
    for words in ("看守", "点灯", "本规定"):
        assert words not in written


def test_the_nth_occurrence_and_a_span_of_another_node_are_found():
    row = {**NORM, "eid": "art_2__para_1", "act": "处罚", "trig": None,
           "bearer": "art_1__para_1:灯塔看守人", "obj": None}
    norms = packed(NORM, row)["norms"]
    assert norms[0]["trigger"] == {"eid": "art_1__para_1", "start": 13, "end": 15}
    assert norms[1]["bearer"] == {"eid": "art_1__para_1", "start": 0, "end": 5, "source": "same_sentence"}


@pytest.mark.parametrize(("row", "said"), [
    ({**NORM, "act": "熄灯"}, "not in art_1__para_1 .1x.: 熄灯"),
    ({**NORM, "trig": "应当@3"}, "3x"),
    ({**NORM, "act": ""}, "empty span"),
    ({**NORM, "m": "duty"}, "'duty' is none of"),
    ({**NORM, "bsrc": "guess"}, "'guess' is none of"),
    ({**NORM, "cond": [["每日", "often"]]}, "'often' is none of"),
    ({**NORM, "dl": ["每日", "daily", "P1D"]}, "'daily' is none of"),
    ({**NORM, "list": "ANY"}, "'ANY' is none of"),
    ({**NORM, "mood": "good"}, "outside the scheme"),
    ({**NORM, "eid": "art_9__para_1"}, "no node art_9__para_1"),
    ({**NORM, "amb": NODES["art_2__para_1"]}, "quotes 24 characters"),
    ({**REFERENCE, "to": []}, "without a target"),
    ({**REFERENCE, "to": ["art_1"]}, "without '#'"),
    ({**REFERENCE, "fam": "inner"}, "'inner' is none of"),
    ({**DEFINITION, "scope": "book"}, "'book' is none of"),
    ({"t": "note", "eid": "art_1__para_1"}, "KeyError"),
])
def test_a_wrong_line_is_refused_by_its_number(row, said):
    with pytest.raises(GoldError, match=said) as refused:
        packed(NORM, row)
    assert "lamp-rules@final-2031 line 2" in str(refused.value)


def test_all_wrong_lines_are_named_at_once():
    with pytest.raises(GoldError) as refused:
        packed({**NORM, "act": "熄灯"}, {**REFERENCE, "s": "本法"})
    assert "line 1" in str(refused.value)
    assert "line 2" in str(refused.value)


def test_unpacking_gives_every_word_back_in_the_shape_of_the_scorer():
    external = {**REFERENCE, "s": "《航标法》第九条", "fam": "external", "to": ["航标法#art_9"]}
    whole = {**REFERENCE, "s": "本规定", "to": ["#"]}
    vague = {**REFERENCE, "s": "另有说明", "fam": "vague", "to": []}
    renvoi = {**REFERENCE, "s": "依照", "fam": "renvoi", "to": []}
    limited = {**NORM, "act": "每日点灯", "cond": [["点灯", "trigger_event"]],
               "dl": ["每日", "periodic", "P1D"], "bearer": None, "bsrc": "implicit"}
    gold = unpack(packed(REFERENCE, external, whole, vague, renvoi, NORM, limited), NODES, "灯塔规定")
    assert gold["meta"]["annotated_articles"] == "all"
    assert [(ref["surface"], ref["targets"], ref["core"]) for ref in gold["references"]] == [
        ("本规定第一条", ["art_1"], True), ("《航标法》第九条", ["title:航标法#art_9"], True),
        ("本规定", ["work:self"], True), ("另有说明", ["class:UNSPECIFIED"], True),
        ("依照", ["class:UNSPECIFIED"], False)]
    first, second = gold["norms"]
    assert (first["bearer"]["surface"], first["action"]["surface"]) == ("灯塔看守人", "记录点灯时间")
    assert second["bearer"] == {"surface": None, "node": None, "source": "implicit"}
    assert second["deadline"]["value"] == "P1D"
    assert [span["surface"] for span in second["conditions"]] == ["点灯"]


@pytest.mark.parametrize("nodes", [
    {**NODES, "art_1__para_1": NODES["art_1__para_1"].replace("每日", "每夜")},
    {"art_1__para_1": NODES["art_1__para_1"]}])
def test_another_text_than_the_annotated_one_is_refused(nodes):
    with pytest.raises(GoldError, match="art_"):
        unpack(packed(NORM), nodes)


def test_the_extent_is_all_or_the_numbers_of_the_annotated_articles():
    some = {"art_2__para_1": NODES["art_2__para_1"]}
    assert extent(NODES, NODES, "x") == "all"
    assert extent(some, NODES, "x") == [2]
    with pytest.raises(GoldError, match="not the text of the library"):
        extent({"art_2__para_1": "…"}, NODES, "x")
    with pytest.raises(GoldError, match="left out of an annotated article"):
        extent(some, {**NODES, "art_2__para_2": "此外无他。"}, "x")
