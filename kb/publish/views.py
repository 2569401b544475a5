"""What templates may see of works and texts: frozen values, all words chosen, all links made.

Links (``href``) are addresses relative to the site's root (``kb.publish.addresses``); templates turn
them into relative ones. ``url`` is a checked address of another host, or empty.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """One page, ready: its address, what its head says, and its body as HTML."""

    address: str
    title: str
    description: str
    body: str
    kind: str
    section: str = ""
    crumbs: tuple["Link", ...] = ()
    jsonld: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link within the site, or plain words where ``href`` is empty."""

    label: str
    href: str = ""
    zh: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A labelled value; ``url`` leads to an official address, ``note`` says how it is known."""

    label: str
    value: str
    zh: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class StatusView:
    """A status in words, always with its date, and the tone that colours it."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one meaning: plain, ref, unresolved, term or define."""

    text: str
    kind: str = "plain"
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One provision's own text in both languages. ``indent`` counts levels below the article."""

    eid: str
    kind: str
    indent: int
    mark_zh: str
    zh: tuple[Run, ...]
    mark_en: str
    en: tuple[Run, ...]
    inferred: bool
    cite_zh: str = ""
    cite_en: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark in the margin of an article: changed, duties, sanction, cited by."""

    kind: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Unit:
    """An article, a heading of a policy document, or loose lines of an annex (then without ``eid``)."""

    eid: str
    num_zh: str
    num_en: str
    heading_zh: str
    heading_en: str
    href: str
    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    level: int = 2


@dataclass(frozen=True, slots=True)
class Group:
    """The heading of a part, chapter, section or annex. ``level`` starts at 2 (an HTML heading)."""

    eid: str
    level: int
    num_zh: str
    heading_zh: str
    num_en: str
    heading_en: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A named stretch of the document that is not a provision."""

    label: str
    lines: tuple[str, ...]
    language: str
    folded: bool


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where one file came from and how far it can be trusted."""

    grade: int
    grade_words: str
    language: str
    url: str
    address: str
    via: str
    via_path: str
    received: str
    retrieved: str
    pin: str
    digest: str
    chosen: bool
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProblemView:
    """A defect of the source or of what could be read from it."""

    code: str
    severity: str
    message: str
    remedy: str
    excerpt: str
    where: Link


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version on a work's page."""

    link: Link
    title_zh: str
    title_en: str
    status: StatusView
    number: str
    authorities: tuple[Link, ...]
    dates: tuple[Fact, ...]
    addresses: tuple[Fact, ...]
    provenance: tuple[Provenance, ...]
    articles: str
    content: str
    comparisons: tuple[Link, ...]
    note: str


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One work in a list."""

    link: Link
    doc_type: str
    status: StatusView
    authorities: str
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class WorkView:
    """A work's page."""

    title_zh: str
    title_en: str
    short_en: str
    doc_type: str
    status: StatusView
    aliases: tuple[str, ...]
    current: Link
    versions: tuple[VersionRow, ...]
    relations: tuple["RelationRow", ...]
    documents: tuple["DocumentRow", ...]
    pages: tuple[Link, ...]
    note: str
    metadata_only: bool
    events: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class RelationRow:
    """A relation to or from another work, and the words that prove it."""

    label: str
    other: Link
    evidence: str


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A notice, announcement or explanation about the work."""

    kind: str
    title_zh: str
    title_en: str
    published: str
    addresses: tuple[Fact, ...]
    provenance: tuple[Provenance, ...]
    note: str


@dataclass(frozen=True, slots=True)
class VersionHead:
    """What stands above every text: which text this is, its status, and where the words come from."""

    work: Link
    title_zh: str
    title_en: str
    version: Link
    status: StatusView
    facts: tuple[Fact, ...]
    warning: Link | None
    provenance: tuple[Provenance, ...]
    cite_zh: str
    cite_en: str


@dataclass(frozen=True, slots=True)
class EditRow:
    """A text changed by its authority without a word: seen on which days, where, in which articles."""

    before: str
    after: str
    address: Link
    articles: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ReadingView:
    """The reading page of a version. ``fetch`` is the command that brings a Chinese text not here."""

    head: VersionHead
    languages: tuple[str, ...]
    inferred: bool
    outline: tuple[Link, ...]
    front: tuple[PartView, ...]
    body: tuple[Group | Unit, ...]
    back: tuple[PartView, ...]
    problems: tuple[ProblemView, ...]
    comparisons: tuple[Link, ...]
    count: str
    known: tuple[Link, ...] = ()
    edits: tuple[EditRow, ...] = ()
    fetch: str = ""
