"""The ledger: what became of every character of both texts.

Reads a ``Comparison`` with its redlines; writes counts per side. Each character of the article text of a
side (line breaks and the article's own number left out) is in exactly one account, so the accounts of
a side sum to its whole article text.

=========  ================================================================================
kept       stands in both texts, in an article that stayed in its place (renumbered or not)
reworded   struck or added where the other text has other words in the same place
moved      stands in both texts, in an article whose order changed, or struck in one article and
           written word for word in another
split      stands in both texts, in an article that was split
merged     stands in both texts, in articles that were merged
dropped    of side a: struck without replacement
added      of side b: new without counterpart
=========  ================================================================================
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from kb.compare.blocks import common_blocks
from kb.compare.units import Unit
from kb.model.change import ChangeClass, Comparison, Link, OpKind, RedlineOp

ACCOUNTS: Final = {"a": ("kept", "reworded", "moved", "split", "merged", "dropped"),
                   "b": ("kept", "reworded", "moved", "split", "merged", "added")}
"""The accounts of each side, in the order in which they are printed."""


MOVED_LEAST: Final = {"zh": 12, "en": 40}
"""The shortest stretch that counts as moved text, in characters."""


@dataclass(frozen=True, slots=True)
class _Entry:
    side: str
    account: str
    text: str
    changed: bool


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
    entries = [entry for link in comparison.links for entry in _entries(
        link, link.redline or (_unchanged(link, printed_a),))]
    least = MOVED_LEAST[comparison.language]
    count_a, count_b = _counts(entries, "a"), _counts(entries, "b")
    _carry(entries, least, count_a, count_b)
    return (_ledger("a", count_a, printed_a), _ledger("b", count_b, printed_b))


def _unchanged(link: Link, printed: Mapping[str, str]) -> RedlineOp:
    return RedlineOp(OpKind.KEEP, "".join(printed[eid] for eid in link.a))


def _entries(link: Link, ops: tuple[RedlineOp, ...]) -> Iterator[_Entry]:
    same = _account_of_kept(link)
    for index, op in enumerate(ops):
        text = op.text.replace("\n", "")
        if op.kind is OpKind.KEEP:
            yield _Entry("a", same, text, changed=False)
            yield _Entry("b", same, text, changed=False)
        elif op.kind is OpKind.DELETE:
            account = "reworded" if _has(ops, index, OpKind.INSERT) else "dropped"
            yield _Entry("a", account, text, changed=True)
        else:
            account = "reworded" if _has(ops, index, OpKind.DELETE) else "added"
            yield _Entry("b", account, text, changed=True)


def _counts(entries: list[_Entry], side: str) -> Counter[str]:
    count: Counter[str] = Counter()
    for entry in entries:
        if entry.side == side:
            count[entry.account] += len(entry.text)
    return count


def _carry(entries: list[_Entry], least: int, count_a: Counter[str],
           count_b: Counter[str]) -> None:
    """Carry to *moved* what was struck in one place and written in another, word for word."""
    struck = [entry for entry in entries if entry.side == "a" and entry.changed]
    written = [entry for entry in entries if entry.side == "b" and entry.changed]
    blocks = common_blocks("\0".join(entry.text for entry in struck),
                           "\1".join(entry.text for entry in written), least)
    starts_a, starts_b = _starts(struck), _starts(written)
    for block in blocks:
        for count, account in (
                (count_a, struck[bisect_right(starts_a, block.a_start) - 1].account),
                (count_b, written[bisect_right(starts_b, block.b_start) - 1].account)):
            count[account] -= block.length
            count["moved"] += block.length


def _starts(entries: list[_Entry]) -> list[int]:
    return list(accumulate((len(entry.text) + 1 for entry in entries), initial=0))[:-1]


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
