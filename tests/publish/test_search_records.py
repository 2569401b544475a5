"""The records of the search index: spaced Chinese, plain English, one element per facet value."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from kb.publish.search_index import shadows, spaced
from kb.publish.shelf import make_shelf
from tests.publish.conftest import ROOT
from tests.publish.small_library import small_library


def test_every_article_of_every_text_is_a_record():
    shelf = make_shelf(small_library())
    addresses = [shadow.address for shadow in shadows(shelf)]
    assert len(addresses) == len(set(addresses)) == sum(len(s.units) for s in shelf.shown.values())


def test_a_record_holds_both_languages_and_its_facets():
    shelf = make_shelf(small_library())
    record = next(s for s in shadows(shelf) if s.address.endswith("final-2031/art-3/index.html"))
    assert "登记灯号" in record.zh
    assert "register the lamp number" in record.en
    facets = {(f.name, f.value) for f in record.filters}
    assert ("kind", "norm: must") in facets
    assert ("status", "in force as of 2032-01-02") in facets


@given(st.text(alphabet="提灯照亮㐀𠀀〇A b，。"))
def test_spacing_adds_nothing_but_spaces_and_parts_all_characters(text):
    made = spaced(text)
    assert made.replace(" ", "") == text.replace(" ", "")
    assert not any(a in "提灯照亮㐀𠀀〇" and b in "提灯照亮㐀𠀀〇"
                   for a, b in itertools.pairwise(made))


def test_only_what_search_needs_is_published(site):
    names = {path.name for path in (site.path / "pagefind").iterdir() if path.is_file()}
    assert "pagefind.js" in names
    assert not [name for name in names if name.endswith((".css", "-ui.js"))]


def test_the_site_has_one_style_sheet_and_no_large_script():
    assets = list((ROOT / "site" / "assets").iterdir())
    assert [a.name for a in assets if a.suffix == ".css"] == ["site.css"]
    assert all(a.stat().st_size < 30_000 for a in assets)
