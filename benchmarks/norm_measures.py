"""What ``score_gold.py`` does not measure of a norm: object, parties, kinds, list, sanction, the whole.

Reads: annotated norms and what the program says, as in ``scoring``. Norms are paired by their actions;
optional ones are left aside. Shares count pairs, an F1 counts characters. Only the development gold names
roles and beneficiaries, so those figures have its n.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from benchmarks.measures import characters, pair_norms, place, span_f1

Row = dict[str, Any]
Pair = tuple[Row, Row]
NEARLY = 0.8
"""A complete norm has at least this F1 of the characters of its conditions (nlp.md, section 8)."""
BEARER = 0.8
SANCTION = (("min", "min_yuan"), ("max", "max_yuan"), ("max_turnover_pct", "max_turnover_pct"))


def pairs_of(gold: Sequence[Row], said: Sequence[Row]) -> list[Pair]:
    """Return the annotated norms beside those the program says, where both have one."""
    shown = [_placed(norm) for norm in gold]
    answer = [_placed(norm) for norm in said]
    return [(shown[left], answer[right]) for left, right in pair_norms(shown, answer)
            if not shown[left]["optional"]]


def _placed(value: Any) -> Any:
    """Return a norm whose spans all name their node as ``eid``."""
    if isinstance(value, list):
        return [_placed(one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: _placed(one) for name, one in value.items()}
    if isinstance(found.get("span"), dict):
        found = {**found["span"], "kind": found.get("kind")}
    if found.get("node") and "start" in found:
        found["eid"] = found["node"].replace("/", "__")
    return found if found.get("surface", "") is not None else None


def shares(pairs: Sequence[Pair]) -> Iterator[tuple[str, int, int, str]]:
    """Yield measure, how many are right, of how many, and what is counted."""
    yield _share("object right (exact, or none in both)", "norms", (
        _same(g.get("object"), q.get("object")) for g, q in pairs if g["modality"] != "penalty"))
    yield _share("kind right, of conditions found exactly", "conditions", (
        a.get("kind") == b.get("kind") for g, q in pairs if _kinds_said(q)
        for a in g["conditions"] for b in q["conditions"] if place(a) == place(b)))
    yield _share("list function right, where either has one", "norms", (
        (g.get("list_function") or None) == (q.get("list_function") or None) for g, q in pairs
        if g.get("list_function") or q.get("list_function")))
    yield _share("discretion right", "penalties", (
        g["discretionary"] == q.get("discretionary") for g, q in pairs
        if g["modality"] == "penalty" and g.get("discretionary") is not None))
    sanctions = [(g["sanction"], q.get("sanction") or {}) for g, q in pairs if g.get("sanction")]
    yield _share("kinds of sanction right", "penalties", (
        set(a.get("type", a.get("types", ()))) == set(b.get("types", b.get("type", ())))
        for a, b in sanctions))
    yield _share("amounts of sanction right", "penalties", (
        all(a.get(name) == b.get(ours, b.get(name)) for name, ours in SANCTION) for a, b in sanctions))
    yield _share("normalised role right", "bearers", (
        _role(g["bearer"]) == _role(q.get("bearer")) for g, q in pairs if _role(g["bearer"])))
    yield _share("complete norm", "norms", (_complete(g, q) for g, q in pairs))


def over_characters(pairs: Sequence[Pair]) -> Iterator[tuple[str, Row, int, str]]:
    """Yield measure, counts of characters right, said and annotated, how many hold them, and the unit."""
    free = [(g, q) for g, q in pairs if g["modality"] != "penalty"]
    yield _characters("object, F1 of characters", free, "object")
    named = [(g, q) for g, q in free if "beneficiary" in g]
    yield _characters("beneficiary, F1 of characters", named, "beneficiary")
    named = [(g, q) for g, q in pairs if "sanctioned" in g]
    yield _characters("sanctioned, F1 of characters", named, "sanctioned")


def _share(name: str, unit: str, right: Iterable[bool]) -> tuple[str, int, int, str]:
    found = list(right)
    return name, sum(found), len(found), unit


def _characters(name: str, pairs: Sequence[Pair], key: str) -> tuple[str, Row, int, str]:
    sides = [(characters([g[key]] if g.get(key) else []), characters([q[key]] if q.get(key) else []))
             for g, q in pairs]
    counts = {"right": sum(len(a & b) for a, b in sides), "predicted": sum(len(b) for _, b in sides),
              "gold": sum(len(a) for a, _ in sides)}
    return name, counts, sum(1 for a, _ in sides if a), "norms"


def _same(a: Row | None, b: Row | None) -> bool:
    return place(a) == place(b) if a and b else not a and not b


def _kinds_said(norm: Row) -> bool:
    return all("kind" in one for one in norm["conditions"])


def _role(bearer: Row | None) -> str:
    """Return a role without what narrows it: provider[public_opinion] is a provider."""
    return ((bearer or {}).get("role") or "").partition("[")[0] if (bearer or {}).get("surface") else ""


def _complete(g: Row, q: Row) -> bool:
    """Tell whether modality, bearer, conditions, exceptions and deadline all hold."""
    wanted = (g["bearer"] or {}).get("surface") or None
    got = q.get("bearer") or {}
    bearer = wanted is None or wanted == got.get("surface") or (
        "start" in got and span_f1(g["bearer"], got) >= BEARER)
    conditions, others = characters(g["conditions"]), characters(q["conditions"])
    common = 2 * len(conditions & others)
    near = common >= NEARLY * (len(conditions) + len(others))
    limit = ((g["deadline"] or {}).get("value"), (q.get("deadline") or {}).get("value"))
    return (bearer and near and limit[0] == limit[1] and g["modality"] == q["modality"]
            and characters(g["exceptions"]) == characters(q["exceptions"]))
