"""The identity of provisions: proposed from the alignments of a work, checked against what is kept.

Reads comparisons and the addresses of each version; writes ``Identities`` values and problems. One link
makes at most one pair the same provision: of a split the part that keeps most words, of a merge the parent
that gives most.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.model.change import ChangeClass, Comparison, Link
from kb.model.identity import Identities, Provenance
from kb.model.problem import Problem, Severity

DISAGREES = "identity-disagrees"


@dataclass(frozen=True, slots=True)
class Held:
    """A version of a work with its addresses; ``official`` tells a final text from a draft."""

    id: str
    official: bool
    eids: tuple[str, ...]


def propose(work: str, versions: Sequence[Held], comparisons: Iterable[Comparison]) -> Identities:
    """Return the identity of all provisions of a work. ``versions`` are in the order of publication."""
    same, cut, taken = _pairs(comparisons)
    groups = _groups(same)
    rank = {one.id: (not one.official, place) for place, one in enumerate(versions)}
    order = {address: (*rank[one.id], place) for one in versions
             for place, address in enumerate(f"{one.id}#{eid}" for eid in one.eids)}
    names: dict[str, str] = {}
    for group in groups:
        known = sorted((one for one in group if one in order), key=order.__getitem__)
        names |= dict.fromkeys(known, known[0] if known else "")
    at: dict[str, list[str]] = {}
    for address in sorted(names, key=lambda one: order[one][1:]):
        if names[address] != address:
            at.setdefault(names[address], []).append(address)
    wid = {address: names.get(address, address) for address in order}
    return Identities(work, {one.id: one.eids for one in versions},
                      {name: tuple(at[name]) for name in sorted(at, key=order.__getitem__)},
                      _origins(wid, cut, taken))


def _pairs(comparisons: Iterable[Comparison]) -> tuple[list[tuple[str, str]], ...]:
    """Return which addresses are the same, which were cut off which, which were taken in by which."""
    same: list[tuple[str, str]] = []
    cut: list[tuple[str, str]] = []
    taken: list[tuple[str, str]] = []
    for comparison in comparisons:
        a, b = (key.partition("/")[0].partition("@")[2] for key in (comparison.a, comparison.b))
        for link in comparison.links:
            if not link.a or not link.b:
                continue
            main = _main(link)
            same.append((f"{a}#{main[0]}", f"{b}#{main[1]}"))
            cut += [(f"{b}#{eid}", f"{a}#{main[0]}") for eid in link.b if eid != main[1]]
            taken += [(f"{b}#{main[1]}", f"{a}#{eid}") for eid in link.a if eid != main[0]]
    return same, cut, taken


def _main(link: Link) -> tuple[str, str]:
    """Return the pair of a link that shares most words; the first of equal ones."""
    shared = {(x, y): 0 for x in link.a for y in link.b}
    for passage in link.proof:
        pair = _unit(passage.a.eid, link.a), _unit(passage.b.eid, link.b)
        if pair in shared:
            shared[pair] += passage.a.end - passage.a.start
    return max(shared, key=lambda pair: shared[pair])


def _unit(eid: str, units: tuple[str, ...]) -> str:
    return next((unit for unit in units if eid == unit or eid.startswith(f"{unit}__")), "")


def _groups(same: Iterable[tuple[str, str]]) -> Iterator[set[str]]:
    """Yield the addresses that are one provision."""
    held: dict[str, set[str]] = {}
    for x, y in same:
        joined = held.get(x, {x}) | held.get(y, {y})
        for one in joined:
            held[one] = joined
    seen: set[int] = set()
    for group in held.values():
        if id(group) not in seen:
            seen.add(id(group))
            yield group


def _origins(wid: Mapping[str, str], cut: Sequence[tuple[str, str]], taken: Sequence[tuple[str, str]]
             ) -> dict[str, Provenance]:
    found: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for place, rows in enumerate((cut, taken)):
        for address, other in rows:
            if address in wid and other in wid and wid[address] != wid[other]:
                found.setdefault(wid[address], ({}, {}))[place][wid[other]] = None
    return {name: Provenance(*(tuple(one) for one in sides)) for name, sides in sorted(found.items())}


def disagreements(kept: Identities, comparisons: Iterable[Comparison]) -> Iterator[Problem]:
    """Yield a problem for each link that joins what is kept apart, or parts what is kept as one."""
    for comparison in comparisons:
        a, b = (key.partition("/")[0].partition("@")[2] for key in (comparison.a, comparison.b))
        for link in comparison.links:
            if len(link.a) == len(link.b) == 1 and ChangeClass.SPLIT not in link.classes:
                old, new = f"{a}#{link.a[0]}", f"{b}#{link.b[0]}"
                names = kept.wid(old), kept.wid(new)
                if all(names) and names[0] != names[1]:
                    yield _problem(kept, new, f"aligned with {old}, but kept as {names[1]}")
            elif not link.a or not link.b:
                version, eid = (b, link.b[0]) if link.b else (a, link.a[0])
                name = kept.wid(f"{version}#{eid}")
                if name and kept.eids(name, a) and kept.eids(name, b):
                    yield _problem(kept, f"{version}#{eid}",
                                   f"aligned with nothing, but kept as the same as {name}")


def _problem(kept: Identities, address: str, words: str) -> Problem:
    return Problem(DISAGREES, Severity.WARNING, f"{kept.work}@{address}",
                   f"the alignment and the kept identity of this provision differ: {words}",
                   f"nothing was changed; kb align {kept.work} shows both")
