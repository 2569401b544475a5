"""Views of what happened to provisions between two versions."""

from collections import Counter
from collections.abc import Iterator

from kb.model.change import ChangeClass, Comparison
from kb.model.change import Link as ChangeLink
from kb.model.identifiers import article_eid
from kb.model.place import place_en, place_zh
from kb.publish import addresses
from kb.publish.correction_views import link_remark
from kb.publish.head_views import id_words, status_view, version_link, work_link
from kb.publish.labels import CHANGE
from kb.publish.provision_views import ChangeView, HistoryRow, RedlineRun
from kb.publish.register_views import CompareRow
from kb.publish.shelf import Shelf, sides
from kb.publish.views import Link, StatusView

TONE = {
    ChangeClass.INSERTED: "ins", ChangeClass.DELETED: "del", ChangeClass.REWRITTEN: "big",
    ChangeClass.SPLIT: "big", ChangeClass.MERGED: "big", ChangeClass.AMENDED: "mid",
    ChangeClass.MOVED: "mid", ChangeClass.REFERENCE_ONLY: "low", ChangeClass.RENUMBERED: "low",
    ChangeClass.UNCHANGED: "low",
}


def provision_link(shelf: Shelf, key: str, eid: str) -> Link:
    """Return the link to a provision's article page, or its anchor."""
    return Link(place_en(eid), shelf.article_href(key, eid), place_zh(eid))


def change_view(shelf: Shelf, comparison: Comparison, link: ChangeLink) -> ChangeView:
    """Return one link of a comparison in words."""
    a, b = sides(comparison)
    tones = [TONE[c] for c in link.classes] or ["low"]
    tone = next(t for t in ("ins", "del", "big", "mid", "low") if t in tones)
    score = "" if not link.a or not link.b else f"{link.score:.2f}"
    return ChangeView(
        tuple(provision_link(shelf, a, eid) for eid in link.a),
        tuple(provision_link(shelf, b, eid) for eid in link.b),
        tuple(CHANGE[c] for c in link.classes), tone, score, link.rule,
        tuple(RedlineRun(op.kind.value, op.text, op.clerical) for op in link.redline),
        comparison.language, note=_note(shelf, comparison, link), anchor=anchor_of(link),
        english=tuple(RedlineRun(op.kind.value, op.text, op.clerical) for op in link.english))


def anchor_of(link: ChangeLink) -> str:
    """Return the anchor of a link on its comparison's page: where it is now, else where it was."""
    return f"now-{link.b[0]}" if link.b else f"was-{link.a[0]}"


def _note(shelf: Shelf, comparison: Comparison, link: ChangeLink) -> str:
    notes = (link_remark(shelf, comparison, link), reworded_words(comparison, link))
    return "; ".join(note for note in notes if note)


def reworded_words(comparison: Comparison, link: ChangeLink) -> str:
    """Say which of a link's provisions read the same in English though the Chinese does not."""
    units_a, units_b = set(link.a), set(link.b)
    places = [place_en(eid_b) for eid_a, eid_b in comparison.reworded
              if article_eid(eid_a) in units_a and article_eid(eid_b) in units_b]
    return f"Chinese reworded, no change in English: {', '.join(places)}" if places else ""


def same_text(link: ChangeLink) -> bool:
    """Tell whether nothing but numbers or order changed."""
    return set(link.classes) <= {ChangeClass.UNCHANGED, ChangeClass.RENUMBERED, ChangeClass.MOVED}


def comparison_address(comparison: Comparison) -> str:
    """Return the address of a comparison's page."""
    a, b = sides(comparison)
    slug, _, older = a.partition("@")
    return addresses.compare_page(slug, older, b.partition("@")[2])


def comparison_link(comparison: Comparison) -> Link:
    """Return the link to a comparison's page, labelled with both versions."""
    older, newer = (id_words(key.partition("@")[2]) for key in sides(comparison))
    return Link(f"{older} → {newer}", comparison_address(comparison))


def history(shelf: Shelf, key: str, eid: str) -> Iterator[HistoryRow]:
    """Yield what an article was in earlier versions and became in later ones."""
    for comparison in shelf.comparisons.get(key.partition("@")[0], ()):
        a, b = sides(comparison)
        if key not in (a, b):
            continue
        other = shelf.version_of(b if key == a else a)
        for link in comparison.links:
            here = link.a if key == a else link.b
            if other and eid in {article_eid(e) for e in here}:
                yield HistoryRow(version_link(other), status_view(shelf, other),
                                 "later" if key == a else "earlier",
                                 change_view(shelf, comparison, link), comparison_link(comparison))


def class_counts(comparison: Comparison) -> Counter[str]:
    """Count the links of a comparison by class."""
    return Counter(CHANGE[c] for link in comparison.links for c in link.classes)


def compare_row(shelf: Shelf, comparison: Comparison) -> CompareRow:
    """Return a comparison's row in the index."""
    a, b = sides(comparison)
    counts = class_counts(comparison)
    words = ", ".join(f"{count} {label}" for label, count in counts.most_common())
    work = shelf.works[a.partition("@")[0]]
    return CompareRow(comparison_link(comparison), work_link(work), _status(shelf, a),
                      _status(shelf, b), words)


def _status(shelf: Shelf, key: str) -> StatusView:
    version = shelf.version_of(key)
    return status_view(shelf, version) if version else StatusView("not registered", "unknown")


def changed_words(rows: tuple[HistoryRow, ...]) -> str:
    """Return the classes of the newest earlier state in a few words, for a margin mark."""
    earlier = [row for row in rows if row.direction == "earlier"]
    if not earlier:
        return ""
    row = earlier[-1]
    classes = [c for c in row.change.classes if c not in ("unchanged", "renumbered")]
    return f"{', '.join(classes)} since {row.version.label}" if classes else ""
