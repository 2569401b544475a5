"""Whether citations with other numbers still cite the same provisions.

Reads the citations of two texts that are equal but for cited numbers, and the mapping of eids between
the two texts; writes a verdict. A number that follows the mapping is a mere consequence of
renumbering; a number that goes elsewhere is a change of substance. A citation of another work
(《…》第X条, 刑法第X条, Article X of the … Law) or of a provision that has no counterpart is not
contradicted by the mapping.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kb.compare.folding import Cite
from kb.compare.units import Unit
from kb.model.identifiers import article_eid
from kb.model.numerals import to_int

_WORK: Final = r"(?:法|条例|办法|规定|决定|规则|细则|规范)$"
_AFTER_WORK: Final = re.compile(rf"》$|{_WORK}")
_AFTER_OWN: Final = re.compile(rf"本(?:实施|暂行)?{_WORK}")
_BEFORE_OTHER_WORK: Final = re.compile(r"(?: ?\([^()]*\))* of the [A-Z]")
_LISTED: Final = re.compile(r"、|和|与|及|以及|或|或者|至|到|,|,? ?(?:and|or|to) ")
"""What stands between two citations of one list: what holds for the first holds for the next."""


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
    prefix = own = article_eid(unit.eid)
    other, end = False, 0
    for cite in unit.cites:
        joined = 0 < end == cite.start
        if not joined:
            listed = _LISTED.fullmatch(unit.text, end, cite.start) is not None
            other = (other and listed) or _is_of_another_work(unit.text, cite)
            prefix = "" if other else own
        names = _eids(cite, prefix, joined=joined)
        found.append(names)
        prefix = names[-1] if names else prefix
        end = cite.end
    return found


def _is_of_another_work(text: str, cite: Cite) -> bool:
    before = text[:cite.start]
    named = _AFTER_WORK.search(before) and not _AFTER_OWN.search(before)
    return bool(named or _BEFORE_OTHER_WORK.match(text, cite.end))


def _eids(cite: Cite, prefix: str, *, joined: bool) -> tuple[str, ...]:
    if not prefix:
        return ()
    numbers = [found for number in cite.numbers if (found := _normalised(number))]
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


def _normalised(number: str) -> str:
    """Return a cited number as eids write it (``17``, ``120-1``), or nothing if it is none."""
    values = [to_int(piece) for piece in number.split("-")]
    return "-".join(str(value) for value in values) if all(values) else ""
