"""The development queries: well formed, and answered as well as they were when they were last worked on."""

import tomllib
from datetime import date

import pytest
from typer.testing import CliRunner

from kb.cli.main import app
from kb.cli.pipeline import assemble
from kb.store.database import connect, write_library
from kb.store.fulltext import search
from kb.store.layout import Layout
from kb.store.register import load_register
from tests.publish.conftest import ROOT, checkout

FILE = "tests/store/search_queries.toml"
AS_OF = date(2026, 11, 23)
FIRST = {"bare": 0.72, "whole": 0.72}
AMONG_THREE = {"bare": 0.83, "whole": 0.83}


@pytest.fixture(scope="module")
def queries(root):
    return tomllib.loads((root / FILE).read_text(encoding="utf-8"))["query"]


def built(folder, captures=None):
    """Build the corpus of this checkout in a folder of its own, with captures or with none."""
    layout = checkout(folder)
    (folder / "corpus").symlink_to(ROOT / "corpus")
    if captures:
        done = CliRunner().invoke(app, ["--root", str(folder), "capture", "--from", str(captures)])
        assert done.exit_code == 0, done.output
    write_library(layout, assemble(layout, AS_OF, lambda *step: None))
    return connect(layout)


def places(connection, queries):
    """Return where a right answer stands for each query that can be answered, 0 for none among ten."""
    held = {f"{version}#{eid}" for version, eid in connection.execute("SELECT version, eid FROM unit")}
    for query in queries:
        right = held.intersection(query["right"])
        if right:
            found = [hit.address.replace(" ", "#") for hit in search(connection, query["words"], 10).hits]
            yield next((place for place, address in enumerate(found, 1) if address in right), 0)


def test_every_query_is_asked_once_and_leads_into_registered_versions(root, queries):
    versions = {version.key for work in load_register(Layout(root)).works for version in work.versions}
    assert len({query["words"] for query in queries}) == len(queries) > 100
    for query in queries:
        assert set(query) == {"words", "right"}
        assert {address.partition("#")[0] for address in query["right"]} <= versions


@pytest.mark.slow
def test_without_captures_everyday_words_find_the_clause(queries, tmp_path):
    found = list(places(built(tmp_path), queries))
    assert len(found) > 80
    assert sum(place == 1 for place in found) >= FIRST["bare"] * len(found)
    assert sum(1 <= place <= 3 for place in found) >= AMONG_THREE["bare"] * len(found)


@pytest.mark.slow
@pytest.mark.shared
def test_with_captures_everyday_words_find_the_clause(shared, queries, tmp_path):
    found = list(places(built(tmp_path, shared / "captures"), queries))
    assert len(found) == len(queries)
    assert sum(place == 1 for place in found) >= FIRST["whole"] * len(found)
    assert sum(1 <= place <= 3 for place in found) >= AMONG_THREE["whole"] * len(found)
