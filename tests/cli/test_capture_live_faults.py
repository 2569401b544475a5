"""What the sites do to a run: each fault is told in words, and what was there stays as it was."""

import gzip
from datetime import timedelta

import pytest

from kb.capture.archive.proving import prove
from kb.store.layout import Layout
from kb.store.sightings import Seen, list_sightings
from tests.capture.conftest import FakeClock
from tests.capture.replay import Answer, Replay
from tests.capture.site_pages import cac_page
from tests.cli import live_checkout
from tests.cli.live_checkout import HOST, Live, articles, key_of, page, title_of, url_of

HTML = ("Content-Type", "text/html")
OTHER = f"https://{HOST}/2031-02/03/c_1928275200000099.htm"
LOOP = (("Location", OTHER),)
BACK = (("Location", url_of(1)),)
CHALLENGE = b"<html><script>document.cookie='__jsl_clearance=1';location.reload()</script></html>"
ERROR = "<html><body><div>您访问的页面不存在</div></body></html>".encode()
CHANGED = "天亮"


def moved(data):
    """The page in a template that is not known, with another text."""
    return data.replace(b"BodyLabel", b"NewBody")


def edited():
    return page(1, word=CHANGED)


FAULTS = {
    "429 with a long Retry-After": ([Answer(b"", 429, (HTML, ("Retry-After", "7200")))],
                                    "come back after"),
    "503 again and again": ([Answer(b"", 503)], "the site is busy"),
    "connection reset mid-body": ([Answer(edited(), fault="reset")], "the connection broke"),
    "slow drip": ([Answer(edited(), fault="drip", every=0.05)], "the site took too long"),
    "truncated body": ([Answer(edited(), fault="cut")], "the connection broke"),
    "more than was announced": ([Answer(edited(), length=200)], "longer than its Content-Length"),
    "broken gzip": ([Answer(gzip.compress(edited())[:-20], headers=(HTML, ("Content-Encoding", "gzip")))],
                    "gzip coding is broken"),
    "no gzip at all": ([Answer(edited(), headers=(HTML, ("Content-Encoding", "gzip")))],
                       "gzip coding is broken"),
    "403": ([Answer(b"", 403)], "the site refuses us"),
    "404": ([Answer(b"", 404)], "the page is not there"),
    "521": ([Answer(CHALLENGE, 521)], "a challenge for browsers"),
    "a challenge with 200": ([Answer(CHALLENGE)], "is not the text of"),
    "an error page with 200": ([Answer(ERROR)], "is not the text of"),
    "redirect loop": ([Answer(status=302, headers=LOOP)], "redirects go in a circle"),
    "redirect to a private address": (
        [Answer(status=302, headers=(("Location", "http://127.0.0.1/"),))], "a redirect is not followed"),
    "redirect to a file": (
        [Answer(status=302, headers=(("Location", "file:///etc/passwd"),))], "a redirect is not followed"),
    "redirect to nowhere": (
        [Answer(status=302, headers=(("Location", "http://[elsewhere/"),))], "a redirect is not followed"),
    "429 beyond the calendar": (
        [Answer(b"", 429, (HTML, ("Retry-After", "Fri, 31 Dec 9999 23:59:59 -1200")))], "come back after"),
    "container changed": ([Answer(moved(edited()))], "is not the text of"),
    "another text": ([Answer(page(2))], "is not the text of"),
    "an empty page": ([Answer(b"")], "is not the text of"),
    "half the articles": ([Answer(page(1, word=CHANGED, last=3))], "is not the text of"),
    "an announcement": ([Answer(cac_page(articles(1, word=CHANGED), title=f"{title_of(1)}答记者问"))],
                        "is not the text of"),
}


@pytest.fixture
def live(kb, tmp_path, monkeypatch):
    layout, clock = live_checkout.write_checkout(tmp_path / "checkout", 2), FakeClock()
    with Replay(now=clock.now) as replay:
        live_checkout.ask_replay(monkeypatch, replay, clock, retries=1, read_timeout=0.4, deadline=0.8)
        for number in (1, 2):
            replay.serve_bytes(url_of(number), page(number))
        replay.serve(OTHER, Answer(status=302, headers=BACK))
        yield Live(kb, replay, clock, Layout(layout.root))


@pytest.fixture
def checkout(tmp_path):
    return tmp_path / "checkout"


def texts(layout):
    return {path: path.read_bytes() for folder in ("files", "records")
            for path in (layout.captures / folder).rglob("*") if path.is_file()}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_and_what_was_there_stays(live, fault):
    answers, what = FAULTS[fault]
    assert live(key_of(1))[0] == 0
    before = texts(live.layout)
    live.clock.time += timedelta(days=1)
    live.replay.serve(url_of(1), *answers)
    code, said, _ = live(key_of(1))
    assert code == 4
    assert what in said
    for label in ("where:", "why:", "remedy:"):
        assert label in said
    assert texts(live.layout) == before
    assert prove(live.layout).problems == ()
    assert [one.seen for one in list_sightings(live.layout)] == [Seen.CAPTURED, Seen.REFUSED]


@pytest.mark.parametrize("answers", [
    [Answer(b"", 503), Answer(edited())],
    [Answer(b"", 429, (HTML, ("Retry-After", "30"))), Answer(edited())],
    [Answer(edited(), fault="reset"), Answer(edited())],
    [Answer(edited(), headers=(("Content-Type", "text/html; charset=iso-8859-1"),))],
    [Answer(edited().decode().replace("UTF-8", "gb2312").encode("gb18030"))],
    [Answer(gzip.compress(edited()), headers=(HTML, ("Content-Encoding", "gzip")))],
    [Answer(status=301, headers=LOOP)],
], ids=["503", "429", "reset", "wrong charset header", "gb2312", "gzip", "moved"])
def test_a_setback_that_passes_does_not_keep_the_text_away(live, answers):
    live.replay.serve(OTHER, Answer(edited()))
    live.replay.serve(url_of(1), *answers)
    code, said, _ = live(key_of(1))
    assert code == 0, said
    assert "6/6 articles" in said
    assert live.kb("build", "--as-of", "2026-12-01")[0] == 0
    assert CHANGED in live.kb("show", f"{key_of(1)}#art_2")[1]
    assert prove(live.layout).problems == ()


def test_a_host_that_refuses_us_is_not_asked_for_the_next_work(live):
    live.replay.serve(url_of(1), Answer(b"", 403))
    code, said, _ = live("--all")
    assert code == 4
    assert "2 refused" in said
    assert "not asked again in this run" in said
    assert len(live.replay.paths()) == 1
