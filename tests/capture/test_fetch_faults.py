"""What sites do to us: each fault is survived or told with what, where, why and a remedy."""

import gzip
import zlib
from itertools import pairwise

import pytest

from kb.capture.web import Ask, FetchFailedError
from tests.capture.conftest import assert_says
from tests.capture.replay import Answer

HOST = "www.cac.gov.cn"
PAGE = f"https://{HOST}/2031-01/02/c_1.htm"
BODY = "虚构办法第一条".encode() * 500
HTML = ("Content-Type", "text/html")
CHUNKED = (("Transfer-Encoding", "chunked"),)
ALL = 4
BAD = bytearray(gzip.compress(BODY))
BAD[len(BAD) // 2] ^= 0xFF


def coded(coding: str, payload: bytes) -> Answer:
    return Answer(payload, headers=(HTML, ("Content-Encoding", coding)))


# To each name: the answer; how often it is asked for; status, what, why and remedy that are told.
FAULTS = {
    "429": (Answer(b"", 429), ALL, 429, "busy", "429, 4 times", "later"),
    "429 asking for a little": (Answer(b"", 429, (("Retry-After", "60"),)), ALL, 429, "busy",
                                "asks to wait 60 s", "later"),
    "429 asking for long": (Answer(b"", 429, (("Retry-After", "7200"),)), 1, 429, "busy", "7,200 s",
                            "come back after 2026-11-24 10:00 UTC"),
    "503 until a date": (Answer(b"", 503, (("Retry-After", "Tue, 24 Nov 2026 20:00:00 GMT"),)), 1, 503,
                         "busy", "asks to wait 43,", "come back after 2026-11-24 20:00 UTC"),
    "502": (Answer(b"", 502), ALL, 502, "busy", "502", "later"),
    "503": (Answer(b"", 503), ALL, 503, "busy", "503", "later"),
    "504": (Answer(b"", 504), ALL, 504, "busy", "504", "later"),
    "500": (Answer(b"", 500), 1, 500, "did not give the page", "500", "browser"),
    "400": (Answer(b"", 400), 1, 400, "did not give the page", "400", "browser"),
    "401": (Answer(b"", 401), 1, 401, "did not give the page", "401", "browser"),
    "403": (Answer(b"", 403), 1, 403, "refuses us", "403 (forbidden)", "nothing more is asked"),
    "404": (Answer(b"", 404), 1, 404, "not there", "404", "correct the register"),
    "410": (Answer(b"", 410), 1, 410, "not there", "410", "correct the register"),
    "521 challenge": (Answer(b"<script>document.cookie=...</script>", 521,
                             (HTML, ("Set-Cookie", "__jsluid_s=ab"))), 1, 521, "challenge for browsers",
                      "521 with a script", "another official site"),
    "412 challenge": (Answer(b"<script>", 412), 1, 412, "challenge", "412", "import the file"),
    "challenge by its cookie": (Answer(b"<script>", 202, (("Set-Cookie", "__jsl_clearance=1"),)), 1, 202,
                                "challenge", "202", "import the file"),
    "202 promise": (Answer(b"", 202), 1, 202, "did not give the page", "202", "browser"),
    "204 nothing": (Answer(b"", 204, length=None), 1, 204, "did not give the page", "204", "browser"),
    "206 part": (Answer(b"part", 206), 1, 206, "did not give the page", "206", "browser"),
    "redirect to nowhere": (Answer(b"", 302, ()), 1, 302, "did not give the page", "302", "browser"),
    "reset mid-body": (Answer(BODY, fault="reset"), ALL, 0, "broke before the page was whole", "bytes",
                       "later"),
    "truncated body": (Answer(BODY, fault="cut"), ALL, 0, "broke before the page was whole",
                       "without sending complete message body", "later"),
    "truncated chunks": (Answer(b"ff\r\nabc", length=None, headers=CHUNKED), ALL,
                         0, "broke", "incomplete chunked read", "later"),
    "broken chunks": (Answer(b"zz\r\nabc", length=None, headers=CHUNKED), ALL, 0,
                      "broke", "illegal chunk",
                      "later"),
    "closed without a word": (Answer(fault="silent"), ALL, 0, "broke", "without sending a response",
                              "later"),
    "too short a length": (Answer(BODY, length=100), ALL, 0, "longer than its Content-Length",
                           "100 bytes were announced", "later"),
    "a length of none": (Answer(BODY, length=0), ALL, 0, "longer than its Content-Length",
                         "0 bytes were announced", "later"),
    "too great a length": (Answer(BODY, length=len(BODY) + 1), ALL, 0, "broke", "received", "later"),
    "no length at all": (Answer(b"", headers=(("Content-Length", "many"),), length=None), ALL, 0, "broke",
                         "bad Content-Length", "later"),
    "not http": (Answer(interim=b"SSH-2.0-OpenSSH\r\n\r\n"), ALL, 0, "broke", "illegal", "later"),
    "endless head": (Answer(interim=b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000), ALL, 0, "broke", "",
                     "later"),
    "broken gzip": (coded("gzip", bytes(BAD)), 1, 200, "gzip coding is broken", "", "report the address"),
    "gzip that is none": (coded("gzip", BODY), 1, 200, "gzip coding is broken", "incorrect header",
                          "report"),
    "truncated gzip": (coded("gzip", gzip.compress(BODY)[:-9]), 1, 200, "gzip coding is broken",
                       "ends early", "report"),
    "gzip with something behind": (coded("gzip", gzip.compress(BODY) + b"<p>"), 1, 200,
                                   "gzip coding is broken", "3 bytes follow", "report"),
    "truncated deflate": (coded("deflate", zlib.compress(BODY)[:-4]), 1, 200, "deflate coding is broken",
                          "ends early", "report"),
    "unknown coding": (coded("br", BODY), 1, 200, "coding that was not asked for", "'br'", "report"),
    "two codings": (coded("gzip, gzip", BODY), 1, 200, "coding that was not asked for", "gzip, gzip",
                    "report"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_and_nothing_passes_for_a_page(name, replay, fetcher):
    answer, tries, status, what, why, remedy = FAULTS[name]
    replay.serve(PAGE, answer)
    with pytest.raises(FetchFailedError) as caught:
        fetcher.get(Ask(PAGE))
    assert_says(caught.value, what, PAGE, why, remedy)
    assert caught.value.status == status
    assert caught.value.exit_code == 4
    assert len(replay.paths()) == tries


@pytest.mark.parametrize("name", [name for name, row in FAULTS.items() if row[1] == ALL])
def test_a_passing_fault_is_outlived(name, replay, fetcher):
    replay.serve(PAGE, FAULTS[name][0], FAULTS[name][0], Answer(BODY))
    reply = fetcher.get(Ask(PAGE))
    assert reply.body == BODY
    assert len(reply.exchanges) == 1
    assert len(replay.paths()) == 3


def test_waits_grow(replay, fetcher):
    replay.serve(PAGE, Answer(b"", 503))
    with pytest.raises(FetchFailedError):
        fetcher.get(Ask(PAGE))
    starts = [seen.began for seen in replay.seen if seen.path != "/robots.txt"]
    waits = [(after - before).total_seconds() for before, after in pairwise(starts)]
    bounds = [(6, 7.5), (8, 12), (16, 24)]
    assert all(low <= wait <= high for wait, (low, high) in zip(waits, bounds, strict=True)), waits


@pytest.mark.parametrize("value", ["90", "Tue, 24 Nov 2026 08:01:36 GMT"])
def test_retry_after_is_waited_for(replay, fetcher, clock, value):
    replay.serve(PAGE, Answer(b"", 429, (("Retry-After", value),)), Answer(BODY))
    start = clock.time
    assert fetcher.get(Ask(PAGE)).body == BODY
    assert 90 <= (clock.time - start).total_seconds() <= 98


def test_a_slow_drip_ends_at_the_deadline(replay, make_fetcher):
    replay.serve(PAGE, Answer(BODY, fault="drip", every=0.05))
    with pytest.raises(FetchFailedError) as caught:
        make_fetcher(deadline=0.4, read_timeout=0.2, retries=0).get(Ask(PAGE))
    assert_says(caught.value, "took too long", PAGE, "the whole was not there within 0.4 s", "later")
    assert "bytes" in caught.value.why


def test_a_drip_of_headers_ends_at_the_deadline(replay, make_fetcher):
    replay.serve(PAGE, Answer(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 100, fault="raw drip", every=0.05))
    with pytest.raises(FetchFailedError) as caught:
        make_fetcher(deadline=0.4, read_timeout=0.2, retries=0).get(Ask(PAGE))
    assert_says(caught.value, "took too long", PAGE, "within 0.4 s", "later")


def test_a_site_that_does_not_answer_ends_at_the_timeout(replay, make_fetcher):
    replay.serve(PAGE, Answer(BODY, before=1.5))
    with pytest.raises(FetchFailedError) as caught:
        make_fetcher(read_timeout=0.2, retries=0).get(Ask(PAGE))
    assert_says(caught.value, "took too long", PAGE, "no more came within 0.2 s", "later")


def test_nobody_listening_is_told(replay, make_fetcher):
    fetcher = make_fetcher(resolve={HOST: ("127.0.0.1", 1, "http")})
    with pytest.raises(Exception, match="robots file could not be had") as caught:
        fetcher.get(Ask(PAGE))
    assert_says(caught.value, "robots", PAGE, "no connection could be made", "official address")


def test_a_name_that_nobody_knows_is_told(make_fetcher):
    with pytest.raises(Exception, match="robots file could not be had") as caught:
        make_fetcher(resolve={}).get(Ask(PAGE))
    assert_says(caught.value, "robots", PAGE, "the host is not known: the name service says", "official")


BOMB = gzip.compress(b"\0" * 40_000_000)
SIZES = {
    "announced": Answer(b"x" * 200_000), "endless": Answer(b"x" * 65_536, fault="endless"),
    "gzip bomb": coded("gzip", BOMB), "deflate bomb": coded("deflate", zlib.compress(b"\0" * 40_000_000)),
    "bomb in many members": coded("gzip", gzip.compress(b"\0" * 10_000) * 50),
}


@pytest.mark.parametrize("name", SIZES)
def test_no_more_is_taken_than_accepted_packed_or_unpacked(name, replay, fetcher):
    replay.serve(PAGE, SIZES[name])
    with pytest.raises(FetchFailedError) as caught:
        fetcher.get(Ask(PAGE, limit=100_000))
    how = "unpacked" if "bomb" in name else "as received"
    assert_says(caught.value, "larger than accepted", PAGE, f"more than 100,000 bytes {how}", "browser")
    assert len(replay.paths()) == 1


def test_a_page_of_just_the_size_accepted_is_taken(replay, fetcher):
    replay.serve(PAGE, Answer(b"x" * 100_000), coded("gzip", gzip.compress(b"x" * 100_000)))
    for _ in range(2):
        assert len(fetcher.get(Ask(PAGE, limit=100_000)).body) == 100_000


def test_the_cap_of_the_settings_holds_whatever_is_asked_for(replay, make_fetcher):
    replay.serve(PAGE, Answer(b"x" * 2000))
    with pytest.raises(FetchFailedError, match="larger"):
        make_fetcher(cap=1000).get(Ask(PAGE))
