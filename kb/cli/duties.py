"""The duty delta of comparisons: the norms of both sides brought to the stage that compares them.

Reads texts, analyses and comparisons; writes comparisons with their duties. A file outside the register is
analysed on the spot.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from kb.compare.duties import with_duties
from kb.errors import KbError
from kb.model.analysis import Analysis
from kb.model.change import Comparison
from kb.model.text import Text
from kb.model.work import Register
from kb.store.layout import Layout
from kb.store.library import Library
from kb.store.register import load_register


def with_built_duties(comparisons: Iterable[Comparison], texts: Mapping[str, Mapping[str, Text]],
                      analyses: Mapping[str, Analysis]) -> Iterator[Comparison]:
    """Yield each comparison with its duty delta."""
    held = {text.key: text for by_language in texts.values() for text in by_language.values()}
    for one in comparisons:
        yield with_duties(one, (held[one.a], analyses[one.a]), (held[one.b], analyses[one.b]))


def compared_duties(comparison: Comparison, texts: tuple[Text, Text], library: Library | None,
                    layout: Layout | None) -> Comparison:
    """Return a comparison that was made on the spot with its duty delta; ``layout`` None: no checkout."""
    from kb.analyse.catalogue import build_catalogue
    from kb.analyse.find import find
    from kb.analyse.resolve import resolve

    register = library.register if library else _register(layout)
    others = [text for held in library.texts.values() for text in held.values()] if library else []
    catalogue = build_catalogue(register, [*others, *texts])
    known = library.analyses if library else {}
    a, b = ((text, known.get(text.key) or resolve(find(text), text, catalogue)) for text in texts)
    return with_duties(comparison, a, b)


def _register(layout: Layout | None) -> Register:
    """Return the register; an empty one where ``kb`` runs away from a checkout."""
    empty = Register((), (), date.min)
    try:
        return load_register(layout) if layout else empty
    except KbError:
        return empty
