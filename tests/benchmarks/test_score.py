"""Scoring: many texts as one, what may be scored, what is written down, and that it does not fall."""

import json
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

from benchmarks.align_gold import load as load_alignments
from benchmarks.gold_pack import GoldError, digest, pack, unpack
from benchmarks.score import (
    GOLD,
    GoldText,
    over_all,
    own,
    refuse_uncommitted,
    sheet,
    table,
    written,
)
from benchmarks.scoring import Measured, load_scorer, scope_kind, scores, within
from kb.store.layout import Layout
from kb.store.scores import load_scores

NODES = {"art_1__para_1": "灯塔看守人应当每日点灯，并应当记录点灯时间。",
         "art_2__para_1": "违反本规定第一条的，由港务部门依照《航标法》处罚。"}
ROWS = [
    {"t": "ref", "eid": "art_2__para_1", "s": "本规定第一条", "fam": "internal", "to": ["#art_1"]},
    {"t": "ref", "eid": "art_2__para_1", "s": "《航标法》", "fam": "external", "to": ["航标法#"]},
    {"t": "def", "eid": "art_1__para_1", "term": "灯塔看守人", "means": "每日点灯", "scope": "work"},
    {"t": "norm", "eid": "art_1__para_1", "m": "obligation", "trig": "应当", "bearer": "灯塔看守人",
     "bsrc": "explicit", "act": "每日点灯", "pen": ["art_2__para_1"]},
    {"t": "norm", "eid": "art_1__para_1", "m": "obligation", "trig": "应当@2", "bearer": "灯塔看守人",
     "bsrc": "same_sentence", "act": "记录点灯时间", "pen": ["art_2__para_1"]},
    {"t": "norm", "eid": "art_2__para_1", "m": "penalty", "trig": None, "bearer": "港务部门",
     "bsrc": "explicit", "act": "处罚", "cond": [["违反本规定第一条的", "violation"]]}]


@pytest.fixture(scope="module")
def scorer(shared):
    return load_scorer(shared)


def gold(version="lamp-rules@final-2031", articles="all"):
    return unpack(pack(ROWS, NODES, version, articles), NODES)


def said(shown):
    """An answer that says exactly what the gold says."""
    targets = {"art_1": "#art_1", "title:航标法": "航标法#"}
    return {
        "provisions": [{"eid": eid, "text": words} for eid, words in NODES.items()],
        "references": [{**{name: ref[name] for name in ("start", "end", "surface")},
                        "eid": ref["source"]["path"], "targets": [targets[one] for one in ref["targets"]]}
                       for ref in shown["references"]],
        "definitions": [{**one, "scope": ""} for one in shown["definitions"]],
        "norms": [{**norm} for norm in shown["norms"]]}


def measured(version="lamp-rules@final-2031", part="gold", answer=None, articles="all"):
    shown = gold(version, articles)
    return Measured(version, part, shown, shown, shown["definitions"], answer or said(shown))


def value_of(rows, measure):
    return next((row["value"], row["n"]) for row in rows if row["measure"] == measure)


def test_an_answer_equal_to_the_gold_has_every_figure_at_one(scorer):
    rows = scores([measured()], scorer)
    assert {row["group"] for row in rows} == {"structure", "references", "definitions", "norms"}
    assert {row["measure"]: row["value"] for row in rows if row["value"] != 1} == {}
    assert all(0 < row["low"] < 1 == row["high"] for row in rows)
    assert value_of(rows, "mention F1, headline") == (1, 2)
    assert value_of(rows, "modality macro-F1") == (1, 3)
    assert value_of(rows, "penalised by, F1") == (1, 2)


def test_texts_are_scored_as_one_by_their_records(scorer):
    poor = said(gold())
    poor["references"], poor["definitions"] = poor["references"][:1], []
    poor["norms"][0]["modality"] = "permission"
    texts = [measured(), measured("lamp-rules@final-2032", answer=poor)]
    rows = scores(texts, scorer)
    # 3 of 4 mentions, all 3 said right: 2*3 / (3 + 4)
    assert value_of(rows, "mention F1, headline") == (pytest.approx(6 / 7, abs=1e-4), 4)
    assert value_of(rows, "term F1") == (pytest.approx(2 / 3, abs=1e-4), 2)
    assert value_of(rows, "modality right") == (pytest.approx(5 / 6, abs=1e-4), 6)
    # obligation: gold 4, said 3, right 3; penalty: 2, 2, 2
    assert value_of(rows, "modality macro-F1") == (pytest.approx((6 / 7 + 1) / 2, abs=1e-4), 6)


def test_what_is_said_outside_the_annotated_articles_counts_for_nothing(scorer):
    shown = gold(articles=[2])
    only = {**shown, "norms": [norm for norm in shown["norms"] if norm["eid"].startswith("art_2")]}
    rows = scores([Measured("lamp-rules@final-2031", "gold", only, only, [], said(shown))], scorer)
    assert value_of(rows, "norm F1") == (1, 1)
    assert within([{"eid": "art_21__para_1"}], [2], lambda one: one["eid"]) == []


def test_one_text_scores_as_the_scorer_itself_says(scorer):
    poor = said(gold())
    poor["norms"] = [*poor["norms"][1:], {**poor["norms"][0], "action": poor["norms"][2]["bearer"]}]
    text = measured(answer=poor)
    rows, plain = scores([text], scorer), scorer.score_norms(text.norms, text.said, 0)
    for measure, value in (("norm F1", plain["norm"]["f1"]), ("deadline F1", plain["deadline"]["f1"]),
                           ("modality macro-F1", plain["modality_macro_f1"]),
                           ("penalised by, F1", plain["penalised_by"]["f1"])):
        assert next((row["value"] for row in rows if row["measure"] == measure), None) == value


def test_what_is_held_out_is_never_put_together_with_the_rest(scorer):
    texts = [measured("a@1", "development"), measured("b@1"), measured("c@1", "held-out")]
    rows = over_all(texts, scorer)
    assert list(dict.fromkeys(row["over"] for row in rows)) == [
        "all", "development", "gold", "held-out", "a@1", "b@1", "c@1"]
    counts = {row["over"]: row["n"] for row in rows if row["measure"] == "norm F1"}
    assert counts == {"all": 6, "development": 3, "gold": 3, "held-out": 3, "a@1": 3, "b@1": 3, "c@1": 3}


@pytest.mark.parametrize(("eid", "kind"), [
    ("", "work"), ("art_2", "article"), ("chap_1__art_2", "article"), ("art_2__para_1", "paragraph"),
    ("chap_2", "chapter")])
def test_scopes_are_named_as_annotators_name_them(eid, kind):
    assert scope_kind(eid) == kind


def committed(folder):
    for words in (["init", "-q"], ["add", "."], ["-c", "user.name=x", "-c", "user.email=x@example.org",
                                                 "commit", "-q", "-m", "x"]):
        subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True)


def test_nothing_is_scored_before_both_annotations_are_committed(tmp_path):
    version = "lamp-rules@final-2031"
    with pytest.raises(GoldError, match="not here"):
        refuse_uncommitted(tmp_path, [version])
    for side in ("first", "second"):
        (tmp_path / "raw" / side).mkdir(parents=True)
        (tmp_path / "raw" / side / f"{version}.json").write_text("{}")
    committed(tmp_path)
    refuse_uncommitted(tmp_path, [version])
    (tmp_path / "raw" / "second" / f"{version}.json").write_text("{ }")
    with pytest.raises(GoldError, match=r"not committed as it is: .*second"):
        refuse_uncommitted(tmp_path, [version])


class Library:
    def nodes(self, version):
        return NODES

    def title(self, version):
        return "灯塔规定"


def test_what_is_held_out_is_read_only_when_it_is_asked_for(tmp_path):
    for version, held_out in (("a@1", False), ("b@1", True)):
        packed = pack(ROWS, NODES, version, held_out=held_out)
        (tmp_path / f"{version}.json").write_text(json.dumps(packed), encoding="utf-8")
    assert [text.version for text in own(tmp_path, Library(), held_out=False)] == ["a@1"]
    assert [text.part for text in own(tmp_path, Library(), held_out=True)] == ["held-out"]


def gold_text(version="a@1", part="gold"):
    shown = gold(version)
    return GoldText(version, part, shown, shown, [], b"annotation")


def row(over="all", **changes):
    return {"over": over, "group": "norms", "measure": "norm F1", "value": 0.9, "n": 3, "unit": "norms",
            "low": 0.5, "high": 1.0, **changes}


def test_what_is_written_is_what_the_build_reads_and_holds_no_word_of_a_text(tmp_path):
    (tmp_path / "corpus").mkdir()
    content = sheet([gold_text()], [row()], "2031-01-02", {})
    (tmp_path / "corpus" / "scores.json").write_text(written(content), encoding="utf-8")
    held = load_scores(Layout(tmp_path))
    assert (held.day, held.texts[0].version, held.scores[0].value) == ("2031-01-02", "a@1", 0.9)
    assert set(held.texts[0].nodes) == set(NODES)
    assert "灯塔" not in written(content)


def test_figures_of_the_last_measurement_stay_as_they_were_measured():
    last = sheet([gold_text("z@1", "held-out")], [row("held-out", value=0.8), row("z@1", value=0.8)],
                 "2031-01-02", {})
    later = sheet([gold_text()], [row(), row("a@1")], "2031-02-02", last)
    assert [text["version"] for text in later["texts"]] == ["a@1", "z@1"]
    assert [text["day"] for text in later["texts"]] == ["2031-02-02", "2031-01-02"]
    assert {one["over"]: one["value"] for one in later["scores"]} == {
        "all": 0.9, "a@1": 0.9, "held-out": 0.8, "z@1": 0.8}


def test_the_table_names_goals_that_are_missed():
    printed = table([row(value=0.95), row(over="a@1", value=0.9)], each_text=False)
    assert "0.9500" in printed
    assert "a@1" not in printed
    assert "MISSED" not in printed
    assert "MISSED" in table([row(value=0.91)], each_text=False)


def test_the_last_measurement_is_made_once(tmp_path, monkeypatch, shared):
    from benchmarks import score

    (tmp_path / "corpus").mkdir()
    last = sheet([gold_text("z@1", "held-out")], [row("held-out")], "2031-01-02", {})
    (tmp_path / "corpus" / "scores.json").write_text(written(last), encoding="utf-8")
    monkeypatch.setattr(score, "Texts", lambda root: Library())
    options = Namespace(root=tmp_path, shared=shared, gold=tmp_path, held_out=True)
    with pytest.raises(GoldError, match="scored once already, on 2031-01-02: z@1"):
        score._run(options)


def test_without_the_scorer_the_command_says_where_the_last_scores_are(tmp_path, monkeypatch, capsys):
    from benchmarks import score

    monkeypatch.setattr(sys, "argv", ["score.py", "--shared", str(tmp_path)])
    assert score.main() == 2
    assert "corpus/scores.json" in capsys.readouterr().err


def test_every_adjudicated_text_has_two_annotations_a_log_and_scores(root):
    held = load_scores(Layout(root))
    scored = {text.version: text for text in held.texts} if held else {}
    for path in sorted(GOLD.glob("*@*.json")):
        for part in ("raw/first", "raw/second"):
            raw = json.loads((GOLD / part / path.name).read_text(encoding="utf-8"))
            assert raw["nodes"] == json.loads(path.read_text(encoding="utf-8"))["nodes"], path.name
        assert (GOLD / "log" / f"{path.stem}.md").is_file(), path.name
        if not json.loads(path.read_text(encoding="utf-8"))["held_out"]:
            assert path.stem in scored, f"{path.stem}: run benchmarks/score.py --write"


def test_committed_scores_are_of_the_gold_that_is_committed(root):
    import hashlib

    held = json.loads((root / "corpus" / "scores.json").read_text(encoding="utf-8"))
    for text in held["texts"]:
        if text["part"] != "development":
            path = Path(GOLD) / f"{text['version']}.json"
            assert hashlib.sha256(path.read_bytes()).hexdigest() == text["gold"], text["version"]


def test_committed_scores_of_the_alignment_are_of_the_gold_that_is_committed(root):
    held = json.loads((root / "corpus" / "scores-alignment.json").read_text(encoding="utf-8"))
    golds = {gold["b"]: gold for gold in load_alignments(Path(GOLD) / "align")}
    for text in held["texts"]:
        assert digest(json.dumps(golds[text["version"]], ensure_ascii=False)) == text["gold"]
