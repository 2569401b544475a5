"""A census only grows, and says what came, changed or went; what it cannot know it does not say."""

import json
import subprocess
import sys
import time
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.capture.sites.adapter import Row
from kb.capture.watching.census import Census, Event, clean, first_census, key_of
from kb.capture.watching.changes import Reading, changed_fields, entries_of, may_have_missed
from kb.capture.watching.ledger import load, path_of, save
from kb.errors import InputRefusedError, KbError
from kb.store.layout import Layout

HOST, LIST = "www.cac.gov.cn", "cac-consultations"
DAY = date(2031, 3, 10)
LATER = date(2031, 3, 17)


def a_row(number: int, day: int = 0, **changes) -> Row:
    plain = Row(f"灯笼管理办法第{number}稿公开征求意见", f"https://{HOST}/2031-03/01/c_{number}.htm",
                date(2031, 3, 1) + timedelta(days=day or number), None, "网信@你")
    return replace(plain, **changes)


def census_of(*rows: Row) -> Census:
    return first_census(HOST, LIST, rows, DAY)


def events(census: Census, *rows: Row, whole: bool = False) -> list[tuple[str, str]]:
    return [(str(entry.event), entry.row.url[-7:-4]) for entry in
            entries_of(census, Reading(rows, whole), LATER)]


def test_in_a_first_census_nothing_is_new():
    census = census_of(a_row(2), a_row(1))
    assert census.untold() == ()
    assert {entry.event for entry in census.entries} == {Event.FIRST}


@pytest.mark.parametrize(("rows", "whole", "expected"), [
    ((a_row(3), a_row(2), a_row(1)), False, [("new", "c_3")]),
    ((a_row(2), a_row(1)), False, []),
    ((a_row(2, title="提灯管理办法"), a_row(1)), False, [("changed", "c_2")]),
    ((a_row(2, deadline=date(2031, 4, 1)), a_row(1)), False, [("changed", "c_2")]),
    ((a_row(2, url=f"http://{HOST}/2031-03/01/c_2.htm#top"), a_row(1)), False, []),
    # 2 is younger than the last row read, so it was taken off; 1 is not
    ((a_row(3), a_row(1)), False, [("new", "c_3"), ("gone", "c_2")]),
    ((a_row(4), a_row(3)), False, [("new", "c_4"), ("new", "c_3")]),
    ((a_row(2),), False, []),
    ((a_row(2),), True, [("gone", "c_1")]),
    ((), True, [("gone", "c_2"), ("gone", "c_1")]),
    # out of order: what is missing is not judged
    ((a_row(1), a_row(5), a_row(3), a_row(4)), False, [("new", "c_5"), ("new", "c_3"), ("new", "c_4")]),
    # pinned on top: the order of the rest still counts
    ((a_row(2, title=a_row(2).title), a_row(1)), False, []),
    # the same title at another address, and the old one gone: one row that moved
    ((a_row(9, day=2, title=a_row(2).title), a_row(1)), False, [("changed", "c_9")]),
])
def test_a_reading_against_the_census(rows, whole, expected):
    assert events(census_of(a_row(2), a_row(1)), *rows, whole=whole) == expected


def test_a_row_that_is_gone_can_come_back():
    census = census_of(a_row(2), a_row(1))
    census = census.with_entries(entries_of(census, Reading((a_row(1),), True), LATER), LATER)
    assert list(census.gone()) == [key_of(a_row(2))]
    assert events(census, a_row(2), a_row(1)) == [("back", "c_2")]


def test_a_changed_row_keeps_what_it_was():
    census = census_of(a_row(2))
    (entry,) = entries_of(census, Reading((a_row(2, title="提灯办法", deadline=LATER),), True), LATER)
    assert entry.before == a_row(2)
    assert changed_fields(entry.before, entry.row) == ("title", "deadline")


@pytest.mark.parametrize(("rows", "whole", "missed"), [
    ((a_row(9), a_row(8)), False, True),
    ((a_row(9), a_row(2)), False, False),
    ((a_row(9), a_row(8)), True, False),
    ((a_row(1), a_row(9), a_row(8)), False, True),  # an old row pinned on top proves nothing
    ((a_row(9, day=1),), False, False),             # older than what was known
    ((replace(a_row(9), day=None),), False, True),
])
def test_rows_may_have_been_missed_where_no_known_row_is_reached(rows, whole, missed):
    assert may_have_missed(census_of(a_row(2), a_row(1)), Reading(rows, whole)) is missed


@given(st.lists(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 3)), max_size=6,
                         unique_by=lambda pair: pair[0]), min_size=1, max_size=5))
def test_after_any_readings_the_census_is_what_the_last_whole_reading_held(readings):
    census = census_of(a_row(1))
    for pairs in readings:
        rows = tuple(a_row(number, title=f"稿{title}") for number, title in pairs)
        before = census.entries
        census = census.with_entries(entries_of(census, Reading(rows, whole=True), LATER), LATER)
        assert census.entries[:len(before)] == before
        assert census.rows() == {key_of(row): row for row in rows}
        assert not set(census.rows()) & set(census.gone())
        assert entries_of(census, Reading(rows, whole=True), LATER) == ()


@pytest.mark.parametrize(("title", "shown"), [
    ("办法\u202e稿求征\u202c", "办法稿求征"), ("办法\x1b[31m\x00", "办法[31m"), ("a\u200bb\nc", "ab c"),
    ("办" * 900, "办" * 300),
])
def test_a_title_is_kept_without_what_could_deceive(title, shown):
    assert clean(a_row(1, title=title)).title == shown


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "https://a b", "//x", ""])
def test_an_address_that_is_none_is_dropped(url):
    assert clean(a_row(1, url=url)).url == ""


def test_a_census_is_kept_and_read_back(tmp_path):
    layout, census = Layout(tmp_path), census_of(a_row(2), a_row(1, day=1, deadline=LATER))
    save(layout, census)
    assert load(layout, HOST, LIST) == census
    assert [path.name for path in layout.watch.iterdir()] == [f"{HOST}-{LIST}.json"]


def test_a_census_never_loses_an_entry(tmp_path):
    layout = Layout(tmp_path)
    save(layout, census_of(a_row(2), a_row(1)))
    with pytest.raises(InputRefusedError, match="would lose entries"):
        save(layout, census_of(a_row(2)))
    assert len(load(layout, HOST, LIST).entries) == 2


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_disk_that_does_not_take_it_leaves_the_census_before(tmp_path, monkeypatch, failing):
    layout, census = Layout(tmp_path), census_of(a_row(1))
    save(layout, census)

    def full(*_):
        raise OSError(28, "No space left on device")

    target = "os.fsync" if failing == "fsync" else "pathlib.Path.replace"
    monkeypatch.setattr(target, full)
    with pytest.raises(InputRefusedError) as caught:
        save(layout, census.with_entries(entries_of(census, Reading((a_row(2),), True), LATER), LATER))
    monkeypatch.undo()
    assert set(dict(caught.value.lines())) == {"what", "where", "why", "remedy"}
    assert load(layout, HOST, LIST) == census
    assert len(list(layout.watch.iterdir())) == 1


@pytest.mark.parametrize("damage", [
    lambda held: held[:40], lambda _: b"", lambda _: b"[" * 100_000,
    lambda held: held.replace(HOST.encode(), b"www.gov.cn"),
    lambda held: held.replace(b'"told": 1', b'"told": 9'),
    lambda held: held.replace(b'"format": 1', b'"format": 2'),
])
def test_a_damaged_census_is_named_and_never_taken_for_none(tmp_path, damage):
    layout = Layout(tmp_path)
    save(layout, census_of(a_row(1)))
    path = path_of(layout, HOST, LIST)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(KbError) as caught:
        load(layout, HOST, LIST)
    assert path.name in caught.value.where
    assert "move it away" in caught.value.remedy


@pytest.mark.parametrize("name", ["../x", "a/b", "", ".", "A", "x\x00"])
def test_a_list_whose_name_is_no_file_name_is_kept_nowhere(tmp_path, name):
    with pytest.raises(KbError):
        path_of(Layout(tmp_path), HOST, name)


WRITER = """
import sys
from pathlib import Path
from datetime import date
from kb.capture.sites.adapter import Row
from kb.capture.watching.census import Entry, Event, first_census
from kb.capture.watching.ledger import save
from kb.store.layout import Layout

day, census = date(2031, 3, 10), first_census("www.cac.gov.cn", "cac-consultations", (), date(2031, 3, 10))
for number in range(100_000):
    row = Row("办法" * 100, f"https://www.cac.gov.cn/{number}", day, None, "")
    census = census.with_entries((Entry(day, Event.NEW, row),), day)
    save(Layout(Path(sys.argv[1])), census)
    print(number, flush=True)
"""


def test_a_run_killed_at_any_moment_loses_nothing_that_was_kept(tmp_path):
    for moment in range(8):
        layout = Layout(tmp_path / str(moment))
        with subprocess.Popen([sys.executable, "-c", WRITER, str(layout.root)], stdout=subprocess.PIPE,
                              text=True) as writer:
            said = [writer.stdout.readline() for _ in range(5)]
            time.sleep(Random(moment).uniform(0, 0.02))
            writer.kill()
            said += writer.stdout.readlines()
        kept = int([line for line in said if line.endswith("\n")][-1])
        assert kept < len(load(layout, HOST, LIST).entries) <= kept + 2


def test_a_census_can_be_read_by_people(tmp_path):
    save(Layout(tmp_path), census_of(a_row(1)))
    held = json.loads(path_of(Layout(tmp_path), HOST, LIST).read_text(encoding="utf-8"))
    assert held["entries"][0]["row"]["title"].startswith("灯笼")
    assert held["entries"][0]["on"] == "2031-03-10"
