"""The content test: is what came the text of this version?

Reads: what an adapter collected, and by a callable what the parser makes of it. Writes: nothing.
Guarantees: a status of 200 proves nothing here; what is accepted names the version as its own title,
has the heads that its kind of document has, is read in full, and is no challenge, no error page, no
cover and no page about the text. Doubt refuses.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kb.capture.sites.adapter import Collected, PageKind
from kb.capture.sites.collecting import CONSULTATION, LEAST
from kb.capture.sites.naming import file_name_of, media_type_of
from kb.capture.sites.page import HIDDEN, TAG, decoded
from kb.capture.web import Reply
from kb.errors import InputRefusedError
from kb.model.work import DocType, Stage, Version, Work

CHALLENGE: Final = re.compile(
    r"__jsl_clearance|acw_sc__v2|\$_ts\b|captcha|enable javascript|just a moment|验证码|人机验证|安全验证|"
    r"滑动验证|请求被拦截|访问被拦截|异常访问|访问过于频繁|浏览器安全检查", re.IGNORECASE)
MISSING: Final = re.compile(
    r"页面不存在|网页不存在|页面未找到|找不到.{0,8}页|不存在或已(?:被)?删除|页面丢失|\b404\b|not found",
    re.IGNORECASE)
QUOTES: Final = re.compile(r"[\s“”‘’\"'「」]")
STAGE: Final = re.compile(r"\([^()]*(?:征求意见|草案|审议稿|审议)[^()]*\)$")
DRAFT: Final = re.compile(r"征求.{0,80}意见|征集.{0,40}意见|草案|审议稿")
COVERS: Final = re.compile(r"说明|意见表|反馈表|汇总表|解读")
STATUTES: Final = (DocType.LAW, DocType.ADMINISTRATIVE_REGULATION, DocType.DEPARTMENTAL_RULE)
SMALL: Final = 50
"""Characters below which a document's element is empty; the shortest registered text has thousands."""

YIELD: Final = 0.95
"""Least share of the characters of the markup that a reading must have; real pages give 0.99 and more."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What the parser makes of one file: the words of its blocks, and its heads counted.

    ``second_text``: there are article heads that do not fit into the one numbering. ``gaps`` are the
    numbers from 1 to the last article's that no article of the document itself has.
    """

    words: str
    articles: int
    headings: int
    second_text: bool = False
    gaps: tuple[int, ...] = ()


Read = Callable[[tuple[bytes, ...], str, str], PageReading]
"""``(pages, media_type, file_name)`` to what was read; raises InputRefusedError. The command line
supplies it, because capture does not know the parser."""


def documents(collected: Collected, version: Version) -> tuple[Reply, ...]:
    """Return the replies that are the text of a version: the pages, or the one attachment named so.

    Empty where neither is there.
    """
    if collected.kind in (PageKind.TEXT, PageKind.DRAFT_PAGE):
        return collected.pages
    if collected.kind is not PageKind.STUB:
        return ()
    wanted = _bare(version.title_zh)
    named = [reply for reply, name in zip(collected.attachments, collected.names, strict=True)
             if wanted in _plain(f"{name} {file_name_of(reply)}") and not COVERS.search(name)]
    order = {"docx": 0, "pdf": 1}
    return tuple(sorted(named, key=lambda one: order.get(file_name_of(one).rpartition(".")[2], 2))[:1])


def accept(collected: Collected, version: Version, work: Work, read: Read) -> tuple[str, ...]:
    """Return every reason why what came is not the text of a version; empty where it is.

    Args:
        collected: What an adapter got from one address of the version.
        version: The version that it should be.
        work: The version's work, with the documents that are about it.
        read: The parser.
    """
    reasons = [*collected.missing, *_about_the_text(collected, version, work),
               *_strange(collected)]
    replies = documents(collected, version)
    if collected.kind is PageKind.STUB and not replies:
        reasons.append("the page is a cover, and no attachment that came bears the title of the version")
    if replies and not _without_body(collected):
        reasons += _read_content(collected, version, work, read)
    return tuple(dict.fromkeys(reasons))


def require(collected: Collected, version: Version, work: Work, read: Read) -> tuple[Reply, ...]:
    """Return the replies that are the text of a version.

    Raises:
        InputRefusedError: they are not; the reasons are named.
    """
    reasons = accept(collected, version, work, read)
    if reasons:
        raise InputRefusedError(
            f"what came is not the text of {version.key}", collected.pages[0].url, "; ".join(reasons),
            "open the address in a browser: if the text is there, tell what differs; if not, correct the "
            "address in corpus/works")
    return documents(collected, version)


def _about_the_text(collected: Collected, version: Version, work: Work) -> Iterator[str]:
    """Yield why a page is one about the text."""
    if collected.kind in (PageKind.NOTICE, PageKind.LIST) and not _without_body(collected):
        yield (f"the page is a {collected.kind}, not the text: neither articles nor numbered headings, or "
               f"a title of questions, comment or news ({collected.title[:40]})")
    if collected.kind is PageKind.TEXT:
        urls = {collected.pages[0].url, collected.pages[0].asked}
        own = {one.url for one in version.addresses if one.role in ("text", "copy", "attachment")}
        for document in work.documents:
            same = {one.url for one in document.addresses} & urls - own
            if same or _plain(document.title_zh) == _plain(collected.title):
                yield f"the register knows this page as a document about the text ({document.kind})"
    if version.stage is Stage.FINAL and CONSULTATION.search(collected.title):
        yield "the page asks for comments on a draft, and the version is final"


def _without_body(collected: Collected) -> bool:
    return bool(collected.bodies) and not any(collected.bodies)


def _strange(collected: Collected) -> Iterator[str]:
    """Yield why a page without the document's element, or with an empty one, is what it is."""
    for number, (reply, body) in enumerate(zip(collected.pages, collected.bodies, strict=False), 1):
        if len("".join(body.split())) >= (1 if collected.kind is PageKind.STUB else SMALL):
            continue
        markup = decoded(reply.body)
        seen = TAG.sub(" ", HIDDEN.sub("", markup))
        challenge = CHALLENGE.search(markup)
        absent = MISSING.search(seen)
        page = f"page {number}"
        if challenge:
            yield f"{page} is a challenge to the browser, not a document ({challenge[0]})"
        elif absent:
            yield f"{page} is an error page sent as if all were well ({absent[0]})"
        elif body:
            yield f"{page} has the document's element with {len(body)} characters in it"
        else:
            yield f"{page} has no element {collected.container}: it is another page or a new template"


def _read_content(collected: Collected, version: Version, work: Work, read: Read) -> tuple[str, ...]:
    replies = documents(collected, version)
    try:
        reading = read(tuple(one.body for one in replies), media_type_of(replies[0]),
                       file_name_of(replies[0]))
    except InputRefusedError as error:
        return (f"{error.what}: {error.why}" if error.why else error.what,)
    return tuple(_content(collected, version, work, reading))


def _content(collected: Collected, version: Version, work: Work,
             reading: PageReading) -> Iterator[str]:
    """Yield what a text that was read lacks."""
    text, articles, headings = reading.words, reading.articles, reading.headings
    wanted = _bare(version.title_zh)
    if not _is_titled(wanted, f"{collected.title}\n{text}"):
        yield f"the title of the version is not on the page: {version.title_zh}"
    if version.stage is Stage.DRAFT and not DRAFT.search(f"{collected.title}\n{text}"):
        yield "nothing on the page says that it is a draft, and the version is one"
    if version.articles is not None and articles < version.articles:
        yield f"it holds {articles} of {version.articles} articles"
    elif version.articles is not None and articles > version.articles:
        yield (f"it holds {articles} articles, and the version has {version.articles}: "
               "it may be another version, which the register must know first")
    elif version.articles is not None and reading.gaps:
        yield f"articles are missing from its numbering: {', '.join(map(str, reading.gaps[:8]))}"
    elif (version.articles or (work.doc_type in STATUTES and not version.profile)) and articles < LEAST:
        yield f"it holds {articles} articles, where {work.doc_type} has many"
    elif max(articles, headings) < (1 if work.doc_type is DocType.NOTICE else LEAST):
        yield f"it holds {articles} articles and {headings} numbered headings"
    if reading.second_text and len(collected.pages) > 1:
        yield "its pages hold article heads of more than one numbering: one may be a page of another text"
    got = len("".join(text.split()))
    if collected.kind is not PageKind.STUB and got < YIELD * collected.estimate:
        yield (f"only {got} of about {collected.estimate} characters of the document's element were read; "
               "the rest would be lost")


def _is_titled(wanted: str, text: str) -> bool:
    """Tell whether a title stands in a text otherwise than as the name of another document in 《》."""
    return re.search(f"(?<!《){re.escape(wanted)}(?!》)", _plain(text)) is not None


def _bare(title: str) -> str:
    """Return a version's title without the mark of its stage, as it is compared."""
    return STAGE.sub("", _plain(title))


def _plain(text: str) -> str:
    """Return text without white space and quotation marks, widths folded (Unicode NFKC)."""
    return QUOTES.sub("", unicodedata.normalize("NFKC", text))
