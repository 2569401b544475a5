"""Numbers on both sides: every date, amount, percentage, duration and count, as multisets."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from kb.collate.english_quantities import english_quantities
from kb.collate.findings import Finding
from kb.collate.leaves import Leaf
from kb.collate.pinpoints import chinese_citations, english_citations
from kb.collate.quantities import Quantity, chinese_quantities, loose_quantities
from kb.model.glossary import TextCheck

IDLE: Final = frozenset({Quantity("1", "time"), Quantity("2", "ordinal"), Quantity("1", "count")})
"""English words that are often no quantity (once the …, a second …): wanted where the Chinese has them,
let pass where it has not."""


def compare_numbers(leaf: Leaf) -> Iterator[Finding]:
    """Yield one finding where the quantities of both sides differ."""
    zh = Counter(chinese_quantities(leaf.zh, chinese_citations(leaf.zh).spans))
    en = Counter(english_quantities(leaf.en, english_citations(leaf.en).spans))
    missing = zh - en
    spare = Counter(loose_quantities(leaf.zh))
    extra = Counter({quantity: count for quantity, count in (en - zh - spare).items()
                     if quantity not in IDLE})
    if missing or extra:
        words = [f"not in the English: {_listed(missing)}"] if missing else []
        words += [f"not in the Chinese: {_listed(extra)}"] if extra else []
        yield Finding(TextCheck.NUMBERS, leaf.version, leaf.eid, "; ".join(words))


def _listed(quantities: Counter[Quantity]) -> str:
    return ", ".join(str(quantity) + (f" {count} times" if count > 1 else "")
                     for quantity, count in sorted(quantities.items()))
