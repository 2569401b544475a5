"""The invented site in Chromium: search, no foreign request, no JavaScript, contrast, narrow screens.

Switched on by ``REGTRAIL_BROWSER=1``; ``REGTRAIL_SITE=DIR`` also runs the general ones on a built site.
"""

import os
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kb.model.place import place_en
from kb.store.database import connect, write_library
from kb.store.fulltext import search
from tests.publish.conftest import checkout
from tests.publish.small_library import small_library

pytestmark = [pytest.mark.browser,
              pytest.mark.skipif(os.environ.get("REGTRAIL_BROWSER") != "1",
                                 reason="set REGTRAIL_BROWSER=1 to run in Chromium")]
CHROMIUM = os.environ.get("REGTRAIL_CHROMIUM", "/usr/bin/chromium")
FINAL = "w/lantern-provisions/final-2031/"
SMALL = ("", "w/", "w/lantern-provisions/", FINAL, f"{FINAL}art-2/", f"{FINAL}art-3/",
         "w/lantern-provisions/draft-2030/", "w/lantern-provisions/art-4/",
         "w/lantern-law/draft-2028/", "w/lamp-opinions/final-2030/", "compare/",
         "compare/lantern-provisions/draft-2030--final-2031/", "duties/",
         "duties/lantern-provisions/", "definitions/", "timeline/", "search/", "quality/", "about/")
REAL = ("", "w/", "w/deep-synthesis-provisions/", "w/deep-synthesis-provisions/final-2022/",
        "w/deep-synthesis-provisions/final-2022/art-17/", "w/deep-synthesis-provisions/draft-2022/",
        "w/cybersecurity-law/art-23/", "compare/cybersecurity-law/v2016--v2025/", "duties/",
        "duties/cybersecurity-law/", "definitions/", "timeline/", "search/", "quality/",
        "w/deep-synthesis-provisions/final-2022/art-14/",
        "compare/synthetic-content-labelling-measures/draft-2024--final-2025/")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture(scope="module", params=["invented", "real"])
def served(request, site):
    """The address of a served site, its folder, and its sample pages."""
    folder, pages = site.path, SMALL
    if request.param == "real":
        if not os.environ.get("REGTRAIL_SITE"):
            pytest.skip("set REGTRAIL_SITE=build/public to run on a built site")
        folder, pages = Path(os.environ["REGTRAIL_SITE"]), REAL
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/", folder, pages
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser():
    sync_api = pytest.importorskip("playwright.sync_api")
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no Chromium at {CHROMIUM}")
    with sync_api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def tab(browser):
    """A page that records requests to other hosts and errors of scripts."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.foreign, page.errors = [], []
    page.on("request", lambda r: None if r.url.startswith(("http://127.0.0.1", "data:", "blob:"))
            else page.foreign.append(r.url))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()


def find(tab, base, words):
    tab.goto(f"{base}search/?q={words}")
    tab.wait_for_selector("#results[data-shown]", state="attached")
    return tab.locator("#results li a").all_inner_texts()


def test_search_finds_what_articles_hold_and_nothing_else(served, tab, site):
    base, folder, _ = served
    invented = folder == site.path
    for term in ("标识", "同意", "提灯服务提供者") if invented else ("标识", "备案", "同意", "深度合成"):
        assert find(tab, base, term), term
    if invented:
        assert find(tab, base, "标识") == [
            "提灯规定 第三条 · Lantern Provisions art. 3 (final 2031)"]
        assert find(tab, base, "灯标") == []
        assert "art. 3" in find(tab, base, "lamp number")[0]
    assert tab.errors == []
    assert tab.foreign == []


def test_an_excerpt_has_no_spaces_between_characters_and_marks_the_words(served, tab, site):
    base, folder, _ = served
    if folder != site.path:
        pytest.skip("the invented site is enough")
    find(tab, base, "登记灯号")
    excerpt = tab.locator("#results li p").nth(1)
    assert "登记灯号并进行标识" in excerpt.inner_text()
    assert excerpt.locator("mark").first.inner_text() == "登记灯号"
    find(tab, base, "lamp number within")
    assert "register the lamp number within ten" in tab.locator("#results li p").nth(1).inner_text()


def test_a_statement_is_found_and_marked_as_no_text(served, tab, site):
    base, folder, _ = served
    if folder != site.path:
        pytest.skip("the invented site is enough")
    assert find(tab, base, "wicks registered")[0] == "灯笼法 · Lantern Law (draft 2028)"
    first = tab.locator("#results li").first
    assert "statement, grade B; no text held" in first.inner_text()
    first.locator("a").click()
    tab.wait_for_url("**/w/lantern-law/draft-2028/#statements")


def test_the_reader_is_told_what_was_left_out_missing_and_nowhere(served, tab, site):
    base, folder, _ = served
    if folder != site.path:
        pytest.skip("the invented site is enough")
    find(tab, base, "register the lamp or xyzzy and wicks")
    told = tab.locator("#search-read").inner_text()
    assert "Left out: the, or, and" in told
    assert "Found nowhere: xyzzy" in told
    assert "not in it: wicks" in tab.locator("#results li").first.inner_text()


def test_odd_questions_break_nothing(served, tab, site):
    for typed in ("%22", "%22%22", "the", "*", "%E3%90%80", "%25", "(", "NEAR(", "constructor",
                  "__proto__"):
        find(tab, served[0], typed)
    assert tab.errors == []


@pytest.mark.parametrize("typed", ["lamp number", "登记灯号", "services", "within 10 working days"])
def test_the_page_shows_first_what_the_command_shows_first(typed, served, tab, site, tmp_path):
    base, folder, _ = served
    if folder != site.path:
        pytest.skip("the invented site is enough")
    layout = checkout(tmp_path)
    write_library(layout, small_library())
    connection = connect(layout)
    hits = search(connection, typed, 20).hits
    connection.close()
    shown = find(tab, base, typed)
    assert len(shown) == len(hits)
    assert place_en(hits[0].place) in shown[0]


def test_a_facet_narrows_the_hits(served, tab, site):
    base, folder, _ = served
    if folder != site.path:
        pytest.skip("the invented site is enough")
    before = find(tab, base, "提灯服务")
    tab.locator("select[aria-label=Kind]").select_option("definition")
    tab.wait_for_selector("#results[data-shown]", state="attached")
    assert 0 < tab.locator("#results li").count() < len(before)


def test_no_page_asks_another_host_and_no_script_fails(served, tab):
    base, _, pages = served
    for address in pages:
        tab.goto(base + address)
    assert tab.foreign == []
    assert tab.errors == []


def test_the_text_reads_without_javascript(served, browser):
    base, _, pages = served
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for address in pages:
        page.goto(base + address)
        assert len(page.locator("main").inner_text()) > 100, address
        assert page.locator("button:visible").count() <= 1, address  # the search form's own
    context.close()


def test_axe_finds_no_violation_in_either_theme(served, browser):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    base, _, pages = served
    found = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = context.new_page()
        for address in pages:
            page.goto(base + address)
            found += [(scheme, address, v["id"], v["nodes"][0]["html"][:120])
                      for v in axe.run(page).response["violations"]]
        context.close()
    assert found == []


def test_a_phone_never_scrolls_sideways(served, browser):
    base, _, pages = served
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    wide = []
    for address in pages:
        page.goto(base + address)
        width = page.evaluate("document.documentElement.scrollWidth")
        wide += [(address, width)] if width > 360 else []
    context.close()
    assert wide == []


def test_theme_and_languages_are_remembered(served, tab, site):
    base, folder, _ = served
    if folder != site.path:
        pytest.skip("the invented site is enough")
    tab.goto(base + FINAL)
    tab.locator("#theme").click()
    tab.locator("button[data-show=zh]").click()
    assert tab.locator("#art_3__para_1 .en").is_hidden()
    tab.goto(base + FINAL)
    assert tab.evaluate("document.documentElement.dataset.theme") == "dark"
    assert tab.locator("#art_3__para_1 .en").is_hidden()
    tab.locator("button[data-show=both]").click()
    assert tab.locator("#art_3__para_1 .en").is_visible()


def test_arrow_keys_turn_to_the_neighbouring_article(served, tab, site):
    base, folder, _ = served
    if folder != site.path:
        pytest.skip("the invented site is enough")
    tab.goto(f"{base}{FINAL}art-3/")
    tab.keyboard.press("ArrowRight")
    tab.wait_for_url("**/art-4/")


def test_opened_as_files_links_work_and_search_says_what_to_run(site, browser):
    context = browser.new_context()
    page = context.new_page()
    page.goto((site.path / "index.html").as_uri())
    page.get_by_role("link", name="Lantern Provisions").first.click()
    page.wait_for_url("**/index.html")
    assert "提灯服务管理规定" in page.locator("h1").inner_text()
    page.goto((site.path / "search" / "index.html").as_uri())
    assert "kb site --serve" in page.locator("#search-status").inner_text()
    page.locator("main details summary").first.click()
    assert page.locator("main details li a").first.is_visible()
    context.close()


def test_the_address_shown_is_the_permanent_one(served, tab, site):
    base, folder, _ = served
    if folder != site.path:
        pytest.skip("the invented site is enough")
    tab.goto(f"{base}{FINAL}index.html#art_3")
    assert tab.url == f"{base}{FINAL}#art_3"


def test_a_comparison_is_read_side_by_side_without_javascript(served, browser):
    base, _, pages = served
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for address in pages:
        if address.startswith("compare/") and address != "compare/":
            page.goto(base + address)
            card = page.locator("article.card:has(.redline.new):has(del:not(.clerical))").first
            assert card.locator(".redline.new").is_hidden(), address
            page.check("#view-side")
            assert card.locator(".redline.new").is_visible()
            assert card.locator(".redline.old del").first.is_visible()
            assert card.locator(".redline.old ins:visible").count() == 0
            assert card.locator(".redline.new del").count() == 0
    context.close()


def test_one_switch_hides_what_is_clerical_and_nothing_else(served, browser):
    base, folder, _ = served
    if not (folder / "compare/cybersecurity-law/v2016--v2025/index.html").exists():
        pytest.skip("needs the cybersecurity law with its captures")
    page = browser.new_page()
    page.goto(f"{base}compare/cybersecurity-law/v2016--v2025/")
    marks = page.locator("article.card .redline.old")
    struck = marks.locator("del:not(.clerical):visible").count()
    label = page.locator("label:has(#view-quiet)").inner_text()
    assert f"Hide the {page.locator('.redline.old .clerical').count()} marks" in label
    page.check("#view-quiet")
    assert marks.locator("del.clerical:visible").count() == 0
    assert marks.locator("del:not(.clerical):visible").count() == struck > 0
    page.close()


def test_every_piece_of_the_strip_and_every_line_on_duties_leads_to_a_provision(served, browser):
    base, _, pages = served
    page = browser.new_page()
    for address in pages:
        if address.startswith("compare/") and address != "compare/":
            page.goto(base + address)
            links = page.eval_on_selector_all(
                ".strip a, .delta a", "all => all.map(a => a.getAttribute('href'))")
            assert links, address
            assert all(page.locator(f"[id='{href[1:]}']").count() == 1 for href in set(links)), address
    page.close()
