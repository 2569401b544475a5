"""Where censuses are kept: one file per list.

Reads and writes: ``captures/watch/<host>-<list>.json``. Guarantees: a census is written aside, flushed
and renamed, so that a killed run leaves the one before; no entry that was written is ever changed or
dropped. Whoever writes holds the run lock of ``captures/``.
"""

import os
import re
from pathlib import Path
from typing import Final

import msgspec

from kb.capture.watching.census import FORMAT, Census
from kb.errors import InputRefusedError, KbError
from kb.store.captures import flush_folder
from kb.store.layout import Layout

NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]*")
REMEDY: Final = ("restore the file from a copy, or move it away: then the next run takes a first census "
                 "of this list")


def path_of(layout: Layout, host: str, name: str) -> Path:
    """Return where the census of a list is kept."""
    if not (NAME.fullmatch(host) and NAME.fullmatch(name)):
        raise KbError("the name of a list is no file name", f"{host} {name}", "",
                      "use lower-case letters, digits, dots and hyphens")
    return layout.watch / f"{host}-{name}.json"


def load(layout: Layout, host: str, name: str) -> Census | None:
    """Return the census of a list, or None where it was never taken.

    Raises:
        KbError: the file is there and is no census of this list.
    """
    path = path_of(layout, host, name)
    where = f"captures/watch/{path.name}"
    try:
        census = msgspec.json.decode(path.read_bytes(), type=Census)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.DecodeError, RecursionError, ValueError) as error:
        raise KbError("the census of a list cannot be read", where, str(error), REMEDY) from error
    if (census.format, census.host, census.list) != (FORMAT, host, name) \
            or not 0 <= census.told <= len(census.entries):
        raise KbError("the census of a list is not what its name says", where,
                      f"format {census.format}, {census.host} {census.list}, {census.told} entries told",
                      REMEDY)
    return census


def save(layout: Layout, census: Census) -> None:
    """Write a census aside and put it in the place of the one before.

    Raises:
        InputRefusedError: it is no continuation of what is kept, or the disk did not take it; what was
            kept is as it was.
    """
    path = path_of(layout, census.host, census.list)
    kept = load(layout, census.host, census.list)
    if kept and (census.entries[:len(kept.entries)] != kept.entries or census.told < kept.told):
        raise InputRefusedError("a census would lose entries, so it is not written", path.name,
                                "another run has written in between", "run kb watch again")
    partial = path.with_name(path.name + ".partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as stream:
            stream.write(msgspec.json.format(msgspec.json.encode(census), indent=1) + b"\n")
            stream.flush()
            os.fsync(stream.fileno())
        partial.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise InputRefusedError("a census could not be written; the one before is as it was",
                                f"captures/watch/{path.name}", error.strerror or str(error),
                                "free some space or make captures/ writable, then run again") from error
