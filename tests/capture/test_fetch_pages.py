"""Pages are fetched whole, with what went over the wire."""

from kb.capture.web import Ask
from tests.capture.replay import Answer

PAGE = "https://www.cac.gov.cn/2031-01/02/c_1.htm"


def test_a_page_comes_with_its_bytes_headers_and_exchange(replay, fetcher, clock):
    replay.serve(PAGE, Answer("虚构办法".encode(),
                              headers=(("Content-Type", "text/html"), ("ETag", '"a"'))))
    reply = fetcher.get(Ask(PAGE))
    assert (reply.status, reply.url, reply.body.decode()) == (200, PAGE, "虚构办法")
    assert reply.header("ETag") == '"a"'
    assert reply.at == clock.time
    (exchange,) = reply.exchanges
    assert exchange.address == "127.0.0.1"
    assert exchange.request_head.startswith(b"GET /2031-01/02/c_1.htm HTTP/1.1\r\nHost: www.cac.gov.cn\r\n")
    assert exchange.response_head.startswith(b"HTTP/1.1 200 Scripted\r\nContent-Type: text/html\r\n")
    assert not exchange.response_head.endswith(b"\r\n")
