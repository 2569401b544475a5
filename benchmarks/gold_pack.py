"""Annotations of official texts in a form that holds none of their words, and back again.

People annotate with the words they see: one JSON object per line, every span written as its surface
(``应当@2``: its second occurrence; ``art_2__para_1:应当``: in another node). What is committed has places
only: ``{eid, start, end}`` beside the digest of each node's text. ``unpack`` puts the words back where the
text is at hand and its digests agree.

Reads: raw annotations, the texts given to the annotators, build/kb.sqlite. Writes: the folder named.
Refuses: a surface that is not found, a word outside the scheme, a text that is not the one annotated, a
remark that quotes the text at length. Nothing is written unless every file of a run is right.

    python benchmarks/gold_pack.py pack --raw FOLDER --texts FOLDER --to tests/gold/raw/first
    python benchmarks/gold_pack.py unpack tests/gold/WORK@VERSION.json --to build/gold
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.gold_scheme import CORE, DEADLINES, FAMILIES, KINDS, LISTS, MODALITIES, SCOPES, SOURCES
from kb.errors import KbError

ROOT = Path(__file__).parent.parent
ANNOTATED = "by the project, not by lawyers"
QUOTE = 24
"""Han characters in a row that a remark may at most share with the text."""
_SURFACE = re.compile(r"(?:(\w+):)?(.*?)(?:@(\d+))?", re.DOTALL)
_FIELDS = {
    "ref": {"t", "eid", "s", "fam", "to", "amb"},
    "def": {"t", "eid", "term", "means", "scope", "abbr", "amb"},
    "norm": {"t", "eid", "m", "trig", "bearer", "bsrc", "act", "obj", "cond", "exc", "dl", "list", "pen",
             "disc", "sanction", "opt", "group", "amb"}}

Row = dict[str, Any]
Nodes = Mapping[str, str]


class GoldError(ValueError):
    """Annotations or texts that do not fit: every complaint, one per line."""

    def __init__(self, complaints: Iterable[str]) -> None:
        super().__init__("\n".join(complaints))


def digest(text: str) -> str:
    """Return the SHA-256 of a node's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def locate(eid: str, written: str, nodes: Nodes) -> Row:
    """Return the place of a span that is written as its surface."""
    parts = _SURFACE.fullmatch(written)
    node, words, count = parts[1] or eid, parts[2], int(parts[3] or 1)
    if node not in nodes:
        raise GoldError([f"there is no node {node}"])
    start = -1
    for _ in range(count):
        start = nodes[node].find(words, start + 1)
        if start < 0:
            raise GoldError([f"not in {node} ({count}x): {words}"])
    if not words:
        raise GoldError([f"an empty span in {node}"])
    return {"eid": node, "start": start, "end": start + len(words)}


def pack(rows: Iterable[Row], nodes: Nodes, version: str, articles: str | list[int] = "all",
         *, held_out: bool = False) -> Row:
    """Return one annotated text with places only.

    Raises:
        GoldError: one complaint for each line that is wrong.
    """
    found: dict[str, list[Row]] = {"ref": [], "def": [], "norm": []}
    complaints = []
    for line, row in enumerate(rows, 1):
        try:
            found[_kind(row, nodes)].append(_PACKERS[row["t"]](row, nodes))
        except (GoldError, KeyError, TypeError, IndexError, AttributeError) as error:
            complaints += [f"{version} line {line}: {type(error).__name__} {part}"
                           for part in str(error).split("\n")]
    if complaints:
        raise GoldError(complaints)
    return {"version": version, "annotated": ANNOTATED, "held_out": held_out, "articles": articles,
            "nodes": {eid: digest(text) for eid, text in nodes.items()},
            "references": found["ref"], "definitions": found["def"], "norms": found["norm"]}


def _kind(row: Row, nodes: Nodes) -> str:
    unknown = set(row) - _FIELDS[row["t"]]
    if unknown:
        raise GoldError([f"fields outside the scheme: {sorted(unknown)}"])
    if row["eid"] not in nodes:
        raise GoldError([f"there is no node {row['eid']}"])
    refuse_quotes(str(row.get("amb") or ""), nodes)
    return str(row["t"])


def refuse_quotes(remark: str, nodes: Nodes) -> None:
    """Refuse a remark that shares ``QUOTE`` Han characters in a row with one of the texts."""
    han = re.sub(r"[^\u4e00-\u9fff]", "", remark)
    texts = [re.sub(r"[^\u4e00-\u9fff]", "", text) for text in nodes.values()]
    if any(han[at:at + QUOTE] in text for at in range(len(han) - QUOTE + 1) for text in texts):
        raise GoldError([f"a remark quotes {QUOTE} characters or more of the text"])


def _one_of(value: str | None, allowed: frozenset[str]) -> str | None:
    if value is not None and value not in allowed:
        raise GoldError([f"{value!r} is none of {sorted(allowed)}"])
    return value


def _reference(row: Row, nodes: Nodes) -> Row:
    family = _one_of(row["fam"], FAMILIES)
    if not row["to"] and family in {"internal", "relative", "external"}:
        raise GoldError([f"a reference of family {family} without a target"])
    if any("#" not in target for target in row["to"]):
        raise GoldError([f"a target without '#': {row['to']}"])
    return {**locate(row["eid"], row["s"], nodes), "family": family, "targets": row["to"],
            "ambiguity": row.get("amb")}


def _definition(row: Row, nodes: Nodes) -> Row:
    return {"term": locate(row["eid"], row["term"], nodes),
            "definiens": locate(row["eid"], row["means"], nodes),
            "scope": _one_of(row["scope"], SCOPES), "abbreviation": bool(row.get("abbr")),
            "ambiguity": row.get("amb")}


def _norm(row: Row, nodes: Nodes) -> Row:
    def span(written: str | None) -> Row | None:
        return locate(row["eid"], written, nodes) if written else None

    limit = row.get("dl")
    return {
        "eid": row["eid"], "modality": _one_of(row["m"], MODALITIES), "trigger": span(row.get("trig")),
        "bearer": {**(span(row.get("bearer")) or {}), "source": _one_of(row["bsrc"], SOURCES)},
        "action": locate(row["eid"], row["act"], nodes), "object": span(row.get("obj")),
        "conditions": [{**locate(row["eid"], words, nodes), "kind": _one_of(kind, KINDS)}
                       for words, kind in row.get("cond") or []],
        "exceptions": [locate(row["eid"], words, nodes) for words in row.get("exc") or []],
        "deadline": {**locate(row["eid"], limit[0], nodes), "kind": _one_of(limit[1], DEADLINES),
                     "value": limit[2]} if limit else None,
        "list_function": _one_of(row.get("list"), LISTS), "penalised_by": row.get("pen") or [],
        "discretionary": row.get("disc"), "sanction": row.get("sanction"),
        "optional": bool(row.get("opt")), "group": row.get("group"), "ambiguity": row.get("amb")}


_PACKERS: dict[str, Callable[[Row, Nodes], Row]] = {
    "ref": _reference, "def": _definition, "norm": _norm}


def unpack(gold: Row, nodes: Nodes, title: str = "") -> Row:
    """Return an annotated text with its words, in the shape ``score_gold.py`` reads.

    Raises:
        GoldError: a node of the text is missing or is not the one that was annotated.
    """
    wrong = [f"{gold['version']} {eid}: {'another text' if eid in nodes else 'not in the text'}"
             for eid, known in gold["nodes"].items() if eid not in nodes or digest(nodes[eid]) != known]
    if wrong:
        raise GoldError(wrong)

    def word(span: Row) -> Row:
        return {**span, "node": span["eid"], "surface": nodes[span["eid"]][span["start"]:span["end"]]}

    return {"meta": {"work": title, "version": gold["version"], "annotated": gold["annotated"],
                     "annotated_articles": gold["articles"]},
            "nodes": {eid: {"text": nodes[eid], "sha256": known} for eid, known in gold["nodes"].items()},
            "references": [_shown_reference(place, ref, word)
                           for place, ref in enumerate(gold["references"], 1)],
            "definitions": [{**one, "term": word(one["term"]), "definiens": word(one["definiens"])}
                            for one in gold["definitions"]],
            "norms": [_shown_norm(place, norm, word) for place, norm in enumerate(gold["norms"], 1)]}


def _shown_reference(place: int, ref: Row, word: Callable[[Row], Row]) -> Row:
    shown = word({name: ref[name] for name in ("eid", "start", "end")})
    targets = [_target(target) for target in ref["targets"]] or ["class:UNSPECIFIED"]
    whole = {name: shown[name] for name in ("surface", "start", "end")}
    return {"id": f"R{place:03}", "source": {"path": ref["eid"]}, **whole, "family": ref["family"],
            "core": ref["family"] in CORE, "targets": targets, "alt_surfaces": [],
            "components": [{**whole, "kind": "pin", "targets": targets}], "note": ref["ambiguity"]}


def _target(written: str) -> str:
    title, _, eid = written.partition("#")
    if title:
        return f"title:{title}#{eid}" if eid else f"title:{title}"
    return eid or "work:self"


def _shown_norm(place: int, norm: Row, word: Callable[[Row], Row]) -> Row:
    bearer = norm["bearer"] if "eid" in norm["bearer"] else None
    return {**norm, "id": f"N{place:03}", "path": norm["eid"], "action": word(norm["action"]),
            **{name: word(norm[name]) if norm[name] else None
               for name in ("trigger", "object", "deadline")},
            "bearer": word(bearer) if bearer else {"surface": None, "node": None, **norm["bearer"]},
            **{name: [word(span) for span in norm[name]] for name in ("conditions", "exceptions")}}


def gold_text(gold: Row) -> str:
    """Return the committed form: one record a line, so that a change of one shows as one."""
    parts = []
    for name, value in gold.items():
        lines = ",\n  ".join(json.dumps(one, ensure_ascii=False) for one in value) if name in {
            "references", "definitions", "norms"} else ""
        shown = f"[\n  {lines}]" if lines else json.dumps(value, ensure_ascii=False,
                                                         indent=1 if name == "nodes" else None)
        parts.append(f'"{name}": {shown}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def read_rows(path: Path) -> list[Row]:
    """Return the records of one raw file."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip() and not line.startswith("#")]


def read_nodes(path: Path) -> dict[str, str]:
    """Return the text that was given to the annotators, by eid."""
    return {one["eid"]: one["text"] for one in json.loads(path.read_text(encoding="utf-8"))}


def built_nodes(root: Path) -> dict[str, dict[str, str]]:
    """Return the own text of every provision of every Chinese text of a built library."""
    from kb.model.provision import walk_all
    from kb.store.database import read_library
    from kb.store.layout import Layout

    library = read_library(Layout(root))
    return {key: {node.eid: node.text for node in walk_all(held["zh"].provisions) if node.text}
            for key, held in library.texts.items() if "zh" in held}


def extent(nodes: Nodes, whole: Nodes, version: str) -> str | list[int]:
    """Return ``all``, or the numbers of the annotated articles.

    Raises:
        GoldError: the text that was annotated is not the one that is built, or an article is cut.
    """
    wrong = [f"{version} {eid}: not the text of the library" for eid in nodes
             if whole.get(eid) != nodes[eid]]
    articles = {eid.split("__")[0] for eid in nodes}
    wrong += [f"{version} {eid}: left out of an annotated article" for eid in whole
              if eid.split("__")[0] in articles and eid not in nodes]
    wrong += [f"{version} {one}: not an article with a plain number" for one in articles
              if not re.fullmatch(r"art_\d+", one)]
    if wrong:
        raise GoldError(wrong)
    rest = {eid.split("__")[0] for eid in whole if eid.startswith("art_")} - articles
    return sorted(int(one.removeprefix("art_")) for one in articles) if rest else "all"


def _pack_all(options: argparse.Namespace) -> None:
    library, packed, complaints = built_nodes(options.root), {}, []
    for path in sorted(options.raw.glob("*@*.jsonl")):
        version = path.stem
        if options.only and version not in options.only:
            continue
        try:
            nodes = read_nodes(options.texts / f"{version}.json")
            packed[version] = pack(read_rows(path), nodes, version,
                                   extent(nodes, library.get(version, {}), version),
                                   held_out=version in options.held_out)
        except GoldError as error:
            complaints.append(str(error))
    if complaints:
        raise GoldError(complaints)
    options.to.mkdir(parents=True, exist_ok=True)
    for version, gold in packed.items():
        (options.to / f"{version}.json").write_text(gold_text(gold), encoding="utf-8")
        print(f"{version}: {len(gold['references'])} references, {len(gold['definitions'])} definitions, "
              f"{len(gold['norms'])} norms in {len(gold['nodes'])} nodes")


def _unpack_all(options: argparse.Namespace) -> None:
    library = built_nodes(options.root)
    options.to.mkdir(parents=True, exist_ok=True)
    for path in options.gold:
        gold = json.loads(path.read_text(encoding="utf-8"))
        shown = unpack(gold, library.get(gold["version"], {}))
        target = options.to / f"{gold['version']}.json"
        target.write_text(json.dumps(shown, ensure_ascii=False, indent=1), encoding="utf-8")
        print(f"{target}: for score_gold.py, as --references and as --norms; holds official text")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout with the built library")
    commands = parser.add_subparsers(required=True)
    into = commands.add_parser("pack", help="surfaces to places")
    into.add_argument("--raw", type=Path, required=True)
    into.add_argument("--texts", type=Path, required=True)
    into.add_argument("--to", type=Path, required=True)
    into.add_argument("--only", nargs="*", default=[], help="these versions (default: every file)")
    into.add_argument("--held-out", nargs="*", default=[], help="versions kept for the last measurement")
    into.set_defaults(run=_pack_all)
    back = commands.add_parser("unpack", help="places to surfaces, where the text is at hand")
    back.add_argument("gold", type=Path, nargs="+")
    back.add_argument("--to", type=Path, default=ROOT / "build" / "gold")
    back.set_defaults(run=_unpack_all)
    return parser.parse_args()


def main() -> int:
    """Run the command line; 2 where nothing could be done."""
    options = _options()
    try:
        options.run(options)
    except (GoldError, KbError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
