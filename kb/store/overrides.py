"""A reviewer's corrections as committed, written by hand from what ``kb override`` prints.

Reads: ``corpus/overrides/<slug>/<version>.toml`` (references, definitions, norms) and
``corpus/overrides/<slug>/<a>--<b>.toml`` (links of the comparison of two versions).
Writes: nothing.
Guarantees: what loads names a registered version, the digest of each provision it speaks of, who
corrected it, the day and the reason; no two corrections are of one thing; no value quotes 24 Chinese
characters. All defects of all files are reported at once, each with the line of its entry.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Final

from kb.model.analysis import CONDITION_KINDS, EXCEPTION_KINDS, LIST_FUNCTIONS, Modality
from kb.model.change import ChangeClass
from kb.model.identifiers import is_eid
from kb.model.override import (
    FIELDS,
    LONGEST_QUOTE,
    Deed,
    Given,
    LinkOverride,
    Override,
    Overrides,
    Shape,
    Sides,
    Signature,
    Subject,
    han_count,
    split_place,
)
from kb.model.work import Register
from kb.store.captures import DIGEST
from kb.store.layout import Layout
from kb.store.register_table import Defect, Table, open_table, refusal

PAIR: Final = 2
FACTS: Final = (Subject.REFERENCE, Subject.DEFINITION, Subject.NORM)
SPAN_KEY: Final = {Subject.REFERENCE: "words", Subject.DEFINITION: "term", Subject.NORM: "action"}
SIGNED: Final = ("by", "day", "reason")
ENTRY_KEYS: Final = ("language", "eid", "sha256", "do", "was", "now", "also", *SIGNED)
LINK_KEYS: Final = ("language", "from", "to", "from_sha256", "to_sha256", "was", "classes", *SIGNED)
NAME: Final = re.compile(rf"(?P<modality>{'|'.join(Modality)})-(?P<added>o?)(?P<number>[1-9]\d*)")
TARGET: Final = re.compile(r"(?:[a-z0-9]+(?:-[a-z0-9]+)*(?:@[a-z0-9]+(?:-[a-z0-9]+)*)?|《[^《》#]+》)?"
                           r"#(?P<eid>[-\w]*)")
FAMILIES: Final = ("internal", "relative", "external", "vague", "renvoi", "list", "discourse")
RELATIONS: Final = ("cites", "under", "mutatis", "applies", "except", "empowers", "penalises")
CLOSED: Final[Mapping[str, tuple[str, ...]]] = {
    "modality": tuple(Modality), "family": FAMILIES, "relation": RELATIONS,
    "list_function": tuple(sorted(LIST_FUNCTIONS)), "discretionary": ("yes", "no"),
    "sub": ("only_if", "exemption", "renvoi"), "condition_kinds": tuple(sorted(CONDITION_KINDS)),
    "exception_kinds": tuple(sorted(EXCEPTION_KINDS))}
REQUIRED: Final = {Subject.REFERENCE: ("family",), Subject.DEFINITION: ("definiens",), Subject.NORM: ()}
"""What an added fact must say besides where it stands."""
REMEDY: Final = "correct the keys named above; docs/overrides.md describes them, kb override prints them"


def load_overrides(layout: Layout, register: Register) -> Overrides:
    """Return the corrections of a checkout, in the order of their files; none without the folder.

    Raises:
        RegisterError: a file is unreadable or says something it must not. The message has one line
            per defect: file and line of the entry, key (indices count from 0), what is wrong, the remedy.
    """
    defects: list[Defect] = []
    facts: dict[str, list[Override]] = {}
    links: dict[tuple[str, str], list[LinkOverride]] = {}
    for path in sorted(layout.overrides.rglob("*.toml")):
        versions = _versions(path, layout, register, defects)
        table = open_table(path, layout, defects)
        if table is None or not versions:
            continue
        if len(versions) == 1:
            for fact in _read_facts(table, _lines(path), versions[0]):
                facts.setdefault(fact.text, []).append(fact)
        else:
            for language, link in _read_links(table, _lines(path)):
                a, b = (f"{version}/{language}" for version in versions)
                links.setdefault((a, b), []).append(link)
    if defects:
        raise refusal("the set of corrections", defects, REMEDY)
    return Overrides({key: tuple(rows) for key, rows in facts.items()},
                     {key: tuple(rows) for key, rows in links.items()})


def _versions(path: Path, layout: Layout, register: Register, defects: list[Defect]) -> tuple[str, ...]:
    """Return the one or two versions a file is about, nothing where its name does not tell."""
    names = path.stem.split("--")
    keys = tuple(f"{path.parent.name}@{name}" for name in names)
    unknown = [key for key in keys if register.version(key) is None]
    if path.parent.parent == layout.overrides and not unknown and len(set(keys)) == len(keys) <= PAIR:
        return keys
    wrong = f"no version {' and '.join(unknown)} is registered" if unknown else \
        "the name is not that of one version or of two"
    defects.append(Defect(path.relative_to(layout.root).as_posix(), "", wrong,
                          "name the file <work>/<version>.toml or <work>/<older>--<newer>.toml"))
    return ()


def _lines(path: Path) -> Mapping[str, list[int]]:
    """Return the lines, from 1, on which the tables of each name begin."""
    found: dict[str, list[int]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if match := re.match(r"\s*\[\[\s*(\w+)\s*\]\]", line):
            found.setdefault(match[1], []).append(number)
    return found


def _rows(table: Table, key: str, lines: Mapping[str, list[int]]) -> tuple[Table, ...]:
    rows, known = table.tables(key), lines.get(key, [])
    if len(rows) != len(known):  # written as an inline list: the key alone says where it is
        return rows
    return tuple(replace(row, file=f"{row.file}:{line}") for row, line in zip(rows, known, strict=True))


def _read_facts(table: Table, lines: Mapping[str, list[int]], version: str) -> Iterator[Override]:
    table.refuse_unknown(FACTS)
    seen: set[tuple[str, ...]] = set()
    for subject in FACTS:
        for row in _rows(table, subject, lines):
            found = _Reader(row, subject).override(version)
            own = (found.text, subject, found.eid, found.name or found.span)
            if own in seen:
                row.report("", "corrects what another entry of this file corrects", "keep one of them")
            seen.add(own)
            yield found


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one entry on a fact."""

    table: Table
    subject: Subject

    def override(self, version: str) -> Override:
        table, key = self.table, SPAN_KEY[self.subject]
        named = (key, "norm") if self.subject is Subject.NORM else (key,)
        table.refuse_unknown((*ENTRY_KEYS, *named))
        _refuse_quotes(table, "", table.data)
        deed = table.choice("do", list(Deed))
        eid = _eid(table, "eid", table.text("eid", required=True))
        span = table.text(key, required=True)
        if split_place(span)[0]:
            table.report(key, "stands in another provision", "correct it under the eid of that provision")
        name = self._name(deed) if self.subject is Subject.NORM else ""
        was, now = self._fields("was"), self._fields("now")
        self._check_fields(deed, was, now)
        also = _digests(table, "also")
        self._check_bound(eid, also, was, now)
        return Override(f"{version}/{table.choice('language', ('zh', 'en'))}", self.subject,
                        Deed(deed) if deed else Deed.SET, eid, _digest(table, "sha256"), name, span,
                        _signature(table), was, now, also)

    def _name(self, deed: str) -> str:
        name = self.table.text("norm", required=True)
        match = NAME.fullmatch(name)
        if name and (match is None or bool(match["added"]) != (deed == Deed.ADD)):
            self.table.report("norm", f"{name!r} is not the end of a norm's id",
                              "write it as obligation-2; a norm that is added as obligation-o1")
        return name

    def _fields(self, key: str) -> dict[str, Given]:
        inner = self.table.table(key) if key in self.table.data else None
        if inner is None:
            return {}
        shapes = FIELDS[self.subject]
        inner.refuse_unknown(shapes)
        return {name: self._field(inner, name, shapes[name]) for name in inner.data if name in shapes}

    def _field(self, inner: Table, name: str, shape: Shape) -> Given:
        if shape in (Shape.WORDS, Shape.SPAN):
            given = inner.text(name)
            if name in CLOSED:
                inner.choice(name, CLOSED[name], optional=True)
            elif name == "scope" and given:
                _eid(inner, name, given)
            return given
        if shape is Shape.KINDS:
            return _kinds(inner, name)
        found = inner.texts(name)
        for index, one in enumerate(found):
            if shape is Shape.EIDS:
                _eid(inner, f"{name}[{index}]", one)
            elif shape is Shape.TARGETS and not ((match := TARGET.fullmatch(one))
                                                 and (not match["eid"] or is_eid(match["eid"]))):
                inner.report(f"{name}[{index}]", f"{one!r} is not a target",
                             "write #art_5 (this text), work@version#art_5 or 《title》#art_5")
        return found

    def _check_fields(self, deed: str, was: Mapping[str, Given], now: Mapping[str, Given]) -> None:
        table = self.table
        if deed == Deed.SET and (not now or set(was) != set(now)):
            table.report("was", "does not name the fields that now names",
                         "name each field once in was (what the rules give) and once in now")
        if deed == Deed.ADD:
            if was:
                table.report("was", "stands beside an addition", "leave it out")
            for name in REQUIRED[self.subject]:
                if not now.get(name):
                    table.report(f"now.{name}", "is missing", "add it")
        if deed == Deed.REJECT and (was or now):
            table.report("now" if now else "was", "stands beside a rejection", "leave it out")

    def _check_bound(self, eid: str, also: Mapping[str, str], *given: Mapping[str, Given]) -> None:
        """Ask a digest of every other provision in which a stretch of text stands, or that punishes."""
        shapes = FIELDS[self.subject]
        named: set[str] = set()
        for name, value in chain.from_iterable(fields.items() for fields in given):
            values = (value,) if isinstance(value, str) else value
            if shapes[name] in (Shape.SPAN, Shape.SPANS):
                named |= {split_place(one)[0] for one in values}
            elif shapes[name] is Shape.EIDS:
                named |= set(values)
        for other in sorted(named - {"", eid} - set(also)):
            self.table.report(f"also.{other}", "is missing: a correction that names another provision is "
                              "bound to its text too", f"kb override new prints the digest of {other}")


def _read_links(table: Table, lines: Mapping[str, list[int]]) -> Iterator[tuple[str, LinkOverride]]:
    table.refuse_unknown((Subject.LINK,))
    seen: set[tuple[str, str, str]] = set()
    for row in _rows(table, Subject.LINK, lines):
        row.refuse_unknown(LINK_KEYS)
        _refuse_quotes(row, "", row.data)
        language, sides = row.choice("language", ("zh", "en")), _sides(row)
        for side, eids in zip(("from", "to"), sides, strict=True):
            for eid in eids:
                if (language, side, eid) in seen:
                    row.report(side, f"{eid} stands in another link of this file",
                               "a provision is in one link only")
                seen.add((language, side, eid))
        a, b = (_digests(row, f"{side}_sha256", wanted=eids)
                for side, eids in zip(("from", "to"), sides, strict=True))
        before = frozenset(_sides(one) for one in row.tables("was"))
        if not before:
            row.report("was", "is missing", "kb override link prints the links as they are")
        classes = tuple(ChangeClass(one) for one in _classes(row, sides))
        yield language, LinkOverride(sides, before, a, b, _signature(row), classes)


def _sides(table: Table) -> Sides:
    found = [tuple(eid for index, eid in enumerate(table.texts(side))
                   if _eid(table, f"{side}[{index}]", eid)) for side in ("from", "to")]
    if not any(found):
        table.report("from", "names no provision on either side", "name those that belong together")
    return found[0], found[1]


def _classes(table: Table, sides: Sides) -> Iterable[str]:
    """Return the forced classes; those that the sides contradict are reported."""
    known = table.texts("classes")
    for index, one in enumerate(known):
        if one not in tuple(ChangeClass):
            table.report(f"classes[{index}]", f"{one!r} is not a class",
                         f"write one of: {', '.join(ChangeClass)}")
    a, b = sides
    needs = {ChangeClass.INSERTED: not a, ChangeClass.DELETED: not b, ChangeClass.SPLIT: len(b) > 1,
             ChangeClass.MERGED: len(a) > 1, ChangeClass.UNCHANGED: len(known) == 1}
    for name, held in needs.items():
        if name in known and not held:
            table.report("classes", f"{name} contradicts the provisions or classes named",
                         "take it out, or correct from and to")
    if known and (not a or not b) and set(known) != {"inserted" if not a else "deleted"}:
        table.report("classes", "a provision without counterpart is inserted or deleted",
                     "leave classes out")
    return [one for one in known if one in tuple(ChangeClass)]


def _kinds(table: Table, key: str) -> tuple[str, ...]:
    """Return a list of words of a closed list; unlike others it may repeat one, or leave one empty."""
    value = table.data[key]
    items = value if isinstance(value, list) else []
    if not isinstance(value, list) or not set(map(str, items)) <= {"", *CLOSED[key]}:
        table.report(key, "is not a list of kinds", f"write some of: {', '.join(CLOSED[key])}")
    return tuple(str(item) for item in items)


def _eid(table: Table, key: str, eid: str) -> str:
    if eid and not is_eid(eid):
        table.report(key, f"{eid!r} is not the address of a provision", "write it as art_14__para_2")
        return ""
    return eid


def _digest(table: Table, key: str) -> str:
    value = table.text(key, required=True)
    if value and not DIGEST.fullmatch(value):
        table.report(key, "is not a SHA-256 digest",
                     "copy the 64 hexadecimal digits that kb override new prints")
    return value


def _digests(table: Table, key: str, wanted: tuple[str, ...] | None = None) -> dict[str, str]:
    """Return digests by eid; where they are ``wanted``, of these provisions and no others."""
    inner = table.table(key) if key in table.data else None
    found = {eid: _digest(inner, eid) for eid in inner.data if _eid(inner, eid, eid)} if inner else {}
    for eid in wanted or ():
        if eid not in found:
            table.report(f"{key}.{eid}", "is missing", "kb override link prints the digests")
    for eid in found:
        if wanted is not None and eid not in wanted:
            table.report(f"{key}.{eid}", "is of a provision that the link does not name", "take it out")
    return found


def _signature(table: Table) -> Signature:
    day = table.day("day", required=True)
    if day and len(day) != len("YYYY-MM-DD"):
        table.report("day", f"{day!r} is not a whole day", 'write "YYYY-MM-DD"')
    return Signature(table.text("by", required=True), day, table.text("reason", required=True),
                     f"{table.file} {table.path}")


def _refuse_quotes(table: Table, key: str, value: object) -> None:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            _refuse_quotes(table, f"{key}.{name}" if key else str(name), inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _refuse_quotes(table, f"{key}[{index}]", inner)
    elif isinstance(value, str) and han_count(value) > LONGEST_QUOTE:
        table.report(key, f"quotes {LONGEST_QUOTE + 1} Chinese characters or more",
                     "name a stretch of text by its first words or its offsets, as in 12-57")
