"""Archive files, written once.

Reads: exchanges. Writes: ``captures/warc/<UTC stamp>-<n>.warc.gz``. Guarantees: a file is written aside
under a name ending in ``.partial``, flushed to the disk, then renamed; a file of the archive is never
written to again. Whoever writes holds the run lock.
"""

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from kb.capture.archive.records import Writer
from kb.capture.web import Exchange
from kb.store.captures import flush_folder, not_written
from kb.store.layout import Layout


def write_archive(layout: Layout, exchanges: Sequence[Exchange], at: datetime,
                  info: Iterable[tuple[str, str]] = ()) -> str:
    """Write exchanges into a new archive file; return its name relative to ``captures/``.

    Args:
        layout: The checkout.
        exchanges: What went over the wire, in order.
        at: When it was finished, zone-aware; the file is named by it.
        info: Further fields of the warcinfo record.

    Raises:
        NotWrittenError: the disk did not take the file; nothing of it is left.
    """
    partial: Path | None = None
    try:
        layout.warcs.mkdir(parents=True, exist_ok=True)
        target = _free(layout.warcs, at)
        partial = target.with_name(target.name + ".partial")
        _write(partial, target.name, exchanges, at, dict(info))
        partial.rename(target)
        flush_folder(layout.warcs)
    except OSError as error:
        if partial is not None:
            partial.unlink(missing_ok=True)
        raise not_written(error) from error
    return target.relative_to(layout.captures).as_posix()


def _write(path: Path, name: str, exchanges: Iterable[Exchange], at: datetime,
           info: dict[str, str]) -> None:
    with path.open("wb") as stream:
        writer = Writer(stream, at)
        writer.write_info(name, {
            "format": "WARC File Format 1.1",
            "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            **info})
        for exchange in exchanges:
            writer.write_exchange(exchange)
        stream.flush()
        os.fsync(stream.fileno())


def _free(folder: Path, at: datetime) -> Path:
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    number = 1
    while (folder / f"{stamp}-{number}.warc.gz").exists():
        number += 1
    return folder / f"{stamp}-{number}.warc.gz"
