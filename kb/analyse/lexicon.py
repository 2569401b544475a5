"""Pattern files: lists of words and expressions with an id each, compiled once.

Reads: ``kb/analyse/data/*.toml``. A file holds ``[[pattern]]`` tables with ``id`` and ``re``; other
keys are for the reader of that file. ``[words]`` holds lists that expressions name as ``{name}``.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from kb.analyse.marks import Mark, longest


@dataclass(frozen=True, slots=True)
class Pattern:
    """A compiled expression and its id."""

    id: str
    regex: re.Pattern[str]


@cache
def data(name: str) -> Mapping[str, Any]:
    """Return one data file as written."""
    file = resources.files("kb.analyse") / "data" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> tuple[str, ...]:
    """Return one list of words of a data file, longest first."""
    return tuple(sorted(data(name)["words"][key], key=len, reverse=True))


def any_of(name: str, key: str) -> str:
    """Return a list of words as a group for a regular expression, longest first."""
    return "(?:" + "|".join(words(name, key)) + ")"


@cache
def patterns(name: str) -> tuple[Pattern, ...]:
    """Return the compiled patterns of a data file in the file's order."""
    groups = {key: any_of(name, key) for key in data(name).get("words", {})}
    return tuple(Pattern(row["id"], re.compile(_fill(row["re"], groups)))
                 for row in data(name)["pattern"])


def _fill(expression: str, groups: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z_]+)\}", lambda m: groups[m[1]], expression)


def scan(name: str, text: str) -> tuple[Mark, ...]:
    """Return the leftmost longest matches of a data file's patterns.

    A pattern's group 1 is the mark where it has one, else the whole match.
    """
    return longest(_matches(name, text))


def _matches(name: str, text: str) -> Iterator[Mark]:
    for pattern in patterns(name):
        group = 1 if pattern.regex.groups else 0
        for match in pattern.regex.finditer(text):
            if match.end(group) > match.start(group):
                yield Mark(match.start(group), match.end(group), pattern.id)
