"""The grade of a text follows from who served it and what was done to it."""

from datetime import date
from pathlib import Path

import pytest

from kb.capture.grading import grade, is_official
from kb.capture.offer import Offer
from kb.model.text import Grade
from kb.model.work import Authority, Register

REGISTER = Register((), (Authority("office", "", "", "", "https://www.office.example.cn"),
                         Authority("council", "", "", "", "https://www.gov.cn"),
                         Authority("none", "", "", "", "")), date(2026, 11, 23))
OFFICE = "https://www.office.example.cn/2030-01/01/c_1.htm"
HTML, TXT, MD, PDF = "text/html", "text/plain", "text/markdown", "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LINES = "第一条 试验。\n第二条 再试。\n"

CASES = [
    (HTML, OFFICE, "RAW page", LINES, Grade.OFFICIAL_RECEIVED, ""),
    (DOCX, OFFICE, "attachment", LINES, Grade.OFFICIAL_RECEIVED, ""),
    (HTML, "", "RAW page", LINES, Grade.REPUBLISHED, ""),
    (HTML, "https://news.example.com/1", "RAW page", LINES, Grade.REPUBLISHED, ""),
    (HTML, OFFICE, "body HTML fragment, cut from a dump", LINES, Grade.REPUBLISHED, "fragment"),
    (MD, OFFICE, "reposted with navigation", LINES, Grade.REPUBLISHED, ""),
    (MD, OFFICE, "PDF-to-text by repo (pdftotext/pypdf)", LINES, Grade.CONVERTED, "PDF"),
    (TXT, OFFICE, "page flattened to one line", LINES, Grade.CONVERTED, "one line"),
    (TXT, OFFICE, "One line, nav included", LINES, Grade.CONVERTED, "one line"),
    (TXT, "", "OCR text", LINES, Grade.CONVERTED, "OCR"),
    (TXT, "", "", "第 一 条 为 了 规 范 试 验", Grade.CONVERTED, "OCR"),
    (TXT, "", "", "字" * 2001, Grade.CONVERTED, "one line"),
    (MD, "", "", "⼀⼆⼈⼊八" + LINES, Grade.CONVERTED, "PDF"),
    (PDF, OFFICE, "", "", Grade.CONVERTED, "text layer"),
    (HTML, OFFICE, "flattened to one line", LINES, Grade.CONVERTED, "one line"),
    (TXT, "", "", "", Grade.REPUBLISHED, ""),
    (TXT, "", "a note on the democracy of PDFs", LINES, Grade.REPUBLISHED, ""),
]


@pytest.mark.parametrize(("media_type", "url", "note", "text", "expected", "defect"), CASES)
def test_each_rule_gives_its_grade_and_leaves_a_sentence(media_type, url, note, text, expected, defect):
    offer = Offer("w@v", Path("x"), media_type, "x", official_url=url, note=note)
    found, defects = grade(offer, text.encode(), REGISTER)
    assert found is expected
    assert bool(defects) is bool(defect)
    assert defect in " ".join(defects)


def test_only_bytes_we_fetched_ourselves_are_called_fetched():
    offer = Offer("w@v", Path("x"), HTML, "x", official_url=OFFICE, fetched=True)
    assert grade(offer, b"<p>", REGISTER) == (Grade.OFFICIAL_FETCHED, ())


HOSTS = [
    (OFFICE, True), ("http://office.example.cn/a", True), ("https://sub.office.example.cn/a", True),
    ("https://xzfg.moj.gov.cn/front/law/detail?LawID=1", True),
    ("http://www.gov.cn/zhengce/1.htm", True),
    ("https://flk.npc.gov.cn", True),
    ("https://town.gov.cn/copy.htm", False), ("https://evil-office.example.cn.evil.com/", False),
    ("https://notoffice.example.cn/", False), ("https://www.office.example.cn@evil.com/", False),
    ("ftp://www.office.example.cn/a", False), ("javascript:alert(1)", False), ("", False),
    ("https://[broken", False), ("https://", False),
]


@pytest.mark.parametrize(("url", "official"), HOSTS)
def test_an_address_is_official_only_on_an_authoritys_own_host(url, official):
    assert is_official(url, REGISTER) is official
