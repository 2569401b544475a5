"""Silent edits and last sightings as rows of the built file's table of facts.

Reads and writes nothing; the table goes with the library.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

import msgspec

from kb.model.edit import SilentEdit

EDITS: Final = "edits:"
SEEN: Final = "seen:"


def edits_fact(version: str, edits: Iterable[SilentEdit]) -> Mapping[str, str]:
    """Return the fact that keeps the silent edits of a version, nothing where there is none."""
    held = tuple(edits)
    return {EDITS + version: msgspec.json.encode(held).decode()} if held else {}


def edits_of(facts: Mapping[str, str], version: str) -> tuple[SilentEdit, ...]:
    """Return the silent edits of a version (``work@version``), oldest first."""
    kept = facts.get(EDITS + version)
    return msgspec.json.decode(kept, type=tuple[SilentEdit, ...]) if kept else ()


def seen_fact(version: str, day: date | None) -> Mapping[str, str]:
    """Return the fact that keeps the last day on which a text was seen unchanged at its address."""
    return {SEEN + version: day.isoformat()} if day else {}


def seen_on(facts: Mapping[str, str], version: str) -> str:
    """Return the last day on which a version's text was seen unchanged, or the empty string."""
    return facts.get(SEEN + version, "")
