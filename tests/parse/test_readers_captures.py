"""The real captures: every character accounted for, furniture that is furniture, sources that agree."""

import json
import re
from functools import cache
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pytest

from kb.parse.lines import block_text
from kb.parse.readers import read
from kb.parse.readers.assembly import prove_coverage
from kb.parse.source import Layout, SourceText

ARTICLE = re.compile(r"第[零〇一二三四五六七八九十百千]+条")
DIVISION = re.compile(r"第[零〇一二三四五六七八九十百]+[编章节]|附则$")
LAW = re.compile(r"(?m)^[\s*#]*第[零〇一二三四五六七八九十百千]+条|应当|不得")
PUNCTUATION = re.compile(r"[，、；：。,;:.（）()“”\"\s]")

FURNITURE_SHARE = {
    ("cac", "lines"): (0.10, 0.70), ("cac", "flat"): (0.06, 0.17), ("moj", "lines"): (0.55, 0.82),
    ("govcn", "lines"): (0.0, 0.26), ("ndrc", "lines"): (0.25, 0.35),
    ("samr", "lines"): (0.35, 0.45), ("plain-text", "lines"): (0.0, 0.0),
    ("lawrefbook", "lines"): (0.002, 0.01), ("bibliotheca", "lines"): (0.05, 0.08),
    ("justlaws", "lines"): (0.03, 0.05), ("china-law-db", "lines"): (0.03, 0.06),
    ("content-rules", "lines"): (0.06, 0.10), ("picker", "lines"): (0.05, 0.91),
    ("pdf-text", "wrapped"): (0.03, 0.37), ("ocr", "spaced"): (0.11, 0.20),
}
"""Smallest and largest share of visible characters that a template's frame may take."""

HEADLESS_CHAPTERS = {"minors-online-protection-regulations/final-2023.lawrefbook.md":
                     {"第十二条", "第二十条", "第三十条", "第三十八条", "第四十九条"}}
"""Articles after which a republisher left the number of the next chapter's heading out."""


@cache
def _sources(folder: Path) -> dict[str, tuple[dict[str, object], SourceText]]:
    entries = json.loads((folder / "index.json").read_text("utf-8"))
    return {entry["file"]: (entry, read((folder / entry["file"]).read_bytes(),
                                        entry["media_type"], entry["file"]))
            for entry in entries}


@pytest.fixture(scope="module")
def sources(shared):
    return _sources(shared / "captures")


class _Strings(HTMLParser):
    def __init__(self):
        super().__init__()
        self.parts = []

    def handle_data(self, data):
        self.parts.append(data)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_character_is_in_one_block_or_one_furniture_stretch(sources, shared):
    assert len(sources) == 75
    for name, (entry, source) in sources.items():
        prove_coverage(source.text, source.blocks, source.furniture)
        raw = (shared / "captures" / name).read_bytes().decode()
        if entry["media_type"] == "text/html":
            strings = _Strings()
            strings.feed(raw)
            raw = "".join(strings.parts)
        assert _squeezed(source.text) == _squeezed(raw), name


def test_furniture_holds_no_article_head_and_no_norm(sources):
    suspects = [(name, item.rule) for name, (_, source) in sources.items()
                for item in source.furniture if LAW.search(source.text[item.start:item.end])]
    assert suspects == []


def test_furniture_share_stays_in_the_range_of_its_template(sources):
    seen = set()
    for name, (_, source) in sources.items():
        key = (source.template, source.layout.value)
        low, high = FURNITURE_SHARE[key]
        seen.add(key)
        taken = sum(len(_squeezed(source.text[item.start:item.end])) for item in source.furniture)
        assert low <= taken / len(_squeezed(source.text)) <= high, name
    assert seen == set(FURNITURE_SHARE)


def test_furniture_rules_are_named_for_their_template(sources):
    families = {"cac", "moj", "govcn", "ndrc", "samr", "html", "markdown", "repost", "front",
                "conversion", "pdf", "web", "ocr", "invisible"}
    rules = {item.rule for _, source in sources.values() for item in source.furniture}
    assert {rule.partition("-")[0] for rule in rules} <= families


def test_partial_pages_say_so_and_no_others(sources):
    partial = {name: source.article_claims for name, (_, source) in sources.items()
               if source.article_claims}
    assert partial == {"cybersecurity-law/v2016.cac-page1.html": ("page 1 of 3",),
                       "e-commerce-law/final-2018.cac-page1.html": ("page 1 of 3",)}


def test_no_capture_has_a_defect_the_readers_cannot_place(sources):
    codes = {name: [p.code for p in source.problems] for name, (_, source) in sources.items()
             if source.problems}
    assert codes == {
        "cybersecurity-law/v2016.cac-page1.html": ["partial-pager"],
        "e-commerce-law/final-2018.cac-page1.html": ["partial-pager"],
        "network-data-security-regulations/final-2024.pdf-text.md": ["inferred-break"],
        "facial-recognition-measures/final-2025.pdf-text.md": ["inferred-break"]}


def test_radicals_are_mapped_in_every_block(sources):
    left = [name for name, (_, source) in sources.items() for block in source.blocks
            if re.search("[\u2e80-\u2fdf]", block_text(source, block))]
    assert left == []


def test_article_heads_begin_blocks_as_often_as_the_register_says(sources):
    for name, (entry, source) in sources.items():
        expected = entry["articles"]
        if source.layout is Layout.SPACED or not expected:
            continue  # the collector could not count the heads of recognised text
        heads = sum(ARTICLE.match(block_text(source, block)) is not None for block in source.blocks)
        assert heads == expected, name


def _articles(source: SourceText, *, folded: bool) -> dict[str, list[str]]:
    """Return the paragraphs of each article, spaces left out, punctuation too where ``folded``."""
    found: dict[str, list[str]] = {}
    current = None
    for block in source.blocks:
        text = _squeezed(block_text(source, block))
        if DIVISION.match(text) and len(text) < 40:
            current = None
            continue
        head = ARTICLE.match(text)
        if head:
            current, text = head[0], text[head.end():]
            found[current] = []
        if current and text:
            found[current].append(PUNCTUATION.sub("", text) if folded else text)
    return found


def test_flat_page_breaks_as_the_line_broken_text_does(sources):
    folder = "synthetic-content-labelling-measures/final-2025"
    flat = _articles(sources[f"{folder}.cac-text.txt"][1], folded=False)
    lines = _articles(sources[f"{folder}.clearplain.txt"][1], folded=False)
    assert len(flat) == 14
    assert flat == lines


def test_the_same_text_from_two_sources_agrees_article_by_article(sources):
    versions: dict[str, list[str]] = {}
    for name, (entry, _) in sources.items():
        if entry["work"] != "page-samples":
            versions.setdefault(f"{entry['work']}@{entry['version']}", []).append(name)
    compared = 0
    for names in versions.values():
        for a, b in combinations(names, 2):
            left, right = (_articles(sources[name][1], folded=True) for name in (a, b))
            excused = HEADLESS_CHAPTERS.get(a, set()) | HEADLESS_CHAPTERS.get(b, set())
            common = left.keys() & right.keys() - excused
            compared += bool(common)
            differing = [number for number in common if left[number] != right[number]]
            assert differing == [], (a, b)
    assert compared >= 30
