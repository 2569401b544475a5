"""The redline of our translations beside that of the Chinese, link by link.

Reads a comparison of two Chinese texts and our English of both; writes the comparison with
``Link.english``. The Chinese decides what became what; the English only shows it.
"""

from collections.abc import Mapping
from dataclasses import replace

from kb.compare.redline import redline
from kb.compare.units import Unit, all_units
from kb.model.change import Comparison, Link
from kb.model.text import Text


def with_translation(comparison: Comparison, a: Text, b: Text) -> Comparison:
    """Return a comparison with the redline of both translations ``a`` and ``b``.

    A link has none where one of its provisions has no translation.
    """
    units = ({unit.eid: unit for unit in all_units(text)} for text in (a, b))
    old, new = units
    return replace(comparison, links=tuple(_translated(link, old, new) for link in comparison.links))


def _translated(link: Link, old: Mapping[str, Unit], new: Mapping[str, Unit]) -> Link:
    if any(eid not in old for eid in link.a) or any(eid not in new for eid in link.b):
        return link
    before, after = ("\n".join(units[eid].printed for eid in eids)
                     for units, eids in ((old, link.a), (new, link.b)))
    return replace(link, english=redline(before, after, "en"))
