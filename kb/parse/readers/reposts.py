"""What republishers put around a document, as tables of lines.

A line leaves the document only when a table names it; nothing that reads like law (an article head,
应当, 不得) ever does. Reads decoded Markdown; writes nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.parse.readers.assembly import LAW_TEXT
from kb.parse.readers.lines import physical_lines

IMAGES_ONLY: Final = re.compile(
    r"[\s*\-\d.]*(?:\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?\s*)+(?:\d+\))?[\s*]*")
MARKS: Final = re.compile(r"^[\s#>*\-+]+|[\s*]+$")
OWN_TITLE: Final = re.compile(r"(?:通知|公告|令|决定|意见|函)$")


@dataclass(frozen=True, slots=True)
class Aside:
    """``text[start:end]`` is not the document's, says ``rule``."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Site:
    """A republisher: how its address is known, where its header ends, what its own lines are.

    ``header_end`` matches the last line of the header; ``trailer`` the first line of what follows the
    document; ``lines`` single lines anywhere before the trailer. ``account_line`` says that the first
    line under the headings is the publisher's name.
    """

    address: str
    header_end: re.Pattern[str] | None = None
    trailer: re.Pattern[str] | None = None
    lines: re.Pattern[str] | None = None
    account_line: bool = False


WECHAT: Final = Site(
    "mp.weixin.qq.com", None,
    re.compile(r"[（(]?(?:原文|文章)?来源[：:]|“?投稿联系方式|转载请来源|转载请注明|推荐阅读$|"
               r"预览时标签不可点$|分享网络安全知识|阅读原文$|微信扫一扫$"),
    re.compile(r"扫码订阅《|邮发代号 ?\d|征订热线[：:]|关注我们$|带你读懂网络安全$|"
               r"在小说阅读器中沉浸阅读$"),
    account_line=True,
)
FREEBUF: Final = Site(
    "www.freebuf.com",
    re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$|所属地 \S{1,4}$"),
    re.compile(r"FreeBuf政策发布$|本文为 ?\S* ?独立观点|文章来源[：:]"),
    re.compile(r"以下是《.*》全文$"),
)
ANQUANKE: Final = Site(
    "www.anquanke.com",
    re.compile(r"译文仅供参考"),
    re.compile(r"本文翻译自|本文转载自|商务合作，文章发布"),
)
SITES: Final = (WECHAT, FREEBUF, ANQUANKE)


def repost_asides(text: str, start: int, fields: dict[str, str]) -> tuple[Aside, ...]:
    """Return what is not the document's in a repost, in order; nothing for an unknown publisher."""
    site = next((site for site in SITES if site.address in fields.get("url", "")), None)
    images = tuple(Aside("repost-image", left, right)
                   for left, right in physical_lines(text, start)
                   if IMAGES_ONLY.fullmatch(text, left, right))
    if site is None:
        return images
    lines = [(left, right, MARKS.sub("", text[left:right]))
             for left, right in physical_lines(text, start)
             if not IMAGES_ONLY.fullmatch(text, left, right)]
    asides = [*_header(lines, site), *_own_lines(lines, site, fields), *_trailer(lines, site),
              *_titles(text, lines, fields)]
    kept = {aside.start: aside for aside in reversed(asides)
            if not LAW_TEXT.search(text, aside.start, aside.end)}
    return (*images, *kept.values())


Line = tuple[int, int, str]


def _header(lines: list[Line], site: Site) -> Iterator[Aside]:
    """Yield the lines up to the header's last, unless law stands before it."""
    if site.header_end is None:
        return
    ends = [k for k, line in enumerate(lines[:80]) if site.header_end.match(line[2])]
    for left, right, _ in lines[: ends[-1] + 1] if ends else ():
        yield Aside("repost-navigation", left, right)


def _trailer(lines: list[Line], site: Site) -> Iterator[Aside]:
    """Yield the lines from the trailer's first on, if none of them reads like law."""
    if site.trailer is None:
        return
    last_law = max((k for k, line in enumerate(lines) if LAW_TEXT.search(line[2])), default=-1)
    first = next((k for k, line in enumerate(lines)
                  if k > last_law and site.trailer.match(line[2])), len(lines))
    for left, right, _ in lines[first:]:
        yield Aside("repost-trailer", left, right)


def _own_lines(lines: list[Line], site: Site, fields: dict[str, str]) -> Iterator[Aside]:
    title = fields.get("title", "")
    after = [line for line in lines if line[2] != title]
    if site.account_line and after and len(after[0][2]) <= 24:
        yield Aside("repost-navigation", after[0][0], after[0][1])
    for left, right, words in lines:
        if (site.lines and site.lines.match(words)) or words == fields.get("source"):
            yield Aside("repost-navigation", left, right)


def _titles(text: str, lines: list[Line], fields: dict[str, str]) -> Iterator[Aside]:
    """Yield the publisher's headline; an authority's own title, not repeated below, stays once."""
    title = fields.get("title", "")
    same = [line for line in lines if line[2] == title and text[line[0]:line[1]].lstrip()[:1] == "#"]
    repeated = any(title in line[2] for line in lines if line not in same)
    keep = bool(OWN_TITLE.search(title)) and not repeated
    for left, right, _ in same[:-1] if keep else same:
        yield Aside("repost-title", left, right)
