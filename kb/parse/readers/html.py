"""Pages: the authorities' templates, and any other page.

Reads decoded markup; writes nothing. The page is parsed leniently, because several authorities close
their markup early; strings are taken in document order, so that the tag-stripped text is the page as
printed. Block elements break lines, inline elements do not; a block element leaves a line break in
the text. Comments and processing instructions count as tags.
"""

import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import CData, PreformattedString
from bs4.exceptions import ParserRejectedMarkup

from kb.errors import InputRefusedError
from kb.model.problem import Problem, Severity
from kb.parse.readers.assembly import LAW_TEXT, SourceBuilder, Span
from kb.parse.readers.html_checks import (
    check_depth,
    check_markup,
    check_substance,
    check_whole,
    find_pager,
)
from kb.parse.readers.html_templates import TEMPLATES, Template
from kb.parse.source import Layout, SourceText

BREAKING: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details",
    "div", "dl", "dt", "fieldset", "figure", "figcaption", "footer", "form", "h1", "h2", "h3", "h4",
    "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "main", "menu", "nav", "ol",
    "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot",
    "th", "thead", "title", "tr", "ul"))
"""Elements that break a line before and after; scripts and styles break nothing."""

SILENT: Final = {"script": "html-script", "style": "html-style", "title": "html-title"}
HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
ALIGN: Final = re.compile(r"text-align\s*:\s*([a-z]+)", re.IGNORECASE)
BOLD: Final = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])",
                           re.IGNORECASE)
SPACE_RUN: Final = re.compile(r"[ \t\r\n\f]+")
WIDE: Final = re.compile(r"[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f“”‘’]")

BODY: Final = ""
TITLE: Final = "?"
"""Begins the region of a page heading; the key of its element follows."""


@dataclass(frozen=True, slots=True)
class _State:
    """What an element inherits: the furniture rule (empty in the body) and how it is set."""

    region: str
    centred: bool = False
    strong: bool = False


@dataclass(slots=True)
class _Line:
    region: str
    spans: list[Span]
    centred: bool
    strong: bool


def read_html(markup: str, where: str) -> SourceText:
    """Read a page.

    Raises:
        InputRefusedError: no page of law: a challenge, an error page, a body cut off, or markup that
            is nested beyond reason.
    """
    check_markup(markup, where)
    check_depth(markup, where)
    soup = _parse(markup, where)
    template, body = _choose(soup, where)
    walk = _Walk(template, body)
    walk.run(soup)
    builder = SourceBuilder(walk.text())
    title = _place(walk, builder, template)
    check_substance(markup, builder.body_text(), template, where)
    for problem in check_whole(markup, body, template, where):
        builder.report(problem)
    for problem in walk.problems(where):
        builder.report(problem)
    claims, problems = find_pager(soup, where)
    for problem in problems:
        builder.report(problem)
    return builder.finish(Layout.LINES, template.name, title=title, claims=claims)


def _parse(markup: str, where: str) -> BeautifulSoup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # bs4 guesses that odd markup is a file name or XML
        try:
            return BeautifulSoup(markup, "html.parser")
        except (ParserRejectedMarkup, AssertionError, RecursionError) as error:
            raise InputRefusedError("the page cannot be parsed", where, "its markup is broken",
                                    "fetch it again") from error


def _keys(tag: Tag) -> tuple[str, ...]:
    """Return the keys a template may name an element by, most specific first.

    Attributes given as lists or not at all are treated alike.
    """
    raw = tag.get("class") or ()
    classes = raw.split() if isinstance(raw, str) else list(raw)
    name = str(tag.get("id") or "")
    return ((f"#{name}",) if name else ()) + tuple(f".{c}" for c in classes) + (tag.name,)


def _choose(soup: BeautifulSoup, where: str) -> tuple[Template, Tag]:
    """Return the template of a page and the element that holds its document."""
    first: dict[str, Tag] = {"[document]": soup}
    for tag in soup.find_all(True):
        for key in _keys(tag):
            first.setdefault(key, tag)
    title = soup.title.get_text() if soup.title else ""
    for template in TEMPLATES:
        if all(key in first for key in template.needs):
            for key in template.body:
                if key in first:
                    return template, _innermost_body(first, key)
        if any(sign in title for sign in template.signs):
            raise InputRefusedError(
                "the page holds no document", where,
                f"it is a page of the template {template.name}, but {template.body[0]} is missing",
                "fetch it again; if it looks right in a browser the template has changed")
    raise AssertionError("the generic template takes every page")  # pragma: no cover


def _innermost_body(first: dict[str, Tag], key: str) -> Tag:
    """Return the element; for a page without a body element, everything."""
    return first["[document]"] if key in ("body", "html") else first[key]


class _Walk:
    """One pass over the tree: the text, its lines, and the furniture."""

    def __init__(self, template: Template, body: Tag) -> None:
        self._template, self._body = template, body
        self._parts: list[str] = []
        self._length = 0
        self._open: _Line | None = None
        self.lines: list[_Line] = []
        self.furniture: list[tuple[str, int, int]] = []
        self.hidden: list[Span] = []

    def text(self) -> str:
        return "".join(self._parts)

    def run(self, soup: BeautifulSoup) -> None:
        """Visit every string; the stack is ours, so that no nesting exhausts the interpreter's."""
        whole = self._body is soup
        stack: list[tuple[Iterator[object], _State, str]] = [
            (iter(soup.contents), _State(BODY if whole else self._template.frame), "")]
        while stack:
            children, state, name = stack[-1]
            node = next(children, None)
            if node is None:
                stack.pop()
                self._boundary(name)
            elif isinstance(node, Tag):
                self._boundary(node.name)
                stack.append((iter(node.contents), self._inherit(node, state), node.name))
            elif isinstance(node, NavigableString) and _is_text(node):
                self._take(str(node), state)
        self._flush()

    def problems(self, where: str) -> Iterator[Problem]:
        """Yield a defect for every stretch of the body that the page does not show."""
        text = self.text()
        for start, end in self.hidden:
            law = LAW_TEXT.search(text, start, end)
            yield Problem("hidden-text", Severity.ERROR if law else Severity.WARNING, where,
                          "the document's element holds text that the page does not show",
                          "compare with another source", text[start:end].strip()[:20])

    def _inherit(self, tag: Tag, state: _State) -> _State:
        style = str(tag.get("style") or "")
        region = self._region(tag, state.region, style)
        align = ALIGN.search(style)
        said = (align[1] if align else str(tag.get("align") or "")).lower()
        centred = tag.name == "center" or (said == "center" if said else state.centred)
        strong = state.strong or tag.name in ("b", "strong") or tag.name in HEADINGS \
            or BOLD.search(style) is not None
        return _State(region, centred, strong)

    def _region(self, tag: Tag, region: str, style: str) -> str:
        """Return the furniture rule for an element, ``""`` in the body, ``?`` and a key in a heading."""
        if tag.name in SILENT:
            return SILENT[tag.name]
        if tag is self._body:
            return BODY
        if region in SILENT.values() or region == "html-hidden":
            return region
        keys = _keys(tag)
        named = next((rule for key in keys if (rule := self._template.rules.get(key))), region)
        if named == BODY and (HIDDEN.search(style) or tag.has_attr("hidden")):
            return "html-hidden"
        heading = next((key for key in keys if key in self._template.titles), "")
        return TITLE + heading if heading and region != BODY else named

    def _take(self, string: str, state: _State) -> None:
        start = self._length
        self._append(string)
        if state.region != BODY and not state.region.startswith(TITLE):
            self.furniture.append((state.region, start, self._length))
            if state.region == "html-hidden" and string.strip():
                self.hidden.append((start, self._length))
            return
        if self._open is None or self._open.region != state.region:
            self._flush()
            self._open = _Line(state.region, [], state.centred, True)
        self._open.spans.append((start, self._length))
        if string.strip():
            self._open.strong &= state.strong
            self._open.centred = state.centred

    def _append(self, string: str) -> None:
        self._parts.append(string)
        self._length += len(string)

    def _boundary(self, name: str) -> None:
        if name not in BREAKING:
            return
        self._flush()
        if self._parts and not self._parts[-1].endswith("\n"):
            self._append("\n")

    def _flush(self) -> None:
        if self._open is not None:
            self.lines.append(self._open)
            self._open = None


def _is_text(node: NavigableString) -> bool:
    """Comments, declarations and processing instructions are tags; a CDATA section is text."""
    return not isinstance(node, PreformattedString) or isinstance(node, CData)


def _place(walk: _Walk, builder: SourceBuilder, template: Template) -> str:
    """Hand the lines to the builder; return the page's title.

    The page's own heading is furniture where the body repeats it, else the document's title.
    """
    for rule, start, end in walk.furniture:
        builder.furniture(rule, start, end)
    for line in walk.lines:
        if line.region == BODY:
            _add(builder, line)
    body = builder.body_text()
    headings: dict[str, str] = {}
    for line in walk.lines:
        if line.region != BODY:
            words = "".join("".join(builder.text[s:e].split()) for s, e in line.spans)
            headings[line.region] = headings.get(line.region, "") + words
    for line in walk.lines:
        if line.region != BODY and headings[line.region] not in body:
            _add(builder, line)
        elif line.region != BODY:
            for start, end in line.spans:
                builder.furniture(f"{template.name}-page-title", start, end)
    title = next(iter(headings.values()), "")
    named = next((builder.text[s:e] for rule, s, e in walk.furniture if rule == "html-title"), "")
    return title or named.partition("_")[0].strip()


def _add(builder: SourceBuilder, line: _Line) -> None:
    builder.block(_collapsed(builder.text, line.spans), centred=line.centred, strong=line.strong)


def _collapsed(text: str, spans: list[Span]) -> Iterator[Span]:
    """Collapse runs of markup space as a browser does: one space, none between wide characters.

    Only a run that holds a line break is dropped between wide characters; the spaces an authority
    typed are evidence.
    """
    for start, end in spans:
        at = start
        for run in SPACE_RUN.finditer(text, start, end):
            left, right = run.span()
            broken = "\n" in run[0] or "\r" in run[0]
            keep = 0 if broken and _between_wide(text, left, right) else 1
            if right - left > keep:
                yield at, left + keep
                at = right
        yield at, end


def _between_wide(text: str, left: int, right: int) -> bool:
    return bool(left and right < len(text) and WIDE.match(text[left - 1]) and WIDE.match(text[right]))
