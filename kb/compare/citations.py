"""Whether citations with other numbers still cite the same provisions.

Reads the citations of two texts that are equal but for cited numbers, and the mapping of eids between
the two texts; writes a verdict. A number that follows the mapping is a mere consequence of
renumbering; a number that goes elsewhere is a change of substance. A citation of another work
(《…》第X条, 刑法第X条) or of a provision that has no counterpart is not contradicted by the mapping.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kb.compare.folding import Cite
from kb.compare.units import Unit
from kb.model.identifiers import article_eid
from kb.model.numerals import to_int

_OTHER_WORK: Final = re.compile(r"(?:》|(?<!本)(?:法|条例|办法|规定|决定|规则|细则|规范))$")


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The counterparts of each eid on the other side, all levels; an absent eid has none."""

    to_b: Mapping[str, frozenset[str]]
    to_a: Mapping[str, frozenset[str]]

    def contradicts(self, eid_a: str, eid_b: str) -> bool:
        """Tell whether either provision is known to correspond to another one than the other."""
        forth, back = self.to_b.get(eid_a), self.to_a.get(eid_b)
        return (forth is not None and eid_b not in forth) or (
            back is not None and eid_a not in back)


def cites_follow(a: Unit, b: Unit, mapping: Correspondence) -> bool:
    """Tell whether no citation of b contradicts what the mapping makes of its counterpart in a."""
    if len(a.cites) != len(b.cites):
        return False
    for of_a, of_b in zip(_targets(a), _targets(b), strict=True):
        if len(of_a) != len(of_b):
            return False
        if any(mapping.contradicts(x, y) for x, y in zip(of_a, of_b, strict=True)):
            return False
    return True


def cited_articles(unit: Unit) -> frozenset[str]:
    """Return the eids of the articles of the same text that a unit cites, itself left out."""
    own = article_eid(unit.eid)
    return frozenset(article for names in _targets(unit) for name in names
                     if (article := article_eid(name)) != own)


def _targets(unit: Unit) -> list[tuple[str, ...]]:
    """Return the eids each citation of a unit names, empty where it names another work's."""
    found: list[tuple[str, ...]] = []
    before: Cite | None = None
    prefix = article_eid(unit.eid)
    own = prefix
    for cite in unit.cites:
        joined = before is not None and before.end == cite.start
        if not joined:
            prefix = "" if _OTHER_WORK.search(unit.text[:cite.start]) else own
        names = _eids(cite, prefix, joined=joined)
        found.append(names)
        prefix = names[-1] if names else prefix
        before = cite
    return found


def _eids(cite: Cite, prefix: str, *, joined: bool) -> tuple[str, ...]:
    if not prefix:
        return ()
    numbers = [to_int(number) for number in cite.numbers if number.isdecimal() or to_int(number)]
    article = article_eid(prefix)
    branch = f"-{to_int(cite.branch)}" if cite.branch else ""
    if cite.unit == "条":
        head = prefix.partition("__")[0] + "__" if prefix.startswith("annex_") else ""
        return tuple(f"{head}art_{n}{branch}" for n in numbers)
    if cite.unit == "款":
        return tuple(f"{article}__para_{n}" for n in numbers)
    if cite.unit == "项":
        paragraph = prefix if joined and "__para_" in prefix else f"{article}__para_1"
        return tuple(f"{paragraph}__item_{n}" for n in numbers)
    return ()
