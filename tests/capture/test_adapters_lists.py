"""The lists of the sites: rows, dates, next pages, and lists that are none."""

import json
from datetime import date

import pytest

from kb.capture.sites.adapter import Row
from kb.capture.sites.registry import ADAPTERS, adapter_for
from kb.capture.web import Ask
from kb.errors import InputRefusedError
from tests.capture.conftest import assert_says
from tests.capture.replay import Answer

LISTS = {listing.id: (adapter, listing) for adapter in ADAPTERS for listing in adapter.lists()}
DAY = date(2031, 2, 3)
END = date(2031, 3, 5)


def unit(*rows):
    return json.dumps({"code": "200", "data": {"html": "<ul>" + "".join(rows) + "</ul>"}}).encode()


def cac_rows(*rows):
    return (f'<html><body><div id="loadingInfoPage">{"".join(rows)}</div></body></html>').encode()


CAC_ROW = ('<li><h5><a href=//www.cac.gov.cn/2031-02/03/c_1.htm target=_blank title="灯塔看守规定全名">'
           '灯塔…</a></h5><div class="times">2031-02-03</div></li>')
CAC_JSON = {"totalRec": 250, "list": [{"topic": "<b>灯塔</b>看守规定", "pubtime": "2031-02-03 10:00",
                                       "infourl": "//www.cac.gov.cn/2031-02/03/c_1.htm"}]}
NDRC_ROW = '<li><a href="./203102/t20310203_1.html" title="灯塔办法">灯塔</a><span>2031/02/03</span></li>'
NPC_ROW = '<li><a href="/npc/c2/c30834/203102/t1.html">灯塔法<span>2031-02-03</span></a></li>'
FLCA = {"total": 389, "page": 1, "rows": [{"flxxId": "ab12", "flxxmc": "灯塔法（草案）",
                                           "ksrq": "2031-02-03 00:00:00", "jsrq": "2031-03-05 23:59:59"}]}
SAMR_ROW = ('<li class="zjnav04Left02_content"><div class="doctitle"><a href="hd/zjdc/art/2031/art_1.html" '
            'title="灯塔\n办法">灯塔</a></div><div class="doctime tim">2031-02-03至2031-03-05</div></li>')
MIIT_ROW = ('<li><span class="fr">2031-02-03</span><a href="gzcy/yjzj/art/2031/art_1.html" '
            'title="灯塔办法">灯</a><span class="endtime" style="display:none">1930449599000</span></li>')
CAC = "https://www.cac.gov.cn/2031-02/03/c_1.htm"
GOVCN = {"TITLE": "灯塔意见", "SUB_TITLE": "", "URL": "/zhengce/203102/content_1.htm",
         "DOCRELPUBTIME": "2031-02-03"}
ART = "art/2031/art_1.html"
WHOLE = {
    "cac-rules": (json.dumps(CAC_JSON).encode(), Row("灯塔看守规定", CAC, DAY, None, "部门规章"), 250),
    "cac-consultations": (cac_rows(CAC_ROW), Row("灯塔看守规定全名", CAC, DAY, None, "网信@你"), None),
    "govcn-newest": (json.dumps([GOVCN]).encode(), Row(
        "灯塔意见", "https://www.gov.cn/zhengce/203102/content_1.htm", DAY, None, "最新政策"), None),
    "npc-published": (f'<html><div class="clist"><ul>{NPC_ROW}</ul></div></html>'.encode(), Row(
        "灯塔法", "http://www.npc.gov.cn/npc/c2/c30834/203102/t1.html", DAY, None, "权威发布"), None),
    "npc-legislation": (f'<html><div class="clist">{NPC_ROW[4:-5]}</div></html>'.encode(), Row(
        "灯塔法", "http://www.npc.gov.cn/npc/c2/c30834/203102/t1.html", DAY, None, "立法"), None),
    "npc-consultations": (json.dumps(FLCA).encode(), Row(
        "灯塔法（草案）", "http://www.npc.gov.cn/flcaw/userIndex.html?lid=ab12", DAY, END,
        "法律草案征求意见"), 389),
    "ndrc-notices": (f'<html><ul class="u-list">{NDRC_ROW}<li class="empty"></li></ul></html>'.encode(),
                     Row("灯塔办法", "https://www.ndrc.gov.cn/xxgk/zcfb/tz/203102/t20310203_1.html", DAY,
                         None, "通知"), None),
    "samr-consultations": (unit(SAMR_ROW), Row(
        "灯塔办法", f"https://www.samr.gov.cn/hd/zjdc/{ART}", DAY, END, "征集调查"), None),
    "miit-consultations": (unit(MIIT_ROW), Row(
        "灯塔办法", f"https://www.miit.gov.cn/gzcy/yjzj/{ART}", DAY, END, "意见征集"), None),
}


@pytest.fixture
def read(replay, fetcher):
    def rows_of(name, body, ask=None):
        adapter, listing = LISTS[name]
        ask = ask or listing.first
        replay.serve(ask.url, Answer(body))
        return adapter.rows(listing, ask, fetcher.get(ask))

    return rows_of


@pytest.mark.parametrize("name", WHOLE)
def test_the_rows_of_a_list_have_title_address_and_days(name, read):
    body, row, total = WHOLE[name]
    listed = read(name, body)
    assert (listed.rows, listed.total) == ((row,), total)


def test_every_list_has_its_own_name_host_and_kind():
    assert len(LISTS) == sum(len(adapter.lists()) for adapter in ADAPTERS) == 21
    for adapter, listing in LISTS.values():
        assert adapter_for(listing.first.url) is adapter
        assert listing.host == adapter.host
    assert {key for key, (_, one) in LISTS.items() if one.consultations} == {
        "cac-consultations", "npc-consultations", "npc-consultations-closed", "ndrc-consultations",
        "samr-consultations", "miit-consultations"}
    assert {key for key, (_, one) in LISTS.items() if one.may_be_empty} == {"npc-consultations"}


# --- next pages

def test_the_cac_is_asked_by_post_with_a_referer_until_its_total_is_reached(replay, read):
    _, listing = LISTS["cac-rules"]
    body = json.dumps(CAC_JSON).encode()
    second = read("cac-rules", body).next
    third = read("cac-rules", body, second).next
    assert [dict(ask.form)["pageno"] for ask in (listing.first, second, third)] == ["1", "2", "3"]
    assert read("cac-rules", body, third).next is None
    seen = [one for one in replay.seen if one.path != "/robots.txt"]
    assert {one.method for one in seen} == {"POST"}
    assert seen[0].form == {"channelCode": "A09370303", "perPage": "100", "pageno": "1", "condition": "0",
                            "fuhao": "=", "value": ""}
    assert seen[0].header("Referer").startswith("https://www.cac.gov.cn/")


def test_pages_that_a_script_counts_are_static_files(read):
    script = '<script>createPageHTML(3, {}, "index", "html");</script>'
    page = '<html><div class="clist"><ul>{}</ul></div>{}</html>'
    first = read("npc-published", page.format(NPC_ROW, script.format(0)).encode())
    assert first.next.url == "http://www.npc.gov.cn/npc/c2/c12435/index_1.html"
    second = read("npc-published", page.format(NPC_ROW, script.format(1)).encode(), first.next)
    assert second.next.url == "http://www.npc.gov.cn/npc/c2/c12435/index_2.html"
    assert read("npc-published", page.format(NPC_ROW, script.format(2)).encode(), second.next).next is None


def test_the_closed_consultations_are_asked_for_by_the_hundred(read):
    body, ask, numbers = json.dumps(FLCA).encode(), None, []
    while True:
        ask = read("npc-consultations-closed", body, ask).next
        if ask is None:
            break
        numbers.append(ask.url.partition("page=")[2].partition("&")[0])
    assert numbers == ["2", "3", "4"]


def test_a_unit_is_paged_by_its_json_parameter_while_its_pages_are_full(read):
    rows = [MIIT_ROW.replace("art_1", f"art_{n}") for n in range(20)]
    ask = read("miit-consultations", unit(*rows)).next
    assert ask.url.endswith("&paramJson=%7B%22pageNo%22%3A2%2C%22pageSize%22%3A20%7D")
    assert "tagId=%E5%8F%B3%E4%BE%A7%E5%86%85%E5%AE%B9" in ask.url
    assert read("miit-consultations", unit(*rows), ask).next.url.endswith("%3A3%2C%22pageSize%22%3A20%7D")
    assert read("miit-consultations", unit(*rows[:7]), ask).next is None


# --- lists that are none

BROKEN = [
    ("cac-consultations", b"<html><div id='other'></div></html>", "is not on its page", "#loading"),
    ("cac-consultations", cac_rows(), "without a single entry", "had entries"),
    ("cac-rules", b"<html>error</html>", "is no JSON", "begins"),
    ("cac-rules", b'{"totalRec": 0, "list": []}', "without a single entry", "had entries"),
    ("cac-rules", b'{"code": 500}', "is not in the answer", "list is missing"),
    ("govcn-newest", b"[]", "without a single entry", "had entries"),
    ("govcn-newest", b'[{"title": "lower case"}]', "without a single entry", "had entries"),
    ("npc-published", b'<html><div class="clist"></div></html>', "without a single entry", "had entries"),
    ("npc-consultations", b'{"total": 5, "rows": []}', "without a single entry", "had entries"),
    ("npc-consultations", b'{"total": 5}', "is not in the answer", "rows is missing"),
    ("ndrc-notices", b"<html><ul></ul></html>", "is not on its page", "ul.u-list"),
    ("samr-consultations", unit(), "without a single entry", "had entries"),
    ("samr-consultations", b'{"success": false, "data": null}', "is not in the answer", "data.html"),
    ("miit-consultations", b"[" * 100_000, "is no JSON", "begins"),
]


@pytest.mark.parametrize(("name", "body", "what", "why"), BROKEN)
def test_a_list_that_is_none_or_came_empty_is_refused_in_words(name, body, what, why, read):
    with pytest.raises(InputRefusedError) as caught:
        read(name, body)
    assert_says(caught.value, what, LISTS[name][1].first.url.partition("?")[0], why, "in a browser")


def test_no_consultation_open_is_a_state_of_the_congress_s_list(read):
    assert read("npc-consultations", b'{"total": 0, "rows": []}').rows == ()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "#top", "", "http://[",
                                  "mailto:a@b.cn"])
def test_a_link_that_is_no_address_makes_no_row(link, read):
    hostile = f'<li><a href="{link}" title="灯塔">x</a></li>'
    listed = read("cac-consultations", cac_rows(CAC_ROW, hostile))
    assert len(listed.rows) == 1


def test_a_ministry_without_a_described_list_refuses_to_read_one(read, replay, fetcher):
    moj = next(adapter for adapter in ADAPTERS if adapter.host == "www.moj.gov.cn")
    assert moj.lists() == ()
    replay.serve("https://www.moj.gov.cn/list.html", Answer(b"<html></html>"))
    _, listing = LISTS["govcn-newest"]
    reply = fetcher.get(Ask("https://www.moj.gov.cn/list.html"))
    with pytest.raises(InputRefusedError, match="no list of www"):
        moj.rows(listing, listing.first, reply)
