"""Dated public events around the rules: what happened, in our own words, and who says so."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One event. ``date`` is an ISO 8601 day, month or year, as much as is known.

    ``works`` are keys, ``work`` or ``work@version``. ``covers`` is the kind of a date of the one version
    in ``works`` that this event tells in more words (empty: none). ``grade`` is A (two or more
    independent sources) or B (one). ``sources`` are names with addresses (empty where there is none).
    """

    id: str
    date: str
    kind: str
    title: str
    text: str
    works: tuple[str, ...]
    grade: str
    sources: tuple[tuple[str, str], ...]
    covers: str = ""
