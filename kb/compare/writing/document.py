"""A comparison as a Word document with tracked changes: accept all gives text B, reject all text A.

Reads a ``Report`` and the stream of ``kb.compare.writing.flow``; writes a file. Revisions are those of
ECMA-376 part 1, 17.13.5 (``w:ins``, ``w:del``, ``w:moveFrom``, ``w:moveTo``), by the author ``Regtrail``.
The sum stands before the text, without revisions.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement

from kb.compare.writing.flow import Mark, Tracked
from kb.compare.writing.report import Report, Side
from kb.compare.writing.wording import xml_text

AUTHOR: Final = "Regtrail"
_TAG: Final = {Mark.DELETE: "w:del", Mark.INSERT: "w:ins", Mark.MOVE_FROM: "w:moveFrom",
               Mark.MOVE_TO: "w:moveTo"}
_RANGE: Final = {Mark.MOVE_FROM: "w:moveFromRange", Mark.MOVE_TO: "w:moveToRange"}
_CHINESE: Final = "SimSun"


def write_document(report: Report, stream: Iterable[Tracked], day: str, path: Path) -> None:
    """Write the document to ``path``. ``day`` (ISO 8601) is the date of the revisions."""
    document = docx.Document()
    document.core_properties.author = AUTHOR
    document.core_properties.title = xml_text(f"{report.a.name} → {report.b.name}")
    fonts = document.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), _CHINESE)
    document.add_heading(xml_text(f"{report.a.name} → {report.b.name}"), 0)
    for one in report.notices:
        document.add_paragraph(xml_text(one))
    for letter, side in (("A", report.a), ("B", report.b)):
        _side(document, letter, side)
    _sum(document, report)
    document.add_heading("Text with tracked changes", 1)
    _Revisions(document, f"{day}T00:00:00Z").write(stream)
    document.save(str(path))


def _side(document: Document, letter: str, side: Side) -> None:
    document.add_heading(xml_text(f"{letter}: {side.title or side.name}"), 2)
    for label, value in side.facts:
        document.add_paragraph(xml_text(f"{label}: {value}"), style="List Bullet")
    if side.note:
        document.add_paragraph(xml_text(side.note))


def _sum(document: Document, report: Report) -> None:
    if report.duties or report.duty_notes:
        document.add_heading("What changed in duties", 1)
    for row in report.duties:
        document.add_paragraph(xml_text(f"{row.text} ({row.tags})"), style="List Bullet")
    for note in report.duty_notes:
        document.add_paragraph(xml_text(note))
    document.add_heading(f"What became of each {report.noun}", 1)
    _table(document, [("", "A", "B"), *((label, f"{a:,}", f"{b:,}") for label, a, b in report.outcome)])
    for one in report.remarks:
        document.add_paragraph(xml_text(one))
    for letter, shares in zip("AB", report.ledger, strict=True):
        document.add_heading(f"Every character of {letter}", 2)
        _table(document, [("", "characters", "%"),
                          *((one.label, f"{one.characters:,}", one.percent) for one in shares)])
    if report.left_out:
        document.add_paragraph(xml_text(f"Not compared, as no provisions: {report.left_out}."))


def _table(document: Document, rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))
    table.style = "Light List"
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = xml_text(words)


class _Revisions:
    """The tracked text: one paragraph for each line of the stream."""

    def __init__(self, document: Document, moment: str) -> None:
        self._document, self._moment = document, moment
        self._number = 0
        self._open: tuple[Mark, str, str] | None = None   # mark, name and id of the move being written

    def write(self, stream: Iterable[Tracked]) -> None:
        """Write all paragraphs."""
        line: list[Tracked] = []
        for run in stream:
            if run.text == "\n":
                self._paragraph(line, run)
                line = []
            else:
                line.append(run)
        if line:
            self._paragraph(line, Tracked(Mark.KEEP, "\n"))

    def _paragraph(self, line: list[Tracked], end: Tracked) -> None:
        paragraph = self._document.element.body.add_p()
        if end.heading:
            paragraph.get_or_add_pPr().get_or_add_keepNext()
        if end.mark is not Mark.KEEP:
            properties = OxmlElement("w:rPr")
            properties.append(self._revision(end.mark))
            paragraph.get_or_add_pPr().append(properties)
        for run in line:
            self._range(paragraph, run)
            paragraph.append(self._wrapped(run))
        self._range(paragraph, end)
        if end.mark is Mark.KEEP or not end.move:
            self._close(paragraph)

    def _wrapped(self, run: Tracked) -> BaseOxmlElement:
        inner = OxmlElement("w:r")
        if run.number or run.heading:
            properties = OxmlElement("w:rPr")
            properties.append(OxmlElement("w:b"))
            inner.append(properties)
        text = OxmlElement("w:delText" if run.mark is Mark.DELETE else "w:t")
        text.set(qn("xml:space"), "preserve")
        text.text = xml_text(run.text)
        inner.append(text)
        if run.mark is Mark.KEEP:
            return inner
        outer = self._revision(run.mark)
        outer.append(inner)
        return outer

    def _revision(self, mark: Mark) -> BaseOxmlElement:
        return self._signed(_TAG[mark])

    def _signed(self, tag: str) -> BaseOxmlElement:
        found = OxmlElement(tag)
        self._number += 1
        found.set(qn("w:id"), str(self._number))
        found.set(qn("w:author"), AUTHOR)
        found.set(qn("w:date"), self._moment)
        return found

    def _range(self, paragraph: CT_P, run: Tracked) -> None:
        """Open and close the range that ties the two ends of a move together."""
        wanted = (run.mark, run.move) if run.mark in _RANGE and run.move else None
        if self._open and wanted != self._open[:2] and not run.move:
            self._close(paragraph)
        if wanted and (self._open is None or self._open[:2] != wanted):
            self._close(paragraph)
            start = self._signed(f"{_RANGE[wanted[0]]}Start")
            start.set(qn("w:name"), wanted[1])
            paragraph.append(start)
            self._open = (*wanted, str(self._number))

    def _close(self, paragraph: CT_P) -> None:
        if self._open:
            end = OxmlElement(f"{_RANGE[self._open[0]]}End")
            end.set(qn("w:id"), self._open[2])
            paragraph.append(end)
            self._open = None


