"""Markdown of republishers and converters.

Reads decoded text; writes nothing. The mark-up (``#``, ``**``, link targets, front matter) is
furniture, each kind under its own rule. What the republisher says around the document is taken off by
the tables in ``reposts``; text that a converter took from a PDF file goes on to ``wrapped``.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.parse.readers.assembly import SourceBuilder, Span
from kb.parse.readers.lines import physical_lines
from kb.parse.readers.reposts import Aside, repost_asides
from kb.parse.readers.wrapped import place_wrapped
from kb.parse.source import Layout, SourceText

FRONT: Final = re.compile(r"\A\ufeff?---[ \t]*\r?\n.*?^---[ \t]*$", re.DOTALL | re.MULTILINE)
FIELD: Final = re.compile(r"^([^\s:：]+):[ \t]*(.*?)[ \t]*$", re.MULTILINE)
COMMENT: Final = re.compile(r"<!--[^\r\n\f\v\x85\u2028\u2029]*?-->")
LONG_COMMENT: Final = re.compile(r"<!--(?:(?!-->).)*?[\r\n\f\v\x85\u2028\u2029].*?-->", re.DOTALL)
CONVERTED: Final = re.compile(r"^## 正文[ \t]*$", re.MULTILINE)
RULE_LINE: Final = re.compile(r"[ \t]*([-*_])[ \t]*(?:\1[ \t]*){2,}$")
LINE_MARK: Final = re.compile(r"[ \t]*(?:(#{1,6})[ \t]+|[-*+][ \t]+(?=\S)|>[ \t]*)+")
IMAGE: Final = re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)")
LINK: Final = re.compile(r"(\[)((?:[^\[\]\n]|\[[^\]\n]*\])*)(\]\([^)\n]*\))")
EMPHASIS: Final = re.compile(r"\*{1,3}|(?<!_)__(?!_)|`+")
ESCAPE: Final = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!|<>~])")
BREAK_TAG: Final = re.compile(r"<br\s*/?>", re.IGNORECASE)
INLINE: Final = (
    ("markdown-comment", COMMENT, (0,), 0), ("markdown-markup", ESCAPE, (0,), 1),
    ("repost-image", IMAGE, (0,), 0), ("markdown-markup", LINK, (1, 3), 0),
    ("markdown-break", BREAK_TAG, (0,), 0), ("markdown-markup", EMPHASIS, (0,), 0),
)
"""Rule, form, the groups that are mark-up, and how many characters after them are protected."""


@dataclass(frozen=True, slots=True)
class _Header:
    """The front matter's fields and where the document's own text may begin."""

    fields: dict[str, str]
    end: int


def read_markdown(text: str) -> SourceText:
    """Read a Markdown file; every line is a block, unless a converter wrapped the lines."""
    builder = SourceBuilder(text)
    header = _front_matter(text, builder)
    start = CONVERTED.search(text, header.end)
    title = _title(text, header)
    if start and ("提取方式" in header.fields or not header.fields):
        return _converted(builder, header, start.span())
    asides = repost_asides(text, header.end, header.fields)
    for start_, end_, strong in _lines(text, header.end, asides, builder):
        _place(builder, start_, end_, strong=strong)
    return builder.finish(Layout.LINES, _flavour(text, header.fields), title=title)


def _front_matter(text: str, builder: SourceBuilder) -> _Header:
    match = FRONT.match(text)
    if match is None:
        return _Header({}, 0)
    builder.furniture("front-matter", *match.span())
    fields = {key: value.strip("\"'") for key, value in FIELD.findall(match[0])}
    return _Header(fields, match.end())


def _title(text: str, header: _Header) -> str:
    heading = re.search(r"^#[ \t]+(\S.*?)[ \t]*$", text[header.end:], re.MULTILINE)
    return header.fields.get("title", "") or (heading[1] if heading else "")


def _flavour(text: str, fields: dict[str, str]) -> str:
    """Name the republisher's form."""
    if "fetch_date" in fields:
        return "picker"
    if "sidebar" in fields:
        return "justlaws"
    if "synced" in fields:
        return "china-law-db"
    if "<!-- INFO END -->" in text:
        return "bibliotheca" if re.search(r"^#{5,6} 第\S+条", text, re.MULTILINE) else "lawrefbook"
    return "markdown"


def _converted(builder: SourceBuilder, header: _Header, mark: Span) -> SourceText:
    """Read what stands under the heading 正文 of a converter; all before it is the converter's."""
    text = builder.text
    how = header.fields.get("提取方式", "")
    builder.furniture("conversion-note" if how else "front-matter", header.end, mark[1])
    title = header.fields.get("法规名称", "") or _title(text, header)
    if not how:
        for start, end in _shown_lines(text, mark[1], builder):
            _place(builder, start, end, strong=False)
        return builder.finish(Layout.LINES, "content-rules", title=title)
    layout = place_wrapped(builder, mark[1], title)
    template = "ocr" if layout is Layout.SPACED else "pdf-text"
    return builder.finish(layout, template, title=title)


def _lines(text: str, start: int, asides: tuple[Aside, ...],
           builder: SourceBuilder) -> Iterator[tuple[int, int, bool]]:
    """Yield the document's lines without their leading mark-up; put all else aside."""
    named = {(aside.start, aside.end): aside.rule for aside in asides}
    for left, right in _shown_lines(text, start, builder):
        if (left, right) in named:
            builder.furniture(named[left, right], left, right)
            continue
        if RULE_LINE.fullmatch(text, left, right):
            builder.furniture("markdown-markup", left, right)
            continue
        mark = LINE_MARK.match(text, left, right)
        begin = mark.end() if mark else left
        builder.furniture("markdown-markup", left, begin)
        yield begin, right, bool(mark and mark[1])


def _shown_lines(text: str, start: int, builder: SourceBuilder) -> Iterator[Span]:
    """Yield the lines outside comments that run over several lines; put those comments aside."""
    at = start
    for comment in LONG_COMMENT.finditer(text, start):
        yield from physical_lines(text, at, comment.start())
        builder.furniture("markdown-comment", *comment.span())
        at = comment.end()
    yield from physical_lines(text, at)


def _place(builder: SourceBuilder, start: int, end: int, *, strong: bool) -> None:
    """Add one line as blocks, its inline mark-up put aside."""
    marks = sorted(_inline(builder.text, start, end), key=lambda aside: aside.start)
    spans: list[Span] = []
    at = start
    for aside in marks:
        builder.furniture(aside.rule, aside.start, aside.end)
        spans.append((at, aside.start))
        if aside.rule == "markdown-break":
            builder.block(spans, strong=strong)
            spans = []
        at = aside.end
    spans.append((at, end))
    whole = strong or _all_strong(builder.text[start:end])
    builder.block([(s, e) for s, e in spans if s < e], strong=whole)


def _all_strong(line: str) -> bool:
    stripped = line.strip()
    return stripped.startswith("**") and stripped.endswith("**") and len(stripped) > 4 \
        and stripped.count("**") == 2


def _inline(text: str, start: int, end: int) -> Iterator[Aside]:
    """Yield the inline mark-up of a line, never two over one character.

    An escaped character is text: its backslash is mark-up, and no mark begins with it.
    """
    taken: list[Span] = []
    for rule, pattern, groups, guard in INLINE:
        for match in pattern.finditer(text, start, end):
            spans = [match.span(group) for group in groups]
            held = [(left, right + guard) for left, right in spans]
            if all(_free(span, taken) for span in held):
                taken += held
                for span in spans:
                    yield Aside(rule, *span)


def _free(span: Span, taken: list[Span]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)
