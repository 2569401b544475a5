"""Defects of a source or of what could be made of it, reported as values beside the result."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a defect matters to a reader."""

    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """One defect: a stable code, where it stands, and what a person can do.

    ``where`` is an address (``work@version#eid``), a capture's file name, or ``work@version``.
    ``excerpt`` is a few characters of evidence at most.
    """

    code: str
    severity: Severity
    where: str
    message: str
    remedy: str = ""
    excerpt: str = ""
