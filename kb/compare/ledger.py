"""The ledger: what became of every character of both texts.

Reads the links of a comparison with their redlines, and the passages that were carried elsewhere; writes
``Account`` values. Each character of the articles of a side (annexes and points of policy documents
included; line breaks and the article's own number left out) is in exactly one account. The counting goes
character by character, and refuses a comparison that leaves one out or takes one twice.

=========  ================================================================================
kept       stands in both texts, in an article that stayed in its place (renumbered or not)
reworded   struck or added where the other text has other words in the same place
moved      stands in both texts, in an article whose order changed, or struck in one place and
           written word for word in another
split      stands in both texts, in an article that was split
merged     stands in both texts, in articles that were merged
dropped    of side a: struck without replacement
added      of side b: new without counterpart
=========  ================================================================================
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from kb.compare.carrying import Carried
from kb.compare.sheets import SIDES, Sheet
from kb.compare.units import Unit
from kb.errors import KbError
from kb.model.change import Account, ChangeClass, Link

ACCOUNTS: Final = {"a": ("kept", "reworded", "moved", "split", "merged", "dropped"),
                   "b": ("kept", "reworded", "moved", "split", "merged", "added")}
"""The accounts of each side, in the order in which they are printed."""


def build_accounts(links: tuple[Link, ...], sheet: Sheet, carried: Iterable[Carried],
                   units: tuple[tuple[Unit, ...], tuple[Unit, ...]]) -> tuple[Account, ...]:
    """Return the accounts of both sides; ``units`` are what was compared.

    Raises:
        KbError: a character is in no account or in two, so the comparison cannot be trusted.
    """
    names = {side: _names(links, sheet, side) for side in SIDES}
    for one in carried:
        for side, places in zip(SIDES, one.moved, strict=True):
            for at in places:
                names[side][at] = "moved"
    found = []
    for side, own in zip(SIDES, units, strict=True):
        counts = Counter(name for name, char in zip(names[side], sheet.text(side), strict=True)
                         if char != "\n")
        _refuse_unbalanced(counts, side, own)
        found += [Account(side, name, counts[name]) for name in ACCOUNTS[side]]
    return tuple(found)


def by_side(accounts: Iterable[Account]) -> Mapping[str, dict[str, int]]:
    """Return the characters of each account under ``a`` and ``b``."""
    found: dict[str, dict[str, int]] = {side: {} for side in SIDES}
    for one in accounts:
        found[one.side][one.name] = one.characters
    return found


def _names(links: tuple[Link, ...], sheet: Sheet, side: str) -> list[str]:
    kept = [_account_of_kept(link) for link in links]
    alone = "dropped" if side == "a" else "added"
    found: list[str] = []
    for run in sheet.runs[side]:
        changed = "reworded" if run.replaced else alone
        found += [changed if run.changed else kept[run.link]] * (run.end - run.start)
    return found


def _refuse_unbalanced(counts: Counter[str], side: str, units: tuple[Unit, ...]) -> None:
    total = sum(len(unit.printed) - unit.printed.count("\n") for unit in units)
    if counts.total() != total:
        raise KbError("the ledger of a comparison does not sum to its text", f"side {side}",
                      f"{counts.total():,} characters in accounts, {total:,} in the provisions",
                      "this is a defect of the program: please report it with the two texts")


def _account_of_kept(link: Link) -> str:
    for found in (ChangeClass.SPLIT, ChangeClass.MERGED, ChangeClass.MOVED):
        if found in link.classes:
            return str(found)
    return "kept"
