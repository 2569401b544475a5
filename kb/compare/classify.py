"""The classes of a link, from the texts and numbers of its two sides.

Reads the units of one group; writes classes and a rule id. *Unchanged* means that nothing changed, the
number included; *renumbered* that the number changed and the order did not; *moved* that the order
changed. A split or merge is *amended* as well when characters were lost or added besides.
"""

from typing import Final

from kb.compare.blocks import common_blocks, covered
from kb.compare.citations import Correspondence, cites_follow
from kb.compare.similarity import Symbols, ratio
from kb.compare.units import Unit
from kb.model.change import ChangeClass

REWRITTEN_BELOW: Final = 0.5
"""Neither side keeps half of its characters: a new text in the old place."""

_BLOCK: Final = 5


def classes_of(a: tuple[Unit, ...], b: tuple[Unit, ...], score: float, mapping: Correspondence,
               *, moved: bool) -> tuple[ChangeClass, ...]:
    """Return the classes of a group, in the order of ``ChangeClass``."""
    if not b:
        return (ChangeClass.DELETED,)
    if not a:
        return (ChangeClass.INSERTED,)
    found = {_wording(a, b, score, mapping), _place(a, b, moved=moved)}
    if len(b) > 1:
        found.add(ChangeClass.SPLIT)
    if len(a) > 1:
        found.add(ChangeClass.MERGED)
    if len(found) > 1:
        found.discard(ChangeClass.UNCHANGED)
    return tuple(one for one in ChangeClass if one in found)


def _wording(a: tuple[Unit, ...], b: tuple[Unit, ...], score: float,
             mapping: Correspondence) -> ChangeClass:
    if "".join(unit.text for unit in a) == "".join(unit.text for unit in b):
        return ChangeClass.UNCHANGED
    if "".join(unit.masked for unit in a) == "".join(unit.masked for unit in b):
        single = len(a) == len(b) == 1
        if not single or cites_follow(a[0], b[0], mapping):
            return ChangeClass.REFERENCE_ONLY
        return ChangeClass.AMENDED
    if score >= REWRITTEN_BELOW or _holds(a, b):
        return ChangeClass.AMENDED
    return ChangeClass.REWRITTEN


def _holds(a: tuple[Unit, ...], b: tuple[Unit, ...]) -> bool:
    """Tell whether most of the shorter side stands in the longer one: added to, not rewritten."""
    first = "".join(unit.masked for unit in a)
    second = "".join(unit.masked for unit in b)
    found = covered(common_blocks(first, second, _BLOCK))
    return found >= REWRITTEN_BELOW * min(len(first), len(second))


def _place(a: tuple[Unit, ...], b: tuple[Unit, ...], *, moved: bool) -> ChangeClass:
    if moved:
        return ChangeClass.MOVED
    numbers = {(unit.kind, unit.number) for unit in a}
    if any((unit.kind, unit.number) in numbers for unit in b):
        return ChangeClass.UNCHANGED
    return ChangeClass.RENUMBERED


def score_of(a: tuple[Unit, ...], b: tuple[Unit, ...], symbols: Symbols) -> float:
    """Return the Indel ratio of the joined masked texts, 0 to 1, four decimals."""
    if not a or not b:
        return 0.0
    glue = " " if symbols.language == "en" else ""
    first = symbols.encode(glue.join(unit.masked for unit in a))
    second = symbols.encode(glue.join(unit.masked for unit in b))
    return round(ratio(first, second), 4)


def rule_of(a: tuple[Unit, ...], b: tuple[Unit, ...], classes: tuple[ChangeClass, ...],
            *, proofs: tuple[str, ...]) -> str:
    """Return the id of the rule that made a link, or those of several joined by ``+``."""
    if not a or not b:
        return "no-counterpart"
    if proofs:
        return "+".join(proofs)
    if a[0].masked == b[0].masked:
        return "same-text" if a[0].text == b[0].text else "same-text-but-numbers"
    return "similar-out-of-order" if ChangeClass.MOVED in classes else "similar-in-order"
