"""The captures beside the checkout: article counts, parts, agreement of sources, the gold's nodes."""

import itertools
import json
import time
from collections import defaultdict

import pytest

from kb.model.provision import articles, walk_all
from kb.model.text import Grade, PartName
from kb.parse.agreement import DifferenceKind, compare_trees
from kb.parse.document import parse_bytes
from kb.parse.structure import parts_named, rebuild

COUNTS = {
    "deep-synthesis-provisions@final-2022": 25, "algorithm-recommendation-provisions@final-2021": 35,
    "personal-information-protection-law@final-2021": 74, "generative-ai-measures@final-2023": 24,
    "synthetic-content-labelling-measures@final-2025": 14,
    "synthetic-content-labelling-measures@draft-2024": 14, "cybersecurity-law@v2016": 79,
    "cybersecurity-law@v2025": 81, "data-security-law@final-2021": 55, "anti-monopoly-law@v2007": 57,
    "anti-monopoly-law@v2022": 70, "e-commerce-law@final-2018": 89,
    "network-data-security-regulations@final-2024": 64,
    "online-content-ecosystem-provisions@final-2019": 42,
    "minors-online-protection-regulations@final-2023": 60,
    "cross-border-data-flow-provisions@final-2024": 14, "facial-recognition-measures@final-2025": 20,
    "internet-information-services-measures@v2011": 27,
    "internet-information-services-measures@v2024": 27, "civil-code@final-2020": 1260,
    "platform-rules-supervision-measures@final-2026": 47, "platform-pricing-rules@final-2025": 29,
    "large-platform-personal-information-provisions@draft-2025": 24,
    "network-data-risk-assessment-measures@draft-2025": 25,
    "pi-export-standard-contract-measures@final-2023": 13,
    "public-opinion-security-assessment-provisions@final-2018": 17,
    "online-trading-supervision-measures@final-2021": 56, "direct-to-satellite-provisions@draft-2024": 41,
    "direct-to-satellite-provisions@final-2025": 41,
    "public-data-authorised-operation-rules@draft-2024": 27,
    "public-data-authorised-operation-rules@final-2025": 27,
    "online-trading-data-reporting-measures@final-2025": 21,
    "online-trading-data-reporting-measures@draft-2025": 21,
    "pi-export-certification-measures@draft-2025": 20,
    "app-personal-information-provisions@draft-2026": 39,
}
PARTIAL = {"cybersecurity-law/v2016.cac-page1.html": 20, "e-commerce-law/final-2018.cac-page1.html": 46}
ANNOUNCEMENTS = {"pi-export-standard-contract-measures/final-2023.picker-freebuf.md"}
DEFECTS = {
    "online-trading-supervision-measures/final-2021.moj.html": "misprinted-head",
    "online-trading-data-reporting-measures/final-2025.ocr.md": "ocr-head",
}
# What the sources themselves print differently; everything else must be one tree.
EXPLAINED = {
    # one republisher writes a comma for the enumeration mark
    "generative-ai-measures@final-2023": {"art_19__para_2"},
}
TYPOGRAPHY = {DifferenceKind.TYPOGRAPHIC, DifferenceKind.NUMBER}


@pytest.fixture(scope="module")
def captured(shared):
    """Every captured file parsed: its path to its text."""
    index = json.loads((shared / "captures" / "index.json").read_text(encoding="utf-8"))
    texts = {}
    for entry in index:
        data = (shared / "captures" / entry["file"]).read_bytes()
        texts[entry["file"]] = parse_bytes(
            data, entry["media_type"], entry["file"].rpartition("/")[2],
            version=f"{entry['work']}@{entry['version']}", language="zh", grade=Grade.REPUBLISHED)
    return texts


def numbered(captured):
    """The files that hold a whole text in articles, by version."""
    versions = defaultdict(list)
    for path, text in captured.items():
        if path not in PARTIAL and path not in ANNOUNCEMENTS and text.version in COUNTS:
            versions[text.version].append((path, text))
    return versions


@pytest.mark.parametrize("version", COUNTS)
def test_every_manifestation_has_the_articles_of_its_version(captured, version):
    found = {path: len(articles(text.provisions)) for path, text in numbered(captured)[version]}
    assert found
    assert set(found.values()) == {COUNTS[version]}, found


@pytest.mark.parametrize("path", PARTIAL)
def test_partial_pages_hold_the_articles_they_hold(captured, path):
    assert len(articles(captured[path].provisions)) == PARTIAL[path]


@pytest.mark.parametrize("path", DEFECTS)
def test_flawed_heads_are_reported(captured, path):
    assert DEFECTS[path] in {problem.code for problem in captured[path].problems}


def test_numbering_is_whole_in_every_capture(captured):
    for path, text in captured.items():
        numbers = [article.number for article in articles(text.provisions)]
        assert numbers == [str(n) for n in range(1, len(numbers) + 1)], path


def test_trees_and_parts_give_the_canonical_text_back(captured):
    for path, text in captured.items():
        assert rebuild(text) == text.canonical, path
        eids = [node.eid for node in walk_all(text.provisions)]
        assert len(eids) == len(set(eids)), path


def test_every_character_of_the_source_is_in_the_text_or_in_furniture(captured):
    for path, text in captured.items():
        held = sum(run.length for run in text.offsets)
        assert held <= text.source_length, path
        assert len("".join(text.canonical.split())) <= held, path


def test_two_sources_of_one_text_give_one_tree(captured):
    unexplained = []
    for version, found in numbered(captured).items():
        for (path_a, a), (path_b, b) in itertools.combinations(found, 2):
            if len(a.provisions) == 0 or len(b.provisions) == 0:
                continue
            unexplained += [
                (path_a, path_b, difference.kind.value, difference.eid)
                for difference in compare_trees(a, b) if difference.kind not in TYPOGRAPHY
                and not difference.eid.startswith(tuple(EXPLAINED.get(version, ())) or ("-",))]
    assert unexplained == []


@pytest.mark.parametrize("path", PARTIAL)
def test_a_partial_page_agrees_with_the_whole_text_as_far_as_it_goes(captured, path):
    partial = captured[path]
    whole = next(text for _, text in numbered(captured)[partial.version])
    differences = compare_trees(partial, whole)
    kinds = {difference.kind for difference in differences} - TYPOGRAPHY
    assert kinds == {DifferenceKind.ADDED}


def test_gold_nodes_are_exactly_ours(captured, shared):
    for gold in sorted((shared / "gold").glob("*.references.json")):
        nodes = json.loads(gold.read_text(encoding="utf-8"))["nodes"]
        version = gold.name.split(".", maxsplit=1)[0] + "@"
        texts = [text for text in captured.values() if text.version.startswith(version)]
        assert texts
        for text in texts:
            ours = {eid: node.text for eid, node in text.index().items() if node.text}
            assert ours == {path.replace("/", "__"): node["text"] for path, node in nodes.items()}


@pytest.mark.parametrize(("path", "names"), [
    ("deep-synthesis-provisions/final-2022.cac.html", [PartName.ORDER_HEADER, PartName.TITLE]),
    ("personal-information-protection-law/final-2021.cac.html",
     [PartName.TITLE, PartName.ADOPTION_NOTE, PartName.TABLE_OF_CONTENTS]),
    ("synthetic-content-labelling-measures/draft-2024.picker-cismag.md",
     [PartName.NOTICE, PartName.TITLE]),
    ("platform-rules-supervision-measures/final-2026.cac.html",
     [PartName.TITLE, PartName.ADOPTION_NOTE]),
    ("app-violations-identification-method/final-2019.cac.html",
     [PartName.OTHER, PartName.NOTICE, PartName.TITLE, PartName.PREAMBLE]),
    ("page-samples/ndrc-tongzhi.html",
     [PartName.TITLE, PartName.ORDER_HEADER, PartName.PREAMBLE, PartName.ATTACHMENT_LIST,
      PartName.SIGNATURE]),
])
def test_named_parts_of_pages(captured, path, names):
    assert [part.name for part in captured[path].parts] == names


def test_no_article_text_in_parts_before_or_behind_the_body(captured):
    """The last article ends where it ends, and nothing of the body is left in a part."""
    for path, text in captured.items():
        if path in PARTIAL or not articles(text.provisions):
            continue
        last = articles(text.provisions)[-1]
        assert any(word in text.canonical[last.start:last.end] for word in ("施行", "执行", "生效")), path
        for other in parts_named(text, PartName.OTHER):
            assert not any(line.startswith("第一条") for line in other.split("\n")), path


def test_policy_documents_have_headings(captured):
    paths = ("app-violations-identification-method/final-2019.cac.html",
             "page-samples/ndrc-tongzhi.html", "page-samples/govcn-guofa-ucap.html",
             "qinglang-algorithm-campaign-notice/notice-2024.cac-text.txt")
    for path in paths:
        eids = captured[path].index()
        assert {"head_1", "head_2"} <= set(eids), path


def test_civil_code_is_read_quickly(shared):
    data = (shared / "captures/civil-code/final-2020.bibliotheca.md").read_bytes()
    start = time.perf_counter()
    text = parse_bytes(data, "text/markdown", "civil-code.md", version="civil-code@final-2020",
                       language="zh", grade=Grade.REPUBLISHED)
    assert time.perf_counter() - start < 3
    assert {"part_1__chap_1", "part_3__subpart_1__chap_1", "art_1260__para_1"} <= set(text.index())
