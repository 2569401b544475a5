"""What a reply is called, whatever the site says, and pages beyond reason."""

import time
from datetime import UTC, date, datetime

import pytest

from kb.capture.sites.naming import file_name_of, media_type_of
from kb.capture.sites.page import absolute, day_of, decoded, open_page, visible, words
from kb.capture.web import Exchange, Reply
from kb.errors import InputRefusedError


def reply(body=b"%PDF-1.4", disposition="", media_type="application/octet-stream"):
    url = "https://a.test/x/y.jsp?z=1"
    exchange = Exchange(url, datetime(2031, 2, 3, tzinfo=UTC), "", b"", b"", b"", body)
    headers = (("content-type", media_type), ("content-disposition", disposition))
    return Reply(url, url, 200, headers, body, (exchange,))


@pytest.mark.parametrize(("disposition", "name"), [
    ("attachment; filename*=UTF-8''%E7%81%AF%E5%A1%94.docx", "灯塔.pdf"),
    ("attachment; filename=\"x.pdf\"; filename*=UTF-8''%E7%81%AF.pdf", "灯.pdf"),
    ("attachment; filename*=GB18030''%B5%C6.pdf", "灯.pdf"),
    ("attachment; filename*=none''%41.pdf", "A.pdf"),
    ('attachment; filename="plain name.doc"', "plain name.pdf"),
    ('attachment; filename="' + "灯".encode().decode("latin-1") + '.pdf"', "灯.pdf"),
    ("", "y.pdf"), ("attachment", "y.pdf"), ('attachment; filename=""', "y.pdf"),
    ('attachment; filename="../../../etc/passwd"', "passwd.pdf"),
    ("attachment; filename*=UTF-8''..%2F..%2Fcaptures%2Findex.json", "index.pdf"),
    ('attachment; filename="C:\\\\a\\\\b.exe"', "b.pdf"),
    ('attachment; filename="\x00a\x1b[2J.pdf"', "_a_[2J.pdf"),
    ("attachment; filename*=UTF-8''a%E2%80%AEfdp.exe", "a_fdp.pdf"),
    ('attachment; filename=".."', "page.pdf"),
    ('attachment; filename="' + "a" * 5000 + '.pdf"', "a" * 80 + ".pdf"),
])
def test_a_name_is_a_plain_file_name_with_the_ending_of_what_it_is(disposition, name):
    assert file_name_of(reply(disposition=disposition)) == name


@pytest.mark.parametrize(("body", "said", "found"), [
    (b"%PDF-1.7", "text/html", "application/pdf"),
    (b"PK\x03\x04", "application/x", "wordprocessingml.document"),
    (b"<html>", "application/octet-stream", "text/html"), (b"  {", "text/plain", "application/json"),
    (b"\xd0\xcf\x11\xe0", "application/pdf", "application/msword"), (b"text", "text/plain", "text/plain"),
    (b"hello", "", "text/html")])
def test_the_first_bytes_say_what_a_reply_is(body, said, found):
    assert media_type_of(reply(body, media_type=said)).endswith(found)


@pytest.mark.parametrize("markup", [
    b"<div>" * 3_000, b"<b>" * 200_000, b"<" * 200_000, b"<p>" + b"x" * (9 * 1024 * 1024),
    b"<!--" * 40_000, b"<script>" * 1_000 + b"x" * 7_000_000, b"<![CDATA[" * 30_000,
], ids=["nested", "many", "open brackets", "large", "open comments", "open scripts", "open sections"])
def test_a_page_beyond_reason_is_refused_in_a_moment(markup):
    began = time.monotonic()
    with pytest.raises(InputRefusedError, match="cannot be taken apart"):
        open_page(reply(markup))
    assert time.monotonic() - began < 3


def test_words_are_the_page_as_printed_without_what_it_does_not_show():
    page = open_page(reply("<div id=a>一<b>二</b><script>x()</script><!-- no --><p>三 四</p><style>p{}"
                           "</style><p>五<br>六</p></div>".encode()))
    assert words(page.first(("#a",))) == "一二\n三 四\n五\n六"
    assert visible("<p>一&nbsp;<!-- 二 -->三<script>四</script></p>") == 2


@pytest.mark.parametrize("text", ["2031-02-03", "2031/2/3", "2031年02月03日 17:00", "发布：2031.2.3"])
def test_a_day_is_read_in_the_forms_of_the_sites(text):
    assert day_of(text) == date(2031, 2, 3)


@pytest.mark.parametrize("text", ["", "2031", "2031-13-01", "2031年02月30日"])
def test_what_is_no_day_is_none(text):
    assert day_of(text) is None


def test_links_keep_their_query_and_take_the_scheme_of_the_page():
    base = "https://www.cac.gov.cn/a/b.htm"
    assert absolute(base, "//www.cac.gov.cn/c.htm") == "https://www.cac.gov.cn/c.htm"
    query = "/cms/downloadfile.jsp?filepath=a/~+=&fText=%E7%81%AF"
    assert absolute(base, query) == "https://www.cac.gov.cn" + query
    assert [absolute(base, link) for link in ("javascript:x", "ftp://a/b", "#x", " ")] == [""] * 4


def test_bytes_are_utf_8_or_gb_18030():
    forms = ("灯".encode(), "灯".encode("gb18030"), b"\xef\xbb\xbf1")
    assert [decoded(text) for text in forms] == ["灯", "灯", "1"]
    assert "�" in decoded(b"\xff\xff\xff")
