"""Pins on the disk: written whole, kept when their file is away, refused when broken."""

import json

import pytest

from kb.errors import RegisterError
from kb.model.pin import PinSet, PinSource
from kb.model.text import Grade
from kb.store.layout import Layout
from kb.store.pins import load_pins, write_pins

KEY = "bridges@final-2025"


def source(letter, via, **articles):
    return PinSource(letter * 64, Grade.REPUBLISHED, via, "", articles)


ONE = source("a", "Ann", art_1="1" * 64, art_2="2" * 64)
TWO = source("b", "Bob", art_1="1" * 64, art_2="3" * 64, art_3="4" * 64)


def test_pins_come_back_as_they_were_written(tmp_path):
    layout = Layout(tmp_path)
    assert write_pins(layout, KEY, [TWO, ONE])
    assert load_pins(layout) == {KEY: PinSet(KEY, (ONE, TWO))}
    assert not write_pins(layout, KEY, [ONE, TWO])


def test_the_pin_of_a_file_that_is_away_stays(tmp_path):
    layout = Layout(tmp_path)
    write_pins(layout, KEY, [ONE])
    write_pins(layout, KEY, [TWO])
    assert load_pins(layout)[KEY].sources == (ONE, TWO)


def test_nothing_to_pin_writes_no_file(tmp_path):
    assert not write_pins(Layout(tmp_path), KEY, [])
    assert load_pins(Layout(tmp_path)) == {}


BROKEN = [
    ("version", "bridges@draft-2024"), ("form", "md5"), ("articles", {"art_1": "short"}),
    ("articles", {"article one": "1" * 64}), ("articles", {"art_1": ["1" * 64, "2" * 64, "3"]}),
    ("articles", {"art_1": ["1" * 64]}), ("sources", [{"sha256": "a"}]), ("extra", 1),
]


@pytest.mark.parametrize(("key", "value"), BROKEN)
def test_a_broken_file_is_refused_by_name(tmp_path, key, value):
    layout = Layout(tmp_path)
    write_pins(layout, KEY, [ONE, TWO])
    path = layout.pins / "bridges" / "final-2025.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {key: value}))
    with pytest.raises(RegisterError) as refused:
        load_pins(layout)
    assert "corpus/pins/bridges/final-2025.json" in str(refused.value.where)
