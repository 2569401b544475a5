"""The records of the search index: spaced Chinese, plain English, facets, statements marked as such."""

import itertools
import json
import re
import shutil
import subprocess

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.publish.search_index import shadows, spaced, write_ranking
from kb.publish.shelf import make_shelf
from kb.store.database import connect, write_library
from kb.store.fulltext import BuiltIndex, read_vocabulary
from kb.store.query import parse_query
from kb.store.ranking import rank
from kb.store.records import STATEMENT, records
from kb.store.vocabulary import load_vocabulary
from tests.publish.conftest import ROOT, checkout
from tests.publish.small_library import small_library

QUESTIONS = (
    "lamp number", "registration of the lamp number within ten working days", "10 working days",
    "lamps lit", "who must register", "提灯服务", "登记灯号 lamp", "灯标", "标识", "label", "the of", "",
    '"lamp number"',
    "“light the road” lantern", "wicks registered", "xyzzy lantern", "lantern", "fine 10,000 yuan",
    "reg", "services that light", "consent of pedestrians", "十个工作日", "%", "twenty-four hours",
    "permission of the walker", "record filing", "penalties for the provider", "switch off the lamp",
    "regulator orders rectification", "同意 label", "违法 标识", "price discrimination",
    "what is a lamp", "how large is the fine for a dark lamp", "lantern draft", "do I need a lamp number",
    "register number of lamps", "gig workers", "data protection officer lamp")


def test_every_article_and_every_statement_is_a_record_in_the_same_order():
    library = small_library()
    shelf = make_shelf(library)
    found = list(shadows(shelf))
    assert [s.record for s in found] == list(records(library))
    assert [s.number for s in found] == list(range(1, len(found) + 1))
    assert len({s.address for s in found}) == len(found)
    texts = [s for s in found if s.record.kind != STATEMENT]
    assert len(texts) == sum(len(shown.units) for shown in shelf.shown.values())
    assert len(found) - len(texts) == sum(len(s.statements) for s in library.statements.values())


def test_a_record_holds_both_languages_and_its_facets():
    found = next(s for s in shadows(make_shelf(small_library())) if "final-2031/art-3/" in s.address)
    assert "登记灯号" in found.record.zh
    assert "register the lamp number" in found.record.en
    facets = {(f.name, f.value) for f in found.filters}
    assert ("kind", "norm: must") in facets
    assert ("status", "in force as of 2032-01-02") in facets
    assert found.mark == ""


def test_a_statement_is_marked_and_never_takes_the_place_of_text():
    said = [s for s in shadows(make_shelf(small_library())) if s.record.kind == STATEMENT]
    assert [s.mark for s in said] == [f"statement, grade {g}; no text held" for g in "AB"]
    for shadow in said:
        assert shadow.record.zh == ""
        assert shadow.href == "w/lantern-law/draft-2028/index.html#statements"
        assert ("kind", "statement; no text held") in {(f.name, f.value) for f in shadow.filters}
        assert "9" not in shadow.title  # its number is only probable


@given(st.text(alphabet="提灯照亮㐀𠀀〇A b，。"))
def test_spacing_adds_nothing_but_spaces_and_parts_all_characters(text):
    made = spaced(text)
    assert made.replace(" ", "") == text.replace(" ", "")
    assert not any(a in "提灯照亮㐀𠀀〇" and b in "提灯照亮㐀𠀀〇"
                   for a, b in itertools.pairwise(made))


def test_only_what_search_needs_is_published(site):
    names = {path.name for path in (site.path / "pagefind").iterdir() if path.is_file()}
    assert "pagefind.js" in names
    assert not [name for name in names if name.endswith((".css", "-ui.js"))]
    assert {path.name for path in (site.path / "search").iterdir()} == {"index.html", "index.json"}


def test_the_index_holds_no_text_but_places_of_words(site):
    data = (site.path / "search" / "index.json").read_text(encoding="utf-8")
    assert "register the lamp number" not in data
    assert "登记灯号" not in data


def test_the_site_has_one_style_sheet_and_no_large_script():
    assets = list((ROOT / "site" / "assets").iterdir())
    assert [a.name for a in assets if a.suffix == ".css"] == ["site.css"]
    assert all(a.stat().st_size < 30_000 for a in assets)


def ask_the_browsers(index, questions, folder):
    """Return what the site's scripts make of questions; ``questions`` are (typed, run -> records)."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("needs Node.js to run the site's script outside a browser")
    asked = folder / "questions.json"
    asked.write_text(json.dumps(questions), encoding="utf-8")
    done = subprocess.run([node, str(ROOT / "tests/publish/ask_ranking.js"),
                           str(ROOT / "site/assets"), str(index), str(asked)],
                          capture_output=True, check=True)
    return json.loads(done.stdout)


@pytest.mark.parametrize("chinese", [True, False], ids=["with Chinese", "bare clone"])
def test_the_site_and_the_command_give_the_same_finds_in_the_same_order(chinese, tmp_path):
    library, layout, built = small_library(chinese=chinese), checkout(tmp_path), tmp_path / "index.json"
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")  # its glossary and synonyms
    write_library(layout, library)
    write_ranking(tuple(shadows(make_shelf(library))), load_vocabulary(layout), built)
    connection = connect(layout)
    vocabulary, index = read_vocabulary(connection), BuiltIndex(connection)
    queries = [parse_query(typed, vocabulary) for typed in QUESTIONS]
    held = [{run: sorted(index.holding(run)) for run in query.runs} for query in queries]
    answers = ask_the_browsers(built, list(zip(QUESTIONS, held, strict=True)), tmp_path)
    for typed, query, theirs in zip(QUESTIONS, queries, answers, strict=True):
        ours = rank(query, index, vocabulary)
        assert theirs == {"finds": [[f.record, pytest.approx(f.score, abs=1e-5)] for f in ours.finds],
                          "unknown": list(ours.unknown), "ignored": list(query.ignored),
                          "missing": [list(f.missing) for f in ours.finds]}, typed
    connection.close()
    assert sum(bool(answer["finds"]) for answer in answers) >= (15 if chinese else 8)


def test_the_rules_of_words_in_the_index_are_those_of_the_command(site):
    from kb.store.words import settings
    data = json.loads((site.path / "search" / "index.json").read_bytes())
    assert data["settings"] == msgspec.to_builtins(settings())


def test_the_scripts_name_no_weight_of_their_own(root):
    script = "".join((root / "site" / "assets" / name).read_text(encoding="utf-8")
                     for name in ("question.js", "ranking.js"))
    assert re.findall(r"(?<![\w.])\d+\.\d+", script) == ["0.5"]  # in the logarithm, as in ranking.py
