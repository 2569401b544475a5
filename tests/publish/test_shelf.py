"""Look-ups of the shelf: who cites what, which version is current, where links lead."""

import pytest

from kb.model.analysis import Target
from kb.model.place import place_en, place_zh
from kb.publish.addresses import eid_slug, external, relative
from kb.publish.labels import duration_words
from kb.publish.shelf import is_unit, make_shelf
from tests.publish.small_library import small_library

FINAL = "lantern-provisions@final-2031"


@pytest.fixture(scope="module")
def shelf():
    return make_shelf(small_library())


def test_citations_are_gathered_at_the_article_they_lead_to(shelf):
    found = shelf.citations[FINAL, "art_3"]
    assert [c.reference.span.eid for c in found] == ["art_5__para_1"]


def test_a_target_without_version_leads_to_the_signpost(shelf):
    draft = "lamp-opinions@final-2030"
    target = Target(work="lantern-provisions", eid="art_3__para_1")
    assert shelf.href(draft, target) == "w/lantern-provisions/art-3/index.html"


def test_a_provision_that_is_not_here_gives_no_link(shelf):
    assert shelf.href(FINAL, Target(eid="art_3__para_9")) == ""
    assert shelf.href(FINAL, Target(work="lantern-law", eid="art_1")) == ""
    assert shelf.href(FINAL, Target(work="unknown-law")) == ""


def test_the_current_version_is_the_one_in_force(shelf):
    assert shelf.current(shelf.works["lantern-provisions"]).id == "final-2031"


@pytest.mark.parametrize(("eid", "unit"), [
    ("art_1", True), ("head_2", True), ("annex_1__art_3", True), ("chap_1", False),
    ("art_1__para_1", False), ("head_1__point_2", False), ("annex_1", False)])
def test_only_articles_and_headings_have_pages(eid, unit):
    assert is_unit(eid) is unit


@pytest.mark.parametrize(("page", "target", "expected"), [
    ("index.html", "w/index.html", "w/index.html"),
    ("w/x/index.html", "index.html", "../../index.html"),
    ("w/x/index.html", "w/x/index.html#a", "#a"),
    ("w/x/index.html", "", "../../")])
def test_links_are_relative(page, target, expected):
    assert relative(page, target) == expected


@pytest.mark.parametrize(("url", "safe"), [
    ("https://www.example.org/a", True), ("http://example.org", True), ("javascript:alert(1)", False),
    ("data:text/html,x", False), ("//example.org", False), ("", False), ("http://[bad", False)])
def test_only_web_addresses_become_links(url, safe):
    assert bool(external(url)) is safe


@pytest.mark.parametrize(("eid", "english", "chinese", "path"), [
    ("art_17__para_1__item_2", "art. 17(1)(2)", "第十七条第一款第（二）项", "art-17-para-1-item-2"),
    ("art_120-1", "art. 120-1", "第一百二十条之一", "art-120-1"),
    ("annex_1__art_3", "annex 1, art. 3", "附件1第三条", "annex-1-art-3"),
    ("head_3", "heading 3", "三、", "head-3")])
def test_provisions_are_named_in_both_languages(eid, english, chinese, path):
    assert (place_en(eid), place_zh(eid), eid_slug(eid)) == (english, chinese, path)


@pytest.mark.parametrize(("value", "words"), [("P10WD", "10 working days"), ("P1Y", "1 year"),
                                              ("PT24H", "24 hours"), ("soon", ""), ("", "")])
def test_durations_are_put_in_words_or_left_alone(value, words):
    assert duration_words(value) == words
