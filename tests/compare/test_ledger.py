"""The ledger and the passages that moved, on invented statutes."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from kb.compare.align import compare_texts
from kb.compare.contract import to_json
from kb.compare.ledger import build_accounts, by_side
from kb.compare.sheets import lay_out
from kb.compare.units import all_units
from kb.errors import KbError
from kb.model.change import OpKind
from kb.model.provision import walk_all
from tests.compare.statutes import statute
from tests.compare.test_align_properties import sentences

LAMP = "灯塔看守人应当在日落之前点亮北岬的油灯，并且记录风向。"
BREAD = "面包房主不得向渔船船长供应隔夜的黑麦面包。"
BELL = "钟楼管理员遇到大雾时应当每隔一刻敲响青铜大钟，直到大雾散去。"
BEES = "养蜂人迁移蜂箱以前应当告知学堂教师。"
NETS = "渔船船长应当在集市开始前申报咸鱼的斤两。"


def ledger(a, b):
    return by_side(compare_texts(a, b).accounts)


def length(text):
    return sum(len(unit.printed.replace("\n", "")) for unit in all_units(text))


def test_a_text_with_itself_is_kept():
    text = statute(LAMP, BREAD, BELL)
    found = ledger(text, text)
    assert found["a"]["kept"] == found["b"]["kept"] == length(text)
    assert sum(found["a"].values()) == length(text)


def test_what_is_new_is_added_and_what_is_gone_is_dropped():
    found = ledger(statute(LAMP, BREAD), statute(LAMP, BREAD, BELL))
    assert found["b"]["added"] == len(BELL)
    assert found["a"]["dropped"] == 0
    back = ledger(statute(LAMP, BREAD, BELL), statute(LAMP, BREAD))
    assert back["a"]["dropped"] == len(BELL)


def test_a_sentence_carried_to_another_article_is_moved_and_named():
    a = statute(LAMP + BELL, BREAD + BEES, NETS)
    b = statute(LAMP, BREAD + BEES, NETS + BELL)
    comparison = compare_texts(a, b)
    (passage,) = comparison.moved
    assert (passage.a.eid, passage.b.eid) == ("art_1__para_1", "art_3__para_1")
    assert passage.a.surface == passage.b.surface == BELL
    found = by_side(comparison.accounts)
    assert found["a"]["moved"] == found["b"]["moved"] == len(BELL)


def test_a_carried_sentence_with_a_few_other_words_is_one_passage():
    changed = BELL.replace("每隔一刻", "每隔半刻")
    comparison = compare_texts(statute(LAMP + BELL, BREAD + BEES, NETS),
                               statute(LAMP, BREAD + BEES, NETS + changed))
    (passage,) = comparison.moved
    assert (passage.a.surface, passage.b.surface, passage.rule) == (BELL, changed, "same-sentence")
    found = by_side(comparison.accounts)
    assert found["a"]["moved"] == len(BELL) - 1
    assert found["a"]["moved"] + found["a"]["dropped"] + found["a"]["reworded"] == len(BELL)


def test_a_formula_that_stands_twice_is_no_passage():
    formula = "违反前款规定的，由岛民会议责令改正并且没收渔网。"
    a = statute(LAMP + formula, BREAD + formula, BELL + NETS)
    b = statute(LAMP, BREAD + formula, BELL + NETS + formula)
    assert compare_texts(a, b).moved == ()


def test_a_split_names_the_words_that_prove_it():
    a = statute(LAMP + "\n" + BELL, BREAD)
    b = statute(LAMP, BELL, BREAD)
    (link,) = [one for one in compare_texts(a, b).links if len(one.b) == 2]
    texts = {node.eid: node.text for node in walk_all(a.provisions)}
    assert {one.b.eid for one in link.proof} == {"art_1__para_1", "art_2__para_1"}
    assert all(texts[one.a.eid][one.a.start:one.a.end] == one.a.surface for one in link.proof)
    assert sum(len(one.a.surface) for one in link.proof) >= len(LAMP) + len(BELL)


@settings(max_examples=40, deadline=None)
@given(sentences(), sentences())
def test_every_character_of_two_statutes_is_in_one_account(first, second):
    a, b = statute(*first), statute(*second, version="work@v2")
    found = ledger(a, b)
    assert sum(found["a"].values()) == length(a)
    assert sum(found["b"].values()) == length(b)
    for passage in compare_texts(a, b).moved:
        for span, text in ((passage.a, a), (passage.b, b)):
            own = {node.eid: node.text for node in walk_all(text.provisions)}[span.eid]
            assert own[span.start:span.end] == span.surface


def test_a_redline_that_leaves_words_out_stops_the_comparison():
    a, b = statute(LAMP, BREAD), statute(LAMP, BREAD.replace("不得", "可以"))
    links = compare_texts(a, b).links
    broken = tuple(replace(link, redline=tuple(op for op in link.redline if op.kind is not OpKind.KEEP))
                   for link in links)
    with pytest.raises(KbError, match="does not join"):
        lay_out(broken, all_units(a), all_units(b))


def test_an_article_in_no_link_stops_the_comparison():
    a, b = statute(LAMP, BREAD), statute(LAMP, BREAD)
    links = compare_texts(a, b).links[:1]
    sheet = lay_out(links, all_units(a), all_units(b))
    with pytest.raises(KbError, match="does not sum"):
        build_accounts(links, sheet, (), (all_units(a), all_units(b)))


def test_the_json_names_passages_by_place():
    a = statute(LAMP + BELL, BREAD + BEES, NETS)
    b = statute(LAMP, BREAD + BEES, NETS + BELL)
    (moved,) = to_json(compare_texts(a, b), a, b)["moved"]
    assert moved["from"] == {"eid": "art_1__para_1", "start": len(LAMP), "end": len(LAMP + BELL),
                             "surface": BELL}
