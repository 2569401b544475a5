"""Addresses of works, versions and provisions.

A whole address reads ``deep-synthesis-provisions@final-2022#art_17__para_1__item_2``: the work's
slug, the version's id, and the eid, which is valid within that version only. Eids follow the Akoma
Ntoso naming convention (OASIS, Akoma Ntoso Naming Convention 1.0, section 5): abbreviated element,
``_``, number, joined by ``__``. Articles number through a statute, so no chapter stands in them.
"""

import re
from dataclasses import dataclass
from typing import Final, Self

EID_STEP: Final = re.compile(r"(part|subpart|chap|sec|art|para|item|subitem|annex|head|point)"
                             r"_([0-9]+(?:-[0-9]+)*)")
ADDRESS: Final = re.compile(r"(?P<work>[a-z0-9]+(?:-[a-z0-9]+)*)"
                            r"(?:@(?P<version>[a-z0-9]+(?:-[a-z0-9]+)*))?(?:#(?P<eid>[-\w]*))?")


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A work, a version of it, or a provision in that version.

    >>> Address.parse("deep-synthesis-provisions@final-2022#art_17__para_1").eid
    'art_17__para_1'
    >>> str(Address("data-security-law"))
    'data-security-law'
    """

    work: str
    version: str = ""
    eid: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a whole address.

        Raises:
            ValueError: the text is not an address.
        """
        match = ADDRESS.fullmatch(text.strip())
        if match is None or (match["eid"] and not is_eid(match["eid"])):
            message = f"not an address: {text!r}"
            raise ValueError(message)
        return cls(match["work"], match["version"] or "", match["eid"] or "")

    @property
    def version_key(self) -> str:
        """The address without its eid: ``work@version``."""
        return f"{self.work}@{self.version}" if self.version else self.work

    def __str__(self) -> str:
        return self.version_key + (f"#{self.eid}" if self.eid else "")


def is_eid(text: str) -> bool:
    """Tell whether every step of a text is a known element with a number."""
    return all(EID_STEP.fullmatch(step) for step in text.split("__"))


def eid_steps(eid: str) -> tuple[tuple[str, str], ...]:
    """Split an eid into (element, number) pairs.

    >>> eid_steps("art_120-1__para_2")
    (('art', '120-1'), ('para', '2'))
    """
    steps = []
    for step in eid.split("__"):
        match = EID_STEP.fullmatch(step)
        if match is None:
            message = f"not an eid: {eid!r}"
            raise ValueError(message)
        steps.append((match[1], match[2]))
    return tuple(steps)


def parent_eid(eid: str) -> str:
    """Return the eid one level up, or the empty string at the top."""
    return eid.rpartition("__")[0]


def article_eid(eid: str) -> str:
    """Return the eid cut after its article (or policy heading) step; unchanged if it has none.

    >>> article_eid("annex_1__art_2__para_1"), article_eid("chap_2")
    ('annex_1__art_2', 'chap_2')
    """
    steps = eid.split("__")
    for index, step in enumerate(steps):
        if step.startswith(("art_", "head_")):
            return "__".join(steps[: index + 1])
    return eid


def sort_key(eid: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return a key that orders the provisions of one kind as they are numbered."""
    return tuple((kind, tuple(int(n) for n in number.split("-"))) for kind, number in eid_steps(eid))
