import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.fulltext import search
from tests.store.search_library import VOCABULARY, found, index, record

HAN = st.text(alphabet="甲乙丙丁戊己庚辛", min_size=1, max_size=12)


@given(st.lists(HAN, min_size=1, max_size=6), HAN)
def test_a_chinese_run_is_found_exactly_where_it_stands(bodies, query):
    records = [record(str(n), zh=body) for n, body in enumerate(bodies)]
    assert set(found(query, *records)) == {str(n) for n, body in enumerate(bodies) if query in body}


@given(HAN, HAN, st.lists(HAN, min_size=1, max_size=5))
def test_several_runs_must_all_stand(one, other, bodies):
    records = [record(str(n), zh=body) for n, body in enumerate(bodies)]
    assert set(found(f"{one} {other}", *records)) == {
        str(n) for n, body in enumerate(bodies) if one in body and other in body}


@pytest.mark.parametrize("query", [
    "", " ", '"', '""', "“”", "NEAR(", "a OR", "*", "^", "（）", "'; DROP TABLE x; --", "\x00", "%", "㐀",
    "\ud800", "0", "the of and", "-", "art. 17", "𠀀", "⼈", "x" * 5000, "9" * 400, "ten " * 90, "hundred"])
def test_odd_queries_break_nothing(query):
    with index(record(zh="甲乙", en="A lamp.")) as connection:
        assert search(connection, query, 10).total in (0, 1)


@given(st.text(max_size=60))
def test_no_query_breaks_anything(query):
    with index(record(zh="提灯标识", en="Ten lamps shall be labelled.")) as connection:
        search(connection, query, 10)


def test_a_quoted_phrase_is_exact():
    lamps = (record("a", en="The lamp number is labelled."), record("b", en="Numbers of the lamp."),
             record("c", en="The lamps number ten."))
    assert found('"lamp number"', *lamps) == ["a"]
    assert set(found("lamp number", *lamps)) == {"a", "b", "c"}


def test_an_english_term_finds_the_chinese_alone_through_the_glossary():
    assert found("lamp number", record("zh", zh="应当登记灯号。"), record("no", zh="应当登记。")) == ["zh"]


def test_a_term_inside_a_longer_one_of_another_meaning_is_not_the_term():
    assert found("label", record("a", zh="应当标识。"), record("b", zh="应当去标识化。")) == ["a"]
    assert set(found("标识", record("a", zh="应当标识。"), record("b", zh="应当去标识化。"))) == {"a", "b"}


def test_a_chinese_term_no_text_holds_is_sought_by_its_meaning():
    english = record("en", en="Every lamp number is written down.")
    assert found("灯号", english) == ["en"]
    assert found("灯号", english, record("zh", zh="灯号")) == ["zh"]
    with index(english) as connection:
        assert search(connection, "灯号", 5).answer.by_meaning == ("灯号",)


def test_no_phrase_reaches_over_the_end_of_a_line():
    assert found('"lamp number"', record(en="A lamp\nnumber one")) == []


def test_what_is_missing_and_what_was_found_through_another_word_is_said():
    with index(record("a", en="Do not extinguish the light."), record("b", en="Douse it.")) as connection:
        result = search(connection, "put out wicks or xyzzy light", 5)
    best = result.hits[0]
    assert best.place == "a"
    assert best.ranked.through == (("put out", "extinguish"),)
    assert result.answer.unknown == ("wicks", "xyzzy")
    assert result.query.ignored == ("or",)


def test_a_one_way_word_leads_to_the_words_and_not_back():
    fire, water = record("fire", en="Extinguish the fire."), record("water", en="Douse the fire.")
    assert found("douse", fire) == ["fire"]
    assert found("extinguish", water) == []


def test_the_vocabulary_survives_the_built_file():
    from kb.store.fulltext import read_vocabulary
    with index(record()) as connection:
        assert read_vocabulary(connection) == VOCABULARY
