"""One file that can be mailed, in every form, read back by other libraries than those that wrote it."""

import json
import re
import zipfile
from dataclasses import replace

import docx
import pytest
from bs4 import BeautifulSoup
from lxml import etree

from kb.cli.inputs import text_named
from kb.cli.main import run
from kb.errors import KbError
from kb.model.statement import StatementSet
from kb.store.database import read_library
from kb.store.layout import Layout
from tests import builders

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PAIR = ("bridges@draft-2024", "bridges@final-2025")
HOSTILE = "=cmd|' /C calc'!A0"


def words(text):
    return "".join(text.split())


@pytest.fixture
def files(tmp_path):
    for name, body in (("old", builders.BRIDGES_DRAFT), ("new", builders.BRIDGES_FINAL)):
        (tmp_path / f"{name}.txt").write_text(body, encoding="utf-8")
    return str(tmp_path / "old.txt"), str(tmp_path / "new.txt")


def write(kb, pair, target, *options):
    code, out, said = kb("diff", *pair, "--out", str(target), *options)
    assert (code, out) == (0, ""), said
    return target


def test_html_is_one_file_that_asks_nothing_of_anybody(built, tmp_path):
    page = write(built, PAIR, tmp_path / "x.html").read_text(encoding="utf-8")
    soup = BeautifulSoup(page, "lxml")
    assert not soup.find_all(["script", "link", "img", "iframe"])
    assert not re.findall(r"(?:src|href)=\"(?!#)[^\"]*\"|url\(|@import", page)
    ids = [node["id"] for node in soup.find_all(id=True)]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in soup.find_all("a", href=True)} <= set(ids)
    head = soup.header.get_text()
    assert "Not legal advice. The Chinese text governs." in head
    assert "Coverage of the register to 2026-11-23" in head
    assert "State" in head
    assert "as of 2026-11-23" in head


def test_html_holds_the_whole_of_both_texts_in_its_redline(kb, files, tmp_path):
    page = BeautifulSoup(write(kb, files, tmp_path / "x.html").read_text(encoding="utf-8"), "lxml")
    old, new = words(builders.BRIDGES_DRAFT), words(builders.BRIDGES_FINAL)
    for card in page.select(".old-side, .one > .t"):
        for node in card.find_all("ins"):
            node.decompose()
        for line in card.get_text().split("\n"):
            assert words(line) in old
    for card in page.select(".new-side > .t"):
        for line in card.get_text().split("\n"):
            assert words(line) in new


def test_markdown_escapes_what_the_texts_hold(kb, tmp_path):
    hostile = "第一条 养护单位应当填写<b>表</b>和*号*，见[此](http://x)。\n第二条 本办法自公布之日施行。\n"
    for name, body in (("a", hostile), ("b", hostile.replace("应当", "可以"))):
        (tmp_path / f"{name}.txt").write_text(body, encoding="utf-8")
    pair = str(tmp_path / "a.txt"), str(tmp_path / "b.txt")
    told = write(kb, pair, tmp_path / "x.md").read_text("utf-8")
    assert "~~应当~~**可以**填写" in told
    assert "<b>" not in told
    assert "[此](" not in told
    assert "A file outside the register" in told.replace("\\", "")
    assert "What changed in duties" in told


def sheets_of(path):
    with zipfile.ZipFile(path) as book:
        whole = etree.fromstring(book.read("xl/workbook.xml"))
        names = [node.get("name") for node in whole.iter(f"{S}sheet")]
        strings = ["".join(one.text or "" for one in node.iter(f"{S}t"))
                   for node in etree.fromstring(book.read("xl/sharedStrings.xml")).iter(f"{S}si")]
        found = {}
        for number, name in enumerate(names, 1):
            root = etree.fromstring(book.read(f"xl/worksheets/sheet{number}.xml"))
            assert not list(root.iter(f"{S}f")), "a formula"
            found[name] = [[strings[int(cell[0].text)] if cell.get("t") == "s" else cell[0].text
                            for cell in row if len(cell)] for row in root.iter(f"{S}row")]
        return found


def test_the_workbook_has_every_link_and_sums_to_the_texts(built, tmp_path):
    data = json.loads(built("diff", *PAIR, "--json")[1])
    book = sheets_of(write(built, PAIR, tmp_path / "x.xlsx"))
    assert list(book) == ["About", "Provisions", "Parts", "Ledger", "Duties"]
    assert len(book["Provisions"]) == 1 + len(data["links"])
    assert len(book["Parts"]) == 1 + sum(len(link["parts"]) for link in data["links"])
    totals = {row[0]: float(row[2]) for row in book["Ledger"] if row[1] == "all"}
    assert totals == {"A": data["ledger"]["a"]["total"], "B": data["ledger"]["b"]["total"]}
    lines = {change["line"] for change in data["duty_delta"]}
    assert lines
    assert {row[6] for row in book["Duties"][1:]} == lines


def test_a_hostile_text_stays_a_string_in_the_workbook(kb, tmp_path):
    body = f"第一条 养护单位应当填写表。\n第二条 {HOSTILE}应当检查桥梁。\n第三条 @SUM(1)应当报告。\n"
    for name, text in (("a", body), ("b", body.replace("检查", "养护"))):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    book = sheets_of(write(kb, (str(tmp_path / "a.txt"), str(tmp_path / "b.txt")), tmp_path / "x.xlsx"))
    assert any(HOSTILE in cell for row in book["Provisions"] for cell in row)


def tracked_lines(path, gone, mark):
    """Return the lines of the tracked text once revisions of the tags ``gone`` are taken away.

    ``mark`` is the tag that takes a paragraph's own end away with it.
    """
    body = docx.Document(path).element.body
    lines, open_line, started = [], "", False
    for paragraph in body.iter(f"{W}p"):
        text = "".join(node.text or "" for node in paragraph.iter(f"{W}t", f"{W}delText")
                       if not any(up.tag in gone for up in node.iterancestors()))
        if not started:
            started = text == "Text with tracked changes"
            continue
        ends = paragraph.find(f"{W}pPr/{W}rPr")
        open_line += text
        if ends is None or not any(node.tag in mark for node in ends):
            lines.append(open_line)
            open_line = ""
    return [line for line in [*lines, open_line] if line]


def test_word_accepts_to_the_new_text_and_rejects_to_the_old(kb, files, tmp_path):
    path = write(kb, files, tmp_path / "x.docx")
    for gone, body in (((f"{W}del", f"{W}moveFrom"), builders.BRIDGES_FINAL),
                       ((f"{W}ins", f"{W}moveTo"), builders.BRIDGES_DRAFT)):
        found = words("".join(tracked_lines(path, gone, gone)))
        lines = [line for line in body.splitlines() if re.match("\\s*(?:第|（)", line)]
        assert lines
        for line in lines:
            assert words(line) in found
    root = docx.Document(path).element
    ids = [node.get(f"{W}id") for node in root.iter(f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo")]
    assert len(ids) == len(set(ids)) > 0


def test_a_file_is_not_replaced_without_force(kb, files, tmp_path):
    target = tmp_path / "x.html"
    target.write_text("mine", encoding="utf-8")
    code, _, said = kb("diff", *files, "--out", str(target))
    assert (code, target.read_text(encoding="utf-8")) == (1, "mine")
    assert "--force" in said
    assert kb("diff", *files, "--out", str(target), "--force")[0] == 0
    assert target.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert not list(tmp_path.glob(".x.html*"))


@pytest.mark.parametrize(("options", "said"), [
    (("--format", "xlsx"), "needs a file"), (("--out", "x.pdf"), "no form is known"),
    (("--out", "/nowhere/x.html"), "cannot be written")])
def test_what_cannot_be_written_is_said_before_anything_is_lost(kb, files, options, said):
    code, out, told = kb("diff", *files, *options)
    assert (code, out) == (1, "")
    assert said in told
    assert "remedy" in told


def test_the_form_follows_the_suffix_and_the_terminal_stays_text(kb, files, tmp_path):
    assert json.loads(write(kb, files, tmp_path / "x.json").read_text("utf-8"))["links"]
    assert kb("diff", *files, "--format", "md")[1].startswith("# old.txt")
    text = write(kb, files, tmp_path / "x.txt").read_text("utf-8")
    assert "What changed in duties" in text
    assert text == kb("diff", *files)[1]


def test_files_need_no_checkout(files, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        run(["diff", *files, "--json"])
    printed = capsys.readouterr()
    assert stopped.value.code == 0, printed.err
    assert "duty_summary" in json.loads(printed.out)


def test_only_statements_are_never_compared_as_a_text(built, checkout):
    library = read_library(Layout(checkout))
    known = StatementSet("bridges@draft-2024", (), ())
    bare = replace(library, statements={known.version: known},
                   texts={key: held for key, held in library.texts.items() if key != known.version})
    with pytest.raises(KbError) as refused:
        text_named(known.version, bare)
    assert "never compared as a text" in refused.value.what
    assert "0 graded statements and 0 change notes" in refused.value.why
    assert refused.value.remedy.startswith("kb capture --from FOLDER brings the official text")
