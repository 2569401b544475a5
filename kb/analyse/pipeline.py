"""The spaCy pipeline: components that read and write ``Doc.spans``.

A component is a function from the text and the layers it requires to marks. It is wrapped as a
``Doc -> Doc`` function that runs compiled regular expressions and writes one span group by
``char_span``. ``blank("zh")`` segments by character, so no word border can cut through a term
(所|有权, 负责|人) and offsets stay exact; no model is needed. The order of components is checked
against what each declares before anything runs.

Guarantees: marks returned are the spans of the document, in order.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kb.analyse.marks import Layers, Mark
from kb.errors import KbError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MAX_LENGTH = 20_000_000


@dataclass(frozen=True, slots=True)
class Component:
    """One step: ``find(text, layers)`` yields the marks of the layer it provides."""

    name: str
    requires: tuple[str, ...]
    provides: str
    find: Callable[[str, Layers], Iterable[Mark]]


def check_order(components: Sequence[Component]) -> None:
    """Check that every layer is there before it is required, and is made once.

    Raises:
        KbError: the order cannot work.
    """
    made: set[str] = set()
    for component in components:
        missing = [layer for layer in component.requires if layer not in made]
        if missing:
            raise KbError("a component of the pipeline stands too early", component.name,
                          f"it requires {', '.join(missing)}", "move it behind what provides them")
        if component.provides in made:
            raise KbError("two components provide the same layer", component.provides)
        made.add(component.provides)


def as_step(component: Component, text: str) -> Callable[["Doc"], "Doc"]:
    """Wrap a component as a spaCy pipeline function for the document of a text.

    The text is passed beside the document, which would put it together from its tokens each time.
    """
    def step(doc: "Doc") -> "Doc":
        found = component.find(text, {name: read(doc, name) for name in component.requires})
        spans = (doc.char_span(mark.start, mark.end, label=mark.rule) for mark in found)
        doc.spans[component.provides] = [span for span in spans if span is not None]
        return doc
    return step


def read(doc: "Doc", layer: str) -> tuple[Mark, ...]:
    """Return one span group of a document as marks."""
    return tuple(sorted(Mark(span.start_char, span.end_char, span.label_)
                        for span in doc.spans[layer]))


@cache
def _blank(language: str) -> "Language":
    import spacy  # two seconds: only where a text is really analysed

    config: dict[str, Any] = {"nlp": {"tokenizer": {"segmenter": "char"}}} if language == "zh" else {}
    nlp = spacy.blank(language, config=config)
    nlp.max_length = MAX_LENGTH
    return nlp


def run(language: str, components: Sequence[Component], text: str) -> dict[str, tuple[Mark, ...]]:
    """Pass one sheet through the components and return every layer they made."""
    check_order(components)
    doc = _blank(language).make_doc(text)
    for component in components:
        doc = as_step(component, text)(doc)
    return {component.provides: read(doc, component.provides) for component in components}
