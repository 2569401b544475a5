"""What is offered to the collection, by whoever offers it, and what a reading of it found.

A folder and a single file are both a ``Source``: they yield offers, and the importer decides what
becomes of them.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from kb.model.problem import Problem
from kb.store.captures import UNKNOWN_PROVENANCE, Provenance

SAYS_MORE: Final = "the file itself says that there is more of it"
"""The defect that makes a file partial whatever is counted in it."""


Content = bytes
"""The builtin, whose name an offer's size takes."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One file and what its bearer says of it; nothing of it is believed before it is checked.

    ``key`` is ``work@version`` as claimed. ``path`` is the file on this machine, ``inside`` the
    folder it must not leave (None: anywhere). ``sha256`` and ``bytes`` are the claimed digest and
    size, empty and None where none is claimed. ``retrieved`` is when the page was fetched from the
    authority, if the bearer recorded it. ``entry`` names the offer for messages. What we ``fetched``
    comes as ``data`` instead of a file, with the bytes of the following pages in ``more`` and the
    archive's file in ``warc``; ``path`` is then no more than its name.
    """

    key: str
    path: Path
    media_type: str
    entry: str
    inside: Path | None = None
    sha256: str = ""
    bytes: int | None = None
    official_url: str = ""
    via: str = ""
    via_path: str = ""
    provenance: Provenance = UNKNOWN_PROVENANCE
    retrieved: date | None = None
    note: str = ""
    fetched: bool = False
    data: Content | None = None
    more: tuple[Content, ...] = ()
    warc: str = ""


class Source(Protocol):
    """Anything that can offer files."""

    def offers(self) -> tuple[Offer, ...]:
        """Return all offers in a stable order.

        Raises:
            InputRefusedError: the source itself is not fit to be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What a first reading of some bytes found.

    ``articles`` counts heads 第X条 of the body, ``headings`` those of a policy document (一、).
    ``partial`` says that the file itself says it is incomplete (a pager). ``layout`` is ``lines``,
    ``wrapped``, ``flat`` or ``spaced``. ``defects`` are sentences for readers.
    """

    articles: int
    partial: bool = False
    problems: tuple[Problem, ...] = ()
    defects: tuple[str, ...] = ()
    headings: int = 0
    layout: str = ""


class Probe(Protocol):
    """Reads bytes and says what they hold; the command line supplies it: capture knows no parser."""

    def __call__(self, data: bytes, media_type: str, file_name: str, /, *more: bytes) -> ProbeResult:
        """Return what was found in a file, or in the first page and those that follow (``more``).

        Raises:
            InputRefusedError: the bytes must not enter the collection.
        """
        ...
