"""The built site of the invented library: links, escaping, what each page must say."""

import re

import pytest

from kb.errors import KbError
from kb.publish.site import build_site
from kb.store.layout import Layout
from tests.publish.conftest import broken_links, checkout, read_page
from tests.publish.small_library import small_library

FINAL = "w/lantern-provisions/final-2031"
DRAFT = "w/lantern-provisions/draft-2030"


def words(site, address: str) -> str:
    return " ".join(read_page(site.path / address / "index.html").text.split())


def test_every_link_anchor_and_resource_resolves_within_the_site(site, english_site):
    assert broken_links(site.path) == []
    assert broken_links(english_site.path) == []


def test_permanent_addresses_exist(site):
    for address in ("", "w", "w/lantern-provisions", FINAL, f"{FINAL}/art-3", DRAFT, "search",
                    "w/lantern-provisions/art-3", "w/lamp-opinions/final-2030/head-1", "about",
                    "compare", "compare/lantern-provisions/draft-2030--final-2031", "duties",
                    "duties/lantern-provisions", "definitions", "quality",
                    "w/lantern-law/draft-2028", "w/lantern-law/final-2029"):
        assert (site.path / address / "index.html").is_file(), address


def test_every_provision_has_its_anchor_down_to_the_item(site):
    ids = read_page(site.path / FINAL / "index.html").ids
    assert {"chap_2", "art_4", "art_4__para_1", "art_4__para_1__item_2", "art_4__para_2"} <= set(ids)


def test_hostile_words_reach_the_page_as_text_only(site):
    for path in site.path.rglob("*.html"):
        page = read_page(path)
        assert not page.tags["img"], path
        assert not page.handlers, path
        assert not [link for link in page.links if link.startswith("javascript:")], path
    for address in (FINAL, f"{FINAL}/art-2", "w/lantern-provisions", "w/lantern-law/draft-2028",
                    "compare/lantern-provisions/draft-2030--final-2031", "quality"):
        assert "<script>alert(" in read_page(site.path / address / "index.html").text, address


def test_scripts_are_our_own_files_and_structured_data(site):
    for path in site.path.rglob("*.html"):
        for attributes in re.findall(r"<script([^>]*)>", path.read_text(encoding="utf-8")):
            assert "assets/" in attributes or "application/ld+json" in attributes, path


@pytest.mark.parametrize("address", ["", "w", "w/lantern-provisions", FINAL, f"{FINAL}/art-3", DRAFT,
                                     "w/lantern-provisions/art-3", "duties", "definitions", "search",
                                     "quality", "about", "w/lantern-law/draft-2028"])
def test_every_page_says_what_it_is_not_and_its_dates(site, address):
    text = words(site, address)
    for said in ("Not legal advice.", "The Chinese text governs.", "Coverage to 2032-01-01",
                 "as of 2032-01-02"):
        assert said in text


def test_a_status_never_stands_without_its_date(site):
    for path in site.path.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        for status in re.findall(r'<span class="status [a-z]+">([^<]*)</span>', html):
            assert re.search(r"as of \d{4}-\d\d-\d\d|no version known", status), (path, status)


def test_a_draft_with_a_successor_says_so_before_anything_else(site):
    text = words(site, DRAFT)
    first = text.index("This is a draft. It was followed by final 2031")
    assert first < text.index("提灯服务管理规定（征求意见稿）")


def test_the_reading_page_says_where_the_words_come_from(site):
    text = words(site, FINAL)
    for said in ("grade 2, official page, received through a third party", "via a friend <b>",
                 "received 2031-04-01", "retrieved from the authority: not known",
                 "single source, not verified", "grade 5, our translation"):
        assert said in text


def test_english_stands_beside_the_paragraph_it_renders(site):
    html = (site.path / FINAL / "index.html").read_text(encoding="utf-8")
    line = html.partition('id="art_3__para_1"')[2].partition("</div>")[0]
    assert "应当在十个工作日内" in line
    assert "shall register the lamp number" in line


def test_an_english_only_build_shows_english_and_says_what_is_missing(english_site):
    text = words(english_site, FINAL)
    assert "Our translation only" in text
    assert "light the road" in text
    home = words(english_site, "")
    assert "no Chinese text" in home
    assert "kb capture --from DIR" in home
    assert "make site" in home


def test_statements_are_graded_and_a_probable_number_is_not_an_address(site):
    text = words(site, "w/lantern-law/draft-2028")
    assert "art. 4 Lamps must be lit" in text
    assert "probably art. 9, number not established" in text
    assert "grade B" in text
    assert "the number of articles" in text
    assert not (site.path / "w/lantern-law/draft-2028/art-4").exists()


def test_a_version_with_neither_text_nor_statements_says_how_to_get_it(site):
    text = words(site, "w/lantern-law/final-2029")
    assert "The text of this version is not here." in text
    assert "kb capture --from DIR" in text


def test_an_article_page_tells_duty_sanction_history_and_citations(site):
    text = words(site, f"{FINAL}/art-3")
    assert "10 working days" in text
    assert "Sanction art. 5(1)" in text
    assert "In the earlier version" in text
    assert "whole comparison" in text
    cited_by = text.partition("Cited by")[2]
    assert "art. 5(1)" in cited_by
    assert "《提灯服务管理规定》（灯令第1号，自2031年3月1日起施行）第三条" in text
    assert "Provisions on Lantern Services, art. 3 (version final-2031; in force from 2031-03-01" in text


def test_an_article_names_its_terms_and_its_neighbours(site):
    page = read_page(site.path / FINAL / "art-3" / "index.html")
    assert "以提灯照亮道路的服务" in page.text
    assert "../../../../w/lantern-provisions/final-2031/art-2/index.html" in page.links
    assert "../../../../w/lantern-provisions/final-2031/art-4/index.html" in page.links


def test_a_signpost_names_the_version_in_force_and_what_became_of_the_number(site):
    text = words(site, "w/lantern-provisions/art-4")
    assert "Art. 4 of the current version (final 2031)" in text
    assert "art. 4 第四条 → became art. 6 第六条 renumbered" in text.replace("→became", "→ became")


def test_a_comparison_marks_words_and_folds_what_did_not_change(site):
    page = site.path / "compare/lantern-provisions/draft-2030--final-2031/index.html"
    html = page.read_text(encoding="utf-8")
    assert "<ins>" in html
    assert "<del>" in html
    text = words(site, "compare/lantern-provisions/draft-2030--final-2031")
    assert sum(map(int, re.findall(r"Same wording \((\d+)\)", text))) == 2


def test_quality_says_what_was_not_measured(site):
    text = words(site, "quality")
    assert "not measured in this build" in text
    assert "odd-line" in text


def test_an_address_known_to_be_wrong_is_shown_but_never_linked(site):
    page = read_page(site.path / "w/lantern-provisions/index.html")
    assert "javascript:alert(1)" in page.text
    assert "https://lamp.example/text.html" in page.links


def test_the_same_library_gives_the_same_site(site, tmp_path):
    again = build_site(checkout(tmp_path), small_library())
    for path in sorted(site.path.rglob("*.html")):
        other = again.path / path.relative_to(site.path)
        assert path.read_bytes() == other.read_bytes(), path
    assert again.pages == site.pages


def test_a_failed_build_leaves_the_previous_site(tmp_path):
    layout = checkout(tmp_path)
    layout.public.mkdir(parents=True)
    (layout.public / "index.html").write_text("before")
    (tmp_path / "mkdocs.yml").unlink()
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: {name: nowhere}\nplugins: [regtrail]\n")
    with pytest.raises(KbError, match="the site was not built"):
        build_site(Layout(tmp_path), small_library())
    assert (layout.public / "index.html").read_text() == "before"
    assert not (layout.build / "public.partial").exists()


def test_progress_names_its_steps(tmp_path):
    steps = []
    build_site(checkout(tmp_path), small_library(chinese=False),
               progress=lambda step, done, total: steps.append((step, done <= total)))
    assert {step for step, _ in steps} == {"pages", "mkdocs", "search"}
    assert all(fits for _, fits in steps)
