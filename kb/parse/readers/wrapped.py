"""Joining the hard-wrapped lines of text taken from PDF files, by a text layer or by OCR.

A line goes on if it fills the measure and does not end a sentence; a line that ends a sentence ends
the paragraph if it is short of the measure or a head follows. The measure is the width most lines of
the file have. All breaks are inferred. Page heads, page numbers and addresses are furniture, and a
paragraph runs on over them.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from kb.model.problem import Problem, Severity
from kb.parse.radicals import map_radicals
from kb.parse.readers.assembly import SourceBuilder, Span
from kb.parse.readers.lines import ARTICLE, DIVISION, HEAD, NUMERAL, physical_lines
from kb.parse.source import Layout

PAGE_FURNITURE: Final = (
    ("pdf-page-foot", re.compile(r"https?://[\x21-\x7e]+\s*第?\d+/\d+页?")),
    ("pdf-browser-header", re.compile(r".{4,120}\D\d{4}/\d{1,2}/\d{1,2}\s+\d{1,2}:\d{2}")),
    ("pdf-page-number", re.compile(r"[-—–－―·\s]{1,3}\d{1,4}[-—–－―·\s]{0,3}"
                                   r"|第\s?\d+\s?页(?:\s?共\s?\d+\s?页)?")),
    ("web-page-info", re.compile(r"\d{4}年\d{2}月\d{2}日\s*\d{2}:\d{2}\s*来源：\s*\S+"
                                 r"|发布时间：\d{4}-\d{2}-\d{2}\s*来源：.{0,30}")),
)
TABLE_START: Final = re.compile(r"标\s*题：\s*发文机关：")
TABLE_END: Final = re.compile(r"(?:成文日期|发布日期)：")
SCAN_LINE: Final = re.compile(r"_{4,}|[-—]{6,}")
ENDS: Final = "。；：！？:;"
CLOSERS: Final = "”’）)》"
RUNNING: Final = ("、", "，", "（", "《", "“")
TRAILING: Final = ("、", "，", "。", "；", "：", "）", "》", "”")
SPACED_RUN: Final = re.compile(r"(?:[\u3000-\u9fff\uff00-\uffef] ){6}")
WIDE: Final = r"[\u2e80-\u9fff\uff00-\uffef“”‘’]"
GAP: Final = re.compile(rf"(?<={WIDE}) +(?=\S)|(?<=\S) +(?={WIDE})")
HEAD_GAP: Final = re.compile(rf"第[ {NUMERAL}]+条( )")
NARROW: Final = re.compile(r"[\x21-\x7e]")


@dataclass(frozen=True, slots=True)
class _Line:
    """A physical line: its slice, its words with radicals mapped, its width, blank lines before."""

    start: int
    end: int
    words: str
    width: int
    gap: int


@dataclass(frozen=True, slots=True)
class _Norms:
    """What holds for the whole file.

    ``measure`` is the usual width, ``gap`` the usual number of blank lines inside a paragraph;
    ``statute`` says that it has article heads; ``title`` is its title without spaces.
    """

    measure: int
    gap: int
    statute: bool
    title: str


def place_wrapped(builder: SourceBuilder, start: int, title: str = "") -> Layout:
    """Add the wrapped lines of ``text[start:]`` as blocks; return how they were set.

    ``title`` is the document's title where the file names it: a title broken over two short lines is
    joined by it. Breaks that could as well not be there are reported as one note.
    """
    spans = tuple(physical_lines(builder.text, start))
    runs = sum(SPACED_RUN.search(builder.text, *span) is not None for span in spans)
    spaced = runs > len(spans) / 5
    lines = _furnished(builder, _read(builder.text, start, spans, spaced=spaced))
    norms = _Norms(_measure(lines), _usual_gap(lines),
                   sum(_is_head(line.words) and line.words[0] == "第" for line in lines) > 2,
                   re.sub(r"\s", "", title))
    group: list[_Line] = []
    doubtful: list[_Line] = []
    for line in _rejoined(lines, norms.gap):
        if group and not _goes_on(group, line, norms):
            doubtful += [line] if _is_doubtful(group, line, norms) else []
            _add(builder, group, spaced=spaced)
            group = []
        group.append(line)
    if group:
        _add(builder, group, spaced=spaced)
    if doubtful:
        builder.report(_doubt(doubtful))
    return Layout.SPACED if spaced else Layout.WRAPPED


def _doubt(lines: list[_Line]) -> Problem:
    return Problem("inferred-break", Severity.NOTE, "",
                   f"{len(lines)} paragraph breaks stand where a full line ends a sentence; the "
                   "sentence may run on", "compare with a source that marks its paragraphs",
                   lines[0].words[:12])


def _read(text: str, start: int, spans: tuple[Span, ...], *, spaced: bool) -> list[_Line]:
    lines, at = [], start
    for left, right in spans:
        gap = max(0, text.count("\n", at, left) - 1)
        pieces = _without_gaps(text, left, right, spaced=spaced)
        words = SCAN_LINE.sub("", map_radicals("".join(text[s:e] for s, e in pieces))).strip()
        lines.append(_Line(left, right, words, _width(words), gap))
        at = right
    return lines


def _width(words: str) -> int:
    """Return a line's width in half characters; spaces do not count, converters invent them."""
    return sum(0 if char.isspace() else 1 if NARROW.match(char) else 2 for char in words)


def _measure(lines: list[_Line]) -> int:
    """Return the commonest width of the longer lines."""
    widths = Counter(line.width // 2 * 2 for line in lines if line.width > 20)
    near = {width: widths[width - 2] + 2 * count + widths[width + 2] for width, count in widths.items()}
    return max(near, key=lambda width: (near[width], width), default=0)


def _usual_gap(lines: list[_Line]) -> int:
    """Return how many blank lines usually stand between the lines of one paragraph."""
    gaps = Counter(after.gap for before, after in pairwise(lines)
                   if before.words[-1] not in ENDS + CLOSERS)
    return gaps.most_common(1)[0][0] if gaps else 0


def _rejoined(lines: list[_Line], gap: int) -> Iterator[_Line]:
    """Yield the lines with the width of the printed line they end.

    Converters break one printed line in two at brackets; such parts stand closer than lines do.
    """
    before: _Line | None = None
    for line in lines:
        joined = before is not None and line.gap < gap and before.words[-1:] not in tuple(ENDS)
        if before is not None and joined:
            line = replace(line, width=before.width + line.width)  # noqa: PLW2901 - the wider one
        before = line
        yield line


def _furnished(builder: SourceBuilder, lines: list[_Line]) -> list[_Line]:
    """Put page heads, feet and numbers aside; return the other lines."""
    kept, table = [], _table(lines)
    for number, line in enumerate(lines):
        rule = "govcn-metadata-table" if number in table else next(
            (name for name, form in PAGE_FURNITURE if form.fullmatch(line.words)), "")
        if rule:
            builder.furniture(rule, line.start, line.end)
        else:
            kept.append(line)
    return kept


def _table(lines: list[_Line]) -> range:
    """Return the lines of the table that gov.cn prints under a document, if there is one."""
    first = next((k for k, line in enumerate(lines) if TABLE_START.search(line.words)), 0)
    last = max((k for k, line in enumerate(lines[first:first + 8], first)
                if TABLE_END.search(line.words)), default=0)
    return range(first - 1, last + 1) if first and last else range(0)


def _goes_on(group: list[_Line], line: _Line, norms: _Norms) -> bool:
    """Tell whether ``line`` continues the paragraph whose lines are ``group``.

    Where a sentence ends just where the measure ends, an item and a colon close the paragraph, and so
    does a full stop in a statute, whose paragraphs seldom have a second sentence; in other prose the
    paragraph is taken to run on.
    """
    before, words = group[-1], "".join(item.words for item in group)
    if _splits_title(words, line.words, norms.title):
        return True
    if len(words) < 400 and _open(words):
        return not _is_head(line.words)
    if before.words[-1:] in RUNNING or line.words[:1] in TRAILING:
        return True
    if before.words.rstrip(CLOSERS)[-1:] not in tuple(ENDS):
        return before.width >= 0.75 * norms.measure and not _stands_alone(words)
    closed = before.words[-1] in ("：:。" if norms.statute else "：:") or group[0].words[0] in "（("
    return _fills(group, line, norms) and not closed and not _is_head(line.words)


def _fills(group: list[_Line], line: _Line, norms: _Norms) -> bool:
    """Tell whether a paragraph's last line fills the measure; its first line is indented."""
    width = norms.measure - (4 if len(group) == 1 else 0)
    return group[-1].width >= width and line.gap <= norms.gap


def _is_doubtful(group: list[_Line], line: _Line, norms: _Norms) -> bool:
    return group[-1].words[-1] == "。" and _fills(group, line, norms) and not _is_head(line.words)


def _splits_title(words: str, after: str, title: str) -> bool:
    named = bool(title) and re.sub(r"\s", "", words + after) == title
    return named or after in ("的通知", "的公告", "的意见")


def _open(words: str) -> bool:
    return any(words.count(left) > words.count(right) for left, right in ("《》", "（）", "“”"))


def _is_head(words: str) -> bool:
    return HEAD.match(words) is not None or HEAD_GAP.match(words) is not None


def _stands_alone(words: str) -> bool:
    return DIVISION.match(words) is not None and not ARTICLE.match(words) and len(words) < 30


def _add(builder: SourceBuilder, group: list[_Line], *, spaced: bool) -> None:
    spans: list[Span] = []
    for line in group:
        at = line.start
        for match in SCAN_LINE.finditer(builder.text, line.start, line.end):
            builder.furniture("ocr-scan-line", *match.span())
            spans += _without_gaps(builder.text, at, match.start(), spaced=spaced)
            at = match.end()
        spans += _without_gaps(builder.text, at, line.end, spaced=spaced)
    builder.block([(s, e) for s, e in spans if s < e], inferred=True)


def _without_gaps(text: str, start: int, end: int, *, spaced: bool) -> list[Span]:
    """Leave out the spaces a converter put between characters.

    In OCR text that is every space beside a wide character, except the one after an article's
    number; else only those between a wide character and a figure or Latin letter.
    """
    start += len(text[start:end]) - len(text[start:end].lstrip())
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    head = HEAD_GAP.match(text, start, end)
    spans, at = [], start
    for match in GAP.finditer(text, start, end):
        keep = head is not None and head.start(1) == match.start()
        figures = NARROW.match(text[match.start() - 1]) or NARROW.match(text[match.end():match.end() + 1])
        if not keep and (spaced or figures):
            spans.append((at, match.start()))
            at = match.end()
    return [*spans, (at, end)]
