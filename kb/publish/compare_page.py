"""The view of a comparison's page: what changed in duties, in sum, and provision by provision.

Reads a ``Comparison`` and the shelf; writes a ``CompareView``. Every link of the comparison stands on the
page once, in the order of the newer text, and has an anchor.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Final

from kb.model.change import ChangeClass, Comparison
from kb.model.change import Link as ChangeLink
from kb.model.duty_change import DutyClass, DutyDelta, DutyLine
from kb.model.identifiers import article_eid
from kb.model.percent import percents
from kb.model.provision import Provision, full_text
from kb.publish.change_views import (
    anchor_of,
    change_view,
    class_counts,
    provision_link,
    reworded_words,
    same_text,
)
from kb.publish.head_views import status_view, version_link, work_link
from kb.publish.labels import CHANGE
from kb.publish.provision_views import ChangeView
from kb.publish.register_views import (
    Block,
    CompareView,
    DutyLineView,
    DutyView,
    LedgerRow,
    MovedRow,
    SameRow,
)
from kb.publish.shelf import Shelf, sides
from kb.publish.strip_views import strip_view
from kb.publish.views import Fact, Link

FIRST: Final = 12
"""How many lines on duties are shown before the rest."""

ACCOUNTS: Final = {
    "kept": "kept in place", "reworded": "reworded", "moved": "moved elsewhere, word for word",
    "split": "kept, in an article that was split", "merged": "kept, in articles that were merged",
    "dropped": "dropped", "added": "added"}


def compare_view(shelf: Shelf, comparison: Comparison) -> CompareView:
    """Return a comparison's page."""
    key_a, key_b = sides(comparison)
    work, a, b = shelf.works[key_a.partition("@")[0]], shelf.version_of(key_a), shelf.version_of(key_b)
    assert a, key_a  # comparisons on the shelf are between registered versions
    assert b, key_b
    rows = [(link, change_view(shelf, comparison, link)) for link in comparison.links]
    alike = {id(view): same_text(link) and not reworded_words(comparison, link) for link, view in rows}
    counts = class_counts(comparison)
    sizes = _sizes(shelf, comparison)
    return CompareView(
        work_link(work), version_link(a), version_link(b), status_view(shelf, a),
        status_view(shelf, b), comparison.language, comparison.rule_version,
        tuple(Fact(CHANGE[c], str(counts[CHANGE[c]])) for c in ChangeClass if counts[CHANGE[c]]),
        tuple(view for _, view in rows if not alike[id(view)]),
        tuple(view for _, view in rows if alike[id(view)]),
        tuple(_blocks(shelf, comparison, rows, alike)), tuple(_ledger(comparison)),
        tuple(_moved(shelf, comparison)), strip_view(rows, sizes), tuple(_measured(rows, sizes)),
        sum(view.clerical for _, view in rows), _duties(comparison))


def _blocks(shelf: Shelf, comparison: Comparison, rows: list[tuple[ChangeLink, ChangeView]],
            alike: Mapping[int, bool]) -> Iterator[Block]:
    for same, found in groupby(rows, lambda row: alike[id(row[1])]):
        if same:
            yield Block(None, tuple(SameRow(view, _words(shelf, comparison, link)) for link, view in found))
        else:
            yield from (Block(view) for _, view in found)


def _words(shelf: Shelf, comparison: Comparison, link: ChangeLink) -> str:
    """Return the words of a link's newer side."""
    index = _index(shelf, comparison.b)
    return "\n".join(full_text(index[eid]) for eid in link.b if eid in index)


def _index(shelf: Shelf, key: str) -> Mapping[str, Provision]:
    version, _, language = key.partition("/")
    text = shelf.library.text(version, language)
    return text.index() if text else {}


def _sizes(shelf: Shelf, comparison: Comparison) -> tuple[Mapping[str, int], Mapping[str, int]]:
    """Return how many characters each provision of the links has, on either side."""
    found = []
    for key, eids in ((comparison.a, [eid for link in comparison.links for eid in link.a]),
                      (comparison.b, [eid for link in comparison.links for eid in link.b])):
        index = _index(shelf, key)
        found.append({eid: len(full_text(index[eid])) if eid in index else 0 for eid in eids})
    return found[0], found[1]


def _measured(rows: Iterable[tuple[ChangeLink, ChangeView]],
              sizes: tuple[Mapping[str, int], Mapping[str, int]]) -> Iterator[tuple[ChangeView, str, str]]:
    """Yield what the strip shows, in figures."""
    for link, view in rows:
        old, new = sum(sizes[0][eid] for eid in link.a), sum(sizes[1][eid] for eid in link.b)
        yield view, f"{old:,}" if link.a else "", f"{new:,}" if link.b else ""


def _ledger(comparison: Comparison) -> Iterator[LedgerRow]:
    """Yield the accounts of both sides, and the row that they sum to."""
    cells: dict[str, dict[str, tuple[str, str]]] = {}
    for side in "ab":
        found = [one for one in comparison.accounts if one.side == side]
        total = sum(one.characters for one in found)
        shares = percents([one.characters for one in found])
        for one, share in zip(found, shares, strict=True):
            cells.setdefault(one.name, {})[side] = (
                (f"{one.characters:,}", share) if one.characters else ("", ""))
        cells.setdefault("all", {})[side] = (f"{total:,}", "100.0" if total else "")
    for name in (*ACCOUNTS, "all"):
        old, new = (cells.get(name, {}).get(side, ("", "")) for side in "ab")
        if old[0] or new[0]:
            yield LedgerRow(ACCOUNTS.get(name, name), *old, *new)


def _moved(shelf: Shelf, comparison: Comparison) -> Iterator[MovedRow]:
    a, b = sides(comparison)
    for one in comparison.moved:
        yield MovedRow(provision_link(shelf, a, one.a.eid), provision_link(shelf, b, one.b.eid),
                       one.a.surface, one.b.surface)


def _duties(comparison: Comparison) -> DutyView | None:
    delta = comparison.duties
    if delta is None:
        return None
    anchors = ({eid: anchor_of(link) for link in comparison.links for eid in link.a},
               {eid: anchor_of(link) for link in comparison.links for eid in link.b})
    lines = [_duty_line(line, anchors) for line in delta.lines]
    return DutyView(tuple(lines[:FIRST]), tuple(lines[FIRST:]), tuple(_counted(delta)))


def _duty_line(line: DutyLine, anchors: tuple[Mapping[str, str], Mapping[str, str]]) -> DutyLineView:
    places = [known[unit] for eids, known in ((line.eids_b, anchors[1]), (line.eids_a, anchors[0]))
              for eid in eids[:1] for unit in (article_eid(eid), eid) if unit in known]
    pieces = line.text.replace("“", "\0“").replace("”", "”\0").split("\0")
    return DutyLineView(tuple((piece, piece.startswith("“")) for piece in pieces if piece),
                        tuple(line.classes), Link("see it", f"#{places[0]}") if places else Link(""))


def _counted(delta: DutyDelta) -> Iterator[str]:
    clerical = sum(change.classes == (DutyClass.CLERICAL,) for change in delta.changes)
    yield f"Norms unchanged: {delta.unchanged:,}; changed in form only: {clerical:,}."
    if delta.undecided:
        yield ("Read as a norm on one side only, though the words stand on both, so that nothing is "
               f"said: {len(delta.undecided):,}.")
    yield "Norms are read by program; the words quoted are slices of the texts."
