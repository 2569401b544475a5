"""Runs are slices: joined they are the text; marks lead somewhere or say why not."""

import pytest

from kb.model.analysis import Reference, RefStatus, Target
from kb.model.span import Span
from kb.publish.provision_views import RedlineRun
from kb.publish.render import render_redline, render_runs
from kb.publish.runs import make_glossary, reference_run, runs_of
from kb.publish.shelf import make_shelf
from kb.publish.views import Run
from tests.publish.small_library import small_library

FINAL = "lantern-provisions@final-2031"


@pytest.fixture(scope="module")
def shelf():
    return make_shelf(small_library())


def test_joined_runs_are_the_text(shelf):
    for shown in shelf.shown.values():
        glossary = make_glossary(shown)
        for eid, node in shown.index.items():
            assert "".join(run.text for run in runs_of(shelf, shown, eid, glossary)) == node.text


def reference(status, targets=(), family="internal", candidates=()):
    return Reference(Span("art_4__para_2", 2, 4, "前款"), family, status, targets, "rule",
                     candidates=candidates)


@pytest.mark.parametrize(("ref", "kind", "href", "said"), [
    (reference(RefStatus.RESOLVED, (Target(eid="art_4__para_1"),)), "ref",
     "w/lantern-provisions/final-2031/index.html#art_4__para_1", "art. 4(1)"),
    (reference(RefStatus.RESOLVED, (Target(work="lantern-law"),)), "ref",
     "w/lantern-law/index.html", "Lantern Law"),
    (reference(RefStatus.RESOLVED, (Target(eid="art_99"),)), "outside", "", "not in this collection"),
    (reference(RefStatus.RESOLVED, (Target(title="灯芯条例", eid="art_2"),)), "outside", "", "灯芯条例"),
    (reference(RefStatus.RESOLVED, (Target(),)), "plain", "", ""),
    (reference(RefStatus.UNRESOLVED, family="external"), "unresolved", "", "not resolved"),
    (reference(RefStatus.UNRESOLVED, family="vague"), "vague", "", "no particular provision"),
    (reference(RefStatus.AMBIGUOUS, candidates=(Target(eid="art_1"), Target(eid="art_2"))),
     "unresolved", "", "ambiguous, not guessed: art. 1; art. 2"),
], ids=["internal", "work", "absent-article", "unregistered", "itself", "unresolved", "vague",
        "ambiguous"])
def test_a_reference_is_a_link_or_says_why_not(shelf, ref, kind, href, said):
    run = reference_run(shelf, FINAL, ref)
    assert (run.kind, run.href) == (kind, href)
    assert said in run.note


def test_a_term_is_marked_where_used_and_not_where_defined(shelf):
    shown = shelf.shown[FINAL]
    glossary = make_glossary(shown)
    used = runs_of(shelf, shown, "art_3__para_1", glossary)
    assert [run.text for run in used if run.kind == "term"] == ["提灯服务"]
    defined = runs_of(shelf, shown, "art_2__para_1", glossary)
    assert [run.text for run in defined if run.kind == "define"] == ["提灯服务"]


def test_every_run_is_escaped():
    runs = [Run("<b>"), Run('"><i>', "ref", "x/index.html", '"><u>'), Run("<s>", "define")]
    html = str(render_runs(runs, "index.html"))
    assert not any(tag in html for tag in ("<b>", "<i>", "<u>", "<s>"))


def test_a_redline_is_escaped_and_keeps_its_line_breaks():
    html = str(render_redline([RedlineRun("keep", "a\n<b>", clerical=False),
                               RedlineRun("insert", "<i>", clerical=True),
                               RedlineRun("delete", "x", clerical=False)]))
    assert html == 'a<br>&lt;b&gt;<ins class="clerical">&lt;i&gt;</ins><del>x</del>'
