"""How far two people who annotated the same texts independently agree, text by text and in all.

Reads: tests/gold/raw/first and tests/gold/raw/second (places only, no text needed). Prints: for each
measure its value, n and what n counts. With --differences: what the two have each for itself, by place.

    python benchmarks/agreement.py [--gold FOLDER] [--json] [--differences]

Norms are paired one to one by the overlap of their actions. The first kappa is over the paired norms;
the second adds every norm that only one has, with the label "none": a lower bound, since nobody counted the
clauses in which both saw no norm.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.gold_scheme import HEADLINE
from benchmarks.measures import characters, f1, kappa, pair_norms, place

GOLD = Path(__file__).parent.parent / "tests" / "gold"
Row = dict[str, Any]
Pair = tuple[Row | None, Row | None]
Measures = dict[str, tuple[float | None, int, str]]


def agreement(texts: Sequence[tuple[Row, Row]]) -> Measures:
    """Return every measure over pairs of annotations of the same texts: value, n, what n counts.

    Raises:
        ValueError: two annotations are not of the same nodes.
    """
    for first, second in texts:
        if first["nodes"] != second["nodes"]:
            raise ValueError(f"{first['version']}: the two annotations are not of one text")
    norms = [pair for first, second in texts for pair in paired(first["norms"], second["norms"])]
    return {**_references(texts), **_definitions(texts), **_norms(norms)}


def _rows(texts: Sequence[tuple[Row, Row]], kind: str, keep: Callable[[Row], bool] = bool) -> tuple[
        list[Row], list[Row]]:
    """Return the records of one kind of both sides, each marked with its text."""
    return tuple([{**one, "version": pair[side]["version"]} for pair in texts
                  for one in pair[side][kind] if keep(one)] for side in (0, 1))  # type: ignore[return-value]


def _references(texts: Sequence[tuple[Row, Row]]) -> Measures:
    def head(one: Row) -> bool:
        return one["family"] in HEADLINE

    found = {}
    for name, keep in (("headline", head), ("all families", bool)):
        sides = _rows(texts, "references", keep)
        found[f"reference mentions, {name}: F1"] = _shared(
            *([(one["version"], *place(one)) for one in side] for side in sides), "mentions")
    links = ([(one["version"], *place(one), target) for one in side for target in one["targets"]]
             for side in _rows(texts, "references", head))
    return {**found, "reference links, headline: F1": _shared(*links, "links")}


def _definitions(texts: Sequence[tuple[Row, Row]]) -> Measures:
    terms = ([(one["version"], *place(one["term"])) for one in side]
             for side in _rows(texts, "definitions"))
    return {"defined terms: F1": _shared(*terms, "terms")}


def _shared(first: Iterable[Any], second: Iterable[Any], unit: str) -> tuple[float | None, int, str]:
    one, other = Counter(first), Counter(second)
    n = max(one.total(), other.total())
    return f1((one & other).total(), one.total(), other.total()), n, unit


def paired(first: Sequence[Row], second: Sequence[Row]) -> list[Pair]:
    """Return the norms of one text in pairs, None where the other side has nothing."""
    pairs = pair_norms(first, second)
    lone_first = set(range(len(first))) - {left for left, _ in pairs}
    lone_second = set(range(len(second))) - {right for _, right in pairs}
    return [*((first[left], second[right]) for left, right in pairs),
            *((first[left], None) for left in sorted(lone_first)),
            *((None, second[right]) for right in sorted(lone_second))]


def _norms(pairs: Sequence[Pair]) -> Measures:
    both = [(a, b) for a, b in pairs if a and b]
    firsts, seconds = (sum(pair[side] is not None for pair in pairs) for side in (0, 1))
    labels = [(a["modality"] if a else "none", b["modality"] if b else "none") for a, b in pairs]
    matched = [(a["modality"], b["modality"]) for a, b in both]
    return {
        "norms: F1": (f1(len(both), firsts, seconds), max(firsts, seconds), "norms"),
        "modality, paired norms: kappa": (kappa(matched), len(matched), "norms"),
        "modality, all norms of either: kappa": (kappa(labels), len(labels), "norms"),
        "bearer: F1 of characters": _characters(both, lambda norm: [norm["bearer"]]),
        "bearer: same span": _same_bearer(both),
        "conditions: F1 of characters": _characters(both, lambda norm: norm["conditions"]),
        "exceptions: F1 of characters": _characters(both, lambda norm: norm["exceptions"]),
        "deadline: equal where either has one": _deadlines(both),
        "penalised by: F1": _penalties(both)}


def _spans(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if "eid" in row]


def _characters(both: Sequence[tuple[Row, Row]],
                part: Callable[[Row], list[Row]]) -> tuple[float | None, int, str]:
    sides = [(characters(_spans(part(a))), characters(_spans(part(b)))) for a, b in both]
    either = sum(1 for a, b in sides if a or b)
    return (f1(sum(len(a & b) for a, b in sides), sum(len(a) for a, _ in sides),
               sum(len(b) for _, b in sides)), either, "norms of which either has one")


def _same_bearer(both: Sequence[tuple[Row, Row]]) -> tuple[float | None, int, str]:
    sides = [([place(one) for one in _spans([a["bearer"]])], [place(one) for one in _spans([b["bearer"]])])
             for a, b in both]
    either = [(a, b) for a, b in sides if a or b]
    return (sum(a == b for a, b in either) / len(either) if either else None, len(either),
            "norms of which either has one")


def _deadlines(both: Sequence[tuple[Row, Row]]) -> tuple[float | None, int, str]:
    values = [tuple((norm["deadline"] or {}).get("value") for norm in pair) for pair in both
              if any(norm["deadline"] for norm in pair)]
    kept = [pair for pair in values if any(pair)]
    return (sum(a == b for a, b in kept) / len(kept) if kept else None, len(kept),
            "norms of which either has a value")


def _penalties(both: Sequence[tuple[Row, Row]]) -> tuple[float | None, int, str]:
    return _shared(*([(number, eid) for number, pair in enumerate(both)
                      for eid in pair[side]["penalised_by"]] for side in (0, 1)), "links")


def differences(first: Row, second: Row) -> list[str]:
    """Return what only one side has, by place: the list an adjudicator goes through."""
    found = []
    for kind in ("references", "definitions"):
        keys = [{json.dumps(_bare(one), ensure_ascii=False): one for one in side[kind]}
                for side in (first, second)]
        found += [f"{kind} {name} {key}" for name, own, other in (
            ("first ", keys[0], keys[1]), ("second", keys[1], keys[0])) for key in own if key not in other]
    for a, b in paired(first["norms"], second["norms"]):
        fields = [field for field in (a or b or {}) if field not in {"ambiguity", "group"}
                  and (a is None or b is None or a[field] != b[field])]
        where = json.dumps((a or b or {})["action"], ensure_ascii=False)
        if a is None or b is None:
            found.append(f"norm {'second' if a is None else 'first '} only {where}")
        else:
            found += [f"norm {where} {field}: {json.dumps(a[field], ensure_ascii=False)} | "
                      f"{json.dumps(b[field], ensure_ascii=False)}" for field in fields]
    return found


def _bare(one: Row) -> Row:
    return {name: value for name, value in one.items() if name != "ambiguity"}


def load_pairs(gold: Path) -> list[tuple[Row, Row]]:
    """Return every text of which both annotations are here."""
    firsts = sorted((gold / "raw" / "first").glob("*.json"))
    pairs = [(path, gold / "raw" / "second" / path.name) for path in firsts]
    return [tuple(json.loads(path.read_text(encoding="utf-8")) for path in pair)  # type: ignore[misc]
            for pair in pairs if pair[1].is_file()]


def main() -> int:
    """Print the table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--differences", action="store_true")
    options = parser.parse_args()
    texts = load_pairs(options.gold)
    if not texts:
        print("no text with both annotations under", options.gold, file=sys.stderr)
        return 2
    if options.differences:
        for first, second in texts:
            print(first["version"], *differences(first, second), sep="\n  ")
        return 0
    found = {first["version"]: agreement([(first, second)]) for first, second in texts}
    found["in all"] = agreement(texts)
    if options.json:
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return 0
    for name, measures in found.items():
        print(f"{name}  (annotated by the project, not by lawyers)")
        for measure, (value, n, unit) in measures.items():
            shown = "–" if value is None else f"{value:.4f}"
            print(f"  {shown:>7}  n {n:>4} {unit:<32} {measure}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
