"""A text on several pages is read as one, and a page never says more of its number than it knows."""

import pytest

from kb.model.text import Grade
from kb.parse.document import parse_bytes, parse_pages
from kb.parse.readers import read
from kb.parse.structure import rebuild
from tests.cli.live_checkout import page, pages, title_of

HTML = "text/html"


def parsed(parts):
    return parse_pages(parts, HTML, "p.html", version="w@v", language="zh", grade=Grade.OFFICIAL_FETCHED)


def test_three_pages_read_as_the_one_page_of_the_same_text():
    whole = parse_bytes(page(1), HTML, "p.html", version="w@v", language="zh", grade=Grade.OFFICIAL_FETCHED)
    joined = parsed(tuple(pages(1).values()))
    assert joined.canonical == whole.canonical
    assert joined.provisions == whole.provisions
    assert rebuild(joined) == joined.canonical
    assert not [one for one in joined.problems if one.code == "partial-pager"]


def test_every_character_of_every_page_stays_accounted_for():
    text = parsed(tuple(pages(1).values()))
    assert text.source_length == sum(len(read(one, HTML, "p").text) + 1 for one in pages(1).values())
    titles = [one for one in text.furniture if one.rule == "repeated-page-title"]
    assert len(titles) == 2


@pytest.mark.parametrize("order", [(0, 1), (0, 2, 1), (1, 2), (0, 0, 1)])
def test_pages_that_are_not_all_or_not_in_order_keep_saying_that_they_are_part(order):
    parts = tuple(pages(1).values())
    problems = parsed([parts[place] for place in order]).problems
    assert [one for one in problems if one.code == "partial-pager"]


def test_a_link_to_the_first_page_by_its_own_number_is_no_page_number():
    second = list(pages(1).values())[1]
    assert read(second, HTML, "p.html").article_claims == ("page 2 of 3",)


def test_a_first_line_that_is_not_the_title_stays_in_the_text():
    other = page(2, first=3).replace(title_of(2).encode(), "另一个标题".encode())
    joined = parsed((page(1, last=2), other))
    assert "另一个标题" in joined.canonical
