"""What one statute of the national collection gives: a record of counts and of every failure.

Reads: one row of the collection. Returns: a plain dict for one line of JSON. The text itself is the only
work its references can lead to (``own_catalogue``), so a pinpoint lands on a node of it or does not.
A failure keeps the words around it and what the sources print, so that its cause can be told later
without the text (``benchmarks/national_causes.py``).
"""

import itertools
import re
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from typing import Any

from kb.analyse.catalogue import Catalogue, normal_title
from kb.analyse.find import find
from kb.analyse.pins import Pin, parse_pins
from kb.analyse.positions import Tree, locate_steps, make_tree
from kb.analyse.proof import prove_slices
from kb.analyse.resolve import resolve
from kb.model.analysis import Analysis, Reference, RefStatus
from kb.model.identifiers import article_eid
from kb.model.numerals import to_chinese
from kb.model.provision import articles, walk_all
from kb.model.text import Grade, PartName, Text
from kb.parse.document import parse_bytes
from kb.parse.structure import rebuild

Row = dict[str, Any]
VERSION = "statute@v1"
MOST = 5
"""Missing articles of one text that are looked for in its source."""
AROUND = 60
PLACES = frozenset({"internal", "relative"})


def record(place: int, row: Row) -> Row:
    """Return the record of one row; a crash is a record too."""
    found: Row = {"place": place, "path": row["path"], "title": row["title"], "chars": len(row["text"])}
    try:
        _read(row, found)
    except Exception as error:  # noqa: BLE001 - a crash is what this looks for
        found |= {"crash": f"{type(error).__name__}: {error}"[:300],
                  "trace": traceback.format_exc()[-1500:]}
    return found


def _read(row: Row, found: Row) -> None:
    """Add to a record stage by stage, so that a crash leaves what the stages before it gave."""
    times = [time.process_time()]
    text = parse_bytes(row["text"].encode(), "text/markdown", row["path"].rpartition("/")[2],
                       version=VERSION, language="zh", grade=Grade.REPUBLISHED)
    times.append(time.process_time())
    _sound(text)
    found |= _structure(text, row["text"])
    begin = time.process_time()
    findings = find(text)
    times.append(times[-1] + time.process_time() - begin)
    begin = time.process_time()
    analysis = resolve(findings, text, own_catalogue(text, row["title"]))
    times.append(times[-1] + time.process_time() - begin)
    found["seconds"] = [round(after - before, 4)
                        for before, after in itertools.pairwise(times)]
    found |= _analysis(text, analysis)
    prove_slices(text, analysis)


def _sound(text: Text) -> None:
    """Check that the text is rebuilt from its parts and that no two provisions share an eid."""
    if rebuild(text) != text.canonical:
        raise AssertionError("the text is not rebuilt from its parts")
    eids = [node.eid for node in walk_all(text.provisions)]
    if len(eids) != len(set(eids)):
        raise AssertionError("two provisions share an eid")


def own_catalogue(text: Text, title: str) -> Catalogue:
    """Return a catalogue that knows nothing but the text itself."""
    return Catalogue(slugs={normal_title(title): ("statute",)}, titles={"statute": title},
                     eids={text.version: tuple(text.index())}, in_force={"statute": (("0001", "v1"),)},
                     dated={text.version: "9999"}, version_titles={})


def _structure(text: Text, source: str) -> Row:
    nodes = articles(text.provisions)
    gaps = [{"message": one.message, "excerpt": one.excerpt[:30]} for one in text.problems
            if one.code == "numbering-gap" and "article" in one.message]
    numbers = {int(node.number.partition("-")[0]) for node in nodes}
    missing = [n for n in range(1, max(numbers, default=0)) if n not in numbers]
    return {"profile": text.profile, "template": text.template, "articles": len(nodes),
            "last": max(numbers, default=0), "gaps": gaps, "missing": missing[:40],
            "printed": {n: list(_printed(n, source)) for n in missing[:MOST]} if gaps else {},
            "codes": Counter(problem.code for problem in text.problems),
            "parts": Counter(part.name.value for part in text.parts),
            "heads": _outside(text) if gaps else []}


def _printed(number: int, source: str) -> Iterator[str]:
    """Yield the words around each place of a source that prints the head of a missing article."""
    for match in re.finditer(rf"第\s*(?:{to_chinese(number)}|{number})\s*条", source):
        yield source[max(0, match.start() - 12):match.end() + 12]


def _outside(text: Text) -> list[str]:
    """Return the beginnings of the lines outside the provisions that begin like an article."""
    return [line[:24] for part in text.parts if part.name is not PartName.TABLE_OF_CONTENTS
            for line in text.canonical[part.start:part.end].split("\n") if re.match(r"第.{1,8}条", line)]


def _analysis(text: Text, analysis: Analysis) -> Row:
    tree = make_tree(text.provisions)
    own = text.index()
    failed = [_failure(tree, own[ref.span.eid].text, ref) for ref in analysis.references
              if ref.family in PLACES and ref.status is not RefStatus.RESOLVED]
    return {"references": Counter(f"{_group(ref)}|{ref.status.value}" for ref in analysis.references),
            "heads_relative": Counter(f"{ref.span.surface[:2]}|{ref.status.value}"
                                      for ref in analysis.references if ref.family == "relative"),
            "failed": failed, "definitions": len(analysis.definitions),
            "norms": Counter(norm.modality.value for norm in analysis.norms),
            "bearers": sum(norm.bearer is not None for norm in analysis.norms),
            "analysis_codes": Counter(problem.code for problem in analysis.problems)}


def _group(ref: Reference) -> str:
    """Return the family of a reference; internal ones with a place apart from the bare 本法."""
    if ref.family == "internal":
        return "internal pinpoint" if "第" in ref.span.surface else "internal whole"
    if ref.family == "external" and any(target.work for target in ref.targets):
        return "external own title"
    return ref.family


def _failure(tree: Tree, words: str, ref: Reference) -> Row:
    span = ref.span
    return {"eid": span.eid, "surface": span.surface, "family": ref.family, "rule": ref.rule,
            "status": ref.status.value, "before": words[max(0, span.start - AROUND):span.start],
            "after": words[span.end:span.end + AROUND],
            "lacks": [lack for pin in parse_pins(span.surface) for lack in _lacks(tree, span.eid, pin)],
            "candidates": [f"{one.work or one.title}#{one.eid}" for one in ref.candidates[:4]]}


def _lacks(tree: Tree, eid: str, pin: Pin) -> Iterator[str]:
    """Yield for each end of a pinpoint the step that does not exist, with how many its level has.

    An elided pinpoint is read below the article of the reference, the range's end beside its beginning.
    """
    ends = [pin.steps, (*pin.steps[:-len(pin.until)], *pin.until)] if pin.until else [pin.steps]
    for steps in ends:
        base = "" if steps[0][0] in ("art", "chap", "sec", "part", "subpart") else article_eid(eid)
        for depth in range(1, len(steps) + 1):
            if not locate_steps(tree, steps[:depth], base):
                above = locate_steps(tree, steps[:depth - 1], base) if depth > 1 else base
                level, number = steps[depth - 1]
                yield f"{above or '-'}: {level} {number} of {len(tree.children(above, level))}"
                break
