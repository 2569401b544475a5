"""The last committed scores, written by ``benchmarks/score.py`` and ``benchmarks/align_score.py`` alone.

Reads: ``corpus/scores.json`` and ``corpus/scores-alignment.json``. Writes: nothing.
Guarantees: what loads is whole. A build says of the scored texts whether it holds them with the same words:
scores of other words would be no scores of what is shown.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final

import msgspec

from kb.errors import RegisterError
from kb.model.provision import walk_all
from kb.model.score import Score, ScoredText, ScoreSheet
from kb.model.text import Text
from kb.store.layout import Layout

GROUPS: Final = ("structure", "references", "definitions", "norms", "alignment")
DIGITS: Final = 16
AGREE, DIFFER, ABSENT = "agree", "differ", "absent"


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    day: str
    program: str
    annotated: str
    texts: tuple[ScoredText, ...]
    scores: tuple[Score, ...]


def load_scores(layout: Layout) -> ScoreSheet | None:
    """Return the committed scores, those of the alignment behind them, or None where there are none.

    Raises:
        RegisterError: the file cannot be read or is not whole.
    """
    found = [_read(layout, path) for path in (layout.scores, layout.alignment_scores) if path.is_file()]
    if not found:
        return None
    texts: dict[str, ScoredText] = {}
    for text in (text for held in found for text in held.texts):
        texts.setdefault(text.version, text)
    return ScoreSheet(found[0].day, found[0].program, found[0].annotated, tuple(texts.values()),
                      tuple(score for held in found for score in held.scores))


def _read(layout: Layout, path: Path) -> _File:
    try:
        held = msgspec.json.decode(path.read_bytes(), type=_File)
        _refuse_broken(held)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise RegisterError("the committed scores cannot be used",
                            path.relative_to(layout.root).as_posix(), str(error),
                            "restore the file from git, or score again: benchmarks/score.py") from error
    return held


def _refuse_broken(held: _File) -> None:
    for row in held.scores:
        low, high = (row.value if bound is None else bound for bound in (row.low, row.high))
        nothing_to_find = row.n == 0 and row.value == 0  # yet something was found
        counted = row.n > 0 or nothing_to_find
        if row.group not in GROUPS or not counted or not 0 <= low <= row.value <= high <= 1:
            raise ValueError(f"not a score: {row.over}, {row.group}: {row.measure}")
    for text in held.texts:
        if not text.nodes:
            raise ValueError(f"{text.version} without provisions")


def state_of(scored: ScoredText, text: Text | None) -> str:
    """Return whether a text that is here has the words that were scored: agree, differ or absent."""
    if text is None:
        return ABSENT
    own = {node.eid: node.text for node in walk_all(text.provisions)}
    same = all(eid in own and hashlib.sha256(own[eid].encode()).hexdigest()[:DIGITS] == digest
               for eid, digest in scored.nodes.items())
    return AGREE if same else DIFFER


def score_meta(sheet: ScoreSheet | None, texts: Mapping[str, Mapping[str, Text]]) -> dict[str, str]:
    """Return what a build says of the scores, as JSON under ``score.<group>`` and ``score.basis``.

    Nothing where nothing was scored: a page then says so.
    """
    if sheet is None:
        return {}
    basis = {"day": sheet.day, "program": sheet.program, "annotated": sheet.annotated, "texts": [
        {"version": one.version, "part": one.part, "day": one.day, "program": one.program,
         "provisions": len(one.nodes), "state": state_of(one, texts.get(one.version, {}).get("zh"))}
        for one in sheet.texts]}
    found = {"score.basis": json.dumps(basis, ensure_ascii=False)}
    for group in GROUPS:
        rows = [asdict(row) for row in sheet.scores if row.group == group]
        found |= {f"score.{group}": json.dumps(rows, ensure_ascii=False)} if rows else {}
    return found
