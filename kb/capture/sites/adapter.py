"""What an adapter of a site does, and what it hands over.

Reads and writes nothing.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from kb.capture.web import Ask, Fetcher, Reply


class PageKind(StrEnum):
    """What an address of a site leads to."""

    TEXT = "text"              # a document with articles or numbered headings
    DRAFT_PAGE = "draft-page"  # notice, draft and often an explanation on one page
    STUB = "stub"              # a few lines; the document is in the attachments
    NOTICE = "notice"          # an announcement, questions and answers, news
    LIST = "list"              # a list of documents


@dataclass(frozen=True, slots=True)
class Collected:
    """All that belongs to one address.

    ``pages`` are the parts of the document in order. ``attachments`` are files it links to,
    ``names`` what the page calls each of them. ``missing`` says what the page announces and could
    not be had, one clause each (``page 2 missing: …``). ``published`` is the page's own date line.
    ``bodies`` are the words of the document's element of each page, one line per block; empty where
    the page has no such element. ``container`` names the elements looked for. ``estimate`` is how
    many visible characters the markup between the element's start and the site's own end mark holds,
    counted without a parser. ``metadata`` are the rows of the page's own table. ``remarks`` are
    observations that refuse nothing.
    """

    pages: tuple[Reply, ...]
    attachments: tuple[Reply, ...]
    missing: tuple[str, ...]
    kind: PageKind
    title: str
    published: date | None
    names: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    container: str = ""
    estimate: int = 0
    metadata: tuple[tuple[str, str], ...] = ()
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a list. ``day`` is the list's date, ``deadline`` the end of a consultation."""

    title: str
    url: str
    day: date | None
    deadline: date | None
    section: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of a site.

    ``id`` is a file name. ``first`` asks for its first page; ``pages`` is how many are asked for at
    most. ``consultations`` marks lists of drafts. ``may_be_empty``: no row at all is a state the list
    really has. ``gap`` says what of the list is not reached, empty where all of it is.
    """

    id: str
    host: str
    section: str
    first: Ask
    consultations: bool = False
    may_be_empty: bool = False
    pages: int = 1
    gap: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of one page of a list, the request for the next page, and the total the site states."""

    rows: tuple[Row, ...]
    next: Ask | None = None
    total: int | None = None


class Adapter(Protocol):
    """One site: its pages and its lists."""

    @property
    def host(self) -> str:
        """The site's main host, its key in ``corpus/sites.toml``."""
        ...

    def matches(self, url: str) -> bool:
        """Tell whether an address is one of this site's."""
        ...

    def collect(self, fetcher: Fetcher, url: str) -> Collected:
        """Get the page of an address with its following pages and attachments.

        Raises:
            FetchRefusedError: our own rules forbid the first request.
            FetchFailedError: the site did not give the first page.
            InputRefusedError: the page cannot be taken apart.
        """
        ...

    def lists(self) -> tuple[Listing, ...]:
        """Return the lists of the site that are watched."""
        ...

    def rows(self, listing: Listing, ask: Ask, reply: Reply) -> Listed:
        """Return the rows of the answer to ``ask``, one page of ``listing``.

        Raises:
            InputRefusedError: the answer is no such list, or empty where it never is.
        """
        ...
