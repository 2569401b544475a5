"""Views of norms and definitions: every word in them is a slice of the text."""

from kb.model.analysis import Definition, Modality, Norm
from kb.model.identifiers import article_eid
from kb.model.place import place_en, place_zh
from kb.publish.change_views import provision_link
from kb.publish.correction_views import fact_remark
from kb.publish.head_views import status_view, version_label
from kb.publish.labels import MODALITY, duration_words
from kb.publish.provision_views import DefinitionRow, NormRow
from kb.publish.shelf import Shelf, Shown
from kb.publish.views import Link, StatusView

TONE = {Modality.OBLIGATION: "must", Modality.PROHIBITION: "mustnot", Modality.PENALTY: "mustnot",
        Modality.PERMISSION: "may", Modality.RIGHT: "may", Modality.POWER: "may"}


def norm_row(shelf: Shelf, shown: Shown, norm: Norm) -> NormRow:
    """Return one norm. A duty without a linked sanction is said so of this text only."""
    words, words_zh = MODALITY[norm.modality]
    deadline = ""
    if norm.deadline:
        plain = duration_words(norm.deadline.value)
        deadline = norm.deadline.span.surface + (f" ({plain})" if plain else "")
    return NormRow(
        norm.id, provision_link(shelf, shown.version, norm.eid), words, words_zh,
        TONE.get(norm.modality, "soft"), norm.bearer.span.surface if norm.bearer else "",
        norm.bearer.role if norm.bearer else "", norm.trigger.surface if norm.trigger else "",
        norm.action.surface, tuple(span.surface for span in norm.conditions),
        tuple(span.surface for span in norm.exceptions), deadline,
        tuple(provision_link(shelf, shown.version, eid) for eid in norm.penalised_by),
        norm.modality in (Modality.OBLIGATION, Modality.PROHIBITION),
        "By" if norm.modality is Modality.PENALTY else "Who", fact_remark(shelf, shown, norm))


def definition_row(shelf: Shelf, shown: Shown, definition: Definition) -> DefinitionRow:
    """Return one definition with the place it stands in."""
    version, work = shelf.version_of(shown.version), shelf.work_of(shown.version)
    eid = definition.term.eid
    where = f"{work.short_en or work.title_en}, {place_en(eid)}" if work else place_en(eid)
    label = version_label(version) if version else ""
    return DefinitionRow(
        definition.term.surface, definition.definiens.surface,
        Link(where, shelf.article_href(shown.version, eid), place_zh(eid), label),
        place_en(definition.scope) if definition.scope else "the whole text",
        status_view(shelf, version) if version else StatusView("", "unknown"), shown.language,
        fact_remark(shelf, shown, definition))


def norms_of(shelf: Shelf, shown: Shown, eid: str) -> tuple[NormRow, ...]:
    """Return the norms of an article."""
    return tuple(norm_row(shelf, shown, norm) for norm in shown.norms.get(eid, ()))


def definitions_of(shelf: Shelf, shown: Shown, eid: str) -> tuple[DefinitionRow, ...]:
    """Return the definitions that stand in an article."""
    return tuple(definition_row(shelf, shown, d) for own, rows in shown.definitions.items()
                 if article_eid(own) == eid for d in rows)


def terms_used(shelf: Shelf, shown: Shown, terms: frozenset[str]) -> tuple[DefinitionRow, ...]:
    """Return the definitions of the terms that an article uses."""
    return tuple(definition_row(shelf, shown, d) for rows in shown.definitions.values()
                 for d in rows if d.term.surface in terms)
