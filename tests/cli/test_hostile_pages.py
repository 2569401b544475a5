"""Hostile pages through the real path: fetched, read, entered, built, published."""

import gzip
import json
import re
import resource
import shutil
import time
from random import Random

import pytest
from bs4 import BeautifulSoup

from kb.capture.fetching.client import PoliteFetcher
from kb.capture.fetching.settings import VARIABLE
from kb.cli import adding
from kb.store.captures import list_manifestations
from kb.store.layout import Layout
from tests.capture.conftest import FakeClock, a_site, settings_for
from tests.capture.replay import Answer, Replay
from tests.cli.conftest import ROOT

HOST = "https://www.cac.gov.cn"
URL = f"{HOST}/2025-03/09/c_1743654684782215.htm"
FILE = f"{HOST}/cms/pub/interact/downloadfile.jsp?filepath=a~+/=&fText=x"
TITLE = 'Kite <script>alert(9)</script> " onload=alert(9) x="'
OPTIONS = ("--write", "--as", "kites", "--title-en", TITLE, "--type", "departmental-rule")

SHOWN = (
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;img src=x onerror=alert(2)&gt;",
    "&quot; onmouseover=&quot;alert(3)",
    "&#60;/title&#62;&#60;/textarea&#62;&#60;/script&#62;&#60;svg/onload=alert(4)&#62;",
    "{{ 7*7 }}{% raw %}${7*7}", "[甲](javascript:alert(5))", "]]&gt;--&gt;&lt;!--",
    "&amp;lt;script&amp;gt;", "\\u003cscript\\u003e", "&lt;/script&gt;&lt;script&gt;alert(6)",
)
"""Escaped by the page, so that they are words of the text; whoever publishes must escape them again."""

LIVE = (
    "<script>alert('live')</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)></svg>",
    '<a href="javascript:alert(1)">甲</a>', '<a href="data:text/html,<script>alert(1)</script>">乙</a>',
    '<iframe src="javascript:alert(1)"></iframe>', "<object data=evil.swf></object>", "<embed src=evil>",
    '<form action="javascript:alert(1)"><input autofocus onfocus=alert(1)></form>',
    "<base href=//evil.invalid/>", '<meta http-equiv=refresh content="0;url=javascript:alert(1)">',
    "<style>@import 'evil'</style>", "<!--<script>alert(1)</script>-->",
    '<p style="background:url(javascript:alert(1))" onclick="alert(1)">丙</p>',
    "<math><mi xlink:href='javascript:alert(1)'>丁</mi></math>", "<video><source onerror=alert(1)></video>",
    '<a href="&#106;avascript:alert(1)">戊</a>', "<scr<script>ipt>alert(1)</scr</script>ipt>",
)
"""Live markup in the document itself: none of it may reach the site."""


def lines(title: str = "风筝管理规定") -> list[str]:
    return [
        "桥梁部门令", "第7号", f"《{title}》已经2025年3月2日桥梁部门室务会议审议通过，现予公布。",
        "2025年3月9日", title, "第一条　为了规范风筝活动，根据《桥梁管理办法》，制定本规定。",
        "第二条　放飞单位应当每日检查线绳。",
        *(f"第{number}条　放飞单位应当{words}。"
          for number, words in zip("三四五六七八九", SHOWN, strict=False)),
        f"第十条　{' '.join(SHOWN[7:])}，由桥梁部门责令改正。", "第十一条　本规定自2025年6月1日起施行。",
    ]


def page(*extra: str, title: str = "风筝管理规定", head: str = "") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in lines(title)) + "".join(extra)
    return (f'<html><head><meta charset="utf-8">{head}<title>{title}_网信办</title></head><body>'
            f'<h1 class="title">{title}</h1><span id="pubtime">2025年03月10日</span>'
            f'<div id="BodyLabel">{body}</div><!-- footer --></body></html>').encode()


@pytest.fixture
def site(checkout, monkeypatch):
    shutil.copy(ROOT / "corpus" / "sites.toml", checkout / "corpus" / "sites.toml")
    monkeypatch.setenv(VARIABLE, "keeper@regtrail.test")
    clock = FakeClock()
    with Replay(now=clock.now) as server:
        settings = settings_for(server, deadline=30.0, read_timeout=10.0)
        monkeypatch.setattr(adding, "fetcher_of", lambda *_: PoliteFetcher(
            settings, a_site, clock.now, clock.sleep, Random(7)))
        yield server


@pytest.fixture
def refused_soon(kb):
    """Call `kb` and require a refusal with its reasons within 20 s and 400 MB more of memory."""
    def call(*words):
        before, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
        code, _, said = kb(*words)
        assert time.monotonic() - began < 20
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 400 * 1024
        assert code == 4, said
        for label in ("what", "where", "why", "remedy"):
            assert label in said
        return said
    return call


def tree(folder):
    """Every file outside what a run may write."""
    return {name for path in folder.rglob("*") if not path.is_dir()
            and not (name := path.relative_to(folder).as_posix()).startswith(("checkout/captures/",
                                                                             "checkout/build/"))}


LEADING = ("href", "src", "srcdoc", "action", "formaction", "data", "xlink:href", "poster")
"""Attributes by which a browser goes somewhere or runs something."""


# What a page says reaches the site as words only ----------------------------------------------------


def assert_harmless(path):
    """Require of one published page what holds for all: our scripts only, no handler, no active link."""
    markup = path.read_text(encoding="utf-8")
    soup = BeautifulSoup(markup, "html.parser")
    for tag in soup.find_all(True):
        for name, value in tag.attrs.items():
            assert not name.lower().startswith("on"), (path, tag)
            words = " ".join(value) if isinstance(value, list) else value
            scheme = re.sub(r"[\x00-\x20]", "", words).lower()
            if scheme != "data:," and name in LEADING:  # data:, is our empty icon
                assert not scheme.startswith(("javascript:", "data:", "vbscript:")), (path, tag)
    assert not soup.find_all(["iframe", "object", "embed", "img", "base", "video", "math", "style"]), path
    assert not soup.find_all("meta", attrs={"http-equiv": re.compile("refresh", re.IGNORECASE)}), path
    for script in soup.find_all("script"):
        if script.get("src"):
            assert re.search(r"(?:^|/)assets/[a-z]+\.js$", script["src"]), (path, script)
            assert not script.get_text(strip=True)
        else:
            assert script.get("type") in ("application/ld+json", "application/json"), (path, script)
            json.loads(script.get_text())
    # and without trusting a parser: nothing opens such an element at all
    assert not re.search(r"<(?:img|svg|iframe|object|embed|base|video|math|style)\b", markup, re.IGNORECASE)
    assert not re.search(r"<!--(?!\s*\w*\s*-->)", markup), path
    return soup.get_text()


@pytest.mark.parametrize("markup", [
    "<script>x</script>", "<SCRIPT src=//evil.invalid/a.js></SCRIPT>", "<a href=' java\tscript:x'>x</a>",
    "<p onclick=x>x</p>", "<img src=x>", "<svg/onload=x>", "<a href=data:text/html,x>x</a>", "<!--<b>-->",
    '<script type="application/ld+json">{"a": </script>', "<meta http-equiv=Refresh content=0>",
])
def test_the_check_of_a_page_finds_what_is_harmful(tmp_path, markup):
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><p>甲</p>{markup}</body></html>", encoding="utf-8")
    with pytest.raises((AssertionError, json.JSONDecodeError)):
        assert_harmless(path)


@pytest.fixture
def published(kb, checkout, site):
    """The site built from a hostile page that was fetched, entered and captured."""
    head = '<meta name="description" content="&quot;><script>alert(7)</script>">'
    site.serve_bytes(URL, page(*LIVE, head=head))
    code, _, said = kb("add", URL, *OPTIONS)
    assert code == 0, said
    code, _, said = kb("site", "--as-of", "2026-11-23")
    assert code == 0, said
    return checkout / "build" / "public"


def test_a_hostile_page_is_published_as_words_only(published):
    pages = list(published.rglob("*.html"))
    texts = {path.relative_to(published).as_posix(): assert_harmless(path) for path in pages}
    assert len(pages) > 15
    reading = texts["w/kites/final-2025/index.html"]
    for words in ("<script>alert(1)</script>", "<img src=x onerror=alert(2)>", "{{ 7*7 }}{% raw %}${7*7}",
                  "</title></textarea></script><svg/onload=alert(4)>", "[甲](javascript:alert(5))"):
        assert words in reading, words
    assert "alert('live')" not in "".join(texts.values())
    assert "49" not in re.findall(r"放飞单位应当(.{0,20})\{% raw", reading)


def test_what_the_scripts_of_the_site_read_is_data(published):
    for path in published.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    for path in published.rglob("*.js"):
        assert "alert(" not in path.read_text(encoding="utf-8"), path
    for path in published.rglob("*.xml"):
        assert "<script" not in path.read_text(encoding="utf-8"), path


def test_the_terminal_is_sent_no_command(kb, published, site):
    code, said, remarks = kb("show", "kites@final-2025")
    assert code == 0
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", said + remarks)


def test_marks_of_direction_do_not_turn_the_words_around_them(kb, checkout, site):
    turned = "<p>第十二条　不得\u202e行放\u202c。\u2067甲</p>"
    site.serve_bytes(URL, page(turned, title="风筝\u202e管理\u202c规定"))
    assert kb("add", URL, *OPTIONS)[0] == 0
    assert kb("site", "--as-of", "2026-11-23")[0] == 0
    marks = re.compile("[\u202a-\u202e\u2066-\u2069]")
    assert not marks.search((checkout / "corpus" / "works" / "kites.toml").read_text(encoding="utf-8"))
    for path in (checkout / "build" / "public").rglob("*"):
        if path.suffix in (".html", ".json", ".js"):
            assert not marks.search(path.read_text(encoding="utf-8")), path


# Names of files are made here, not by the site --------------------------------------------------------

NAMES = (
    "../../../../evil.pdf", "/etc/cron.d/evil", "..\\..\\evil.docx", "C:\\evil.pdf", "evil%00.pdf",
    "a" * 5000, "%2e%2e%2fevil", "CON", "nul.txt", ".", "..", "", "~/.bashrc", "$(touch evil)",
    "`id`.pdf", "-rf", "evil\u202efdp.exe", "file:///etc/passwd",
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_given_by_the_site_decides_on_no_path(kb, checkout, site, name):
    before = tree(checkout.parent)
    disposition = f'attachment; filename="{name}"'.encode().decode("latin-1")
    text = "\n".join(lines()).encode()
    cover = (f'<html><head><title>关于公布《风筝管理规定》的公告_x</title></head><body>'
             f'<h1 class="title">关于公布《风筝管理规定》的公告</h1><div id="BodyLabel"><p>现予公布。</p>'
             f'<a href="{FILE}">风筝管理规定</a></div><!-- footer --></body></html>').encode()
    site.serve_bytes(URL, cover)
    site.serve(FILE, Answer(text, headers=(("Content-Type", "text/plain"),
                                           ("Content-Disposition", disposition))))
    code, _, said = kb("add", URL, *OPTIONS)
    assert code == 0, said
    captures = checkout / "captures"
    for path in (one.relative_to(captures).as_posix() for one in captures.rglob("*") if one.is_file()):
        assert re.fullmatch(r"files/[0-9a-f]{64}\.[a-z]+|records/kites/final-2025/[0-9a-f]{12}-\d+\.json|"
                            r"warc/[\w.-]+\.warc\.gz|[a-z]+\.(?:jsonl|lock)", path), path
    (held,) = list_manifestations(Layout(checkout))
    assert re.fullmatch(r"[^/\\\x00-\x1f\u202e]{1,90}", held.file_name)
    assert tree(checkout.parent) - before <= {"checkout/corpus/works/kites.toml"}


@pytest.mark.parametrize("name", [
    "../evil.txt", "a/../../evil.txt", "/dev/zero", "/dev/stdin", "con\x00.txt", "x" * 300 + ".txt",
])
def test_a_file_that_cannot_be_is_refused(kb, checkout, name):
    before = tree(checkout.parent)
    code, _, said = kb("add", name, *OPTIONS)
    assert code == 4, said
    assert tree(checkout.parent) == before


# Bombs ------------------------------------------------------------------------------------------------

CHUNK = b"<div>" * 200_000


def a_gigabyte_of_nesting() -> bytes:
    """1 GB of nested elements, packed: one packed megabyte again and again."""
    return gzip.compress(CHUNK, 9) * 1_000


@pytest.mark.parametrize("answer", [
    Answer(CHUNK, fault="endless"), Answer(a_gigabyte_of_nesting(), headers=(
        ("Content-Type", "text/html"), ("Content-Encoding", "gzip"))),
    Answer(CHUNK, length=1 << 30), Answer(CHUNK * 4),
], ids=["endless", "packed", "announced", "deep"])
def test_a_gigabyte_of_nesting_is_refused_in_good_time(refused_soon, checkout, site, answer):
    site.serve(URL, answer)
    refused_soon("add", URL, *OPTIONS)
    assert list_manifestations(Layout(checkout)) == ()
    assert not (checkout / "corpus" / "works" / "kites.toml").exists()


MEGABYTES = 19 << 20
UNITS = {
    "elements": b"<p>x</p>", "open elements": b"<b>", "comments": b"<!---->", "sections": b"<![CDATA[x]]>",
    "instructions": b"<?x>", "links": b"<a href=x>y</a>", "cells": b"<td>x",
    "declarations": b"<!ENTITY a 'b'>",
}
BOMBS = {name: b"<html><body>" + unit * (MEGABYTES // len(unit)) for name, unit in UNITS.items()}
BOMBS["attributes"] = b"<html><body><p" + b" a=b" * (MEGABYTES // 4) + b">x</p>"
BOMBS["attributes of many"] = (b"<p" + b" a=b" * 4_000 + b">x</p>") * (MEGABYTES // 16_008)


@pytest.mark.parametrize("name", BOMBS)
def test_markup_made_to_cost_is_refused_in_good_time(refused_soon, tmp_path, name):
    path = tmp_path / "page.html"
    path.write_bytes(BOMBS[name])
    said = refused_soon("add", str(path), *OPTIONS)
    assert "the page cannot be read" in said


def test_entities_do_not_unfold(kb, checkout, tmp_path):
    """A page has no entities of its own: the names stay as they are, whatever a doctype declares."""
    declared = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path = tmp_path / "page.html"
    path.write_bytes(f'<!DOCTYPE html [<!ENTITY e0 "ha">{declared}]>'.encode()
                     + page("<p>第十二条　&e11;&e11;不得放飞。</p>"))
    kb("add", str(path), *OPTIONS)
    for one in list_manifestations(Layout(checkout)):
        assert one.bytes < 10_000
    kb("build", "--as-of", "2026-11-23")
    assert "hahaha" not in kb("show", "kites@final-2025")[1]
