"""Word documents (OOXML): one block per paragraph, tables cell by cell.

Reads bytes; writes nothing. Inserted text of tracked changes is read as printed, deleted text is not.
Numbers that Word makes by itself are not in the file as text: where a paragraph has one, the loss is
reported.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final, TypeAlias

import docx
from docx.opc.exceptions import PackageNotFoundError

from kb.errors import InputRefusedError
from kb.model.problem import Problem, Severity
from kb.parse.readers.archive import check_archive
from kb.parse.readers.assembly import SourceBuilder
from kb.parse.source import Layout, SourceText

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
BREAKS: Final = frozenset((f"{W}br", f"{W}cr"))

Element: TypeAlias = Any
"""An lxml element; lxml and python-docx carry no types."""

Paragraph = tuple[str, bool, bool]
"""Text with line breaks, centred, strong."""


def read_docx(data: bytes, where: str) -> SourceText:
    """Read a docx file.

    Raises:
        InputRefusedError: the archive is unsafe or broken, or the document holds no text.
    """
    check_archive(data, where)
    try:
        document: Element = docx.Document(BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError, TypeError, AttributeError) as error:
        raise InputRefusedError("the file is not a Word document", where,
                                f"its parts are broken ({type(error).__name__})",
                                "fetch it again") from error
    body = document.element.body
    frames = tuple(_frames(document))
    paragraphs = tuple(_paragraphs(body))
    builder = SourceBuilder("\n".join(text for text, _, _ in (*frames, *paragraphs)))
    at = _place_frames(builder, frames)
    for text, centred, strong in paragraphs:
        _place(builder, at, text, centred=centred, strong=strong)
        at += len(text) + 1
    if not builder.body_text():
        raise InputRefusedError("the document holds no text", where, "it may be a scan",
                                "look for a version with text")
    for problem in _problems(body, where):
        builder.report(problem)
    return builder.finish(Layout.LINES, "docx", title=document.core_properties.title or "")


def _frames(document: Element) -> Iterator[Paragraph]:
    """Yield the page headers and footers, which repeat on every page."""
    seen = set()
    for section in document.sections:
        for frame in (section.header, section.footer):
            if not frame.is_linked_to_previous:
                for paragraph in _paragraphs(frame._element):  # noqa: SLF001 - no public element
                    if paragraph[0].strip() and paragraph[0] not in seen:
                        seen.add(paragraph[0])
                        yield paragraph


def _place_frames(builder: SourceBuilder, frames: tuple[Paragraph, ...]) -> int:
    at = 0
    for text, _, _ in frames:
        builder.furniture("docx-page-frame", at, at + len(text))
        at += len(text) + 1
    return at


def _paragraphs(element: Element) -> Iterator[Paragraph]:
    """Yield the paragraphs under an element in document order, text boxes after their anchor."""
    for node in element.iter(f"{W}p"):
        if any(parent.tag == FALLBACK for parent in node.iterancestors()):
            continue
        yield _text(node), _aligned(node) == "center", _strong(node)


def _own(paragraph: Element) -> Iterator[Element]:
    """Yield the elements of a paragraph, not those of paragraphs anchored in it."""
    for node in paragraph.iter():
        nearest = next((up for up in node.iterancestors(f"{W}p")), None)
        if nearest is paragraph:
            yield node


def _text(paragraph: Element) -> str:
    out = []
    for node in _own(paragraph):
        if node.tag == f"{W}t":
            out.append(node.text or "")
        elif node.tag == f"{W}tab" and node.getparent().tag == f"{W}r":
            out.append("\t")
        elif node.tag in BREAKS:
            out.append("\n")
        elif node.tag == f"{W}noBreakHyphen":
            out.append("-")
    return "".join(out)


def _aligned(paragraph: Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}jc")
    return "" if found is None else str(found.get(f"{W}val"))


def _strong(paragraph: Element) -> bool:
    runs = [run for run in paragraph.iter(f"{W}r") if "".join(run.itertext()).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Element) -> bool:
    found = run.find(f"{W}rPr/{W}b")
    return found is not None and found.get(f"{W}val", "true") not in ("0", "false", "off")


def _place(builder: SourceBuilder, at: int, text: str, *, centred: bool, strong: bool) -> None:
    for line in text.split("\n"):
        builder.block([(at, at + len(line))], centred=centred, strong=strong)
        at += len(line) + 1


def _problems(body: Element, where: str) -> Iterator[Problem]:
    if body.find(f".//{W}numPr") is not None:
        yield Problem("automatic-numbering", Severity.ERROR, where,
                      "Word numbers paragraphs by itself; the numbers are not in the text",
                      "compare with another source")
    if body.find(f".//{W}ins") is not None or body.find(f".//{W}del") is not None:
        yield Problem("tracked-changes", Severity.ERROR, where,
                      "the document has tracked changes; insertions were read, deletions not",
                      "look for the document as issued")
    if body.find(f".//{W}footnoteReference") is not None:
        yield Problem("footnotes", Severity.WARNING, where, "the footnotes were not read",
                      "read them in the document itself")
