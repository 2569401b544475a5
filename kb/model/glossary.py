"""The glossary of our English, and the reviewed exceptions to what is checked of it."""

from dataclasses import dataclass
from enum import StrEnum


class TermKind(StrEnum):
    """What a term of the glossary is."""

    TERM = "term"
    BODY = "body"        # an authority
    WORK = "work"        # the title of a law
    FORMULA = "formula"  # a fixed phrase


class TextCheck(StrEnum):
    """What is checked of a translation against its Chinese."""

    STRUCTURE = "structure"
    DIGEST = "digest"
    OPERATORS = "operators"
    NUMBERS = "numbers"
    REFERENCES = "references"
    NORMS = "norms"
    GLOSSARY = "glossary"
    SENTENCES = "sentences"
    FORM = "form"


EXCEPTABLE = (TextCheck.OPERATORS, TextCheck.NUMBERS, TextCheck.REFERENCES, TextCheck.NORMS,
              TextCheck.GLOSSARY, TextCheck.SENTENCES)
"""The checks to which a reviewed exception can be made."""


@dataclass(frozen=True, slots=True)
class Term:
    """One Chinese term and its one English, with the other forms that count as it.

    ``works`` are the slugs of the works it holds in; empty means all. ``reason`` is empty where the
    choice needs none.
    """

    zh: str
    en: str
    also: tuple[str, ...] = ()
    reason: str = ""
    works: tuple[str, ...] = ()
    kind: TermKind = TermKind.TERM

    @property
    def renderings(self) -> tuple[str, ...]:
        """Every English form that counts as this term."""
        return (self.en, *self.also)


@dataclass(frozen=True, slots=True)
class TextException:
    """A finding that a person looked at and let stand, with the reason.

    ``subject`` is the term, or a few words of the provision that tell which sentence is meant.
    """

    check: TextCheck
    eid: str
    subject: str
    reason: str
