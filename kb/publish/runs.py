"""Cuts a provision's text into runs: references, definitions and defined terms, each with its link.

A run's text is always a slice; the runs of a text joined are that text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kb.model.analysis import CLASSED_FAMILIES, Definition, Reference, RefStatus, Target
from kb.model.place import place_en
from kb.publish.labels import REFERENCE
from kb.publish.shelf import Shelf, Shown
from kb.publish.views import Run

SHORTEST_TERM: Final = 2
WHY_UNRESOLVED: Final = {
    "vague": "names no particular provision",
    "renvoi": "refers onwards without naming a text",
    "list": "introduces a list that is not marked as items",
    "discourse": "takes up what was said before, no provision",
    "external": "names a work that is not in the register, or a place in it that could not be settled",
}


@dataclass(frozen=True, slots=True)
class Glossary:
    """The defined terms of one text, longest first, as one pattern; ``notes`` by term."""

    pattern: re.Pattern[str] | None
    notes: Mapping[str, Definition]


def make_glossary(shown: Shown) -> Glossary:
    """Return the terms that a text defines for the whole of itself."""
    notes: dict[str, Definition] = {}
    for definition in shown.analysis.definitions if shown.analysis else ():
        if len(definition.term.surface) >= SHORTEST_TERM:
            notes.setdefault(definition.term.surface, definition)
    if not notes:
        return Glossary(None, notes)
    longest_first = sorted(notes, key=lambda term: (-len(term), term))
    return Glossary(re.compile("|".join(map(re.escape, longest_first))), notes)


def plain(text: str) -> tuple[Run, ...]:
    """Return a text as one run, or none if it is empty."""
    return (Run(text),) if text else ()


def runs_of(shelf: Shelf, shown: Shown, eid: str, glossary: Glossary) -> tuple[Run, ...]:
    """Return the runs of one provision's own text."""
    text = shown.index[eid].text
    marks = [(r.span.start, r.span.end, reference_run(shelf, shown.version, r))
             for r in shown.references.get(eid, ())]
    marks += [(d.term.start, d.term.end, Run(d.term.surface, "define", "", "defined here"))
              for d in shown.definitions.get(eid, ())]
    marks += list(_terms(shown.version, eid, text, glossary))
    return _lay_out(text, marks)


def _lay_out(text: str, marks: Iterable[tuple[int, int, Run]]) -> tuple[Run, ...]:
    out: list[Run] = []
    at = 0
    ranked = sorted(enumerate(marks), key=lambda pair: (pair[1][0], pair[0]))
    for _, (start, end, run) in ranked:
        if start < at or text[start:end] != run.text:
            continue  # an overlap: the first mark stands
        out += plain(text[at:start])
        out.append(run)
        at = end
    return (*out, *plain(text[at:]))


def _terms(key: str, eid: str, text: str, glossary: Glossary) -> Iterable[tuple[int, int, Run]]:
    if glossary.pattern is None:
        return
    seen = set()
    for match in glossary.pattern.finditer(text):
        definition = glossary.notes[match[0]]
        if match[0] in seen or definition.term.eid == eid or not _in_scope(definition.scope, eid):
            continue
        seen.add(match[0])
        yield match.start(), match.end(), Run(
            match[0], "term", _anchor(key, definition.term.eid),
            f"{definition.term.surface}: {definition.definiens.surface}")


def _in_scope(scope: str, eid: str) -> bool:
    """Tell whether a definition reaches a provision; chapters are not named in an article's eid."""
    return not scope or eid == scope or eid.startswith(f"{scope}__")


def _anchor(key: str, eid: str) -> str:
    slug, _, version = key.partition("@")
    return f"w/{slug}/{version}/index.html#{eid}"


def reference_run(shelf: Shelf, key: str, ref: Reference) -> Run:
    """Return a reference as a link, or marked with the reason why it is none."""
    if ref.status is RefStatus.RESOLVED and ref.targets:
        target = ref.targets[0]
        if ref.family in CLASSED_FAMILIES or _names_itself(key, target):
            return Run(ref.span.surface)
        href = shelf.href(key, target)
        words = ", ".join(target_name(shelf, key, t) for t in ref.targets[:4])
        more = f" and {len(ref.targets) - 4} more" if len(ref.targets) > 4 else ""
        if href:
            relation = REFERENCE.get(ref.relation, ref.relation)
            return Run(ref.span.surface, "ref", href, f"{relation} {words}{more}")
        return Run(ref.span.surface, "outside", "", f"{words}{more}: not in this collection")
    kind = "vague" if ref.family in CLASSED_FAMILIES else "unresolved"
    return Run(ref.span.surface, kind, "", why_not(shelf, key, ref))


def _names_itself(key: str, target: Target) -> bool:
    """Tell whether a reference is only to the text it stands in: 本法, 本规定."""
    slug, _, version = key.partition("@")
    return (not target.eid and not (target.title and not target.work)
            and target.work in ("", slug) and target.version in ("", version))


def why_not(shelf: Shelf, key: str, ref: Reference) -> str:
    """Return why a reference leads nowhere."""
    if ref.status is RefStatus.AMBIGUOUS:
        candidates = "; ".join(target_name(shelf, key, t) for t in ref.candidates[:4])
        return f"ambiguous, not guessed{': ' + candidates if candidates else ''}"
    reason = WHY_UNRESOLVED.get(ref.family, "its target could not be established")
    return f"not resolved: {reason}"


def target_name(shelf: Shelf, key: str, target: Target) -> str:
    """Return a reference's target in English words."""
    work = shelf.works.get(target.work) if target.work else None
    own = not target.title and target.work in ("", key.partition("@")[0])
    title = "" if own else (work.short_en or work.title_en) if work else target.title or target.work
    place = place_en(target.eid) if target.eid else ""
    return " ".join(part for part in (title, place) if part) or "this text"
