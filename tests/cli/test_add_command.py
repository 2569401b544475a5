"""`kb add`: a register entry proposed from the text itself, written only where it loads."""

import shutil
import tomllib
from io import BytesIO
from random import Random

import pytest
from docx import Document

from kb.capture.fetching.client import PoliteFetcher
from kb.capture.fetching.settings import VARIABLE
from kb.cli import adding
from kb.model.work import DateKind, DocType, Stage
from kb.store.captures import list_manifestations
from kb.store.layout import Layout
from kb.store.register import load_register
from tests.capture.conftest import FakeClock, a_site, settings_for
from tests.capture.replay import Answer, Replay
from tests.cli.conftest import ROOT

FINAL = """桥梁部门令
第7号
《风筝管理规定》已经2025年3月2日桥梁部门2025年第3次室务会议审议通过，现予公布，自2025年6月1日起施行。
桥梁部门主任 张三
2025年3月9日
风筝管理规定
第一章　总　则
第一条 为了规范风筝活动，根据《桥梁管理办法》、《线绳管理条例》，制定本规定。
第二条 放飞单位应当每日检查线绳。
第二章　附　则
第三条 违反本规定第二条规定的，由桥梁部门责令改正。
第四条 本规定自2025年6月1日起施行。"""
DRAFT = """桥梁部门关于《风筝管理规定（征求意见稿）》公开征求意见的通知
为了规范风筝活动，我部门起草了《风筝管理规定（征求意见稿）》，现向社会公开征求意见。
意见反馈截止时间为2024年10月8日。
附件：风筝管理规定（征求意见稿）
桥梁部门
2024年9月8日
风筝管理规定
（征求意见稿）
第一条 为了规范风筝活动，根据《桥梁管理办法》，制定本规定。
第二条 放飞单位应当每周检查线绳。
第三条 违反本规定第二条规定的，由桥梁部门责令改正。"""
OPTIONS = ("--title-en", "Provisions on the Administration of Kites")
URL = "https://www.cac.gov.cn/2025-03/09/c_1743654684782215.htm"


@pytest.fixture
def text_file(tmp_path):
    def make(text: str, name: str = "text.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)
    return make


def work_of(checkout, slug="kites-provisions"):
    return load_register(Layout(checkout)).work(slug)


def dates(version):
    return {fact.kind: (fact.value, fact.evidence.quote) for fact in version.dates}


def works(checkout):
    return {path.name: path.read_bytes() for path in (checkout / "corpus" / "works").iterdir()}


def test_a_proposal_changes_nothing_and_names_what_is_not_established(kb, checkout, text_file):
    before = works(checkout)
    code, said, remarks = kb("add", text_file(FINAL))
    assert code == 0
    held = tomllib.loads(said)
    assert held["title_en"] == "TODO"
    assert held["doc_type"] == "departmental-rule"
    assert "not established, so left out: published" in remarks
    assert "--title-en" in remarks
    assert works(checkout) == before
    assert list_manifestations(Layout(checkout)) == ()


def test_a_final_text_is_entered_with_what_it_says_of_itself(kb, checkout, text_file):
    code, _, remarks = kb("add", text_file(FINAL), "--write", *OPTIONS)
    assert code == 0, remarks
    work = work_of(checkout)
    assert (work.doc_type, work.title_zh) == (DocType.DEPARTMENTAL_RULE, "风筝管理规定")
    (version,) = work.versions
    assert (version.id, version.stage, version.number, version.authorities, version.articles) == (
        "final-2025", Stage.FINAL, "桥梁部门令第7号", ("bridge-office",), 4)
    assert dates(version) == {
        DateKind.ADOPTED: ("2025-03-02", "2025年3月2日桥梁部门2025年第3次室务会议审议通过"),
        DateKind.PROMULGATED: ("2025-03-09", "2025年3月9日"),
        DateKind.IN_FORCE: ("2025-06-01", "自2025年6月1日起施行")}
    assert [(one.kind, one.target, one.version) for one in work.relations] == [
        ("made_under", "bridges", "final-2025"), ("made_under", "《线绳管理条例》", "final-2025")]
    for quote in [fact.evidence.quote for fact in (*version.dates, *work.relations)]:
        assert quote in FINAL


def test_what_was_entered_is_built_and_shown(kb, text_file):
    assert kb("add", text_file(FINAL), "--write", *OPTIONS)[0] == 0
    assert kb("build", "--as-of", "2026-11-23")[0] == 0
    code, said, _ = kb("show", "kites-provisions@final-2025#art_2")
    assert code == 0
    assert "每日检查线绳" in said


def test_a_draft_gets_the_dates_of_a_draft(kb, checkout, text_file):
    assert kb("add", text_file(DRAFT), "--write", "--type", "departmental-rule", *OPTIONS)[0] == 0
    (version,) = work_of(checkout).versions
    assert (version.id, version.stage) == ("draft-2024", Stage.DRAFT)
    assert version.title_en == "Provisions on the Administration of Kites (draft for comment)"
    assert dates(version) == {DateKind.PUBLISHED: ("2024-09-08", "2024年9月8日"),
                              DateKind.COMMENT_DEADLINE: ("2024-10-08", "截止时间为2024年10月8日")}


def test_the_rank_of_a_draft_is_not_guessed(kb, text_file):
    code, _, remarks = kb("add", text_file(DRAFT), "--write", *OPTIONS)
    assert code == 2
    assert "--type" in remarks


def test_a_later_text_becomes_a_version_of_its_work_and_no_byte_before_it_changes(kb, checkout, text_file):
    kb("add", text_file(DRAFT), "--write", "--type", "departmental-rule", *OPTIONS)
    path = checkout / "corpus" / "works" / "kites-provisions.toml"
    path.write_bytes(b"# by hand\n" + path.read_bytes())
    before = path.read_bytes()
    code, said, _ = kb("add", text_file(FINAL, "final.txt"), "--write")
    assert code == 0
    assert "a further version, appended" in said
    assert path.read_bytes().startswith(before.rstrip(b"\n"))
    assert [version.id for version in work_of(checkout).versions] == ["draft-2024", "final-2025"]
    assert kb("build", "--as-of", "2026-11-23")[0] == 0
    assert kb("diff", "kites-provisions@draft-2024", "kites-provisions@final-2025")[0] == 0


def test_a_docx_is_added_like_a_page(kb, checkout, tmp_path):
    document = Document()
    for line in FINAL.split("\n"):
        document.add_paragraph(line)
    held = BytesIO()
    document.save(held)
    path = tmp_path / "kites.docx"
    path.write_bytes(held.getvalue())
    assert kb("add", str(path), "--write", "--as", "kites", *OPTIONS)[0] == 0
    assert work_of(checkout, "kites").versions[0].articles == 4


def pdf_of(lines: list[str]) -> bytes:
    """A PDF whose letters are set in a font that the reader must have by itself, one line below another."""
    shown = b"".join(b"<" + line.encode("utf-16-be").hex().encode() + b"> Tj T*\n" for line in lines)
    stream = b"BT /F1 12 Tf 24 TL 60 780 Td\n" + shown + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 842] /Contents 4 0 R "
         b"/Resources << /Font << /F1 5 0 R >> >> >>"),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        (b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
         b"/DescendantFonts [6 0 R] >>"),
        (b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
         b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
         b"/FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /Ascent 880 "
         b"/Descent -120 /FontBBox [0 -120 1000 880] /CapHeight 880 /ItalicAngle 0 /StemV 80 >> >>"))
    held = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(held))
        held += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (held + b"xref\n0 7\n0000000000 65535 f \n" + table
            + b"trailer << /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(held))


def test_a_pdf_is_added_like_a_page(kb, checkout, tmp_path):
    path = tmp_path / "kites.pdf"
    path.write_bytes(pdf_of(FINAL.split("\n")))
    code, _, remarks = kb("add", str(path), "--write", "--as", "kites", *OPTIONS)
    assert code == 0, remarks
    (version,) = work_of(checkout, "kites").versions
    assert (version.stage, version.articles) == (Stage.FINAL, 4)
    assert list_manifestations(Layout(checkout))[0].media_type == "application/pdf"


def test_a_stage_that_the_text_states_is_proposed_though_its_year_is_not_known(kb, text_file):
    undated = "风筝管理规定（征求意见稿）\n" + "\n".join(
        f"第{number}条　放飞单位应当每日检查线绳。" for number in "一二三")
    code, said, remarks = kb("add", text_file(undated))
    assert code == 0
    assert 'stage = "draft"' in said
    assert 'id = "TODO"' in said
    assert "--as WORK@" in remarks


def test_a_title_is_written_so_that_toml_reads_it_back(kb, checkout, text_file):
    title = 'Provisions on "Kites" \\ and\x7f lines'
    assert kb("add", text_file(FINAL), "--write", "--as", "kites", "--title-en", title)[0] == 0
    assert work_of(checkout, "kites").title_en == title


def test_marks_of_direction_do_not_get_into_a_title(kb, text_file):
    said = kb("add", text_file(FINAL.replace("\n风筝管理规定", "\n风筝\u202e管理规定\u200b")))[1]
    assert tomllib.loads(said)["title_zh"] == "风筝管理规定"


# What is refused leaves everything as it was ------------------------------------------------------


@pytest.mark.parametrize(("text", "options", "code", "words"), [
    ("今天天气很好。", (), 4, "holds no article"),
    ("第一条 甲应当乙。\n第二条 乙应当丙。\n第三条 丙应当丁。", (), 4, "no title"),
    (FINAL, ("--as", "../etc/passwd"), 2, "not the name of a work"),
    (FINAL, ("--as", "Kites"), 2, "not the name of a work"),
    (FINAL, ("--as", "a@b#c"), 2, "not the name of a work"),
    (FINAL, (), 2, "--title-en"),
    (FINAL, ("--title-en", "Measures for Bridges", "--as", "kites"), 1, "already names bridges"),
])
def test_what_cannot_be_entered_is_refused_and_nothing_changes(
        kb, checkout, text_file, text, options, code, words):
    before = works(checkout)
    found, _, remarks = kb("add", text_file(text), "--write", *options)
    assert (found, words in remarks) == (code, True), remarks
    for label in ("what", "where", "remedy"):
        assert label in remarks
    assert works(checkout) == before
    assert list_manifestations(Layout(checkout)) == ()


def test_the_same_text_twice_is_refused(kb, text_file):
    kb("add", text_file(FINAL), "--write", *OPTIONS)
    code, _, remarks = kb("add", text_file(FINAL), "--write")
    assert code == 1
    assert "a file of kites-provisions@final-2025" in remarks


def test_a_registered_version_is_not_entered_again_from_another_file(kb, text_file):
    kb("add", text_file(FINAL), "--write", *OPTIONS)
    code, _, remarks = kb("add", text_file(FINAL + "\n", "again.txt"), "--write")
    assert code == 4
    assert "kb capture FILE --as kites-provisions@final-2025" in remarks


def test_a_slug_that_another_work_has_is_never_overwritten(kb, checkout, text_file):
    path = checkout / "corpus" / "works" / "kites.toml"
    path.write_text("kept", encoding="utf-8")
    assert kb("add", text_file(FINAL), "--write", "--as", "kites", *OPTIONS)[0] == 1
    path.unlink()
    assert kb("add", text_file(FINAL), "--write", "--as", "kites", *OPTIONS)[0] == 0


def test_an_older_text_does_not_go_behind_a_newer_one(kb, checkout, text_file):
    kb("add", text_file(FINAL), "--write", *OPTIONS)
    before = works(checkout)
    code, _, remarks = kb("add", text_file(DRAFT, "draft.txt"), "--write")
    assert code == 1
    assert "oldest first" in remarks
    assert works(checkout) == before


def test_an_import_that_fails_takes_the_entry_back(kb, checkout, text_file, monkeypatch):
    before = works(checkout)

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(adding, "import_file", full)
    assert kb("add", text_file(FINAL), "--write", *OPTIONS)[0] != 0
    assert works(checkout) == before


# From an address ----------------------------------------------------------------------------------


def page(text: str, title: str = "风筝管理规定") -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    return (f'<html><head><meta charset="utf-8"><title>{title}_网信办</title></head><body>'
            f'<h1 class="title">{title}</h1><span id="pubtime">2025年03月10日 10:00</span>'
            f'<div id="BodyLabel">{body}</div><!-- footer --></body></html>').encode()


@pytest.fixture
def site(checkout, monkeypatch):
    shutil.copy(ROOT / "corpus" / "sites.toml", checkout / "corpus" / "sites.toml")
    monkeypatch.setenv(VARIABLE, "keeper@regtrail.test")
    clock = FakeClock()
    with Replay(now=clock.now) as server:
        monkeypatch.setattr(adding, "fetcher_of", lambda *_: PoliteFetcher(
            settings_for(server), a_site, clock.now, clock.sleep, Random(7)))
        server.serve_bytes(URL, page(FINAL))
        yield server


def test_a_page_is_fetched_once_entered_archived_and_built(kb, checkout, site):
    code, _, remarks = kb("add", URL, "--write", *OPTIONS)
    assert code == 0, remarks
    assert site.paths() == [URL.removeprefix("https://www.cac.gov.cn")]
    (version,) = work_of(checkout).versions
    assert [(one.url, one.role, one.address_grade) for one in version.addresses] == [(URL, "text", "A")]
    assert dates(version)[DateKind.PUBLISHED] == ("2025-03-10", "")
    (held,) = list_manifestations(Layout(checkout))
    assert (held.version, held.official_url, held.via) == ("kites-provisions@final-2025", URL, "")
    assert len(list((checkout / "captures" / "warc").glob("*.warc.gz"))) == 1
    assert kb("build", "--as-of", "2026-11-23")[0] == 0


@pytest.mark.parametrize(("answer", "words"), [
    (Answer(page("就《风筝管理规定》答记者问。", "《风筝管理规定》答记者问")), "not the text"),
    (Answer(b"", 403), ""),
    (Answer(b"<html><script>challenge</script></html>"), "not the text"),
])
def test_a_page_that_is_not_the_text_enters_nothing(kb, checkout, site, answer, words):
    before = works(checkout)
    site.serve(URL, answer)
    code, _, remarks = kb("add", URL, "--write", *OPTIONS)
    assert code == 4
    assert words in remarks
    assert works(checkout) == before
    assert list_manifestations(Layout(checkout)) == ()


def test_an_address_that_is_registered_is_not_asked_again(kb, checkout, site):
    assert kb("add", URL, "--write", *OPTIONS)[0] == 0
    asked, before = len(site.seen), works(checkout)
    code, _, remarks = kb("add", URL)
    assert code == 4
    assert "kb capture kites-provisions@final-2025" in remarks
    assert (len(site.seen), works(checkout)) == (asked, before)


@pytest.mark.parametrize(("address", "words"), [
    ("https://www.example.org/a.htm", "no adapter knows this site"),
    ("http://127.0.0.1/a.htm", "no adapter knows this site"),
    ("https://flk.npc.gov.cn/detail?id=1", "its robots file forbids every page"),
])
def test_an_address_of_no_known_site_is_not_asked(kb, site, address, words):
    code, _, remarks = kb("add", address)
    assert code == 4
    assert words.casefold() in remarks.casefold()
    assert "remedy" in remarks
    assert site.seen == []
