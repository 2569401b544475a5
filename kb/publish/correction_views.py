"""What a reviewer corrected, in words beside the fact: the day and the reason, never the rule alone."""

from kb.model.analysis import Definition, Norm, Reference
from kb.model.change import Comparison
from kb.model.change import Link as ChangeLink
from kb.model.identifiers import Address, article_eid
from kb.model.override import RULE, Correction, Deed, Subject, link_key, span_key
from kb.model.place import place_en
from kb.publish.shelf import Shelf, Shown


def fact_remark(shelf: Shelf, shown: Shown, fact: Norm | Reference | Definition) -> str:
    """Return who corrected a fact when and why, or the empty string."""
    if fact.rule != RULE:
        return ""
    if isinstance(fact, Norm):
        return _remark(shelf, shown.text.key, Subject.NORM, fact.id)
    if isinstance(fact, Reference):
        return _remark(shelf, shown.text.key, Subject.REFERENCE, span_key(fact.span))
    return _remark(shelf, shown.text.key, Subject.DEFINITION, span_key(fact.term))


def link_remark(shelf: Shelf, comparison: Comparison, link: ChangeLink) -> str:
    """Return who corrected a link when and why, or the empty string."""
    if link.rule != RULE:
        return ""
    return _remark(shelf, f"{comparison.a} {comparison.b}", Subject.LINK, link_key((link.a, link.b)))


def rejections(shelf: Shelf, shown: Shown, eid: str) -> tuple[str, ...]:
    """Return what a reviewer struck in an article, one sentence each."""
    return tuple(f"A {one.subject} that the rules found in {place_en(_eid(one))} was {_words(one)}"
                 for one in shelf.library.corrections
                 if one.deed is Deed.REJECT and one.text == shown.text.key
                 and article_eid(_eid(one)) == eid)


def _eid(correction: Correction) -> str:
    return Address.parse(correction.places[0]).eid


def _remark(shelf: Shelf, text: str, subject: Subject, key: str) -> str:
    return next((_words(one) for one in shelf.library.corrections
                 if (one.text, one.subject, one.key) == (text, subject, key)), "")


def _words(correction: Correction) -> str:
    done = {Deed.SET: "corrected", Deed.ADD: "added", Deed.REJECT: "struck"}[correction.deed]
    signed = correction.signature
    return f"{done} by a reviewer on {signed.day}: {signed.reason}"
