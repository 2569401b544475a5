"""Events: what loads has a day, a source and registered works; what does not is told key by key."""

import pytest

from kb.errors import RegisterError
from kb.store.layout import Layout
from kb.store.register import load_register

WORK = """doc_type = "notice"
title_zh = "桥梁管理办法"
title_en = "Bridges"
short_zh = "桥梁"
short_en = "Bridges"
[[version]]
id = "final-2025"
stage = "final"
title_zh = "桥梁管理办法"
title_en = "Bridges"
authorities = []
[[version.date]]
kind = "adopted"
value = "2025-02-01"
evidence = { kind = "source", source = "invented" }
"""
EVENT = """[[event]]
id = "{id}"
date = "{date}"
kind = "{kind}"
title = "A bridge is tested"
text = "In our words."
works = ["{works}"]
covers = "{covers}"
grade = "{grade}"
source = [{sources}]
"""
ONE, TWO = '{name = "a"}', '{name = "a"}, {name = "b", url = "https://b.example/"}'
GOOD = {"id": "tested", "date": "2025-01", "kind": "policy", "works": "bridges", "covers": "",
        "grade": "A", "sources": TWO}


def load(tmp_path, *changes):
    layout = Layout(tmp_path)
    layout.works.mkdir(parents=True)
    (layout.works / "bridges.toml").write_text(WORK, encoding="utf-8")
    (layout.corpus / "register.toml").write_text("cut_off = 2026-11-23\n")
    (layout.corpus / "authorities.toml").write_text("")
    layout.events.write_text("".join(EVENT.format(**GOOD | change) for change in changes), encoding="utf-8")
    return load_register(layout).events


def test_events_come_in_the_order_of_their_days(tmp_path):
    late, early = {"id": "late", "date": "2026"}, {"id": "early", "date": "2024-05-01", "grade": "B",
                                                   "sources": ONE}
    events = load(tmp_path, late, {}, early)
    assert [event.id for event in events] == ["early", "tested", "late"]
    assert events[1].sources == (("a", ""), ("b", "https://b.example/"))


def test_an_event_may_tell_a_date_of_the_register(tmp_path):
    event, = load(tmp_path, {"works": "bridges@final-2025", "covers": "adopted", "date": "2025-02-01"})
    assert event.covers == "adopted"


@pytest.mark.parametrize(("change", "words"), [
    ({"sources": ONE}, "grade A rests on two independent sources"),
    ({"sources": "", "grade": "B"}, "name at least one source"),
    ({"grade": "C"}, "event[0].grade"),
    ({"works": "tunnels"}, "'tunnels' is not registered"),
    ({"works": "bridges@draft-1999"}, "is not registered"),
    ({"kind": "party"}, "event[0].kind"),
    ({"date": "2025-02-30"}, "is not a date"),
    ({"covers": "adopted"}, "name exactly one version"),
    ({"works": "bridges@final-2025", "covers": "in_force"}, "name exactly one version"),
    ({"works": "bridges@final-2025", "covers": "adopted", "date": "2025-02-02"},
     "the register says 2025-02-01"),
])
def test_a_defect_is_told_with_its_key(tmp_path, change, words):
    with pytest.raises(RegisterError) as refused:
        load(tmp_path, change)
    assert words in str(refused.value.why)


def test_two_events_cannot_share_an_anchor(tmp_path):
    with pytest.raises(RegisterError) as refused:
        load(tmp_path, {}, {})
    assert "event[1].id" in str(refused.value.why)


def test_a_register_without_events_loads(tmp_path):
    layout = Layout(tmp_path)
    assert load(tmp_path, {})
    layout.events.unlink()
    assert load_register(layout).events == ()
