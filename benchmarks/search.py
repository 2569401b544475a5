"""How often the right clause comes first for questions written blind, against plain full text as the floor.

Run: .venv/bin/python benchmarks/search.py [--queries FILE]
Reads build/kb.sqlite. Prints, for our ranking and for SQLite's BM25 over any of the words, how many of
the queries have a right answer first, among the first three and among the first ten, with 95 %
intervals (Wilson) and the ratio to the floor; then each query with the place of its answer.
"""

import argparse
import math
import re
import sqlite3
import tomllib
from collections.abc import Callable
from pathlib import Path

from kb.store.database import connect
from kb.store.fulltext import search
from kb.store.layout import Layout

ROOT = Path(__file__).parent.parent
QUERIES = ROOT / "tests" / "store" / "blind_queries.toml"
DEPTHS = (1, 3, 10)


def ours(connection: sqlite3.Connection) -> Callable[[str], list[str]]:
    return lambda words: [hit.address.replace(" ", "#") for hit in search(connection, words, 10, "").hits]


def floor(connection: sqlite3.Connection) -> Callable[[str], list[str]]:
    def asked(words: str) -> list[str]:
        expression = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", words))
        rows = connection.execute(
            "SELECT unit.version || '#' || unit.eid FROM unit_index "
            "JOIN unit ON unit.id = unit_index.rowid WHERE unit_index MATCH ? "
            "ORDER BY bm25(unit_index) LIMIT 10", (expression,))
        return [address for (address,) in rows]
    return asked


def place_of(found: list[str], right: list[str]) -> int:
    """Return the place of the first right answer from 1, or 0; a version stands for all within it."""
    fits = (place for place, address in enumerate(found, 1)
            if any(address == one or ("#" not in one and address.startswith(f"{one}#")) for one in right))
    return next(fits, 0)


def interval(hits: int, count: int, z: float = 1.96) -> tuple[float, float]:
    share, spread = hits / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    reach = z * math.sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return middle - reach, middle + reach


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--queries", type=Path, default=QUERIES)
    queries = tomllib.loads(parser.parse_args().queries.read_text(encoding="utf-8"))["query"]
    connection = connect(Layout(ROOT))
    places = {name: [place_of(asked(query["words"]), query["right"]) for query in queries]
              for name, asked in (("ours", ours(connection)), ("floor", floor(connection)))}
    for depth in DEPTHS:
        hits = {name: sum(0 < place <= depth for place in found) for name, found in places.items()}
        low, high = interval(hits["ours"], len(queries))
        ratio = f"{hits['ours'] / hits['floor']:.1f} x floor" if hits["floor"] else "floor finds none"
        print(f"first {depth:>2}: {hits['ours']:>3} of {len(queries)} ({low:.0%} to {high:.0%}); "
              f"floor {hits['floor']}; {ratio}")
    for query, mine, plain in zip(queries, places["ours"], places["floor"], strict=True):
        print(f"{mine or '-':>3} {plain or '-':>3}  {query['words']}")


if __name__ == "__main__":
    main()
