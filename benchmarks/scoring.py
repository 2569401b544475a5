"""The measures of ``score_gold.py`` over one or many annotated texts, with n and 95 % intervals.

Several texts are scored as one: their records are put together, never their figures averaged. Intervals
are Wilson's. An F1 is the share of right ones in the mean of predicted and gold, so its interval takes that
mean for n; a figure over characters counts the norms that hold them, since characters of one span are not
independent; the interval of a mean over classes is the mean of the classes' bounds, wider than it need be.
"""

import importlib.util
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.gold_scheme import HEADLINE
from benchmarks.measures import characters, f1, place, wilson
from benchmarks.norm_measures import over_characters, pairs_of, shares

Row = dict[str, Any]
EVERY_ERROR = 10 ** 6


@dataclass(frozen=True, slots=True)
class Measured:
    """One text: its gold references, norms and definitions with words, and what the program said.

    ``definitions`` is None where nobody annotated them.
    """

    version: str
    part: str
    references: Row
    norms: Row
    definitions: list[Row] | None
    said: Row


def load_scorer(shared: Path) -> ModuleType | None:
    """Return ``score_gold.py`` of the folder beside the checkout, or None where it is not there."""
    path = shared / "tools" / "score_gold.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("score_gold", path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def within(records: Iterable[Row], articles: str | list[int], eid: Callable[[Row], str]) -> list[Row]:
    """Return the records in annotated articles: of the others nobody can say whether they are right."""
    if articles == "all":
        return list(records)
    annotated = {f"art_{number}" for number in articles}
    return [one for one in records if eid(one).split("__")[0] in annotated]


def scores(texts: Sequence[Measured], scorer: ModuleType) -> list[Row]:
    """Return every measure over some texts together: group, measure, value, n, unit, low, high.

    A measure with nothing to find and nothing said is left out.
    """
    references, norms, said = _together(texts)
    found = scorer.score_references(references, said, 0)
    normed = scorer.score_norms(norms, said, EVERY_ERROR)
    rows = [*_structure(scorer.check_nodes(references, said), scorer.check_slices(said)),
            *_references(found), *_definitions(texts), *_norms(normed, norms["norms"]),
            *_details(norms["norms"], said["norms"])]
    return [row for row in rows if row["value"] is not None]


def _together(texts: Sequence[Measured]) -> tuple[Row, Row, Row]:
    """Return one gold and one answer of several texts, places marked by the number of their text."""
    nodes: Row = {}
    references, norms, said = [], [], {"provisions": [], "references": [], "norms": []}
    for number, text in enumerate(texts):
        def mark(value: Any, number: int = number) -> Any:
            return _marked(value, f"t{number}:")
        references += mark(text.references["references"])
        nodes.update(mark({"nodes": text.references["nodes"]})["nodes"])
        norms += mark(text.norms["norms"])
        said["provisions"] += mark(text.said["provisions"])
        whole, part = (gold["meta"]["annotated_articles"] for gold in (text.references, text.norms))
        said["references"] += mark(within(text.said["references"], whole, lambda ref: ref["eid"]))
        said["norms"] += mark(within(text.said["norms"], part, lambda norm: norm["eid"]))
    return {"references": references, "nodes": nodes}, {
        "norms": norms, "meta": {"annotated_articles": "all"}}, said


def _marked(value: Any, mark: str) -> Any:
    """Return a value with the mark before every place of a node and every identifier in it."""
    if isinstance(value, list):
        return [_marked(one, mark) for one in value]
    if not isinstance(value, dict):
        return value
    return {name: {mark + eid: node for eid, node in one.items()} if name == "nodes"
            else mark + one if name in {"eid", "node", "path", "id"} and one
            else _marked(one, mark) for name, one in value.items()}


def _row(name: str, value: float | None, counted: tuple[int, str],
         bounds: tuple[float, float] | None) -> Row:
    """Return one figure; ``name`` is ``group: measure``, ``counted`` n and what n counts."""
    group, _, measure = name.partition(": ")
    low, high = bounds or (None, None)
    return {"group": group, "measure": measure, "value": _rounded(value), "n": counted[0],
            "unit": counted[1], "low": _rounded(low), "high": _rounded(high)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _share(name: str, right: int, n: int, unit: str) -> Row:
    value = right / n if n else None
    return _row(name, value, (n, unit), wilson(value, n) if value is not None else None)


def _f1(name: str, counts: Row, unit: str, holders: int | None = None) -> Row:
    """Return an F1 from right, predicted and gold; ``holders``: what to count in place of characters."""
    value = f1(counts["right"], counts["predicted"], counts["gold"])
    n = (counts["predicted"] + counts["gold"]) / 2 if holders is None else holders
    return _row(name, value, (counts["gold"] if holders is None else holders, unit),
                wilson(value, n) if value is not None else None)


def _structure(nodes: Row, slices: Row) -> list[Row]:
    return [_share("structure: annotated provisions found, text equal", nodes["same_text"],
                   nodes["nodes"], "provisions"),
            _share("structure: spans that are slices of their provision",
                   slices["spans"] - slices["not_a_slice"], slices["spans"], "spans")]


def _references(found: Row) -> list[Row]:
    head = found["headline"]
    rows = [_f1("references: mention F1, headline", head["mention"], "mentions"),
            _f1("references: link F1, headline", head["link"], "links")]
    rows += [_share(f"references: all targets right, {family}", found[family]["resolved_right"],
                    found[family]["resolvable"], "mentions") for family in sorted(HEADLINE & set(found))]
    rows += [_share(f"references: found with exact span, {family}", found[family]["exact"],
                    found[family]["mentions"], "mentions")
             for family in sorted(set(found) - HEADLINE - {"headline"})]
    return rows


def _definitions(texts: Sequence[Measured]) -> list[Row]:
    annotated = [text for text in texts if text.definitions is not None]
    gold = {(text.version, *place(one["term"])): one for text in annotated
            for one in text.definitions or ()}
    said = {(text.version, *place(one["term"])): one for text in annotated
            for one in within(text.said["definitions"], text.norms["meta"]["annotated_articles"],
                              lambda one: one["term"]["eid"])}
    both = [(gold[key], said[key]) for key in gold if key in said]
    sides = [(characters([a["definiens"]]), characters([b["definiens"]])) for a, b in both]
    counts = {"right": sum(len(a & b) for a, b in sides), "predicted": sum(len(b) for _, b in sides),
              "gold": sum(len(a) for a, _ in sides)}
    return [_f1("definitions: term F1", {"right": len(both), "predicted": len(said), "gold": len(gold)},
                "terms"),
            _f1("definitions: definiens, F1 of characters", counts, "definitions", len(both)),
            _share("definitions: scope right", sum(a["scope"] == scope_kind(b["scope"])
                                                     for a, b in both), len(both), "definitions")]


def scope_kind(eid: str) -> str:
    """Return the kind of scope an eid stands for; empty is the whole work."""
    if not eid:
        return "work"
    if "para_" in eid:
        return "paragraph"
    return "article" if "art_" in eid.rsplit("__", maxsplit=1)[-1] else "chapter"


def _norms(found: Row, gold: Sequence[Row]) -> list[Row]:
    def holding(field: str) -> int:
        return sum(1 for norm in gold if norm[field] and not norm["optional"])

    rows = [_f1("norms: norm F1", found["norm"], "norms"), *_modality(found, gold)]
    rows += [_share(f"norms: bearer right, {kind}", found[f"bearer_{kind}"]["right"],
                    found[f"bearer_{kind}"]["of"], "norms") for kind in ("explicit", "inherited")]
    rows += [_f1(f"norms: {field}, F1 of characters", found[f"{field}_char"], "norms", holding(field))
             for field in ("conditions", "exceptions")]
    return [*rows, _f1("norms: deadline F1", found["deadline"], "deadlines"),
            _f1("norms: penalised by, F1", found["penalised_by"], "links")]


def _details(gold: Sequence[Row], said: Sequence[Row]) -> list[Row]:
    """Return the measures of fields that ``score_gold.py`` does not read."""
    pairs = pairs_of(gold, said)
    return [*(_share(f"norms: {name}", right, n, unit) for name, right, n, unit in shares(pairs)),
            *(_f1(f"norms: {name}", counts, unit, holders)
              for name, counts, holders, unit in over_characters(pairs))]


def _modality(found: Row, gold: Sequence[Row]) -> list[Row]:
    """Return macro-F1 and accuracy of modality over the norms that were paired."""
    errors = found["errors"]
    missed = {one["id"] for one in errors["missed"]}
    right = Counter(norm["modality"] for norm in gold
                    if not norm["optional"] and norm["id"] not in missed)
    n = right.total()
    golds, said = Counter(right), Counter(right)
    for wrong in errors["modality"]:
        right[wrong["want"]] -= 1
        said[wrong["want"]] -= 1
        said[wrong["got"]] += 1
    classes = [(2 * right[m] / (golds[m] + said[m]), (golds[m] + said[m]) / 2) for m in sorted(golds)]
    bounds = [wilson(*one) or (0.0, 1.0) for one in classes]
    mean = tuple(sum(side) / len(bounds) for side in zip(*bounds, strict=True)) if bounds else None
    return [_row("norms: modality macro-F1", found["modality_macro_f1"],
                 (n, f"norms, {len(classes)} classes"), mean),  # type: ignore[arg-type]
            _share("norms: modality right", right.total(), n, "norms")]
