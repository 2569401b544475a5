"""When each official address was asked, and what it showed.

Reads and writes: ``captures/checks.jsonl``, one JSON object a line, oldest first; lines are only ever
added. Guarantees: a line is on the disk before ``add_sighting`` returns; a line that a crash cut short
is passed over by readers and closed off before the next is added. Whoever writes holds the run lock.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import msgspec

from kb.errors import KbError
from kb.store.captures import not_written
from kb.store.layout import Layout


class Seen(StrEnum):
    """What an address showed."""

    CAPTURED = "captured"    # the text, for the first time
    CHANGED = "changed"      # another text than at the last time
    UNCHANGED = "unchanged"  # the text as at the last time
    REFUSED = "refused"      # not the text, or nothing


@dataclass(frozen=True, slots=True)
class SeenPage:
    """One answer: the digest of its decoded body, and what a conditional request needs."""

    url: str
    sha256: str
    etag: str = ""
    modified: str = ""
    content_type: str = ""
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One visit to an official address of a version (``work@version``).

    ``record`` is the digest of all pages of the text that the visit brought or confirmed; empty if it
    was refused, ``reason`` then says why. ``warc`` is the archive's file, relative to ``captures/``.
    """

    version: str
    address: str
    at: datetime
    seen: Seen
    record: str = ""
    warc: str = ""
    reason: str = ""
    pages: tuple[SeenPage, ...] = ()


def list_sightings(layout: Layout) -> tuple[Sighting, ...]:
    """Return all sightings that can be read, oldest first."""
    return tuple(found for line in _lines(layout) if (found := _read(line)) is not None)


def torn_lines(layout: Layout) -> tuple[int, ...]:
    """Return the numbers, from 1, of the lines that cannot be read."""
    return tuple(number for number, line in enumerate(_lines(layout), 1) if _read(line) is None)


def latest_pages(sightings: tuple[Sighting, ...]) -> Mapping[str, SeenPage]:
    """Return the last answer of each address."""
    return {page.url: page for one in sightings for page in one.pages}


def add_sighting(layout: Layout, sighting: Sighting) -> None:
    """Add a line.

    Raises:
        InputRefusedError: the disk did not take it; the file is as it was.
    """
    line = msgspec.json.encode(sighting) + b"\n"
    try:
        layout.captures.mkdir(parents=True, exist_ok=True)
        handle = os.open(layout.sightings, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise not_written(error) from error
    size = os.fstat(handle).st_size
    try:
        torn = size and os.pread(handle, 1, size - 1) != b"\n"
        _write_all(handle, (b"\n" if torn else b"") + line, size)
        os.fsync(handle)
    except OSError as error:
        os.ftruncate(handle, size)
        raise not_written(error) from error
    finally:
        os.close(handle)


def _write_all(handle: int, data: bytes, at: int) -> None:
    done = 0
    while done < len(data):
        done += os.pwrite(handle, data[done:], at + done)


def _lines(layout: Layout) -> list[bytes]:
    try:
        return layout.sightings.read_bytes().splitlines() if layout.sightings.is_file() else []
    except OSError as error:
        raise KbError("the list of checks cannot be read", "captures/checks.jsonl", str(error),
                      "make the file readable") from error


def _read(line: bytes) -> Sighting | None:
    try:
        return msgspec.json.decode(line, type=Sighting)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None
