"""What templates may see of graded statements: about a text that is not here, and its later changes."""

from dataclasses import dataclass

from kb.publish.views import Fact, Link, VersionHead


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One graded statement or change note; ``reason`` says why its grade was changed, if it was.

    ``where`` is an article number in words, or the provisions of a later text that a note touches.
    """

    where: tuple[Link, ...]
    text: str
    grade: str
    sources: tuple[Fact, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """Rows under one heading: a topic, or for change notes the version they lead to or from."""

    heading: Link
    rows: tuple[StatementRow, ...]


@dataclass(frozen=True, slots=True)
class MissingView:
    """A version without text: graded statements about it, or how to bring the text.

    ``command`` brings it from a folder, ``fetch`` from its official address, empty where none is proven.
    """

    head: VersionHead
    lead: str
    statements: tuple[StatementGroup, ...]
    notes: tuple[StatementGroup, ...]
    unknown: tuple[str, ...]
    sources: tuple[Fact, ...]
    addresses: tuple[Fact, ...]
    command: str
    fetch: str
