"""Invented pages of the official sites, in the sites' own templates, for tests of the adapters."""

from kb.model.work import DocType, OfficialAddress, RelatedDocument, Stage, Version, Work

CAC_URL = "https://www.cac.gov.cn/2031-02/03/c_1928275200000123.htm"
TITLE = "灯塔看守规定"
NUMBERS = "一二三四五六七八九十"
LONG = "，并将当夜的风向、潮水和来往船只逐一记入看守簿，以备港务人员查阅"


def articles(first=1, last=6, *, sentence=LONG):
    return "".join(f"<p><strong>第{n}条</strong>　第{n}座灯塔的看守人应当在日落时点灯{sentence}。</p>"
                   for n in NUMBERS[first - 1:last])


def _page(head, *body):
    return ('<!DOCTYPE html><html><head><meta charset="UTF-8">' + head + "</head><body>"
            + "".join(body) + "</body></html>").encode()


def cac_page(body, *, title=TITLE, pager="", older=False, day="2031年02月03日 17:00"):
    """A page of the CAC: the tag of the body in capitals, its attribute without quotes."""
    held = f'<div id="content">{body}</div>' if older else \
        f"<DIV id=BodyLabel>{body}<div id=网站群管理></div></DIV>"
    return _page(
        f"<title>{title}_中央网络安全和信息化委员会办公室</title>", '<div class="header">首页</div>',
        f'<div class="main-title"><h1 class="title">\n{title}\n</h1><div class="info clearfix">',
        f'<span id="pubtime">\n{day}\n</span><span id="source">来源：\n灯塔网</span></div></div>',
        f'<div class="main-content">{held}\n<div class="zwfenye">{pager}</div></div>',
        '<!-- footer --><div class="footer">灯塔办 版权所有</div>')


def cac_pager(*links):
    return "".join(f'<a href="{link.removeprefix("https:")}" class="page-Article">{number}</a>'
                   for number, link in enumerate(links, 2))


def download(name, key):
    return (f'<a href="/cms/pub/interact/downloadfile.jsp?filepath=Ab~{key}/+c=&amp;fText=%E7%81%AF" '
            f'target="CMSFILEINCONTENT"><strong>{name}</strong></a>')


def download_url(key):
    return ("https://www.cac.gov.cn/cms/pub/interact/downloadfile.jsp?filepath=Ab~" + key
            + "/+c=&fText=%E7%81%AF")


def govcn_page(body, *, cell=False, title=TITLE):
    """A page of the State Council's portal, which closes html before its document."""
    held = f'<table><tr><td class="b12c" id="UCAP-CONTENT">{body}</td></tr></table>' if cell else \
        (f'<div class="pages_content" id="UCAP-CONTENT"><div class="TRS_UEDITOR">{body}</div></div>'
         '<div id="pagination"></div>')
    return _page(
        f'<meta name="firstpublishedtime" content="2031-02-03-11:00:00"><title>{title}_中国政府网</title>',
        '<div class="header"><html></html></div>', '<table class="bd1"><tr><td><b>发文字号：</b></td>',
        "<td>灯发〔2031〕7号</td></tr><tr><td><b>标　　题：</b></td>", f"<td>{title}</td></tr></table>",
        f'<h1 id="ti">{title}</h1>', held, '<div class="footer">版权所有</div>')


def npc_page(body, *, title=TITLE):
    return _page(f"<title>{title}_中国人大网</title>", f"<h1>{title}</h1><h3>（2031年2月3日通过）</h3>",
                 f'<div id="Zoom">{body}</div><div class="editor">责任编辑：某</div>')


def miit_page(body, *, title=TITLE):
    return _page(f'<meta name="ArticleTitle" content="{title}">'
                 f'<meta name="PubDate" content="2031-02-03 09:00"><title>{title}</title>',
                 f'<div id="con_con">{body}</div>')


def version(**changes):
    plain = {"work": "lighthouse-provisions", "id": "final-2031", "stage": Stage.FINAL, "title_zh": TITLE,
             "title_en": "Lighthouse Provisions", "number": "", "authorities": ("cac",), "dates": (),
             "addresses": (OfficialAddress(CAC_URL, "text", "B", "invented"),), "articles": 6}
    return Version(**{**plain, **changes})


def work(*versions, documents=(), doc_type=DocType.DEPARTMENTAL_RULE):
    return Work("lighthouse-provisions", doc_type, TITLE, "Lighthouse Provisions", TITLE, "Lighthouse", (),
                tuple(versions) or (version(),), documents=tuple(documents))


def about_it(title, url, kind="announcement"):
    return RelatedDocument("note", kind, title, "A note", "2031-02-03", "",
                           (OfficialAddress(url, "notice", "B", "invented"),))
