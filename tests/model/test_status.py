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


def test_a_status_is_never_printed_without_its_date():
    assert str(status_of(WORK, FINAL, date(2023, 2, 1))) == "in force as of 2023-02-01"


def test_the_version_in_force_is_the_one_of_the_day():
    assert version_in_force(WORK, date(2024, 1, 1)) is FINAL
    assert version_in_force(WORK, date(2026, 1, 1)) is AMENDED
    assert version_in_force(WORK, date(2022, 5, 1)) is None
