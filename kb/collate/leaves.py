"""The provisions of two texts of one version, paired by eid, and what is missing on either side."""

from collections.abc import Iterator
from dataclasses import dataclass

from kb.collate.findings import Finding
from kb.model.glossary import TextCheck
from kb.model.provision import Provision
from kb.model.text import Text


@dataclass(frozen=True, slots=True)
class Leaf:
    """The own text of one provision in both languages, without its number or item marker."""

    version: str
    eid: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The Chinese of one version and our English of it."""

    zh: Text
    en: Text

    @property
    def version(self) -> str:
        """``work@version``."""
        return self.en.version

    @property
    def work(self) -> str:
        """The slug of the work."""
        return self.version.partition("@")[0]


def leaves(pair: Pair) -> Iterator[Leaf]:
    """Yield the provisions that have text of their own in both languages, in the Chinese order."""
    english = pair.en.index()
    for eid, node in pair.zh.index().items():
        if node.text and eid in english and english[eid].text:
            yield Leaf(pair.version, eid, node.text, english[eid].text)


def headings(pair: Pair) -> Iterator[Leaf]:
    """Yield the headings that stand in both languages."""
    english = pair.en.index()
    for eid, node in pair.zh.index().items():
        if node.heading and eid in english and english[eid].heading:
            yield Leaf(pair.version, eid, node.heading, english[eid].heading)


def compare_structure(pair: Pair) -> Iterator[Finding]:
    """Yield each provision, heading or text that stands on one side only, and a changed order."""
    chinese, english = pair.zh.index(), pair.en.index()
    both = [eid for eid in chinese if eid in english]
    for eid, node in chinese.items():
        if eid not in english:
            yield _finding(pair, eid, f"is in the Chinese only ({_words(node)})")
        else:
            yield from _compare_node(pair, node, english[eid])
    for eid, node in english.items():
        if eid not in chinese:
            yield _finding(pair, eid, f"is in the English only ({_words(node)})")
    if both != [eid for eid in english if eid in chinese]:
        yield _finding(pair, "", "the provisions stand in another order than in the Chinese")


def _compare_node(pair: Pair, zh: Provision, en: Provision) -> Iterator[Finding]:
    for name in ("heading", "text"):
        has_zh, has_en = bool(getattr(zh, name)), bool(getattr(en, name))
        if has_zh != has_en:
            side = "Chinese" if has_zh else "English"
            yield _finding(pair, zh.eid, f"has a {name} in the {side} only")


def _words(node: Provision) -> str:
    words = node.heading or node.text or node.num
    return words[:18] + ("…" if len(words) > 18 else "")


def _finding(pair: Pair, eid: str, message: str) -> Finding:
    return Finding(TextCheck.STRUCTURE, pair.version, eid, message)
