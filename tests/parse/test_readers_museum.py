"""Files that must be refused, each with the reason a person is told."""

import zipfile
import zlib
from io import BytesIO

import docx
import pytest
from pypdf import PdfWriter

from kb.errors import InputRefusedError
from kb.parse.readers import read

ARTICLES = "<p>第一条　为了检验读取，制定本办法。</p>" * 12
CAC_HEAD = "<html><head><title>办法_中央网络安全和信息化委员会办公室</title></head><body>"
CAC_BODY = f'{CAC_HEAD}<div class="main"><DIV id=BodyLabel>{ARTICLES}'


def _docx(paragraphs=("第一条　甲应当乙。",)) -> bytes:
    document, out = docx.Document(), BytesIO()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(out)
    return out.getvalue()


def _with_member(name: str, content: bytes) -> bytes:
    """Return a docx with one member replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(_docx())) as old, \
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return out.getvalue()


def _understated_bomb() -> bytes:
    """Return a docx whose directory claims a size far below what a member unpacks to."""
    data = bytearray(_with_member("word/media/a.bin", b"\0" * (80 << 20)))
    true, small = (80 << 20).to_bytes(4, "little"), (1000).to_bytes(4, "little")
    return bytes(data.replace(true, small))


def _locked_pdf() -> bytes:
    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(out)
    return out.getvalue()


def _crowded() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(2_001):
            archive.writestr(f"{number}.txt", b"")
    return out.getvalue()


def _blank_pdf(pages: int = 1) -> bytes:
    writer, out = PdfWriter(), BytesIO()
    for _ in range(pages):
        writer.add_blank_page(100, 100)
    writer.write(out)
    return out.getvalue()


def _pdf_bomb() -> bytes:
    stream = zlib.compress(b" " * (130 << 20), 1)
    return b"%%PDF-1.4\n1 0 obj<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (
        len(stream), stream)


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'

REFUSED = {
    "empty": (b"", "text/html", "a.html", "empty"),
    "blank": (b" \r\n\t ", "text/plain", "a.txt", "empty"),
    "wide space only": ("\u3000\n".encode(), "text/plain", "a.txt", "empty"),
    "invisible only": ("\u200b\ufeff".encode(), "text/plain", "a.txt", "no document"),
    "nul bytes": (b"abc\0def" * 20, "text/plain", "a.txt", "NUL"),
    "binary": (bytes(range(1, 32)) * 40, "text/plain", "a.txt", "control"),
    "picture": (b"\x89PNG\r\n\x1a\n....", "text/html", "a.html", "picture"),
    "old word": (b"\xd0\xcf\x11\xe0" + b"x" * 99, "", "a.doc", "old Word"),
    "garbled": (("第一条 为了".encode().decode("latin-1") * 50).encode(), "", "a.txt", "garbled"),
    "lost characters": ("第一条　甲应当乙。".encode()[:-1] * 40, "", "a.txt", "damaged"),
    "too large": (b"<p>" + b"a" * (20 << 20), "text/html", "a.html", "too large"),
    "pdf too large": (b"%PDF-" + b"a" * (50 << 20), "", "a.pdf", "too large"),
    "deep nesting": (b"<div>" * 100_000 + b"x", "text/html", "a.html", "nested"),
    "unclosed tags": (b"<a " * 100_000, "text/html", "a.html", "no end"),
    "unclosed comments": (b"<!--" * 100_000, "text/html", "a.html", "no end"),
    "swallowed": (f"<html><body>{ARTICLES}<script>x<p>第十三条　甲应当乙。</p></body></html>".encode(),
                  "text/html", "a.html", "no end"),
    "broken declaration": (b"<p>x</p><![foo<", "text/html", "a.html", "markup is broken"),
    "captcha": ("<html><body>请输入验证码后继续访问</body></html>".encode(), "text/html", "a.html",
                "验证码"),
    "challenge script": (b"<html><script>document.cookie='__jsl_clearance=1'</script></html>",
                         "text/html", "a.html", "__jsl_clearance"),
    "page not found": ("<html><title>政府网</title><p>您访问的页面不存在或已删除！</p></html>".encode(),
                       "text/html", "a.html", "error page"),
    "404 in the title": ("<html><title>404</title><body><p>出错了</p></body></html>".encode(),
                         "text/html", "a.html", "404"),
    "empty body": (f"{CAC_HEAD}<div id=BodyLabel> </div></body></html>".encode(), "text/html",
                   "a.html", "#BodyLabel"),
    "template without its body": (f"{CAC_HEAD}<p>第一条　甲。</p></body></html>".encode(),
                                  "text/html", "a.html", "#BodyLabel"),
    "cut in the body": (CAC_BODY.encode(), "text/html", "a.html", "cut off"),
    "cut in a tag of the body": (f'{CAC_BODY}<p style="te'.encode(), "text/html", "a.html",
                                 "cut off"),
    "cut in a tag": (f"<html><body>{ARTICLES}<p cla".encode(), "text/html", "a.html", "cut off"),
    "web page called pdf": (b"<html>", "application/pdf", "a.pdf", "claims to be"),
    "broken pdf": (b"%PDF-1.4 nothing", "application/pdf", "a.pdf", "broken"),
    "locked pdf": (_locked_pdf(), "application/pdf", "a.pdf", "password"),
    "scanned pdf": (_blank_pdf(), "application/pdf", "a.pdf", "pictures"),
    "pdf bomb": (_pdf_bomb(), "application/pdf", "a.pdf", "unpacks"),
    "broken docx": (b"PK\x03\x04 nothing", "", "a.docx", "broken"),
    "zip without a document": (_with_member("word/document.xml", b"<a/>")[:-30], "", "a.docx",
                               "broken"),
    "docx of nothing": (_docx(()), "", "a.docx", "no text"),
    "docx with entities": (_with_member("word/document.xml", ENTITIES), "", "a.docx", "entities"),
    "entities behind a long comment": (
        _with_member("word/document.xml", b"<!--%s--><!DOCTYPE a SYSTEM 'b'><a/>" % (
            b"x" * ((1 << 16) - 12))), "", "a.docx", "entities"),
    "entities in capitals": (_with_member("WORD/DOCUMENT.XML", ENTITIES), "", "a.docx", "entities"),
    "crowded archive": (_crowded(), "", "a.docx", "members"),
    "long pdf": (_blank_pdf(1_001), "application/pdf", "a.pdf", "pages"),
    "steep bomb": (_with_member("word/media/a.bin", b"\0" * (30 << 20)), "", "a.docx", "unpacks"),
    "large bomb": (_with_member("word/media/a.bin", b"\0" * (70 << 20)), "", "a.docx", "unpacks"),
    "understated bomb": (_understated_bomb(), "", "a.docx", ""),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_file_is_refused_with_its_reason(name):
    data, media_type, file_name, reason = REFUSED[name]
    with pytest.raises(InputRefusedError) as caught:
        read(data, media_type, file_name)
    error = caught.value
    assert error.where == file_name
    assert reason in f"{error.what}; {error.why}"
    assert error.remedy
    assert error.exit_code == 4


@pytest.mark.parametrize("text", ["第一条　甲应当乙。", "第一条　输入验证码的，应当保密。"])
def test_short_law_is_not_a_challenge(text):
    source = read(f"<html><title>404号</title><p>{text}</p></html>".encode(), "text/html", "a.html")
    assert len(source.blocks) == 1


def test_page_cut_after_its_document_is_kept_and_reported():
    markup = f'{CAC_BODY}</div><div class="footer'
    source = read(markup.encode(), "text/html", "a.html")
    assert len(source.blocks) == 12
    assert [problem.code for problem in source.problems] == ["truncated-page"]


def test_unclosed_paragraphs_are_no_attack():
    markup = "<html><body>" + "<p>第一条　甲。" * 2000 + "</body></html>"
    assert len(read(markup.encode(), "text/html", "a.html").blocks) == 2000
