"""The committed scores: read whole or refused, and compared with the words a build holds."""

import hashlib
import json

import pytest

from kb.errors import RegisterError
from kb.store.layout import Layout
from kb.store.scores import load_scores, score_meta
from tests.builders import text_from

WORDS = "灯塔看守人应当每日点灯。"


def row(**changes):
    return {"over": "all", "group": "norms", "measure": "norm F1", "value": 0.9, "n": 40, "unit": "norms",
            "low": 0.77, "high": 0.96, **changes}


def sheet(rows=None, **changes):
    nodes = {"art_1__para_1": hashlib.sha256(WORDS.encode()).hexdigest()[:16]}
    text = {"version": "lamp-rules@final-2031", "part": "gold", "day": "2031-01-02", "program": "1.2.3",
            "gold": "0" * 64, "nodes": nodes}
    return {"day": "2031-01-02", "program": "1.2.3", "annotated": "by the project, not by lawyers",
            "texts": [text], "scores": [row()] if rows is None else rows, **changes}


def text_of(words, number="一"):
    return text_from(f"灯塔规定\n第{number}条 {words}", "lamp-rules@final-2031")


def checkout(folder, content):
    (folder / "corpus").mkdir()
    (folder / "corpus" / "scores.json").write_text(json.dumps(content), encoding="utf-8")
    return Layout(folder)


def state(folder, texts):
    meta = score_meta(load_scores(checkout(folder, sheet())), texts)
    return json.loads(meta["score.basis"])["texts"][0]["state"]


def test_nothing_scored_is_nothing_said(tmp_path):
    assert load_scores(Layout(tmp_path)) is None
    assert score_meta(None, {}) == {}


@pytest.mark.parametrize("content", [
    sheet([row(value=1.2, high=1.3)]), sheet([row(group="style")]), sheet([row(n=0)]),
    sheet([row(low=0.95)]), sheet([row(high=0.5)]), sheet([{"over": "all"}]), sheet(mood="good"), {}, []])
def test_a_broken_file_is_refused_with_its_name(tmp_path, content):
    with pytest.raises(RegisterError) as refused:
        load_scores(checkout(tmp_path, content))
    assert refused.value.where == "corpus/scores.json"


def test_what_was_found_where_nothing_is_to_be_found_is_a_score_of_nothing(tmp_path):
    spurious = row(value=0.0, n=0, low=None, high=None)
    meta = score_meta(load_scores(checkout(tmp_path, sheet([spurious]))), {})
    assert json.loads(meta["score.norms"]) == [spurious]


def test_figures_come_by_group_and_as_they_were_written(tmp_path):
    meta = score_meta(load_scores(checkout(tmp_path, sheet())), {})
    assert json.loads(meta["score.norms"]) == [row()]
    assert "score.references" not in meta


@pytest.mark.parametrize(("words", "said"), [
    (WORDS, "agree"), (WORDS.replace("每日", "每夜"), "differ")])
def test_a_build_says_whether_its_words_are_those_that_were_scored(tmp_path, words, said):
    assert state(tmp_path, {"lamp-rules@final-2031": {"zh": text_of(words)}}) == said


def test_a_build_without_the_text_says_so_and_our_english_is_not_that_text(tmp_path):
    assert state(tmp_path, {}) == "absent"


def test_a_missing_provision_is_a_difference(tmp_path):
    assert state(tmp_path, {"lamp-rules@final-2031": {"zh": text_of(WORDS, "二")}}) == "differ"


def test_the_scores_of_the_alignment_stand_behind_the_others(tmp_path):
    layout = checkout(tmp_path, sheet())
    other = sheet([row(group="alignment", measure="articles: link F1")])
    other["texts"][0] |= {"version": "lamp-rules@draft-2030", "gold": "1" * 64}
    layout.alignment_scores.write_text(json.dumps(other), encoding="utf-8")
    held = load_scores(layout)
    assert [score.group for score in held.scores] == ["norms", "alignment"]
    assert [text.version for text in held.texts] == ["lamp-rules@final-2031", "lamp-rules@draft-2030"]
    assert "score.alignment" in score_meta(held, {})


def test_a_broken_file_of_the_alignment_is_refused_with_its_own_name(tmp_path):
    layout = checkout(tmp_path, sheet())
    layout.alignment_scores.write_text("{}", encoding="utf-8")
    with pytest.raises(RegisterError) as refused:
        load_scores(layout)
    assert refused.value.where == "corpus/scores-alignment.json"
