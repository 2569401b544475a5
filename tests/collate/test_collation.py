"""A whole translation against its Chinese: structure, form, exceptions, sameness."""

from dataclasses import replace

import pytest

from kb.collate.collation import Rules, collate, collate_alone
from kb.collate.leaves import Pair, compare_structure
from kb.collate.sameness import review_sameness, same_in_english
from kb.model.change import Comparison, Link
from kb.model.glossary import Term, TextCheck, TextException
from tests import builders

ZH = """桥梁管理办法
第一章　总　则
第一条 为了规范桥梁管理，制定本办法。
第二条 养护单位应当每季度检查桥梁。
养护单位应当保存检查记录，并履行下列义务：
（一）公示检查结果；
（二）报告桥梁病害。
第三条 任何单位和个人不得损毁桥梁标识。"""

EN = """Measures for Bridges
Chapter I General Provisions
Article 1
These Measures are made in order to regulate the management of bridges.
Article 2
A keeper shall inspect bridges every quarter.
A keeper shall keep the records of inspection and perform the following duties:
(1) to publish the results of inspection;
(2) to report defects of bridges.
Article 3
Any entity or individual shall not damage the signs of bridges."""


def pair(zh=ZH, en=EN, version="bridges@final-2025"):
    return Pair(builders.text_from(zh, version), builders.text_from(en, version, "en"))


def rows(one):
    return [(str(finding.check), finding.eid) for finding in one.findings]


def test_a_faithful_translation_has_no_finding():
    [one] = collate([pair()], Rules((Term("养护单位", "keeper"),)))
    assert (rows(one), one.provisions, one.sentences) == ([], 6, 6)


@pytest.mark.parametrize(("old", "new", "row"), [
    ("(2) to report defects of bridges.", "", ("structure", "art_2__para_2__item_2")),
    ("Chapter I General Provisions", "", ("structure", "chap_1")),
    ("damage the signs", "damage the 标识", ("form", "art_3__para_1")),
    ("of bridges.\nArticle 3", "of bridges\nArticle 3", ("form", "art_2__para_2__item_2")),
    ("A keeper shall inspect", "A keeper  shall inspect", ("form", "art_2__para_1")),
    ("A keeper shall inspect", "A keeper inspects", ("operators", "art_2__para_1")),
    ("every quarter", "every 2 quarters", ("numbers", "art_2__para_1")),
    ("These Measures are", "The rules are", ("references", "art_1__para_1")),
    ("A keeper shall inspect", "An owner shall inspect", ("glossary", "art_2__para_1")),
])
def test_each_check_finds_its_own_mistake(old, new, row):
    assert old in EN
    [one] = collate([pair(en=EN.replace(old, new))], Rules((Term("养护单位", "keeper"),)))
    assert row in rows(one)


def test_what_stands_in_english_only_is_found():
    more = EN + "\nArticle 4\nBridges are fine."
    found = [(finding.eid, finding.message) for finding in compare_structure(pair(en=more))]
    assert [eid for eid, _ in found] == ["art_4", "art_4__para_1"]
    assert all("English only" in message for _, message in found)


def exception(check="operators", eid="art_2__para_1", subject="检查桥梁"):
    return TextException(TextCheck(check), eid, subject, "looked at")


def with_exception(one, en=None, zh=ZH):
    """Check with one exception; what the norms say of the same words is left out."""
    version = "bridges@final-2025"
    texts = pair(zh, en or EN.replace("A keeper shall inspect", "A keeper inspects"))
    [made] = collate([texts], Rules(exceptions={version: (one,)}))
    return replace(made, findings=tuple(f for f in made.findings if f.check is not TextCheck.NORMS))


def test_an_exception_takes_its_finding_away_and_is_counted():
    made = with_exception(exception())
    assert made.used == (exception(),)
    assert made.excepted_share == 1 / 6
    assert [finding.message for finding in made.findings] == [
        "exceptions for 16.7% of its sentences; 2% is the most"]


def test_two_in_a_hundred_sentences_may_be_excepted():
    zh = ZH + "\n第四条 " + "桥梁坚固。" * 60
    en = EN.replace("A keeper shall inspect", "A keeper inspects")
    en += "\nArticle 4\n" + "Bridges are solid. " * 60
    assert with_exception(exception(), en.strip(), zh).findings == ()


@pytest.mark.parametrize("one", [
    exception(eid="art_3__para_1", subject="损毁"), exception(check="numbers"),
    exception(subject="渡船"), exception(check="glossary")])
def test_an_exception_that_fits_nothing_is_an_error_and_hides_nothing(one):
    found = with_exception(one).findings
    assert ("operators", "art_2__para_1") in [(str(f.check), f.eid) for f in found]
    assert any("used by nothing" in finding.message for finding in found)


def test_the_same_sentence_in_two_texts_is_held_together():
    other = pair(en=EN.replace("the signs of bridges", "bridge signs"), version="bridges@draft-2024")
    found = [row for one in collate([pair(), other], Rules()) for row in rows(one)]
    assert found == [("sentences", "art_3__para_1")]


def test_without_the_chinese_form_and_forbidden_words_are_checked():
    text = builders.text_from(EN.replace("shall not damage", "may not damage"), "bridges@final-2025", "en")
    one = collate_alone(text)
    assert not one.has_chinese
    assert rows(one) == [("operators", "art_3__para_1")]


def comparison():
    link = Link(("art_2",), ("art_2",), (), 1.0, "", (
        Link(("art_2__para_1",), ("art_2__para_1",), (), 1.0, ""),
        Link(("art_2__para_2",), ("art_2__para_2",), (), 1.0, "")))
    only = Link(("art_3",), ("art_3",), (), 1.0, "")
    return Comparison("bridges@draft-2024/zh", "bridges@final-2025/zh", "zh", (link, only))


@pytest.mark.parametrize(("zh", "en", "eids"), [
    ((), (), []),
    (("每季度检查", "每季检查"), (), ["art_2__para_1"]),
    (("不得损毁桥梁标识", "不得损坏桥梁标识"), (), ["art_3__para_1"]),
    (("每季度检查", "每季检查"), ("every quarter", "each quarter"), []),
    (("每季度检查", "每季度 检查"), (), []),
])
def test_other_chinese_with_the_same_english_is_told_apart(zh, en, eids):
    draft = pair(ZH.replace(*zh) if zh else ZH, EN.replace(*en) if en else EN, "bridges@draft-2024")
    found = same_in_english(comparison(), draft, pair())
    assert found == tuple(("bridges@draft-2024", eid, "bridges@final-2025", eid) for eid in eids)
    assert [(f.version, f.eid, f.review) for f in review_sameness(found)] == [
        ("bridges@final-2025", eid, True) for eid in eids]
