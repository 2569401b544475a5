"""The order of finds, on invented records: coverage first, then the rest."""

import pytest

from tests.store.search_library import found, record

FILLER = [record(f"filler-{n}", en=f"Bridges and roads number {n} are kept in repair by their owners.")
          for n in range(30)]


@pytest.mark.parametrize(("query", "best", "other"), [
    ("lamp bridge", "A lamp hangs on every bridge.", "The lamp, the lamp, the lamp, always the lamp."),
    ("lamp oil", "Lamp oil is stored here.",
     "A lamp is lit. " + "Nothing is said of it. " * 12 + "Oil is sold."),
    ("ten working days", "Within 10 working days.", "Ten lamps work for days."),
    ("labelled lamps", "A label is put on the lamp.", "A lamp is lit."),
    ("organize the lighting", "Organisations lit and organised lamps.", "Lamps were lit."),
    ("the lamp of the keeper", "The keeper has a lamp.", "The one of the many in the house."),
    ("put out the light", "They put out the light.", "The light put them out of the house, and out."),
    ("lamp number registered", "The lamp number is registered.", "The number of the registered lamp."),
], ids=lambda value: value[:18])
def test_the_better_answer_comes_first(query, best, other):
    assert found(query, record("other", en=other), record("best", en=best), *FILLER)[0] == "best"


@pytest.mark.parametrize("worse", ["draft", "superseded draft", "repealed", "no longer current: amended",
                                   "adopted, not yet in force"])
def test_among_equals_the_version_in_force_comes_first(worse):
    same = "The keeper lights the lamp."
    assert found("lamp keeper", record("old", en=same, state=worse), record("new", en=same),
                 *FILLER)[:2] == ["new", "old"]


def test_a_statement_comes_after_a_text_unless_it_covers_clearly_more():
    statement = record("said", en="The keeper lights the lamp at night.", grade="A")
    text = record("text", en="The keeper lights the lamp.")
    assert found("lamp keeper", statement, text, *FILLER)[:2] == ["text", "said"]
    assert found("lamp keeper night", statement, text, *FILLER)[0] == "said"


def test_a_statement_from_several_sources_comes_before_one_from_a_single_source():
    single = record("b", en="The keeper lights the lamp.", grade="B")
    several = record("a", en="The keeper, it is said, lights the lamp.", grade="A")
    assert found("lamp keeper", single, several, *FILLER)[:2] == ["a", "b"]


def test_titles_and_headings_count_for_less_than_the_text():
    titled = record("titled", en="He lights it.", context="Measures for Lamps")
    assert found("lamp", titled, record("text", en="A lamp."), *FILLER) == ["text", "titled"]


def test_chinese_and_english_evidence_weigh_alike():
    only_chinese = record("zh", zh="应当在十个工作日内登记灯号。")
    assert found("lamp number 10 working days", record("one", en="A lamp number."), only_chinese,
                 *FILLER)[0] == "zh"


@pytest.mark.parametrize("typed", ["10 working days", "ten working days", "Ten Working Days",
                                   "10 working-day"])
def test_a_quantity_is_found_in_either_language_however_it_is_typed(typed):
    assert set(found(typed, record("zh", zh="在十个工作日内"), record("en", en="within 10 working days"),
                     record("no", zh="在十五个工作日内", en="within 15 working days"))) == {"zh", "en"}


def test_equal_finds_keep_the_order_of_the_register():
    same = [record(f"art_{n}", en="A lamp.") for n in range(1, 9)]
    assert found("lamp", *same) == [r.place for r in same]
