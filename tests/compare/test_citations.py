"""What a citation names, and which articles of its own text a provision cites."""

import pytest

from kb.compare.citations import cited_articles
from kb.compare.units import body_units
from tests import builders


@pytest.mark.parametrize(("words", "articles"), [
    ("违反第二条、第三条规定的，", {"art_2", "art_3"}),
    ("违反本办法第二条第一款第三项和第五条规定的，", {"art_2", "art_5"}),
    ("违反本条例第二条、本实施办法第三条规定的，", {"art_2", "art_3"}),
    ("依照《水法》第二条和本法第三条的规定", {"art_3"}),
    ("依照第一百二十条之一的规定", {"art_120-1"}),
    ("依照《水法》第二条的规定", set()),
    ("依照《水法》第二条、第三条和第五条第一款的规定", set()),
    ("依照刑法第二条或者第三条的规定", set()),
    ("依照《水法》第二条的规定，违反第三条的，", {"art_3"}),
    ("违反第九条第二款的，", set()),
])
def test_articles_cited_in_chinese(words, articles):
    text = builders.text_from(f"甲办法\n第九条 {words}由乙处理。\n第十条 丙应当丁。", "a@b")
    assert cited_articles(body_units(text)[0]) == articles


@pytest.mark.parametrize(("words", "articles"), [
    ("Article 2 and Article 3", {"art_2", "art_3"}),
    ("Articles 2, 3 and 5", {"art_2", "art_3", "art_5"}),
    ("Article 120-1", {"art_120-1"}),
    ("Article 2(1) of these Measures", {"art_2"}),
    ("Article 2 of the Water Law", set()),
    ("Article 2(1) of the Water Law", set()),
    ("Article 3 of these Measures or Article 2 of the Water Law", {"art_3"}),
    ("Article 9", set()),
])
def test_articles_cited_in_english(words, articles):
    text = builders.text_from(f"Rules\nArticle 9\nWhoever violates {words} pays.\nArticle 10\nNone.", "a@b",
                              "en")
    assert cited_articles(body_units(text)[0]) == articles
