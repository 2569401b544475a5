"""What a comparison's page holds: every link once, a ledger that sums, strip, duties, English."""

from dataclasses import replace
from itertools import pairwise

import pytest

from kb.compare.translated import with_translation
from kb.model.change import OpKind
from kb.publish.compare_page import compare_view
from kb.publish.render import Renderer
from kb.publish.shelf import make_shelf
from kb.publish.strip_views import WIDTH
from tests.publish.conftest import ROOT
from tests.publish.small_library import DRAFT, FINAL, make_text, small_library


@pytest.fixture(scope="module")
def library():
    return small_library()


def view_of(library, comparison):
    return compare_view(make_shelf(replace(library, comparisons=(comparison,))), comparison)


def html_of(view):
    return Renderer(ROOT / "site" / "templates").body("compare.html", view, "compare/x/y/index.html")


def test_every_link_stands_on_the_page_once_in_order(library):
    comparison = library.comparisons[0]
    view = view_of(library, comparison)
    shown = [change.anchor for block in view.blocks for change in
             ([block.change] if block.change else [row.change for row in block.same])]
    assert shown == [f"now-{link.b[0]}" if link.b else f"was-{link.a[0]}" for link in comparison.links]
    html = html_of(view)
    assert all(html.count(f'id="{anchor}"') == 1 for anchor in shown)


def test_the_ledger_sums_to_both_texts(library):
    *rows, total = view_of(library, library.comparisons[0]).ledger
    for side, share in (("a", "a_share"), ("b", "b_share")):
        figures = [int(getattr(row, side).replace(",", "") or 0) for row in rows]
        assert sum(figures) == int(getattr(total, side))
        assert sum(round(10 * float(getattr(row, share) or 0)) for row in rows) == 1000
    assert total.label == "all"


def test_the_strip_fills_its_width_with_every_provision_of_either_side(library):
    comparison = library.comparisons[0]
    strip = view_of(library, comparison).strip
    for marks, eids in ((strip.a, [eid for link in comparison.links for eid in link.a]),
                        (strip.b, [eid for link in comparison.links for eid in link.b])):
        assert len(marks) == len(eids)
        assert sum(mark.width for mark in marks) == pytest.approx(WIDTH, abs=1)
        ends = sorted((mark.x, mark.x + mark.width) for mark in marks)
        assert all(end <= start + 0.11 for (_, end), (start, _) in pairwise(ends))


def test_the_duties_lead_to_the_provision_and_keep_the_words_apart(library):
    view = view_of(library, library.comparisons[0])
    line = next(row for row in view.duties.first if "permission became duty" in row.words[0][0])
    assert line.link.href == "#now-art_3"
    assert ("“在十个工作日内”", True) in line.words
    assert '<span class="tag strengthened">' in html_of(view)


def test_the_translation_of_both_sides_is_shown_beneath_with_its_own_redline(library):
    comparison = library.comparisons[0]
    a, b = (make_text(version, words, "zh") for version, words in (
        ("lantern-provisions@draft-2030", DRAFT), ("lantern-provisions@final-2031", FINAL)))
    translated = with_translation(comparison, a, b)  # the Chinese stands for a translation here
    link = next(one for one in translated.links if one.english)
    assert "".join(op.text for op in link.english if op.kind is not OpKind.INSERT)
    html = html_of(view_of(library, translated))
    assert "Our translation" in html
    assert "Our translation" not in html_of(view_of(library, comparison))


def test_an_english_comparison_says_what_it_is(library):
    comparison = replace(library.comparisons[0], language="en")
    assert "Compared in our English" in html_of(view_of(library, comparison))
