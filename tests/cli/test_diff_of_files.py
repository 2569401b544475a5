"""Two files that need no set-up: a Word file against a Chinese PDF that a browser printed."""

import json
import os
from pathlib import Path

import docx
import pytest

CHROMIUM = os.environ.get("REGTRAIL_CHROMIUM", "/usr/bin/chromium")
OLD = """桥梁管理暂行办法
第一章 总则
第一条 为了规范桥梁的养护和管理，保障桥梁安全畅通，维护公众出行的合法权益，制定本办法。
第二条 养护单位应当每年检查桥梁，保存检查记录，并向桥梁部门报告病害和处理情况，不得隐瞒。
养护单位应当履行下列义务：
（一）公示检查结果和养护计划；
（二）报告桥梁病害以及可能影响通行安全的其他情况。
第三条 任何单位和个人不得损毁桥梁标识。"""
NEW = OLD.replace("每年", "每季度")


@pytest.fixture
def printed(tmp_path):
    sync_api = pytest.importorskip("playwright.sync_api")
    if os.environ.get("REGTRAIL_BROWSER") != "1" or not Path(CHROMIUM).exists():
        pytest.skip("set REGTRAIL_BROWSER=1 to run in Chromium")
    page = "".join(f"<p>{line}</p>" for line in NEW.splitlines())
    with sync_api.sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        tab = browser.new_page()
        tab.set_content(f"<meta charset=utf-8><body lang=zh-Hans>{page}")
        tab.pdf(path=tmp_path / "new.pdf", format="A4")
        browser.close()
    return tmp_path / "new.pdf"


@pytest.fixture
def written(tmp_path):
    document = docx.Document()
    for line in OLD.splitlines():
        document.add_paragraph(line)
    document.save(tmp_path / "old.docx")
    return tmp_path / "old.docx"


@pytest.mark.browser
def test_a_word_file_is_compared_with_a_printed_pdf(kb, written, printed):
    code, out, _ = kb("diff", str(written), str(printed), "--json")
    links = json.loads(out)["links"]
    assert code == 0
    assert [(link["from"], link["to"], link["classes"]) for link in links] == [
        (["art_1"], ["art_1"], ["unchanged"]), (["art_2"], ["art_2"], ["amended"]),
        (["art_3"], ["art_3"], ["unchanged"])]
    assert "每[-年-]{+季度+}检查" in kb("diff", str(written), str(printed))[1]


@pytest.mark.browser
def test_a_printed_pdf_has_its_paragraphs_and_items(kb, printed):
    rows = json.loads(kb("analyse", str(printed), "--json")[1])["provisions"]
    texts = {row["eid"]: row["text"] for row in rows if row["text"]}
    lines = [line for line in NEW.splitlines() if "应当" in line]
    assert [texts["art_2__para_1"], texts["art_2__para_2"]] == [lines[0].split(" ")[1], lines[1]]
    assert texts["art_2__para_2__item_2"].endswith("其他情况。")
