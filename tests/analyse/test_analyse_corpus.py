"""Properties over every captured document, and the scores on the hand annotation."""

import json
import subprocess
import sys

import pytest

from kb.analyse.catalogue import build_catalogue
from kb.analyse.contract import to_json
from kb.analyse.find import find
from kb.analyse.resolve import resolve
from kb.model.analysis import RefStatus
from kb.model.text import Grade
from kb.parse.document import parse_bytes

GOLD = "algorithm-recommendation-provisions"
FLOORS = {
    ("references", "headline", "mention", "f1"): 1.0,
    ("references", "headline", "link", "f1"): 1.0,
    ("norms", "norm", "f1"): 1.0,
    ("norms", "modality_macro_f1"): 1.0,
    ("norms", "bearer_explicit", "accuracy"): 1.0,
    ("norms", "bearer_inherited", "accuracy"): 1.0,
    ("norms", "conditions_char", "f1"): 1.0,
    ("norms", "deadline", "f1"): 1.0,
    ("norms", "penalised_by", "f1"): 1.0,
}


@pytest.fixture(scope="module")
def texts(shared):
    rows = json.loads((shared / "captures" / "index.json").read_text(encoding="utf-8"))
    out = {}
    for row in rows:
        path = shared / "captures" / row["file"]
        out[row["file"]] = parse_bytes(
            path.read_bytes(), row["media_type"], path.name, version=f"{row['work']}@{row['version']}",
            language="zh", grade=Grade.OFFICIAL_RECEIVED)
    return out


@pytest.fixture(scope="module")
def analyses(texts, register):
    catalogue = build_catalogue(register, texts.values())
    return {name: resolve(find(text), text, catalogue) for name, text in texts.items()}


def _spans(analysis):
    yield from (ref.span for ref in analysis.references)
    for definition in analysis.definitions:
        yield from (definition.term, definition.definiens)
    for norm in analysis.norms:
        yield from (norm.action, *norm.conditions, *norm.exceptions)
        yield from (part.span for part in (norm.bearer, norm.deadline) if part)
        yield from [norm.trigger] if norm.trigger else []


def test_every_span_of_every_capture_is_a_slice(texts, analyses):
    wrong = [(name, span) for name, analysis in analyses.items()
             for index in [texts[name].index()] for span in _spans(analysis)
             if index[span.eid].text[span.start : span.end] != span.surface]
    assert wrong == []


def test_every_internal_target_exists(texts, analyses):
    missing = [(name, ref.span, target.eid) for name, analysis in analyses.items()
               for index in [texts[name].index()] for ref in analysis.references
               for target in ref.targets
               if not target.work and not target.title and target.eid not in ("", *index)]
    assert missing == []


def test_norm_ids_are_unique_in_every_capture(analyses):
    for name, analysis in analyses.items():
        ids = [norm.id for norm in analysis.norms]
        assert len(ids) == len(set(ids)), name


def test_hardly_any_internal_reference_is_left_open(analyses):
    refs = [ref for analysis in analyses.values() for ref in analysis.references
            if ref.family in ("internal", "relative")]
    settled = sum(ref.status is RefStatus.RESOLVED for ref in refs)
    assert settled / len(refs) > 0.995


def test_scores_on_the_hand_annotation_do_not_fall(shared, texts, register, tmp_path):
    text = texts[f"{GOLD}/final-2021.cac.html"]
    catalogue = build_catalogue(register, [text])
    answer = to_json(text, resolve(find(text), text, catalogue), catalogue, "")
    pred = tmp_path / "pred.json"
    pred.write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, str(shared / "tools" / "score_gold.py"), "--pred", str(pred),
               "--references", str(shared / "gold" / f"{GOLD}.references.json"),
               "--norms", str(shared / "gold" / f"{GOLD}.norms.json")]
    scores = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert scores["slices"]["not_a_slice"] == 0
    assert scores["nodes"]["differ"] == []
    for path, floor in FLOORS.items():
        value = scores
        for key in path:
            value = value[key]
        assert value >= floor, path
