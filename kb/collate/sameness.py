"""Different Chinese rendered identically: what a compare page must say where English shows no change.

Reads: an alignment of two Chinese texts and our English of both. Gives pairs of provisions, for a
person to look at and for the compare page to print; never a failure.
"""

from collections.abc import Iterator, Mapping

from kb.collate.findings import Finding
from kb.collate.leaves import Pair
from kb.model.change import Comparison, Link
from kb.model.glossary import TextCheck
from kb.model.provision import Kind, Provision

Nodes = Mapping[str, Provision]


def same_in_english(comparison: Comparison, a: Pair, b: Pair) -> tuple[tuple[str, str, str, str], ...]:
    """Return (version a, eid a, version b, eid b) of aligned provisions that differ in Chinese only.

    Differences of white space are none. The provisions have text of their own: paragraphs and items,
    not whole articles.
    """
    zh, en = (a.zh.index(), b.zh.index()), (a.en.index(), b.en.index())
    found = dict.fromkeys(pair for link in comparison.links for pair in _leaf_pairs(link, *zh)
                          if _differs_in_chinese_only(pair, zh, en))
    return tuple((a.version, eid_a, b.version, eid_b) for eid_a, eid_b in found)


def _leaf_pairs(link: Link, a: Nodes, b: Nodes) -> Iterator[tuple[str, str]]:
    """Yield the aligned provisions with text of their own that a link holds, however deep."""
    if link.parts:
        for part in link.parts:
            yield from _leaf_pairs(part, a, b)
    if len(link.a) == len(link.b) == 1:
        eid_a, eid_b = _only_paragraph(link.a[0], a), _only_paragraph(link.b[0], b)
        if eid_a in a and eid_b in b and a[eid_a].text and b[eid_b].text:
            yield eid_a, eid_b


def _only_paragraph(eid: str, nodes: Nodes) -> str:
    """Return the paragraph of an article that has one only; another provision itself."""
    node = nodes.get(eid)
    if node is not None and node.kind is Kind.ARTICLE and len(node.children) == 1:
        return node.children[0].eid
    return eid


def _differs_in_chinese_only(pair: tuple[str, str], zh: tuple[Nodes, Nodes],
                             en: tuple[Nodes, Nodes]) -> bool:
    eid_a, eid_b = pair
    if eid_a not in en[0] or eid_b not in en[1]:
        return False
    english = [" ".join(nodes[eid].text.split()) for nodes, eid in zip(en, pair, strict=True)]
    chinese = ["".join(nodes[eid].text.split()) for nodes, eid in zip(zh, pair, strict=True)]
    return bool(english[0]) and english[0] == english[1] and chinese[0] != chinese[1]


def review_sameness(rows: tuple[tuple[str, str, str, str], ...]) -> Iterator[Finding]:
    """Yield a remark of the later version for each pair, for a person to look at."""
    for version_a, eid_a, version_b, eid_b in rows:
        yield Finding(TextCheck.SENTENCES, version_b, eid_b,
                      f"other Chinese than {version_a}#{eid_a}, the same English", review=True)
