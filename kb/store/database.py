"""The built file ``build/kb.sqlite``: written aside and renamed, read back without loss.

Reads a `Library` and graph edges; writes one SQLite file. Afterwards every value of the library can be
read back equal from ``record``, and the typed tables hold the same facts for queries.
"""

import os
import sqlite3
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from kb.errors import KbError, NotBuiltError
from kb.model.analysis import Analysis
from kb.model.change import Comparison
from kb.model.identity import Identities
from kb.model.manifestation import Manifestation
from kb.model.override import Correction
from kb.model.problem import Problem
from kb.model.statement import StatementSet
from kb.model.text import Text
from kb.model.work import Register
from kb.store.layout import Layout
from kb.store.library import Library
from kb.store.tables import fill_tables
from kb.store.vocabulary import Vocabulary, load_vocabulary

FORMAT: Final = "2"
Edge = tuple[str, str, str, str]
"""Source, target, kind, detail."""

T = TypeVar("T")


def write_library(layout: Layout, library: Library, edges: Iterable[Edge] = ()) -> Path:
    """Write the built file and return its path. The previous file stays until the new one is whole."""
    aside = layout.database.with_suffix(f".{os.getpid()}.partial")
    try:
        layout.build.mkdir(parents=True, exist_ok=True)
        _clear_left_over(layout)
        _write_file(aside, library, edges, load_vocabulary(layout))
        aside.replace(layout.database)
    except (OSError, sqlite3.OperationalError) as error:
        raise KbError("the built file cannot be written; the previous one is as it was",
                      str(layout.database), str(error),
                      "make build/ a folder that can be written, free some space, then: kb build"
                      ) from error
    finally:
        _discard(aside)
    return layout.database


def _clear_left_over(layout: Layout) -> None:
    """Remove what builds that were killed have left aside."""
    for path in layout.build.glob(f"{layout.database.stem}.*.partial"):
        process = path.name.split(".")[1]
        if process == str(os.getpid()) or not Path("/proc", process).exists():
            _discard(path)


def _discard(aside: Path) -> None:
    for path in (aside, aside.with_name(f"{aside.name}-journal")):
        with suppress(OSError):  # a folder that takes no writing has nothing of ours in it
            path.unlink(missing_ok=True)


def _write_file(path: Path, library: Library, edges: Iterable[Edge], vocabulary: Vocabulary) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.executescript(resources.files("kb.store").joinpath("schema.sql").read_text())
        _write_records(connection, library)
        fill_tables(connection, library, vocabulary)
        connection.executemany("INSERT INTO edge VALUES (?, ?, ?, ?)", edges)
        connection.commit()
    finally:
        connection.close()


def connect(layout: Layout) -> sqlite3.Connection:
    """Open the built file for reading.

    Raises:
        NotBuiltError: it is missing, damaged, or of another format.
    """
    if not layout.database.is_file():
        raise NotBuiltError("nothing is built yet", str(layout.database),
                            "the file does not exist", "run: kb build")
    try:
        connection = sqlite3.connect(f"{layout.database.absolute().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error as error:
        raise unreadable(layout, error) from error
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
    except (sqlite3.Error, ValueError) as error:
        connection.close()
        raise unreadable(layout, error) from error
    if row is None or row[0] != FORMAT:
        connection.close()
        raise NotBuiltError("the built file is of another version", str(layout.database),
                            f"its format is {row[0] if row else 'unknown'}, not {FORMAT}",
                            "run: kb build")
    return connection


def unreadable(layout: Layout, error: Exception) -> NotBuiltError:
    """Return what to say of a built file that is damaged or may not be read."""
    return NotBuiltError("the built file cannot be read", str(layout.database), str(error),
                         "run: kb build")


def is_whole(layout: Layout) -> bool:
    """Tell whether the built file is undamaged and everything in it can be read back."""
    try:
        read_library(layout)
        connection = connect(layout)
    except NotBuiltError:
        return False
    try:
        found = connection.execute("PRAGMA quick_check").fetchone()
        connection.execute("SELECT rowid FROM unit_index LIMIT 1").fetchone()
    except (sqlite3.Error, ValueError):
        return False
    finally:
        connection.close()
    return bool(found == ("ok",))


def read_meta(layout: Layout) -> dict[str, str]:
    """Return the key-value pairs of the built file, or nothing if there is no readable file."""
    try:
        connection = connect(layout)
    except NotBuiltError:
        return {}
    try:
        return dict(connection.execute("SELECT key, value FROM meta"))
    except (sqlite3.Error, ValueError):
        return {}
    finally:
        connection.close()


def read_library(layout: Layout) -> Library:
    """Read everything back.

    Raises:
        NotBuiltError: as `connect`, or the records do not fit this program.
    """
    connection = connect(layout)
    try:
        return _read_records(connection)
    except (sqlite3.Error, msgspec.MsgspecError, KeyError, ValueError, TypeError) as error:
        raise NotBuiltError("the built file does not fit this program", str(layout.database),
                            str(error), "run: kb build") from error
    finally:
        connection.close()


def _write_records(connection: sqlite3.Connection, library: Library) -> None:
    rows: list[tuple[str, str, object]] = [("register", "", library.register)]
    rows += [("text", text.key, text) for by_language in library.texts.values()
             for text in by_language.values()]
    rows += [("analysis", key, value) for key, value in library.analyses.items()]
    rows += [("comparison", f"{c.a} {c.b}", c) for c in library.comparisons]
    rows += [("statements", key, value) for key, value in library.statements.items()]
    rows += [("manifestations", key, value) for key, value in library.manifestations.items()]
    rows += [("identity", key, value) for key, value in library.identities.items()]
    rows += [("problems", "", library.problems), ("corrections", "", library.corrections)]
    encode = msgspec.json.encode
    connection.executemany("INSERT INTO record VALUES (?, ?, ?)",
                           [(kind, key, encode(value)) for kind, key, value in rows])
    meta = {**library.meta, "format": FORMAT, "as_of": library.as_of.isoformat(),
            "cut_off": library.register.cut_off.isoformat()}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))


def _read_records(connection: sqlite3.Connection) -> Library:
    def load(kind: str, type_: type[T]) -> dict[str, T]:
        rows = connection.execute("SELECT key, body FROM record WHERE kind = ?", (kind,))
        return {key: msgspec.json.decode(body, type=type_) for key, body in rows}

    texts: dict[str, dict[str, Text]] = {}
    for text in load("text", Text).values():
        texts.setdefault(text.version, {})[text.language] = text
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    return Library(
        register=load("register", Register)[""],
        as_of=date.fromisoformat(meta["as_of"]),
        texts=texts,
        analyses=load("analysis", Analysis),
        comparisons=tuple(load("comparison", Comparison).values()),
        statements=load("statements", StatementSet),
        manifestations=load("manifestations", tuple[Manifestation, ...]),
        problems=load("problems", tuple[Problem, ...])[""],
        meta=meta,
        corrections=load("corrections", tuple[Correction, ...])[""],
        identities=load("identity", Identities))
