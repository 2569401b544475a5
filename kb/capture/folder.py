"""A folder of captures with an ``index.json``, and a single file, as sources of offers.

Reads: ``index.json`` of the folder: a list of objects with at least ``work``, ``version``, ``file``,
``media_type``, ``sha256`` and ``bytes``; ``via`` (``repository``, ``path``, ``commit``, ``licence``),
``official_url`` and ``quality`` where known. Its dates are hints for people and are not read.
Writes: nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Final

import msgspec

from kb.capture.checks import MAX_BYTES
from kb.capture.offer import Offer
from kb.errors import InputRefusedError
from kb.model.identifiers import ADDRESS
from kb.store.captures import EXTENSIONS, Provenance

INDEX: Final = "index.json"
BOM: Final = b"\xef\xbb\xbf"
RETRIEVED: Final = re.compile(r"\bretrieved (\d{4}-\d{2}-\d{2})\b")
SUFFIXES: Final = {
    ".htm": "text/html", ".shtml": "text/html", ".xhtml": "text/html",
    ".markdown": "text/markdown",
    **{f".{ending}": kind for kind, ending in EXTENSIONS.items()},
}
"""The media type of each file name's ending that can be read, in lower case."""


@dataclass(frozen=True, slots=True)
class Via:
    """Who handed a file on, as an entry of ``index.json`` says it."""

    repository: str = ""
    path: str | None = ""
    commit: str | None = ""
    licence: str | None = ""


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One entry of ``index.json``: the keys that are read, all others are left alone."""

    work: str
    version: str
    file: str
    media_type: str
    sha256: str
    bytes: int
    via: Via | str | None = None
    official_url: str | None = None
    quality: str | None = None


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A folder with an ``index.json``."""

    folder: Path

    def offers(self) -> tuple[Offer, ...]:
        """Return one offer per entry, in the order of the list.

        Raises:
            InputRefusedError: the list is missing or malformed, names a path that leaves the
                folder, or names something twice.
        """
        entries = _read_index(self.folder)
        offers = tuple(_offer(self.folder, number, entry)
                       for number, entry in enumerate(entries, 1))
        _refuse_duplicates(entries)
        return offers


@dataclass(frozen=True, slots=True)
class FileSource:
    """A single file and what the person who gives it says of it.

    ``via`` names who handed it on; a file given without a name came from this machine.
    """

    path: Path
    version: str
    official_url: str = ""
    via: str = ""
    note: str = ""

    def offers(self) -> tuple[Offer, ...]:
        """Return the one offer.

        Raises:
            InputRefusedError: the file's ending names no kind that can be read.
        """
        return (Offer(key=self.version, path=self.path, media_type=media_type_of(self.path),
                      entry=str(self.path), official_url=self.official_url,
                      via=self.via or "a file on this machine", note=self.note),)


def media_type_of(path: Path) -> str:
    """Return the media type that a file's name promises.

    Raises:
        InputRefusedError: the ending names no kind that can be read.
    """
    found = SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise InputRefusedError("a file of a kind that cannot be read", str(path),
                                f"its name ends in {path.suffix!r}",
                                f"use one of {' '.join(sorted(SUFFIXES))}")
    return found


def _read_index(folder: Path) -> list[IndexEntry]:
    path = folder / INDEX
    remedy = f"give a folder that holds an {INDEX} (a list of captured files)"
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputRefusedError("the list of captures is too large", str(path),
                                    f"{size:,} bytes", remedy)
        data = path.read_bytes()
    except OSError as error:
        raise InputRefusedError("the folder of captures cannot be read", str(path), str(error),
                                remedy) from error
    try:
        return msgspec.json.decode(data.removeprefix(BOM), type=list[IndexEntry])
    except (msgspec.DecodeError, RecursionError, ValueError) as error:
        raise InputRefusedError("the list of captures is malformed", str(path), str(error),
                                "correct the entry named ($[0] is the first); nothing was imported"
                                ) from error


def _offer(folder: Path, number: int, entry: IndexEntry) -> Offer:
    where = f"{folder / INDEX}, entry {number} ({entry.file})"
    key = f"{entry.work}@{entry.version}"
    match = ADDRESS.fullmatch(key)
    if match is None or match["eid"]:
        raise InputRefusedError("an entry's work or version is not a key", where, repr(key),
                                "use lower-case letters, digits and hyphens")
    via = entry.via if isinstance(entry.via, Via) else Via(repository=entry.via or "")
    note = entry.quality or ""
    return Offer(
        key=key, path=folder / _safe(entry.file, where), media_type=entry.media_type, entry=where,
        inside=folder, sha256=_sha256(entry.sha256, where), bytes=entry.bytes,
        official_url=entry.official_url or "", via=via.repository or "an unnamed folder",
        via_path=via.path or "", provenance=Provenance(via.commit or "", via.licence or ""),
        retrieved=_retrieved(note), note=note)


def _safe(name: str, where: str) -> PurePosixPath:
    path = PurePosixPath(name)
    if (not path.parts or path.is_absolute() or ".." in path.parts or "\\" in name
            or not name.isprintable() or re.match(r"[A-Za-z]:", name)):
        raise InputRefusedError("an entry's path leaves the folder or is not a path", where,
                                repr(name), "name files relative to the folder, with /")
    return path


def _sha256(text: str, where: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", text):
        raise InputRefusedError("an entry's sha256 is not a digest", where, repr(text[:80]),
                                "give the 64 hexadecimal digits of the file's SHA-256")
    return text.lower()


def _retrieved(note: str) -> date | None:
    """Return the day of retrieval that a note states in so many words, or None."""
    match = RETRIEVED.search(note)
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _refuse_duplicates(entries: Iterable[IndexEntry]) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for number, entry in enumerate(entries, 1):
        via = entry.via.repository if isinstance(entry.via, Via) else entry.via or ""
        for mark in ((str(PurePosixPath(entry.file)),),
                     (entry.work, entry.version, entry.sha256.lower(), via)):
            if mark in seen:
                raise InputRefusedError(
                    "the list of captures names a file twice",
                    f"{INDEX}, entries {seen[mark]} and {number} ({entry.file})",
                    "the same file, or the same bytes of one version from one giver",
                    "remove one of the two entries")
            seen[mark] = number
