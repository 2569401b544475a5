"""A comparison as an XLSX workbook: provisions, parts, ledger, duties, and what the sides are.

Reads a ``Report`` and its comparison; writes a file. Every cell is written as a string or a number, never
as a formula, whatever the texts hold. A cell of a workbook ends at 32,767 characters: longer words are cut,
and the cell says so.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from kb.compare.writing.numbered import Run
from kb.compare.writing.report import Entry, Report
from kb.compare.writing.wording import CLASS, rule_words, xml_text
from kb.model.change import Comparison, Link, OpKind
from kb.model.duty_change import DutyChange
from kb.model.place import place_en

MOST: Final = 32_000
"""How many characters of a text a cell is given; the format ends at 32,767."""

_CUT: Final = " … [cut here: a cell holds no more; the HTML form has all]"
_OPTIONS: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
                   "constant_memory": False}
Cell = str | int | float
_PROVISIONS: Final = (
    ("from", 14), ("to", 14), ("from (address)", 14), ("to (address)", 14), ("what happened", 22),
    ("likeness", 9), ("rule", 26), ("changes", 9), ("clerical", 9), ("A", 50), ("B", 50),
    ("redline", 60))
_PARTS: Final = (
    ("from (address)", 26), ("to (address)", 26), ("what happened", 24), ("likeness", 9), ("rule", 30))
_DUTIES: Final = (
    ("what", 10), ("from (address)", 22), ("to (address)", 22), ("place", 16), ("kind", 16),
    ("classes", 26), ("in words", 80), ("field", 14), ("before", 40), ("after", 40), ("direction", 14),
    ("rule", 20), ("norm in A", 40), ("norm in B", 40))


def write_workbook(report: Report, comparison: Comparison, path: Path) -> None:
    """Write the workbook to ``path``."""
    with xlsxwriter.Workbook(path, _OPTIONS) as book:
        book.set_properties({"title": f"{report.a.name} → {report.b.name}", "author": "Regtrail"})
        sheets = _Sheets(book)
        sheets.about(report)
        sheets.provisions(report.entries)
        sheets.plain("Parts", _PARTS, (_part(part) for link in comparison.links for part in link.parts))
        sheets.ledger(report)
        delta = comparison.duties
        sheets.plain("Duties", _DUTIES, (row for change in (delta.changes if delta else ())
                                         for row in _duty(change)))


class _Sheets:
    """A workbook with its formats."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self.head = book.add_format({"bold": True, "bottom": 1, "valign": "top", "text_wrap": True})
        self.cell = book.add_format({"valign": "top", "text_wrap": True})
        self.figure = book.add_format({"valign": "top", "num_format": "0.00"})
        self.struck = book.add_format({"font_strikeout": True, "font_color": "#8F1C1C"})
        self.new = book.add_format({"underline": 1, "font_color": "#125A2C"})

    def plain(self, name: str, columns: Sequence[tuple[str, int]],
              rows: Iterable[Sequence[Cell]]) -> None:
        """Add a sheet with a frozen head and filters."""
        sheet = self._sheet(name, columns)
        number = 0
        for number, row in enumerate(rows, 1):
            self._row(sheet, number, row)
        sheet.autofilter(0, 0, max(number, 1), len(columns) - 1)

    def provisions(self, entries: Sequence[Entry]) -> None:
        """Add one row for each link, the redline in one cell."""
        sheet = self._sheet("Provisions", _PROVISIONS)
        for number, entry in enumerate(entries, 1):
            self._row(sheet, number, _provision(entry))
            self._redline(sheet, number, len(_PROVISIONS) - 1, entry.runs)
        sheet.autofilter(0, 0, max(len(entries), 1), len(_PROVISIONS) - 1)

    def about(self, report: Report) -> None:
        """Add what the workbook is: both sides, the notices, the counts."""
        sheet = self.book.add_worksheet("About")
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 2, 60)
        rows: list[tuple[Cell, ...]] = [("Comparison of two texts, by Regtrail", "A", "B"),
                                        ("name", report.a.name, report.b.name),
                                        ("title", report.a.title, report.b.title)]
        labels = dict.fromkeys(label for side in (report.a, report.b) for label, _ in side.facts)
        facts = dict(report.a.facts), dict(report.b.facts)
        rows += [(label, facts[0].get(label, ""), facts[1].get(label, "")) for label in labels]
        rows += [("note", report.a.note, report.b.note), *(("notice", one) for one in report.notices)]
        rows += [("", "", ""), (f"what became of each {report.noun}", "A", "B"), *report.outcome]
        rows += [("remark", one) for one in (*report.remarks, *report.duty_notes)]
        for number, row in enumerate(rows):
            self._row(sheet, number, row)

    def ledger(self, report: Report) -> None:
        """Add the accounts of both sides; each sums to its text."""
        self.plain("Ledger", (("side", 8), ("account", 40), ("characters", 12), ("per cent", 10)),
                   ((side, one.label, one.characters, float(one.percent))
                    for side, shares in zip("AB", report.ledger, strict=True) for one in shares))

    def _sheet(self, name: str, columns: Sequence[tuple[str, int]]) -> Worksheet:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        for place, (label, width) in enumerate(columns):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, label, self.head)
        return sheet

    def _row(self, sheet: Worksheet, number: int, row: Sequence[Cell]) -> None:
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, cell_text(value), self.cell)
            else:
                form = self.figure if isinstance(value, float) else self.cell
                sheet.write_number(number, place, value, form)

    def _redline(self, sheet: Worksheet, row: int, column: int, runs: Sequence[Run]) -> None:
        """Write a redline in one cell; one run alone is no rich string."""
        formats = {OpKind.DELETE: self.struck, OpKind.INSERT: self.new, OpKind.KEEP: None}
        joined = [(kind, "".join(run.text for run in found))
                  for kind, found in groupby(_within(runs), lambda run: run.kind)]
        if len(joined) > 1:
            pieces = (piece for kind, text in joined for piece in (formats[kind], text) if piece)
            sheet.write_rich_string(row, column, *pieces, self.cell)
        elif joined:
            sheet.write_string(row, column, joined[0][1], formats[joined[0][0]] or self.cell)


def cell_text(words: str) -> str:
    """Return words as a cell holds them: no character that XML forbids, cut where a cell ends."""
    clean = xml_text(words)
    return clean if len(clean) <= MOST else clean[:MOST] + _CUT


def _within(runs: Iterable[Run]) -> Iterable[Run]:
    """Yield runs until a cell is full; the place is marked."""
    room = MOST
    for run in runs:
        text = xml_text(run.text)
        if not text:
            continue
        yield Run(run.kind, text[:room])
        room -= len(text)
        if room < 0:
            yield Run(OpKind.KEEP, _CUT)
            return


def _provision(entry: Entry) -> tuple[Cell, ...]:
    both = entry.a and entry.b
    return (", ".join(place.label for place in entry.a), ", ".join(place.label for place in entry.b),
            " ".join(entry.link.a), " ".join(entry.link.b), ", ".join(entry.classes),
            float(entry.link.score) if both else "", rule_words(entry.link.rule) if both else "",
            entry.changes, entry.clerical, entry.old, entry.new)


def _part(part: Link) -> tuple[Cell, ...]:
    return (" ".join(part.a), " ".join(part.b), ", ".join(CLASS[one] for one in part.classes),
            float(part.score), rule_words(part.rule))


def _duty(change: DutyChange) -> Iterable[tuple[Cell, ...]]:
    head = (str(change.fate), change.eid_a, change.eid_b, place_en(change.eid_b or change.eid_a),
            change.modality, ", ".join(change.classes), change.line)
    if not change.fields:
        yield (*head, "", "", "", "", "", change.a, change.b)
    for field in change.fields:
        yield (*head, field.field, field.old, field.new, field.direction, field.rule, change.a, change.b)
