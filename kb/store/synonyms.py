"""The table of synonyms of the search, written by hand.

Reads: ``corpus/synonyms.toml``. Writes: nothing.
Guarantees: each group joins two words or more and says why; no word stands twice in a group; no word
leads one way in a group and stands for itself in the same; two groups are never the same. All defects
are reported at once. The table knows words only: nothing in it names a work, a version or an article.
"""

import re
from functools import cache
from itertools import permutations, product
from typing import Final

from kb.model.synonyms import SynonymGroup
from kb.store.layout import Layout
from kb.store.register_table import Table, load_rows
from kb.store.words import HAN, stems, stop_words, tokens

KEYS: Final = ("words", "typed", "leads", "reason")
LATIN: Final = re.compile(r"[A-Za-z]")
LONGEST: Final = 8
"""Words in an entry: longer ones are questions, not vocabulary."""
LONGEST_ZH: Final = 12
Form = tuple[str, ...]
REMEDY: Final = "correct the keys named above; docs/search.md describes them"


def load_synonyms(layout: Layout) -> tuple[SynonymGroup, ...]:
    """Return the groups in the order of the file; none where there is no table.

    Raises:
        RegisterError: the file is unreadable or a group says something it must not, defect by defect.
    """
    return load_rows(layout.synonyms, layout, "group", _groups, ("the table of synonyms", REMEDY))


def _groups(rows: tuple[Table, ...]) -> tuple[SynonymGroup, ...]:
    groups = tuple(_group(row) for row in rows)
    _refuse_repeated(rows, groups)
    return groups


def _group(table: Table) -> SynonymGroup:
    table.refuse_unknown(KEYS)
    words, typed, leads = (table.texts(key) for key in KEYS[:3])
    if len(words) < 2 and not (typed and (words or leads)):
        table.report("words", "joins nothing", "name two words or more, or leave the group out")
    if leads and not typed:
        table.report("leads", "nothing is typed that leads to them", "name what people type")
    seen: dict[Form, str] = {}
    for key, entries in (("words", words), ("typed", typed), ("leads", leads)):
        for index, entry in enumerate(entries):
            _check_entry(table, f"{key}[{index}]", entry)
            form = entry_form(entry)
            if form in seen:
                table.report(f"{key}[{index}]", f"{entry!r} is the same to the search as {seen[form]!r}",
                             "keep one of them")
            seen[form] = entry
    return SynonymGroup(words, typed, table.text("reason", required=True), leads)


@cache
def entry_form(entry: str) -> Form:
    """Return what the search makes of an entry: its stems, or the Chinese as it stands."""
    return (entry,) if HAN.search(entry) else stems(entry)


def _check_entry(table: Table, key: str, entry: str) -> None:
    if HAN.search(entry):
        if LATIN.search(entry) or " " in entry:
            table.report(key, f"{entry!r} mixes Chinese and other letters",
                         "write one language in an entry")
        elif len(entry) > LONGEST_ZH:
            table.report(key, f"{entry!r} is a sentence, not a word", "name the word that matters in it")
        return
    words = tokens(entry)
    if not words:
        table.report(key, f"{entry!r} holds no word", "write letters or digits")
    elif len(words) > LONGEST:
        table.report(key, f"{entry!r} is a question, not a word", "name the words that matter in it")
    elif all(word in stop_words() for word in words):
        table.report(key, f"{entry!r} is only words that the search leaves out", "remove it")


def _refuse_repeated(rows: tuple[Table, ...], groups: tuple[SynonymGroup, ...]) -> None:
    seen: set[frozenset[Form]] = set()
    both = {pair for group in groups
            for pair in permutations({entry_form(word) for word in group.words}, 2)}
    for row, group in zip(rows, groups, strict=True):
        forms = frozenset(entry_form(entry) for entry in (*group.words, *group.typed, *group.leads))
        if forms in seen and forms:
            row.report("words", "is the same group as one above", "keep one of them")
        seen.add(forms)
        targets = (*group.words, *group.leads)
        for index, (entry, word) in enumerate(product(group.typed, targets)):
            if (entry_form(entry), entry_form(word)) in both:
                row.report(f"typed[{index // len(targets)}]",
                           f"{entry!r} leads to {word!r} one way here and both ways in another group",
                           "take it out of one of them")
