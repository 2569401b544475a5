"""The named parts of a document that are no provisions: title, order, notes, notice, signature.

Reads: lines. Writes: entries into an outline.
Guarantees: every line outside the body gets one name and the rule that gave it.
"""

import re
from collections.abc import Sequence
from typing import Final

from kb.model.text import PartName
from kb.parse.lines import Line
from kb.parse.numbering import group_head
from kb.parse.outline import Outline

DATE: Final = re.compile(r"(?:[12]\d{3}|[二一][〇零○Ｏ一二三四五六七八九]{3})\s*年\s*"
                         r"[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日$")
WORK_NOUN: Final = (r"(?:法|条例|规定|办法|规则|细则|规范|决定|意见|指引|指南|解释|章程|标准|通则|准则|"
                    r"方案|方法|要求|制度|公约|纲要|规划|计划)")
TITLE: Final = re.compile(
    rf"{WORK_NOUN}(?:[（(〔](?:试行|暂行|草案|修订|修正|修订草案|修正草案|公开|征求意见稿|"
    r"送审稿|二次审议稿|[^（）()。]{0,12}稿|[12]\d{3}[^（）()。]{0,12})[）)〕])*$")
SUBTITLE: Final = re.compile(r"[（(](?:[^（）()。]{0,12}稿|试行|草案|暂行)[）)]$")
NO_TITLE: Final = re.compile(r"[。；：:！？]|^附件|^关于《.*》的说明|起草说明$|^第.{1,8}[条章节编]")
ADOPTION: Final = re.compile(r"(?:通过|公布|发布|修订|修正|施行|批准|修改|颁布|实施|制定)")
ORDER: Final = re.compile(r"令(?:\s*[（(]?第?\s*[\d〇零一二三四五六七八九十百千]+\s*号[）)]?)?$"
                          r"|^[（(]?第\s*[\d〇零一二三四五六七八九十百千]+\s*号[）)]?$")
DOCUMENT_NUMBER: Final = re.compile(r"[〔［\[（(][12]\d{3}[〕］\]）)]\s*第?\s*\d+\s*号$")
AUTHORITY: Final = re.compile(r"[^。；：，\d]{2,30}(?:室|部|局|院|会|署|行|政府|总队)")
NOTICE: Final = re.compile(r"(?:通知|公告|通告|征求意见|公开征求)")
CONTENTS: Final = re.compile(r"目[\s\u3000]*[录次]$")
EXPLANATION: Final = re.compile(r"(?:^关于.{0,4}《.*》?.*的?(?:起草)?说明$|^起草说明$|^编制说明$"
                                r"|^.{0,40}起草说明$)")
ATTACHED: Final = re.compile(
    r"附[ \u3000]?[件表录][ \u3000]?([0-9０-９一二三四五六七八九十]{0,3})(?![\u4e00-\u9fff、，。])"
    r"[ \u3000]?[:：.．]?\s*|附[:：]\s*|附[ \u3000]?[件表录]$")
TAIL: Final = re.compile(
    r"责任编辑|编辑[:：]|校对|来源[:：]|转载|原文|阅读原文|扫码|分享|点击|声明[:：]|推荐|相关|上一篇|下一篇"
    r"|关闭|打印|END|end|【|（?此件|抄送|主送|印发机关|欢迎|往期|微信|更多|公众号|https?:|www\.|—|-{2,}|_{2,}")


def is_title(line: Line, page_title: str = "") -> bool:
    """Tell whether a line reads like the title of an instrument.

    >>> is_title(Line("某市数据管理办法（试行）", ()))
    True
    """
    text = line.text
    if page_title and _bare(text) == _bare(page_title) and not NOTICE.search(text):
        return True
    return len(text) <= 70 and not NO_TITLE.search(text) and bool(TITLE.search(text))


def _bare(text: str) -> str:
    return re.sub(r"[\s《》〈〉“”]", "", text)


def add_front(outline: Outline, lines: Sequence[Line], end: int, page_title: str = "") -> None:
    """Name the lines before the body: ``lines[:end]``."""
    contents = _contents(lines, end)
    title = _title_lines(lines, contents.start if contents else end, page_title)
    before = range(title.start if title else (contents.start if contents else end))
    _add_before_title(outline, lines, before, page_title)
    if title:
        outline.part(lines, title, PartName.TITLE, "title-before-body")
    for line in range(before.stop + len(title), end):
        if contents and line in contents:
            outline.part(lines, (line,), PartName.TABLE_OF_CONTENTS, "chapter-list")
        else:
            outline.part(lines, (line,), *_after_title(lines, line, title))


def _contents(lines: Sequence[Line], end: int) -> range:
    """Return the lines of a table of contents: 目录, or headings repeated before the first article."""
    marks = [i for i in range(end) if CONTENTS.fullmatch(lines[i].text)]
    heads = [i for i in range(end) if group_head(lines[i].text)]
    if marks and any(head > marks[-1] for head in heads):
        return range(marks[-1], heads[-1] + 1 + _title_follows(lines, heads[-1], end))
    if len(heads) > 1:
        return range(heads[0], heads[-1] + 1 + _title_follows(lines, heads[-1], end))
    return range(0)


def _title_follows(lines: Sequence[Line], head: int, end: int) -> int:
    """A head without its title on the same line is followed by it."""
    found = group_head(lines[head].text)
    alone = found is not None and found[1].text_start == len(lines[head].text)
    return int(alone and head + 1 < end)


def _title_lines(lines: Sequence[Line], end: int, page_title: str) -> range:
    """Return the lines of the title nearest to the body; empty if there is none."""
    last = next((i for i in range(end - 1, -1, -1) if is_title(lines[i], page_title)
                 or SUBTITLE.fullmatch(lines[i].text)), -1)
    if last < 0:
        return range(0)
    first = last
    while first > 0 and _goes_on(lines, first, last):
        first -= 1
    return range(first, last + 1)


def _goes_on(lines: Sequence[Line], first: int, last: int) -> bool:
    """Tell whether the line before ``first`` is the upper part of a title set on several lines."""
    text = lines[first - 1].text
    if SUBTITLE.fullmatch(lines[first].text):
        return is_title(lines[first - 1]) or first == last
    plain = len(text) <= 30 and not re.search(r"[。；：:！？，》）)\d号令日]$", text)
    return plain and lines[first - 1].centred and last - first < 2 and not is_title(lines[first - 1])


def _add_before_title(outline: Outline, lines: Sequence[Line], where: range,
                      page_title: str) -> None:
    """Name the lines above the title: an order, a notice, or text of the page that carries them."""
    order = _order_start(lines, where)
    notice = next((i for i in where if _begins_notice(lines[i].text)), where.stop)
    for line in where:
        if line >= order:
            outline.part(lines, (line,), PartName.ORDER_HEADER, "order-number")
        elif line >= notice:
            outline.part(lines, (line,), PartName.NOTICE, "notice-title")
        elif is_title(lines[line], page_title):
            outline.part(lines, (line,), PartName.TITLE, "repeated-title")
        else:
            outline.part(lines, (line,), PartName.OTHER, "before-text")


def _order_start(lines: Sequence[Line], where: range) -> int:
    """Return the first line of an order: its number, or the names of the authorities above it."""
    start = next((i for i in where if len(lines[i].text) <= 40 and ORDER.search(lines[i].text)),
                 where.stop)
    while where.start < start < where.stop and AUTHORITY.fullmatch(lines[start - 1].text):
        start -= 1
    return start


def _begins_notice(text: str) -> bool:
    if re.search(r"公开征求意见|向社会公开|意见反馈截止|现印发|现予发布", text):
        return True
    if len(text) > 80:
        return False
    salutation = text.endswith(("：", ":")) and "、" in text
    return salutation or bool(NOTICE.search(text) and not re.search(r"[。：]$", text))


def _after_title(lines: Sequence[Line], line: int, title: range) -> tuple[PartName, str]:
    """Name a line between the title (or the start) and the body."""
    text = lines[line].text
    previous = lines[line - 1].text if line else ""
    bracketed = text.startswith(("（", "(")) or (
        previous.startswith(("（", "(")) and not previous.endswith(("）", ")")))
    dated = bool(re.search(r"\d{4}\s*年|[二一][〇零○九].{2}年", text))
    if (bracketed or dated) and (ADOPTION.search(text) or bracketed):
        return PartName.ADOPTION_NOTE, "adoption-note"
    if DOCUMENT_NUMBER.search(text) or ORDER.search(text):
        return PartName.ORDER_HEADER, "order-number"
    if CONTENTS.fullmatch(text):
        return PartName.TABLE_OF_CONTENTS, "contents-head"
    if title:
        return PartName.PREAMBLE, "between-title-and-body"
    return PartName.OTHER, "before-body"


def add_back(outline: Outline, lines: Sequence[Line], where: range) -> None:
    """Name lines after the body that are no annex."""
    name, rule = PartName.OTHER, "after-text"
    for line in where:
        text = lines[line].text
        if EXPLANATION.search(text) and len(text) <= 80:
            name, rule = PartName.EXPLANATION, "explanation-title"
        elif name is not PartName.EXPLANATION:
            name, rule = _after_body(lines, line, where, name)
        outline.part(lines, (line,), name, rule)


def _after_body(lines: Sequence[Line], line: int, where: range, before: PartName
                ) -> tuple[PartName, str]:
    text = lines[line].text
    if ATTACHED.match(text) or (before is PartName.ATTACHMENT_LIST
                                and re.match(r"\d{1,2}\s*[.．、]", text)):
        return PartName.ATTACHMENT_LIST, "attachment-list"
    if len(text) <= 40 and (DATE.search(text) or dated_below(lines, line, where.stop)):
        return PartName.SIGNATURE, "dated-signature"
    return PartName.OTHER, "after-text"


def dated_below(lines: Sequence[Line], line: int, end: int) -> bool:
    """Tell whether a date stands below, with nothing but short lines (the signatories) between."""
    for below in range(line + 1, min(line + 9, end)):
        text = lines[below].text
        if DATE.fullmatch(text):
            return True
        if len(text) > 60 or text.endswith(("。", "；", "：")):
            return False
    return False


def add_plain_front(outline: Outline, lines: Sequence[Line], end: int,
                    page_title: str = "") -> None:
    """Name the lines before the first heading of a policy document: ``lines[:end]``."""
    inner = _attached_title(lines, end)
    if inner:
        _add_before_title(outline, lines, range(inner), page_title)
    title = range(inner, inner + 1) if inner else _policy_title(lines, end, page_title)
    for line in range(inner, end):
        text = lines[line].text
        if line in title:
            outline.part(lines, (line,), PartName.TITLE, "title-before-body")
        elif (DOCUMENT_NUMBER.search(text) or ORDER.search(text)) and len(text) <= 40:
            outline.part(lines, (line,), PartName.ORDER_HEADER, "order-number")
        elif title and line > title.start:
            outline.part(lines, (line,), PartName.PREAMBLE, "between-title-and-body")
        else:
            outline.part(lines, (line,), PartName.OTHER, "before-text")


def _attached_title(lines: Sequence[Line], end: int) -> int:
    """Return the line of a title that stands below a dated notice; 0 if there is none."""
    return next((i for i in range(end - 1, 0, -1)
                 if is_title(lines[i]) and DATE.search(lines[i - 1].text)), 0)


def _policy_title(lines: Sequence[Line], end: int, page_title: str) -> range:
    """Return the lines of the title: the page's own, else the first that read like one."""
    bare = _bare(page_title)
    for first in range(end if bare else 0):
        for size in range(1, 5):
            if _bare("".join(line.text for line in lines[first:first + size])) == bare:
                return range(first, min(first + size, end))
    for line in range(min(end, 12)):
        text = lines[line].text
        if len(text) <= 80 and not re.search(r"[。；：:！？]", text) and (
                TITLE.search(text) or NOTICE.search(text)):
            first = line - 1 if line and re.search(r"关于[^。；：]{2,30}$",
                                                   lines[line - 1].text) else line
            return range(first, line + 1)
    return range(0)
