"""What a new reading of a list says against its census.

Reads and writes nothing. A row that is missing is taken for gone only where the reading reaches it: the
whole list was read, or the list is in the order of its days and the row is younger than the oldest one
read. What rolled off the end of a list is not gone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from kb.capture.sites.adapter import Row
from kb.capture.watching.census import Census, Entry, Event, key_of

DISORDER: Final = 0.1
"""The share of neighbours in the wrong order above which a list is not one by day."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The rows of one list, first to last, each key once. ``whole``: no row of the list was left out."""

    rows: tuple[Row, ...]
    whole: bool


def entries_of(census: Census, reading: Reading, day: date) -> tuple[Entry, ...]:
    """Return what the reading adds to the census, the list's first row last noticed first."""
    here, gone = census.rows(), census.gone()
    read = {key_of(row): row for row in reading.rows}
    missing = {key: row for key, row in here.items()
               if key not in read and (reading.whole or reaches(reading, row))}
    moved = _moved(read, here, missing)
    entries = [_entry(key, row, here, gone, moved, day) for key, row in read.items()]
    left = {key_of(row) for row in moved.values()}
    entries += [Entry(day, Event.GONE, row) for key, row in missing.items() if key not in left]
    return tuple(entry for entry in entries if entry is not None)


def reaches(reading: Reading, row: Row) -> bool:
    """Tell whether a row would have been read if it were still on the list."""
    days = [one.day for one in reading.rows if one.day]
    if row.day is None or len(days) < len(reading.rows) or not days or not _in_order(days):
        return False
    return row.day > days[-1]


def may_have_missed(census: Census, reading: Reading) -> bool:
    """Tell whether rows may have come and gone between the two readings.

    That is so where the oldest row read is newer than the newest one known, and where the last row read
    is unknown and no older than it.
    """
    here = {**census.rows(), **census.gone()}
    if reading.whole or not here or not reading.rows:
        return False
    known = [row.day for row in here.values() if row.day]
    last = reading.rows[-1]
    if not known or last.day is None:
        return not any(key_of(row) in here for row in reading.rows)
    days = [row.day for row in reading.rows if row.day]
    return min(days) > max(known) or (key_of(last) not in here and last.day >= max(known))


def _entry(key: str, row: Row, here: Mapping[str, Row],  # noqa: PLR0913, PLR0917 - one row's whole case
           gone: Mapping[str, Row], moved: Mapping[str, Row], day: date) -> Entry | None:
    before = here.get(key) or moved.get(key)
    if before is not None:
        return None if same(before, row) else Entry(day, Event.CHANGED, row, before)
    return Entry(day, Event.BACK if key in gone else Event.NEW, row)


def same(before: Row, row: Row) -> bool:
    """Tell whether a row says what it said before."""
    return key_of(before) == key_of(row) and not changed_fields(before, row)


def changed_fields(before: Row, row: Row) -> tuple[str, ...]:
    """Return which of title, day, deadline and address differ."""
    names = [name for name in ("title", "day", "deadline") if getattr(before, name) != getattr(row, name)]
    return tuple(names + (["address"] if key_of(before) != key_of(row) else []))


def _moved(read: Mapping[str, Row], here: Mapping[str, Row], missing: Mapping[str, Row]) -> dict[str, Row]:
    """Return by new key the row that stood at another address: one went and one came, of one title."""
    came = [(key, row) for key, row in read.items() if key not in here]
    titles = Counter(row.title for row in (*read.values(), *missing.values()))
    by_title = _by_title(missing.values())
    return {key: by_title[row.title] for key, row in came
            if row.title in by_title and titles[row.title] == 2}


def _by_title(rows: Iterable[Row]) -> dict[str, Row]:
    return {row.title: row for row in rows}


def _in_order(days: list[date]) -> bool:
    wrong = sum(after > before for before, after in pairwise(days))
    return wrong <= DISORDER * len(days)
