"""Alignment of two texts of one language: articles, and the paragraphs and items inside them.

Reads two ``Text`` values; writes a ``Comparison``. Every article-level unit of both sides is in exactly
one link. The same two texts always give the same links, and the two sides may be swapped: the result is
mirrored. A weak likeness makes no link: such provisions are inserted and deleted.
"""

from dataclasses import replace
from typing import Final

from kb.compare.assign import Limits
from kb.compare.carrying import find_carried
from kb.compare.citing import with_citations
from kb.compare.ledger import build_accounts
from kb.compare.links import Aligned, build_links, reading_order, turned
from kb.compare.order import with_order
from kb.compare.pairing import Proof, Rules, connected, lone_groups, pair_up
from kb.compare.parts import align_parts
from kb.compare.passing import passed_on
from kb.compare.sheets import lay_out
from kb.compare.similarity import Symbols, score_units
from kb.compare.units import Unit, all_units, annex_units, body_units
from kb.errors import KbError
from kb.model.change import Comparison
from kb.model.text import Text

RULE_VERSION: Final = "compare-2"

ARTICLES: Final = Limits(in_order=0.36, out_of_order=0.6, same_place=0.26)
PROOF: Final = {"zh": Proof(), "en": Proof(least=4, total=10)}


def compare_texts(a: Text, b: Text) -> Comparison:
    """Align two texts.

    Articles are aligned with articles (headings and points in policy documents), annexes with
    annexes; ``parts`` of a link list its paragraphs, then its items, then its subitems. Links come in
    the order of ``a``; what only ``b`` has stands after the link of what precedes it in ``b``.

    Raises:
        KbError: the two texts are in different languages.
    """
    if a.language != b.language:
        raise KbError("these two texts cannot be compared", f"{a.key} and {b.key}",
                      "they are in different languages",
                      "compare two texts of one language; a translation stands beside its text")
    symbols = Symbols(a.language)
    if _side_key(b) < _side_key(a):
        groups = tuple(turned(group) for group in _aligned(b, a, symbols))
    else:
        groups = _aligned(a, b, symbols)
    links = build_links(reading_order(groups), symbols)
    return accounted(Comparison(a.key, b.key, a.language, links, RULE_VERSION), all_units(a), all_units(b))


def accounted(comparison: Comparison, a: tuple[Unit, ...], b: tuple[Unit, ...]) -> Comparison:
    """Return a comparison with what its links leave to be said: moved passages and the ledger.

    ``a`` and ``b`` are the units that its links speak of.

    Raises:
        KbError: the ledger does not sum to the texts.
    """
    sheet = lay_out(comparison.links, a, b)
    carried = find_carried(sheet, comparison.language)
    return replace(comparison, moved=tuple(passage for one in carried for passage in one.passages),
                   accounts=build_accounts(comparison.links, sheet, carried, (a, b)))


def _aligned(a: Text, b: Text, symbols: Symbols) -> tuple[Aligned, ...]:
    return (*_align_units(body_units(a), body_units(b), symbols),
            *_align_units(annex_units(a), annex_units(b), symbols))


def _side_key(text: Text) -> tuple[int, str]:
    """Fix which side is worked on first, so that swapping the sides mirrors the result exactly."""
    return len(text.canonical), text.canonical


def _align_units(a: tuple[Unit, ...], b: tuple[Unit, ...],
                 symbols: Symbols) -> tuple[Aligned, ...]:
    coded_a = tuple(symbols.encode(unit.masked) for unit in a)
    coded_b = tuple(symbols.encode(unit.masked) for unit in b)
    if a and b:
        scores = score_units(coded_a, coded_b)
        rules = Rules(ARTICLES, PROOF[symbols.language])
        first = connected(len(a), len(b), pair_up(coded_a, coded_b, scores, rules))
        edges = pair_up(coded_a, coded_b, with_citations(scores, first, a, b), rules)
        groups = connected(len(a), len(b), [*edges, *passed_on(a, b, edges, symbols)])
    else:
        groups = lone_groups(len(a), len(b))
    return tuple(replace(one, parts=align_parts(one, symbols))
                 for one in with_order(groups, a, b))
