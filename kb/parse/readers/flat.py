"""A page flattened to one line: a single space is all that is left of the line breaks.

Spaces are breaks except where a head is printed with a space after it (第一条 为了…, 第一章 总 则),
inside dates with empty or separated figures, and between an office and the name of its holder. All
breaks are inferred. The frame of a CAC page is recognised by its fixed words.
"""

import re
from collections.abc import Iterator
from typing import Final

from kb.parse.readers.assembly import SourceBuilder, Span
from kb.parse.readers.lines import ARTICLE, DIVISION
from kb.parse.source import Layout, SourceText

TOKEN: Final = re.compile(r"\S+")
CAC_TITLE: Final = re.compile(r"\A\s*(\S+?)_中央网络安全和信息化委员会办公室(?=\s)")
CAC_NAVIGATION: Final = re.compile(
    r"设为首页 加入收藏 .{0,120}?热点专题 (?:当前位置： 首页 > 正文 .{0,80}?热点专题(?= ))?")
CAC_INFO: Final = re.compile(r"\d{4}年\d{2}月\d{2}日 \d{2}:\d{2} 来源： ?\S+ (?=【打印】)")
CAC_SHARE: Final = re.compile(r"【打印】 【纠错】")
CAC_FOOTER: Final = re.compile(
    r"关闭 中央网络安全和信息化委员会办公室 \S{10,20} ©")
OFFICE: Final = re.compile(r"(?:主任|部长|局长|署长|行长|主席|总理|院长)$")
NAME: Final = re.compile(r"[\u4e00-\u9fff·]{1,4}$")
DATE_PART: Final = re.compile(r"[年月日号]|\d")


def is_flat(text: str) -> bool:
    """Tell whether one line holds what must have been many: three article heads or more."""
    return any(len(re.findall(rf"(?:^|\s){ARTICLE.pattern}\s", line)) > 2
               or CAC_SHARE.search(line) is not None for line in text.splitlines())


def read_flat(text: str) -> SourceText:
    """Read a flattened page."""
    builder = SourceBuilder(text)
    start, end, title = _frame(text, builder)
    for spans in _blocks(text, start, end):
        builder.block(spans, inferred=True)
    template = "cac" if title else "flat-text"
    return builder.finish(Layout.FLAT, template, title=title)


def _frame(text: str, builder: SourceBuilder) -> tuple[int, int, str]:
    """Put the frame of a CAC page aside; return where the document starts and ends."""
    head, share = CAC_TITLE.match(text), CAC_SHARE.search(text)
    foot = list(CAC_FOOTER.finditer(text))
    if head is None or share is None:
        return 0, len(text), ""
    end = foot[0].start() if foot else len(text)
    title = head[1].strip("\u200b")
    builder.furniture("html-title", *head.span())
    at = head.end()
    navigation = list(CAC_NAVIGATION.finditer(text, at, share.start()))
    info = CAC_INFO.search(text, at, share.end())
    heading = (navigation[-1].end() if navigation else at, info.start() if info else share.start())
    builder.furniture("cac-navigation", at, heading[0])
    _heading(builder, heading, "".join(text[share.end():end].split()))
    builder.furniture("cac-page-info", heading[1], share.start())
    builder.furniture("cac-share-bar", *share.span())
    builder.furniture("cac-footer", end, len(text))
    return share.end(), end, title


def _heading(builder: SourceBuilder, span: Span, body: str) -> None:
    """The page's heading is furniture where the document repeats it, else its title."""
    words = "".join(builder.text[slice(*span)].split()).strip("\u200b")
    if words in body:
        builder.furniture("cac-page-title", *span)
    else:
        builder.block([span], inferred=True)


def _blocks(text: str, start: int, end: int) -> Iterator[list[Span]]:
    open_: Span | None = None
    for token in TOKEN.finditer(text, start, end):
        if open_ is not None and _continues(text[slice(*open_)], token[0]):
            open_ = (open_[0], token.end())
        else:
            if open_ is not None:
                yield [open_]
            open_ = token.span()
    if open_ is not None:
        yield [open_]


def _continues(before: str, token: str) -> bool:
    """Tell whether a token belongs to the block so far, although a space parts them.

    >>> _continues("第一条", "为了规范"), _continues("第一章 总", "则"), _continues("……施行。", "第二条")
    (True, True, False)
    >>> _continues("某某部部长", "张三"), _continues("某某部", "2025年3月7日")
    (True, False)
    """
    last = before.rsplit(None, 1)[-1]
    if ARTICLE.fullmatch(last) or DIVISION.fullmatch(last):
        return last == before
    if DIVISION.match(before) or before == "附":
        return len(token) == 1
    if OFFICE.search(before) and len(before) < 25 and NAME.fullmatch(token):
        return True
    if len(last) == 1 and len(token) == 1 and len(before) < 4:
        return True  # a name or heading spaced out to fill a line
    inside = before[-1] not in "。；：！？）" and ARTICLE.match(before) is not None
    return inside or (before[-1] in "自于至年月" and DATE_PART.match(token) is not None)
