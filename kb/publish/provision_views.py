"""What templates may see of one provision: its changes, citations, norms, terms, and its own pages."""

from dataclasses import dataclass

from kb.publish.statement_views import StatementGroup
from kb.publish.views import EditRow, Link, StatusView, Unit, VersionHead


@dataclass(frozen=True, slots=True)
class RedlineRun:
    """A run of a redline: keep, insert or delete; clerical ones are punctuation or numbering."""

    kind: str
    text: str
    clerical: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One connected group of provisions of two versions and what happened to it.

    ``note`` says that a reviewer corrected it, and where the Chinese was reworded and our English did
    not change; else it is empty. ``anchor`` is its place on the comparison's page; ``english`` the redline
    of our translations, empty where there is none or it does not differ.
    """

    a: tuple[Link, ...]
    b: tuple[Link, ...]
    classes: tuple[str, ...]
    tone: str
    score: str
    rule: str
    redline: tuple[RedlineRun, ...]
    language: str
    note: str = ""
    anchor: str = ""
    english: tuple[RedlineRun, ...] = ()

    @property
    def clerical(self) -> int:
        """How many runs are punctuation or numbering only."""
        return sum(run.clerical for run in self.redline)

    @property
    def newer(self) -> tuple[RedlineRun, ...]:
        """The redline as the newer side reads: without what was struck."""
        return tuple(run for run in self.redline if run.kind != "delete")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What became of an article in one other version."""

    version: Link
    status: StatusView
    direction: str
    change: ChangeView
    comparison: Link


@dataclass(frozen=True, slots=True)
class CiteRow:
    """One reference from or to an article, as written."""

    other: Link
    written: str
    relation: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CiteGroup:
    """References of one work."""

    work: Link
    rows: tuple[CiteRow, ...]


@dataclass(frozen=True, slots=True)
class NormRow:
    """One duty, prohibition, permission, right or power: slices of the text.

    ``is_duty`` says whether a breach can be punished; ``holder`` heads the bearer (``Who``, or ``By``
    for the authority that punishes). ``remark`` says what a reviewer corrected; else it is empty.
    """

    id: str
    where: Link
    modality: str
    modality_zh: str
    tone: str
    bearer: str
    role: str
    trigger: str
    action: str
    conditions: tuple[str, ...]
    exceptions: tuple[str, ...]
    deadline: str
    penalty: tuple[Link, ...]
    is_duty: bool
    holder: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A term and what a text says it means. ``remark`` as in ``NormRow``."""

    term: str
    definiens: str
    where: Link
    scope: str
    status: StatusView
    language: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class MovedOn:
    """Where a provision of a text that is no longer current went: to these places, or nowhere."""

    version: Link
    places: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's own page."""

    head: VersionHead
    unit: Unit
    place: tuple[Link, ...]
    reading: Link
    signpost: Link
    history: tuple[HistoryRow, ...]
    notes: tuple[StatementGroup, ...]
    not_compared: tuple[Link, ...]
    cites: tuple[CiteGroup, ...]
    unresolved: tuple[CiteRow, ...]
    cited_by: tuple[CiteGroup, ...]
    norms: tuple[NormRow, ...]
    norm_language: str
    definitions: tuple[DefinitionRow, ...]
    terms: tuple[DefinitionRow, ...]
    previous: Link | None
    following: Link | None
    address: str
    edits: tuple[EditRow, ...] = ()
    struck: tuple[str, ...] = ()
    moved_on: MovedOn | None = None


@dataclass(frozen=True, slots=True)
class SignpostRow:
    """One version on a signpost: the article of that number there, and what became of it."""

    version: Link
    status: StatusView
    article: Link | None
    outcomes: tuple[HistoryRow, ...]
    excerpt: str
    language: str
    note: str
    moved_on: MovedOn | None = None


@dataclass(frozen=True, slots=True)
class SignpostView:
    """The page that stands for an article number through all versions of a work."""

    work: Link
    title_zh: str
    title_en: str
    name_zh: str
    name_en: str
    current: Link | None
    status: StatusView
    rows: tuple[SignpostRow, ...]
