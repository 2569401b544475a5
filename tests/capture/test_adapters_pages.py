"""Documents of each site, invented, by way of the replay server: pages, covers, drafts, files."""

from datetime import date

import pytest

from kb.capture.sites.adapter import PageKind
from kb.capture.sites.cac import clock_remark
from kb.capture.sites.content import accept, documents, require
from kb.capture.sites.registry import ADAPTERS, adapter_for
from kb.capture.web import FetchFailedError, FetchRefusedError
from kb.cli.page_reading import read_page
from kb.errors import InputRefusedError
from kb.model.text import Grade
from kb.model.work import DocType, Stage
from kb.parse.document import parse_bytes
from kb.parse.pages import join_pages
from kb.parse.readers import read
from kb.parse.structure import parse_source
from kb.store.layout import Layout
from kb.store.sites import load_sites
from tests.capture import site_pages as made
from tests.capture.conftest import assert_says
from tests.capture.replay import Answer

URL = made.CAC_URL
PAGE_2, PAGE_3 = (URL.replace(".htm", f"_{n}.htm") for n in (2, 3))
GOVCN_URL = "https://www.gov.cn/zhengce/content/203102/content_7000001.htm"
NPC_URL = "http://www.npc.gov.cn/npc/c2/c30834/203102/t20310203_400001.html"
MIIT_URL = "https://www.miit.gov.cn/jgsj/kjs/wjfb/art/2031/art_0123456789abcdef0123456789abcdef.html"


@pytest.fixture
def collect(fetcher):
    return lambda url: adapter_for(url).collect(fetcher, url)


def reasons_of(found, version=None, **work):
    version = version or made.version()
    return accept(found, version, made.work(version, **work), read_page)


def serve_three(replay, *, pager=None, older=False):
    links = made.cac_pager(PAGE_2, PAGE_3)
    replay.serve_bytes(URL, made.cac_page(f"<p>{made.TITLE}</p>{made.articles(1, 2)}"
                                          f'<center><div id="div_currpage">{links}</div></center>',
                                          pager=links if pager is None else pager))
    replay.serve_bytes(PAGE_2, made.cac_page(made.articles(3, 4), pager=links, older=older))
    replay.serve_bytes(PAGE_3, made.cac_page(made.articles(5, 6), pager=links, older=older))


# --- several pages

@pytest.mark.parametrize("older", [False, True], ids=["present template", "older template"])
def test_the_pages_of_a_document_are_had_in_order_and_read_as_one(replay, collect, older):
    serve_three(replay, older=older)
    found = collect(URL)
    assert [reply.url for reply in found.pages] == [URL, PAGE_2, PAGE_3]
    assert (found.missing, found.kind, found.title) == ((), PageKind.TEXT, made.TITLE)
    assert found.published == date(2031, 2, 3)
    assert replay.paths() == [url.removeprefix("https://www.cac.gov.cn") for url in (URL, PAGE_2, PAGE_3)]
    assert {seen.header("Referer") for seen in replay.seen if "_" in seen.path[15:]} >= {URL}
    joined = join_pages([read(one.body, "text/html", "p.html") for one in found.pages])
    tree = parse_source(joined, "w@v", grade=Grade.REPUBLISHED).provisions
    single = parse_bytes(made.cac_page(f"<p>{made.TITLE}</p>{made.articles(1, 6)}"), "text/html",
                         "p.html", version="w@v", language="zh", grade=Grade.REPUBLISHED).provisions
    assert [(node.eid, node.text) for root in tree for node in root.walk()] == \
        [(node.eid, node.text) for root in single for node in root.walk()]
    assert reasons_of(found) == ()


def test_an_address_of_a_later_page_leads_to_the_first(replay, collect):
    serve_three(replay)
    assert [reply.url for reply in collect(PAGE_2).pages] == [URL, PAGE_2, PAGE_3]


def test_a_pager_that_shows_only_the_next_page_is_followed_to_the_end(replay, collect):
    replay.serve_bytes(URL, made.cac_page(made.articles(1, 2), pager=made.cac_pager(PAGE_2)))
    replay.serve_bytes(PAGE_2, made.cac_page(made.articles(3, 4), pager=made.cac_pager(URL, PAGE_3)))
    replay.serve_bytes(PAGE_3, made.cac_page(made.articles(5, 6), pager=made.cac_pager(URL, PAGE_2)))
    assert len(collect(URL).pages) == 3


@pytest.mark.parametrize(("answer", "why"), [
    (Answer(b"gone", 404), "page"),
    (Answer(made.cac_page("", title="首页")), "the answer holds no document"),
    (Answer(b"<html><body><h1>404</h1></body></html>"), "the answer holds no document"),
    (Answer(made.cac_page(made.articles(1, 2))), "the answer is a page already here"),
    (Answer(made.cac_page(made.articles(3, 4), title="港口规定")), "a page of another document, 港口规定"),
], ids=["404", "empty element", "404 with 200", "page 1 again", "another document"])
def test_a_following_page_that_cannot_be_had_is_missing_and_the_text_refused(replay, collect, answer, why):
    links = made.cac_pager(PAGE_2, PAGE_3)
    replay.serve_bytes(URL, made.cac_page(made.articles(1, 2), pager=links))
    replay.serve(PAGE_2, answer)
    found = collect(URL)
    assert found.missing[0].startswith("page 2 missing: ")
    assert why in found.missing[0]
    assert found.missing[1] == "page 3 not asked for, the one before it is missing"
    assert PAGE_3.removeprefix("https://www.cac.gov.cn") not in replay.paths()
    assert reasons_of(found)[0] == found.missing[0]


def test_a_following_page_may_carry_its_number_in_the_title(replay, collect):
    replay.serve_bytes(URL, made.cac_page(made.articles(1, 3), pager=made.cac_pager(PAGE_2)))
    replay.serve_bytes(PAGE_2, made.cac_page(made.articles(4, 6), title=f"{made.TITLE}（2）"))
    assert reasons_of(collect(URL)) == ()


def test_pages_whose_articles_do_not_run_on_are_not_one_text(replay, collect):
    replay.serve_bytes(URL, made.cac_page(made.articles(1, 4), pager=made.cac_pager(PAGE_2)))
    foreign = made.articles(1, 6, sentence="并挂起红旗")
    replay.serve_bytes(PAGE_2, made.cac_page(foreign))
    (reason,) = reasons_of(collect(URL))
    assert "of more than one numbering" in reason


def test_pages_counted_by_a_script_are_followed(replay, collect):
    url = "https://www.moj.gov.cn/pub/sfbgw/flfggz/t20310203_1.html"
    script = '<script>createPageHTML(2, 0, "t20310203_1", "html");</script>'
    shell = ('<html><body><div class="newDeta"><h1 class="phone_size1">灯塔看守规定</h1>'
             '<div class="news_content_style">{}</div><div class="change_page">{}</div></div></body>'
             "</html>")
    replay.serve_bytes(url, shell.format(made.articles(1, 3), script).encode())
    replay.serve_bytes(url.replace(".html", "_1.html"), shell.format(made.articles(4, 6), "").encode())
    names = [reply.url.rpartition("/")[2] for reply in collect(url).pages]
    assert names == ["t20310203_1.html", "t20310203_1_1.html"]


# --- drafts, covers, attachments

def draft_page():
    body = (f"<p>灯塔办起草了《{made.TITLE}（征求意见稿）》，现公开征求意见。</p>"
            "<p>意见反馈截止日期为2031年3月5日。</p>"
            f"<p>附件：1.{made.TITLE}（征求意见稿）</p><p>灯塔办</p><p>2031年2月3日</p>"
            f"<p>{made.TITLE}</p><p>（征求意见稿）</p>{made.articles()}"
            f"<p>关于《{made.TITLE}（征求意见稿）》的说明</p><p>一、必要性</p><p>海上多雾。</p>")
    return made.cac_page(body, title=f"灯塔办关于《{made.TITLE}（征求意见稿）》公开征求意见的通知")


DRAFT = made.version(id="draft-2031", stage=Stage.DRAFT, title_zh=f"{made.TITLE}（征求意见稿）")


def test_a_page_of_notice_draft_and_explanation_is_the_text_of_the_draft_alone(replay, collect):
    replay.serve_bytes(URL, draft_page())
    found = collect(URL)
    assert found.kind is PageKind.DRAFT_PAGE
    assert reasons_of(found, DRAFT) == ()
    assert reasons_of(found) == ("the page asks for comments on a draft, and the version is final",)


def serve_cover(replay, *answers):
    links = "".join(f"<p>附件：{made.download(name, key)}</p>" for name, key, _ in answers)
    replay.serve_bytes(URL, made.cac_page(f"<p>请于2031年3月5日前反馈。</p>{links}",
                                          title=f"关于征求《{made.TITLE}（征求意见稿）》意见的通知"))
    for _, key, answer in answers:
        replay.serve(made.download_url(key), answer)


def a_file(body, name="%E7%81%AF.docx"):
    return Answer(body, headers=(("Content-Type", "application/octet-stream"),
                                 ("Content-Disposition", f"attachment; filename*=UTF-8''{name}")))


def docx(*lines):
    from io import BytesIO

    from docx import Document

    document, held = Document(), BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(held)
    return held.getvalue()


def test_the_attachment_of_a_cover_is_the_text_and_its_query_is_kept_byte_for_byte(replay, collect):
    lines = [f"第{made.NUMBERS[n]}条　看守人应当点灯{made.LONG}。" for n in range(6)]
    serve_cover(replay, (f"{made.TITLE}（征求意见稿）", "one", a_file(docx(DRAFT.title_zh, *lines))),
                ("编制说明", "two", a_file(b"%PDF-1.4")))
    found = collect(URL)
    assert (found.kind, found.missing) == (PageKind.STUB, ())
    assert found.names == (f"{made.TITLE}（征求意见稿）", "编制说明")
    assert [reply.url for reply in found.attachments] == [made.download_url(key)
                                                          for key in ("one", "two")]
    assert {seen.header("Referer") for seen in replay.seen if "downloadfile" in seen.path} == {URL}
    assert documents(found, DRAFT) == found.attachments[:1]
    assert reasons_of(found, DRAFT) == ()


def test_a_cover_whose_attachment_is_a_page_or_gone_is_refused(replay, collect):
    serve_cover(replay, (f"{made.TITLE}（征求意见稿）", "one", Answer(b"<html>login</html>")),
                ("编制说明", "two", Answer(b"", 404)))
    found = collect(URL)
    assert found.missing[0] == f"attachment 1 missing: {made.TITLE}（征求意见稿）: a page came, no file"
    assert found.missing[1].startswith("attachment 2 missing: 编制说明: ")
    assert any("no attachment that came bears the title" in reason for reason in reasons_of(found, DRAFT))


def test_no_attachment_of_an_announcement_is_asked_for(replay, collect):
    replay.serve_bytes(URL, made.cac_page(f"<p>名单见附件。</p>{made.download('名单', 'one')}",
                                          title="灯塔办关于看守名单的公告"))
    assert collect(URL).kind is PageKind.NOTICE
    assert len(replay.paths()) == 1


# --- the other sites

@pytest.mark.parametrize("cell", [False, True], ids=["present template", "older template"])
def test_the_portal_s_pages_are_read_past_the_early_end_of_html(replay, collect, cell):
    replay.serve_bytes(GOVCN_URL, made.govcn_page(f"<p>{made.TITLE}</p>{made.articles()}", cell=cell))
    found = collect(GOVCN_URL)
    assert (found.title, found.published) == (made.TITLE, date(2031, 2, 3))
    assert found.metadata == (("发文字号", "灯发〔2031〕7号"), ("标题", made.TITLE))
    assert reasons_of(found) == ()


def test_the_congress_is_asked_by_https_only_where_http_gives_nothing(replay, fetcher, make_fetcher):
    page = made.npc_page(f"<p>{made.TITLE}</p>{made.articles()}")
    secured = NPC_URL.replace("http:", "https:")
    replay.serve_bytes(NPC_URL, page)
    found = adapter_for(secured).collect(fetcher, secured)
    assert found.pages[0].url == NPC_URL
    assert reasons_of(found) == ()
    replay.serve(NPC_URL, Answer(fault="silent"), Answer(page))
    with make_fetcher(retries=0) as hasty:
        assert adapter_for(NPC_URL).collect(hasty, NPC_URL).pages[0].url == secured


def test_the_congress_is_not_asked_again_by_https_where_it_said_no(replay, collect):
    replay.serve(NPC_URL, Answer(b"", 404))
    with pytest.raises(FetchFailedError):
        collect(NPC_URL)
    assert len(replay.paths()) == 1


SYSTEM = "http://www.npc.gov.cn/flcaw/"


@pytest.mark.parametrize("url", [f"{SYSTEM}flca/ab12/attachment.pdf", f"{SYSTEM}userIndex.html?lid=ab12",
                                 f"{SYSTEM}flca/ab12/info/"])
def test_a_consultation_of_the_congress_gives_its_attachment_and_its_dates(replay, collect, url):
    replay.serve(f"{SYSTEM}flca/ab12/info/", Answer(
        '{"flxxmc": "灯塔法（草案）", "ksrq": "2031-02-03 00:00:00",'
        '"jsrq": "2031-03-05 23:59:59"}'.encode()))
    replay.serve_bytes(f"{SYSTEM}flca/ab12/attachment.pdf", b"%PDF-1.4 invented", "application/pdf")
    found = collect(url)
    assert (found.title, found.published) == ("灯塔法（草案）", date(2031, 2, 3))
    assert dict(found.metadata)["jsrq"] == "2031-03-05 23:59:59"
    assert found.pages[0].body.startswith(b"%PDF-")


@pytest.mark.parametrize(("info", "file", "what"), [
    (b"<html>", b"%PDF-", "is no JSON"), (b'{"msg": 1}', b"%PDF-", "names no draft"),
    ('{"flxxmc": "灯"}'.encode(), b"<html>", "is no pdf")])
def test_a_consultation_that_is_none_is_refused(replay, collect, info, file, what):
    replay.serve(f"{SYSTEM}flca/ab12/info/", Answer(info))
    replay.serve(f"{SYSTEM}flca/ab12/attachment.pdf", Answer(file))
    with pytest.raises(InputRefusedError, match=what):
        collect(f"{SYSTEM}flca/ab12/attachment.pdf")


def test_a_page_of_the_ministry_of_industry_is_a_text_or_a_cover(replay, collect):
    replay.serve_bytes(MIIT_URL, made.miit_page(made.articles()))
    assert reasons_of(collect(MIIT_URL)) == ()
    attachment = "https://www.miit.gov.cn/cms_files/1/灯.pdf"
    cover = f'<p>现予印发。</p><a href="{attachment}">{made.TITLE}</a>'
    replay.serve_bytes(MIIT_URL, made.miit_page(cover, title=f"关于印发《{made.TITLE}》的通知"))
    replay.serve_bytes("https://www.miit.gov.cn/cms_files/1/%E7%81%AF.pdf", b"%PDF-1.4 invented")
    found = collect(MIIT_URL)
    assert (found.kind, found.names, len(found.attachments)) == (PageKind.STUB, (made.TITLE,), 1)


# --- what is not the text

@pytest.mark.parametrize(("body", "reason"), [
    (b"<html><script>document.cookie='__jsl_clearance=1'</script></html>", "a challenge to the browser"),
    ("<html><title>安全验证</title><body>请完成验证</body></html>".encode(), "a challenge to the browser"),
    ("<html><title>404</title><body>您访问的页面不存在</body></html>".encode(), "an error page sent as if"),
    (made.cac_page(made.articles()).replace(b"BodyLabel", b"NewLabel"), "has no element #BodyLabel"),
    (made.cac_page("<p>加载中</p>"), "the document's element with 3 characters"),
    (b"<html><head></head><body></body></html>", "has no element #BodyLabel"),
], ids=["script challenge", "captcha", "404 with 200", "container changed", "empty element",
        "empty page"])
def test_what_came_with_status_200_and_is_no_document_is_refused_in_words(replay, collect, body, reason):
    replay.serve_bytes(URL, body)
    found = collect(URL)
    with pytest.raises(InputRefusedError) as caught:
        require(found, made.version(), made.work(), read_page)
    assert_says(caught.value, "not the text of lighthouse-provisions@final", URL, reason, "in a browser")


TEN = "".join(f"<p>{made.NUMBERS[n]}、第{n}问</p><p>答{made.LONG}。</p>" for n in range(5))


@pytest.mark.parametrize(("page", "changes", "reason"), [
    (made.cac_page(f"<p>灯塔办公布《{made.TITLE}》，自明年起施行。</p><p>看守人须知悉{made.LONG}。</p>",
                   title=f"灯塔办公布《{made.TITLE}》"), {}, "a notice, not the text"),
    (made.cac_page(TEN, title=f"《{made.TITLE}》答记者问"), {"articles": None}, "a notice, not the text"),
    (made.cac_page(made.articles(), title="港口规定"), {}, "the title of the version is not on the page"),
    (made.cac_page(made.articles(1, 4)), {}, "it holds 4 of 6 articles"),
    (made.cac_page(made.articles(1, 8)), {}, "it holds 8 articles, and the version has 6"),
    (made.cac_page(made.articles(3, 8)), {}, "articles are missing from its numbering: 1, 2"),
    (made.cac_page(made.articles(1, 2) + made.articles(4, 7)), {}, "missing from its numbering: 3"),
    (made.cac_page(f"<p>{made.TITLE}</p>{TEN}"), {"articles": None}, "where departmental-rule has many"),
    (made.cac_page(made.articles()), {"stage": Stage.DRAFT}, "nothing on the page says that it is a draft"),
], ids=["announcement", "questions", "another work", "too few", "too many", "the start missing",
        "one missing", "headings for articles", "final for draft"])
def test_a_document_that_is_not_the_version_is_refused(replay, collect, page, changes, reason):
    replay.serve_bytes(URL, page)
    assert any(reason in said for said in reasons_of(collect(URL), made.version(**changes)))


def test_a_page_that_the_register_knows_as_a_document_about_the_text_is_refused(replay, collect):
    other = URL.replace("123.htm", "456.htm")
    replay.serve_bytes(other, made.cac_page(f"<p>{made.TITLE}</p>{made.articles()}"))
    found = collect(other)
    assert reasons_of(found) == ()
    assert reasons_of(found, documents=[made.about_it("公告", other)]) == (
        "the register knows this page as a document about the text (announcement)",)


def test_a_policy_document_is_held_to_its_headings(replay, collect):
    replay.serve_bytes(URL, made.cac_page(f"<p>{made.TITLE}</p>{TEN}"))
    found = collect(URL)
    policy = made.version(articles=None)
    assert reasons_of(found, policy, doc_type=DocType.POLICY_DOCUMENT) == ()


def test_a_reading_that_lost_part_of_the_page_is_refused(replay, collect):
    replay.serve_bytes(URL, made.cac_page(made.articles()))
    found = collect(URL)

    def half(pages, media_type, name):
        whole = read_page(pages, media_type, name)
        return type(whole)(whole.words[:len(whole.words) // 2], whole.articles, whole.headings)

    version = made.version()
    reasons = accept(found, version, made.work(version), half)
    assert [reason for reason in reasons if "characters of the document's element were read" in reason]


# --- whose page it is

@pytest.mark.parametrize("host", ["flk.npc.gov.cn", "sousuo.www.gov.cn", "www.mps.gov.cn"])
def test_a_site_that_is_never_asked_is_refused_with_its_reason(root, host):
    sites = load_sites(Layout(root))
    with pytest.raises(FetchRefusedError) as caught:
        adapter_for(f"https://{host}/x.html", sites)
    assert_says(caught.value, f"{host} is never asked", host, "", "import it")
    assert not any(adapter.matches(f"https://{host}/x.html") for adapter in ADAPTERS)


def test_an_unknown_site_has_no_adapter():
    with pytest.raises(FetchRefusedError) as caught:
        adapter_for("https://www.cac.gov.cn.test/2031-02/03/c_1.htm")
    assert_says(caught.value, "no adapter knows this site", "cac.gov.cn.test", "not described", "another")


def test_every_adapter_has_its_site_in_the_table(root):
    sites = {site.host: site for site in load_sites(Layout(root))}
    asked = {host for host, site in sites.items() if not site.forbidden}
    assert {adapter.host for adapter in ADAPTERS} == asked
    assert sites["www.npc.gov.cn"].http_first


@pytest.mark.parametrize(("path", "doubt"), [
    ("2019-12/20/c_1578375159509309.htm", ""), ("2016-11/07/c_1119867116_2.htm", ""),
    ("2025-10/28/c_1766116893531860.htm", "52.5 days ahead"),
    ("2025-03/21/c_1742512000001.htm", "unknown form"),
    ("2025-13/41/c_1766116893531860.htm", "is none"), ("index.htm", "")])
def test_the_clock_in_a_page_s_number_gives_a_remark_and_refuses_nothing(path, doubt):
    remark = clock_remark(f"https://www.cac.gov.cn/{path}")
    assert doubt in remark
    assert bool(doubt) == bool(remark)
