import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analyse.find import CHINESE, find
from kb.analyse.findings import Findings
from kb.analyse.pipeline import Component, check_order
from kb.errors import KbError
from kb.model.analysis import Analysis

SENTENCES = {"1": ["根据《灯具管理办法》第三条，制定本规定。",
                   ("看守人应当遵守下列规定：", ["依照前款点灯；", "不得离岗。"])],
             "2": ["违反本规定第一条的，由港口部门处一万元以下罚款。", "灯塔，是指高的建筑。"]}


def _nothing(_text, _layers):
    return ()


def test_a_component_must_stand_behind_what_it_requires():
    late = Component("late", ("early",), "late", _nothing)
    early = Component("early", (), "early", _nothing)
    check_order((early, late))
    with pytest.raises(KbError, match="requires early"):
        check_order((late, early))


def test_a_layer_is_made_once():
    component = Component("one", (), "layer", _nothing)
    with pytest.raises(KbError, match="same layer"):
        check_order((component, component))


def test_the_declared_order_of_the_chinese_components_holds():
    check_order(CHINESE)


def test_the_pipeline_finds_what_the_plain_functions_find(statute, find_plain):
    text = statute(SENTENCES)
    assert find(text) == find_plain(text)


def test_findings_survive_encoding(statute, find_plain):
    findings = find_plain(statute(SENTENCES))
    encoded = msgspec.json.encode(findings)
    assert msgspec.json.decode(encoded, type=Findings) == findings


def spans_of(analysis: Analysis):
    """Return every span an analysis holds."""
    spans = [ref.span for ref in analysis.references]
    spans += [span for d in analysis.definitions for span in (d.term, d.definiens)]
    for norm in analysis.norms:
        spans += [norm.action, *norm.conditions, *norm.exceptions]
        spans += [norm.trigger] if norm.trigger else []
        spans += [norm.bearer.span] if norm.bearer else []
        spans += [norm.deadline.span] if norm.deadline else []
    return spans


FRAGMENTS = st.lists(st.sampled_from([
    "看守人", "应当", "不得", "可以", "由港口部门", "点灯", "，", "。", "；", "：", "的", "并",
    "但是", "除外", "本规定第一条", "前款", "《灯具办法》", "“", "”", "（", "）", "有下列行为之一的",
    "责令改正", "处一万元罚款", "违反", "十日内", "是指", "所称", "第二项至第九项", "或者",
    "从其规定", "禁止", "鼓励", "\n", "\u2028", " "]), max_size=30).map("".join)


@given(first=FRAGMENTS, item=FRAGMENTS)
def test_any_text_is_read_without_a_crash_and_every_span_is_a_slice(first, item, analyse, statute):
    articles = {"1": [(first, [item, item])], "2": [item]}
    analysis = analyse(articles)
    texts = {eid: node.text for eid, node in statute(articles).index().items()}
    for span in spans_of(analysis):
        assert texts[span.eid][span.start : span.end] == span.surface
