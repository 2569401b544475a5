"""The robots file is asked for first, once, and decides (RFC 9309)."""

import pytest

from kb.capture.web import Ask, FetchRefusedError
from tests.capture.conftest import a_site, assert_says
from tests.capture.replay import Answer

HOST = "www.cac.gov.cn"
ROBOTS = f"https://{HOST}/robots.txt"
PAGE = f"https://{HOST}/a.htm"
PLAIN = (("Content-Type", "text/plain"),)


@pytest.fixture(autouse=True)
def _pages(replay):
    for name in ("a.htm", "b.htm", "zfz/c.htm"):
        replay.serve(f"https://{HOST}/{name}", Answer(b"page"))


def test_the_robots_file_is_asked_for_first_and_once(replay, fetcher):
    replay.serve(ROBOTS, Answer(b"User-agent: *\nDisallow: /zfz/\n"))
    fetcher.get(Ask(PAGE))
    fetcher.get(Ask(f"https://{HOST}/b.htm"))
    assert [seen.path for seen in replay.seen] == ["/robots.txt", "/a.htm", "/b.htm"]


@pytest.mark.parametrize(("rules", "allowed"), [
    (b"User-agent: *\nDisallow: /zfz/", False),
    (b"User-agent: regtrail\nDisallow: /zfz/\n\nUser-agent: *\nDisallow:", False),
    (b"User-agent: regtrail\nDisallow:\n\nUser-agent: *\nDisallow: /", True),
    (b"User-agent: *\nDisallow: /\nAllow: /zfz/c", True),
    (b"\xef\xbb\xbfUser-agent: *\nDisallow: /", False),
    (b"User-agent: otherbot\nDisallow: /", True),
    (b"User-agent: *\nDisallow: /*.htm$", False),
    (b"", True),
    (b"\xff\xfe\x00", True),
    (b"<!DOCTYPE html><p>not found</p>", True),
])
def test_the_rules_for_us_decide(replay, fetcher, rules, allowed):
    replay.serve(ROBOTS, Answer(rules, headers=PLAIN))
    url = f"https://{HOST}/zfz/c.htm"
    if allowed:
        assert fetcher.get(Ask(url)).body == b"page"
        return
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(url))
    assert_says(caught.value, "robots file does not let us", url, "disallows this path", "import the file")
    assert replay.paths() == []


@pytest.mark.parametrize("status", [404, 410])
def test_no_robots_file_allows(replay, fetcher, status):
    replay.serve(ROBOTS, Answer(status=status))
    assert fetcher.get(Ask(PAGE)).body == b"page"


@pytest.mark.parametrize(("answer", "why"), [
    (Answer(status=401), "401"), (Answer(status=403), "403"), (Answer(status=429), "429"),
    (Answer(status=500), "500"), (Answer(status=503), "503"), (Answer(status=521), "challenge"),
    (Answer(fault="silent"), "broke"), (Answer(b"User-agent: *", fault="cut"), "broke"),
    (Answer(b"#" * 2_000_000), "larger than accepted"),
    (Answer(status=302, headers=(("Location", "https://login.test/"),)), "redirect"),
    (Answer(b"x", headers=(("Content-Encoding", "br"),)), "coding"),
])
def test_a_robots_file_that_cannot_be_had_closes_the_host(replay, fetcher, answer, why):
    replay.serve(ROBOTS, answer)
    for _ in range(2):
        with pytest.raises(FetchRefusedError) as caught:
            fetcher.get(Ask(PAGE))
        assert_says(caught.value, "robots file could not be had, so nothing is asked", PAGE, why,
                    "another official address")
    assert replay.paths() == []


def test_a_closed_host_is_asked_for_its_robots_file_only_once(replay, fetcher):
    replay.serve(ROBOTS, Answer(status=403))
    for _ in range(3):
        with pytest.raises(FetchRefusedError):
            fetcher.get(Ask(PAGE))
    assert replay.asked(HOST) == 1


@pytest.mark.parametrize(("rules", "least"), [
    (b"User-agent: *\nCrawl-delay: 30", 30), (b"User-agent: *\nCrawl-delay: 1", 6),
    (b"User-agent: *\nRequest-rate: 1/20", 20), (b"User-agent: *\nCrawl-delay: soon", 6),
])
def test_a_longer_pause_that_the_file_asks_for_is_kept(replay, fetcher, clock, rules, least):
    replay.serve(ROBOTS, Answer(rules))
    fetcher.get(Ask(PAGE))
    fetcher.get(Ask(PAGE))
    assert all(least <= pause <= least * 1.25 for pause in clock.slept), clock.slept
    assert len(clock.slept) == 2


def test_a_pause_too_long_to_keep_means_not_to_ask(replay, fetcher):
    replay.serve(ROBOTS, Answer(b"User-agent: *\nCrawl-delay: 86400"))
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(PAGE))
    assert_says(caught.value, "robots file", PAGE, "86,400 s", "another official address")


def test_each_scheme_and_host_has_its_own_file(replay, fetcher, sites):
    replay.serve("http://www.npc.gov.cn/a", Answer(b"page"))
    replay.serve("http://www.npc.gov.cn/robots.txt", Answer(b"User-agent: *\nDisallow: /"))
    fetcher.get(Ask(PAGE))
    with pytest.raises(FetchRefusedError):
        fetcher.get(Ask("http://www.npc.gov.cn/a"))


def test_a_redirect_to_a_path_that_robots_closes_is_not_followed(replay, fetcher):
    replay.serve(ROBOTS, Answer(b"User-agent: *\nDisallow: /zfz/"))
    replay.serve(PAGE, Answer(status=302, headers=(("Location", "/zfz/c.htm"),)))
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(PAGE))
    assert_says(caught.value, "robots file", "/zfz/c.htm", "disallows")
    assert replay.paths() == ["/a.htm"]


def test_the_robots_file_of_a_forbidden_site_is_not_asked_for_by_a_redirect(replay, fetcher, sites):
    replay.know("sousuo.www.gov.cn")
    sites[HOST] = a_site(HOST, hosts=("sousuo.www.gov.cn",))
    sites["sousuo.www.gov.cn"] = a_site("sousuo.www.gov.cn", forbidden=True, why="Disallow: /")
    replay.serve(PAGE, Answer(status=302, headers=(("Location", "https://sousuo.www.gov.cn/x"),)))
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(PAGE))
    assert_says(caught.value, "forbids us", "sousuo.www.gov.cn", "Disallow")
    assert replay.asked("sousuo.www.gov.cn") == 0
