"""Redirects are followed by hand, each by the rules for addresses and sites, and loops are named."""

import pytest

from kb.capture.web import Ask, FetchFailedError, FetchRefusedError
from tests.capture.conftest import a_site, assert_says
from tests.capture.replay import Answer

HOST = "www.cac.gov.cn"
PAGE = f"https://{HOST}/a/1.htm"


def to(location: str, status: int = 302) -> Answer:
    return Answer(b"moved", status, (("Location", location),))


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("location", ["2.htm", "/a/2.htm", f"//{HOST}/a/2.htm",
                                      f"https://{HOST}/a/2.htm#x"])
def test_a_redirect_within_the_site_is_followed(replay, fetcher, status, location):
    replay.serve(PAGE, to(location, status))
    replay.serve(f"https://{HOST}/a/2.htm", Answer(b"page"))
    reply = fetcher.get(Ask(PAGE))
    assert (reply.asked, reply.url, reply.body) == (PAGE, f"https://{HOST}/a/2.htm", b"page")
    assert [one.url for one in reply.exchanges] == [PAGE, f"https://{HOST}/a/2.htm"]
    assert reply.exchanges[0].payload == b"moved"


@pytest.mark.parametrize(("location", "why"), [
    ("http://127.0.0.1/", "this machine itself"), ("http://10.0.0.1/", "a private address"),
    ("http://169.254.169.254/latest", "link-local"), ("http://[::1]/", "this machine itself"),
    ("http://2130706433/", "not the name of a public host"), ("http://localhost/", "not the name"),
    (f"https://{HOST}:8443/", "port 8443"), (f"https://u:p@{HOST}/", "user name"),
    ("file:///etc/passwd", "only http and https"), ("javascript:alert(1)", "only http and https"),
    ("data:text/html,x", "only http and https"), (f"http://{HOST}/a/1.htm", "from https back to http"),
    ("https://evil.test/", "evil.test is no host of"), (f"https://{HOST}.evil.test/", "is no host of"),
    ("https://www.gov.cn/", "www.gov.cn is no host of"),
])
def test_a_redirect_to_where_we_do_not_go_is_refused(replay, fetcher, location, why):
    replay.serve(PAGE, to(location))
    for name in ("evil.test", f"{HOST}.evil.test", "www.gov.cn", "localhost", "127.0.0.1"):
        replay.know(name)
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(PAGE))
    assert_says(caught.value, "redirect is not followed", f"{PAGE} -> {location[:12]}", why, "register")
    assert {seen.host for seen in replay.seen} == {HOST}
    assert [one.url for one in fetcher.take_aside()][-1] == PAGE


def test_a_listed_name_that_turns_private_is_refused_after_a_redirect(monkeypatch, replay, fetcher, sites):
    sites[HOST] = a_site(HOST, hosts=("files.cac.gov.cn",))
    replay.serve(PAGE, to("https://files.cac.gov.cn/1.pdf"))
    monkeypatch.setattr("kb.capture.fetching.addresses.look_up", lambda *_: ("192.168.0.9",))
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(PAGE))
    assert_says(caught.value, "", "files.cac.gov.cn", "192.168.0.9, a private address", "")
    assert {seen.host for seen in replay.seen} == {HOST}


def test_a_listed_host_is_followed_with_its_own_robots_file_and_without_our_referer(replay, fetcher, sites):
    sites[HOST] = a_site(HOST, hosts=("files.cac.gov.cn",))
    replay.serve(PAGE, to("https://files.cac.gov.cn/1.pdf"))
    replay.serve("https://files.cac.gov.cn/1.pdf", Answer(b"%PDF"))
    reply = fetcher.get(Ask(PAGE, referer=f"https://{HOST}/", etag='"a"', modified="yesterday"))
    assert reply.body == b"%PDF"
    assert [(seen.host, seen.path) for seen in replay.seen][2:] == [
        ("files.cac.gov.cn", "/robots.txt"), ("files.cac.gov.cn", "/1.pdf")]
    last = replay.seen[-1]
    assert not last.header("Referer")
    assert not last.header("If-None-Match")


def test_from_http_to_https_is_always_followed(replay, fetcher):
    replay.serve(PAGE, lambda seen: to(PAGE) if len(replay.paths()) == 1 else Answer(b"page"))
    reply = fetcher.get(Ask(PAGE.replace("https", "http")))
    assert (reply.url, reply.body) == (PAGE, b"page")


def test_from_https_to_http_is_followed_where_the_site_is_declared_so(replay, fetcher, sites):
    sites["www.npc.gov.cn"] = a_site("www.npc.gov.cn", http_first=True)
    url = "https://www.npc.gov.cn/a"
    plain = url.replace("https", "http")
    replay.serve(url, lambda seen: to(plain) if len(replay.paths()) == 1 else Answer(b"page"))
    assert fetcher.get(Ask(url)).url == plain


def test_a_circle_is_named(replay, fetcher):
    replay.serve(PAGE, to("2.htm"))
    replay.serve(f"https://{HOST}/a/2.htm", to("1.htm"))
    with pytest.raises(FetchFailedError) as caught:
        fetcher.get(Ask(PAGE))
    assert_says(caught.value, "in a circle", f"{PAGE} -> https://{HOST}/a/2.htm -> {PAGE}", "before",
                "browser")
    assert replay.paths() == ["/a/1.htm", "/a/2.htm"]


def test_a_page_that_redirects_to_itself_is_a_circle(replay, fetcher):
    replay.serve(PAGE, to("#top"))
    with pytest.raises(FetchFailedError, match="circle"):
        fetcher.get(Ask(PAGE))


@pytest.mark.parametrize(("steps", "follows"), [(5, True), (6, False)])
def test_five_redirects_are_followed_and_no_more(replay, fetcher, steps, follows):
    for number in range(steps):
        replay.serve(f"https://{HOST}/{number}", to(f"/{number + 1}"))
    replay.serve(f"https://{HOST}/{steps}", Answer(b"page"))
    if follows:
        assert fetcher.get(Ask(f"https://{HOST}/0")).body == b"page"
        return
    with pytest.raises(FetchFailedError) as caught:
        fetcher.get(Ask(f"https://{HOST}/0"))
    assert_says(caught.value, "too many redirects", "/0 -> ", "more than 5", "browser")
    assert len(replay.paths()) == 6


@pytest.mark.parametrize(("status", "method"), [(302, "GET"), (303, "GET"), (307, "POST"), (308, "POST")])
def test_a_form_is_sent_again_only_where_the_status_says_so(replay, fetcher, status, method):
    replay.serve(PAGE, to("2.htm", status))
    replay.serve(f"https://{HOST}/a/2.htm", Answer(b"x"))
    fetcher.get(Ask(PAGE, form=(("a", "b"),)))
    assert (replay.seen[-1].method, replay.seen[-1].body) == (method, b"a=b" if method == "POST" else b"")


def test_a_form_is_not_sent_to_another_host(replay, fetcher, sites):
    sites[HOST] = a_site(HOST, hosts=("files.cac.gov.cn",))
    replay.know("files.cac.gov.cn")
    replay.serve(PAGE, to("https://files.cac.gov.cn/", 307))
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(PAGE, form=(("a", "b"),)))
    assert "our form to another host" in caught.value.why
    assert replay.asked("files.cac.gov.cn") == 0
