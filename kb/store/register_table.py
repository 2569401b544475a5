"""Reading of TOML tables that says where every defect stands.

A ``Table`` is one table of one file. Its readers return a value of the wanted type, always: what is
missing or wrong is noted as a ``Defect`` in the list that all tables of a load share, and reading
goes on with an empty value, so that one load reports everything.

Reads: the TOML files of ``corpus/``. Writes: nothing.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Final, TypeVar

from kb.errors import RegisterError
from kb.store.layout import Layout

SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DAY: Final = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
T = TypeVar("T")
TYPE_NAMES: Final = {str: "text", int: "a whole number", bool: "true or false", list: "a list",
                     dict: "a table", float: "a number", date: "a date"}


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing wrong with one key of one file. Indices in ``key`` count from 0."""

    file: str
    key: str
    wrong: str
    remedy: str

    @property
    def whole_file(self) -> bool:
        """Whether nothing of the file could be used."""
        return not self.key

    def __str__(self) -> str:
        place = f"{self.file}: {self.key}" if self.key else self.file
        return f"{place}: {self.wrong}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: ``file`` it stands in, ``path`` of keys that leads to it, and its ``data``."""

    file: str
    path: str
    data: Mapping[str, object]
    defects: list[Defect]

    def report(self, key: str, wrong: str, remedy: str) -> None:
        """Note a defect of one key, or of the table itself where ``key`` is empty."""
        place = f"{self.path}.{key}" if self.path and key else self.path or key
        self.defects.append(Defect(self.file, place, wrong, remedy))

    def refuse_unknown(self, known: Iterable[str]) -> None:
        """Report every key that is not among ``known``, with the nearest one that is."""
        names = sorted(known)
        for key in self.data:
            if key not in names:
                near = get_close_matches(key, names, 1)
                hint = f"did you mean {near[0]}?" if near else f"known keys: {', '.join(names)}"
                self.report(key, "is not a key of this table", f"remove it ({hint})")

    def text(self, key: str, *, required: bool = False) -> str:
        """Return a string; empty where it is left out."""
        value = self._value(key, str, required=required)
        if not isinstance(value, str):
            return ""
        if value != value.strip():
            self.report(key, "begins or ends with white space", "take it off")
        if required and not value.strip():
            self.report(key, "is empty", "write what the source says, or leave the table out")
        return value.strip()

    def choice(self, key: str, choices: Iterable[str], *, optional: bool = False) -> str:
        """Return one of a set of words; empty where it is left out and may be."""
        words = tuple(choices)
        value = self.text(key, required=not optional)
        if value and value not in words:
            self.report(key, f"{value!r} is not one of the words known here",
                        f"write one of: {', '.join(words)}")
            return ""
        return value

    def slug(self, key: str) -> str:
        """Return an identifier of lower-case letters, digits and hyphens."""
        value = self.text(key, required=True)
        if value and not SLUG.fullmatch(value):
            self.report(key, f"{value!r} is not an identifier",
                        "use lower-case letters, digits and single hyphens")
        return value

    def url(self, key: str, *, required: bool = False) -> str:
        """Return a web address."""
        value = self.text(key, required=required)
        if value and not re.fullmatch(r"https?://[^\s/]+(?:/\S*)?", value):
            self.report(key, f"{value!r} is not a web address", "begin it with http:// or https://")
        return value

    def day(self, key: str, *, required: bool = False) -> str:
        """Return an ISO 8601 date: a year, a month or a day, as text."""
        value = self.text(key, required=required)
        if value and not is_iso_date(value):
            self.report(key, f"{value!r} is not a date",
                        'write "YYYY", "YYYY-MM" or "YYYY-MM-DD", as much as is known')
            return ""
        return value

    def flag(self, key: str) -> bool:
        """Return a truth value; false where it is left out."""
        return self._value(key, bool) is True

    def count(self, key: str) -> int | None:
        """Return a whole number above 0, or None where it is left out."""
        value = self._value(key, int)
        if not isinstance(value, int):
            return None
        if value < 1:
            self.report(key, f"{value} is not a count", "leave it out where it is not established")
        return value

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of non-empty strings without repetition."""
        value = self._value(key, list, required=required)
        items = value if isinstance(value, list) else []
        for index, item in enumerate(items):
            if not isinstance(item, str) or not item.strip():
                self.report(f"{key}[{index}]", f"is {_kind(item)}", "write a text in quotes")
            elif item in items[:index]:
                self.report(f"{key}[{index}]", f"{item!r} stands twice", "keep one of them")
        return tuple(item.strip() for item in items if isinstance(item, str) and item.strip())

    def tables(self, key: str) -> tuple["Table", ...]:
        """Return the tables of an array of tables; none where it is left out."""
        value = self._value(key, list)
        items = value if isinstance(value, list) else []
        found = []
        for index, item in enumerate(items):
            if isinstance(item, dict):
                found.append(Table(self.file, self._below(f"{key}[{index}]"), item, self.defects))
            else:
                self.report(f"{key}[{index}]", f"is {_kind(item)}", f"write it as [[{key}]]")
        return tuple(found)

    def table(self, key: str) -> "Table | None":
        """Return a table that must be there, or None (reported) where it is not."""
        value = self._value(key, dict, required=True)
        if not isinstance(value, dict):
            return None
        return Table(self.file, self._below(key), value, self.defects)

    def _below(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _value(self, key: str, wanted: type, *, required: bool = False) -> object:
        if key not in self.data:
            if required:
                self.report(key, "is missing", f"add it ({TYPE_NAMES[wanted]})")
            return None
        value = self.data[key]
        if isinstance(value, wanted) and (wanted is bool or not isinstance(value, bool)):
            return value
        self.report(key, f"is {_kind(value)}, not {TYPE_NAMES[wanted]}",
                    "put it in quotes" if wanted is str else f"write {TYPE_NAMES[wanted]}")
        return None


def open_table(path: Path, layout: Layout, defects: list[Defect]) -> Table | None:
    """Return the table of a whole file, or None (reported) where it cannot be read."""
    name = path.relative_to(layout.root).as_posix()
    try:
        return Table(name, "", tomllib.loads(path.read_text(encoding="utf-8")), defects)
    except FileNotFoundError:
        defects.append(Defect(name, "", "the file is missing", "restore it"))
    except OSError as error:
        defects.append(Defect(name, "", f"the file cannot be read ({error.strerror})",
                              "check the file and its permissions"))
    except UnicodeDecodeError as error:
        defects.append(Defect(name, "", f"byte {error.start} is not UTF-8", "save it as UTF-8"))
    except tomllib.TOMLDecodeError as error:
        defects.append(Defect(name, "", f"is not TOML: {error}", "correct the line named"))
    except RecursionError:
        defects.append(Defect(name, "", "lists are nested too deeply", "correct the file"))
    return None


def load_rows(path: Path, layout: Layout, key: str, read: Callable[[tuple[Table, ...]], tuple[T, ...]],
              refused: tuple[str, str]) -> tuple[T, ...]:
    """Return what ``read`` makes of the tables ``[[key]]`` of a file that holds nothing else.

    ``refused`` says what the file is and the remedy. Without the file there is nothing.

    Raises:
        RegisterError: the file is unreadable or a table says something it must not; one line per
            defect: file, key (indices count from 0), what is wrong, the remedy.
    """
    if not path.exists():
        return ()
    defects: list[Defect] = []
    table = open_table(path, layout, defects)
    found: tuple[T, ...] = ()
    if table is not None:
        table.refuse_unknown((key,))
        found = read(table.tables(key))
    if defects:
        raise refusal(refused[0], defects, refused[1])
    return found


def refusal(what: str, defects: list[Defect], remedy: str) -> RegisterError:
    """Return the error that names all defects of a load, one line each."""
    files = sorted({defect.file for defect in defects})
    count = f"{len(defects)} defect" + ("s" if len(defects) > 1 else "")
    return RegisterError(f"{what} has {count}", ", ".join(files),
                         "\n" + "\n".join(f"  {defect}" for defect in defects), remedy)


def is_iso_date(value: str) -> bool:
    """Tell whether a text is a year, a month or a day of the calendar.

    >>> is_iso_date("2024"), is_iso_date("2024-02-29"), is_iso_date("2023-02-29"), is_iso_date("2024-13")
    (True, True, False, False)
    """
    if not DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value + "0001-01-01"[len(value):])
    except ValueError:
        return False
    return True


def _kind(value: object) -> str:
    return next((name for kind, name in TYPE_NAMES.items() if type(value) is kind),
                type(value).__name__) if value != "" else "empty"
