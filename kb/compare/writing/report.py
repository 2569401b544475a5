"""A comparison made ready to be written: what the two sides are, what happened in sum, article by article.

Reads a ``Comparison``, its texts and what the caller knows of each side; writes a ``Report``, which every
written form (HTML, Markdown, XLSX, DOCX) says in its own way. Counts of provisions and shares of
characters sum: each provision of a side is in one row, and the printed shares make 100.0 %.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kb.compare.units import all_units
from kb.compare.writing.duty_rows import DutyRow, counted, duty_rows
from kb.compare.writing.flow import numbered
from kb.compare.writing.numbered import Numbered, Run, numbered_runs
from kb.compare.writing.wording import ACCOUNT, CLASS, PART
from kb.model.change import Account, ChangeClass, Comparison, Link, OpKind
from kb.model.percent import percents
from kb.model.place import place_en
from kb.model.provision import GROUPING, walk_all
from kb.model.text import PartName, Text


@dataclass(frozen=True, slots=True)
class Side:
    """What one side is. ``name`` is what the caller calls it; ``facts`` are rows (label, value)."""

    name: str
    title: str
    facts: tuple[tuple[str, str], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A provision: its eid, its number as printed (第三条), and in English (art. 3)."""

    eid: str
    printed: str
    english: str

    @property
    def label(self) -> str:
        """The number as printed, or the place in English where none is printed."""
        return self.printed or self.english


@dataclass(frozen=True, slots=True)
class Entry:
    """One link, to be read on its own. ``group`` is the chapter it stands in, of the newer text.

    ``runs`` are the whole text of both sides with the redline and the printed numbers.
    """

    anchor: str
    a: tuple[Place, ...]
    b: tuple[Place, ...]
    link: Link
    runs: tuple[Run, ...]
    group: str

    @property
    def shown(self) -> tuple[Run, ...]:
        """The runs to show under a heading that names the provision: its number is not said again."""
        if len(self.a) > 1 or len(self.b) > 1:
            return self.runs
        return tuple(run for run in self.runs if not run.number)

    @property
    def clerical(self) -> int:
        """How many of the changes shown are punctuation, width or numbering only."""
        return count_changes(self.shown)[0]

    @property
    def changes(self) -> int:
        """How many of the changes shown are of substance."""
        return count_changes(self.shown)[1]

    @property
    def is_same(self) -> bool:
        """Tell whether one provision of each side has the words of the other."""
        return len(self.a) == len(self.b) == 1 and not self.link.redline

    @property
    def is_clerical(self) -> bool:
        """Tell whether nothing but punctuation, width or numbering differs."""
        return bool(self.a and self.b and self.link.redline) and not self.changes

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of the link in words."""
        return tuple(CLASS[one] for one in self.link.classes)

    @property
    def old(self) -> str:
        """The words of side a."""
        return "".join(run.text for run in self.runs if run.kind is not OpKind.INSERT)

    @property
    def new(self) -> str:
        """The words of side b."""
        return "".join(run.text for run in self.runs if run.kind is not OpKind.DELETE)


@dataclass(frozen=True, slots=True)
class Share:
    """One account of the ledger of a side: characters, and per cent of that side to one decimal."""

    label: str
    characters: int
    percent: str


@dataclass(frozen=True, slots=True)
class MovedWords:
    """Wording struck in one place of side a and written in another of side b."""

    a: Place
    b: Place
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Report:
    """A comparison, ready to be written.

    ``outcome`` has rows (what happened, provisions of a, provisions of b) that sum to the last one;
    ``notices`` stand on every form; ``left_out`` names the parts of each document not compared.
    """

    a: Side
    b: Side
    language: str
    noun: str
    notices: tuple[str, ...]
    outcome: tuple[tuple[str, int, int], ...]
    remarks: tuple[str, ...]
    entries: tuple[Entry, ...]
    ledger: tuple[tuple[Share, ...], tuple[Share, ...]]
    moved: tuple[MovedWords, ...]
    left_out: str
    rule_version: str
    duties: tuple[DutyRow, ...] = ()
    duty_notes: tuple[str, ...] = ()

    @property
    def clerical(self) -> int:
        """How many clerical changes there are."""
        return sum(entry.clerical for entry in self.entries)


OUTCOMES: Final = ("the same words", "the same words, new number or place",
                   "only punctuation, width or cited numbers changed", "reworded",
                   "rewritten: less than half of the words stayed", "split or merged", "new", "dropped")
"""What happened to a provision, each in one row only."""


def build_report(comparison: Comparison, texts: tuple[Text, Text], sides: tuple[Side, Side],
                 notices: tuple[str, ...]) -> Report:
    """Return a comparison made ready to be written."""
    units = all_units(texts[0]), all_units(texts[1])
    a, b = numbered(texts[0], units[0]), numbered(texts[1], units[1])
    chapters = tuple(_chapters(text) for text in texts)
    entries = tuple(_entry(link, a, b, chapters) for link in comparison.links)
    shares = tuple(_shares([one for one in comparison.accounts if one.side == side]) for side in "ab")
    return Report(*sides, comparison.language, _noun(entries), notices, _outcome(entries),
                  _remarks(entries), entries, (shares[0], shares[1]), _moved(comparison, a, b),
                  _left_out(texts), comparison.rule_version,
                  duty_rows(comparison.duties, _anchors(entries)), tuple(counted(comparison.duties)))


def _anchors(entries: Iterable[Entry]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the anchor of the entry that each provision of either side stands in."""
    rows = tuple(entries)
    return ({place.eid: entry.anchor for entry in rows for place in entry.a},
            {place.eid: entry.anchor for entry in rows for place in entry.b})


def _entry(link: Link, a: Numbered, b: Numbered, chapters: tuple[Mapping[str, str], ...]) -> Entry:
    anchor = "-".join([link.a[0] if link.a else "new", link.b[0] if link.b else "gone"])
    group = chapters[1].get(link.b[0], "") if link.b else chapters[0].get(link.a[0], "")
    return Entry(anchor, _places(link.a, a), _places(link.b, b), link, numbered_runs(link, a, b), group)


def _places(eids: tuple[str, ...], side: Numbered) -> tuple[Place, ...]:
    return tuple(_place(eid, side) for eid in eids)


def _place(eid: str, side: Numbered) -> Place:
    return Place(eid, side.heads.get(eid, "").strip(), place_en(eid))


def _chapters(text: Text) -> dict[str, str]:
    """Return the heading that each provision stands under, as printed."""
    found, current = {}, ""
    for node in walk_all(text.provisions):
        if node.kind in GROUPING:
            current = f"{node.num} {node.heading}".strip()
        found[node.eid] = "" if node.eid.startswith("annex") else current
    return found


def count_changes(runs: Iterable[Run]) -> tuple[int, int]:
    """Return how many clerical changes and how many of substance there are.

    Neighbouring runs of one sort are one change: struck and written anew together.
    """
    clerical = changes = 0
    last: bool | None = None
    for run in runs:
        now = None if run.kind is OpKind.KEEP else run.clerical
        if now is not None and now is not last:
            clerical, changes = clerical + now, changes + (not now)
        last = now
    return clerical, changes


def _noun(entries: tuple[Entry, ...]) -> str:
    every = all(place.eid.startswith("art_") for entry in entries for place in entry.a + entry.b)
    return "article" if every else "provision"


def _outcome(entries: tuple[Entry, ...]) -> tuple[tuple[str, int, int], ...]:
    of_a, of_b = dict.fromkeys(OUTCOMES, 0), dict.fromkeys(OUTCOMES, 0)
    for entry in entries:
        of_a[outcome_of(entry)] += len(entry.a)
        of_b[outcome_of(entry)] += len(entry.b)
    rows = [(label, of_a[label], of_b[label]) for label in OUTCOMES if of_a[label] or of_b[label]]
    return (*rows, ("all", sum(of_a.values()), sum(of_b.values())))


def outcome_of(entry: Entry) -> str:
    """Return the one row of the summary that an entry is counted in."""
    classes = set(entry.link.classes)
    if not entry.a or not entry.b:
        return "dropped" if entry.a else "new"
    if classes & {ChangeClass.SPLIT, ChangeClass.MERGED}:
        return "split or merged"
    if ChangeClass.REWRITTEN in classes:
        return OUTCOMES[4]
    if entry.is_same:
        return OUTCOMES[1 if classes & {ChangeClass.MOVED, ChangeClass.RENUMBERED} else 0]
    return OUTCOMES[2] if entry.is_clerical else "reworded"


def _remarks(entries: tuple[Entry, ...]) -> tuple[str, ...]:
    """Say what the rows do not: how many of the reworded have also moved or been renumbered."""
    told = []
    for one, words in ((ChangeClass.MOVED, "to another place in the order"),
                       (ChangeClass.RENUMBERED, "to a new number, the order kept")):
        number = sum(one in entry.link.classes for entry in entries)
        if number:
            told.append(f"{number:,} went {words}, whether or not their words changed.")
    return tuple(told)


def _shares(accounts: Sequence[Account]) -> tuple[Share, ...]:
    """Return the accounts of a side; the per cents make 100.0 together."""
    total = sum(one.characters for one in accounts)
    shares = percents([one.characters for one in accounts])
    rows = [Share(ACCOUNT.get(one.name, one.name), one.characters, share)
            for one, share in zip(accounts, shares, strict=True) if one.characters]
    return (*rows, Share("all", total, "100.0" if total else "0.0"))


def _moved(comparison: Comparison, a: Numbered, b: Numbered) -> tuple[MovedWords, ...]:
    return tuple(MovedWords(_place(one.a.eid, a), _place(one.b.eid, b), one.a.surface, one.b.surface)
                 for one in comparison.moved)


def _left_out(texts: tuple[Text, Text]) -> str:
    """Name the parts of the documents that are no provision: they are not compared."""
    found = [[PART[part.name] for part in text.parts if part.name is not PartName.TITLE]
             for text in texts]
    words = [f"{side}: {', '.join(dict.fromkeys(names))}"
             for side, names in zip("AB", found, strict=True) if names]
    return "; ".join(words)
