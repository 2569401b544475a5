"""Pages of versions known by graded statements only, and of the later articles their notes touch."""

import re
from dataclasses import replace
from datetime import date

import pytest

from kb.capture.live import addresses_of
from kb.cli.pipeline import assemble
from kb.model.statement import ChangeNote, Statement, StatementSet
from kb.model.work import DateFact, DateKind, Evidence
from kb.publish.article_pages import article_views
from kb.publish.render import Renderer
from kb.publish.shelf import make_shelf
from kb.publish.statement_rows import day_in_words, drafts_known, lead, notes_on
from kb.publish.version_pages import missing_view, reading_view
from kb.store.layout import Layout
from tests.publish.conftest import ROOT, Reader, checkout
from tests.publish.small_library import small_library

DRAFT, FINAL = "lantern-provisions@draft-2030", "lantern-provisions@final-2031"
SOURCES = (("Herald", "https://herald.example/lamps"), ("Post", ""))
SAID = StatementSet(
    DRAFT,
    (Statement("a", DRAFT, "Numbers are registered.", "A", "3", "high", "numbers", ("Herald", "Post")),
     Statement("b", DRAFT, "Lamps burn at night.", "B", "7", "probable", "light", ("Post",)),
     Statement("c", DRAFT, "Numbers are lent.", "B", "2", "high", "numbers", ("Herald",), "point",
               "lowered from A: one account is a copy")),
    (ChangeNote("n", DRAFT, "final-2031", ("art_3__para_1",), "A time limit was set.", "B", ("Herald",),
                "numbers", "raised from recollection"),
     ChangeNote("w", DRAFT, "final-2031", (), "Fines were added.", "B", ("Post",)),
     ChangeNote("x", DRAFT, "final-2099", ("art_3",), "Gone again.", "B", ("Post",))),
    ("whether wicks are named",), SOURCES)


def make(*, chinese: bool = False):
    """A shelf on which the draft has no text unless the Chinese is here."""
    return make_shelf(replace(small_library(chinese=chinese), statements={DRAFT: SAID}))


def render(template: str, view: object) -> str:
    return Renderer(ROOT / "site" / "templates").body(template, view, "w/x/y/index.html")


def words(html: str) -> str:
    reader = Reader()
    reader.feed(html)
    return re.sub(r"\s+", " ", reader.page.text)


@pytest.fixture(scope="module")
def page():
    shelf = make()
    work = shelf.works["lantern-provisions"]
    return render("missing.html", missing_view(shelf, work, work.version("draft-2030")))


def test_statements_stand_under_their_topic_in_order_of_first_appearance(page):
    text = words(page)
    heads = [text.index(w) for w in ("Numbers art. 3 Numbers are registered.", "Numbers are lent.",
                                     "Light probably art. 7, number not established")]
    assert heads == sorted(heads)
    assert "point 2 Numbers are lent." in text


def test_a_changed_grade_shows_its_reason_beside_it(page):
    assert "grade B (lowered from A: one account is a copy); source: Herald" in words(page)


def test_every_source_is_a_link_where_one_is_known(page):
    assert '<a href="https://herald.example/lamps"' in page.partition("grade A")[2].partition("</li>")[0]
    assert "Post (no link given)" in words(page)


def test_the_page_says_who_issued_it_when_what_is_unknown_and_that_no_text_is_here(page):
    text = words(page)
    for said in ("The text of this version is not here.", "They are no text and cannot be cited as one.",
                 "Issued by Lamp Office; published 1 May 2030.", "whether wicks are named",
                 "In final 2031", "Fines were added.", "No official address of it is known."):
        assert said in text


def test_the_lead_says_until_when_comments_were_taken():
    shelf = make()
    draft = shelf.works["lantern-provisions"].version("draft-2030")
    until = DateFact(DateKind.COMMENT_DEADLINE, "2030-06-01", Evidence("source", source="Herald"))
    assert lead(shelf, replace(draft, dates=(*draft.dates, until))) == (
        "Issued by Lamp Office; published 1 May 2030; comments until 1 June 2030.")


def test_a_note_stands_on_the_history_of_the_article_it_touches_only():
    shelf = make()
    groups = notes_on(shelf, FINAL, "art_3")
    assert [[row.text for row in g.rows] for g in groups] == [["A time limit was set."]]
    assert groups[0].rows[0].where[0].href == "w/lantern-provisions/final-2031/art-3/index.html"
    assert notes_on(shelf, FINAL, "art_2") == ()
    assert [link.label for link in drafts_known(shelf, FINAL)] == ["known changes since draft 2030"]


def test_the_article_page_and_the_reading_page_show_the_known_change():
    shelf = make()
    work = shelf.works["lantern-provisions"]
    final = work.version("final-2031")
    view = next(v for v in article_views(shelf, work, final) if v.unit.eid == "art_3")
    text = words(render("article.html", view)).partition("History")[2]
    assert "Known changes since draft 2030" in text
    assert "A time limit was set. grade B (raised from recollection); source: Herald" in text
    assert "No comparison of this build covers" not in text
    reading = words(render("reading.html", reading_view(shelf, work, final)))
    assert "known changes since draft 2030" in reading
    assert "change known since draft 2030" in reading


def test_a_draft_whose_text_is_here_is_compared_and_has_no_notes():
    assert notes_on(make(chinese=True), FINAL, "art_3") == ()
    assert drafts_known(make(chinese=True), FINAL) == ()


@pytest.mark.parametrize(("value", "said"), [
    ("2022-01-28", "28 January 2022"), ("2022-12-01", "1 December 2022"), ("2022-01", "2022-01"),
    ("", "")])
def test_only_a_whole_day_is_put_in_words(value, said):
    assert day_in_words(value) == said


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The shelf of this checkout as a clone without captures has it."""
    folder = tmp_path_factory.mktemp("clone")
    layout: Layout = checkout(folder)
    (folder / "corpus").symlink_to(ROOT / "corpus")
    return make_shelf(assemble(layout, date(2026, 11, 24), lambda *step: None))


def test_the_page_of_the_deep_synthesis_draft_tells_what_is_known(bare):
    work = bare.works["deep-synthesis-provisions"]
    html = render("missing.html", missing_view(bare, work, work.version("draft-2022")))
    text = words(html)
    for said in ("Issued by CAC; published 28 January 2022; comments until 28 February 2022.",
                 "The text of this version is not here.", "grade A", "grade B", "In final 2022",
                 "The draft had a fine of its own", "What is not known", "address grade C",
                 "Cyberspace Administration of China alone"):
        assert said in text
    assert 'href="https://www.cac.gov.cn/2022-01/28/c_1644970458520968.htm"' in html


def test_the_page_names_the_command_that_fetches_where_an_address_is_proven(bare):
    for work in bare.works.values():
        for version in work.versions:
            text = words(render("missing.html", missing_view(bare, work, version)))
            command = f"kb capture {version.key}, then make site"
            assert (command in text) == bool(addresses_of(version)), version.key
            assert "kb capture --from DIR" in text


def test_every_version_known_by_statements_only_has_its_whole_page(bare):
    for key, known in bare.library.statements.items():
        work, version = bare.work_of(key), bare.version_of(key)
        text = words(render("missing.html", missing_view(bare, work, version)))
        assert "The text of this version is not here." in text, key
        assert "Issued by not known" not in text, key
        for row in (*known.statements, *known.notes):
            assert re.sub(r"\s+", " ", row.text) in text, (key, row.id)
        for row in known.unknown:
            assert row in text, key
        for row in known.statements:
            if row.number and row.number_confidence != "high":
                assert not re.search(rf"(?<!probably )\bart\. {row.number} {re.escape(row.text)}", text)
