"""PDF files with a text layer.

Reads bytes; writes nothing. The text of each page is taken line by line in reading order and joined
like other wrapped text; scans without text are refused.
"""

import logging
import re
import zlib
from io import BytesIO
from typing import Final

from kb.errors import InputRefusedError
from kb.model.problem import Problem, Severity
from kb.parse.readers.assembly import SourceBuilder
from kb.parse.readers.wrapped import place_wrapped
from kb.parse.source import SourceText

LARGEST: Final = 128 * 1024 * 1024
STREAM: Final = re.compile(rb"stream\r?\n(?=[\x08-\x78])")
PAGES: Final = 1_000
FEWEST: Final = 10
"""Visible characters per page, on average, under which a file counts as a scan."""


def read_pdf(data: bytes, where: str) -> SourceText:
    """Read a PDF file.

    Raises:
        InputRefusedError: broken, encrypted, too long, or without a text layer.
    """
    _check_streams(data, where)
    pages = _page_texts(data, where)
    if len(pages) > PAGES:
        raise InputRefusedError("the PDF file is refused", where, f"it has over {PAGES} pages",
                                "give the document of law alone, without what it is bound with")
    text = "\f".join(pages)
    shown = len("".join(text.split()))
    if shown < FEWEST * len(pages):
        raise InputRefusedError("the PDF file has no text", where, "its pages are pictures",
                                "look for the text, or recognise it and say so")
    builder = SourceBuilder(text)
    empty = sum(not page.strip() for page in pages)
    if empty:
        builder.report(Problem("pages-without-text", Severity.WARNING, where,
                               f"{empty} of {len(pages)} pages hold no text",
                               "look at those pages: they may be pictures of text"))
    layout = place_wrapped(builder, 0)
    return builder.finish(layout, "pdf")


def _check_streams(data: bytes, where: str) -> None:
    """Refuse a file whose compressed streams unpack to more than ``LARGEST`` bytes together.

    Raises:
        InputRefusedError: they do.
    """
    room = LARGEST
    for match in STREAM.finditer(data):
        try:
            room -= len(zlib.decompressobj().decompress(memoryview(data)[match.end():], room + 1))
        except zlib.error:
            continue  # a stream of another kind, a picture for example
        if room < 0:
            raise InputRefusedError("the PDF file is refused", where,
                                    f"it unpacks to more than {LARGEST >> 20} MB",
                                    "it is not a document of law; look where it came from")


def _page_texts(data: bytes, where: str) -> list[str]:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its remarks on fonts are not for readers
    try:
        with pdfplumber.open(BytesIO(data)) as pdf:
            return [page.extract_text() or "" for page in pdf.pages[:PAGES + 1]]
    except Exception as error:  # pdfminer raises many unrelated types on damaged files
        cause = error.__cause__ or error.__context__ or error
        locked = isinstance(error, PDFPasswordIncorrect) or isinstance(cause, PDFPasswordIncorrect) \
            or any(isinstance(arg, PDFPasswordIncorrect) for arg in error.args)
        why = "it asks for a password" if locked else f"it is broken ({type(error).__name__})"
        raise InputRefusedError("the PDF file cannot be read", where, why,
                                "save it without a password" if locked else "fetch it again") from error
