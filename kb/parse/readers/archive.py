"""Is a zip archive safe to open?

A docx file is a zip of XML. Before any of it is parsed, its declared and its real sizes, the number of
its members and their XML prologues are checked. Reads bytes; writes nothing.
"""

import zipfile
from io import BytesIO
from typing import Final

from kb.errors import InputRefusedError

LARGEST: Final = 64 * 1024 * 1024
"""Bytes that all members together may unpack to."""

STEEPEST: Final = 200
"""Unpacked bytes per packed byte, for members above a megabyte."""

MEMBERS: Final = 2_000
CHUNK: Final = 1 << 16
PROLOGUE: Final = 4_096
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
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError,
            zipfile.LargeZipFile, ValueError) as error:
        raise InputRefusedError("the file cannot be unpacked", where,
                                f"its archive is broken ({type(error).__name__})",
                                "fetch it again") from error
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise InputRefusedError("the file cannot be unpacked", where, "its archive is damaged",
                                    "fetch it again") from error
        raise


def _check_declared(members: list[zipfile.ZipInfo], where: str) -> None:
    if len(members) > MEMBERS:
        raise InputRefusedError("the archive is refused", where, f"it has {len(members)} members")
    if any(member.flag_bits & 1 for member in members):
        raise InputRefusedError("the file is encrypted", where, "it asks for a password",
                                "save it without one")
    if sum(member.file_size for member in members) > LARGEST or any(
            member.file_size > MEGABYTE and member.file_size > STEEPEST * max(member.compress_size, 1)
            for member in members):
        raise _bomb(where)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int, where: str) -> int:
    """Unpack one member without keeping it; return its real size."""
    size, first = 0, b""
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            first = first or chunk[:PROLOGUE]
            size += len(chunk)
            if size > room:
                raise _bomb(where)
            if member.filename.endswith((".xml", ".rels")) and (
                    b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
                raise InputRefusedError("the document is refused", where,
                                        "its XML declares entities, which no document of law needs")
    return size


def _bomb(where: str) -> InputRefusedError:
    return InputRefusedError("the archive is refused", where,
                             f"it unpacks to more than {LARGEST // MEGABYTE} MB",
                             "it is not a document of law; look where it came from")
