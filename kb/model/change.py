"""What happened to provisions between two texts."""

from dataclasses import dataclass
from enum import StrEnum

from kb.model.duty_change import DutyDelta
from kb.model.span import Span


class ChangeClass(StrEnum):
    """The classes of a link between two texts; several may hold together."""

    UNCHANGED = "unchanged"
    RENUMBERED = "renumbered"          # number changed, order kept
    REFERENCE_ONLY = "reference_only"  # nothing but cited numbers changed
    AMENDED = "amended"
    MOVED = "moved"                    # order changed
    SPLIT = "split"
    MERGED = "merged"
    INSERTED = "inserted"
    DELETED = "deleted"
    REWRITTEN = "rewritten"


class OpKind(StrEnum):
    """What a redline operation does."""

    KEEP = "keep"
    DELETE = "delete"
    INSERT = "insert"


@dataclass(frozen=True, slots=True)
class RedlineOp:
    """One run of the redline: words kept, deleted from a, or inserted in b.

    ``clerical`` says that the run is punctuation, width or numbering only.
    """

    kind: OpKind
    text: str
    clerical: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """Wording of a provision of ``a`` that stands in a provision of ``b``, word for word or nearly so.

    ``rule`` says how it was found: ``same-words`` or ``same-sentence`` (a few words of it differ).
    """

    a: Span
    b: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Link:
    """One connected group of provisions: empty ``a`` = inserted, empty ``b`` = deleted.

    ``proof`` of a split or merge are the common words that show it, in order of ``a``. ``english`` is the
    redline of our translations of the same provisions, where both versions have one.
    """

    a: tuple[str, ...]
    b: tuple[str, ...]
    classes: tuple[ChangeClass, ...]
    score: float
    rule: str
    parts: tuple["Link", ...] = ()
    redline: tuple[RedlineOp, ...] = ()
    proof: tuple[Passage, ...] = ()
    english: tuple[RedlineOp, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """One account of a ledger: how many characters of side ``a`` or ``b`` it holds."""

    side: str
    name: str
    characters: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two texts of one language, aligned. ``a`` and ``b`` are text keys or file names.

    ``reworded`` holds (eid in a, eid in b) of provisions whose Chinese differs while our English of
    both is the same: paragraphs and items where both versions are here in both languages, whole
    articles where only our English is here and pins tell the Chinese apart.

    ``moved`` is wording struck in one place and written in another; ``accounts`` hold every character
    of both texts, the line breaks and the numbers of articles left out. ``duties`` is None where the
    norms of a side were not read.
    """

    a: str
    b: str
    language: str
    links: tuple[Link, ...]
    rule_version: str = ""
    reworded: tuple[tuple[str, str], ...] = ()
    moved: tuple[Passage, ...] = ()
    accounts: tuple[Account, ...] = ()
    duties: DutyDelta | None = None
