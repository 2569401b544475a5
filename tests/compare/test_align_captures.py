"""The captured pairs: facts read in the texts themselves, told by eid only."""

import pytest

from kb.compare.align import compare_texts
from kb.compare.blocks import common_blocks, covered
from kb.compare.ledger import by_side
from kb.compare.units import all_units
from kb.model.provision import articles
from kb.model.text import Grade
from kb.parse.document import parse_bytes

PAIRS = {
    "labelling": ("synthetic-content-labelling-measures/draft-2024.picker-cismag.md",
                  "synthetic-content-labelling-measures/final-2025.cac-text.txt"),
    "cybersecurity": ("cybersecurity-law/v2016.lawrefbook.md",
                      "cybersecurity-law/v2025.justlaws.md"),
    "anti-monopoly": ("anti-monopoly-law/v2007.lawrefbook.md",
                      "anti-monopoly-law/v2022.lawrefbook.md"),
    "satellite": ("direct-to-satellite-provisions/draft-2024.picker-cismag.md",
                  "direct-to-satellite-provisions/final-2025.pdf-text.md"),
    "public-data": ("public-data-authorised-operation-rules/draft-2024.picker-cismag.md",
                    "public-data-authorised-operation-rules/final-2025.picker-cismag.md"),
}
MEDIA = {".md": "text/markdown", ".txt": "text/plain"}


@pytest.fixture(scope="module")
def pair(shared):
    found = {}

    def load(name):
        if name not in found:
            a, b = (_read(shared / "captures" / file) for file in PAIRS[name])
            found[name] = a, b, compare_texts(a, b)
        return found[name]

    return load


def _read(path):
    return parse_bytes(path.read_bytes(), MEDIA[path.suffix], path.name, version="work@v",
                       language="zh", grade=Grade.REPUBLISHED)


def numbers(eids):
    return ",".join(eid.removeprefix("art_") for eid in eids)


def of_class(comparison, name):
    return {(numbers(link.a), numbers(link.b)) for link in comparison.links
            if name in {str(one) for one in link.classes}}


@pytest.mark.parametrize("name", PAIRS)
def test_every_article_is_in_exactly_one_link(pair, name):
    a, b, comparison = pair(name)
    for side, text in (("a", a), ("b", b)):
        linked = [eid for link in comparison.links for eid in getattr(link, side)]
        assert len(linked) == len(set(linked))
        assert {node.eid for node in articles(text.provisions)} <= set(linked)


@pytest.mark.parametrize("name", PAIRS)
def test_the_ledger_balances_and_finds_what_an_independent_pass_finds(pair, name):
    a, b, comparison = pair(name)
    first, second = ("".join(unit.printed for unit in all_units(text)).replace("\n", "")
                     for text in (a, b))
    ledger = by_side(comparison.accounts)
    assert sum(ledger["a"].values()) == len(first)
    assert sum(ledger["b"].values()) == len(second)
    again = sum(ledger["a"][name] for name in ("kept", "moved", "split", "merged"))
    assert again >= 0.95 * covered(common_blocks(first, second, 12))


def test_anti_monopoly_law_2022_has_twelve_new_articles(pair):
    *_, comparison = pair("anti-monopoly")
    assert of_class(comparison, "inserted") == {("", str(n)) for n in (
        5, 9, 11, 19, 32, 37, 40, 54, 55, 63, 64, 67)}
    assert of_class(comparison, "deleted") == set()


def test_anti_monopoly_law_2007_article_13_was_split(pair):
    *_, comparison = pair("anti-monopoly")
    assert of_class(comparison, "split") == {("13", "16,17")}
    [link] = [link for link in comparison.links if link.a == ("art_13",)]
    assert (("art_13__para_2",), ("art_16__para_1",)) in {(p.a, p.b) for p in link.parts}


def test_anti_monopoly_law_citations_that_only_follow_the_numbering(pair):
    *_, comparison = pair("anti-monopoly")
    assert of_class(comparison, "reference_only") == {("25", "30"), ("53", "65")}


def test_cybersecurity_law_2025_has_three_wholly_new_articles(pair):
    *_, comparison = pair("cybersecurity")
    assert of_class(comparison, "inserted") == {("", "3"), ("", "63"), ("", "73")}
    assert of_class(comparison, "deleted") == set()


def test_cybersecurity_law_article_18_passed_a_paragraph_to_article_20(pair):
    *_, comparison = pair("cybersecurity")
    assert of_class(comparison, "split") == {("18", "19,20")}
    [link] = [link for link in comparison.links if link.a == ("art_18",)]
    assert {(numbers(p.a), numbers(p.b)) for p in link.parts} == {
        ("18__para_1", "19__para_1"), ("18__para_2", "20__para_2"), ("", "20__para_1")}


def test_cybersecurity_law_penalties_were_merged_into_article_71(pair):
    *_, comparison = pair("cybersecurity")
    assert of_class(comparison, "merged") == {("64,66,70", "71")}
    [link] = [link for link in comparison.links if link.b == ("art_71",)]
    assert {(numbers(p.a), numbers(p.b)) for p in link.parts if p.a and p.b} == {
        ("64__para_1", "71__para_1__item_2"), ("64__para_2", "71__para_2"),
        ("66__para_1", "71__para_1__item_3"), ("70__para_1", "71__para_1__item_1")}


def test_cybersecurity_law_citations_that_only_follow_the_numbering(pair):
    *_, comparison = pair("cybersecurity")
    assert of_class(comparison, "reference_only") == {
        ("34", "36"), ("63", "66"), ("67", "68"), ("73", "75")}


def test_labelling_articles_keep_their_numbers(pair):
    *_, comparison = pair("labelling")
    assert {(link.a, link.b) for link in comparison.links} == {
        ((f"art_{n}",), (f"art_{n}",)) for n in range(1, 15)}


def test_labelling_item_that_became_a_paragraph(pair):
    *_, comparison = pair("labelling")
    [link] = [link for link in comparison.links if link.a == ("art_6",)]
    parts = {(p.a, p.b) for p in link.parts}
    assert (("art_6__para_1__item_4",), ("art_6__para_2",)) in parts
    assert (("art_6__para_1__item_5",), ("art_6__para_1__item_4",)) in parts


def test_satellite_articles_keep_their_numbers(pair):
    *_, comparison = pair("satellite")
    assert {(link.a, link.b) for link in comparison.links} == {
        ((f"art_{n}",), (f"art_{n}",)) for n in range(1, 42)}
