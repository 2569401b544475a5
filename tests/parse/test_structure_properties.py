"""Whatever the markers, a text is never lost: cover, render, unique eids, offsets."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kb.model.provision import articles, walk_all
from kb.model.text import Grade, OffsetRun
from kb.parse.profiles import en_text, zh_policy, zh_statute
from kb.parse.source import Block, Layout, SourceText
from kb.parse.structure import parse_source, rebuild
from tests.parse.structure_builder import source_of, text_of

STARTS = ("第一条 ", "第二条", "第三条　", "第二十条、", "第一百条之一 ", "第一编 ",
          "第一分编 ", "第一章 总则", "第二章",
          "第一节 ", "目录", "（一）", "(二)", "（三）、", "1.", "2、", "（1）", "①", "一、",
          "二、", "附件", "附件1：",
          "关于《玩具》的说明", "2031年5月1日", "令", "第7号", "Article 1 ", "Article 2", "Chapter II ",
          "(1) ", "1. ", "Annex 1", "# ", "责任编辑", "\ue004 第四条 ", "第H\"一-条 ", "")
BODIES = ("玩具应当安静。", "玩具有下列：", "风筝；", "玩具总面", "", "玩具办法（征求意见稿）", "施行。",
          "Toys are quiet.", "。第三条 风筝。", "甲；（二）乙", "　", "各省、市：")
LINES = st.lists(st.tuples(st.sampled_from(STARTS), st.sampled_from(BODIES)).map("".join),
                 max_size=25)
PROFILES = st.sampled_from((zh_statute.NAME, zh_policy.NAME, en_text.NAME, ""))


@settings(max_examples=300, deadline=None)
@given(LINES, PROFILES)
def test_shuffled_markers_never_crash_and_always_cover(lines, profile):
    source = "\n".join(lines)
    language = "en" if profile == en_text.NAME else "zh"
    text = text_of(source, language, profile)
    assert rebuild(text) == text.canonical
    _assert_covered(text)
    _assert_offsets(text, source)
    eids = [node.eid for node in walk_all(text.provisions)]
    assert len(eids) == len(set(eids))
    for article in articles(text.provisions):
        assert article.children
        assert not article.text


def _assert_covered(text):
    covered = [" "] * len(text.canonical)
    for start, end in [(part.start, part.end) for part in text.parts] + [
            (root.start, root.end) for root in text.provisions]:
        for place in range(start, end):
            assert covered[place] == " ", "two stretches overlap"
            covered[place] = "x"
    assert all(mark == "x" or text.canonical[place] == "\n" for place, mark in enumerate(covered))


def _assert_offsets(text, source):
    mapped = set()
    for run in text.offsets:
        here = text.canonical[run.canonical:run.canonical + run.length]
        assert here == source[run.source:run.source + run.length]
        mapped.update(range(run.source, run.source + run.length))
    kept = "".join(char for place, char in enumerate(source) if place in mapped)
    assert "".join(kept.split()) == "".join(source.replace("#", "").split())


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_any_characters_are_kept(source):
    text = parse_source(source_of(source), "toy@v1", grade=Grade.CONVERTED)
    assert rebuild(text) == text.canonical


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_nodes_lie_inside_their_parents_and_slice_to_their_text(lines):
    text = text_of("\n".join(lines))
    for node in walk_all(text.provisions):
        assert text.canonical[node.start:node.start + len(node.num)] == node.num
        words = node.heading or node.text
        assert text.canonical[node.text_start:node.text_start + len(words)] == words
        for child in node.children:
            assert node.start <= child.start <= child.end <= node.end


def test_radicals_are_mapped_and_the_map_leads_back():
    source = SourceText("第⼀条 ⽟⽶。", (Block(((0, 7),)),), (), Layout.LINES, "pdf-text")
    text = parse_source(source, "toy@v1", grade=Grade.CONVERTED)
    assert text.canonical == "第一条 玉米。"
    assert text.index()["art_1__para_1"].text == "玉米。"
    assert text.offsets == (OffsetRun(0, 0, 7),)


def test_pieces_of_a_block_are_joined_and_leave_furniture_out():
    source = SourceText("第一条 玩\n— 3 —\n具。", (Block(((0, 5), (12, 14))),), (), Layout.WRAPPED, "pdf")
    text = parse_source(source, "toy@v1", grade=Grade.CONVERTED)
    assert text.canonical == "第一条 玩具。"
    assert [(run.canonical, run.source) for run in text.offsets] == [(0, 0), (5, 12)]
