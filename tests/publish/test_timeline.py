"""The timeline joins the register's dates and the events, each once, newest first."""

from dataclasses import replace

from kb.model.event import Event
from kb.publish.shelf import make_shelf
from kb.publish.timeline_page import events_of, timeline_view
from tests import builders

TOLD = Event("opening", "2025-03-01", "policy", "The bridge opens", "With a speech.",
             ("bridges@final-2025",), "B", (("Gazette", "https://gazette.example/"),), covers="in_force")
AROUND = Event("crack", "2024-06", "enforcement", "A crack is found", "By a child.", ("bridges",), "B",
               (("Gazette", ""),))


def shelf(*events, as_of=builders.AS_OF):
    library = builders.library()
    return make_shelf(replace(library, register=replace(library.register, events=events), as_of=as_of))


def rows(made):
    return [row for _, found in timeline_view(made).years for row in found]


def test_each_date_stands_once_newest_first():
    found = rows(shelf(TOLD, AROUND))
    assert [(row.day, row.kind) for row in found] == [
        ("2025-03-01", "policy"), ("2025-02-01", "published"), ("2024-06", "enforcement"),
        ("2024-01-05", "consultation")]
    assert [year for year, _ in timeline_view(shelf(TOLD, AROUND)).years] == ["2025", "2024"]


def test_a_date_that_no_event_tells_comes_from_the_register():
    assert ("2025-03-01", "in force") in [(row.day, row.kind) for row in rows(shelf(AROUND))]


def test_every_row_has_a_source_and_leads_to_its_work():
    for row in rows(shelf(TOLD, AROUND)):
        assert row.sources
        assert row.works


def test_only_what_lies_after_the_build_is_ahead():
    early = shelf(TOLD, AROUND, as_of=builders.AS_OF.replace(year=2024, month=6, day=15))
    assert [row.day for row in rows(early) if row.ahead] == ["2025-03-01", "2025-02-01"]


def test_a_work_lists_the_events_around_it():
    made = shelf(TOLD, AROUND)
    work = made.library.register.works[0]
    assert [link.href for link in events_of(made.library.register.events, work)] == [
        "timeline/index.html#opening", "timeline/index.html#crack"]
