"""Score the aligner against alignments made by hand, and write the figures down.

Reads: build/kb.sqlite (the texts; they are aligned afresh by the program as it is, without reviewers'
corrections), tests/gold/align. Writes, with --write: corpus/scores-alignment.json. Builds nothing.
Refuses: a pair of which the raw alignment is not committed (where there is a second, independent one,
``align_gold.py agree`` compares them); texts that are not those that were aligned by hand; to score a
second time the pair kept for the last measurement.

    python benchmarks/align_score.py [--pairs] [--errors] [--write --day 2026-11-24] [--held-out]

A *link* is a pair of eids that one group joins. A *class* is right where a group of the same eids has it in
both; the figure is the mean of the F1 of the classes that occur. A split or merge is right with all its
members. A character of moved wording is found where the program says that it went to the same article;
passages that the annotator marked as doubtful are not counted.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.align_gold import ANNOTATED, DIGITS, GOLD, LEVELS, links_of, load, texts_of
from benchmarks.gold_pack import GoldError, digest
from benchmarks.measures import f1, wilson
from benchmarks.score import refuse_uncommitted, written
from kb import __version__
from kb.errors import KbError
from kb.model.change import ChangeClass

ROOT = Path(__file__).parent.parent
GOALS = {"articles and parts: link F1": 0.985, "articles: link F1": 0.985,
         "articles and parts: class macro-F1": 0.92, "articles: class macro-F1": 0.92,
         "splits and merges, F1": 0.80, "moved wording, recall of characters": 0.85}
CLASSES = tuple(str(one) for one in ChangeClass)
Row = dict[str, Any]
Group = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Aligned:
    """One pair: the alignment by hand beside what ``kb diff --format json`` says."""

    gold: Row
    said: Row

    def groups(self, level: str) -> tuple[dict[Group, Row], dict[Group, Row]]:
        """Return the groups of one level of both sides, by their members.

        Of parts only those count of which the hand alignment names at least one provision: the parts of
        articles with the same text were not aligned by hand.
        """
        gold = {(tuple(row["a"]), tuple(row["b"])): row for row in self.gold[level]}
        found = {(tuple(row["from"]), tuple(row["to"])): row for row in _said(self.said, level)}
        if level == "articles":
            return gold, found
        named = [{eid for row in self.gold[level] for eid in row[side]} for side in "ab"]
        return gold, {(a, b): row for (a, b), row in found.items()
                      if named[0] & set(a) or named[1] & set(b)}


def _said(said: Row, level: str) -> list[Row]:
    links: list[Row] = said["links"]
    return links if level == "articles" else [part for link in links for part in link["parts"]]


def measured(pairs: Sequence[Aligned]) -> list[Row]:
    """Return every measure over some pairs together: measure, value, n, unit, low, high."""
    rows = []
    for name, levels in (*((level, (level,)) for level in LEVELS), ("articles and parts", LEVELS)):
        rows += [_links(pairs, name, levels), *_classes(pairs, name, levels)]
    rows += [_wholes(pairs), _moved(pairs)]
    return [row for row in rows if row["n"]]


def _row(measure: str, value: float | None, n: float, unit: str) -> Row:
    bounds = wilson(value, n) if value is not None else None
    low, high = bounds or (None, None)
    return {"group": "alignment", "measure": measure, "value": None if value is None else round(value, 4),
            "n": round(n), "unit": unit, "low": low and round(low, 4), "high": high and round(high, 4)}


def _links(pairs: Sequence[Aligned], name: str, levels: Iterable[str]) -> Row:
    gold, said, right = 0, 0, 0
    for pair in pairs:
        for level in levels:
            mine, found = ({(x, y) for a, b in groups for x in a for y in b}
                           for groups in pair.groups(level))
            gold, said, right = gold + len(mine), said + len(found), right + len(mine & found)
    return _row(f"{name}: link F1", f1(right, said, gold), (said + gold) / 2, "links")


def _classes(pairs: Sequence[Aligned], name: str, levels: Sequence[str]) -> list[Row]:
    gold, said, right = class_counts(pairs, levels)
    each = {one: f1(right[one], said[one], gold[one]) for one in CLASSES if gold[one] + said[one]}
    values = [value for value in each.values() if value is not None]
    bounds = [wilson(value or 0.0, (gold[one] + said[one]) / 2) for one, value in each.items()]
    low, high = (sum(bound[at] for bound in bounds if bound) / len(values) if values else None
                 for at in (0, 1))
    mean = sum(values) / len(values) if values else None
    rows = [{**_row(f"{name}: class macro-F1", mean, gold.total(), f"classes given, {len(values)} kinds"),
             "low": low and round(low, 4), "high": high and round(high, 4)}]
    if name == "articles and parts":
        rows += [_row(f"class {one}, F1", value, (gold[one] + said[one]) / 2, "groups")
                 for one, value in each.items()]
    return rows


def class_counts(pairs: Sequence[Aligned],
                 levels: Sequence[str]) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Count the classes given by hand, by the program, and by both to the same group."""
    gold: Counter[str] = Counter()
    said: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for pair in pairs:
        for level in levels:
            mine, found = pair.groups(level)
            for key in {*mine, *found}:
                theirs = sorted(found[key]["classes"]) if key in found else []
                ours = _accepted(mine[key], theirs) if key in mine else []
                gold.update(ours)
                said.update(theirs)
                right.update(set(ours) & set(theirs))
    return gold, said, right


def _accepted(row: Row, said: list[str]) -> list[str]:
    """Return the classes given by hand, or the other reading that the annotators accept."""
    return said if said in row["alternatives"] else list(row["classes"])


def _wholes(pairs: Sequence[Aligned]) -> Row:
    gold, said, right = 0, 0, 0
    for pair in pairs:
        for level in LEVELS:
            mine, found = ({(one, key) for key, row in groups.items() for one in ("split", "merged")
                            if one in row["classes"]} for groups in pair.groups(level))
            gold, said, right = gold + len(mine), said + len(found), right + len(mine & found)
    return _row("splits and merges, F1", f1(right, said, gold), (said + gold) / 2, "groups")


def _moved(pairs: Sequence[Aligned]) -> Row:
    total = found = 0
    for pair in pairs:
        for one in _certain(pair):
            for side, other in (("a", "b"), ("b", "a")):
                own, goal = one[side], one[other]["eid"].split("__")[0]
                here = {at for start, end in _carried(pair.said, side, own["eid"], goal)
                        for at in range(start, end)}
                span = set(range(own["start"], own["end"]))
                total, found = total + len(span), found + len(span & here)
    count = sum(len(_certain(pair)) for pair in pairs)
    return _row("moved wording, recall of characters", found / total if total else None, count, "passages")


def _certain(pair: Aligned) -> list[Row]:
    """Return the passages that were marked by hand without a remark that another reading is defensible."""
    return [one for one in pair.gold["moved"] if not one["ambiguity"]]


def _carried(said: Row, side: str, eid: str, article: str) -> Iterable[tuple[int, int]]:
    """Yield the places in a provision that the program says came from or went to an article.

    A link that joins the two (a split, a merge, a part that moved) carries the whole of what it joins.
    """
    ends = {"a": ("from", "to"), "b": ("to", "from")}[side]
    for one in said.get("moved", ()):
        here, there = one[ends[0]], one[ends[1]]
        if here["eid"] == eid and there["eid"].split("__")[0] == article:
            yield here["start"], here["end"]
    for link in [*said["links"], *_said(said, "parts")]:
        here, there = link[ends[0]], {other.split("__")[0] for other in link[ends[1]]}
        if article in there and any(eid == one or eid.startswith(f"{one}__") for one in here):
            yield 0, 10 ** 6


def aligned_now(root: Path, golds: Iterable[Row]) -> list[Aligned]:
    """Align the texts of each pair by the program as it is.

    Raises:
        GoldError: a text is missing, or is not the one that was aligned by hand.
    """
    from kb.compare.align import compare_texts
    from kb.compare.contract import to_json
    from kb.store.database import read_library
    from kb.store.layout import Layout

    library, found = read_library(Layout(root)), []
    for gold in golds:
        sides, _ = texts_of(root, gold["name"])
        for side, nodes in zip("ab", sides, strict=True):
            if {eid: digest(text)[:DIGITS] for eid, text in nodes.items() if text} != gold[f"nodes_{side}"]:
                raise GoldError([f"{gold[side]}: not the text that was aligned by hand"])
        a, b = (library.texts[gold[side]]["zh"] for side in "ab")
        found.append(Aligned(gold, to_json(compare_texts(a, b), a, b)))
    return found


def errors_of(pairs: Sequence[Aligned]) -> str:
    """Return what differs, by place; it quotes nothing."""
    lines = []
    for pair in pairs:
        lines.append(pair.gold["name"])
        for level in LEVELS:
            mine, found = pair.groups(level)
            for key in sorted({*mine, *found}):
                theirs = sorted(found[key]["classes"]) if key in found else None
                ours = _accepted(mine[key], theirs or []) if key in mine else None
                if ours != theirs:
                    lines.append(f"  {','.join(key[0]) or '-'} > {','.join(key[1]) or '-'}: "
                                 f"by hand {ours}, said {theirs}")
        joined = links_of(pair.gold["articles"])
        for one in pair.gold["moved"]:
            a, b = one["a"], one["b"]
            here = {at for start, end in _carried(pair.said, "a", a["eid"], b["eid"].split("__")[0])
                    for at in range(start, end)}
            share = len(here & set(range(a["start"], a["end"]))) / (a["end"] - a["start"])
            if share < 1:
                own = (a["eid"].split("__")[0], b["eid"].split("__")[0]) in joined
                lines.append(f"  moved {a['eid']}[{a['start']}:{a['end']}] > {b['eid']}: found {share:.2f}"
                             f"{' (counterparts)' if own else ''}")
    return "\n".join(lines)


def over_all(pairs: Sequence[Aligned]) -> list[Row]:
    """Return the measures of all pairs together and of each; a held-out pair stands apart."""
    seen = [pair for pair in pairs if not pair.gold["held_out"]]
    rows = [{"over": "gold", **row} for row in measured(seen)]
    rows += [{"over": "held-out", **row} for row in measured(
        [pair for pair in pairs if pair.gold["held_out"]])]
    return rows + [{"over": pair.gold["b"], **row} for pair in seen for row in measured([pair])]


def table(rows: Iterable[Row], *, each: bool) -> str:
    """Return the figures to read."""
    lines, over = [f"annotated {ANNOTATED}; program {__version__}; 95 % intervals (Wilson)"], ""
    for row in rows:
        if "@" in row["over"] and not each:
            continue
        if row["over"] != over:
            over = row["over"]
            lines.append(f"\n{over}")
        value, low, high = ("–" if row[name] is None else f"{row[name]:.4f}"
                            for name in ("value", "low", "high"))
        goal = GOALS.get(row["measure"])
        missed = goal is not None and row["value"] is not None and row["value"] < goal
        aim = "" if goal is None else f"  goal {goal:.3f}{' MISSED' if missed else ''}"
        lines.append(f"  {value:>7}  {low:>7} to {high:>7}  n {row['n']:>5} {row['unit']:<26} "
                     f"{row['measure']}{aim}")
    return "\n".join(lines)


def sheet(golds: Sequence[Row], rows: list[Row], day: str, before: Row) -> Row:
    """Return what is committed; a last measurement that was made stays as it is."""
    texts = [{"version": gold["b"], "part": "held-out" if gold["held_out"] else "gold", "day": day,
              "program": __version__, "gold": digest(json.dumps(gold, ensure_ascii=False)),
              "nodes": gold["nodes_b"]} for gold in golds]
    names = {text["version"] for text in texts}
    kept = [text for text in before.get("texts", ()) if text["part"] == "held-out"
            and text["version"] not in names]
    rows = [*rows, *(row for row in before.get("scores", ()) if kept and row["over"] == "held-out")]
    return {"day": day, "program": __version__, "annotated": ANNOTATED, "texts": [*texts, *kept],
            "scores": rows}


def _run(options: argparse.Namespace) -> None:
    target = options.root / "corpus" / "scores-alignment.json"
    before = json.loads(target.read_text(encoding="utf-8")) if target.is_file() else {}
    if options.held_out and any(text["part"] == "held-out" for text in before.get("texts", ())):
        raise GoldError([f"the last measurement was made already, on {before['day']}"])
    golds = [gold for gold in load(options.gold) if options.held_out or not gold["held_out"]]
    refuse_uncommitted(options.gold, [gold["name"] for gold in golds], ("first",))
    pairs = aligned_now(options.root, golds)
    rows = over_all(pairs)
    print(table(rows, each=options.pairs))
    if options.errors:
        print(errors_of(pairs))
    if options.write:
        target.write_text(written(sheet(golds, rows, options.day, before)), encoding="utf-8")
        print(f"\nwritten: {target.relative_to(options.root)}; kb build puts it on the quality page")


def main() -> int:
    """Run the command line; 2 where nothing could be scored."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout with the built library")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--pairs", action="store_true", help="each pair too")
    parser.add_argument("--errors", action="store_true", help="what differs, by place")
    parser.add_argument("--held-out", action="store_true", help="the last measurement: once only")
    parser.add_argument("--write", action="store_true", help="write the figures down; needs --day")
    parser.add_argument("--day", default="", help="the day that is written down, YYYY-MM-DD")
    options = parser.parse_args()
    if (options.write or options.held_out) and not (options.write and options.day):
        parser.error("--write needs --day, and --held-out needs both: its figures must be kept")
    try:
        _run(options)
    except (GoldError, KbError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
