"""Old addresses lead to where a provision went, with and without the Chinese."""

from dataclasses import replace
from datetime import date

import pytest

from kb.cli.pipeline import assemble
from kb.model.identity import Identities
from kb.publish.article_pages import moved_on, signpost_view
from kb.publish.home_page import soonest_first
from kb.publish.register_views import NewsRow
from kb.publish.render import Renderer
from kb.publish.shelf import READING_ONLY_ABOVE, is_unit, make_shelf
from kb.publish.views import Link
from kb.store.layout import Layout
from tests.publish.conftest import ROOT
from tests.publish.small_library import small_library

SLUG = "lantern-provisions"
KEPT = Identities(SLUG, {"draft-2030": ("art_2", "art_9"), "final-2031": ("art_2", "art_3")},
                  {"final-2031#art_3": ("draft-2030#art_9",)})


@pytest.fixture(scope="module")
def shelf():
    return make_shelf(replace(small_library(chinese=False), identities={SLUG: KEPT}))


def test_an_old_number_whose_text_is_not_here_still_says_where_it_went(shelf):
    work = shelf.works[SLUG]
    view = signpost_view(shelf, work, "art_9")
    html = Renderer(ROOT / "site" / "templates").body("signpost.html", view, f"w/{SLUG}/art-9/index.html")
    assert "has art. 9, but its text is not here" in html
    assert "The same provision in the" in html
    assert "final-2031/art-3/" in html


def test_a_provision_that_is_gone_says_so_and_the_current_text_says_nothing(shelf):
    work = shelf.works[SLUG]
    draft, final = work.versions[0], work.versions[-1]
    assert moved_on(shelf, work, draft, "art_2").places == ()
    assert [link.label for link in moved_on(shelf, work, draft, "art_9").places] == ["art. 3"]
    assert moved_on(shelf, work, final, "art_3") is None


def test_the_bare_clone_has_a_signpost_for_every_address(tmp_path):
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    library = assemble(Layout(tmp_path), date(2026, 11, 24), lambda *step: None)
    shelf = make_shelf(library)
    assert not library.has_captures
    assert library.identities
    for slug, kept in library.identities.items():
        for eids in kept.addresses.values():
            wanted = set(filter(is_unit, eids)) if len(eids) <= READING_ONLY_ABOVE else set()
            assert wanted <= set(shelf.signposts.get(slug, ())), slug


def test_what_is_to_come_stands_first_soonest_first():
    link = Link("x")
    rows = [NewsRow(day, "in force", link) for day in ("2033-01-01", "2020-01-01", "2032-06-01", "")]
    assert [row.day for row in soonest_first(rows, "2032-01-02")] == [
        "2032-06-01", "2033-01-01", "2020-01-01", ""]
