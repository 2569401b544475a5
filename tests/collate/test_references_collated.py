"""References of both sides: places, relative words, titles."""

import pytest

from kb.collate.leaves import Leaf
from kb.collate.pinpoints import chinese_citations, english_citations
from kb.collate.references import compare_references, known_titles
from kb.model.glossary import Term, TermKind
from tests import builders

TITLES = {"中华人民共和国桥梁法": ("Bridge Law of the People's Republic of China",),
          "中华人民共和国灯笼法": ("Lantern Law",)}


def findings(zh, en):
    return list(compare_references(Leaf("bridges@final", "art_1__para_1", zh, en), TITLES))


@pytest.mark.parametrize(("zh", "en"), [
    ("违反本办法第十七条第一款第二项",
     "in violation of item (2) of paragraph 1 of Article 17 of these Measures"),
    ("违反本办法第十七条第一款", "in violation of Article 17, paragraph 1 of these Measures"),
    ("违反第七条、第八条、第九条第一款", "in violation of Article 7, Article 8, paragraph 1 of Article 9"),
    ("违反第七条或者第八条", "in violation of Article 7 or 8"),
    ("第二十三条至第二十六条", "Articles 23 to 26"),
    ("前款第一项至第三项", "items (1) to (3) of the preceding paragraph"),
    ("前两款规定", "the preceding two paragraphs"),
    ("前条第一款", "paragraph 1 of the preceding article"),
    ("本条第一款", "paragraph 1 of this Article"),
    ("依照第一款处理", "handled under paragraph 1 of this Article"),
    ("本章规定", "the provisions of this Chapter"),
    ("第十四条之一", "Article 14-1"),
    ("依照法律、行政法规", "in accordance with laws and administrative regulations"),
    ("《中华人民共和国桥梁法》第十三条", "Article 13 of the Bridge Law of the People's Republic of China"),
    ("本法所称桥梁，本法", "A bridge, as used in this Law; this Law"),
])
def test_the_same_references_are_no_finding(zh, en):
    assert [finding.message for finding in findings(zh, en)] == []


@pytest.mark.parametrize(("zh", "en", "words"), [
    ("违反第十七条", "in violation of Article 16", "not in the English: Article 17"),
    ("违反第十七条第一款", "in violation of Article 17", "Article 17, paragraph 1"),
    ("违反第七条、第八条", "in violation of Article 7", "not in the English: Article 8"),
    ("第二十三条至第二十六条", "Articles 23 and 26", "Article 23 to Article 26"),
    ("前款规定", "the preceding article", "前款"),
    ("前两款规定", "the preceding paragraph", "前2款"),
    ("违反规定", "in violation of these Measures", "not in the Chinese: the text itself"),
    ("违反本办法", "in violation of the rules", "not in the English: the text itself"),
    ("在中华人民共和国境内造桥", "building bridges within the territory", "中华人民共和国 stands 1 times"),
    ("依照《中华人民共和国灯笼法》", "in accordance with the Lantern Law", "Lantern Law of the People's"),
    ("依照《中华人民共和国桥梁法》", "in accordance with the Bridge Act", "Bridge Law of the People's"),
])
def test_a_changed_lost_or_added_reference_is_found(zh, en, words):
    found = findings(zh, en)
    assert len(found) == 1
    assert words in found[0].message
    assert not found[0].review


def test_a_title_that_nobody_settled_is_for_review_only():
    [finding] = findings("依照《渡船办法》", "in accordance with the Ferry Measures")
    assert finding.review
    assert finding.subject == "《渡船办法》"


def test_titles_come_from_the_register_and_from_the_glossary():
    titles = known_titles(builders.register(), (Term("《渡船法》", "Ferry Law", kind=TermKind.WORK),))
    assert titles["渡船法"] == ("Ferry Law",)
    assert any(en == ("Bridge Measures",) or "Bridge" in en[0] for en in titles.values())


def test_the_stretches_of_references_are_where_they_stand():
    zh = "依照本法第三条办理"
    assert [zh[a:b] for a, b in chinese_citations(zh).spans] == ["本法第三条"]
    en = "under Article 3 of this Law"
    assert sorted(en[a:b] for a, b in english_citations(en).spans) == ["Article 3", "this Law"]
