"""The main job on real input: the folder of captures in, answers out."""

import json
import re
import shutil
import sqlite3
import tomllib
from pathlib import Path

import pytest

from benchmarks import align_score
from benchmarks.align_gold import GOLD as ALIGNED
from benchmarks.align_gold import load as load_alignments
from benchmarks.score import GOLD, Texts, development, measure, over_all, own
from benchmarks.scoring import load_scorer
from kb.cli.main import run
from kb.store.database import connect
from kb.store.fulltext import search
from kb.store.layout import Layout
from kb.store.scores import load_scores

ROOT = Path(__file__).parent.parent.parent
ARTICLES = {
    "deep-synthesis-provisions@final-2022": 25,
    "algorithm-recommendation-provisions@final-2021": 35,
    "personal-information-protection-law@final-2021": 74,
    "generative-ai-measures@final-2023": 24,
    "synthetic-content-labelling-measures@draft-2024": 14,
    "synthetic-content-labelling-measures@final-2025": 14,
    "cybersecurity-law@v2016": 79,
    "cybersecurity-law@v2025": 81,
    "data-security-law@final-2021": 55,
    "anti-monopoly-law@v2007": 57,
    "anti-monopoly-law@v2022": 70,
    "e-commerce-law@final-2018": 89,
    "network-data-security-regulations@final-2024": 64,
    "online-content-ecosystem-provisions@final-2019": 42,
    "minors-online-protection-regulations@final-2023": 60,
    "cross-border-data-flow-provisions@final-2024": 14,
    "facial-recognition-measures@final-2025": 20,
    "internet-information-services-measures@v2011": 27,
    "internet-information-services-measures@v2024": 27,
    "civil-code@final-2020": 1260,
    "platform-rules-supervision-measures@final-2026": 47,
    "platform-pricing-rules@final-2025": 29,
    "large-platform-personal-information-provisions@draft-2025": 24,
    "network-data-risk-assessment-measures@draft-2025": 25,
    "pi-export-standard-contract-measures@final-2023": 13,
    "public-opinion-security-assessment-provisions@final-2018": 17,
    "online-trading-supervision-measures@final-2021": 56,
    "direct-to-satellite-provisions@draft-2024": 41,
    "direct-to-satellite-provisions@final-2025": 41,
    "public-data-authorised-operation-rules@draft-2024": 27,
    "public-data-authorised-operation-rules@final-2025": 27,
    "online-trading-data-reporting-measures@final-2025": 21,
}
HEAD = re.compile(r"(?:^|\s)第[一二三四五六七八九十百千〇零]+条[\s\u3000]")


def call(root, *words):
    with pytest.raises(SystemExit) as stopped:
        run(["--root", str(root), *words])
    return stopped.value.code


@pytest.fixture(scope="module")
def checkout(shared, tmp_path_factory):
    root = tmp_path_factory.mktemp("real") / "checkout"
    root.mkdir()
    for name in ("corpus", "mkdocs.yml", "pyproject.toml"):
        source = ROOT / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, root / name)
    assert call(root, "capture", "--from", str(shared / "captures")) == 0
    assert call(root, "build", "--as-of", "2026-11-23") == 0
    return root


@pytest.fixture
def ask(checkout, capsys):
    def asked(*words):
        capsys.readouterr()
        return call(checkout, *words), capsys.readouterr().out
    return asked


@pytest.fixture(scope="module")
def rows(checkout):
    connection = sqlite3.connect(checkout / "build" / "kb.sqlite")
    yield connection
    connection.close()


@pytest.mark.parametrize(("version", "count"), ARTICLES.items(), ids=ARTICLES)
def test_the_built_file_holds_each_text_with_all_its_articles(rows, version, count):
    found = rows.execute("SELECT count(*) FROM provision WHERE version = ? AND language = 'zh' AND "
                         "kind = 'article' AND eid NOT LIKE 'annex%'", (version,)).fetchone()[0]
    assert found == count


@pytest.mark.parametrize(("version", "code"), [
    ("online-trading-data-reporting-measures@final-2025", "ocr-head"),
    ("online-trading-supervision-measures@final-2021", "misprinted-head")])
def test_a_defective_head_is_counted_and_reported(rows, version, code):
    places = [place for (place,) in rows.execute("SELECT place FROM problem WHERE code = ?", (code,))]
    assert [place for place in places if place.startswith(version)]


@pytest.mark.parametrize("version", ["cybersecurity-law@v2016", "e-commerce-law@final-2018"])
def test_a_partial_page_is_kept_and_never_chosen(rows, version):
    held = rows.execute("SELECT chosen, partial, media_type FROM manifestation WHERE version = ?",
                        (version,)).fetchall()
    assert (0, 1, "text/html") in held
    assert all(not (chosen and partial) for chosen, partial, _ in held)


@pytest.mark.parametrize(("citation", "address"), [
    ("算法规定第十七条第一款", "algorithm-recommendation-provisions@final-2021#art_17__para_1"),
    ("PIPL 24(3)", "personal-information-protection-law@final-2021#art_24__para_3"),
    ("Deep Synthesis art. 17", "deep-synthesis-provisions@final-2022#art_17")])
def test_citations_lead_to_their_text(ask, citation, address):
    code, printed = ask("show", citation, "--json")
    assert code == 0
    assert [row["address"] for row in json.loads(printed)["readings"]] == [address]


def test_a_citation_with_two_readings_shows_both(ask):
    code, printed = ask("show", "PIPL 13(2)", "--json")
    found = {row["address"].partition("#")[2] for row in json.loads(printed)["readings"]}
    assert code == 1
    assert found == {"art_13__para_2", "art_13__para_1__item_2"}


def test_a_wrong_citation_says_what_exists(ask):
    code, printed = ask("show", "算法规定第十七条第九款")
    assert code == 1
    assert "3 paragraphs" in printed


@pytest.mark.parametrize("term", ["标识", "备案", "同意", "深度合成"])
def test_search_finds_every_article_that_holds_a_term_and_no_other(ask, rows, term):
    printed = ask("search", term, "--limit", "1000", "--json")[1]
    found = {hit["address"] for hit in json.loads(printed)["hits"]}
    holding = {f"{version}#{eid}" for version, eid in rows.execute(
        "SELECT version, eid FROM unit WHERE instr(replace(zh, char(10), '|'), ?) > 0", (term,))}
    assert found == holding
    assert found


def test_furniture_holds_no_article_and_no_duty(ask):
    rows = json.loads(ask("check", "--furniture", "--json")[1])
    assert len({row["file"] for row in rows}) > 20
    for row in rows:
        assert not HEAD.search(row["text"]), row["file"]
        assert "应当" not in row["text"], row["file"]
        assert "不得" not in row["text"], row["file"]


def test_an_unchanged_build_is_not_done_again(ask):
    code, printed = ask("build", "--as-of", "2026-11-23")
    assert code == 0
    assert printed.startswith("up to date")


def test_every_span_of_the_build_is_its_slice(ask):
    for version in ("personal-information-protection-law@final-2021", "anti-monopoly-law@v2022"):
        data = json.loads(ask("analyse", version, "--json")[1])
        texts = {row["eid"]: row["text"] for row in data["provisions"]}
        spans = list(data["references"])
        for norm in data["norms"]:
            spans += [span for span in (norm["bearer"], norm["action"], *norm["conditions"],
                                        *norm["exceptions"]) if span]
        assert spans
        for span in spans:
            assert texts[span["eid"]][span["start"]:span["end"]] == span["surface"]


def test_the_two_labelling_texts_are_compared_article_by_article(ask):
    data = json.loads(ask("diff", "synthetic-content-labelling-measures@draft-2024",
                          "synthetic-content-labelling-measures@final-2025", "--json")[1])
    assert len(data["links"]) == 14
    assert {link["from"][0] for link in data["links"]} == {f"art_{n}" for n in range(1, 15)}


def test_the_committed_pins_fit_every_captured_file(ask):
    code, printed = ask("pins", "--json")
    rows = json.loads(printed)
    assert code == 0
    assert len(rows) >= 60
    assert all(row["here"] and not row["changed"] for row in rows)


def test_questions_written_blind_find_the_clause_as_often_as_when_they_were_first_measured(checkout):
    questions = tomllib.loads((ROOT / "tests" / "store" / "blind_queries.toml").read_text(encoding="utf-8"))
    connection = connect(Layout(checkout))
    first = 0
    for question in questions["query"]:
        best = next(iter(search(connection, question["words"], 1).hits), None)
        found = best.address.replace(" ", "#") if best else ""
        first += any(found == right or ("#" not in right and found.startswith(f"{right}#"))
                     for right in question["right"])
    assert len(questions["query"]) == 24
    assert first >= 16


def test_references_of_our_english_lead_where_those_of_the_chinese_lead(rows):
    def leads(language):
        found = {}
        for place, target in rows.execute(
                "SELECT replace(r.text, ?, '') || '#' || r.eid, coalesce(t.work, '') || '#' || t.eid "
                "FROM reference r JOIN reference_target t ON t.reference = r.id "
                "WHERE r.text LIKE '%' || ? "
                "AND r.status = 'resolved' AND r.family <> 'list'", (f"/{language}",) * 2):
            found.setdefault(place, []).append(target)
        return {place: sorted(targets) for place, targets in found.items()}

    english = leads("en")
    chinese = {place: targets for place, targets in leads("zh").items() if place in english}
    agreeing = sum(english[place] == targets for place, targets in chinese.items())
    assert len(chinese) > 100
    assert agreeing / len(chinese) > 0.97


def test_scores_do_not_fall_below_those_last_committed(checkout, shared):
    held, library = load_scores(Layout(checkout)), Texts(checkout)
    golds = [*development(shared), *own(GOLD, library, held_out=False)]
    found = {(row["over"], row["measure"]): row["value"]
             for row in over_all(measure(golds, library), load_scorer(shared))}
    scores = [row for row in held.scores if row.group != "alignment"]
    kept = [row for row in scores if (row.over, row.measure) in found]
    fallen = [(row.over, row.measure, row.value, found[row.over, row.measure])
              for row in kept if found[row.over, row.measure] < row.value]
    held_out = {"held-out", *(text.version for text in held.texts if text.part == "held-out")}
    assert fallen == []
    assert {(row.over, row.measure) for row in scores if row.over not in held_out} <= set(found)


def test_the_alignment_does_not_fall_below_its_scores_last_committed(checkout):
    held = [row for row in load_scores(Layout(checkout)).scores if row.group == "alignment"]
    golds = [gold for gold in load_alignments(ALIGNED) if not gold["held_out"]]
    found = {(row["over"], row["measure"]): row["value"]
             for row in align_score.over_all(align_score.aligned_now(checkout, golds))}
    fallen = [(row.over, row.measure, row.value, found.get((row.over, row.measure)))
              for row in held if row.over != "held-out"
              and found.get((row.over, row.measure), 0) < row.value - 5e-5]
    assert held
    assert fallen == []


def test_the_build_says_that_its_texts_are_those_that_were_scored(rows):
    basis = json.loads(rows.execute("SELECT value FROM meta WHERE key = 'score.basis'").fetchone()[0])
    assert {text["state"] for text in basis["texts"]} == {"agree"}
