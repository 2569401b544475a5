"""A compare page says where the Chinese was reworded and our English shows no change."""

from dataclasses import replace

from kb.publish.compare_page import compare_view
from kb.publish.render import Renderer
from kb.publish.shelf import make_shelf
from tests.publish.conftest import ROOT
from tests.publish.small_library import small_library

WORDS = "Chinese reworded, no change in English: "


def page(reworded):
    library = small_library()
    comparison = replace(library.comparisons[0], reworded=reworded)
    view = compare_view(make_shelf(replace(library, comparisons=(comparison,))), comparison)
    return view, Renderer(ROOT / "site" / "templates").body("compare.html", view, "compare/x/y/index.html")


def test_the_row_of_the_provision_says_so_and_no_other_row():
    view, html = page((("art_3__para_1", "art_3__para_1"),))
    rows = [change for change in (*view.changes, *view.unchanged) if change.note]
    assert [link.label for row in rows for link in row.b] == ["art. 3"]
    assert rows[0].note == WORDS + "art. 3(1)"
    assert WORDS + "art. 3(1)" in html


def test_a_comparison_without_any_says_nothing():
    view, html = page(())
    assert not any(change.note for change in view.changes)
    assert WORDS not in html
