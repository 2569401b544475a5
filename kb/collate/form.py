"""What can be said of our English without the Chinese: its form and the words it never uses."""

import re
from collections.abc import Iterator
from typing import Final

from kb.collate.findings import Finding
from kb.collate.operators import forbidden_words
from kb.model.glossary import TextCheck
from kb.model.provision import walk_all
from kb.model.text import Text

HAN: Final = re.compile(r"[\u3400-\u9fff\u3000-\u303f\uff01-\uff5e]+")
MARKUP: Final = re.compile(r"\*\*|__|^#|\[[^\]]*\]\(|<[a-z/]|&[a-z]+;")
SPACES: Final = re.compile(r"  +| [,.;:](?:\s|$)|\s$")
LAST_MARK: Final = re.compile(r"[.;:)”\"]$|, (?:and|or)$")


def check_form(text: Text) -> Iterator[Finding]:
    """Yield what is wrong with an English text by itself."""
    for node in walk_all(text.provisions):
        for words in filter(None, (node.heading, node.text)):
            yield from _check_words(text.version, node.eid, words)
        if node.text and not LAST_MARK.search(node.text):
            yield Finding(TextCheck.FORM, text.version, node.eid,
                          f'does not end with a full stop, semicolon or colon: "…{node.text[-20:]}"')
    for problem in text.problems:
        yield Finding(TextCheck.FORM, text.version, problem.where.partition("#")[2],
                      f"{problem.code}: {problem.message}", review=True)


def _check_words(version: str, eid: str, words: str) -> Iterator[Finding]:
    if han := HAN.search(words):
        yield Finding(TextCheck.FORM, version, eid, f"Chinese in the English: {han[0][:12]}")
    if mark := MARKUP.search(words):
        yield Finding(TextCheck.FORM, version, eid, f"mark-up in the text: {mark[0]!r}")
    if space := SPACES.search(words):
        near = words[max(0, space.start() - 12) : space.end() + 12]
        yield Finding(TextCheck.FORM, version, eid, f'a space too many: "{near}"')


def check_alone(text: Text) -> Iterator[Finding]:
    """Yield what can be checked of a translation whose Chinese is not here."""
    yield from check_form(text)
    for node in walk_all(text.provisions):
        yield from forbidden_words(text.version, node.eid, node.text)
