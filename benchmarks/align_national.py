"""Random pairs of national statutes: no crash, every character accounted for, both sides alike.

    python benchmarks/align_national.py [--pairs 500] [--seed 20261124] [--alike]

Reads ../shared/national. Draws pairs with a fixed seed, most of which have nothing in common (a legal
outcome); with ``--alike`` pairs of statutes of one title, which are versions of one work. For each pair it
checks that nothing crashes, that every article is in exactly one link, that both ledgers sum to their text,
that kept and carried characters are at least 95 % of what an independent pass of longest common blocks
finds, and that swapping the sides mirrors the result. Prints what fails; exits with 1 if anything does.
"""

import argparse
import json
import lzma
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from kb.compare.align import compare_texts
from kb.compare.blocks import common_blocks, covered
from kb.compare.ledger import by_side
from kb.compare.units import all_units
from kb.model.change import ChangeClass, Comparison, Link
from kb.model.text import Grade, Text
from kb.parse.document import parse_bytes

PACKED = Path(__file__).parent.parent.parent / "shared" / "national" / "laws.jsonl.xz"
BLOCK = 30
"""The shortest block of the independent pass: below it common formulas of statutes are found everywhere."""
SHARE = 0.95
_MIRROR = {ChangeClass.INSERTED: ChangeClass.DELETED, ChangeClass.DELETED: ChangeClass.INSERTED,
           ChangeClass.SPLIT: ChangeClass.MERGED, ChangeClass.MERGED: ChangeClass.SPLIT}
Row = dict[str, Any]


def rows_at(packed: Path, places: set[int]) -> dict[int, Row]:
    """Return some rows of the collection by place."""
    with lzma.open(packed, "rt", encoding="utf-8") as rows:
        return {place: json.loads(row) for place, row in enumerate(islice(rows, max(places) + 1))
                if place in places}


def titles(packed: Path) -> dict[str, list[int]]:
    """Return the places of each title that occurs more than once."""
    found: dict[str, list[int]] = defaultdict(list)
    with lzma.open(packed, "rt", encoding="utf-8") as rows:
        for place, row in enumerate(rows):
            found[json.loads(row)["title"]].append(place)
    return {title: places for title, places in found.items() if len(places) > 1}


def read(row: Row, version: str) -> Text:
    """Return one row as a text."""
    return parse_bytes(row["text"].encode(), "text/markdown", row["path"].rpartition("/")[2],
                       version=version, language="zh", grade=Grade.REPUBLISHED)


def faults(a: Text, b: Text) -> Iterator[str]:
    """Yield what is wrong with the comparison of two texts."""
    comparison = compare_texts(a, b)
    ledger = by_side(comparison.accounts)
    for side, text in (("a", a), ("b", b)):
        units = all_units(text)
        linked = Counter(eid for link in comparison.links for eid in getattr(link, side))
        if linked != Counter(unit.eid for unit in units):
            yield f"articles of {side} not in exactly one link"
        if sum(ledger[side].values()) != sum(len(unit.printed.replace("\n", "")) for unit in units):
            yield f"ledger of {side} does not sum to its text"
    if _seen(compare_texts(b, a), turn=True) != _seen(comparison, turn=False):
        yield "swapping the sides does not mirror the links"
    again = sum(ledger["a"][name] for name in ("kept", "moved", "split", "merged"))
    found = covered(common_blocks(_printed(a), _printed(b), BLOCK))
    if again < SHARE * found:
        yield f"{again} characters found again, {found} by an independent pass"


def _printed(text: Text) -> str:
    return "".join(unit.printed for unit in all_units(text)).replace("\n", "")


def _seen(comparison: Comparison, *, turn: bool) -> set[tuple[Any, ...]]:
    def one(link: Link) -> tuple[Any, ...]:
        ends = (link.b, link.a) if turn else (link.a, link.b)
        classes = frozenset(_MIRROR.get(c, c) if turn else c for c in link.classes)
        return *ends, link.score, classes, frozenset(one(part) for part in link.parts)
    return {one(link) for link in comparison.links}


def drawn(options: argparse.Namespace) -> list[tuple[int, int]]:
    """Return the places of the pairs."""
    luck = random.Random(options.seed)
    if options.alike:
        same = sorted(titles(options.packed).values())
        return [tuple(luck.sample(places, 2)) for places in luck.sample(  # type: ignore[misc]
            same, min(options.pairs, len(same)))]
    with lzma.open(options.packed, "rb") as rows:
        count = sum(1 for _ in rows)
    return [(luck.randrange(count), luck.randrange(count)) for _ in range(options.pairs)]


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--packed", type=Path, default=PACKED)
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--alike", action="store_true", help="pairs of one title")
    options = parser.parse_args()
    pairs = drawn(options)
    rows = rows_at(options.packed, {place for pair in pairs for place in pair})
    bad, begin = 0, time.perf_counter()
    classes: Counter[str] = Counter()
    for x, y in pairs:
        a, b = read(rows[x], "statute@a"), read(rows[y], "statute@b")
        try:
            wrong = list(faults(a, b))
            classes.update(str(one) for link in compare_texts(a, b).links for one in link.classes)
        except Exception as error:  # noqa: BLE001 - a crash is what this looks for
            wrong = [f"{type(error).__name__}: {error}"]
        bad += bool(wrong)
        for what in wrong:
            print(f"{rows[x]['title']} | {rows[y]['title']} ({x}, {y}): {what}")
    print(f"{len(pairs)} pairs, {bad} with a fault, {time.perf_counter() - begin:.0f} s; "
          f"links: {dict(classes.most_common())}")
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
