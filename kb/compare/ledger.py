"""The ledger: what became of every character of both texts.

Reads a ``Comparison`` with its redlines; writes counts per side. Each character of the article text of a
side (line breaks and the article's own number left out) is in exactly one account, so the accounts of
a side sum to its whole article text.

=========  ================================================================================
kept       stands in both texts, in an article that stayed in its place (renumbered or not)
reworded   struck or added where the other text has other words in the same place
moved      stands in both texts, in an article whose order changed
split      stands in both texts, in an article that was split
merged     stands in both texts, in articles that were merged
dropped    of side a: struck without replacement
added      of side b: new without counterpart
=========  ================================================================================
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kb.compare.units import Unit
from kb.model.change import ChangeClass, Comparison, Link, OpKind, RedlineOp

ACCOUNTS: Final = {"a": ("kept", "reworded", "moved", "split", "merged", "dropped"),
                   "b": ("kept", "reworded", "moved", "split", "merged", "added")}
"""The accounts of each side, in the order in which they are printed."""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Characters per account of one side, and their sum: the article text of that side."""

    accounts: Mapping[str, int]
    total: int

    @property
    def is_balanced(self) -> bool:
        """Tell whether every character is in one account."""
        return sum(self.accounts.values()) == self.total


def build_ledger(comparison: Comparison, a: tuple[Unit, ...],
                 b: tuple[Unit, ...]) -> tuple[Ledger, Ledger]:
    """Return the ledgers of both sides; ``a`` and ``b`` are the units that were compared."""
    printed_a = {unit.eid: unit.printed for unit in a}
    printed_b = {unit.eid: unit.printed for unit in b}
    count_a: Counter[str] = Counter()
    count_b: Counter[str] = Counter()
    for link in comparison.links:
        ops = link.redline or (RedlineOp(OpKind.KEEP, "".join(printed_a[eid] for eid in link.a)),)
        for side, account, length in _entries(link, ops):
            (count_a if side == "a" else count_b)[account] += length
    return (_ledger("a", count_a, printed_a), _ledger("b", count_b, printed_b))


def _entries(link: Link, ops: tuple[RedlineOp, ...]) -> Iterator[tuple[str, str, int]]:
    same = _account_of_kept(link)
    for index, op in enumerate(ops):
        length = len(op.text) - op.text.count("\n")
        if op.kind is OpKind.KEEP:
            yield "a", same, length
            yield "b", same, length
        elif op.kind is OpKind.DELETE:
            yield "a", "reworded" if _has(ops, index, OpKind.INSERT) else "dropped", length
        else:
            yield "b", "reworded" if _has(ops, index, OpKind.DELETE) else "added", length


def _has(ops: tuple[RedlineOp, ...], index: int, kind: OpKind) -> bool:
    """Tell whether a run of the other kind stands between the same kept runs."""
    for step in (-1, 1):
        at = index + step
        while 0 <= at < len(ops) and ops[at].kind is not OpKind.KEEP:
            if ops[at].kind is kind:
                return True
            at += step
    return False


def _account_of_kept(link: Link) -> str:
    for found in (ChangeClass.SPLIT, ChangeClass.MERGED, ChangeClass.MOVED):
        if found in link.classes:
            return str(found)
    return "kept"


def _ledger(side: str, count: Counter[str], printed: Mapping[str, str]) -> Ledger:
    total = sum(len(text) - text.count("\n") for text in printed.values())
    return Ledger({name: count[name] for name in ACCOUNTS[side]}, total)
