"""The census of one list: every row ever seen there, as a history that only grows.

Reads and writes nothing. The history holds entries in the order in which they were noticed; what the
list held at the last reading follows from it.
"""

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from kb.capture.sites.adapter import Row

FORMAT: Final = 1
LONGEST_TITLE: Final = 300
UNSHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
"""Unicode categories that are no part of a title: controls, marks of direction, surrogates, breaks."""


class Event(StrEnum):
    """What was noticed of a row."""

    FIRST = "first"      # in the first census: it cannot be called new
    NEW = "new"
    CHANGED = "changed"
    GONE = "gone"
    BACK = "back"        # there again after it was gone


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing noticed on the day ``on``. ``before`` is the row as it was, for a changed one."""

    on: date
    event: Event
    row: Row
    before: Row | None = None


@dataclass(frozen=True, slots=True)
class Census:
    """One list's history. The first ``told`` entries have been reported; ``last`` is the last reading."""

    host: str
    list: str
    first: date
    last: date
    entries: tuple[Entry, ...]
    told: int
    format: int = FORMAT

    def rows(self) -> dict[str, Row]:
        """Return by key the rows that are taken to be on the list, oldest entry first."""
        return self._held()[0]

    def gone(self) -> dict[str, Row]:
        """Return by key the rows that were there once and are not any more."""
        return self._held()[1]

    def untold(self) -> tuple[Entry, ...]:
        """Return the entries not reported so far."""
        return self.entries[self.told:]

    def with_entries(self, entries: tuple[Entry, ...], day: date) -> "Census":
        """Return the census with further entries after a reading on ``day``."""
        return replace(self, entries=(*self.entries, *entries), last=max(day, self.last))

    def all_told(self) -> "Census":
        """Return the census with every entry reported."""
        return replace(self, told=len(self.entries))

    def _held(self) -> tuple[dict[str, Row], dict[str, Row]]:
        here: dict[str, Row] = {}
        gone: dict[str, Row] = {}
        for entry in self.entries:
            key = key_of(entry.row)
            if entry.before is not None:
                here.pop(key_of(entry.before), None)
            gone.pop(key, None)
            if entry.event is Event.GONE:
                here.pop(key, None)
                gone[key] = entry.row
            else:
                here[key] = entry.row
        return here, gone


def first_census(host: str, name: str, rows: tuple[Row, ...], day: date) -> Census:
    """Return the census of a list that was never read before; nothing in it can be called new."""
    entries = tuple(Entry(day, Event.FIRST, row) for row in rows)
    return Census(host, name, day, day, entries, len(entries))


def key_of(row: Row) -> str:
    """Return what makes a row the same row another day: its address, without scheme and fragment.

    A row without address is known by title and day.
    """
    bare = re.sub(r"^https?://", "", row.url).partition("#")[0]
    return bare or f"{row.title} {row.day or ''}"


def clean(row: Row) -> Row:
    """Return a row fit to be kept and shown: no control or direction marks, http addresses only."""
    title = unicodedata.normalize("NFC", " ".join(row.title.split()))
    shown = "".join(char for char in title if unicodedata.category(char) not in UNSHOWN)
    url = row.url if re.fullmatch(r"https?://[!-~\u00a1-\ud7ff\ue000-\uffef]+", row.url) else ""
    return replace(row, title=shown[:LONGEST_TITLE], url=url)
