"""A text that an authority changed at its address without saying so."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class SilentEdit:
    """One address that read differently on two days.

    ``version`` is ``work@version``; ``before`` is the last day on which we saw the earlier wording,
    ``after`` the first on which we saw the later one. ``articles`` are the eids of the articles (headings
    or annexes, where a text has no articles) that differ, in the order of the text.
    """

    version: str
    address: str
    before: date
    after: date
    articles: tuple[str, ...]
