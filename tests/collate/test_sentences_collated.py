"""The same Chinese sentence has one English everywhere."""

import pytest

from kb.collate.leaves import Leaf
from kb.collate.sentences import aligned, compare_length, compare_sentences, english_sentences

TOLL = "过桥人应当缴纳过桥费"


def sentences(*rows):
    return [sentence for version, eid, zh, en in rows for sentence in aligned(Leaf(version, eid, zh, en))]


def found(rows, excepted=None):
    findings = compare_sentences(sentences(*rows), excepted or {})
    return [(finding.version, finding.eid) for finding in findings]


A = ("bridges@draft", "art_1__para_1", f"{TOLL}。", "A person crossing shall pay the toll.")
B = ("bridges@final", "art_2__para_1", f"{TOLL}；不得垂钓。",
     "a person crossing shall pay the toll; no angling.")
C = ("ferries@final", "art_3__para_1", f"{TOLL}。", "Whoever crosses shall pay a toll.")


def test_white_space_a_capital_and_the_mark_at_the_end_are_no_difference():
    assert found([A, B]) == []


def test_the_odd_one_out_is_named_with_the_usual_rendering():
    assert found([A, B, C]) == [("ferries@final", "art_3__para_1")]
    [finding] = compare_sentences(sentences(A, B, C), {})
    assert "shall pay a toll" in finding.message
    assert "bridges@draft#art_1__para_1" in finding.message


@pytest.mark.parametrize("version", ["bridges@draft", "ferries@final"])
def test_an_excepted_place_is_reported_and_not_held_against_the_others(version):
    eid = {"bridges@draft": "art_1__para_1", "ferries@final": "art_3__para_1"}[version]
    assert found([A, C], {version: ((eid, "缴纳过桥费"),)}) == [(version, eid)]


def test_an_exception_for_another_sentence_changes_nothing():
    assert found([A, B, C], {"bridges@draft": (("art_1__para_1", "垂钓"),)}) == [
        ("ferries@final", "art_3__para_1")]


def test_short_sentences_hang_on_their_context():
    rows = [("a@final", "art_1__para_1", "不得垂钓。", "No angling."),
            ("b@final", "art_1__para_1", "不得垂钓。", "Angling is off.")]
    assert found(rows) == []


def test_headings_are_held_together_however_short():
    rows = [Leaf("a@final", "chap_1", "总则", "General Provisions"),
            Leaf("b@final", "chap_1", "总则", "General Rules")]
    apart = list(compare_sentences([s for leaf in rows for s in aligned(leaf, heading=True)], {}))
    assert [finding.version for finding in apart] == ["b@final"]


def test_a_provision_whose_sentences_do_not_tally_is_one_sentence():
    leaf = Leaf("a@final", "art_1__para_1", f"{TOLL}。不得垂钓。", "Pay the toll and do not angle.")
    [whole] = aligned(leaf)
    assert whole.chinese == f"{TOLL}。不得垂钓。"


@pytest.mark.parametrize(("text", "count"), [
    ("One. Two; three: four.", 4), ("Order No. 3 holds.", 1), ("At 0.5% or 1,000.", 1)])
def test_english_sentences_end_where_the_chinese_ones_do(text, count):
    assert len(english_sentences(text)) == count


LONG = "养护单位应当每季度检查桥梁的桥面桥墩和栏杆"
ENGLISH = "The keeper shall inspect the deck, the piers and the railings of the bridge every quarter"


@pytest.mark.parametrize(("zh", "en", "words"), [
    (f"{LONG}。", f"{ENGLISH}.", ""),
    (f"{LONG}；不得垂钓。", f"{ENGLISH}; no angling.", ""),
    (f"{LONG}，不得垂钓。", f"{ENGLISH}; no angling.", "1 sentences in the Chinese (。；：), 2"),
    (f"{LONG}。不得垂钓。", f"{ENGLISH} and no angling.", "2 sentences in the Chinese (。；：), 1"),
    (f"{LONG}。", "The keeper shall inspect the deck.", "6 words for 21 Chinese characters"),
    (f"{LONG}。", f"{ENGLISH}, and {ENGLISH}, in all weathers.", "is something added?"),
    ("不得垂钓。", "No.", ""),
])
def test_a_sentence_or_a_clause_left_out_or_added_is_found(zh, en, words):
    found = [finding.message for finding in compare_length(Leaf("a@final", "art_1__para_1", zh, en))]
    assert len(found) == bool(words)
    assert all(words in message for message in found)
