"""What a profile says of the lines: each stretch of a line has one role, in document order.

Reads: lines. Writes: nothing.
Guarantees: the entries of an outline cover every character of every line exactly once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from kb.model.problem import Problem, Severity
from kb.model.provision import Kind
from kb.model.text import PartName
from kb.parse.lines import Line

REMEDIES: Final = {
    "broken-line": "nothing, if the two lines read as one sentence",
    "list-order": "compare with another copy: the list may lack its beginning",
    "misprinted-head": "compare with another copy and cite the number given here",
    "missing-number": "compare with another copy",
    "no-provisions": "check that this is the text itself, not a notice about it",
    "numbering-duplicate": "compare with another copy: text may have been repeated or quoted",
    "numbering-gap": "compare with another copy: something may be missing here",
    "ocr-head": "compare with a copy that was not read from a picture",
    "second-text": "capture the other text as a file of its own, if it is wanted",
}
"""What a person can do about each defect of the structure, by its code."""


class Role(StrEnum):
    """What a stretch of a line is."""

    PART = "part"            # belongs to a named part that is not a provision
    NODE = "node"            # begins a provision
    TITLE = "title"          # the heading of the node before it, on a line of its own
    CONTINUED = "continued"  # goes on with the text before it: the source broke the line


@dataclass(frozen=True, slots=True)
class Entry:
    """``lines[line].text[start:end]`` and its role.

    For a node, ``[start:num_end]`` is its number as printed, ``[num_end:text_start]`` the space
    after it, and the rest its heading if ``titled``, else its text. ``level`` is the depth of a list
    (1 for items) or of the item that an inner paragraph belongs to (0: not inside an item).
    """

    line: int
    start: int
    end: int
    role: Role
    kind: Kind | None = None
    number: str = ""
    num_end: int = 0
    text_start: int = 0
    titled: bool = False
    level: int = 0
    part: PartName = PartName.OTHER
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Defect:
    """A defect at a line, before addresses are known: becomes a Problem of the text."""

    code: str
    severity: Severity
    line: int
    message: str
    excerpt: str = ""

    def problem(self, where: str) -> Problem:
        """Return the defect as a Problem at an address."""
        return Problem(self.code, self.severity, where, self.message, REMEDIES[self.code],
                       self.excerpt[:24])


@dataclass(slots=True)
class Outline:
    """The entries of a document and the defects met on the way."""

    entries: list[Entry] = field(default_factory=list)
    defects: list[Defect] = field(default_factory=list)

    def part(self, lines: Sequence[Line], where: Iterable[int], name: PartName,
             rule: str) -> None:
        """Give whole lines to a named part."""
        for line in where:
            self.entries.append(Entry(line, 0, len(lines[line].text), Role.PART, part=name,
                                      rule=rule))

    def warn(self, code: str, line: int, message: str, excerpt: str = "") -> None:
        """Record a defect that a reader should know of."""
        self.defects.append(Defect(code, Severity.WARNING, line, message, excerpt))
