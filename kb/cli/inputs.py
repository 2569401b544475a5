"""A text named on the command line: a version's address, or a file that needs no set-up."""

import re
from pathlib import Path
from typing import Final

import typer

from kb.capture.checks import MAX_BYTES
from kb.capture.folder import SUFFIXES, media_type_of
from kb.cli.context import err
from kb.errors import InputRefusedError, KbError, NotBuiltError
from kb.model.identifiers import Address
from kb.model.problem import Severity
from kb.model.text import Grade, Text
from kb.store.library import Library

LANGUAGES: Final = {"": "", "zh": " in Chinese", "en": " in English"}
HAN: Final = re.compile(r"[\u4e00-\u9fff]")


def names_a_file(name: str) -> bool:
    """Tell whether a word of the command line means a file, whether or not it is there."""
    path = Path(name)
    return path.suffix.lower() in SUFFIXES or "/" in name or path.is_file()


def read_file(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        InputRefusedError: it is missing, a folder, unreadable or larger than ``MAX_BYTES``.
    """
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise InputRefusedError("this is not a file", str(path), "", "name a file")
        if size > MAX_BYTES:
            raise InputRefusedError("the file is too large to be a statute", str(path),
                                    f"{size:,} bytes; the limit is {MAX_BYTES:,}",
                                    "check that it is the right file")
        return path.read_bytes()
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        raise InputRefusedError("the file cannot be read", str(path), str(error),
                                "check the name and its permissions") from error


def text_of_file(path: Path) -> Text:
    """Return the text of a file outside the register, named after the file.

    Raises:
        InputRefusedError: the file is refused by its reader, or holds no provision.
    """
    from kb.parse.document import parse_bytes  # brings every reader of files with it

    media_type, data = media_type_of(path), read_file(path)
    text = parse_bytes(data, media_type, path.name, version=path.name, language="zh",
                       grade=Grade.REPUBLISHED)
    letters = sum(char.isascii() and char.isalpha() for char in text.canonical)
    if letters > 3 * len(HAN.findall(text.canonical)):
        text = parse_bytes(data, media_type, path.name, version=path.name, language="en",
                           grade=Grade.REPUBLISHED)
    if not text.provisions:
        raise InputRefusedError("the file holds no article", str(path),
                                "neither articles nor numbered headings (一、) were found",
                                "check that this is the text itself, not a notice about it or a picture")
    _warn(text)
    return text


def _warn(text: Text) -> None:
    """Say on the error console what is wrong with a file that was read all the same."""
    console = err()
    for problem in text.problems:
        if problem.severity is not Severity.NOTE:
            console.print(f"{problem.severity}: {problem.where}: {problem.message}", markup=False,
                          soft_wrap=True)


def text_named(name: str, library: Library | None, language: str = "") -> Text:
    """Return the text of an address of the built library, or of a file.

    Raises:
        KbError: neither a file nor a version with a text.
    """
    if language not in {"", "zh", "en"}:
        message = f"{language!r} is not a language here; use zh or en"
        raise typer.BadParameter(message)
    if names_a_file(name):
        return text_of_file(Path(name))
    if library is None:
        raise NotBuiltError("nothing is built yet", name, "an address needs the built file",
                            "run: kb build")
    try:
        address = Address.parse(name)
    except ValueError as error:
        raise KbError("neither a file nor an address", name, str(error),
                      "write work@version, as kb show lists them") from error
    key = address.version_key
    if address.eid:
        raise KbError("a whole text is needed here", name, "the address names one provision of it",
                      f"write {key}; kb show prints one provision")
    text = library.text(key, language) if language else library.best_text(key)
    if text is None:
        raise KbError(*_missing(key, name, language, library))
    return text


def _missing(key: str, name: str, language: str, library: Library) -> tuple[str, str, str, str]:
    """Say what is here instead of a text: graded statements are read, never compared as a text."""
    version = library.register.version(key)
    bring = f"kb capture {key}" if version and version.has_proven_address else "kb capture --from FOLDER"
    known = library.statements.get(key)
    if known is None:
        return (f"there is no such text here{LANGUAGES[language]}", name, _why_missing(key, library),
                f"{bring} brings Chinese texts; then run kb build")
    told = f"{len(known.statements)} graded statements and {len(known.notes)} change notes are here"
    return ("only statements about this text are here, and statements are never compared as a text",
            name, f"{told}: they are listed on its page of the site (kb site)",
            f"{bring} brings the official text; then run kb build")


def _why_missing(key: str, library: Library) -> str:
    work = library.register.work(key.partition("@")[0])
    if work is None:
        return "no work of that name is registered"
    held = [version.key for version in work.versions if version.key in library.texts]
    return "texts of this work: " + (", ".join(held) or "none")
