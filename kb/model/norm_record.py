"""What a text asks, provision by provision, without its words: kinds of norm and time limits."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asked:
    """What one provision asks: the modality of each norm and each time limit, both in text order.

    A limit is its ISO 8601 duration (``P10WD``: ten working days), ``periodic`` where it
    returns, or ``vague``.
    """

    modalities: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NormRecord:
    """What the Chinese of one version asks, kept for where the Chinese is not.

    ``version`` is ``work@version``; ``renders`` the digest of the Chinese read; ``asked`` is by eid and
    names only provisions that ask something.
    """

    version: str
    renders: str
    asked: Mapping[str, Asked]
