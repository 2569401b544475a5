"""A text named on the command line: a version's address, or a file that needs no set-up."""

import mimetypes
import re
from pathlib import Path
from typing import Final

from kb.errors import InputRefusedError, KbError
from kb.model.identifiers import Address
from kb.model.text import Grade, Text
from kb.parse.document import parse_bytes
from kb.store.library import Library

MEDIA_TYPES: Final = {
    ".html": "text/html", ".htm": "text/html", ".md": "text/markdown", ".txt": "text/plain",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
LARGEST: Final = 50_000_000
HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def media_type_of(path: Path) -> str:
    """Return the media type a file's name promises.

    Raises:
        InputRefusedError: no reader takes such a file.
    """
    known = MEDIA_TYPES.get(path.suffix.lower())
    if known is None:
        guess = mimetypes.guess_type(path.name)[0] or "unknown"
        raise InputRefusedError("this kind of file cannot be read", str(path),
                                f"its type is {guess}", "give html, docx, pdf, txt or md")
    return known


def read_file(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        InputRefusedError: it is missing, a folder, unreadable, empty or larger than 50 MB.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputRefusedError("this is not a file", str(path), "", "name a file")
        if size > LARGEST:
            raise InputRefusedError("the file is too large to be a statute", str(path),
                                    f"{size:,} bytes; the limit is {LARGEST:,}",
                                    "check that it is the right file")
        return path.read_bytes()
    except OSError as error:
        raise InputRefusedError("the file cannot be read", str(path), str(error),
                                "check the name and its permissions") from error


def text_of_file(path: Path) -> Text:
    """Return the text of a file outside the register, named after the file.

    Raises:
        InputRefusedError: the file is refused by its reader.
    """
    data, media_type = read_file(path), media_type_of(path)
    text = parse_bytes(data, media_type, path.name, version=path.name, language="zh",
                       grade=Grade.REPUBLISHED)
    letters = sum(char.isascii() and char.isalpha() for char in text.canonical)
    if letters > 3 * len(HAN.findall(text.canonical)):
        text = parse_bytes(data, media_type, path.name, version=path.name, language="en",
                           grade=Grade.REPUBLISHED)
    return text


def text_named(name: str, library: Library | None, language: str = "") -> Text:
    """Return the text of an address of the built library, or of a file.

    Raises:
        KbError: neither a file nor a version with a text.
    """
    path = Path(name)
    if path.is_file() or path.suffix.lower() in MEDIA_TYPES or "/" in name:
        return text_of_file(path)
    if library is None:
        raise KbError("nothing is built yet", name, "an address needs the built file", "run: kb build")
    try:
        key = Address.parse(name).version_key
    except ValueError as error:
        raise KbError("neither a file nor an address", name, str(error),
                      "write work@version, as kb show lists them") from error
    text = library.text(key, language) if language else library.best_text(key)
    if text is None:
        raise KbError("there is no such text here", name, _why_missing(key, library),
                      "kb capture --from FOLDER brings Chinese texts; then run kb build")
    return text


def _why_missing(key: str, library: Library) -> str:
    work = library.register.work(key.partition("@")[0])
    if work is None:
        return "no work of that name is registered"
    held = [version.key for version in work.versions if version.key in library.texts]
    return "texts of this work: " + (", ".join(held) or "none")
