"""Agreement of two annotations, against figures worked out by hand."""

import json
import sys

import pytest

from benchmarks.agreement import agreement, differences, main
from benchmarks.measures import f1, kappa, pair_norms, span_f1, wilson


def span(start, end, eid="art_1__para_1", **more):
    return {"eid": eid, "start": start, "end": end, **more}


def norm(start, end, modality="obligation", **more):
    return {"eid": "art_1__para_1", "modality": modality, "action": span(start, end),
            "bearer": {"source": "implicit"}, "conditions": [], "exceptions": [], "deadline": None,
            "penalised_by": [], **more}


def reference(start, end, *targets, family="internal"):
    return span(start, end, family=family, targets=list(targets))


def text(references=(), norms=(), definitions=(), version="lamp-rules@final-2031"):
    return {"version": version, "nodes": {"art_1__para_1": "0" * 64}, "references": list(references),
            "definitions": list(definitions), "norms": list(norms)}


@pytest.mark.parametrize(("pairs", "value"), [
    ([("a", "a")] * 20 + [("b", "b")] * 15 + [("a", "b")] * 5 + [("b", "a")] * 10, 0.4),
    ([("a", "a"), ("b", "b")], 1.0),
    ([("a", "b"), ("b", "a")], -1.0),
    ([("a", "a"), ("a", "a")], 1.0),
    ([], None)])
def test_kappa(pairs, value):
    # 50 pairs: observed 0.7; chance 0.5 * 0.6 + 0.5 * 0.4 = 0.5; (0.7 - 0.5) / 0.5 = 0.4
    assert kappa(pairs) == (value if value is None else pytest.approx(value))


@pytest.mark.parametrize(("share", "n", "low", "high"), [
    (0.5, 10, 0.2366, 0.7634), (1.0, 10, 0.7225, 1.0), (0.0, 10, 0.0, 0.2775), (0.95, 75, 0.8755, 0.9809)])
def test_wilson_intervals(share, n, low, high):
    assert wilson(share, n) == pytest.approx((low, high), abs=0.0006)
    assert wilson(share, 0) is None


def test_f1_of_nothing_is_not_a_number_but_nothing():
    assert f1(0, 0, 0) is None
    assert f1(0, 3, 0) == 0
    assert f1(2, 3, 5) == 0.5


def test_spans_of_different_nodes_have_nothing_in_common():
    assert span_f1(span(0, 10), span(5, 15)) == 0.5
    assert span_f1(span(0, 10), span(0, 10, eid="art_2__para_1")) == 0
    assert span_f1(span(0, 5), span(5, 9)) == 0


def test_norms_are_paired_one_to_one_best_overlap_first():
    first = [norm(0, 10), norm(20, 30), norm(50, 60)]
    second = [norm(2, 10), norm(0, 10), norm(24, 34), norm(56, 66)]
    assert pair_norms(first, second) == [(0, 1), (1, 2)]


def test_references_count_as_the_same_by_span_and_link_by_span_and_target():
    first = text([reference(0, 3, "#"), reference(5, 9, "#art_1", "#art_2"), reference(10, 12, "#art_3"),
                  reference(20, 25, family="vague")])
    second = text([reference(0, 3, "#"), reference(5, 9, "#art_1"), reference(10, 13, "#art_3")])
    found = agreement([(first, second)])
    assert found["reference mentions, headline: F1"] == (pytest.approx(4 / 6), 3, "mentions")
    assert found["reference mentions, all families: F1"] == (pytest.approx(4 / 7), 4, "mentions")
    assert found["reference links, headline: F1"] == (pytest.approx(4 / 7), 4, "links")


def test_every_measure_of_norms():
    deadline = {**span(11, 15), "kind": "within", "value": "P10WD"}
    first = text(norms=[
        norm(0, 10, bearer=span(40, 50, source="explicit"), conditions=[span(60, 70)], deadline=deadline,
             penalised_by=["art_9", "art_8"]),
        norm(20, 30, "prohibition", deadline=deadline), norm(80, 90, "right")])
    second = text(norms=[
        norm(0, 10, bearer=span(45, 50, source="explicit"), conditions=[span(60, 70), span(71, 76)],
             deadline=deadline, penalised_by=["art_9"]),
        norm(20, 30, "permission")])
    found = agreement([(first, second)])
    assert found["norms: F1"] == (0.8, 3, "norms")
    # paired: observed 1/2, chance 1/4; all: observed 1/3, chance 1/9
    assert found["modality, paired norms: kappa"][:2] == (pytest.approx(1 / 3), 2)
    assert found["modality, all norms of either: kappa"][:2] == (pytest.approx(0.25), 3)
    assert found["bearer: F1 of characters"][:2] == (pytest.approx(10 / 15), 1)
    assert found["bearer: same span"][:2] == (0, 1)
    assert found["conditions: F1 of characters"][:2] == (pytest.approx(20 / 25), 1)
    assert found["exceptions: F1 of characters"][:2] == (None, 0)
    assert found["deadline: equal where either has one"][:2] == (0.5, 2)
    assert found["penalised by: F1"][:2] == (pytest.approx(2 / 3), 2)


def test_texts_are_pooled_by_their_records_not_by_their_figures():
    agreeing = text([reference(0, 3, "#")], version="a@1")
    other = text([reference(0, 3, "#"), reference(4, 6, "#"), reference(7, 9, "#")], version="b@1")
    found = agreement([(agreeing, agreeing), (other, text(version="b@1"))])
    assert found["reference mentions, headline: F1"] == (pytest.approx(2 / 5), 4, "mentions")


def test_annotations_of_different_texts_are_refused():
    other = {**text(), "nodes": {"art_1__para_1": "1" * 64}}
    with pytest.raises(ValueError, match="not of one text"):
        agreement([(text(), other)])


def test_differences_name_what_one_side_has_alone():
    first = text([reference(0, 3, "#")], [norm(0, 10), norm(20, 30)])
    second = text([reference(0, 4, "#")], [norm(0, 10, "right")])
    listed = "\n".join(differences(first, second))
    assert listed.count("references") == 2
    assert 'modality: "obligation" | "right"' in listed
    assert "norm first  only" in listed
    assert differences(first, first) == []


def test_the_command_reads_both_folders_and_prints_the_figures_in_all(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["agreement.py", "--gold", str(tmp_path), "--json"])
    assert main() == 2
    for side in ("first", "second"):
        folder = tmp_path / "raw" / side
        folder.mkdir(parents=True)
        (folder / "lamp-rules@final-2031.json").write_text(json.dumps(text([reference(0, 3, "#")])))
    capsys.readouterr()
    assert main() == 0
    printed = json.loads(capsys.readouterr().out)
    assert set(printed) == {"lamp-rules@final-2031", "in all"}
    assert printed["in all"]["reference mentions, headline: F1"] == [1.0, 1, "mentions"]
