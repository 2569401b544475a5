"""Import of a folder or a file: everything is checked first, then all of it or nothing is kept."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from kb.capture.folder import FileSource
from kb.capture.importer import BROKEN_OFF, Result, import_file, import_folder
from kb.capture.offer import SAYS_MORE, ProbeResult
from kb.errors import InputRefusedError, KbError
from kb.model.problem import Problem, Severity
from kb.model.text import Grade
from kb.model.work import Authority, DocType, Register, RelatedDocument, Stage, Version, Work
from kb.store.captures import digest, list_manifestations, list_records, read_bytes, verify
from kb.store.layout import Layout

DAY = date(2026, 11, 24)
KEY = "trial-measures@final-2030"
PAGE = "<html><p>第一条　甲。</p><p>第二条　乙。</p><p>第三条　丙。</p></html>"


def version(id_, articles=None):
    return Version("trial-measures", id_, Stage.FINAL, "试验办法", "", "", (), (), (), articles)


REGISTER = Register(
    (Work("trial-measures", DocType.DEPARTMENTAL_RULE, "试验办法", "", "", "", (),
          (version("draft-2029"), version("final-2030", 3)),
          documents=(RelatedDocument("notice-2029", "notice", "", "", "",
                                     "trial-measures@notice-2029"),)),),
    (Authority("office", "试验办公室", "Trial Office", "TO", "https://www.office.example.cn"),),
    date(2026, 11, 23))


def probe(data, media_type, file_name):
    words = data.decode("utf-8", errors="replace")
    if "captcha" in words:
        raise InputRefusedError("this is a captcha page", file_name, "it asks for a code", "try again")
    cut_off = (Problem("truncated-page", Severity.WARNING, file_name, "breaks off"),)
    return ProbeResult(words.count("条　"), partial="下一页" in words, layout="lines",
                       headings=words.count("一、"), problems=cut_off if "<cut" in words else ())


def entry(file="page.html", text=PAGE, **changes):
    data = text.encode()
    made = {"work": "trial-measures", "version": "final-2030", "file": file,
            "media_type": "text/html", "sha256": digest(data), "bytes": len(data),
            "official_url": "https://www.office.example.cn/1.htm", "quality": "RAW page",
            "via": {"repository": "giver/one", "path": "x/页.html", "commit": "c0ffee",
                    "licence": "none stated"}}
    return {**made, **changes}


@pytest.fixture
def layout(tmp_path):
    layout = Layout(tmp_path / "checkout")
    layout.corpus.mkdir(parents=True)
    (layout.corpus / "register.toml").write_text(
        '[fixtures]\npage-samples = "samples of templates"\n', encoding="utf-8")
    layout.build.mkdir()
    layout.database.write_bytes(b"the built file")
    return layout


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "received"
    folder.mkdir()
    (folder / "page.html").write_text(PAGE, encoding="utf-8")
    return folder


def write_index(folder, entries):
    (folder / "index.json").write_text(json.dumps(entries), encoding="utf-8")


def put(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return entry(name, text)


def run(layout, folder, register=REGISTER, received=DAY):
    return import_folder(layout, folder, register=register, received=received, probe=probe)


def state(layout):
    return {path: path.read_bytes() if path.is_file() else None
            for path in sorted(layout.root.rglob("*"))}


def test_a_page_is_kept_with_its_grade_and_where_it_came_from(layout, folder):
    write_index(folder, [entry(promulgated="2030-01-01", effective="2030-02-01")])
    report = run(layout, folder)
    record, = list_records(layout)
    manifestation = record.manifestation
    assert report.count(Result.IMPORTED) == 1
    assert (manifestation.grade, manifestation.via, manifestation.via_path, manifestation.received,
            manifestation.retrieved, manifestation.partial, manifestation.note) == (
        Grade.OFFICIAL_RECEIVED, "giver/one", "x/页.html", DAY, None, False, "RAW page")
    assert (record.provenance.commit, record.articles) == ("c0ffee", 3)
    assert read_bytes(layout, manifestation).decode() == PAGE
    assert "2030-01-01" not in next(layout.captures.glob("records/*/*/*")).read_text()


def test_the_day_of_retrieval_is_kept_only_where_it_was_recorded(layout, folder):
    write_index(folder, [entry(quality="RAW page, retrieved 2026-05-23 per the repo manifest.")])
    run(layout, folder)
    assert list_manifestations(layout)[0].retrieved == date(2026, 5, 23)


def test_importing_again_says_already_here_and_changes_nothing(layout, folder):
    write_index(folder, [entry()])
    run(layout, folder)
    before = state(layout)
    report = run(layout, folder, received=date(2026, 12, 1))
    assert [outcome.result for outcome in report.outcomes] == [Result.ALREADY_HERE]
    assert state(layout) == before
    assert list_manifestations(layout)[0].received == DAY


def test_a_folder_that_has_grown_brings_only_what_is_new(layout, folder):
    write_index(folder, [entry()])
    run(layout, folder)
    write_index(folder, [entry(), put(folder, "other.html", PAGE + " ")])
    report = run(layout, folder)
    assert [outcome.result for outcome in report.outcomes] == [Result.ALREADY_HERE, Result.IMPORTED]
    assert verify(layout) == ()


def test_samples_and_unregistered_works_are_skipped_with_the_reason(layout, folder):
    write_index(folder, [
        {**put(folder, "a.html", "<p>a</p>"), "work": "page-samples", "version": "one"},
        {**put(folder, "b.html", "<p>b</p>"), "work": "unheard-of", "version": "v1"},
        {**put(folder, "c.html", "<p>c</p>"), "version": "draft-1999"}])
    report = run(layout, folder)
    assert [outcome.result for outcome in report.outcomes] == [Result.SKIPPED] * 3
    assert [outcome.reason for outcome in report.outcomes] == [
        "samples of templates", "the register knows no work unheard-of",
        "the register knows trial-measures, but no version or document draft-1999 of it"]
    assert not layout.captures.exists()


def test_a_notice_is_kept_as_a_document_and_never_counted_against_a_statute(layout, folder):
    write_index(folder, [{**put(folder, "n.html", "<p>通知</p>"), "version": "notice-2029"}])
    outcome, = run(layout, folder).outcomes
    assert (outcome.result, outcome.partial, outcome.expected) == (Result.IMPORTED, False, None)
    assert list_manifestations(layout)[0].version == "trial-measures@notice-2029"


PARTS = [
    ("第一条　甲。", "final-2030", True, "holds 1 of 3 articles"),
    ("没有条文", "final-2030", True, "holds 0 of 3 articles"),
    ("第一条　甲。下一页", "draft-2029", True, SAYS_MORE),
    ("第一条　甲。第二条　乙。第三条　丙。下一页", "final-2030", True, SAYS_MORE),
    ("第一条　甲。", "draft-2029", False, ""),
    ("第一条　甲。<cut", "draft-2029", True, BROKEN_OFF),
    ("第一条　第二条　第三条　<cut", "final-2030", False, ""),
    ("第一条　第二条　第三条　第四条　", "final-2030", False, ""),
]


@pytest.mark.parametrize(("text", "version_id", "partial", "reason"), PARTS)
def test_a_file_that_is_not_the_whole_text_is_kept_and_marked(
        layout, folder, text, version_id, partial, reason):
    write_index(folder, [{**put(folder, "p.html", text), "version": version_id}])
    outcome, = run(layout, folder).outcomes
    assert (outcome.result, outcome.partial, outcome.reason) == (Result.IMPORTED, partial, reason)
    manifestation, = list_manifestations(layout)
    assert manifestation.partial is partial
    assert (reason in manifestation.defects) is partial


def captcha(folder):
    return [entry(), put(folder, "wall.html", "<p>captcha</p>")]


def outside(folder):
    (folder.parent / "secret.html").write_text(PAGE, encoding="utf-8")
    (folder / "link.html").symlink_to(folder.parent / "secret.html")
    return [entry(), entry("link.html", version="draft-2029")]


def linked_folder(folder):
    (folder.parent / "elsewhere").mkdir()
    (folder.parent / "elsewhere" / "p.html").write_text(PAGE, encoding="utf-8")
    (folder / "sub").symlink_to(folder.parent / "elsewhere")
    return [entry(), entry("sub/p.html", version="draft-2029")]


def loop(folder):
    (folder / "round.html").symlink_to(folder / "round.html")
    return [entry(), entry("round.html", version="draft-2029")]


def pipe(folder):
    os.mkfifo(folder / "pipe.html")
    return [entry(), entry("pipe.html", version="draft-2029")]


def directory(folder):
    (folder / "dir.html").mkdir()
    return [entry(), entry("dir.html", version="draft-2029")]


def empty(folder):
    return [entry(), put(folder, "empty.html", "")]


def sparse(folder):
    with (folder / "big.html").open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)
    return [entry(), entry("big.html", version="draft-2029", bytes=100 * 1024 * 1024)]


REFUSALS = [
    (captcha, "captcha page", "entry 2 (wall.html)"),
    (outside, "outside the folder", "entry 2 (link.html)"),
    (linked_folder, "outside the folder", "entry 2 (sub/p.html)"),
    (loop, "cannot be found or opened", "entry 2 (round.html)"),
    (pipe, "not a file", "entry 2 (pipe.html)"),
    (directory, "not a file", "entry 2 (dir.html)"),
    (empty, "empty", "entry 2 (empty.html)"),
    (sparse, "too large", "entry 2 (big.html)"),
    (lambda _: [entry(), entry("gone.html", version="draft-2029")],
     "cannot be found", "entry 2 (gone.html)"),
    (lambda _: [entry(sha256="0" * 64)], "not the one that is listed", "entry 1 (page.html)"),
    (lambda _: [entry(bytes=1)], "not of the size", "entry 1 (page.html)"),
    (lambda _: [entry(sha256="xyz")], "not a digest", "entry 1 (page.html)"),
    (lambda _: [entry("../page.html")], "leaves the folder", "entry 1"),
    (lambda _: [entry("a/../../page.html")], "leaves the folder", "entry 1"),
    (lambda _: [entry("/etc/passwd")], "leaves the folder", "entry 1"),
    (lambda _: [entry("..\\page.html")], "leaves the folder", "entry 1"),
    (lambda _: [entry("C:/page.html")], "leaves the folder", "entry 1"),
    (lambda _: [entry("pa\x00ge.html")], "leaves the folder", "entry 1"),
    (lambda _: [entry("")], "leaves the folder", "entry 1"),
    (lambda _: [entry(work="../../etc")], "not a key", "entry 1"),
    (lambda _: [entry(version="final/2030")], "not a key", "entry 1"),
    (lambda _: [entry(version="final-2030#art_1")], "not a key", "entry 1"),
    (lambda _: [entry(media_type="application/zip")], "kind that cannot be read", "entry 1"),
    (lambda _: [entry(), entry()], "twice", "entries 1 and 2"),
    (lambda _: [entry(), entry("./page.html")], "twice", "entries 1 and 2"),
    (lambda _: [entry(quality="retrieved 2031-01-01")], "retrieved after", "entry 1"),
    (lambda _: [entry(bytes="many")], "malformed", "index.json"),
    (lambda _: [{"work": "trial-measures"}], "malformed", "index.json"),
    (lambda _: {"files": []}, "malformed", "index.json"),
    (lambda _: None, "malformed", "index.json"),
]


@pytest.mark.parametrize(("make", "what", "where"), REFUSALS)
def test_one_unfit_file_keeps_the_whole_folder_out(layout, folder, make, what, where):
    write_index(folder, make(folder))
    before = state(layout)
    with pytest.raises(InputRefusedError) as caught:
        run(layout, folder)
    error = caught.value
    assert what in error.what
    assert where in error.where
    assert error.why
    assert error.remedy
    assert error.exit_code == 4
    assert state(layout) == before


@pytest.mark.parametrize("index", [b"", b"[", b"\xff\xfe[]", b"[" * 200_000, b'[{"work": NaN}]'])
def test_a_list_that_is_no_json_is_refused(layout, folder, index):
    (folder / "index.json").write_bytes(index)
    before = state(layout)
    with pytest.raises(InputRefusedError, match="malformed"):
        run(layout, folder)
    assert state(layout) == before


def test_a_byte_order_mark_before_the_list_is_no_obstacle(layout, folder):
    write_index(folder, [entry()])
    path = folder / "index.json"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert run(layout, folder).count(Result.IMPORTED) == 1


@pytest.mark.parametrize("name", ["", "missing", "page.html"])
def test_a_folder_without_a_list_is_refused_with_the_remedy(layout, folder, name):
    with pytest.raises(InputRefusedError) as caught:
        run(layout, folder / name)
    assert "index.json" in caught.value.remedy


def test_an_unreadable_file_is_refused(layout, folder, monkeypatch):
    write_index(folder, [entry()])
    real = Path.read_bytes

    def denied(self):
        if self.name == "page.html":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self)

    monkeypatch.setattr(Path, "read_bytes", denied)
    with pytest.raises(InputRefusedError, match="cannot be read"):
        run(layout, folder)
    assert not layout.captures.exists()


def test_a_large_file_is_refused_before_it_is_read(layout, folder, monkeypatch):
    write_index(folder, sparse(folder)[1:])
    real = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("was read")
                        if self.name == "big.html" else real(self))
    with pytest.raises(InputRefusedError, match="too large"):
        run(layout, folder)


def test_a_full_disk_leaves_everything_as_it_was(layout, folder, monkeypatch):
    write_index(folder, [entry()])
    before = state(layout)
    real = Path.open

    def full(self, mode="r", *args, **kwargs):
        if "w" in mode:
            raise OSError(28, "No space left on device", str(self))
        return real(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(InputRefusedError) as caught:
        run(layout, folder)
    monkeypatch.undo()
    assert "disk is full" in caught.value.why
    assert state(layout) == before


def give(layout, path, key=KEY, **claims):
    return import_file(layout, FileSource(path, key, **claims), register=REGISTER, received=DAY,
                       probe=probe)


def test_a_single_file_is_imported_as_the_version_named(layout, folder):
    outcome, = give(layout, folder / "page.html", via="a friend",
                    official_url="https://office.example.cn/1.htm").outcomes
    assert outcome.result is Result.IMPORTED
    manifestation, = list_manifestations(layout)
    assert (manifestation.version, manifestation.via, manifestation.grade) == (
        KEY, "a friend", Grade.OFFICIAL_RECEIVED)


def test_a_single_file_of_no_stated_origin_is_never_called_official(layout, folder):
    give(layout, folder / "page.html")
    manifestation, = list_manifestations(layout)
    assert (manifestation.grade, manifestation.via) == (Grade.REPUBLISHED, "a file on this machine")


def test_a_single_file_can_be_a_document_of_the_register(layout, folder):
    (folder / "n.txt").write_text("通知", encoding="utf-8")
    outcome, = give(layout, folder / "n.txt", "trial-measures@notice-2029").outcomes
    assert outcome.result is Result.IMPORTED


SINGLE = [
    ("page.html", "trial-measures@final-1999", "no such version", 1),
    ("page.html", "unheard-of@v1", "no such version", 1),
    ("page.html", "../../x@y", "no such version", 1),
    ("page.zip", KEY, "kind that cannot be read", 4),
    ("page", KEY, "kind that cannot be read", 4),
    ("gone.html", KEY, "cannot be found", 4),
    ("bare.html", KEY, "holds no article", 4),
    ("bare.html", "trial-measures@draft-2029", "holds no article", 4),
    ("wall.html", KEY, "captcha", 4),
    ("cut.html", KEY, "cut off", 4),
    ("cut.html", "trial-measures@draft-2029", "cut off", 4),
]


@pytest.mark.parametrize(("name", "key", "what", "code"), SINGLE)
def test_a_single_file_that_is_unfit_is_refused(layout, folder, name, key, what, code):
    put(folder, "bare.html", "<p>关于公开征求意见的通知</p>")
    put(folder, "wall.html", "<p>captcha</p>")
    put(folder, "cut.html", "<p>第一条　甲。<cut")
    put(folder, "page.zip", "PK")
    before = state(layout)
    with pytest.raises(KbError) as caught:
        give(layout, folder / name, key)
    assert what in caught.value.what
    assert caught.value.exit_code == code
    assert caught.value.remedy
    assert state(layout) == before
