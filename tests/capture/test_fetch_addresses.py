"""Only http and https, only public machines, only where the register of sites lets us."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.capture.fetching.addresses import parse_target, public_addresses, why_not_public
from kb.capture.fetching.client import PoliteFetcher
from kb.capture.fetching.connection import PinnedBackend
from kb.capture.fetching.exchange import Sender
from kb.capture.fetching.settings import Settings
from kb.capture.web import Ask, FetchFailedError, FetchRefusedError
from tests.capture.conftest import a_site, assert_says, settings_for
from tests.capture.replay import Answer


@pytest.mark.parametrize(("url", "why"), [
    ("ftp://www.cac.gov.cn/a", "only http and https"),
    ("file:///etc/passwd", "only http and https"),
    ("javascript:alert(1)", "only http and https"),
    ("//www.cac.gov.cn/a", "a bare name"),
    ("www.cac.gov.cn/a", "a bare name"),
    ("", "empty"),
    ("https://" + "a" * 5000, "too long"),
    ("https://u:p@www.cac.gov.cn/", "user name"),
    ("https://www.cac.gov.cn@evil.test/", "user name"),
    ("https://www.cac.gov.cn\\@evil.test/", "backslash"),
    ("https://www.cac.gov.cn/\r\nHost: evil.test", "control character"),
    ("https://www.cac.gov.cn:8080/", "port 8080"),
    ("https://www.cac.gov.cn:99999/", "ort"),
    ("https://www.cac.gov.cn:x/", "ort"),
    ("https:///path", "not the name"),
    ("https://localhost/", "not the name"),
    ("https://www.cac.gov.cn./", "not the name"),
    ("https://2130706433/", "not the name"),
    ("https://0x7f.0.0.1/", "not the name"),
    ("https://127.1/", "not the name"),
    ("https://例子.cn/", "not the name"),
    ("https://127.0.0.1/", "this machine itself"),
    ("http://10.0.0.1/", "private"),
    ("http://169.254.169.254/latest/meta-data", "link-local"),
    ("http://[::1]/", "this machine itself"),
    ("http://[::ffff:127.0.0.1]/", "this machine itself"),
    ("http://[fe80::1%25eth0]/", ""),
    ("http://8.8.8.8/", "bare IP address"),
    ("https://www.cac.gov.cn/a/../b", "climbs"),
    ("https://www.cac.gov.cn/a/%2e%2E/b", "climbs"),
])
def test_an_address_that_may_not_be_asked_is_refused_with_its_reason(url, why, fetcher, replay):
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(url))
    if url:
        assert_says(caught.value, "may not be fetched", url[:20], why, "public")
    assert replay.seen == []


@given(st.text(max_size=60))
def test_any_text_is_a_target_or_refused(text):
    try:
        target = parse_target(text)
    except FetchRefusedError:
        return
    assert parse_target(target.url) == target


@given(st.text(alphabet=st.characters(min_codepoint=0x21, max_codepoint=0x7e, exclude_characters="\\#"),
               max_size=40))
def test_a_query_of_visible_letters_is_kept_byte_for_byte(query):
    assert parse_target(f"https://www.cac.gov.cn/a?{query}").path == f"/a?{query}"


@pytest.mark.parametrize(("address", "reason"), [
    ("127.0.0.1", "this machine"), ("127.8.9.1", "this machine"), ("0.0.0.0", "private"),
    ("10.1.2.3", "private"), ("172.16.0.1", "private"), ("192.168.1.1", "private"),
    ("100.64.0.1", "not a public"), ("169.254.169.254", "link-local"), ("198.18.0.1", "private"),
    ("224.0.0.1", "multicast"), ("255.255.255.255", "private"), ("240.0.0.1", "private"),
    ("::1", "this machine"), ("::", "private"), ("fe80::1", "link-local"), ("fe80::1%eth0", "link-local"),
    ("fc00::1", "private"), ("fec0::1", "private"), ("ff0e::1", "multicast"),
    ("::ffff:10.0.0.1", "private"), ("2002:7f00:1::", "this machine"), ("64:ff9b::a00:1", "private"),
    ("64:ff9b:1::a00:1", "reserved"), ("::127.0.0.1", "reserved"), ("2001:db8::1", "private"),
    ("no", "no IP"),
    ("8.8.8.8", ""), ("2400:3200::1", ""), ("::ffff:8.8.8.8", ""), ("64:ff9b::808:808", ""),
])
def test_addresses_that_are_not_public_are_known(address, reason):
    found = why_not_public(address)
    assert reason in found
    assert bool(found) == bool(reason)


def names(monkeypatch, *answers):
    """Let the name service give these addresses, one list per call, the last one again and again."""
    left = list(answers)

    def look_up(host, port, **_):
        rows = left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (row, port)) for row in rows]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    names(monkeypatch, ["93.184.215.14", "10.0.0.7"])
    with pytest.raises(FetchRefusedError) as caught:
        public_addresses("www.cac.gov.cn", 443)
    assert_says(caught.value, "must not be asked", "www.cac.gov.cn", "10.0.0.7, a private address", "check")


def test_a_listed_name_that_leads_to_this_machine_is_not_connected_to(monkeypatch, make_fetcher, replay):
    names(monkeypatch, ["127.0.0.1"])
    fetcher = make_fetcher(resolve={})
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask("http://www.cac.gov.cn/"))
    assert "this machine itself" in str(caught.value)
    assert replay.seen == []


def test_a_name_is_looked_up_once_in_a_run(monkeypatch, clock):
    names(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    sender = Sender(Settings("keeper@regtrail.test"), clock.now)
    for path in ("a", "b"):
        assert sender._addresses(parse_target(f"https://www.cac.gov.cn/{path}")) == ("93.184.215.14",)


def test_the_checked_machine_is_the_one_connected_to(monkeypatch, make_fetcher):
    names(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    asked = no_way_out(monkeypatch)
    with pytest.raises((FetchFailedError, FetchRefusedError)):
        make_fetcher(resolve={}, retries=0).get(Ask("http://www.cac.gov.cn/"))
    assert asked == [("93.184.215.14", 80)]


def test_a_name_that_changes_to_a_private_address_between_two_tries_is_refused(monkeypatch, make_fetcher):
    names(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    asked = no_way_out(monkeypatch)
    with pytest.raises(FetchRefusedError) as caught:
        make_fetcher(resolve={}).get(Ask("http://www.cac.gov.cn/"))
    assert "this machine itself" in str(caught.value)
    assert asked == [("93.184.215.14", 80)]


def no_way_out(monkeypatch):
    """Let every connection fail, and return the list of where they went."""
    asked = []

    def connect(address, *_, **__):
        asked.append(address)
        raise OSError("no route")

    monkeypatch.setattr(socket, "create_connection", connect)
    return asked


def test_a_connection_that_ends_up_elsewhere_is_dropped(replay, monkeypatch):
    real = socket.create_connection
    monkeypatch.setattr(socket, "create_connection",
                        lambda address, *rest, **more: real(("127.0.0.1", replay.port), *rest, **more))
    backend = PinnedBackend(("93.184.215.14",), 80, float("inf"))
    with pytest.raises(Exception, match=r"connected to 127\.0\.0\.1 instead of 93\.184\.215\.14"):
        backend.connect_tcp("www.cac.gov.cn", 80, 1.0)
    assert backend.stream is None


def test_a_machine_that_does_not_answer_is_passed_over_for_the_next(replay):
    backend = PinnedBackend(("127.0.0.2", "127.0.0.1"), replay.port, float("inf"))
    backend.connect_tcp("www.cac.gov.cn", 80, 1.0).close()
    assert backend.address == "127.0.0.1"


def test_only_the_test_flag_lets_private_machines_be_asked(monkeypatch):
    names(monkeypatch, ["10.0.0.7"])
    assert public_addresses("www.cac.gov.cn", 80, allow_private=True) == ("10.0.0.7",)


def test_a_host_without_policy_is_not_asked(replay, clock):
    replay.serve("https://www.cac.gov.cn/a", Answer(b"x"))
    fetcher = PoliteFetcher(settings_for(replay), lambda _: None, clock.now, clock.sleep, None)
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask("https://www.cac.gov.cn/a"))
    assert_says(caught.value, "not one that is asked", "www.cac.gov.cn", "sites.toml", "record it")
    assert replay.seen == []


def test_a_forbidden_host_is_never_asked_not_even_for_its_robots_file(replay, fetcher, sites):
    replay.serve("https://flk.npc.gov.cn/a", Answer(b"x"))
    sites["flk.npc.gov.cn"] = a_site("flk.npc.gov.cn", forbidden=True,
                                     why="its robots file says Disallow: /")
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask("https://flk.npc.gov.cn/a"))
    assert_says(caught.value, "forbids us", "flk.npc.gov.cn", "Disallow: /", "another official address")
    assert replay.seen == []
