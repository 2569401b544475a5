"""What ``find`` returns: one text's spans before anything else is looked at. Cacheable as JSON.

Guarantees: frozen values of strings, integers and tuples only, so ``msgspec`` can encode them.
"""

from dataclasses import dataclass

from kb.analyse.pins import Pin
from kb.model.analysis import Definition, Norm
from kb.model.span import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention of a provision or work, read but not resolved.

    ``base`` is ``work``, ``bare``, ``title``, ``same`` (同法), ``class``, ``list`` or a relative head as
    printed (前两款);
    ``title`` is the printed title or short title without 《》; ``relation`` as in ``Reference``.
    """

    span: Span
    family: str
    base: str
    title: str
    pins: tuple[Pin, ...]
    rule: str
    relation: str


@dataclass(frozen=True, slots=True)
class ShortName:
    """《title》（以下简称X): what the text calls a work from there on."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All spans found in one text. Norms carry no ``penalised_by`` yet."""

    text: str
    mentions: tuple[Mention, ...]
    short_names: tuple[ShortName, ...]
    definitions: tuple[Definition, ...]
    norms: tuple[Norm, ...]
