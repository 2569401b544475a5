"""What came to or went from the list that a norm leads: cases, contents, requirements.

Reads a pair of norms, the links of provisions and the words of the items; writes ``FieldChange`` values.
Items that are norms of their own are compared as norms, not here.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from kb.compare.duty_fields import OPEN, signed, substance
from kb.model.analysis import Norm
from kb.model.change import Link
from kb.model.duty_change import FieldChange
from kb.model.span import Span

FURTHER: Final = {"CONDITION_ANY_OF": True, "OBJECT_ENUM": True, "CONDITION_ALL_OF": False,
                  "REQUIREMENT_ANY_OF": False}
"""Whether one more item makes the norm reach further; other lists are left undecided."""

Words = Mapping[str, str]


def list_changes(pair: tuple[Norm, Norm], links: Sequence[Link], texts: tuple[Words, Words],
                 language: str) -> Iterator[FieldChange]:
    """Yield the items of the led lists that came, went or were reworded, in the order of the links."""
    a, b = pair
    if a.list_function != b.list_function or a.list_function in {"", "ACTION_DISTRIBUTE"}:
        return
    for link in links:
        old = [eid for eid in link.a if eid in a.list_items]
        new = [eid for eid in link.b if eid in b.list_items]
        if old and not link.b:
            yield from (_one(b, texts[0], eid, added=False) for eid in old)
        elif new and not link.a:
            yield from (_one(b, texts[1], eid, added=True) for eid in new)
        elif len(old) == len(new) == 1:
            spans = _span(texts[0], old[0]), _span(texts[1], new[0])
            said = [substance(span.surface, language) for span in spans]
            if said[0] != said[1]:
                yield FieldChange("list", spans[0].surface, spans[1].surface, "list-item-reworded", OPEN,
                                  *spans)


def _one(norm: Norm, texts: Words, eid: str, *, added: bool) -> FieldChange:
    further = FURTHER.get(norm.list_function)
    direction = OPEN if further is None else signed(added is further, norm.modality)
    span = _span(texts, eid)
    if added:
        return FieldChange("list", "", span.surface, "list-item-added", direction, None, span)
    return FieldChange("list", span.surface, "", "list-item-dropped", direction, span, None)


def _span(texts: Words, eid: str) -> Span:
    words = texts[eid]
    end = len(words.rstrip("；;。. "))
    return Span(eid, 0, end, words[:end])
