"""A comparison as Markdown: tables for the sum, struck and bold words for the redline.

Reads a ``Report``; writes lines. What a text holds is escaped, so that no mark of it is read as Markdown
or HTML. Inside a run of changes no space stands at its edge: Markdown would not read the marks there.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kb.compare.writing.numbered import Run
from kb.compare.writing.report import Entry, Report, Side
from kb.compare.writing.wording import count, rule_words, xml_text
from kb.model.change import OpKind

_MEANS_SOMETHING: Final = re.compile(r"([\\`*_{}\[\]|<>~&]|^[#+=-])", re.MULTILINE)
_FIGURE: Final = re.compile(r"^(\s*\d+)([.)])", re.MULTILINE)
_MARK: Final = {OpKind.DELETE: "~~", OpKind.INSERT: "**", OpKind.KEEP: ""}


def render_markdown(report: Report, *, whole: bool = False) -> Iterator[str]:
    """Yield the lines; ``whole`` writes what stayed the same, too."""
    yield f"# {_text(report.a.name)} → {_text(report.b.name)}"
    yield from ("", *(f"> {_text(one)}  " for one in report.notices), "")
    for letter, side in (("A", report.a), ("B", report.b)):
        yield from _side(letter, side)
    yield from _duties(report)
    yield f"## What became of each {report.noun}"
    yield from _table(("", "A", "B"), [(label, f"{a:,}", f"{b:,}") for label, a, b in report.outcome])
    yield from (f"{_text(one)}  " for one in report.remarks)
    for letter, shares in zip("AB", report.ledger, strict=True):
        yield f"\n### Every character of {letter}"
        yield from _table(("", "characters", "%"),
                          [(one.label, f"{one.characters:,}", one.percent) for one in shares])
    yield "## Provision by provision\n"
    yield "~~Struck~~: only in A. **Bold**: only in B.\n"
    for entry in report.entries:
        if whole or not entry.is_same or "moved" in entry.link.classes:
            yield from _entry(entry)
    if report.left_out:
        yield f"Not compared, as no provisions: {_text(report.left_out)}."
    yield f"\nAligned by {_text(report.rule_version)}."


def _text(words: str) -> str:
    return _FIGURE.sub(r"\1\\\2", _MEANS_SOMETHING.sub(r"\\\1", xml_text(words)))


def _side(letter: str, side: Side) -> Iterator[str]:
    yield f"**{letter}: {_text(side.title or side.name)}**\n"
    yield from (f"* {_text(label)}: {_text(value)}" for label, value in side.facts)
    yield from ([f"* {_text(side.note)}"] if side.note else [])
    yield ""


def _duties(report: Report) -> Iterator[str]:
    if not report.duties and not report.duty_notes:
        return
    yield "## What changed in duties\n"
    yield from (f"* {_text(one.text)} ({_text(one.tags)})" for one in report.duties)
    yield from ("", *(f"{_text(one)}  " for one in report.duty_notes), "")


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield ""
    yield f"| {' | '.join(heads)} |"
    yield f"|{' --- |' + ' ---: |' * (len(heads) - 1)}"
    yield from (f"| {' | '.join(_text(cell) for cell in row)} |" for row in rows)
    yield ""


def _entry(entry: Entry) -> Iterator[str]:
    old, new = (", ".join(place.label for place in side) for side in (entry.a, entry.b))
    name = new if old == new or not old else f"{old} → {new}" if new else old
    yield f"### {_text(name)}\n"
    told = [", ".join(entry.classes)]
    if entry.is_clerical:
        told.append("clerical changes only")
    elif entry.clerical and entry.a and entry.b:
        told.append(f"{count(entry.clerical, 'clerical change')} besides")
    if entry.a and entry.b:
        told.append(f"likeness {entry.link.score:.2f}: {rule_words(entry.link.rule)}")
    yield f"*{_text('; '.join(told))}*\n"
    yield from (line + "  " for line in "".join(map(_run, entry.shown)).rstrip().split("\n"))
    yield ""


def _run(run: Run) -> str:
    """Return a run with its marks, line by line and inside the white space at its edges."""
    mark = _MARK[run.kind]
    if not mark:
        return _text(run.text)
    return "\n".join(_marked(line, mark) for line in run.text.split("\n"))


def _marked(line: str, mark: str) -> str:
    core = line.strip()
    if not core:
        return line
    start = line.index(core)
    return f"{line[:start]}{mark}{_text(core)}{mark}{line[start + len(core):]}"
