"""What templates may see of pages that gather many texts: home, lists, comparisons, quality."""

from dataclasses import dataclass

from kb.publish.alarm_views import AlarmsView
from kb.publish.provision_views import ChangeView, DefinitionRow, NormRow
from kb.publish.score_views import ScoresView
from kb.publish.views import Fact, Link, ProblemView, StatusView, WorkRow


@dataclass(frozen=True, slots=True)
class NewsRow:
    """Something that changed or will change, with its day."""

    day: str
    what: str
    link: Link
    more: Link | None = None


@dataclass(frozen=True, slots=True)
class HomeView:
    """The home page."""

    as_of: str
    cut_off: str
    figures: tuple[Fact, ...]
    in_force: tuple[WorkRow, ...]
    coming: tuple[NewsRow, ...]
    changed: tuple[NewsRow, ...]
    comparisons: tuple[Link, ...]
    missing: tuple[Link, ...]
    has_captures: bool
    command: str


@dataclass(frozen=True, slots=True)
class WorksView:
    """The index of works, grouped by rank of the document."""

    groups: tuple[tuple[Link, tuple[WorkRow, ...]], ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class SameRow:
    """A group of provisions whose words stayed, with the words of the newer side."""

    change: ChangeView
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the comparison in the order of the texts: one change, or provisions that stayed."""

    change: ChangeView | None
    same: tuple[SameRow, ...] = ()


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One account of the ledger: characters and per cent of either side, empty where it has none."""

    label: str
    a: str
    a_share: str
    b: str
    b_share: str


@dataclass(frozen=True, slots=True)
class DutyLineView:
    """One line on what changed in duties; ``words`` are runs (text, is it Chinese)."""

    words: tuple[tuple[str, bool], ...]
    tags: tuple[str, ...]
    link: Link


@dataclass(frozen=True, slots=True)
class DutyView:
    """What changed in duties: the heaviest lines, the others, and what is only counted."""

    first: tuple[DutyLineView, ...]
    more: tuple[DutyLineView, ...]
    counted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovedRow:
    """Wording that went from one provision to another."""

    a: Link
    b: Link
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class StripMark:
    """A provision on a side of the strip: where it begins and how wide it is, in thousandths."""

    x: float
    width: float
    tone: str
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class StripBand:
    """What joins a provision of one side to one of the other: an SVG path, and its tone."""

    path: str
    tone: str


@dataclass(frozen=True, slots=True)
class StripView:
    """Both texts drawn to scale, one above the other."""

    a: tuple[StripMark, ...]
    b: tuple[StripMark, ...]
    bands: tuple[StripBand, ...]


@dataclass(frozen=True, slots=True)
class CompareView:
    """Two versions, aligned. ``clerical`` counts the marks that the switch hides."""

    work: Link
    a: Link
    b: Link
    a_status: StatusView
    b_status: StatusView
    language: str
    rule: str
    counts: tuple[Fact, ...]
    changes: tuple[ChangeView, ...]
    unchanged: tuple[ChangeView, ...]
    blocks: tuple[Block, ...]
    ledger: tuple[LedgerRow, ...]
    moved: tuple[MovedRow, ...]
    strip: StripView
    sizes: tuple[tuple[ChangeView, str, str], ...]
    clerical: int
    duties: DutyView | None


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One comparison in the index."""

    link: Link
    work: Link
    a_status: StatusView
    b_status: StatusView
    counts: str


@dataclass(frozen=True, slots=True)
class DutiesRow:
    """How many norms of each modality the current text of a work holds."""

    link: Link
    status: StatusView
    language: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DutiesIndexView:
    """The duties of all works, counted, and the bearers that hold them."""

    heads: tuple[Link, ...]
    rows: tuple[DutiesRow, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class DutiesView:
    """The duties register of one work's current text."""

    work: Link
    version: Link
    status: StatusView
    language: str
    rows: tuple[NormRow, ...]
    soft: tuple[NormRow, ...]
    bearers: tuple[Fact, ...]
    others: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class TermGroup:
    """One term and every text that defines it."""

    term: str
    anchor: str
    rows: tuple[DefinitionRow, ...]


@dataclass(frozen=True, slots=True)
class DefinitionsView:
    """All defined terms."""

    groups: tuple[TermGroup, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """The search page, with the index of articles it offers when search cannot run."""

    works: tuple[tuple[Link, tuple[Link, ...]], ...]


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """What is here of one version."""

    version: Link
    status: StatusView
    zh: str
    en: str
    articles: str
    expected: str
    agrees: bool
    problems: int
    resolved: int
    ambiguous: int
    unresolved: int
    furniture: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """The problems of one code."""

    code: str
    severity: str
    count: int
    rows: tuple[ProblemView, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class CauseRow:
    """Unresolved references of one cause, with a few examples."""

    family: str
    status: str
    rule: str
    count: int
    examples: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class QualityView:
    """The quality page."""

    as_of: str
    coverage: tuple[CoverageRow, ...]
    codes: tuple[CodeRow, ...]
    causes: tuple[CauseRow, ...]
    scores: ScoresView
    alarms: AlarmsView
    furniture: tuple[Fact, ...]
    totals: tuple[Fact, ...]
