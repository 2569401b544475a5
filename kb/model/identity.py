"""Which provisions of the versions of a work are one and the same (in FRBR terms: one work).

An *address* here is ``version#eid`` within one work. A *wid* is the address that names a provision through
all versions: that in the first official text which has it, or in the first draft where no official text
has it. The level is the article (in policy documents the heading or point).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where else a provision comes from, as wids: what it was cut off, and what it took in."""

    split_from: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Identities:
    """The identity of all provisions of a work.

    ``addresses`` are all that were ever published, by version in the order of publication. ``at`` leads
    from a wid to the other addresses of the provision; one that stands in one version only is not in it.
    ``origins`` say what was split or merged, by wid.
    """

    work: str
    addresses: Mapping[str, tuple[str, ...]]
    at: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    origins: Mapping[str, Provenance] = field(default_factory=dict)

    @cached_property
    def _wids(self) -> Mapping[str, str]:
        return {address: wid for wid, others in self.at.items() for address in (wid, *others)}

    def wid(self, address: str) -> str:
        """Return the name of the provision at an address; an address that is not listed has none.

        >>> found = Identities("law", {"v1": ("art_2",), "v2": ("art_3",)}, {"v1#art_2": ("v2#art_3",)})
        >>> found.wid("v2#art_3"), found.wid("v2#art_9")
        ('v1#art_2', '')
        """
        version, _, eid = address.partition("#")
        return self._wids.get(address, address if eid in self.addresses.get(version, ()) else "")

    def places(self, wid: str) -> tuple[str, ...]:
        """Return all addresses of a provision, in the order of the versions."""
        order = list(self.addresses)
        found = (wid, *self.at.get(wid, ()))
        return tuple(sorted(found, key=lambda one: order.index(one.partition("#")[0])))

    def eids(self, wid: str, version: str) -> tuple[str, ...]:
        """Return where a provision stands in a version: one eid, or none."""
        return tuple(one.partition("#")[2] for one in self.places(wid) if one.startswith(f"{version}#"))
