"""Lists of the CAC are read through the fetcher from a replaying server, run after run."""

import json
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from kb.capture.sites.adapter import Listed, Listing, Row
from kb.capture.sites.cac import DRAFTS, JSON_LIST, Cac
from kb.capture.watching.contract import report_data
from kb.capture.watching.feed import NAMESPACE, feed_of
from kb.capture.watching.ledger import load
from kb.capture.watching.watch import GapKind, Watcher
from kb.capture.web import Ask
from kb.model.work import (
    DateFact,
    DateKind,
    DocType,
    Evidence,
    OfficialAddress,
    Register,
    Stage,
    Version,
    Work,
)
from kb.store.layout import Layout
from tests.capture.conftest import a_site
from tests.capture.replay import Answer

HOST = "www.cac.gov.cn"
FIRST, SECOND = date(2031, 3, 10), date(2031, 3, 17)
ATOM = f"{{{NAMESPACE}}}"
ALWAYS = {GapKind.BEYOND, GapKind.FORBIDDEN}


def page(*rows: tuple[int, str, str], wrapper: str = "loadingInfoPage") -> bytes:
    items = "".join(f'<li><h5><a title="{title}" href=//{HOST}/2031-03/0{n}/c_{n}.htm target=_blank>…</a>'
                    f'</h5><div class="times">{day}</div></li>' for n, title, day in rows)
    return f'<html><body><ul id="{wrapper}">{items}</ul></body></html>'.encode()


DRAFT = (1, "关于《灯笼管理办法（征求意见稿）》公开征求意见的通知", "2031-03-01")
JOB = (2, "公开招聘公告", "2031-03-02")
NEWER = (3, "关于《风筝管理规定（征求意见稿）》公开征求意见的通知", "2031-03-12")


class Drafts(Cac):
    """The one list of drafts, so that a test says all that is asked."""

    def lists(self):
        return tuple(one for one in super().lists() if one.id == "cac-consultations")


class Rules(Cac):
    """One list by JsonList."""

    def lists(self):
        return tuple(one for one in super().lists() if one.id == "cac-rules")


def a_register(*works: Work) -> Register:
    return Register(works, (), date(2031, 1, 1))


LANTERN_DRAFT = Version(
    "lantern-measures", "draft-2030", Stage.DRAFT, "灯笼管理办法（征求意见稿）", "Lantern Measures (draft)",
    "", (),
    (DateFact(DateKind.PUBLISHED, "2030-05-01", Evidence("source", "x")),),
    (OfficialAddress("http://www.cac.gov.cn/2030-05/01/c_7.htm", "text", "B", "x"),))
LANTERNS = Work("lantern-measures", DocType.DEPARTMENTAL_RULE, "灯笼管理办法", "Lantern Measures",
                "灯笼办法", "Lanterns", (), (LANTERN_DRAFT,))


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


@pytest.fixture
def run(layout, fetcher):
    def call(day=FIRST, adapter=None, register=None, since=None, offline=False, tell=True, sites=()):
        watcher = Watcher(layout, register or a_register(), sites, None if offline else fetcher, day)
        report = watcher.run([adapter or Drafts()], since)
        if tell:
            watcher.tell(report)
        return report
    return call


def told(report) -> list[tuple[str, str]]:
    return [(str(news.entry.event), news.entry.row.title) for news in report.news]


def test_the_first_run_takes_the_census_and_calls_nothing_new(run, replay):
    replay.serve_bytes(DRAFTS, page(JOB, DRAFT))
    report = run()
    assert (told(report), report.has_fresh, report.has_failed) == ([], False, False)
    (state,) = report.states
    assert (state.first, state.rows, state.read) == (True, 2, True)


def test_the_second_run_tells_what_came_changed_and_went(run, replay):
    replay.serve_bytes(DRAFTS, page(JOB, DRAFT))
    run()
    replay.serve_bytes(DRAFTS, page(NEWER, (1, DRAFT[1] + "（更正）", "2031-03-01")))
    report = run(SECOND)
    assert told(report) == [("new", NEWER[1]), ("changed", DRAFT[1] + "（更正）"), ("gone", JOB[1])]
    assert [news.consultation for news in report.news] == [True, True, False]
    assert report.has_fresh
    assert told(run(SECOND)) == []


def test_a_notice_that_is_no_consultation_is_not_called_one(run, replay):
    replay.serve_bytes(DRAFTS, page(DRAFT))
    run()
    replay.serve_bytes(DRAFTS, page(JOB, DRAFT))
    assert [news.consultation for news in run(SECOND).news] == [False]


def test_what_no_run_has_told_is_told_by_the_next(run, replay):
    replay.serve_bytes(DRAFTS, page(DRAFT))
    run()
    replay.serve_bytes(DRAFTS, page(NEWER, DRAFT))
    assert len(run(SECOND, tell=False).news) == 1
    assert told(run(SECOND)) == [("new", NEWER[1])]
    assert told(run(SECOND)) == []


def test_since_a_day_tells_again_but_not_as_new(run, replay):
    replay.serve_bytes(DRAFTS, page(DRAFT))
    run()
    replay.serve_bytes(DRAFTS, page(NEWER, DRAFT))
    run(SECOND)
    asked = len(replay.seen)
    report = run(SECOND, since=SECOND, offline=True)
    assert told(report) == [("new", NEWER[1])]
    assert not report.has_fresh
    assert len(replay.seen) == asked
    assert told(run(SECOND, since=date(2031, 3, 18), offline=True)) == []


@pytest.mark.parametrize(("answer", "kind"), [
    (Answer(page()), GapKind.FAILED),
    (Answer(page(DRAFT, wrapper="renamed")), GapKind.FAILED),
    (Answer(b"", 403), GapKind.FAILED),
    (Answer(b"<html><script>challenge()</script></html>", 521), GapKind.FAILED),
    (Answer(page(JOB, DRAFT), fault="cut"), GapKind.FAILED),
    (Answer(status=302, headers=(("Location", "http://[elsewhere/"),)), GapKind.FAILED),
    (Answer(b"", 503, (("Retry-After", "Fri, 31 Dec 9999 23:59:59 -1200"),)), GapKind.FAILED),
])
def test_a_list_that_cannot_be_read_is_said_and_its_census_kept(run, replay, layout, answer, kind):
    replay.serve_bytes(DRAFTS, page(JOB, DRAFT))
    run()
    before = load(layout, HOST, "cac-consultations")
    replay.serve(DRAFTS, answer)
    report = run(SECOND)
    (gap,) = [one for one in report.gaps if one.kind not in ALWAYS]
    assert gap.kind is kind
    assert all((gap.what, gap.where, gap.why, gap.remedy))
    assert "with 2 rows is as it was" in gap.why
    assert report.has_failed
    assert not report.has_fresh
    assert load(layout, HOST, "cac-consultations") == before


def test_an_adapter_that_lets_an_empty_list_pass_is_caught(run, replay, layout):
    class Lenient(Drafts):
        def rows(self, listing, ask, reply):
            return Listed(()) if b"c_1" not in reply.body else super().rows(listing, ask, reply)

    replay.serve_bytes(DRAFTS, page(DRAFT))
    run(adapter=Lenient())
    replay.serve_bytes(DRAFTS, page())
    report = run(SECOND, adapter=Lenient())
    (gap,) = [one for one in report.gaps if one.kind is GapKind.EMPTIED]
    assert gap.what == "the list is empty where there was one"
    assert "1 rows were there on 2031-03-10" in gap.why
    assert len(load(layout, HOST, "cac-consultations").rows()) == 1


def test_rows_that_may_have_been_missed_are_said(run, replay):
    replay.serve_bytes(DRAFTS, page(JOB, DRAFT))
    run()
    replay.serve_bytes(DRAFTS, page((5, "丙办法", "2031-03-16"), (4, "乙办法", "2031-03-15")))
    report = run(SECOND)
    (gap,) = [one for one in report.gaps if one.kind is GapKind.MISSED]
    assert "2031-03-10" in gap.why
    assert len(report.news) == 2
    assert not report.has_failed


def test_a_forbidden_site_is_named_and_never_asked(run, replay):
    replay.serve_bytes(DRAFTS, page(DRAFT))
    site = a_site("flk.npc.gov.cn", forbidden=True, why="its robots file forbids everything")
    report = run(sites=(site,))
    (gap,) = [one for one in report.gaps if one.kind is GapKind.FORBIDDEN]
    assert (gap.host, gap.why) == ("flk.npc.gov.cn", "its robots file forbids everything")
    assert not report.has_failed
    assert replay.asked("flk.npc.gov.cn") == 0


def test_a_damaged_census_is_a_list_not_read_and_the_others_go_on(run, replay, layout):
    replay.serve_bytes(DRAFTS, page(DRAFT))
    run()
    path = next(layout.watch.iterdir())
    path.write_bytes(b"{")
    report = run(SECOND)
    assert report.has_failed
    assert path.read_bytes() == b"{"


# Paging ------------------------------------------------------------------------------------------


def json_pages(titles: list[str], broken: int = 0):
    """JsonList over some titles, youngest first; page ``broken`` answers 403."""
    def answer(seen):
        number, size = int(seen.form["pageno"]), int(seen.form["perPage"])
        if number == broken:
            return Answer(b"", 403)
        rows = [{"topic": title, "infourl": f"//{HOST}/x/c_{title}.htm", "pubtime": "2031-01-01"}
                for title in titles[(number - 1) * size:number * size]]
        return Answer(json.dumps({"totalRec": len(titles), "list": rows}).encode(),
                      headers=(("Content-Type", "application/json"),))
    return answer


@pytest.mark.parametrize("answer", [
    {"totalRec": "9" * 5_000, "list": [{"topic": "x", "infourl": "/a.htm"}]},
    {"totalRec": 1, "list": [{"topic": "x\ud800", "infourl": "/a\ud800.htm"}]},
    {"totalRec": -1, "list": [{"topic": ["x"], "infourl": 7, "pubtime": {}}]},
])
def test_rows_that_no_program_of_ours_would_write_are_read_all_the_same(run, replay, layout, answer):
    replay.serve_bytes(JSON_LIST, json.dumps(answer).encode(), "application/json")
    assert not run(adapter=Rules()).has_failed
    assert len(load(layout, HOST, "cac-rules").entries) == 1


def test_a_list_that_breaks_its_reader_does_not_keep_the_next_from_being_read(run, replay, layout):
    class Broken(Cac):
        def lists(self):
            return tuple(one for one in super().lists() if one.consultations or one.id == "cac-rules")

        def rows(self, listing, ask, reply):
            if listing.id == "cac-rules":
                return {}["no such key"]
            return super().rows(listing, ask, reply)

    replay.serve_bytes(JSON_LIST, b"{}", "application/json")
    replay.serve_bytes(DRAFTS, page(JOB, DRAFT))
    report = run(adapter=Broken())
    (gap,) = [one for one in report.gaps if one.kind is GapKind.FAILED]
    assert (gap.list, gap.what) == ("cac-rules", "the list broke the program that reads it")
    assert "no such key" in gap.why
    assert len(load(layout, HOST, "cac-consultations").entries) == 2


def test_every_page_of_a_list_is_read_and_then_it_is_whole(run, replay):
    titles = [f"n{number}" for number in range(250, 0, -1)]
    replay.serve(JSON_LIST, json_pages(titles))
    assert run(adapter=Rules()).states[0].rows == 250
    replay.serve(JSON_LIST, json_pages([title for title in titles if title != "n7"]))
    report = run(SECOND, adapter=Rules())
    assert told(report) == [("gone", "n7")]
    assert report.gaps == ()


def test_a_first_census_without_its_last_page_is_none(run, replay, layout):
    replay.serve(JSON_LIST, json_pages([f"n{number}" for number in range(150)], broken=2))
    report = run(adapter=Rules())
    assert report.has_failed
    assert load(layout, HOST, "cac-rules") is None


def test_a_later_page_that_fails_keeps_what_was_read_and_takes_nothing_for_gone(run, replay):
    titles = [f"n{number}" for number in range(150)]
    replay.serve(JSON_LIST, json_pages(titles))
    run(adapter=Rules())
    replay.serve(JSON_LIST, json_pages(["fresh", *titles], broken=2))
    report = run(SECOND, adapter=Rules())
    assert told(report) == [("new", "fresh")]
    assert report.has_failed
    assert "only the first pages" in report.gaps[0].what


class Endless:
    """An adapter whose list always names a next page."""

    host = HOST

    def lists(self):
        return (Listing("endless", HOST, "无尽", Ask(DRAFTS), pages=2),)

    def rows(self, listing, ask, reply):
        number = int(ask.referer or 0)
        rows = (Row(f"t{number}", f"https://{HOST}/{reply.at:%H%M%S}-{number}", None, None, ""),)
        return Listed(rows, Ask(DRAFTS, referer=str(number + 1)))


def test_a_list_without_end_is_left_after_a_few_pages(run, replay):
    replay.serve_bytes(DRAFTS, b"x")
    assert run(adapter=Endless()).states[0].rows == 2
    assert run(SECOND, adapter=Endless()).states[0].rows == 12
    assert len(replay.paths()) == 14


def test_a_next_page_that_repeats_the_first_ends_the_list(run, replay):
    class Loop(Endless):
        def rows(self, listing, ask, reply):
            return Listed((Row("t", f"https://{HOST}/1", None, None, ""),), Ask(DRAFTS))

        def lists(self):
            return (Listing("loop", HOST, "环", Ask(DRAFTS), pages=50),)

    replay.serve_bytes(DRAFTS, b"x")
    run(adapter=Loop())
    assert len(replay.paths()) == 2


# The register ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "number", "day", "words"), [
    ("随便什么", "30-05/01/c_7", "2031-03-12", "known: lantern-measures@draft-2030"),
    ("关于《灯笼管理办法（征求意见稿）》公开征求意见的通知", "x", "2030-05-01",
     "known: lantern-measures@draft-2030 (by title and day)"),
    ("关于《灯笼管理办法（第二次征求意见稿）》公开征求意见的通知", "x", "2031-03-12",
     "a new version of lantern-measures?"),
    ("灯笼管理办法", "x", "2030-05-01", "a new version of lantern-measures?"),
    ("《灯笼管理办法》答记者问", "x", "2031-03-12", "about lantern-measures"),
    ("风筝管理办法", "x", "2031-03-12", "not registered"),
])
def test_a_row_is_held_against_the_register(run, replay, title, number, day, words):
    item = (f'<li><h5><a title="{title}" href=//{HOST}/20{number}.htm>…</a></h5>'
            f'<div class="times">{day}</div></li>')
    replay.serve_bytes(DRAFTS, page(DRAFT))
    run()
    replay.serve_bytes(DRAFTS, page(DRAFT).replace(b"<li>", item.encode() + b"<li>", 1))
    assert [news.match.words for news in run(SECOND, register=a_register(LANTERNS)).news] == [words]


# What comes out ----------------------------------------------------------------------------------

HOSTILE = (4, "&lt;script&gt;alert(1)&lt;/script&gt;]]&gt;\u202e&amp;", "2031-03-13")


def news_report(run, replay):
    replay.serve_bytes(DRAFTS, page(DRAFT))
    run()
    replay.serve_bytes(DRAFTS, page(HOSTILE, NEWER, DRAFT))
    return run(SECOND, tell=False)


def test_the_feed_is_atom_and_holds_only_text(run, replay):
    feed = ET.fromstring(feed_of(news_report(run, replay)))
    assert feed.tag == f"{ATOM}feed"
    assert [child.tag for child in feed if child.tag != f"{ATOM}entry"] == [
        ATOM + name for name in ("id", "title", "subtitle", "updated", "author", "generator")]
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 2
    for entry in entries:
        for name in ("id", "title", "updated", "content"):
            assert len(entry.findall(ATOM + name)) == 1
        assert entry.find(f"{ATOM}id").text.startswith("tag:regtrail,2026:watch:cac-consultations:")
        assert entry.find(f"{ATOM}link").get("href").startswith(f"https://{HOST}/")
        assert set(entry.find(f"{ATOM}content").attrib) == set()
    assert "<script>alert(1)</script>]]>&" in entries[0].find(f"{ATOM}title").text
    assert entries[0].find(f"{ATOM}updated").text == "2031-03-13T00:00:00+08:00"
    assert feed.find(f"{ATOM}updated").text == "2031-03-13T00:00:00+08:00"


def test_ids_are_the_same_in_every_run_and_differ_from_each_other(run, replay):
    first = ET.fromstring(feed_of(news_report(run, replay)))
    again = ET.fromstring(feed_of(run(SECOND, since=FIRST)))
    ids = [[found.text for found in feed.iterfind(f".//{ATOM}id")] for feed in (first, again)]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 3


def test_the_data_say_all_that_is_known(run, replay):
    data = report_data(news_report(run, replay))
    json.dumps(data)
    assert (data["schema"], data["day"], data["new"], data["failed"]) == (1, "2031-03-17", True, False)
    row = next(one for one in data["news"] if one["title"] == NEWER[1])
    assert row == {
        "event": "new", "noticed": "2031-03-17", "fresh": True, "consultation": True, "host": HOST,
        "list": "cac-consultations", "section": "网信@你", "title": NEWER[1],
        "url": f"https://{HOST}/2031-03/03/c_3.htm", "day": "2031-03-12", "deadline": "", "changed": [],
        "before": None, "register": {"match": "none", "key": "", "by": ""}}
    assert data["lists"] == [{"host": HOST, "list": "cac-consultations", "section": "网信@你", "read": True,
                              "first_census": False, "rows": 3, "last_read": "2031-03-17"}]
    assert [gap["kind"] for gap in data["gaps"]] == ["beyond"]
