"""One request at a time per host, with a pause between them; a host that refused us is left alone."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.capture.fetching.politeness import Turns
from kb.capture.fetching.verdict import retry_after
from kb.capture.web import Ask, FetchFailedError, FetchRefusedError
from tests.capture.conftest import FakeClock, a_site, assert_says
from tests.capture.replay import Answer

HOST = "www.cac.gov.cn"
PAGE = f"https://{HOST}/a.htm"


def gaps(replay, host=HOST):
    """Seconds between the end of one request to a host and the start of the next."""
    seen = [one for one in replay.seen if one.host == host]
    return [(after.began - before.ended).total_seconds() for before, after in pairwise(seen)]


def test_every_request_to_a_host_waits_for_its_pause_robots_and_redirects_too(replay, fetcher):
    replay.serve(PAGE, Answer(status=302, headers=(("Location", "/b.htm"),)))
    replay.serve(f"https://{HOST}/b.htm", Answer(b"x"))
    fetcher.get(Ask(PAGE))
    fetcher.get(Ask(PAGE))
    assert len(gaps(replay)) == 4
    assert all(6 <= gap <= 7.5 for gap in gaps(replay)), gaps(replay)
    assert len(set(gaps(replay))) == 4, "the pauses are spread"


def test_the_pause_is_the_sites_own(replay, fetcher, sites):
    sites[HOST] = a_site(HOST, delay=20.0)
    replay.serve(PAGE, Answer(b"x"))
    fetcher.get(Ask(PAGE))
    assert all(20 <= gap <= 25 for gap in gaps(replay))


def test_another_host_does_not_wait(replay, fetcher, clock):
    replay.serve(PAGE, Answer(b"x"))
    replay.serve("https://www.gov.cn/a", Answer(b"x"))
    fetcher.get(Ask(PAGE))
    before = len(clock.slept)
    fetcher.get(Ask("https://www.gov.cn/a"))
    assert len(clock.slept) == before + 1, "only between its own robots file and page"


def test_time_that_has_passed_counts_towards_the_pause(replay, fetcher, clock):
    replay.serve(PAGE, Answer(b"x"))
    fetcher.get(Ask(PAGE))
    clock.time += timedelta(seconds=60)
    before = list(clock.slept)
    fetcher.get(Ask(PAGE))
    assert clock.slept == before


@given(st.lists(st.tuples(st.floats(-100, 100), st.booleans()), max_size=12), st.floats(1, 30))
def test_a_pause_is_kept_whatever_the_clock_does(steps, delay):
    clock = FakeClock()
    turns = Turns(clock.now, clock.sleep, Random(1))
    for passed, fails in steps:
        slept = sum(clock.slept)
        with suppress(OSError), turns.turn("a.test", delay):
            if fails:
                raise OSError
        assert sum(clock.slept) - slept <= delay * 1.25 + 1e-6
        clock.time += timedelta(seconds=passed)
    calm = FakeClock()
    turns = Turns(calm.now, calm.sleep, Random(1))
    for _ in steps:
        with turns.turn("a.test", delay):
            pass
    assert all(delay <= pause + 1e-6 for pause in calm.slept)


def test_two_threads_are_served_one_after_the_other(replay, fetcher):
    replay.serve(PAGE, Answer(b"x", before=0.15))
    threads = [threading.Thread(target=fetcher.get, args=(Ask(PAGE),)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replay.paths()) == 3
    assert replay.most_at_once == 1
    assert all(gap >= 6 for gap in gaps(replay))


def test_the_server_of_these_tests_would_notice_two_at_once(replay, make_fetcher):
    replay.serve(PAGE, Answer(b"x", before=0.3))
    threads = [threading.Thread(target=make_fetcher().get, args=(Ask(PAGE),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert replay.most_at_once == 2


@pytest.mark.parametrize(("answer", "what"), [
    (Answer(b"no", 403), "the site refuses us"),
    (Answer(b"<script>", 521, (("Set-Cookie", "__jsluid_s=1"),)), "challenge"),
    (Answer(b"slow down", 429, (("Retry-After", "86400"),)), "busy"),
    (Answer(b"slow down", 429), "busy"),
])
def test_a_host_that_refused_us_is_not_asked_again_in_the_run(replay, fetcher, answer, what):
    other = f"https://{HOST}/b.htm"
    replay.serve(PAGE, answer)
    replay.serve(other, Answer(b"x"))
    with pytest.raises(FetchFailedError) as failed:
        fetcher.get(Ask(PAGE))
    assert what in failed.value.what
    with pytest.raises(FetchRefusedError) as refused:
        fetcher.get(Ask(other))
    assert_says(refused.value, "not asked again in this run", other, what, "later")
    assert set(replay.paths()) == {"/a.htm"}
    replay.serve("https://www.gov.cn/a", Answer(b"x"))
    assert fetcher.get(Ask("https://www.gov.cn/a")).body == b"x"


def test_a_host_that_refused_us_by_http_is_not_asked_by_https_either(replay, fetcher):
    replay.serve(f"http://{HOST}/a.htm", Answer(b"no", 403))
    with pytest.raises(FetchFailedError):
        fetcher.get(Ask(f"http://{HOST}/a.htm"))
    with pytest.raises(FetchRefusedError) as refused:
        fetcher.get(Ask(f"https://{HOST}/b.htm"))
    assert_says(refused.value, "not asked again in this run", f"https://{HOST}/b.htm", "403", "later")
    assert replay.asked(HOST) == 2


def test_a_page_that_is_missing_does_not_stop_the_host(replay, fetcher):
    replay.serve(PAGE, Answer(b"x"))
    with pytest.raises(FetchFailedError):
        fetcher.get(Ask(f"https://{HOST}/missing.htm"))
    assert fetcher.get(Ask(PAGE)).body == b"x"


NOW = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(("value", "seconds"), [
    ("", 0), ("30", 30), (" 30 ", 30), ("-5", 0), ("soon", 0), ("1e9", 0), ("٣", 0), ("9" * 40, 999999999),
    ("Tue, 24 Nov 2026 08:02:00 GMT", 120), ("Tue, 24 Nov 2026 07:00:00 GMT", 0),
    ("Tue, 24 Nov 2026 16:02:00 +0800", 120), ("Tuesday, 24-Nov-26 08:02:00 GMT", 120),
    ("Tue Nov 24 08:02:00 2026", 120), ("Tue, 99 Nov 2026 08:02:00 GMT", 0),
])
def test_retry_after_is_read_as_seconds_or_as_a_date(value, seconds):
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_breaks_a_run(value):
    assert retry_after(value, NOW) >= 0
