"""Scores on the quality page: never a figure without its n, its annotators and the text it is of."""

import json
from dataclasses import replace

import pytest

from kb.publish.quality_pages import quality_view
from kb.publish.render import Renderer
from kb.publish.score_views import scores_view
from kb.publish.shelf import make_shelf
from tests.publish.conftest import ROOT, Reader
from tests.publish.small_library import small_library


def row(over="all", value=0.9537, low=0.91, high=0.98):
    return {"over": over, "group": "norms", "measure": "norm F1", "value": value, "n": 38,
            "unit": "norms", "low": low, "high": high}


def text(state="agree", part="gold", version="lamp-rules@final-2031"):
    return {"version": version, "part": part, "day": "2031-01-02", "program": "1.2.3", "provisions": 7,
            "state": state}


def meta(*texts, rows=None):
    basis = {"day": "2031-01-02", "program": "1.2.3", "annotated": "by the project, not by lawyers",
             "texts": list(texts) or [text()]}
    return {"program": "1.2.4", "score.basis": json.dumps(basis),
            "score.norms": json.dumps(rows or [row()])}


def test_a_build_without_scores_says_that_nothing_was_measured():
    view = scores_view({})
    assert len(view.missing) == 5
    assert {fact.value for fact in view.missing} == {"not measured in this build"}
    assert view.said == view.rows == ()


def test_a_figure_has_its_n_and_interval():
    found = scores_view(meta()).rows[0]
    assert (found.value, found.n, found.interval) == ("0.9537", "38 norms", "0.910 to 0.980")
    assert scores_view(meta(rows=[row(low=None, high=None)])).rows[0].interval == ""


def test_what_was_not_measured_still_stands_there():
    assert [fact.label.split(":")[0] for fact in scores_view(meta()).missing] == [
        "Structure", "References", "Definitions", "Alignment of drafts and finals"]


def test_the_page_says_who_annotated_and_which_program_was_scored():
    said = " ".join(scores_view(meta()).said)
    assert "by the project, not by lawyers" in said
    assert "last committed scores: program version 1.2.3, 2031-01-02" in said
    assert "This build is by version 1.2.4" in said


@pytest.mark.parametrize(("states", "said"), [
    (["agree", "agree"], "14 annotated provisions of 2 texts agree"),
    (["absent", "absent"], "not in this build, so the scores were not checked here"),
    (["agree", "absent"], "1 more annotated texts are not in this build"),
    (["agree", "differ"], "1 of 2 annotated texts read differently")])
def test_the_page_says_whether_its_texts_are_those_that_were_scored(states, said):
    assert said in scores_view(meta(*map(text, states))).said[2]


def test_what_was_held_out_stands_apart_and_each_text_by_itself():
    view = scores_view(meta(rows=[row("lamp-rules@final-2031"), row("held-out"), row("all")]))
    assert [found.over for found in view.rows] == ["all annotated texts but those held out",
                                                   "held out: scored once, after everything else"]
    assert [found.over for found in view.each] == ["lamp-rules@final-2031"]


def rendered(entries):
    library = small_library()
    view = quality_view(make_shelf(replace(library, meta={**library.meta, **entries})))
    reader = Reader()
    reader.feed(Renderer(ROOT / "site" / "templates").body("quality.html", view, "quality/index.html"))
    return reader.page


def test_the_quality_page_holds_the_figures_and_whose_they_are():
    page = rendered(meta(rows=[row(), row("lamp-rules@final-2031", value=0.8765, low=0.5)]))
    for words in ("0.9537", "38 norms", "0.910 to 0.980", "by the project, not by lawyers", "0.8765"):
        assert words in page.text
    assert page.left_open == []


def test_the_quality_page_of_a_build_without_scores_holds_no_table_of_them():
    assert rendered(meta()).tags["table"] == rendered({}).tags["table"] + 2
