"""Entries for ``corpus/overrides``, ready to be filled in: digests, what the rules give, what may be set.

Reads: a text with its analysis, or a comparison with its texts. Returns lines of TOML. The words of a text
are named by offsets where they are many; a comment shows how they begin.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kb.analyse.fact_fields import Fact, Scene, place_of, subject_of, write_field
from kb.analyse.overriding import facts_in, own_digest
from kb.compare.overriding import unit_digest
from kb.compare.units import all_units
from kb.model.analysis import Analysis, Norm
from kb.model.change import Comparison, Link
from kb.model.override import FIELDS, Given, Shape, Subject, link_key, split_place, write_span
from kb.model.provision import Provision
from kb.model.text import Text
from kb.store.overrides import SPAN_KEY

BEGINNING: Final = 8


@dataclass(frozen=True, slots=True)
class Template:
    """Writes the entries of one text; ``day`` is today, ISO 8601."""

    scene: Scene
    analysis: Analysis
    day: str

    def lines(self, node: Provision, *, add: bool) -> Iterator[str]:
        """Yield an entry for every fact of a provision and what is below it, or those that ``add`` one."""
        for inner in node.walk():
            if inner.text:
                yield f"# {inner.eid}: {len(inner.text)} characters, sha256 {own_digest(inner.text)}"
                for fact in facts_in(self.analysis, inner.eid) if not add else ():
                    yield from self._entry(fact)
                yield from self._additions(inner.eid) if add else ()

    def _entry(self, fact: Fact) -> Iterator[str]:
        subject, eid = subject_of(fact), place_of(fact).eid
        yield from self._head(subject, "set", eid)
        if isinstance(fact, Norm):
            yield f'norm = {_toml(fact.id.rpartition("~")[2])}'
        place = write_span(place_of(fact), eid, self.scene.own)
        yield f"{SPAN_KEY[subject]} = {_toml(place)}{_seen(place, place_of(fact).surface)}"
        yield from self._signature()
        held = {name: write_field(self.scene, fact, name) for name in FIELDS[subject]}
        full = {name: value for name, value in held.items() if value and name != SPAN_KEY[subject]}
        for table, words in (("was", "what the rules give: keep those lines that now has too"),
                             ("now", "what shall stand instead")):
            yield f"[{subject}.{table}]  # {words}"
            yield from (f"{name} = {_toml(value)}" for name, value in full.items())
        empty = [f"{name} = {_toml(value)}" for name, value in held.items() if not value]
        if empty:
            yield f"# empty so far: {', '.join(empty)}"
        yield from self._also(subject, eid, full)
        yield ""

    def _head(self, subject: Subject, deed: str, eid: str) -> Iterator[str]:
        yield f"[[{subject}]]"
        yield f"language = {_toml(self.scene.text.language)}"
        yield f"eid = {_toml(eid)}"
        yield f"sha256 = {_toml(own_digest(self.scene.own[eid]))}"
        yield f"do = {_toml(deed)}" + ("  # or reject, without was and now" if deed == "set" else "")

    def _signature(self) -> Iterator[str]:
        yield f'by = ""\nday = {_toml(self.day)}\nreason = ""'

    def _also(self, subject: Subject, eid: str, fields: Mapping[str, Given]) -> Iterator[str]:
        named: dict[str, None] = {}
        for name, value in fields.items():
            values = (value,) if isinstance(value, str) else value
            if FIELDS[subject][name] in (Shape.SPAN, Shape.SPANS):
                named.update(dict.fromkeys(split_place(one)[0] for one in values))
            elif FIELDS[subject][name] is Shape.EIDS:
                named.update(dict.fromkeys(values))
        others = [other for other in named if other not in ("", eid)]
        if others:
            yield f"[{subject}.also]  # other provisions that are named above"
            yield from (f"{other} = {_toml(own_digest(self.scene.own[other]))}" for other in others)

    def _additions(self, eid: str) -> Iterator[str]:
        """Yield an entry of each kind to be filled in."""
        norm = ('norm = "obligation-o1"  # the o marks an addition', 'action = "0-1"')
        samples = ((Subject.REFERENCE, ('words = "0-1"',), ('family = "internal"', 'targets = ["#art_1"]')),
                   (Subject.DEFINITION, ('term = "0-1"',), ('definiens = "0-1"', 'scope = ""')),
                   (Subject.NORM, norm, ('bearer = ""',)))
        for subject, named, now in samples:
            yield from (*self._head(subject, "add", eid), *named, *self._signature(), f"[{subject}.now]",
                        *now, "")


def link_lines(comparison: Comparison, a: Text, b: Text, eids: tuple[Iterable[str], Iterable[str]],
               day: str) -> Iterator[str]:
    """Yield the entry that links provisions of two texts, or takes their counterpart away."""
    units = [{unit.eid: unit for unit in all_units(text)} for text in (a, b)]
    sides = tuple(tuple(eid for eid in known if eid in set(wanted))
                  for known, wanted in zip(units, eids, strict=True))
    held = [link for link in comparison.links if set(link.a) & set(sides[0]) or set(link.b) & set(sides[1])]
    yield f"[[{Subject.LINK}]]"
    yield f"language = {_toml(a.language)}"
    yield f"from = {_toml(sides[0])}\nto = {_toml(sides[1])}"
    yield f'by = ""\nday = {_toml(day)}\nreason = ""'
    yield '# classes = ["amended"]  # only where those of the rules are wrong for this link'
    for name, known, wanted in zip(("from", "to"), units, sides, strict=True):
        yield f"[{Subject.LINK}.{name}_sha256]"
        yield from (f"{eid} = {_toml(unit_digest(known[eid]))}" for eid in wanted)
    for link in held:
        yield f"[[{Subject.LINK}.was]]  # {_words(link)}"
        yield f"from = {_toml(link.a)}\nto = {_toml(link.b)}"


def _words(link: Link) -> str:
    return f"{link_key((link.a, link.b))}: {', '.join(link.classes)}, {link.score:.2f}, {link.rule}"


def _toml(value: Given) -> str:
    return json.dumps(value if isinstance(value, str) else list(value), ensure_ascii=False)


def _seen(written: str, surface: str) -> str:
    """Return a comment with the beginning of words that are named by their offsets."""
    if surface in written:
        return ""
    return f"  # {' '.join(surface[:BEGINNING].split())}…"
