"""Pins: committed digests of captured texts, by article, for a later capture to be compared with."""

from collections.abc import Mapping
from dataclasses import dataclass

from kb.model.text import Grade


@dataclass(frozen=True, slots=True)
class PinSource:
    """The manifestation a pin was made from.

    ``sha256`` is the digest of the file as received (of its pages' digests, where it is several);
    ``via`` who handed it on (empty: fetched by us).
    ``articles`` leads from the eid of an article (of a heading or annex in a text without articles) to
    the digest of its folded words.
    """

    sha256: str
    grade: Grade
    via: str
    official_url: str
    articles: Mapping[str, str]

    @property
    def is_official(self) -> bool:
        """Tell whether it was an authority's page; the pin of any other is a reference digest only."""
        return self.grade <= Grade.OFFICIAL_RECEIVED


@dataclass(frozen=True, slots=True)
class PinSet:
    """All pins of one version (``work@version``), in the order of their files' digests."""

    version: str
    sources: tuple[PinSource, ...]
