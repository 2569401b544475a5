"""The committed statements: independent sources, no unproven number cited, changes that touch real text."""

import json
import re
from urllib.parse import urlsplit

import pytest

from kb.model.text import Grade
from kb.parse.document import parse_bytes
from kb.store.layout import Layout
from kb.store.statements import load_statements

FILES = ("algorithm-recommendation-provisions@draft-2021", "deep-synthesis-provisions@draft-2022",
         "generative-ai-measures@draft-2023", "personal-information-protection-law@draft-2020",
         "personal-information-protection-law@draft-2021")
ANY_CITATION = re.compile(r"(?:\b(?:art(?:icle)?s?)\.?|§)\s*\d|第\s*[\d一二三四五六七八九十百]+\s*条",
                          re.IGNORECASE)


@pytest.fixture(scope="module")
def known(root):
    return load_statements(Layout(root))


@pytest.fixture(scope="module")
def eids(shared):
    """Eids of every captured text by version; a text captured several times counts once for each."""
    found: dict[str, list[set[str]]] = {}
    for row in json.loads((shared / "captures" / "index.json").read_text(encoding="utf-8")):
        if row["work"] not in {key.partition("@")[0] for key in FILES}:
            continue
        key, path = f"{row['work']}@{row['version']}", shared / "captures" / row["file"]
        text = parse_bytes(path.read_bytes(), row["media_type"], path.name, version=key, language="zh",
                           grade=Grade.OFFICIAL_RECEIVED)
        found.setdefault(key, []).append(set(text.index()))
    return found


@pytest.mark.parametrize("key", FILES)
def test_each_set_has_statements_changes_and_what_is_not_known(known, key):
    found = known[key]
    assert len(found.statements) >= 29
    assert len(found.notes) >= 17
    assert len(found.unknown) >= 7
    assert {s.grade for s in found.statements} == {"A", "B"} == {n.grade for n in found.notes}


def test_no_text_cites_a_number_that_is_not_established(known):
    cited = [(s.version, s.id) for found in known.values() for s in found.statements
             if s.number_confidence != "high" and ANY_CITATION.search(f"{s.text} {s.reason}")]
    assert cited == []


def test_grade_a_rests_on_sources_of_two_houses_at_least(known):
    alone = []
    for key, found in known.items():
        links = dict(found.sources)
        for row in (*found.statements, *found.notes):
            houses = {urlsplit(links[name]).netloc.removeprefix("www.") or name for name in row.sources}
            if row.grade == "A" and len(houses) < 2:
                alone.append((key, row.id, row.sources))
    assert alone == []


def test_a_raised_or_lowered_grade_says_from_what(known):
    reasons = [row.reason for key in FILES for row in (*known[key].statements, *known[key].notes)
               if row.reason]
    assert len(reasons) >= 20
    told = re.compile(r"(?:number )?(?:raised|lowered) from |found when ")
    assert [reason for reason in reasons if not told.match(reason)] == []


def test_every_provision_that_a_change_touches_exists_in_the_later_text(known, eids):
    touched = [(n.version, n.id, f"{key.partition('@')[0]}@{n.later}", eid)
               for key in FILES for n in known[key].notes for eid in n.eids]
    assert len(touched) > 80
    assert [row for row in touched if row[2] not in eids] == []
    assert [row for row in touched if not any(row[3] in text for text in eids[row[2]])] == []
