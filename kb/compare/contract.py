"""The JSON contract of a comparison, as ``kb diff A B --format json`` prints it.

Reads a ``Comparison`` and its two texts; writes plain dictionaries, lists, strings and numbers. One
link per connected group; an empty ``from`` is an insertion, an empty ``to`` a deletion. ``parts`` has
the same shape at paragraph, item and subitem level.
"""

from typing import Any

from kb.compare.ledger import Ledger, build_ledger
from kb.compare.units import all_units
from kb.model.change import Comparison, Link
from kb.model.text import Text


def to_json(comparison: Comparison, a: Text, b: Text) -> dict[str, Any]:
    """Return the contract's dictionary: ``a``, ``b``, ``links``, ``ledger``, ``duty_delta``.

    ``not_computed`` names what this version of the program leaves empty: empty is not "no change".
    """
    ledger_a, ledger_b = build_ledger(comparison, all_units(a), all_units(b))
    return {
        "a": _side(a),
        "b": _side(b),
        "rule_version": comparison.rule_version,
        "links": [_link(link) for link in comparison.links],
        "ledger": {"a": _accounts(ledger_a), "b": _accounts(ledger_b)},
        "duty_delta": [],
        "not_computed": ["duty_delta"],
    }


def _side(text: Text) -> dict[str, Any]:
    return {"text": text.key, "version": text.version, "language": text.language,
            "grade": text.grade.name.lower(), "manifestation": text.manifestation}


def _link(link: Link) -> dict[str, Any]:
    return {"from": list(link.a), "to": list(link.b),
            "classes": [str(one) for one in link.classes], "score": link.score,
            "rule": link.rule, "parts": [_link(part) for part in link.parts]}


def _accounts(ledger: Ledger) -> dict[str, int]:
    return {**ledger.accounts, "total": ledger.total}
