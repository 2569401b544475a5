"""Bytes to characters: the declaration is a claim."""

import pytest

from kb.parse.radicals import KANGXI, RADICALS, SUPPLEMENT, map_radicals
from kb.parse.readers.decoding import decode

TEXT = "第一条　为了检验读取活动，保护甲乙丙丁，根据有关规定，制定本办法，自发布之日起施行。"
RARE = "\U00020000㐀䶮"  # only gb18030 holds these: four bytes each


def _page(charset: str, text: str = TEXT) -> str:
    return f'<html><head><meta charset="{charset}"></head><body><p>{text}</p></body></html>'


@pytest.mark.parametrize(("declared", "used", "codes"), [
    ("utf-8", "utf-8", []),
    ("gb2312", "gb18030", []),
    ("gbk", "gb18030", []),
    ("GB2312", "gbk", []),
    ("utf-8", "gbk", ["wrong-charset"]),
    ("gb2312", "utf-8", ["wrong-charset"]),
    ("iso-8859-1", "utf-8", ["wrong-charset"]),
    ("no-such-code", "utf-8", []),
    *((name, "gb18030", []) for name in ("rot13", "base64", "zlib", "punycode", "unicode_escape", "idna",
                                         "undefined")),
])
def test_page_reads_whatever_it_declares(declared, used, codes):
    decoded = decode(_page(declared).encode(used), "a.html")
    assert TEXT in decoded.text
    assert [problem.code for problem in decoded.problems] == codes


def test_gb2312_page_with_four_byte_characters_reads_fully():
    decoded = decode(_page("gb2312", TEXT + RARE).encode("gb18030"), "a.html")
    assert TEXT + RARE in decoded.text
    assert "\ufffd" not in decoded.text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "utf-8"])
def test_plain_text_reads_in_every_usual_code(encoding):
    assert decode(TEXT.encode(encoding), "a.txt").text == TEXT


def test_one_stray_byte_is_reported_not_refused():
    data = (TEXT * 80).encode()
    decoded = decode(data[:3000] + b"\xff" + data[3000:], "a.txt")
    assert [problem.code for problem in decoded.problems] == ["undecodable-bytes"]


def test_radical_table_is_complete_and_one_for_one():
    assert len(KANGXI) == 214
    assert len(SUPPLEMENT) == 115
    assert all(0x2E80 <= code < 0x2FE0 for code in RADICALS)
    mapped = [map_radicals(chr(code)) for code in RADICALS]
    assert all(len(char) == 1 and not 0x2E80 <= ord(char) < 0x2FE0 for char in mapped)


@pytest.mark.parametrize(("before", "after"), [
    ("⽹络⽤⼾", "网络用户"), ("⻔⻚⻅⻓⻛⻰", "门页见长风龙"), ("（一），ＡＢ①", "（一），ＡＢ①")])
def test_radicals_map_and_nothing_else_changes(before, after):
    assert map_radicals(before) == after
