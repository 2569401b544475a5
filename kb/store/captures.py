"""The collection of captured files: append-only, addressed by content.

Reads: ``captures/`` and the fixtures table of ``corpus/register.toml``.
Writes: ``captures/files/<sha256>.<ext>`` (the bytes as received) and
``captures/records/<work>/<version>/<sha12>-<n>.json`` (what is known of them), one record per
version, digests of its pages and giver; of what we fetched ourselves one per exchange.

Guarantees: a file is written aside under a name ending in ``.partial``, flushed to the disk, then
renamed; nothing that is here is ever overwritten or deleted; one call of ``add`` brings in all it
was given or nothing. File names are made of digests and registered keys only.
"""

import errno
import fcntl
import hashlib
import os
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from kb.errors import InputRefusedError, KbError
from kb.model.identifiers import Address
from kb.model.manifestation import Manifestation
from kb.model.problem import Problem, Severity
from kb.store.layout import Layout

FORMAT: Final = 1
EXTENSIONS: Final = {
    "text/html": "html",
    "text/plain": "txt",
    "text/markdown": "md",
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
}
"""The media types that can be kept, each with the ending its files get."""

DIGEST: Final = re.compile("[0-9a-f]{64}")
DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NotWrittenError(InputRefusedError):
    """The disk did not take what was to be kept; the collection is as it was."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What the giver says of a file beyond the manifestation: revision and licence, as given."""

    commit: str = ""
    licence: str = ""


UNKNOWN_PROVENANCE: Final = Provenance()


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the collection as stored. ``articles`` is the count made on import."""

    manifestation: Manifestation
    provenance: Provenance = UNKNOWN_PROVENANCE
    articles: int | None = None
    format: int = FORMAT


@dataclass(frozen=True, slots=True)
class Addition:
    """A record to be kept and where the bytes of its pages can be read now, the first apart."""

    record: Record
    read: Callable[[], bytes]
    more: tuple[Callable[[], bytes], ...] = ()


@dataclass(slots=True)
class _Written:
    """What one call has put on the disk so far, so that a failure can take it back."""

    partials: list[tuple[Path, Path]] = field(default_factory=list)
    finished: list[Path] = field(default_factory=list)
    folders: list[Path] = field(default_factory=list)


def digest(data: bytes) -> str:
    """Return the SHA-256 of some bytes in lower-case hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def whole_digest(pages: Sequence[str]) -> str:
    """Return one digest for the digests of all pages of a text: that of the page, where there is one."""
    return pages[0] if len(pages) == 1 else digest("\n".join(pages).encode())


def stored_name(sha256: str, media_type: str) -> str:
    """Return where bytes of this digest and type are kept, relative to ``captures/``."""
    return f"files/{sha256}.{EXTENSIONS[media_type]}"


def fixture_reasons(layout: Layout) -> dict[str, str]:
    """Return the capture keys that are no works (template samples), each with the stated reason."""
    path = layout.corpus / "register.toml"
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8")).get("fixtures", {})
    except (OSError, ValueError) as error:
        raise KbError("the register's head file cannot be read", "corpus/register.toml",
                      str(error), "mend the TOML at the place named") from error
    return {str(key): str(reason) for key, reason in table.items()}


def list_records(layout: Layout) -> tuple[Record, ...]:
    """Return all records, ordered by version and file name.

    Raises:
        KbError: a record cannot be read; ``verify`` lists all that are so.
    """
    found = [_read_record(layout, path) for path in _record_paths(layout)]
    return tuple(sorted(found, key=lambda r: _order(r.manifestation)))


def list_manifestations(layout: Layout) -> tuple[Manifestation, ...]:
    """Return everything in the collection, ordered by version and file name."""
    return tuple(record.manifestation for record in list_records(layout))


def read_bytes(layout: Layout, manifestation: Manifestation) -> bytes:
    """Return the bytes as received, after proving that they are still the same.

    Raises:
        KbError: the file is missing or its digest no longer agrees.
    """
    return _read_page(layout, manifestation.sha256, manifestation.media_type)


def read_pages(layout: Layout, manifestation: Manifestation) -> tuple[bytes, ...]:
    """Return the bytes of all pages in order, each proved.

    Raises:
        KbError: a page is missing or its digest no longer agrees.
    """
    return tuple(_read_page(layout, sha256, manifestation.media_type) for sha256 in manifestation.pages)


def _read_page(layout: Layout, sha256: str, media_type: str) -> bytes:
    name = stored_name(sha256, media_type)
    try:
        data = (layout.captures / name).read_bytes()
    except OSError as error:
        raise KbError("a captured file cannot be read", f"captures/{name}", str(error),
                      "restore it from a copy, or import it again with `kb capture`") from error
    if digest(data) != sha256:
        raise KbError("a captured file is not what was received", f"captures/{name}",
                      "its digest differs from the recorded one",
                      "move the altered file away and import it again with `kb capture`")
    return data


def is_here(records: Sequence[Record], wanted: Manifestation) -> bool:
    """Tell whether a version already has these bytes from this giver, or by this very exchange."""
    return any(_identity(record.manifestation) == _identity(wanted) for record in records)


def is_kept(layout: Layout, manifestation: Manifestation) -> bool:
    """Tell whether the bytes of a record are on the disk, whatever state they are in."""
    return all((layout.captures / stored_name(sha256, manifestation.media_type)).exists()
               for sha256 in manifestation.pages)


def add(layout: Layout, additions: Sequence[Addition]) -> None:
    """Bring in all additions or none. Those already here change nothing.

    Raises:
        InputRefusedError: a source changed while it was read, or the disk did not take the files;
            the collection is as it was.
    """
    if not additions:
        return
    written = _Written()
    try:
        with _single_writer(layout, written):
            _stage(layout, additions, written)
            _finish(written)
    except BaseException as error:
        _take_back(written)
        if isinstance(error, OSError):
            raise not_written(error) from error
        raise


def verify(layout: Layout) -> tuple[Problem, ...]:
    """Compare every record with its file; report what is missing, altered, unrecorded or left over."""
    problems: list[Problem] = []
    known: set[str] = set()
    for path in _record_paths(layout):
        problems += _verify_record(layout, path, known)
    for path in sorted(layout.captures.rglob("*")) if layout.captures.is_dir() else ():
        name = path.relative_to(layout.captures).as_posix()
        if name.endswith(".partial"):
            problems.append(_found("capture-left-over", Severity.NOTE, name,
                                   "an import was cut off here", "delete this file"))
        elif name.startswith("files/") and name not in known:
            problems.append(_found("capture-unrecorded", Severity.WARNING, name,
                                   "no record says where this file came from",
                                   "import it again with `kb capture`"))
    return tuple(problems)


def _verify_record(layout: Layout, path: Path, known: set[str]) -> Iterator[Problem]:
    name = path.relative_to(layout.captures).as_posix()
    try:
        manifestation = _read_record(layout, path).manifestation
        known |= {stored_name(sha256, manifestation.media_type) for sha256 in manifestation.pages}
        read_pages(layout, manifestation)
    except KbError as error:
        yield Problem("capture-damaged", Severity.ERROR, f"captures/{name}",
                      f"{error.what}: {error.where}",
                      error.remedy, error.why[:80])


def _found(code: str, severity: Severity, name: str, message: str, remedy: str) -> Problem:
    return Problem(code, severity, f"captures/{name}", message, remedy)


def _record_paths(layout: Layout) -> list[Path]:
    """Return the records' files. A folder that may not be read is refused, never taken for empty."""
    folder = layout.captures / "records"
    found, level = list[Path](), [folder] if folder.exists() else []
    try:
        for _ in ("work", "version"):
            level = [path for parent in level for path in parent.iterdir() if path.is_dir()]
        found = [path for parent in level for path in parent.iterdir() if path.suffix == ".json"]
    except OSError as error:
        raise KbError("the collection cannot be read", "captures/records", str(error),
                      "make the folder readable") from error
    return sorted(found)


def _read_record(layout: Layout, path: Path) -> Record:
    where = path.relative_to(layout.captures.parent).as_posix()
    try:
        record = msgspec.json.decode(path.read_bytes(), type=Record)
    except (OSError, msgspec.DecodeError, RecursionError, ValueError) as error:
        raise KbError("a record of the collection cannot be read", where, str(error),
                      "move it away and import the file again with `kb capture`") from error
    if record.format != FORMAT or record.manifestation.media_type not in EXTENSIONS:
        raise KbError("a record of the collection is of a kind this program does not know", where,
                      f"format {record.format}, {record.manifestation.media_type}",
                      "use the version of the program that wrote it")
    _refuse_if_edited(record.manifestation, path, where)
    return record


def _refuse_if_edited(manifestation: Manifestation, path: Path, where: str) -> None:
    """Refuse a record that no longer says what its own path says: it was edited or moved."""
    version = f"{path.parent.parent.name}@{path.parent.name}"
    stored = stored_name(manifestation.sha256, manifestation.media_type)
    if manifestation.version != version or not all(map(DIGEST.fullmatch, manifestation.pages)) \
            or not path.name.startswith(manifestation.sha256[:12]) or manifestation.stored_as != stored:
        raise KbError("a record of the collection was edited or moved by hand", where,
                      f"it names {manifestation.version}, digest {manifestation.sha256[:12]}, "
                      f"file {manifestation.stored_as}",
                      "put the record back, or move it away and import the file again with `kb capture`")


def _order(manifestation: Manifestation) -> tuple[str, str, str, str]:
    return (manifestation.version, manifestation.file_name, manifestation.via,
            manifestation.sha256)


def _identity(manifestation: Manifestation) -> tuple[str, ...]:
    return (manifestation.version, manifestation.via, manifestation.warc, *manifestation.pages)


@contextmanager
def _single_writer(layout: Layout, written: _Written) -> Iterator[None]:
    """Hold the collection's lock; a second writer waits. The kernel frees it if we are killed."""
    _make_folder(layout.captures, written)
    lock = os.open(layout.captures, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _stage(layout: Layout, additions: Sequence[Addition], written: _Written) -> None:
    """Write everything aside: all bytes before the first record."""
    here = list(list_records(layout))
    wanted = []
    for addition in additions:
        if not is_here(here, addition.record.manifestation):
            here.append(addition.record)
            wanted.append(addition)
    for addition in additions:  # also those recorded: their file may have been lost
        _stage_bytes(layout, addition, written)
    for addition in wanted:
        _stage_record(layout, addition.record, written)


def _stage_bytes(layout: Layout, addition: Addition, written: _Written) -> None:
    manifestation = addition.record.manifestation
    for sha256, read in zip(manifestation.pages, (addition.read, *addition.more), strict=True):
        target = layout.captures / stored_name(sha256, manifestation.media_type)
        if target.exists() or any(final == target for _, final in written.partials):
            continue
        data = read()
        if digest(data) != sha256:
            raise InputRefusedError("a file changed while it was imported", manifestation.file_name,
                                    "its digest differs from the one just checked",
                                    "import again when nothing writes to it")
        _write_aside(target, data, written)


def _stage_record(layout: Layout, record: Record, written: _Written) -> None:
    address = Address.parse(record.manifestation.version)
    folder = layout.captures / "records" / address.work / address.version
    start = record.manifestation.sha256[:12]
    taken = {path.name for path in folder.glob(f"{start}-*.json")}
    taken |= {final.name for _, final in written.partials if final.parent == folder}
    number = 1
    while f"{start}-{number}.json" in taken:
        number += 1
    data = msgspec.json.format(msgspec.json.encode(record), indent=1)
    _write_aside(folder / f"{start}-{number}.json", data + b"\n", written)


def _write_aside(target: Path, data: bytes, written: _Written) -> None:
    _make_folder(target.parent, written)
    partial = target.with_name(target.name + ".partial")
    written.partials.append((partial, target))
    with partial.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _finish(written: _Written) -> None:
    for partial, target in written.partials:
        if target.exists():  # never overwrite, whoever put it there
            partial.unlink()
            continue
        partial.rename(target)
        written.finished.append(target)
    for folder in {target.parent for target in written.finished}:
        flush_folder(folder)


def flush_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, so that a rename outlives a loss of power."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_folder(folder: Path, written: _Written) -> None:
    if folder.is_dir():
        return
    _make_folder(folder.parent, written)
    folder.mkdir(exist_ok=True)
    written.folders.append(folder)


def _take_back(written: _Written) -> None:
    """Remove what this call itself has written; what was here before is never touched."""
    for path in (*written.finished, *(partial for partial, _ in written.partials)):
        path.unlink(missing_ok=True)
    for folder in reversed(written.folders):
        if not any(folder.iterdir()):
            folder.rmdir()


def not_written(error: OSError) -> NotWrittenError:
    """Return a disk's refusal in words."""
    full = error.errno in DISK_FULL
    return NotWrittenError(
        "the import could not be written; nothing was changed",
        str(error.filename or "captures/"),
        "the disk is full" if full else str(error),
        "free some space and import again" if full else "make captures/ writable and import again")
