import multiprocessing
import sqlite3
from dataclasses import replace

import pytest

from kb.errors import KbError, NotBuiltError
from kb.model.analysis import Analysis, Modality, Norm, Reference, RefStatus, Target
from kb.model.span import cut
from kb.store.cache import Cache
from kb.store.database import connect, read_library, read_meta, write_library
from kb.store.fulltext import search
from kb.store.layout import Layout
from tests import builders


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


def with_analysis():
    library = builders.library()
    key = "bridges@final-2025/zh"
    text = library.texts["bridges@final-2025"]["zh"].index()["art_2__para_1"].text
    ref = Reference(cut("art_4__para_1", "违反本办法第二条第一款规定", 2, 11), "internal",
                    RefStatus.RESOLVED, (Target(eid="art_2__para_1"),), "pin")
    eid = "art_2__para_1"
    norm = Norm(f"bridges@final-2025@{eid}~obligation-1", eid, Modality.OBLIGATION,
                cut(eid, text, 4, 6), None, cut(eid, text, 6, len(text) - 1), "t")
    analyses = {**library.analyses, key: Analysis(key, (ref,), (), (norm,))}
    return replace(library, analyses=analyses)


def test_a_library_is_read_back_equal(layout):
    library = with_analysis()
    write_library(layout, library)
    back = read_library(layout)
    for name in ("register", "as_of", "texts", "analyses", "comparisons", "problems"):
        assert getattr(back, name) == getattr(library, name), name
    assert back.meta["program"] == "test"


def test_the_tables_hold_what_the_library_holds(layout):
    write_library(layout, with_analysis(), [("a", "b", "cites", "")])
    connection = connect(layout)
    counts = {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
              for table in ("work", "version", "version_date", "reference", "reference_target", "norm",
                            "edge", "duty")}
    rows = connection.execute("SELECT eid, body FROM provision WHERE version = 'bridges@final-2025' "
                              "AND kind = 'item' ORDER BY position").fetchall()
    connection.close()
    assert counts == {"work": 1, "version": 2, "version_date": 3, "reference": 1, "reference_target": 1,
                      "norm": 1, "edge": 1, "duty": 1}
    assert [eid for eid, _ in rows] == ["art_2__para_2__item_1", "art_2__para_2__item_2"]


def test_search_finds_two_characters_and_puts_the_text_in_force_first(layout):
    write_library(layout, builders.library())
    connection = connect(layout)
    hits, both, none = (search(connection, term, 10).hits for term in ("标识", "检查", "备案"))
    connection.close()
    assert [(hit.version, hit.place) for hit in hits] == [("bridges@final-2025", "art_3")]
    assert "标识" in hits[0].excerpt
    assert {hit.version for hit in both} == {"bridges@final-2025", "bridges@draft-2024"}
    assert not none


def test_a_failed_write_leaves_the_built_file_as_it_was(layout, monkeypatch):
    write_library(layout, builders.library())
    before = layout.database.read_bytes()

    def fail(connection, library, vocabulary):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("kb.store.database.fill_tables", fail)
    with pytest.raises(KbError, match="written"):
        write_library(layout, with_analysis())
    assert layout.database.read_bytes() == before
    assert list(layout.build.iterdir()) == [layout.database]


def test_several_processes_may_write_at_once(layout):
    work = [multiprocessing.get_context("spawn").Process(target=write_often, args=(layout,))
            for _ in range(2)]
    for one in work:
        one.start()
    for one in work:
        one.join()
    assert [one.exitcode for one in work] == [0, 0]
    assert read_library(layout).register == builders.library().register


def write_often(layout):
    for _ in range(10):
        write_library(layout, builders.library())
        for number in range(40):
            Cache(layout.cache).put("kind", f"{number:02}ab", number)


@pytest.mark.parametrize("content", [None, b"", b"not a database at all, but some words" * 40])
def test_a_missing_or_damaged_file_is_named_with_the_remedy(layout, content):
    if content is not None:
        layout.build.mkdir()
        layout.database.write_bytes(content)
    with pytest.raises(NotBuiltError) as raised:
        read_library(layout)
    assert raised.value.remedy == "run: kb build"
    assert read_meta(layout) == {}
