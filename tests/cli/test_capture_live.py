"""`kb capture WORK` as a person calls it, the sites replayed: what is kept, refused, said."""

import gzip
import io
import json
import re
from datetime import timedelta

import docx
import pytest
from warcio.archiveiterator import ArchiveIterator

from kb.capture.archive.lock import run_alone
from kb.capture.choice import page_of
from kb.publish.article_pages import article_views
from kb.publish.head_views import version_head
from kb.publish.render import Renderer
from kb.publish.shelf import make_shelf
from kb.publish.version_pages import reading_view
from kb.store.captures import list_manifestations, read_pages
from kb.store.database import read_library
from kb.store.layout import Layout
from kb.store.sightings import Seen, list_sightings
from tests.capture.conftest import FakeClock
from tests.capture.replay import Answer, Replay
from tests.capture.site_pages import cac_page, download, download_url
from tests.cli import live_checkout
from tests.cli.live_checkout import HOST, Live, key_of, page, pages, title_of, url_of

HTML = ("Content-Type", "text/html")


@pytest.fixture
def checkout(tmp_path):
    live_checkout.write_checkout(tmp_path / "checkout", 3)
    return tmp_path / "checkout"


@pytest.fixture
def live(kb, checkout, monkeypatch):
    clock = FakeClock()
    with Replay(now=clock.now) as replay:
        live_checkout.ask_replay(monkeypatch, replay, clock)
        for number in (1, 2, 3):
            replay.serve_bytes(url_of(number), page(number))
        yield Live(kb, replay, clock, Layout(checkout))


def state(layout):
    return {path.relative_to(layout.captures).as_posix(): path.read_bytes()
            for path in layout.captures.rglob("*") if path.is_file()}


def texts(layout):
    return {name: data for name, data in state(layout).items() if not name.startswith(("warc/", "checks"))}


def test_a_page_is_fetched_archived_and_kept_as_the_text(live):
    code, said, _ = live(key_of(1))
    assert code == 0
    assert f"captured from {url_of(1)}" in said
    assert "6/6 articles" in said
    (held,) = list_manifestations(live.layout)
    assert (held.version, held.grade.name, held.via) == (key_of(1), "OFFICIAL_FETCHED", "")
    assert held.retrieved == live.clock.time.date()
    assert held.official_url == url_of(1)
    assert read_pages(live.layout, held) == (page(1),)
    with (live.layout.captures / held.warc).open("rb") as stream:
        answers = [(r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
                   for r in ArchiveIterator(stream) if r.rec_type == "response"]
    assert (url_of(1), page(1)) in answers
    assert live("verify")[0] == 0


def test_the_command_says_in_json_what_became_of_each_version(live):
    code, said, _ = live("Alias 1", key_of(2), "--json")
    found = json.loads(said)
    assert (code, found["captured"], found["refused"]) == (0, 2, 0)
    assert [row["version"] for row in found["versions"]] == [key_of(1), key_of(2)]
    assert found["versions"][0]["articles"] == found["versions"][0]["expected"] == 6
    assert found["versions"][0]["archive"] == ["warc/20261124T080006Z-1.warc.gz"]


def test_several_pages_are_one_text(live):
    for url, data in pages(1).items():
        live.replay.serve_bytes(url, data)
    code, said, _ = live(key_of(1))
    assert code == 0, said
    assert "6/6 articles on 3 pages" in said
    (held,) = list_manifestations(live.layout)
    assert read_pages(live.layout, held) == tuple(pages(1).values())
    assert not held.partial
    assert live("verify")[0] == 0


def test_a_page_that_announces_more_which_cannot_be_had_is_refused_and_archived(live):
    url, data = next(iter(pages(1).items()))
    live.replay.serve_bytes(url, data)
    code, said, _ = live(key_of(1))
    assert code == 4
    assert "page 2 missing" in said
    assert not texts(live.layout)
    (warc,) = (live.layout.captures / "warc").iterdir()
    assert url.encode() in gzip.decompress(warc.read_bytes())
    assert [one.seen for one in list_sightings(live.layout)] == [Seen.REFUSED]


def test_one_failing_work_does_not_stop_the_others(live):
    live.replay.serve(url_of(2), Answer(b"", 404))
    code, said, _ = live("--all")
    assert code == 4
    assert {one.version for one in list_manifestations(live.layout)} == {key_of(1), key_of(3)}
    for label in ("the page is not there", "where:", "why:", "remedy:", "2 captured", "1 refused"):
        assert label in said


def test_what_was_had_today_is_asked_again_only_on_demand(live):
    live("--all")
    asked = live.replay.asked(HOST)
    code, said, _ = live("--all")
    assert (code, live.replay.asked(HOST)) == (0, asked)
    assert "had today already" in said
    live.clock.time += timedelta(days=1)
    code, said, _ = live("--all")
    assert (code, live.replay.asked(HOST) > asked) == (0, True)
    assert "3 unchanged" in said


def test_the_next_address_is_asked_where_one_does_not_give_the_text(live, checkout):
    other, doubtful, wrong = url_of(21), url_of(22), url_of(23)
    live_checkout.register(checkout, 1, (wrong, "text", "X"), (doubtful, "text", "D"),
                           (other, "copy", "A"), (url_of(1), "text", "C"))
    live.replay.serve_bytes(other, page(1))
    live.replay.serve(url_of(1), Answer(b"", 404))
    code, said, _ = live(key_of(1))
    assert code == 0
    assert f"captured from {other}" in said
    assert "the page is not there" in said
    asked = [seen.path for seen in live.replay.seen if "c_" in seen.path]
    assert [path[-6:-4] for path in asked] == ["01", "21"]


def test_a_doubtful_address_is_asked_only_when_named_so(live, checkout):
    live_checkout.register(checkout, 1, (url_of(1), "text", "D"))
    code, said, _ = live(key_of(1))
    assert (code, live.replay.asked(HOST)) == (4, 0)
    assert "--unproven" in said
    assert live("work-1")[0] == 0, "a version that is not named itself is left out"
    assert live(key_of(1), "--unproven")[0] == 0


def test_nothing_is_asked_without_a_contact(kb, checkout, monkeypatch):
    monkeypatch.delenv("REGTRAIL_CONTACT", raising=False)
    code, _, said = kb("capture", key_of(1))
    assert code == 4
    assert "no contact is set" in said
    assert not (checkout / "captures").exists()


def test_a_forbidden_host_is_not_asked_and_no_visit_is_noted(live, checkout):
    live_checkout.register(checkout, 1, ("https://flk.npc.gov.cn/detail2.html?1", "text", "A"))
    code, said, _ = live(key_of(1))
    assert code == 4
    assert "refused: flk.npc.gov.cn is never asked" in said
    assert "why: Its robots file forbids every page to every program." in said
    assert live.replay.seen == []
    assert list_sightings(live.layout) == ()


@pytest.mark.parametrize("name", ["work-9", "work-1@final-1999", "nothing@at-all"])
def test_an_unknown_name_is_refused_with_those_that_are_known(live, name):
    code, _, said = live(name, key_of(1))
    assert code == 1
    assert "the register knows no such" in said
    assert live.replay.seen == []


def test_an_unchanged_page_adds_a_line_and_no_copy(live):
    live.replay.serve_bytes(url_of(1), page(1))
    live(key_of(1))
    kept = texts(live.layout)
    live.clock.time += timedelta(days=3)
    live.replay.serve_bytes(url_of(1), page(1).replace(b"</body>", b"<!-- 2031 --></body>"))
    code, said, _ = live(key_of(1))
    assert code == 0
    assert "unchanged since 2026-11-24" in said
    assert texts(live.layout) == kept
    assert [one.seen for one in list_sightings(live.layout)] == [Seen.CAPTURED, Seen.UNCHANGED]
    assert len(list((live.layout.captures / "warc").iterdir())) == 2
    assert live("verify")[0] == 0


def test_a_page_is_asked_for_conditionally_and_a_304_is_a_revisit(live):
    def answer(seen):
        if seen.header("If-None-Match") == '"a"':
            return Answer(status=304, headers=(("ETag", '"a"'),))
        return Answer(page(1), headers=(HTML, ("ETag", '"a"')))

    live.replay.serve(url_of(1), answer)
    live(key_of(1))
    live.clock.time += timedelta(days=1)
    assert "unchanged since" in live(key_of(1))[1]
    assert list_sightings(live.layout)[-1].pages[0].etag == '"a"'
    newest = max((live.layout.captures / "warc").iterdir())
    with newest.open("rb") as stream:
        kinds = {r.rec_headers.get_header("WARC-Target-URI"): r.rec_type for r in ArchiveIterator(stream)
                 if r.rec_type != "request"}
    assert kinds[url_of(1)] == "revisit"
    assert live("verify")[0] == 0
    live.clock.time += timedelta(days=1)
    live.replay.serve_bytes(url_of(1), page(1, word="天亮"))
    assert "reads otherwise than on 2026-11-24: art_2" in live(key_of(1))[1]


@pytest.mark.parametrize("validator", [("ETag", "\xe9\xe8"), ("Last-Modified", "\xe4 Feb 2031")])
def test_a_validator_that_may_not_stand_in_a_request_is_not_sent_back(live, validator):
    live.replay.serve(url_of(1), Answer(page(1), headers=(HTML, validator)))
    assert live(key_of(1))[0] == 0
    live.clock.time += timedelta(days=1)
    code, said, _ = live(key_of(1))
    assert (code, "unchanged since" in said) == (0, True)


def test_only_kept_bytes_stand_in_for_a_page_not_sent_again(live):
    live.replay.serve(url_of(1), Answer(page(1), headers=(HTML, ("ETag", '"a"'))))
    live(key_of(1))
    (held,) = list_manifestations(live.layout)
    (live.layout.captures / held.stored_as).write_bytes(b"altered")
    live.clock.time += timedelta(days=1)
    live(key_of(1))
    assert not live.replay.seen[-1].header("If-None-Match")


def edited_twice(live):
    for day, word in enumerate(("日落", "天亮", "日落")):
        live.replay.serve_bytes(url_of(1), page(1, word=word))
        assert live(key_of(1))[0] == 0, day
        live.clock.time += timedelta(days=10)


def test_another_body_at_the_same_address_is_kept_beside_the_first(live):
    edited_twice(live)
    held = list_manifestations(live.layout)
    assert [one.retrieved.isoformat() for one in sorted(held, key=lambda one: one.warc)] == [
        "2026-11-24", "2026-12-04", "2026-12-14"]
    assert len({one.sha256 for one in held}) == 2, "the first wording came back"
    assert [one.seen for one in list_sightings(live.layout)] == [Seen.CAPTURED, Seen.CHANGED, Seen.CHANGED]


def test_a_silent_edit_is_reported_per_article_with_both_days_and_the_later_text_is_shown(live, kb):
    live.replay.serve_bytes(url_of(1), page(1))
    live(key_of(1))
    live.clock.time += timedelta(days=3)
    live(key_of(1))
    live.clock.time += timedelta(days=7)
    live.replay.serve_bytes(url_of(1), page(1, word="天亮"))
    code, said, _ = live(key_of(1))
    assert code == 0
    assert "reads otherwise than on 2026-11-24: art_2" in said
    assert kb("build", "--as-of", "2026-12-04")[0] == 0
    assert "天亮" in kb("show", f"{key_of(1)}#art_2")[1]
    library = read_library(live.layout)
    edits = [one for one in library.problems if one.code == "silent-edit"]
    assert [one.where for one in edits] == [f"{key_of(1)}#art_2"]
    assert "2026-11-27 and on 2026-12-04" in edits[0].message, "the last day it was seen as it was"
    assert library.meta[f"choice:{key_of(1)}"].endswith("fetched on 2026-12-04, the later of the two.")


def test_a_run_that_finds_another_at_work_waits_or_says_who_it_is(live):
    with run_alone(live.layout, "kb capture, process 77 on ship"):
        code, _, said = live(key_of(1), "--no-wait")
    assert code == 1
    assert "held by kb capture, process 77 on ship" in said
    assert not texts(live.layout)
    assert live(key_of(1), "--no-wait")[0] == 0


HOSTILE = ['attachment; filename="../../../x.html"', "attachment; filename=/etc/passwd",
           "attachment; filename*=UTF-8''..%2F..%2Fx%00.html", 'attachment; filename="a\\..\\b.html"',
           f'attachment; filename="{"长" * 300}.html"', "attachment; filename*=nonsense''%FF%FE%00"]


@pytest.mark.parametrize("header", HOSTILE)
def test_a_hostile_file_name_writes_nowhere_but_into_captures(live, header, tmp_path):
    before = {path for path in tmp_path.rglob("*") if live.layout.captures not in path.parents}
    live.replay.serve(url_of(1), Answer(page(1), headers=(
        HTML, ("Content-Disposition", header.encode().decode("latin-1")))))
    assert live(key_of(1))[0] == 0
    (held,) = list_manifestations(live.layout)
    assert "/" not in held.file_name
    assert "\\" not in held.file_name
    assert len(held.file_name) < 100
    assert held.stored_as == f"files/{held.sha256}.html"
    after = {path for path in tmp_path.rglob("*") if live.layout.captures not in path.parents}
    assert {path for path in after - before if "build" not in path.parts} <= {live.layout.captures}
    assert live("verify")[0] == 0


def test_the_site_shows_a_silent_edit_with_both_days_and_its_article(live, kb):
    for word in ("日落", "天亮"):
        live.replay.serve_bytes(url_of(1), page(1, word=word))
        live(key_of(1))
        live.clock.time += timedelta(days=10)
    live(key_of(1))
    kb("build", "--as-of", "2026-12-20")
    library = read_library(live.layout)
    shelf = make_shelf(library)
    work = shelf.works["work-1"]
    version = work.versions[0]
    (row,) = reading_view(shelf, work, version).edits
    assert (row.before, row.after, row.address.href) == ("2026-11-24", "2026-12-04", url_of(1))
    assert [one.label for one in row.articles] == ["art. 2"]
    shown = {view.unit.eid: view.edits for view in article_views(shelf, work, version)}
    assert shown["art_2"] == (row,)
    assert shown["art_1"] == ()
    second = next(view for view in article_views(shelf, work, version) if view.unit.eid == "art_2")
    words = Renderer(live.layout.site / "templates").body("article.html", second, "/w/x/")
    for said in ("without notice", "2026-11-24", "2026-12-04", url_of(1)):
        assert said in words
    seen = "seen unchanged at its address on 2026-12-14"
    assert seen in str(version_head(shelf, work, version).provenance)
    assert seen in kb("show", f"{key_of(1)}#art_2")[1]


def docx_of(number):
    made, stream = docx.Document(), io.BytesIO()
    made.add_paragraph(title_of(number))
    for line in re.findall(r"<p>(.*?)</p>", live_checkout.articles(number)):
        made.add_paragraph(re.sub(r"<[^>]+>", "", line))
    made.save(stream)
    return stream.getvalue()


def test_the_text_in_an_attachment_is_kept_with_its_page(live):
    title, body = title_of(1), docx_of(1)
    live.replay.serve_bytes(url_of(1), cac_page(
        f"<p>现予公布。</p><p>附件：{download(title, 'k1')}{download('说明', 'k2')}</p>",
        title=f"关于公布《{title}》的公告"))

    def answer(seen):
        if seen.header("If-None-Match"):
            return Answer(status=304, headers=(("ETag", '"d"'),))
        return Answer(body, headers=(("Content-Type", "application/octet-stream"), ("ETag", '"d"'), (
            "Content-Disposition", "attachment; filename*=UTF-8''..%2Ftext.docx")))

    live.replay.serve(download_url("k1"), answer)
    live.replay.serve(download_url("k2"), Answer(b"%PDF-1.4 not read", headers=(
        ("Content-Type", "application/pdf"),)))
    code, said, _ = live(key_of(1))
    assert code == 0, said
    (held,) = list_manifestations(live.layout)
    assert (held.official_url, page_of(held)) == (download_url("k1"), url_of(1))
    assert held.file_name == "text.docx"
    assert read_pages(live.layout, held) == (body,)
    assert live("verify")[0] == 0
    live.clock.time += timedelta(days=1)
    code, said, _ = live(key_of(1))
    assert (code, "unchanged since" in said) == (0, True), said
    assert live("verify")[0] == 0


def test_a_damaged_page_of_several_is_named(live):
    for url, data in pages(1).items():
        live.replay.serve_bytes(url, data)
    live(key_of(1))
    (held,) = list_manifestations(live.layout)
    path = live.layout.captures / "files" / f"{held.more[1]}.html"
    path.write_bytes(path.read_bytes() + b" ")
    code, said, _ = live("verify")
    assert code == 1
    assert f"captures/files/{held.more[1]}.html" in said
    assert "remedy:" in said
    path.unlink()
    assert live("verify")[0] == 1


def test_a_text_whose_archive_is_gone_is_named(live):
    live(key_of(1))
    (held,) = list_manifestations(live.layout)
    (live.layout.captures / held.warc).unlink()
    code, said, _ = live("verify")
    assert code == 1
    assert held.warc in said


def test_a_lost_page_is_brought_back_by_fetching_it_again(live):
    live(key_of(1))
    (held,) = list_manifestations(live.layout)
    (live.layout.captures / held.stored_as).unlink()
    live.clock.time += timedelta(days=1)
    assert live(key_of(1))[0] == 0
    assert live("verify")[0] == 0


def test_an_edit_of_a_later_page_alone_is_seen_and_both_texts_can_be_pinned(live, kb):
    for day, word in enumerate(("日落", "天亮")):
        for place, (url, data) in enumerate(pages(1).items()):
            edited = data.replace("第三名看守人应当在日落".encode(), f"第三名看守人应当在{word}".encode())
            assert place != 1 or (edited != data) == bool(day)
            live.replay.serve_bytes(url, edited)
        assert live(key_of(1))[0] == 0
        live.clock.time += timedelta(days=3)
    held = list_manifestations(live.layout)
    assert len({one.sha256 for one in held}) == 1
    assert len({one.pages for one in held}) == 2
    assert live("verify")[0] == 0
    kb("build", "--as-of", "2026-12-20")
    library = read_library(live.layout)
    assert [one.where for one in library.problems if one.code == "silent-edit"] == [f"{key_of(1)}#art_3"]
    assert "天亮" in kb("show", f"{key_of(1)}#art_3")[1]
    kb("pins", "--write")
    code, said, _ = kb("pins")
    assert (code, said.count("as pinned")) == (0, 2)
