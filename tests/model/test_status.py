from datetime import date

import pytest

from kb.model.status import State, status_of, version_in_force
from kb.model.work import DateFact, DateKind, DocType, Evidence, Stage, Version, Work

SOURCE = Evidence("source", source="invented")


def version(id_, stage, **dates):
    facts = tuple(DateFact(DateKind(kind), value, SOURCE) for kind, value in dates.items())
    return Version("w", id_, stage, "甲办法", "Measures", "", (), facts, ())


def work(*versions):
    return Work("w", DocType.DEPARTMENTAL_RULE, "甲办法", "Measures", "", "", (), versions)


DRAFT = version("draft", Stage.DRAFT, published="2022-01-28", comment_deadline="2022-02-28")
FINAL = version("final", Stage.FINAL, published="2022-12-11", in_force="2023-01-10")
AMENDED = version("amended", Stage.FINAL, published="2025-10-28", in_force="2026-01-01")
UNDATED = version("undated", Stage.FINAL, published="2026-01-07")
MONTH = version("month", Stage.FINAL, in_force="2025-04")
REPEALED = version("old", Stage.FINAL, in_force="2000-01-01", repealed="2010-01-01")
WORK = work(DRAFT, FINAL, AMENDED)
FIRST = version("first", Stage.FINAL, promulgated="2000-09-25", in_force="2000-09-25")
REVISED = version("revised", Stage.FINAL, promulgated="2011-01-08")
THIRD = version("third", Stage.FINAL, promulgated="2024-12-06", in_force="2025-01-20")
TWICE_REVISED = work(FIRST, REVISED, THIRD)


@pytest.mark.parametrize(("of", "as_of", "state", "successor"), [
    (DRAFT, "2022-02-28", State.DRAFT_OPEN, ""),
    (DRAFT, "2022-03-01", State.DRAFT, ""),
    (DRAFT, "2022-12-11", State.SUPERSEDED_DRAFT, "final"),
    (FINAL, "2022-12-12", State.NOT_YET_IN_FORCE, ""),
    (FINAL, "2023-01-10", State.IN_FORCE, ""),
    (FINAL, "2025-12-31", State.IN_FORCE, ""),
    (FINAL, "2026-01-01", State.AMENDED, "amended"),
    (AMENDED, "2025-12-31", State.NOT_YET_IN_FORCE, ""),
])
def test_the_state_of_a_version_on_a_day(of, as_of, state, successor):
    status = status_of(WORK, of, date.fromisoformat(as_of))
    assert (status.state, status.successor) == (state, successor)


@pytest.mark.parametrize(("of", "state"), [(UNDATED, State.UNKNOWN), (MONTH, State.UNKNOWN),
                                           (REPEALED, State.REPEALED)])
def test_an_unknown_date_is_never_guessed(of, state):
    assert status_of(work(of), of, date(2026, 11, 23)).state is state


@pytest.mark.parametrize(("of", "as_of", "state", "successor"), [
    (FIRST, "2011-01-07", State.IN_FORCE, ""),
    (FIRST, "2015-01-01", State.UNKNOWN, ""),
    (REVISED, "2015-01-01", State.UNKNOWN, ""),
    (FIRST, "2025-01-20", State.AMENDED, "revised"),
    (REVISED, "2025-01-20", State.AMENDED, "third"),
    (THIRD, "2025-01-20", State.IN_FORCE, ""),
])
def test_a_revision_whose_entry_into_force_is_unknown_leaves_the_text_before_it_open(
        of, as_of, state, successor):
    status = status_of(TWICE_REVISED, of, date.fromisoformat(as_of))
    assert (status.state, status.successor) == (state, successor)


@pytest.mark.parametrize(("as_of", "state"), [
    ("2025-03-31", State.IN_FORCE), ("2025-04-10", State.UNKNOWN), ("2025-04-30", State.AMENDED)])
def test_a_successor_of_which_only_the_month_is_known_leaves_that_month_open(as_of, state):
    both = work(FIRST, MONTH)
    assert status_of(both, FIRST, date.fromisoformat(as_of)).state is state


@pytest.mark.parametrize(("value", "as_of", "state"), [
    ("2010", "2009-12-31", State.IN_FORCE), ("2010", "2010-06-01", State.UNKNOWN),
    ("2010", "2010-12-31", State.REPEALED), ("2010-02", "2010-02-27", State.UNKNOWN),
    ("2010-02", "2010-02-28", State.REPEALED), ("2010-12", "2010-12-31", State.REPEALED)])
def test_a_repeal_of_which_only_the_month_or_year_is_known_is_no_text_in_force(value, as_of, state):
    of = version("old", Stage.FINAL, in_force="2000-01-01", repealed=value)
    assert status_of(work(of), of, date.fromisoformat(as_of)).state is state


@pytest.mark.parametrize("of", [DRAFT, FINAL])
def test_before_a_version_was_out_it_was_neither_open_for_comment_nor_adopted(of):
    assert status_of(WORK, of, date(2022, 1, 27)).state is State.UNKNOWN


def test_a_status_is_never_printed_without_its_date():
    assert str(status_of(WORK, FINAL, date(2023, 2, 1))) == "in force as of 2023-02-01"


def test_the_version_in_force_is_the_one_of_the_day():
    assert version_in_force(WORK, date(2024, 1, 1)) is FINAL
    assert version_in_force(WORK, date(2026, 1, 1)) is AMENDED
    assert version_in_force(WORK, date(2022, 5, 1)) is None
