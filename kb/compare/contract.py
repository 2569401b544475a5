"""The JSON contract of a comparison, as ``kb diff A B --format json`` prints it.

Reads a ``Comparison`` and its two texts; writes plain dictionaries, lists, strings and numbers. One
link per connected group; an empty ``from`` is an insertion, an empty ``to`` a deletion. ``parts`` has
the same shape at paragraph, item and subitem level.
"""

from typing import Any

from kb.compare.duty_contract import duties_to_json
from kb.compare.ledger import by_side
from kb.model.change import Comparison, Link, Passage
from kb.model.span import Span
from kb.model.text import Text


def to_json(comparison: Comparison, a: Text, b: Text) -> dict[str, Any]:
    """Return the contract's dictionary: ``a``, ``b``, ``links``, ``ledger``, ``duty_delta``.

    ``not_computed`` names what this version of the program leaves empty: empty is not "no change".
    """
    return {
        "a": _side(a),
        "b": _side(b),
        "rule_version": comparison.rule_version,
        "links": [_link(link) for link in comparison.links],
        "moved": [_passage(one) for one in comparison.moved],
        "ledger": {side: {**accounts, "total": sum(accounts.values())}
                   for side, accounts in by_side(comparison.accounts).items()},
        **duties_to_json(comparison.duties),
    }


def _side(text: Text) -> dict[str, Any]:
    return {"text": text.key, "version": text.version, "language": text.language,
            "grade": text.grade.name.lower(), "manifestation": text.manifestation}


def _link(link: Link) -> dict[str, Any]:
    return {"from": list(link.a), "to": list(link.b),
            "classes": [str(one) for one in link.classes], "score": link.score,
            "rule": link.rule, "parts": [_link(part) for part in link.parts],
            **({"proof": [_passage(one) for one in link.proof]} if link.proof else {})}


def _passage(one: Passage) -> dict[str, Any]:
    return {"from": _span(one.a), "to": _span(one.b), "rule": one.rule}


def _span(span: Span) -> dict[str, Any]:
    return {"eid": span.eid, "start": span.start, "end": span.end, "surface": span.surface}
