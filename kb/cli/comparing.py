"""What ``kb diff`` knows of each side, and the file it writes: read, sum up, write aside, rename.

Reads texts and the built library; writes one file in one of the forms of ``kb.compare.writing``.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from kb.cli.context import NOTICE
from kb.cli.inputs import names_a_file
from kb.cli.provenance import provenance
from kb.compare.contract import to_json
from kb.compare.writing.report import Report, Side, build_report
from kb.compare.writing.wording import GRADE, OUTSIDE
from kb.errors import KbError
from kb.model.change import Comparison
from kb.model.status import status_of
from kb.model.text import PartName, Text
from kb.store.library import Library


class Form(StrEnum):
    """The forms a comparison can take."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "md"
    XLSX = "xlsx"
    DOCX = "docx"


BINARY: Final = frozenset({Form.XLSX, Form.DOCX})
"""Forms that need a file."""

_SUFFIXES: Final = {".txt": Form.TEXT, ".json": Form.JSON, ".html": Form.HTML, ".htm": Form.HTML,
                    ".md": Form.MARKDOWN, ".markdown": Form.MARKDOWN, ".xlsx": Form.XLSX,
                    ".docx": Form.DOCX}
_LANGUAGE: Final = {"zh": "Chinese", "en": "English"}


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with what is needed to write it. ``names`` are as the user gave them."""

    comparison: Comparison
    texts: tuple[Text, Text]
    names: tuple[str, str]
    library: Library | None
    today: date

    def data(self) -> dict[str, object]:
        """Return the JSON contract."""
        return to_json(self.comparison, *self.texts)

    def report(self) -> Report:
        """Return the comparison made ready to be written."""
        a, b = (_side(name, text, self.library, self.today)
                for name, text in zip(self.names, self.texts, strict=True))
        return build_report(self.comparison, self.texts, (a, b), _notices(self.library))


def form_of(form: Form | None, target: Path | None) -> Form:
    """Return the form wanted: the one named, else that of the file's suffix, else text.

    Raises:
        KbError: no form is known for the suffix, or a binary form has no file.
    """
    if form is None and target is not None:
        if target.suffix.lower() not in _SUFFIXES:
            raise KbError("no form is known for this suffix", str(target), f"{target.suffix or 'none'}",
                          f"use {', '.join(_SUFFIXES)}, or --format")
        return _SUFFIXES[target.suffix.lower()]
    if form in BINARY and target is None:
        raise KbError(f"--format {form} needs a file", "--format", "a terminal cannot show it",
                      f"add --out comparison.{form}")
    return form or Form.TEXT


def write_file(target: Path, make: Callable[[Path], None], *, force: bool) -> None:
    """Write a file aside, then rename it.

    Raises:
        KbError: it is there already and ``force`` is not set, or it cannot be written.
    """
    if target.exists() and (not force or not target.is_file()):
        raise KbError("there is something of that name already", str(target), "nothing was written",
                      "choose another name, or add --force to replace a file")
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        os.close(handle)
        aside = Path(name)
        try:
            make(aside)
            aside.chmod(0o644)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise KbError("the file cannot be written", str(target), str(error),
                      "check that the folder is there, and its permissions") from error


def writer_of(form: Form, compared: Compared, *, whole: bool) -> Callable[[Path], None]:
    """Return what writes a comparison to a path in one of the forms that are files."""
    from kb.compare.writing.document import write_document
    from kb.compare.writing.flow import tracked
    from kb.compare.writing.sheet import write_workbook

    if form is Form.XLSX:
        return lambda path: write_workbook(compared.report(), compared.comparison, path)
    if form is Form.DOCX:
        stream = tracked(compared.comparison, *compared.texts)
        return lambda path: write_document(compared.report(), stream, compared.today.isoformat(), path)
    return lambda path: _write_pieces(path, pieces_of(form, compared, whole=whole))


def pieces_of(form: Form, compared: Compared, *, whole: bool) -> Iterable[str]:
    """Yield a comparison in HTML or Markdown."""
    from kb.compare.writing.markdown import render_markdown
    from kb.compare.writing.page import render_page

    if form is Form.HTML:
        return render_page(compared.report(), whole=whole)
    return (f"{line}\n" for line in render_markdown(compared.report(), whole=whole))


def _write_pieces(path: Path, pieces: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(pieces)


def _notices(library: Library | None) -> tuple[str, ...]:
    cut_off = (f"Coverage of the register to {library.register.cut_off.isoformat()}." if library
               else "Files only: no register was consulted.")
    return (NOTICE, cut_off)


def _side(name: str, text: Text, library: Library | None, today: date) -> Side:
    if names_a_file(name) or library is None:
        return _file_side(name, text)
    version = library.register.version(text.version)
    work = library.register.work(text.version.partition("@")[0])
    status = status_of(work, version, library.as_of) if work and version else ""
    facts = (("Address", text.version), ("Title", version.title_zh if version else ""),
             ("Title in English", version.title_en if version else ""),
             ("Language", _LANGUAGE[text.language]),
             ("Text", provenance(text, library)), ("State", str(status)),
             ("Built on", library.as_of.isoformat()), ("Compared on", today.isoformat()))
    title = (version.title_zh if text.language == "zh" else version.title_en) if version else name
    return Side(name, title, tuple(row for row in facts if row[1]))


def _file_side(name: str, text: Text) -> Side:
    title = next((part for part in text.parts if part.name is PartName.TITLE), None)
    words = text.canonical[title.start:title.end].strip() if title else ""
    digest = hashlib.sha256(Path(name).read_bytes()).hexdigest()
    facts = (("File", Path(name).name), ("SHA-256", digest), ("Language", _LANGUAGE[text.language]),
             ("Text", GRADE[text.grade]))
    return Side(Path(name).name, words, facts, OUTSIDE)
