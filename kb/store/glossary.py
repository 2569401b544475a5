"""The glossary of our English and the reviewed exceptions to its check, written by hand.

Reads: ``corpus/glossary.toml`` and ``corpus/texts/<slug>/<version>.exceptions.toml``.
Writes: nothing.
Guarantees: a Chinese term stands once; an exception names a check that can have one, a provision, a
subject and a reason. All defects of a file are reported at once.
"""

import re
from collections import Counter
from typing import Final

from kb.model.glossary import EXCEPTABLE, Term, TermKind, TextCheck, TextException
from kb.model.identifiers import is_eid
from kb.store.layout import Layout
from kb.store.register_table import SLUG, Table, load_rows

TERM_KEYS: Final = ("zh", "en", "also", "reason", "works", "kind")
EXCEPTION_KEYS: Final = ("check", "eid", "subject", "reason")
HAN: Final = re.compile(r"[\u3400-\u9fff]")
HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]{24,}")
REMEDY: Final = "correct the keys named above; docs/translation.md describes them"


def load_glossary(layout: Layout) -> tuple[Term, ...]:
    """Return the terms in the order of the file; none where there is no glossary.

    Raises:
        RegisterError: the file is unreadable or a term says something it must not, defect by defect.
    """
    return load_rows(layout.glossary, layout, "term", _terms, ("the glossary", REMEDY))


def _terms(rows: tuple[Table, ...]) -> tuple[Term, ...]:
    terms = tuple(_term(row) for row in rows)
    _refuse_repeated(rows, terms)
    return terms


def _term(table: Table) -> Term:
    table.refuse_unknown(TERM_KEYS)
    zh, en = table.text("zh", required=True), table.text("en", required=True)
    if zh and not HAN.search(zh):
        table.report("zh", f"{zh!r} is not Chinese", "write the Chinese term")
    also, works = table.texts("also"), table.texts("works")
    for index, form in enumerate((en, *also)):
        if HAN.search(form):
            table.report(f"also[{index - 1}]" if index else "en", f"{form!r} holds Chinese",
                         "write the English only")
    for index, slug in enumerate(works):
        if not SLUG.fullmatch(slug):
            table.report(f"works[{index}]", f"{slug!r} is not the slug of a work",
                         "use lower-case letters, digits and single hyphens")
    kind = table.choice("kind", list(TermKind), optional=True) or TermKind.TERM
    return Term(zh, en, also, table.text("reason"), works, TermKind(kind))


def _refuse_repeated(rows: tuple[Table, ...], terms: tuple[Term, ...]) -> None:
    seen: Counter[str] = Counter()
    for row, term in zip(rows, terms, strict=True):
        if term.zh and seen[term.zh]:
            row.report("zh", f"{term.zh!r} stands twice", "keep one of them")
        seen[term.zh] += 1


def load_exceptions(layout: Layout, version: str) -> tuple[TextException, ...]:
    """Return the reviewed exceptions of one translation (``work@version``); none without a file.

    Raises:
        RegisterError: as ``load_glossary``.
    """
    return load_rows(layout.text_exceptions(version), layout, "exception",
                     lambda rows: tuple(made for row in rows if (made := _exception(row))),
                     ("the list of exceptions", REMEDY))


def _exception(table: Table) -> TextException | None:
    table.refuse_unknown(EXCEPTION_KEYS)
    check = table.choice("check", list(EXCEPTABLE))
    eid = table.text("eid", required=True)
    subject, reason = table.text("subject", required=True), table.text("reason", required=True)
    if eid and not is_eid(eid):
        table.report("eid", f"{eid!r} is not the address of a provision",
                     "write it as art_14__para_2")
    if HAN_RUN.search(subject):
        table.report("subject", "quotes 24 Chinese characters or more",
                     "a few words that tell which are enough")
    return TextException(TextCheck(check), eid, subject, reason) if check else None
