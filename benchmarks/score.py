"""Score the present program against every annotated text, and write the figures down.

Reads: build/kb.sqlite (the texts; what is said of them is worked out afresh by the program as it is,
without reviewers' corrections), ../shared/tools/score_gold.py, ../shared/gold (development), tests/gold
(our own).
Writes, with --write: corpus/scores.json. Builds nothing.
Refuses: a gold text of which the two independent annotations are not committed; a text that is not the one
annotated; to score a second time what is kept for the last measurement.

    python benchmarks/score.py [--texts] [--errors N] [--write --day 2026-11-24] [--held-out]
"""

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.gold_pack import ANNOTATED, GoldError, unpack
from benchmarks.scoring import Measured, load_scorer, scores, within
from kb import __version__
from kb.errors import KbError

ROOT = Path(__file__).parent.parent
GOLD = ROOT / "tests" / "gold"
DEVELOPMENT = {"algorithm-recommendation-provisions": "algorithm-recommendation-provisions@final-2021"}
"""The development gold names a work; the version it was made from."""
GOALS = {"mention F1, headline": 0.99, "link F1, headline": 0.98,
         "annotated provisions found, text equal": 1.0, "spans that are slices of their provision": 1.0,
         "norm F1": 0.92, "modality macro-F1": 0.95, "bearer right, explicit": 0.97,
         "bearer right, inherited": 0.88, "conditions, F1 of characters": 0.92,
         "exceptions, F1 of characters": 0.90, "deadline F1": 0.97, "penalised by, F1": 0.97}
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class GoldText:
    """One annotated text before the program has spoken; ``source`` are the bytes of its files."""

    version: str
    part: str
    references: Row
    norms: Row
    definitions: list[Row] | None
    source: bytes

    def nodes(self) -> dict[str, str]:
        """Return the annotated provisions with the first half of the SHA-256 of their text."""
        texts = {**self.norms["nodes"], **self.references["nodes"]}
        return {eid.replace("/", "__"): hashlib.sha256(node["text"].encode()).hexdigest()[:16]
                for eid, node in texts.items()}


def development(shared: Path) -> list[GoldText]:
    """Return the development gold of the folder beside the checkout."""
    found = []
    for name, version in DEVELOPMENT.items():
        data = [(shared / "gold" / f"{name}.{kind}.json").read_bytes() for kind in ("references", "norms")]
        references, norms = map(json.loads, data)
        found.append(GoldText(version, "development", references, norms, None, b"".join(data)))
    return found


def own(folder: Path, library: "Texts", *, held_out: bool) -> list[GoldText]:
    """Return the adjudicated texts of a folder: those held out, or those not."""
    found = []
    for path in sorted(folder.glob("*@*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        if gold["held_out"] == held_out:
            shown = unpack(gold, library.nodes(gold["version"]), library.title(gold["version"]))
            found.append(GoldText(gold["version"], "held-out" if held_out else "gold", shown, shown,
                                  shown["definitions"], path.read_bytes()))
    return found


def refuse_uncommitted(folder: Path, versions: Iterable[str], sides: Sequence[str] = ("first", "second")
                       ) -> None:
    """Refuse to score where an annotation could still be made to fit what the program says.

    ``sides`` are the independent annotations that there must be.

    Raises:
        GoldError: a raw annotation is missing, or git holds another or none.
    """
    paths = [folder / "raw" / side / f"{version}.json" for version in versions
             for side in sides]
    wrong = [f"not here: {path}" for path in paths if not path.is_file()]
    for path in paths if not wrong else ():
        asked = subprocess.run(["git", "status", "--porcelain", "--ignored", "--", str(path)], cwd=folder,
                               capture_output=True, text=True, check=False)
        if asked.returncode == 0 and asked.stdout.strip():
            wrong.append(f"not committed as it is: {path}")
    if wrong:
        raise GoldError([*wrong, "independent annotations are committed before anything is scored"])


class Texts:
    """The Chinese texts of a built library, and what the present program says of them."""

    def __init__(self, root: Path) -> None:
        from kb.analyse.catalogue import build_catalogue
        from kb.store.database import read_library
        from kb.store.layout import Layout

        self._library = read_library(Layout(root))
        self._catalogue = build_catalogue(self._library.register, [
            text for held in self._library.texts.values() for text in held.values()])

    def nodes(self, version: str) -> dict[str, str]:
        """Return the own text of each provision; nothing where the text is not here."""
        from kb.model.provision import walk_all

        text = self._library.text(version)
        return {node.eid: node.text for node in walk_all(text.provisions)} if text else {}

    def title(self, version: str) -> str:
        """Return the official title of a version."""
        found = self._library.register.version(version)
        return found.title_zh if found else version

    def said(self, version: str) -> Row:
        """Return what the program says of a text, as ``kb analyse --format json`` prints it.

        Raises:
            GoldError: the text is not in the library.
        """
        from kb.analyse.contract import to_json
        from kb.analyse.find import find
        from kb.analyse.resolve import resolve

        text = self._library.text(version)
        if text is None:
            raise GoldError([f"{version}: not in the built library; kb capture --from, then kb build"])
        analysis = resolve(find(text), text, self._catalogue)
        return to_json(text, analysis, self._catalogue, self.title(version))


def measure(golds: Sequence[GoldText], library: Texts) -> list[Measured]:
    """Return each annotated text beside what the program says of it."""
    return [Measured(gold.version, gold.part, gold.references, gold.norms, gold.definitions,
                     library.said(gold.version)) for gold in golds]


def over_all(texts: Sequence[Measured], scorer: Any) -> list[Row]:
    """Return the scores of everything together, of each part and of each text.

    What is held out is never put together with the rest.
    """
    sets: dict[str, list[Measured]] = {}
    for text in texts:
        names = [text.part, text.version] if text.part == "held-out" else ["all", text.part, text.version]
        for name in names:
            sets.setdefault(name, []).append(text)
    order = {"all": 0, "development": 1, "gold": 2, "held-out": 3}
    return [{"over": name, **row} for name in sorted(sets, key=lambda name: (order.get(name, 4), name))
            for row in scores(sets[name], scorer)]


def sheet(golds: Sequence[GoldText], rows: list[Row], day: str, before: Row) -> Row:
    """Return what is committed: the figures, the texts with their digests, the program, the day.

    Figures of the last measurement that are in ``before`` stay as they are.
    """
    texts = [{"version": gold.version, "part": gold.part, "day": day, "program": __version__,
              "gold": hashlib.sha256(gold.source).hexdigest(), "nodes": gold.nodes()} for gold in golds]
    kept = [] if any(gold.part == "held-out" for gold in golds) else [
        text for text in before.get("texts", ()) if text["part"] == "held-out"]
    names = {"held-out", *(text["version"] for text in kept)} if kept else set()
    rows = [*rows, *(row for row in before.get("scores", ()) if row["over"] in names)]
    return {"day": day, "program": __version__, "annotated": ANNOTATED, "texts": [*texts, *kept],
            "scores": rows}


def table(rows: Iterable[Row], *, each_text: bool) -> str:
    """Return the figures to read: value, 95 % interval, n, what n counts, and the goal."""
    lines, over = [f"annotated {ANNOTATED}; program {__version__}; 95 % intervals (Wilson)"], ""
    for row in rows:
        if "@" in row["over"] and not each_text:
            continue
        if row["over"] != over:
            over = row["over"]
            lines.append(f"\n{over}")
        value, low, high = ("–" if row[name] is None else f"{row[name]:.4f}"
                            for name in ("value", "low", "high"))
        goal = GOALS.get(row["measure"])
        missed = goal is not None and row["value"] is not None and row["value"] < goal
        aim = "" if goal is None else f"  goal {goal:.2f}{' MISSED' if missed else ''}"
        lines.append(f"  {value:>7}  {low:>7} to {high:>7}  n {row['n']:>5} {row['unit']:<18} "
                     f"{row['group']}: {row['measure']}{aim}")
    return "\n".join(lines)


def errors_of(texts: Sequence[Measured], scorer: Any, limit: int) -> str:
    """Return what was wrong, text by text, to be read by people; it quotes the texts."""
    lines = []
    for text in texts:
        whole = text.references["meta"]["annotated_articles"]
        said = {**text.said, "references": within(text.said["references"], whole, lambda ref: ref["eid"])}
        found = {"references": scorer.score_references(text.references, said, limit).get("errors"),
                 "norms": scorer.score_norms(text.norms, said, limit).get("errors")}
        lines.append(f"{text.version}\n{json.dumps(found, ensure_ascii=False, indent=1)}")
    return "\n".join(lines)


def _chosen(options: argparse.Namespace, library: Texts, before: Mapping[str, Any]) -> list[GoldText]:
    done = [text["version"] for text in before.get("texts", ()) if text["part"] == "held-out"]
    if options.held_out and done:
        raise GoldError([f"scored once already, on {before['day']}: {', '.join(done)}"])
    golds = own(options.gold, library, held_out=False)
    golds += own(options.gold, library, held_out=True) if options.held_out else []
    refuse_uncommitted(options.gold, [gold.version for gold in golds])
    return [*development(options.shared), *golds]


def _run(options: argparse.Namespace) -> None:
    scorer = load_scorer(options.shared)
    if scorer is None:
        raise GoldError([f"score_gold.py is not in {options.shared}: nothing can be scored here",
                         "the last committed scores are in corpus/scores.json"])
    target = options.root / "corpus" / "scores.json"
    before = json.loads(target.read_text(encoding="utf-8")) if target.is_file() else {}
    library = Texts(options.root)
    golds = _chosen(options, library, before)
    texts = measure(golds, library)
    rows = over_all(texts, scorer)
    print(table(rows, each_text=options.texts))
    if options.errors:
        print(errors_of(texts, scorer, options.errors))
    if options.write:
        target.write_text(written(sheet(golds, rows, options.day, before)), encoding="utf-8")
        print(f"\nwritten: {target.relative_to(options.root)}; kb build puts it on the quality page")


def written(content: Row) -> str:
    """Return the committed form: one text and one figure a line."""
    parts = [f'"{name}": ' + ("[\n  " + ",\n  ".join(
        json.dumps(one, ensure_ascii=False) for one in value) + "]" if isinstance(value, list)
        else json.dumps(value, ensure_ascii=False)) for name, value in content.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main() -> int:
    """Run the command line; 2 where nothing could be scored, 1 never: a score is not a failure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout with the built library")
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--texts", action="store_true", help="each text too")
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="up to N errors of each kind")
    parser.add_argument("--held-out", action="store_true", help="the last measurement: once only")
    parser.add_argument("--write", action="store_true", help="write corpus/scores.json; needs --day")
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
