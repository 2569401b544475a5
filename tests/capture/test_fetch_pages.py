"""Pages are fetched whole, with what went over the wire."""

import gzip
import zlib

import pytest

from kb.capture.web import Ask, FetchFailedError, FetchRefusedError
from tests.capture.conftest import assert_says
from tests.capture.replay import Answer

HOST = "www.cac.gov.cn"
PAGE = f"https://{HOST}/2031-01/02/c_1.htm"
BODY = "虚构办法第一条".encode()
HTML = ("Content-Type", "text/html")


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def test_a_page_comes_with_its_bytes_headers_and_exchange(replay, fetcher, clock):
    replay.serve(PAGE, Answer(BODY, headers=(HTML, ("ETag", '"a"'))))
    reply = fetcher.get(Ask(PAGE))
    assert (reply.asked, reply.status, reply.url, reply.body) == (PAGE, 200, PAGE, BODY)
    assert reply.header("ETag") == '"a"'
    assert reply.at == clock.time
    (exchange,) = reply.exchanges
    assert (exchange.address, exchange.url, exchange.payload) == ("127.0.0.1", PAGE, BODY)
    assert exchange.response_head == (b"HTTP/1.1 200 Scripted\r\nContent-Type: text/html\r\nETag: \"a\"\r\n"
                                      b"Content-Length: 21\r\nConnection: close")


def test_the_request_head_kept_is_the_one_that_was_sent(replay, fetcher):
    replay.serve(PAGE, Answer(BODY))
    reply = fetcher.get(Ask(PAGE, referer=f"https://{HOST}/"))
    seen = replay.seen[-1]
    sent = [f"GET {seen.path} HTTP/1.1", *(f"{name}: {value}" for name, value in seen.headers)]
    assert reply.exchanges[-1].request_head.decode().split("\r\n") == sent
    assert seen.header("Host") == HOST
    assert seen.header("Referer") == f"https://{HOST}/"


def test_every_request_says_who_asks(replay, fetcher):
    replay.serve(PAGE, Answer(BODY))
    fetcher.get(Ask(PAGE))
    assert len(replay.seen) == 2
    for seen in replay.seen:
        agent = seen.header("User-Agent")
        assert agent.startswith("Regtrail/")
        assert "mailto:keeper@regtrail.test" in agent
        assert "Chinese AI" in agent


def test_a_form_is_posted(replay, fetcher):
    url = f"https://{HOST}/cms/JsonList"
    replay.serve(url, lambda seen: Answer(f"page {seen.form['pageno']}".encode()))
    reply = fetcher.get(Ask(url, form=(("channelCode", "A093802"), ("pageno", "2"), ("fuhao", "="))))
    assert reply.body == b"page 2"
    assert reply.exchanges[-1].request_body == b"channelCode=A093802&pageno=2&fuhao=%3D"
    assert replay.seen[-1].method == "POST"


@pytest.mark.parametrize("query", [
    "?filepath=has/~+=%2F%7e&fText=%e9%99%84", "?", "?a=b?c&&d", "?x='\"<>|{}[]^`",
])
def test_path_and_query_go_out_byte_for_byte(replay, fetcher, query):
    url = f"https://{HOST}/cms/pub/interact/downloadfile.jsp{query}"
    replay.know(HOST)
    with pytest.raises(FetchFailedError):
        fetcher.get(Ask(url))
    assert replay.seen[-1].path == f"/cms/pub/interact/downloadfile.jsp{query}"


def test_chinese_letters_and_spaces_of_an_address_are_encoded(replay, fetcher):
    replay.serve(f"https://{HOST}/%E9%99%84%201.pdf", Answer(b"%PDF"))
    assert fetcher.get(Ask(f"https://{HOST}/附 1.pdf#page=2")).url == f"https://{HOST}/%E9%99%84%201.pdf"


@pytest.mark.parametrize(("coding", "packed"), [
    *((name, gzip.compress(BODY, mtime=0)) for name in ("gzip", "x-gzip", "GZIP ")),
    ("gzip", gzip.compress(BODY[:5], mtime=0) + gzip.compress(BODY[5:], mtime=0)),
    ("deflate", zlib.compress(BODY)), ("deflate", raw_deflate(BODY)), ("identity", BODY),
])
def test_codings_are_undone_and_kept_in_the_exchange(replay, fetcher, coding, packed):
    replay.serve(PAGE, Answer(packed, headers=(HTML, ("Content-Encoding", coding))))
    reply = fetcher.get(Ask(PAGE))
    assert reply.body == BODY
    assert reply.exchanges[0].payload == packed
    assert replay.seen[-1].header("Accept-Encoding") == "gzip, deflate"


def test_a_chunked_page_and_one_that_ends_by_closing_are_whole(replay, fetcher):
    replay.serve(PAGE, Answer(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", length=None,
                              headers=(HTML, ("Transfer-Encoding", "chunked"))),
                 Answer(b"abcde", length=None))
    first, second = fetcher.get(Ask(PAGE)), fetcher.get(Ask(PAGE))
    assert first.body == second.body == first.exchanges[0].payload == b"abcde"


def test_an_interim_answer_is_not_the_answer(replay, fetcher):
    replay.serve(PAGE, Answer(BODY, interim=b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n"))
    reply = fetcher.get(Ask(PAGE))
    assert reply.body == BODY
    assert reply.exchanges[0].response_head.startswith(b"HTTP/1.1 200 ")


def test_bytes_are_not_touched_whatever_the_header_says_of_their_charset(replay, fetcher):
    packed = "虚构".encode("gb18030")
    replay.serve(PAGE, Answer(packed, headers=(("Content-Type", "text/html; charset=utf-8"),)))
    reply = fetcher.get(Ask(PAGE))
    assert reply.body == packed
    assert reply.header("content-type") == "text/html; charset=utf-8"


def test_a_page_that_has_not_changed_is_said_to_be_so(replay, fetcher):
    def answer(seen):
        fresh = seen.header("If-None-Match") == '"a"' and seen.header("If-Modified-Since") == "yesterday"
        return Answer(status=304, headers=(("ETag", '"a"'),)) if fresh else Answer(BODY)

    replay.serve(PAGE, answer)
    assert not fetcher.get(Ask(PAGE)).unchanged
    reply = fetcher.get(Ask(PAGE, etag='"a"', modified="yesterday"))
    assert (reply.unchanged, reply.status, reply.body, len(reply.exchanges)) == (True, 304, b"", 1)


def test_a_304_that_was_not_asked_for_is_no_page(replay, fetcher):
    replay.serve(PAGE, Answer(status=304, headers=()))
    with pytest.raises(FetchFailedError) as caught:
        fetcher.get(Ask(PAGE))
    assert caught.value.status == 304


def test_no_cookie_is_kept(replay, fetcher):
    replay.serve(PAGE, Answer(BODY, headers=(HTML, ("Set-Cookie", "a=b; Path=/"))))
    fetcher.get(Ask(PAGE))
    fetcher.get(Ask(PAGE))
    assert not replay.seen[-1].header("Cookie")


@pytest.mark.parametrize("change", [{"referer": "x\r\nCookie: a=b"}, {"etag": "\x00"}, {"modified": "昨"}])
def test_a_value_cannot_smuggle_a_header(replay, fetcher, change):
    replay.serve(PAGE, Answer(BODY))
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(PAGE, **change))
    assert_says(caught.value, "cannot be sent", PAGE, "header")
    assert replay.paths() == []


def test_what_is_part_of_no_reply_can_be_archived_too(replay, fetcher):
    replay.serve(f"https://{HOST}/robots.txt", Answer(b"User-agent: *\nDisallow: /zfz/"))
    replay.serve(PAGE, Answer(b"busy", 503), Answer(BODY))
    reply = fetcher.get(Ask(PAGE))
    assert [(one.url, one.payload) for one in reply.exchanges] == [(PAGE, BODY)]
    aside = [(one.url, one.payload[:4]) for one in fetcher.take_aside()]
    assert aside == [(f"https://{HOST}/robots.txt", b"User"), (PAGE, b"busy")]
    assert fetcher.take_aside() == ()
