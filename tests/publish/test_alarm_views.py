"""The translation alarm on the quality page: counts by kind, open and reviewed, with links."""

import json
from dataclasses import replace

from kb.publish.alarm_views import alarms_view
from kb.publish.quality_pages import quality_view
from kb.publish.render import Renderer
from kb.publish.shelf import make_shelf
from tests.publish.conftest import ROOT, Reader
from tests.publish.small_library import small_library

VERSION = "lantern-provisions@final-2031"


def alarm(eid, *kinds, reason=""):
    return {"eid": eid, "kinds": list(kinds), "message": f"{' and '.join(kinds)} differ", "reason": reason}


def shelf(*alarms, references=True):
    entry = {"version": VERSION, "provisions": 8, "references": references, "alarms": list(alarms)}
    library = small_library()
    return make_shelf(replace(library, meta={**library.meta, f"alarm:{VERSION}": json.dumps(entry)}))


FOUND = (alarm("art_2__para_1", "number of norms", "deadlines"),
         alarm("art_3__para_1", "modality", reason="looked at"))


def test_alarms_are_counted_by_kind_open_and_reviewed():
    [row] = alarms_view(shelf(*FOUND)).rows
    assert (row.paragraphs, row.agreeing) == (8, "75.0 %")
    assert row.counts == ("0 / 1", "1 / 0", "1 / 0", "0 / 0")


def test_without_the_chinese_references_are_said_not_to_be_compared():
    [row] = alarms_view(shelf(references=False)).rows
    assert row.counts == ("0 / 0", "0 / 0", "0 / 0", "not compared")


def test_each_alarm_leads_to_its_paragraph():
    view = alarms_view(shelf(*FOUND))
    assert [row.where.href.partition("#")[2] for row in (*view.open, *view.reviewed)] == [
        "art_2__para_1", "art_3__para_1"]
    assert [row.reason for row in view.reviewed] == ["looked at"]


def test_the_page_shows_both_lists_and_says_when_nothing_could_be_compared():
    for held, words in ((shelf(*FOUND), ("deadlines differ", "looked at", "75.0 %")),
                        (make_shelf(small_library()), ("No translation could be compared",))):
        reader = Reader()
        page = Renderer(ROOT / "site" / "templates").body("quality.html", quality_view(held),
                                                          "quality/index.html")
        reader.feed(page)
        assert all(part in page for part in words)
