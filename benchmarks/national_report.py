"""What a run over the national collection says: crashes, numbering, landing of pinpoints, by cause.

Reads: records of ``benchmarks/national_record.py``. Returns: lines to print. A cause is told by the form of
the failure alone, never by which text it is in; whether the copy, the law or this program is at fault is
then a matter of reading (docs/national.md holds what a reading of a sample found).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from math import sqrt
from typing import Any, Final

Row = dict[str, Any]
GOALS: Final = {"numbering": 0.99, "landing": 0.997}
_LACK: Final = re.compile(r"(?P<above>\S+): (?P<level>\w+) (?P<number>\S+) of (?P<has>\d+)")
_LEVELS: Final = {"para": "a paragraph", "item": "an item", "subitem": "a subitem", "art": "an article",
                  "chap": "a chapter", "sec": "a section", "part": "a part", "subpart": "a part"}


def report(rows: list[Row]) -> list[str]:
    """Return the whole report."""
    return [*_head(rows), "", *_numbering(rows), "", *_landing(rows), "", *_totals(rows)]


def listed(rows: list[Row], cause: str, most: int) -> list[str]:
    """Return the first failures of a cause, each with the words around it."""
    found = [f"{row['title'][:30]} {failure['eid']}: {failure['before'][-20:]}[{failure['surface']}]"
             f"{failure['after'][:16]}  {'; '.join(failure['lacks'][:2])}"
             for row in rows for failure in row.get("failed", ()) if cause in cause_of(row, failure)]
    return found[:most] or [f"no failure of a cause that contains {cause!r}"]


def cause_of(row: Row, failure: Row) -> str:
    """Return why a pinpoint did not land, as far as its form tells."""
    if not row["articles"]:
        return "a text without articles"
    if failure["status"] == "ambiguous":
        return "may be of two works or places: refused"
    lacks = [match for words in failure["lacks"] if (match := _LACK.match(words))]
    if not lacks:
        return "前款 or 前条 with nothing before it" if failure["family"] == "relative" else "other"
    first = lacks[0]
    if not re.fullmatch(r"\d+(?:-\d+)?", first["number"]):
        return "a number that cannot be read"
    level = _LEVELS.get(first["level"], "a part")
    if first["has"] == "0" and first["level"] in ("item", "subitem", "para"):
        return f"{level} where the copy has none (lost numbers, or cited in the wrong place)"
    return f"{level} beyond those the copy has (run together, or miscited)"


def landed(rows: Iterable[Row]) -> tuple[int, int]:
    """Return how many internal and relative pinpoints land, and of how many."""
    good = bad = 0
    for row in rows:
        kinds = row.get("references", {})
        good += kinds.get("internal pinpoint|resolved", 0) + kinds.get("relative|resolved", 0)
        bad += len(row.get("failed", ()))
    return good, good + bad


def _head(rows: list[Row]) -> Iterator[str]:
    crashed = [row for row in rows if "crash" in row]
    yield f"{len(rows):,} texts, {sum(row['chars'] for row in rows):,} characters; crashes: {len(crashed)}"
    yield from (f"  {row['path']}: {row['crash']}" for row in crashed[:20])
    unread = sum(row.get("analysis_codes", {}).get("too-long-to-analyse", 0) for row in rows)
    yield f"provisions too long to be analysed (each is a problem of its text): {unread}"


def _numbering(rows: list[Row]) -> Iterator[str]:
    held = [row for row in rows if row.get("articles")]
    gaps = [row for row in held if row["gaps"]]
    yield from _share("texts with articles whose numbers have no gap", len(held) - len(gaps), len(held),
                      "numbering")
    yield from (f"  {count:5d}  {cause}" for cause, count in Counter(map(gap_cause, gaps)).most_common())


def gap_cause(row: Row) -> str:
    """Return why article numbers have a gap, as far as the source tells."""
    printed = [places for places in row["printed"].values() if places]
    if not printed:
        return "the copy prints no such number anywhere"
    if any(re.match(r"\s*第.{1,8}条", words[12:]) and "\n" in words[:12]
           for places in printed for words in places):
        return "the number stands at the head of a line and was not read"
    return "the number is printed inside other text only"


def _landing(rows: list[Row]) -> Iterator[str]:
    statutes = [row for row in rows if row.get("articles")]
    for label, held in (("in texts with articles", statutes), ("in all texts", rows)):
        yield from _share(f"internal and relative pinpoints that land, {label}", *landed(held), "landing")
    causes = Counter(cause_of(row, failure) for row in rows for failure in row.get("failed", ()))
    yield from (f"  {count:5d}  {cause}" for cause, count in causes.most_common())


def _totals(rows: list[Row]) -> Iterator[str]:
    for name in ("references", "norms"):
        total: Counter[str] = Counter()
        for row in rows:
            total.update(row.get(name, {}))
        yield f"{name}: " + ", ".join(f"{key} {count:,}" for key, count in total.most_common())
    yield f"definitions: {sum(row.get('definitions', 0) for row in rows):,}"


def _share(words: str, good: int, whole: int, goal: str) -> Iterator[str]:
    low, high = wilson(good, whole)
    yield (f"{words}: {good:,} of {whole:,} = {100 * good / (whole or 1):.2f} % "
           f"({100 * low:.2f} to {100 * high:.2f}; goal {100 * GOALS[goal]:.1f} %)")


def wilson(good: int, whole: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson 1927)."""
    if not whole:
        return 0.0, 1.0
    z, share = 1.96, good / whole
    middle = share + z * z / (2 * whole)
    width = z * sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole))
    return (middle - width) / (1 + z * z / whole), (middle + width) / (1 + z * z / whole)
