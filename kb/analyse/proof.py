"""The proof that every derived fact is a slice of the text it was read from."""

from collections.abc import Iterator

from kb.errors import KbError
from kb.model.analysis import Analysis
from kb.model.span import Span
from kb.model.text import Text


def spans_of(analysis: Analysis) -> Iterator[Span]:
    """Yield every span of an analysis."""
    for ref in analysis.references:
        yield ref.span
    for definition in analysis.definitions:
        yield definition.term
        yield definition.definiens
    for norm in analysis.norms:
        yield from (norm.action, *norm.conditions, *norm.exceptions)
        yield from (part.span for part in (norm.bearer, norm.deadline) if part)
        if norm.trigger:
            yield norm.trigger


def prove_slices(text: Text, analysis: Analysis) -> None:
    """Check that each span equals the slice it names.

    Raises:
        KbError: one does not; nothing may be built on such an analysis.
    """
    own = {eid: node.text for eid, node in text.index().items()}
    for span in spans_of(analysis):
        if own.get(span.eid, "")[span.start:span.end] != span.surface or span.start >= span.end:
            raise KbError("a derived fact is not a slice of its text", f"{text.key}#{span.eid}",
                          f"[{span.start}:{span.end}] does not read {span.surface!r}",
                          "remove build/cache and build again; if it stays, report it as a defect")
