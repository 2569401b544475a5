"""What each form of file becomes: invented documents, block by block."""

import logging
from io import BytesIO

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from hypothesis import given
from hypothesis import strategies as st

from kb.errors import InputRefusedError
from kb.parse.lines import block_text
from kb.parse.readers import read
from kb.parse.readers.assembly import prove_coverage
from kb.parse.readers.flat import read_flat
from kb.parse.source import Layout


def _read(text: str, file_name: str = "a.html"):
    source = read(text.encode(), "", file_name)
    prove_coverage(source.text, source.blocks, source.furniture)
    return source


def _lines(source) -> list[str]:
    return [block_text(source, block) for block in source.blocks]


def _furniture(source) -> dict[str, str]:
    return {item.rule: source.text[item.start:item.end] for item in source.furniture}


CAC = """<html><head><title>某某办法_中央网络安全和信息化委员会办公室</title></head><body>
<div class="header"><a>首页</a></div><div class="main"><div class="main-title">
<h1 class="title">某某办法</h1><div class="info"><span>2031年01月02日</span><div id="dyjc">打印</div>
</div></div><div class="main-content"><DIV id=BodyLabel>%s</DIV>
<div class="zwfenye">%s</div></div></div><div class="footer">联系我们</div>
<script>var a = 1;</script></body></html>"""

BODY = """<p style="text-align: center"><strong>某某办法</strong></p>
<p><strong>第一条</strong>　甲应当乙，<span>不得</span>丙。</p><p>前款所称乙，<br>是指丁。</p>"""


def test_cac_page_is_split_into_document_and_named_frame():
    source = _read(CAC % (BODY, ""))
    assert _lines(source) == ["某某办法", "第一条　甲应当乙，不得丙。", "前款所称乙，", "是指丁。"]
    assert source.template == "cac"
    assert source.title == "某某办法"
    assert source.layout is Layout.LINES
    assert (source.blocks[0].centred, source.blocks[0].strong) == (True, True)
    assert (source.blocks[1].centred, source.blocks[1].strong) == (False, False)
    assert _furniture(source) == {
        "html-title": "某某办法_中央网络安全和信息化委员会办公室", "cac-navigation": "首页",
        "cac-page-title": "某某办法", "cac-page-info": "2031年01月02日", "cac-share-bar": "打印",
        "cac-footer": "联系我们", "html-script": "var a = 1;"}


def test_page_title_is_the_documents_when_the_body_lacks_it():
    source = _read(CAC % ("<p>第一条　甲应当乙。</p>", ""))
    assert _lines(source) == ["某某办法", "第一条　甲应当乙。"]


@pytest.mark.parametrize(("links", "claim"), [
    ('<a href="c_1_2.htm">2</a><a href="c_1_3.htm">3</a>', "page 1 of 3"),
    ('<a href="c_1.htm">1</a><a href="c_1_3.htm">3</a>', "page 2 of 3"),
    ('<a href="c_1.htm">1</a><a href="c_1_2.htm">2</a>', "page 3 of 3"),
])
def test_pager_makes_a_page_partial(links, claim):
    source = _read(CAC % (BODY, links))
    assert source.article_claims == (claim,)
    assert "partial-pager" in [problem.code for problem in source.problems]


def test_empty_pager_claims_nothing():
    assert _read(CAC % (BODY, "")).article_claims == ()


TEMPLATES = {
    "moj": '<div class="newDeta"><h1 class="phone_size1">某某规定</h1>'
           '<div class="news_content_style"><div class="TRS_Editor">%s</div></div></div>',
    "govcn": '<div id="UCAP-CONTENT"><div class="TRS_UEDITOR">%s</div></div>',
    "ndrc": '<div class="article_con"><div class="TRS_Editor">%s</div></div>',
    "samr": '<div class="Three_xilan_07">%s</div>',
    "trs": '<div class="TRS_Editor">%s</div>',
    "generic-html": "<main>%s</main>",
}


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_is_known_by_its_body(name):
    source = _read(f"<html><body>{TEMPLATES[name] % BODY}</body></html>")
    assert source.template == name
    assert "第一条　甲应当乙，不得丙。" in _lines(source)


def test_old_govcn_fragment_without_a_document_around_it():
    source = _read(f'<table><tr><td class="b12c" id="UCAP-CONTENT">{BODY}</td></tr></table>')
    assert source.template == "govcn"
    assert source.problems == ()


def test_markup_early_closed_loses_nothing():
    source = _read(f"<html><body><p>第一条　甲。</p></body></html>{BODY}")
    assert "第一条　甲应当乙，不得丙。" in _lines(source)


@pytest.mark.parametrize(("markup", "lines"), [
    ("<p>&#31532;一条&#12288;甲&amp;乙&nbsp;丙&lt;b&gt;</p>", ["第一条　甲&乙\xa0丙<b>"]),
    ("<p>第一条　甲<!-- 不 -->应当乙。</p>", ["第一条　甲应当乙。"]),
    ("<p>第一条　甲<script>不()</script>应当乙。</p>", ["第一条　甲应当乙。"]),
    ("<p>第一条　甲&#8203;应当&#173;乙。</p>", ["第一条　甲应当乙。"]),
    ("<p onclick='x()'>甲<b>乙</b><i>丙</i></p>丁", ["甲乙丙", "丁"]),
    ("<table><tr><td>甲</td><td>乙</td></tr></table>", ["甲", "乙"]),
    ("<p>\n   甲乙\n   丙丁\n  ab\n cd </p>", ["甲乙丙丁ab cd"]),
    ("<p>自    年  月</p>", ["自 年 月"]),
    ("<![CDATA[甲]]><?php 乙 ?><p>丙</p>", ["甲", "丙"]),
    ("<p><![if !supportEmptyParas]>甲<![endif]></p>", ["甲"]),
])
def test_entities_comments_and_inline_tags(markup, lines):
    assert _lines(_read(f"<html><body>{markup}</body></html>")) == lines


def test_text_the_page_hides_is_set_aside_and_reported():
    source = _read('<html><p>第一条　甲<span style="display:none">不得</span>应当乙。</p></html>')
    assert _lines(source) == ["第一条　甲应当乙。"]
    assert [problem.code for problem in source.problems] == ["hidden-text", "law-text-in-furniture"]


MARKDOWN = {
    "lawrefbook": (("# 某某法\n\n2031年1月2日 通过\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n"
                    "第一条 甲应当乙。\n"),
                   ["某某法", "2031年1月2日 通过", "第一章 总则", "第一条 甲应当乙。"]),
    "bibliotheca": ("# 某某法\n\n- 2031年1月2日通过\n\n<!-- INFO END -->\n\n###### 第一条\n\n甲应当乙。\n",
                    ["某某法", "2031年1月2日通过", "第一条", "甲应当乙。"]),
    "justlaws": ("---\nsidebar: auto\n---\n\n# 某某法\n\n**第一条**　甲应当乙。\n",
                 ["某某法", "第一条　甲应当乙。"]),
    "china-law-db": ('---\ntitle: "某某法"\nsynced: "2031-01-02"\n---\n# 某某法\n\n第一条 甲应当乙。\n',
                     ["某某法", "第一条 甲应当乙。"]),
    "content-rules": ("# 某某法\n\n- 文件类型：法律\n\n## 正文\n\n某某法\n\n第一条 甲应当乙。\n",
                      ["某某法", "第一条 甲应当乙。"]),
    "markdown": ("**第一条** 见[《某某法》](http://example.org/a_b)第二条\\*。\n\n***\n\n> 甲<br>乙\n",
                 ["第一条 见《某某法》第二条*。", "甲", "乙"]),
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_markdown_form_is_known_and_its_markup_set_aside(name):
    text, lines = MARKDOWN[name]
    source = _read(text, "a.md")
    assert (source.template, _lines(source)) == (name, lines)
    assert source.text == text


REPOST = """---
title: 重磅！某办发布《某某办法》
url: https://mp.weixin.qq.com/s/x
source: 某某安全
fetch_date: 2031-01-02
---

# 重磅！某办发布《某某办法》

![cover_image](https://example.org/0?wx_fmt=jpeg)

某某安全

**扫码订阅《某某安全》**

**某某办法**

第一条 甲应当乙。

%s（来源：某办）

分享网络安全知识

阅读原文
"""


def test_repost_keeps_the_document_and_names_the_rest():
    source = _read(REPOST % "", "a.md")
    assert source.template == "picker"
    assert _lines(source) == ["某某办法", "第一条 甲应当乙。"]
    assert set(_furniture(source)) == {"front-matter", "repost-title", "repost-image",
                                       "repost-navigation", "markdown-markup", "repost-trailer"}


def test_comments_of_markdown_are_set_aside_and_cut_no_line():
    source = _read("# 某某法\n\n第一条 甲<!-- 乙 -->应当丙。\n<!-- 丁\n戊 -->\n第二条 己。\n", "a.md")
    assert _lines(source) == ["某某法", "第一条 甲应当丙。", "第二条 己。"]


def test_furniture_of_one_rule_does_not_swallow_the_space_between_words():
    assert _lines(_read("甲[乙](b)\u3000[丙](c)\n", "a.md")) == ["甲乙\u3000丙"]


def test_repost_trailer_never_swallows_law():
    source = _read(REPOST % "（来源：某办）\n\n第二条 甲不得丙。\n\n", "a.md")
    assert _lines(source) == ["某某办法", "第一条 甲应当乙。", "（来源：某办）", "第二条 甲不得丙。"]


CONVERTED = """---
法规名称: 某某管理办法
提取方式: pdftotext
---

# 某某管理办法

## 说明

自动提取。

## 正文

某某管理办法_某网 2031/1/13 17:21

某某管理

办法

第⼀条 为了检验折行读取活动的⽅法，保护甲⼄丙丁的合法权

益，根据《某某法》，制定本办法。
第⼆条 甲应当自 2031 年 1 月 2 日起，按照本办法第三条和

第六条的规定办理。

https://www.example.org/a.htm 第1/2⻚
某某管理办法_某网 2031/1/13 17:21

第三条 本办法所称丙，是指下列各项之中的任何一项活动，并

且不得违反规定：

（一）甲；

（二）乙。

- 2 -
"""


def test_wrapped_lines_are_joined_over_pages():
    source = _read(CONVERTED, "a.md")
    assert source.layout is Layout.WRAPPED
    assert _lines(source) == [
        "某某管理办法",
        "第一条 为了检验折行读取活动的方法，保护甲乙丙丁的合法权益，根据《某某法》，制定本办法。",
        "第二条 甲应当自2031年1月2日起，按照本办法第三条和第六条的规定办理。",
        "第三条 本办法所称丙，是指下列各项之中的任何一项活动，并且不得违反规定：",
        "（一）甲；", "（二）乙。"]
    assert all(block.inferred for block in source.blocks)
    assert {"pdf-browser-header", "pdf-page-foot", "pdf-page-number"} <= set(_furniture(source))


SPACED = """---
提取方式: ocr
---

## 正文

第 一 条 为 了 检 验 读 取 ， 保 护 甲 乙 丙 丁 的 合 法
权 益 ， 制 定 本 办 法 。_______
第 二 条 甲 应 当 自2 0 3 1年 起 办 理 下 列 各 项 ：
（ 一 ）甲 ；
第二H"-条 本办法自公布之日起施行。
"""


def test_spaced_characters_are_joined_and_bad_heads_left_as_printed():
    source = _read(SPACED, "a.md")
    assert source.layout is Layout.SPACED
    assert _lines(source) == [
        "第一条 为了检验读取，保护甲乙丙丁的合法权益，制定本办法。",
        "第二条 甲应当自2 0 3 1年起办理下列各项：", "（一）甲；",
        "第二H\"-条本办法自公布之日起施行。"]


FLAT = ("某某办法_中央网络安全和信息化委员会办公室 设为首页 加入收藏 手机版 热点专题 某某办法 "
        "2031年01月02日 17:00 来源： 某网 【打印】 【纠错】 国家某办 令 第12号 国家某办主任 张三 "
        "2031年1月2日 某某办法 第一章 总 则 第一条 甲应当乙： （一）丙； （二）丁。 前款规定除外。 "
        "第二条 本办法自 年 月 日起施行。 关闭 中央网络安全和信息化委员会办公室 "
        "中华人民共和国国家互联网信息办公室 © 版权所有")


def test_flat_page_breaks_at_single_spaces():
    source = _read(FLAT, "a.txt")
    assert (source.layout, source.template) == (Layout.FLAT, "cac")
    assert _lines(source) == [
        "国家某办", "令", "第12号", "国家某办主任 张三", "2031年1月2日", "某某办法", "第一章 总 则",
        "第一条 甲应当乙：", "（一）丙；", "（二）丁。", "前款规定除外。",
        "第二条 本办法自 年 月 日起施行。"]
    assert all(block.inferred for block in source.blocks)


@given(st.lists(st.tuples(
    st.text("甲乙丙丁，、", min_size=2, max_size=20), st.sampled_from("。；")), min_size=3, max_size=8))
def test_flattening_an_article_text_loses_no_break(sentences):
    numerals = "一二三四五六七八九"
    lines = [f"第{numerals[k]}条 {body}{end}" for k, (body, end) in enumerate(sentences)]
    source = read_flat(" ".join(lines))
    assert _lines(source) == lines


def test_plain_text_is_one_block_a_line():
    source = _read("某某办法\r\n\r\n第一条　甲应当乙。\n  前款除外。 \n", "a.txt")
    assert _lines(source) == ["某某办法", "第一条　甲应当乙。", "前款除外。"]


def _word(edit=lambda document: None) -> bytes:
    document, out = docx.Document(), BytesIO()
    title = document.add_paragraph()
    title.add_run("某某办法").bold = True
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph("第一条　甲应当乙。\n前款除外。")
    document.add_table(1, 2).rows[0].cells[1].text = "丙"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    edit(document)
    document.save(out)
    return out.getvalue()


def test_word_document_is_read_paragraph_by_paragraph():
    source = read(_word(), "", "a.docx")
    assert _lines(source) == ["某某办法", "第一条　甲应当乙。", "前款除外。", "丙"]
    assert (source.blocks[0].centred, source.blocks[0].strong) == (True, True)
    assert _furniture(source) == {"docx-page-frame": "第 1 页"}
    assert source.problems == ()


@pytest.mark.parametrize(("bold", "strong"), [(True, True), (False, False), (None, False)])
def test_a_run_that_is_set_not_bold_is_not_strong(bold, strong):
    def add(document):
        document.add_paragraph().add_run("丁").bold = bold

    assert read(_word(add), "", "a.docx").blocks[-1].strong is strong


def test_numbers_word_makes_itself_are_reported_missing():
    data = _word(lambda document: document.add_paragraph("甲", style="List Number")._p
                 .get_or_add_pPr()._add_numPr())
    assert [problem.code for problem in read(data, "", "a.docx").problems] == ["automatic-numbering"]


def _pdf(lines: list[str]) -> bytes:
    """Return a one-page PDF that prints ASCII lines, one under the other."""
    shown = " T* ".join(f"({line}) Tj" for line in lines)
    stream = f"BT /F1 10 Tf 14 TL 40 700 Td {shown} ET".encode()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               (b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
                b"/Resources<</Font<</F1 5 0 R>>>>>>"),
               b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
               b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + (b"xref\n0 6\n0000000000 65535 f \n" + table
                  + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out))


def test_pdf_text_layer_is_read_and_joined():
    source = read(_pdf(["The first line of this paragraph is long enough and",
                        "runs on.", "- 1 -"]), "", "a.pdf")
    assert source.template == "pdf"
    assert _furniture(source) == {"pdf-page-number": "- 1 -"}
    assert "runs on." in _lines(source)[-1]


PIECES = [*"甲。；：《》（） \n\r\x0b\x85\u2028\u3000\u200b#*_`\\-[]()!<>&", "第一条 ", "不得", "<p>",
          "<div id=BodyLabel>", "<script>", "</script>", "<!--", "-->", "![](x)", "[a](b)",
          "---\n", "\n## 正文\n", "提取方式: a\n", "\n（来源：x）\n", "\nhttps://a.b 第1/2页\n",
          "第 一 条 应 当 不 得 ", "某_中央网络安全和信息化委员会办公室 ", "【打印】 【纠错】 "]
FRONT = ["", "---\nurl: https://mp.weixin.qq.com/s/x\ntitle: x\n---\n", "---\n提取方式: a\n---\n"]


@given(st.sampled_from(FRONT), st.lists(st.sampled_from(PIECES), max_size=60),
       st.sampled_from(["a.html", "a.md", "a.txt"]))
def test_any_text_is_accounted_for_or_refused(front, pieces, file_name):
    text = front + "".join(pieces)
    try:
        source = read(text.encode(), "", file_name)
    except InputRefusedError:
        return
    prove_coverage(source.text, source.blocks, source.furniture)
    assert all(block_text(source, block).strip() for block in source.blocks)


def test_remarks_of_the_pdf_library_on_fonts_are_not_printed(caplog):
    read(_pdf(["The first line of this paragraph is long enough and", "runs on."]), "", "a.pdf")
    logging.getLogger("pdfminer.pdffont").warning("no FontBBox")
    assert not caplog.records
