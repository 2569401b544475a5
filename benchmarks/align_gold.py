"""Alignments made by hand, in a form that holds no words of the texts, and how two of them agree.

People write one JSON object per line: ``{"l": "article", "a": [eid], "b": [eid], "c": [class]}`` for each
connected group of articles (headings and points of policy documents), ``"l": "part"`` for paragraphs and
items, and ``{"l": "text", "a": [eid, words], "b": [eid, words]}`` for wording that went into a provision
which is not the counterpart of the one it came from. What is committed has eids, classes and places only,
beside the digest of every provision of both texts.

Reads: raw alignments, build/kb.sqlite (the texts). Writes: the folder named.
Refuses: a class or field outside the scheme, a provision that is not there, an article in no group or in
two, a part in two, words that are not found, a remark that quotes the text at length. All or nothing.

    python benchmarks/align_gold.py pack --raw FOLDER --to tests/gold/align/raw/first [--held-out NAME]
    python benchmarks/align_gold.py agree
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.gold_pack import ANNOTATED, GoldError, digest, locate, read_rows, refuse_quotes
from benchmarks.measures import f1, kappa
from kb.errors import KbError
from kb.model.change import ChangeClass

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold" / "align"
PAIRS: Mapping[str, tuple[str, str]] = {
    "labelling": ("synthetic-content-labelling-measures@draft-2024",
                  "synthetic-content-labelling-measures@final-2025"),
    "csl": ("cybersecurity-law@v2016", "cybersecurity-law@v2025"),
    "aml": ("anti-monopoly-law@v2007", "anti-monopoly-law@v2022"),
    "satellite": ("direct-to-satellite-provisions@draft-2024", "direct-to-satellite-provisions@final-2025"),
    "publicdata": ("public-data-authorised-operation-rules@draft-2024",
                   "public-data-authorised-operation-rules@final-2025")}
"""The pairs that were aligned by hand, by the short name that is also the name of their files."""
LEVELS = ("articles", "parts")
DIGITS = 16
_FIELDS = {"article": {"l", "a", "b", "c", "alt", "amb"}, "part": {"l", "a", "b", "c", "alt", "amb"},
           "text": {"l", "a", "b", "amb"}}
_CLASSES = frozenset(str(one) for one in ChangeClass)

Row = dict[str, Any]
Nodes = Mapping[str, str]
Sides = tuple[Nodes, Nodes]


def pack(rows: Iterable[Row], name: str, sides: Sides, articles: tuple[Sequence[str], Sequence[str]],
         *, held_out: bool = False) -> Row:
    """Return one hand alignment with places only.

    ``sides`` are the own texts of all provisions by eid; ``articles`` the eids that are aligned as whole
    units, in order.

    Raises:
        GoldError: one complaint for each line that is wrong, or for each unit left out or taken twice.
    """
    found: dict[str, list[Row]] = {"article": [], "part": [], "text": []}
    complaints: list[str] = []
    for line, row in enumerate(rows, 1):
        try:
            kind = _kind(row, sides)
            found[kind].append(_moved(row, sides) if kind == "text" else _group(row, sides))
        except (GoldError, KeyError, TypeError, IndexError, ValueError) as error:
            complaints.append(f"{name} line {line}: {type(error).__name__} {error}")
    for side, eids in zip("ab", articles, strict=True):
        complaints += [f"{name}: {what}" for what in _uneven(found, side, eids)]
    if complaints:
        raise GoldError(complaints)
    a, b = PAIRS[name]
    return {"name": name, "a": a, "b": b, "annotated": ANNOTATED, "held_out": held_out,
            **{f"nodes_{side}": {eid: digest(text)[:DIGITS] for eid, text in nodes.items() if text}
               for side, nodes in zip("ab", sides, strict=True)},
            "articles": found["article"], "parts": found["part"], "moved": found["text"]}


def _kind(row: Row, sides: Sides) -> str:
    unknown = set(row) - _FIELDS[row["l"]]
    if unknown:
        raise GoldError([f"fields outside the scheme: {sorted(unknown)}"])
    for nodes in sides:
        refuse_quotes(str(row.get("amb") or ""), nodes)
    return str(row["l"])


def _group(row: Row, sides: Sides) -> Row:
    for side, nodes in zip("ab", sides, strict=True):
        missing = [eid for eid in row[side] if eid not in nodes]
        if missing:
            raise GoldError([f"{side} has no {', '.join(missing)}"])
    other = [row["c"], *(row.get("alt") or [])]
    unknown = {one for classes in other for one in classes} - _CLASSES
    if unknown or not row["c"] or not (row["a"] or row["b"]):
        raise GoldError([f"not classes of a group: {row['c']} {sorted(unknown)}"])
    return {"a": list(row["a"]), "b": list(row["b"]), "classes": sorted(row["c"]),
            "alternatives": [sorted(one) for one in other[1:]], "ambiguity": row.get("amb")}


def _moved(row: Row, sides: Sides) -> Row:
    return {side: locate(row[side][0], row[side][1], nodes)
            for side, nodes in zip("ab", sides, strict=True)} | {"ambiguity": row.get("amb")}


def _uneven(found: Mapping[str, list[Row]], side: str, eids: Sequence[str]) -> list[str]:
    counts = Counter(eid for row in found["article"] for eid in row[side])
    parts = Counter(eid for row in found["part"] for eid in row[side])
    return [*(f"{side} {eid} is in no group" for eid in eids if not counts[eid]),
            *(f"{side} {eid} is in {count} groups" for eid, count in (counts + parts).items() if count > 1)]


def texts_of(root: Path, name: str) -> tuple[Sides, tuple[list[str], list[str]]]:
    """Return the own texts and the whole units of both sides of a pair, of a built library.

    Raises:
        GoldError: a text is not there.
    """
    from kb.compare.units import all_units
    from kb.model.provision import walk_all
    from kb.store.database import read_library
    from kb.store.layout import Layout

    library = read_library(Layout(root))
    texts = [library.text(key) for key in PAIRS[name]]
    if any(text is None for text in texts):
        raise GoldError([f"{name}: both texts are needed; kb capture --from FOLDER, then kb build"])
    nodes = tuple({node.eid: node.text for node in walk_all(text.provisions)} for text in texts if text)
    units = tuple([unit.eid for unit in all_units(text)] for text in texts if text)
    return (nodes[0], nodes[1]), (units[0], units[1])


def agreement(first: Row, second: Row) -> dict[str, tuple[float | None, int]]:
    """Return the agreement of two alignments of a pair: measure to value and n."""
    if any(first[name] != second[name] for name in ("a", "b", "nodes_a", "nodes_b")):
        raise GoldError([f"{first['name']}: the two alignments are not of the same texts"])
    found: dict[str, tuple[float | None, int]] = {}
    for level in LEVELS:
        links = [links_of(side[level]) for side in (first, second)]
        found[f"{level}: link F1"] = (f1(len(links[0] & links[1]), len(links[0]), len(links[1])),
                                      max(map(len, links)))
        classes = [{(*row["a"], "|", *row["b"]): "+".join(row["classes"]) for row in side[level]}
                   for side in (first, second)]
        both = sorted(set(classes[0]) & set(classes[1]))
        found[f"{level}: kappa of the classes of groups both have"] = (
            kappa([(classes[0][key], classes[1][key]) for key in both]), len(both))
    moved = [{(row["a"]["eid"], at) for row in side["moved"]
              for at in range(row["a"]["start"], row["a"]["end"])} for side in (first, second)]
    found["moved wording: F1 of characters"] = (
        f1(len(moved[0] & moved[1]), len(moved[0]), len(moved[1])),
        max(len(side["moved"]) for side in (first, second)))
    return found


def links_of(groups: Iterable[Row]) -> set[tuple[str, str]]:
    """Return every pair of eids that some groups join."""
    return {(x, y) for row in groups for x in row["a"] for y in row["b"]}


def packed_text(gold: Row) -> str:
    """Return the committed form: one record a line."""
    parts = []
    for name, value in gold.items():
        records = name in {*LEVELS, "moved"}
        lines = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value) if records else ""
        parts.append(f'"{name}": ' + (f"[\n  {lines}]" if lines else json.dumps(value, ensure_ascii=False)))
    return "{\n" + ",\n".join(parts) + "\n}\n"


def load(folder: Path) -> list[Row]:
    """Return the packed alignments of a folder."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))]


def _pack_all(options: argparse.Namespace) -> None:
    packed = {}
    for name in PAIRS:
        path = options.raw / f"{name}.jsonl"
        if path.is_file():
            packed[name] = pack(read_rows(path), name, *texts_of(options.root, name),
                                held_out=name in options.held_out)
    options.to.mkdir(parents=True, exist_ok=True)
    for name, gold in packed.items():
        (options.to / f"{name}.json").write_text(packed_text(gold), encoding="utf-8")
        print(f"{name}: {len(gold['articles'])} groups of articles, {len(gold['parts'])} of parts, "
              f"{len(gold['moved'])} moved passages")


def _agree(options: argparse.Namespace) -> None:
    seconds = {one["name"]: one for one in load(options.gold / "raw" / "second")}
    for first in load(options.gold / "raw" / "first"):
        if first["name"] in seconds:
            print(f"{first['name']}  (annotated {ANNOTATED})")
            for measure, (value, n) in agreement(first, seconds[first["name"]]).items():
                print(f"  {'–' if value is None else f'{value:.4f}':>7}  n {n:>4}  {measure}")


def main() -> int:
    """Run the command line; 2 where nothing could be done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout with the built library")
    commands = parser.add_subparsers(required=True)
    into = commands.add_parser("pack", help="words to places")
    into.add_argument("--raw", type=Path, required=True)
    into.add_argument("--to", type=Path, required=True)
    into.add_argument("--held-out", nargs="*", default=[], help="pairs kept for the last measurement")
    into.set_defaults(run=_pack_all)
    agree = commands.add_parser("agree", help="how far the two raw alignments agree")
    agree.add_argument("--gold", type=Path, default=GOLD)
    agree.set_defaults(run=_agree)
    options = parser.parse_args()
    try:
        options.run(options)
    except (GoldError, KbError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
