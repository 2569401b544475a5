"""Is a page the document it claims to be, and all of it?

Authorities' servers answer requests they dislike with a challenge, an error page or half a page, all
with status 200. Reads markup and the text made from it; writes nothing.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from bs4 import BeautifulSoup, Tag

from kb.errors import InputRefusedError
from kb.model.problem import Problem, Severity
from kb.parse.readers.assembly import LAW_TEXT
from kb.parse.readers.html_templates import Template

DEEPEST: Final = 3_000
"""Elements open at once before a page is refused; real pages stay below 100."""

SHORT: Final = 400
"""Visible characters under which a page is looked at for a challenge or an error."""

MOST_MARKS: Final = 100_000
"""Signs < in a page before it is refused; the longest real page has 1,700."""

MOST_IN_TAGS: Final = 2_000_000
"""Characters inside tags, long quoted values left out, before a page is refused; real pages: 40,000."""

LONG: Final = 200
"""Characters of a tag above which its quoted values are left out of the count: pictures are in them."""

OPENED: Final = re.compile(r"<[a-zA-Z][^>]*")
QUOTED: Final = re.compile(r"\"[^\"]*\"|'[^']*'")
TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:]*)(?=[\s/>])")
SWALLOWING: Final = re.compile(r"<!--|<(script|style)\b")
UNCLOSED: Final = 2_000
"""Tags without an end before a page is refused; comparisons in scripts stay below."""

VOID: Final = frozenset(("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
                         "param", "source", "track", "wbr"))
CHALLENGE: Final = re.compile(
    r"验证码|人机验证|安全验证|滑动验证|滑块|请完成验证|访问过于频繁|访问频率|异常访问|访问被拦截|"
    r"请求被拦截|您的请求可能存在威胁|启用\s*JavaScript|浏览器安全检查|正在检查您的浏览器|"
    r"captcha|just a moment|access denied|enable javascript|cloudflare|__jsl_clearance|acw_sc__v2|"
    r"\$_ts\b", re.IGNORECASE)
MISSING: Final = re.compile(
    r"页面不存在|网页不存在|页面未找到|找不到(?:该|此|您)?.{0,8}页|已删除或不存在|不存在或已(?:被)?删除|"
    r"页面丢失|访问的页面|404|50[0234]\b|not found|bad gateway|service unavailable", re.IGNORECASE)
STATUTE: Final = re.compile(r"第[零〇一二三四五六七八九十百千0-9]+条|(?m:^[\s]*[一二三四五六七八九十]+、)")
PAGER_LINK: Final = re.compile(r"_(\d{1,3})\.s?html?$", re.IGNORECASE)
"""A further page; longer numbers are a page's own, as in ``c_1119867116.htm``."""

PAGER_KEYS: Final = ("zwfenye", "fenye", "pagination", "pager", "div_currpage", "div_page_roll1")
PAGER_SCRIPT: Final = re.compile(r"createPage(?:HTML)?\(\s*(\d+)\s*,\s*(\d+)")


def check_depth(markup: str, where: str) -> None:
    """Refuse a page whose elements nest beyond reason.

    Raises:
        InputRefusedError: more than ``DEEPEST`` elements are open at once.
    """
    depth = 0
    for match in TAG.finditer(markup):
        if match[1]:
            depth = max(0, depth - 1)
        elif match[2].lower() not in VOID:
            depth += 1
            if depth > DEEPEST:
                raise InputRefusedError("the page cannot be read", where,
                                        f"more than {DEEPEST} elements are nested in one another",
                                        "look at the page; it is not a document of law")


def check_markup(markup: str, where: str) -> None:
    """Refuse markup that hides text from a parser, or costs it more than a page is worth.

    A script, style or comment without an end swallows what follows it. A parser takes a kilobyte and
    more for every tag and attribute.

    Raises:
        InputRefusedError: one of them has no end and text of law follows, thousands of tags have
            none, or there are more tags or attributes than any page has.
    """
    _check_amount(markup, where)
    if max(markup.count("<") - markup.count(">"), markup.count("<!--") - markup.count("-->"),
           markup.count("<!") - markup.count(">")) > UNCLOSED:
        raise InputRefusedError("the page cannot be read", where,
                                f"more than {UNCLOSED} of its tags have no end",
                                "look at the page; it is not a document of law")
    lower = markup.lower()
    opening = SWALLOWING.search(lower)
    while opening:
        end = lower.find("-->" if opening[0] == "<!--" else f"</{opening[1]}", opening.end())
        if end < 0:
            _check_swallowed(markup, opening.end(), where)
            return
        opening = SWALLOWING.search(lower, end)


def _check_amount(markup: str, where: str) -> None:
    marks = markup.count("<")
    if marks > MOST_MARKS:
        raise InputRefusedError("the page cannot be read", where,
                                f"it has {marks:,} tags; at most {MOST_MARKS:,} are read",
                                "look at the page; it is not a document of law")
    inside = 0
    for tag in OPENED.finditer(markup):
        length = tag.end() - tag.start()
        inside += length if length <= LONG else len(QUOTED.sub("", tag[0]))
        if inside > MOST_IN_TAGS:
            raise InputRefusedError("the page cannot be read", where,
                                    f"its tags hold more than {MOST_IN_TAGS:,} characters",
                                    "look at the page; it is not a document of law")


def _check_swallowed(markup: str, start: int, where: str) -> None:
    if LAW_TEXT.search(markup, start):
        raise InputRefusedError("the page is cut off", where,
                                f"what opens before character {start} has no end and text of law "
                                "follows it", "fetch it again")


def check_substance(markup: str, body: str, template: Template, where: str) -> None:
    """Refuse challenges, error pages and pages without text.

    Args:
        markup: The page.
        body: The text of its blocks, without space.
        template: The template it was read by.
        where: The file name, for the message.

    Raises:
        InputRefusedError: naming the words that gave the page away.
    """
    title = re.search(r"<title[^>]*>(.*?)</title", markup, re.IGNORECASE | re.DOTALL)
    heading = unescape(title[1]) if title else ""
    if len(body) >= SHORT or STATUTE.search(body):
        return
    seen = f"{heading}\n{body}" if body else f"{heading}\n{markup}"
    challenge = CHALLENGE.search(seen)
    if challenge:
        raise InputRefusedError("the page is a challenge, not a document", where,
                                f"it says “{challenge[0]}” and holds {len(body)} characters",
                                "open the address in a browser and save the page")
    missing = MISSING.search(f"{heading}\n{body}")
    if missing:
        raise InputRefusedError("the page is an error page, not a document", where,
                                f"it says “{missing[0]}”", "look for the document's new address")
    if not body:
        raise InputRefusedError("the page holds no document", where,
                                f"its body ({template.body[0]}) is empty", "fetch it again")


def check_whole(markup: str, body: Tag, template: Template, where: str) -> Iterator[Problem]:
    """Yield a defect for a page that breaks off after its document.

    Raises:
        InputRefusedError: the document itself is cut off.
    """
    lower = markup.lower()
    ended = "</html>" in lower or "</body>" in lower
    mid_tag = lower.rfind("<") > lower.rfind(">")
    opened = "<html" in lower or "<body" in lower
    if ended and not mid_tag:
        return
    if template.name != "generic-html" and not _closed(markup, body):
        raise InputRefusedError("the page is cut off", where,
                                "the element that holds the document has no end",
                                "fetch it again")
    if template.name == "generic-html" and mid_tag:
        raise InputRefusedError("the page is cut off", where, "it ends inside a tag", "fetch it again")
    if opened or mid_tag:
        yield Problem("truncated-page", Severity.WARNING, where,
                      "the page breaks off after its document", "fetch it again")


def _closed(markup: str, body: Tag) -> bool:
    """Tell whether the element of a page has its end tag, counting elements of its name."""
    start = _offset(markup, body)
    depth = 0
    for match in TAG.finditer(markup, start):
        if match[2].lower() == body.name:
            depth += -1 if match[1] else 1
            if depth <= 0:
                return True
    return False


def _offset(markup: str, tag: Tag) -> int:
    """Return where an element starts in the markup."""
    line, column = tag.sourceline or 1, tag.sourcepos or 0
    at = 0
    for _ in range(line - 1):
        at = markup.find("\n", at) + 1
    return at + column


def find_pager(soup: BeautifulSoup, where: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    """Return what a page says of further pages: ``("page 1 of 3",)`` and a defect, or nothing."""
    frames = [*soup.find_all(class_=list(PAGER_KEYS)), *soup.find_all(id=list(PAGER_KEYS))]
    links = [str(link["href"]) for frame in frames for link in frame.find_all("a", href=True)]
    numbers = {int(match[1]) for link in links if (match := PAGER_LINK.search(link))}
    if numbers:
        numbers |= {1} if any(not PAGER_LINK.search(link) for link in links) else set()
        here = min(set(range(1, max(numbers) + 2)) - numbers)
        return _claim(here, max(*numbers, here), where)
    for script in soup.find_all("script"):
        match = PAGER_SCRIPT.search(script.get_text())
        if match and int(match[1]) > 1:
            return _claim(int(match[2]) + 1, int(match[1]), where)
    return (), ()


def _claim(here: int, last: int, where: str) -> tuple[tuple[str, ...], tuple[Problem, ...]]:
    claim = f"page {here} of {last}"
    problem = Problem("partial-pager", Severity.ERROR, where,
                      f"the page says it is {claim}", "capture the other pages too")
    return (claim,), (problem,)
