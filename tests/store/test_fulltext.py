import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.fulltext import match_expression, pairs

HAN = st.text(alphabet="甲乙丙丁戊己庚辛", min_size=1, max_size=12)


def found(bodies, query):
    """Return the numbers (from 1) of the bodies that the index finds for a query."""
    expression = match_expression(query)
    if not expression:
        return set()
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("CREATE VIRTUAL TABLE unit_index USING fts5 (zh, en, content='')")
        for number, body in enumerate(bodies, 1):
            connection.execute("INSERT INTO unit_index (rowid, zh, en) VALUES (?, ?, ?)",
                               (number, pairs(body), body))
        rows = connection.execute("SELECT rowid FROM unit_index WHERE unit_index MATCH ?", (expression,))
        return {row[0] for row in rows}


@given(st.lists(HAN, min_size=1, max_size=6), HAN)
def test_a_chinese_run_is_found_exactly_where_it_stands(bodies, query):
    assert found(bodies, query) == {n for n, body in enumerate(bodies, 1) if query in body}


@pytest.mark.parametrize("query", ["", '"', "NEAR(", "a OR", "*", "^", "（）", "'; DROP TABLE x; --"])
def test_odd_queries_find_nothing_and_break_nothing(query):
    assert found(["甲乙"], query) == set()


def test_several_words_must_all_stand():
    bodies = ["甲办法 filing within ten days", "甲办法 filing", "乙办法 ten days"]
    assert found(bodies, "filing days") == {1}
    assert found(bodies, "甲办 filing") == {1, 2}
    assert found(bodies, "fil") == {1, 2}
