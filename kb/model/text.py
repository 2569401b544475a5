"""A text: one language and grade of one version, as canonical string, parts and provision tree."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from kb.model.problem import Problem
from kb.model.provision import Kind, Provision, walk_all


class Grade(IntEnum):
    """How near a text is to the authority's own bytes. Lower is better; never merged."""

    OFFICIAL_FETCHED = 1
    OFFICIAL_RECEIVED = 2
    REPUBLISHED = 3
    CONVERTED = 4
    OUR_TRANSLATION = 5


class PartName(StrEnum):
    """A named stretch of a document that is not a provision."""

    TITLE = "title"
    ORDER_HEADER = "order_header"      # 国家互联网信息办公室令 第12号 and its promulgation sentence
    ADOPTION_NOTE = "adoption_note"    # （2019年…通过 …）
    TABLE_OF_CONTENTS = "table_of_contents"
    NOTICE = "notice"                  # the covering notice or consultation notice
    PREAMBLE = "preamble"
    SIGNATURE = "signature"
    EXPLANATION = "explanation"        # 关于《…》的说明
    ATTACHMENT_LIST = "attachment_list"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Part:
    """``canonical[start:end]`` is not a provision; ``name`` says what it is and ``rule`` why."""

    name: PartName
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class OffsetRun:
    """``length`` characters of the canonical text from ``canonical`` come from ``source`` onwards."""

    canonical: int
    source: int
    length: int


@dataclass(frozen=True, slots=True)
class Furniture:
    """``source[start:end]`` is page furniture (navigation, mark-up, page heads); ``rule`` says why."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Text:
    """One manifestation's text, read.

    ``canonical`` is never NFKC-normalised. ``offsets`` lead from it to the decoded, tag-stripped
    source; every non-space character of that source is in ``offsets`` or in ``furniture``.
    Provisions and parts cover the canonical text but for the line breaks between them.
    """

    version: str
    language: str
    grade: Grade
    manifestation: str
    profile: str
    template: str
    canonical: str
    parts: tuple[Part, ...]
    provisions: tuple[Provision, ...]
    offsets: tuple[OffsetRun, ...]
    furniture: tuple[Furniture, ...]
    source_length: int
    problems: tuple[Problem, ...] = ()

    @property
    def key(self) -> str:
        """``work@version/language``."""
        return f"{self.version}/{self.language}"

    def index(self) -> dict[str, Provision]:
        """Return the provisions by eid."""
        return {node.eid: node for node in walk_all(self.provisions)}


def units(text: Text) -> tuple[Provision, ...]:
    """Return the provisions a reader would be led to: articles, else headings, else annexes."""
    found: list[Provision] = []
    lone: list[Provision] = []
    for root in text.provisions:
        inside = tuple(_outermost_units(root))
        found += inside
        if root.kind is Kind.ANNEX and not inside:
            lone.append(root)
    return tuple(found + lone)


def _outermost_units(node: Provision) -> Iterator[Provision]:
    if node.kind in (Kind.ARTICLE, Kind.HEADING):
        yield node
        return
    for child in node.children:
        yield from _outermost_units(child)
