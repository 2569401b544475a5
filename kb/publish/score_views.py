"""The scores on the quality page: each figure with n and interval, and what stands behind them.

Reads the build's ``score.*`` entries (``kb.store.scores``). A figure never stands without saying by whom
the texts were annotated, which program was scored and whether the texts of this build are those.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from kb.publish.views import Fact

NOT_MEASURED: Final = "not measured in this build"
GROUPS: Final = (("structure", "Structure: articles and paragraphs found"),
                 ("references", "References: found and resolved"),
                 ("definitions", "Definitions"), ("norms", "Norms: bearer and modality"),
                 ("alignment", "Alignment of drafts and finals"))
OVER: Final = {"all": "all annotated texts but those held out",
               "development": "development text: the program was made with it in sight",
               "gold": "texts annotated twice and adjudicated",
               "held-out": "held out: scored once, after everything else"}
STATE: Final = {"agree": "text of this build agrees", "differ": "text of this build DIFFERS",
                "absent": "not in this build, not checked here"}


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One figure: what was measured over what, the value, n with its unit, the 95 % interval."""

    group: str
    measure: str
    over: str
    value: str
    n: str
    interval: str


@dataclass(frozen=True, slots=True)
class ScoresView:
    """The scores: of all texts together, of each text, what they rest on, what was not measured."""

    said: tuple[str, ...]
    rows: tuple[ScoreRow, ...]
    each: tuple[ScoreRow, ...]
    texts: tuple[Fact, ...]
    missing: tuple[Fact, ...]


def scores_view(meta: Mapping[str, str]) -> ScoresView:
    """Return the scores a build holds; without any, which groups were not measured."""
    rows = [row for group, _ in GROUPS for row in json.loads(meta.get(f"score.{group}", "[]"))]
    missing = tuple(Fact(label, NOT_MEASURED) for group, label in GROUPS if f"score.{group}" not in meta)
    if not rows:
        return ScoresView((), (), (), (), missing)
    basis = json.loads(meta["score.basis"])
    order = list(OVER)
    pooled = sorted((row for row in rows if row["over"] in OVER), key=lambda row: order.index(row["over"]))
    return ScoresView(
        _said(basis, meta.get("program", "")), tuple(_row(row, OVER[row["over"]]) for row in pooled),
        tuple(_row(row, row["over"]) for row in rows if row["over"] not in OVER),
        tuple(_text(text) for text in basis["texts"]), missing)


def _said(basis: Mapping[str, Any], program: str) -> tuple[str, ...]:
    """Return what stands above the figures, a sentence each."""
    now = f" This build is by version {program}." if program and program != basis["program"] else ""
    last = f"These are the last committed scores: program version {basis['program']}, {basis['day']}.{now}"
    return f"Annotated {basis['annotated']}.", last, _agreement(basis["texts"])


def _agreement(texts: list[Mapping[str, Any]]) -> str:
    counts = {state: sum(text["state"] == state for text in texts) for state in STATE}
    if counts["differ"]:
        return (f"{counts['differ']} of {len(texts)} annotated texts read differently in this build: the "
                "scores may not hold for what is shown here.")
    if counts["absent"] == len(texts):
        return "The annotated texts are not in this build, so the scores were not checked here."
    provisions = sum(text["provisions"] for text in texts if text["state"] == "agree")
    agree = (f"The digests of the {provisions} annotated provisions of {counts['agree']} texts agree with "
             "the texts of this build.")
    return agree + (f" {counts['absent']} more annotated texts are not in this build and were not checked "
                    "here." if counts["absent"] else "")


def _row(row: Mapping[str, Any], over: str) -> ScoreRow:
    interval = "" if row["low"] is None else f"{row['low']:.3f} to {row['high']:.3f}"
    return ScoreRow(row["group"], row["measure"], over, f"{row['value']:.4f}",
                    f"{row['n']} {row['unit']}", interval)


def _text(text: Mapping[str, Any]) -> Fact:
    return Fact(text["version"], f"{text['provisions']} provisions: {STATE[text['state']]}",
                note=f"{OVER[text['part']]}; {text['day']}, program {text['program']}")
