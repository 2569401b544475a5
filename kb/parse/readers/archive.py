"""Is a zip archive safe to open?

A docx file is a zip of XML. Before any of it is parsed, its declared and its real sizes, the number of
its members and the declarations in their XML are checked. Reads bytes; writes nothing.
"""

import re
import zipfile
import zlib
from io import BytesIO
from typing import Final

from kb.errors import InputRefusedError

LARGEST: Final = 64 * 1024 * 1024
"""Bytes that all members together may unpack to."""

STEEPEST: Final = 200
"""Unpacked bytes per packed byte, for members above a megabyte."""

MEMBERS: Final = 2_000
CHUNK: Final = 1 << 16
XML: Final = (".xml", ".rels")
DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
OVERLAP: Final = len("<!DOCTYPE") - 1
"""Bytes of a chunk that the next one is searched with, so that no declaration hides between two."""

NO_LAW: Final = "it is not a document of law; look where it came from"
MEGABYTE: Final = 1024 * 1024


def check_archive(data: bytes, where: str) -> None:
    """Refuse archives that are broken, encrypted, or made to fill the memory.

    Raises:
        InputRefusedError: naming what is wrong.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            members = archive.infolist()
            _check_declared(members, where)
            total = 0
            for member in members:
                total += _unpacked(archive, member, LARGEST - total, where)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError, EOFError,
            OSError, RuntimeError, ValueError) as error:
        raise InputRefusedError("the file cannot be unpacked", where,
                                f"its archive is broken ({type(error).__name__})",
                                "fetch it again") from error


def _check_declared(members: list[zipfile.ZipInfo], where: str) -> None:
    if len(members) > MEMBERS:
        raise InputRefusedError("the archive is refused", where, f"it has {len(members)} members",
                                NO_LAW)
    if any(member.flag_bits & 1 for member in members):
        raise InputRefusedError("the file is encrypted", where, "it asks for a password",
                                "save it without one")
    if sum(member.file_size for member in members) > LARGEST or any(
            member.file_size > MEGABYTE and member.file_size > STEEPEST * max(member.compress_size, 1)
            for member in members):
        raise _bomb(where)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, where: str) -> int:
    """Unpack one member without keeping it; return its real size."""
    size, tail = 0, b""
    is_xml = member.filename.lower().endswith(XML)
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > room:
                raise _bomb(where)
            if is_xml and DECLARATION.search(tail + chunk):
                raise InputRefusedError("the document is refused", where, "its XML declares entities",
                                        NO_LAW)
            tail = chunk[-OVERLAP:]
    return size


def _bomb(where: str) -> InputRefusedError:
    return InputRefusedError("the archive is refused", where,
                             f"it unpacks to more than {LARGEST // MEGABYTE} MB",
                             NO_LAW)
