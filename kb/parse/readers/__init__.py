"""Readers: from the bytes of a file to its tag-stripped text and logical lines.

Reads bytes handed in; writes nothing. What a file is, its first bytes say; the media type and the name
decide only among text formats. A file that is not a document is refused, never half read.
"""

from dataclasses import replace
from typing import Final

from kb.errors import InputRefusedError
from kb.parse.readers.decoding import decode
from kb.parse.readers.docx import read_docx
from kb.parse.readers.html import read_html
from kb.parse.readers.markdown import read_markdown
from kb.parse.readers.pdf import read_pdf
from kb.parse.readers.plain import read_plain
from kb.parse.source import SourceText

MEGABYTE: Final = 1024 * 1024
TEXT_LIMIT: Final = 20 * MEGABYTE
BINARY_LIMIT: Final = 50 * MEGABYTE

MAGIC: Final = (
    (b"%PDF-", "pdf"), (b"PK\x03\x04", "docx"), (b"PK\x05\x06", "docx"),
    (b"\xd0\xcf\x11\xe0", "an old Word document or an encrypted one"), (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"{\\rtf", "an RTF document"), (b"Rar!", "an archive"), (b"7z\xbc\xaf", "an archive"),
)
TYPES: Final = (("pdf", "pdf"), ("officedocument", "docx"), ("html", "html"), ("markdown", "markdown"))
SUFFIXES: Final = {"htm": "html", "html": "html", "shtml": "html", "xhtml": "html", "md": "markdown",
                   "markdown": "markdown", "pdf": "pdf", "docx": "docx"}


def read(data: bytes, media_type: str, file_name: str) -> SourceText:
    """Read a captured file of any form.

    Args:
        data: The file.
        media_type: What its server or its collector called it; may be empty.
        file_name: Its name, for the suffix and for messages.

    Raises:
        InputRefusedError: the file is empty, too large, damaged, encrypted, not what it claims to be,
            or a page that is not a document.
    """
    form = _form(data, media_type, file_name)
    limit = BINARY_LIMIT if form in ("pdf", "docx") else TEXT_LIMIT
    if len(data) > limit:
        raise InputRefusedError("the file is too large", file_name,
                                f"{len(data) // MEGABYTE} MB; {form} files are read up to "
                                f"{limit // MEGABYTE} MB",
                                "give the document of law alone, without pictures or other texts")
    if form == "pdf":
        return read_pdf(data, file_name)
    if form == "docx":
        return read_docx(data, file_name)
    return _read_text(data, form, file_name)


def _read_text(data: bytes, form: str, file_name: str) -> SourceText:
    decoded = decode(data, file_name)
    if form == "html":
        source = read_html(decoded.text, file_name)
    else:
        source = read_markdown(decoded.text) if form == "markdown" else read_plain(decoded.text)
    if not source.blocks:
        raise InputRefusedError("the file holds no document", file_name,
                                "nothing is left when the page's frame is taken off", "fetch it again")
    problems = tuple(item if item.where else replace(item, where=file_name)
                     for item in (*decoded.problems, *source.problems))
    return replace(source, problems=problems)


def _form(data: bytes, media_type: str, file_name: str) -> str:
    """Return pdf, docx, html, markdown or plain; refuse what is none of them."""
    start = data[:1024].lstrip()
    for magic, form in MAGIC:
        if start.startswith(magic):
            if form not in ("pdf", "docx"):
                raise InputRefusedError("the file cannot be read", file_name, f"it is {form}",
                                        "save it as docx, pdf, html, txt or md")
            return form
    suffix = file_name.rpartition(".")[2].lower()
    said = next((form for sign, form in TYPES if sign in media_type.lower()), "")
    said = said or SUFFIXES.get(suffix, "")
    if said in ("pdf", "docx") and data.strip():
        raise InputRefusedError("the file is not what it claims to be", file_name,
                                f"it is called {said} and does not begin like one", "fetch it again")
    marked = start[:200].lower()
    if said in ("", "plain") and (b"<!doctype html" in marked or b"<html" in marked):
        return "html"
    return "plain" if said in ("", "pdf", "docx") else said
