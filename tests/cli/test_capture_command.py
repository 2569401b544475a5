"""``kb capture`` as a person meets it: what it prints, its exit code, what it leaves alone."""

import io
import json
import zipfile

import pytest
import typer
from typer.testing import CliRunner

from kb.capture.offer import ProbeResult
from kb.cli import capture as command
from kb.cli.context import Context
from kb.errors import InputRefusedError, KbError
from kb.store.captures import digest, list_manifestations, verify
from kb.store.layout import Layout

KEY = "trial-measures@final-2030"
ARTICLES = ("第一条　为了试验，制定本办法。", "第二条　办公室应当公开试验。",
            "第三条　本办法自公布之日起施行。")
BODY = "".join(f"<p>{article}</p>" for article in ARTICLES)
PAGE = (f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>试验办法</title></head><body>"
        f"<h1>试验办法</h1><div>{BODY}</div></body></html>")
WORK = """
doc_type = "departmental-rule"
title_zh = "试验办法"
title_en = "Trial Measures"
short_zh = "试办"
short_en = "Trial"
[[version]]
id = "final-2030"
stage = "final"
title_zh = "试验办法"
title_en = "Trial Measures"
authorities = ["office"]
articles = 3
"""
HEAD = 'cut_off = 2026-11-23\n[fixtures]\npage-samples = "samples of templates"\n'
AUTHORITY = """
[[authority]]
id = "office"
name_zh = "试验办公室"
name_en = "Trial Office"
short_en = "TO"
site = "https://www.office.example.cn"
"""


@pytest.fixture
def layout(tmp_path):
    layout = Layout(tmp_path / "checkout")
    layout.works.mkdir(parents=True)
    (layout.works / "trial-measures.toml").write_text(WORK, encoding="utf-8")
    (layout.corpus / "register.toml").write_text(HEAD, encoding="utf-8")
    (layout.corpus / "authorities.toml").write_text(AUTHORITY, encoding="utf-8")
    for name in ("pyproject.toml", "mkdocs.yml"):
        (layout.root / name).touch()
    layout.build.mkdir()
    layout.database.write_bytes(b"the built file")
    return layout


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "received"
    folder.mkdir()
    data = PAGE.encode()
    (folder / "page.html").write_bytes(data)
    (folder / "sample.html").write_bytes(b"<p>1</p>")
    entry = {"work": "trial-measures", "version": "final-2030", "file": "page.html",
             "media_type": "text/html", "sha256": digest(data), "bytes": len(data),
             "official_url": "https://www.office.example.cn/1.htm", "quality": "RAW",
             "via": {"repository": "giver/one", "path": "p"}}
    sample = {**entry, "work": "page-samples", "version": "one", "file": "sample.html",
              "sha256": digest(b"<p>1</p>"), "bytes": 8}
    (folder / "index.json").write_text(json.dumps([entry, sample]), encoding="utf-8")
    return folder


@pytest.fixture
def fake_probe(monkeypatch):
    def probe(data, media_type, file_name):
        if b"captcha" in data:
            raise InputRefusedError("a captcha page", file_name, "it asks for a code", "try later")
        return ProbeResult(data.decode("utf-8", errors="replace").count("条　"), layout="lines")

    monkeypatch.setattr(command, "probe", probe)


def kb(layout, *words):
    app = typer.Typer()
    app.callback()(lambda: None)
    app.command("capture")(command.capture)
    return CliRunner().invoke(app, ["capture", *map(str, words)], obj=Context(root=layout.root),
                              env={"COLUMNS": "300"})


def state(layout):
    return {path: path.read_bytes() if path.is_file() else None
            for path in sorted(layout.root.rglob("*"))}


def refusal(result):
    assert isinstance(result.exception, KbError), result.output or result.exception
    return result.exception


@pytest.mark.usefixtures("fake_probe")
def test_a_folder_is_imported_with_a_table_and_the_next_step(layout, folder):
    result = kb(layout, "--from", folder)
    assert result.exit_code == 0, result.output
    for words in (KEY, "imported", "official page, received through giver/one", "3/3",
                  "samples of templates", "1 imported, 0 already here, 1 skipped", "kb build"):
        assert words in result.output


@pytest.mark.usefixtures("fake_probe")
def test_a_second_import_says_already_here_and_changes_nothing(layout, folder):
    kb(layout, "--from", folder, "--received", "2026-11-20")
    before = state(layout)
    result = kb(layout, "--from", folder)
    assert "0 imported, 1 already here" in result.output
    assert "kb build" not in result.output
    assert state(layout) == before


@pytest.mark.usefixtures("fake_probe")
def test_json_says_the_same_as_data(layout, folder):
    (folder / "short.html").write_text("<p>第一条　一。</p>", encoding="utf-8")
    kb(layout, folder / "short.html", "--as", KEY)
    found = json.loads(kb(layout, "--from", folder, "--json").stdout)
    assert (found["imported"], found["already_here"], found["skipped"]) == (1, 0, 1)
    assert found["files"][0]["grade"] == "official_received"
    assert found["files"][0]["articles"] == 3


@pytest.mark.usefixtures("fake_probe")
def test_a_partial_file_is_kept_and_said_to_be_partial(layout, folder):
    (folder / "short.html").write_text("<p>第一条　一。</p>", encoding="utf-8")
    result = kb(layout, folder / "short.html", "--as", KEY)
    assert "imported, partial" in result.output
    assert "holds 1 of 3 articles" in result.output
    assert list_manifestations(layout)[0].partial


COMMAND_LINES = [
    (["pipl"], "neither a work of the register nor a file"),
    (["--all", "trial-measures"], "do not go together"),
    (["--all", "--unproven"], "do not go together"),
    (["--all", "--from", "x"], "do not go together"),
    (["verify", "--all"], "do not go together"),
    ([KEY, "--via", "someone"], "do not go together"),
    ([], "nothing to capture"),
    (["page.html"], "which version"),
    (["--from", "x", "page.html"], "do not go together"),
    (["--from", "x", "--as", KEY], "do not go together"),
    (["--verify", "page.html"], "do not go together"),
]


@pytest.mark.parametrize(("words", "what"), COMMAND_LINES)
def test_a_command_line_that_cannot_be_carried_out_exits_with_2_and_the_remedy(layout, words, what):
    before = state(layout)
    error = refusal(kb(layout, *words))
    assert what in error.what
    assert error.exit_code == 2
    assert error.remedy
    assert state(layout) == before


def test_a_wrong_date_is_a_usage_error(layout, folder):
    assert kb(layout, "--from", folder, "--received", "yesterday").exit_code == 2


@pytest.mark.usefixtures("fake_probe")
def test_verifying_tells_good_from_damaged(layout, folder):
    kb(layout, "--from", folder)
    good = kb(layout, "--verify")
    assert (good.exit_code, "1 files are what was received" in good.output) == (0, True)
    path, = layout.captures.glob("files/*")
    path.write_bytes(b"changed")
    bad = kb(layout, "--verify")
    assert bad.exit_code == 1
    assert "digest differs" in bad.output
    assert "remedy" in bad.output
    assert json.loads(kb(layout, "--verify", "--json").stdout)["records"] is None


def real_docx(*lines):
    import docx as word
    document = word.Document()
    for line in lines:
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def bomb():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", b"<Types/>")
        with archive.open("word/document.xml", "w") as member:
            for _ in range(200):
                member.write(b"0" * 1_000_000)
    return stream.getvalue()


CAPTCHA = ("<html><head><title>安全验证</title></head><body><form>请输入验证码"
           "<input name='captcha'></form></body></html>").encode()
BAD_FILES = [
    ("empty.html", lambda: b""),
    ("blank.html", lambda: b" \n "),
    ("captcha.html", lambda: CAPTCHA),
    ("truncated.html", lambda: PAGE.encode()[:len(PAGE.encode()) // 4]),
    ("without-articles.docx", lambda: real_docx("关于试验工作的说明", "请各单位知悉。")),
    ("empty.docx", lambda: b""),
    ("no-zip.docx", lambda: b"PK\x03\x04 and no more"),
    ("bomb.docx", bomb),
    ("no-pdf.pdf", lambda: b"%PDF-1.7\n%%EOF"),
    ("binary.html", lambda: bytes(range(256)) * 40),
]


@pytest.mark.parametrize(("name", "make"), BAD_FILES)
def test_bad_input_is_refused_and_leaves_everything_as_it_was(layout, tmp_path, name, make):
    path = tmp_path / name
    path.write_bytes(make())
    before = state(layout)
    error = refusal(kb(layout, path, "--as", KEY))
    assert error.exit_code == 4
    assert error.what
    assert name in error.where
    assert error.why
    assert error.remedy
    assert state(layout) == before


def test_a_hundred_megabytes_are_refused_without_being_read(layout, tmp_path):
    path = tmp_path / "large.html"
    with path.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    before = state(layout)
    error = refusal(kb(layout, path, "--as", KEY))
    assert (error.exit_code, "too large" in error.what) == (4, True)
    assert state(layout) == before


TRICKS = ("<!DOCTYPE html><html><head><title>x</title><script>document.write('第九条　假。')</script>"
          "<style>p:after{content:'第八条　假。'}</style></head><body><h1>试验办法</h1>"
          "<!-- <p>第七条　假。</p> --><noscript><p>第六条　假。</p></noscript>"
          "<p>第一条&#12288;为了试验&amp;lt;制定本办法&#x3002;</p><p>第二条&emsp;甲&nbsp;乙&lt;script&gt;。</p>"
          "<p>第三条　丙&bogus;。</p></body></html>")
GB = PAGE.replace("utf-8", "gb2312").replace("公开试验", "公开㑇䶮𠀀试验").encode("gb18030")
READABLE = [("tricks.html", TRICKS.encode()), ("gb.html", GB), ("plain.txt", "\n".join(
    ("试验办法", *ARTICLES)).encode("utf-8-sig")), ("same.docx", real_docx("试验办法", *ARTICLES))]


@pytest.mark.parametrize(("name", "data"), READABLE)
def test_an_odd_file_is_read_rightly(layout, tmp_path, name, data):
    path = tmp_path / name
    path.write_bytes(data)
    result = kb(layout, path, "--as", KEY, "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    outcome, = json.loads(result.stdout)["files"]
    assert (outcome["articles"], outcome["partial"]) == (3, False)
    assert verify(layout) == ()


def test_a_page_declared_gb2312_keeps_its_rarer_characters():
    from kb.model.text import Grade
    from kb.parse.document import parse_bytes
    text = parse_bytes(GB, "text/html", "gb.html", version=KEY, language="zh",
                       grade=Grade.REPUBLISHED)
    assert "㑇䶮𠀀" in text.canonical


PARTIAL = {"v2016.cac-page1.html": (20, 79), "final-2018.cac-page1.html": (46, 89)}


def test_the_folder_of_captures_comes_in_whole(layout, root, shared):
    import shutil
    shutil.rmtree(layout.corpus)
    shutil.copytree(root / "corpus", layout.corpus)
    result = kb(layout, "--from", shared / "captures", "--json")
    assert result.exit_code == 0, (result.output, result.exception)
    files = json.loads(result.stdout)["files"]
    skipped = [row for row in files if row["result"] == "skipped"]
    assert {row["version"].partition("@")[0] for row in skipped} == {"page-samples"}
    counts = {row["file"]: (row["articles"], row["expected"]) for row in files if row["partial"]}
    assert PARTIAL.items() <= counts.items()
    assert all(articles < expected for articles, expected in counts.values() if expected)
    assert verify(layout) == ()
    assert kb(layout, "--from", shared / "captures").output.count("already here") >= 70
