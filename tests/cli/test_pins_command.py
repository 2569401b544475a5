"""``kb pins``: what is committed fits what is captured, and a changed reading is told."""

import json

import pytest


@pytest.fixture
def pinned(kb, captures, checkout):
    """The command, in a checkout whose two captured files are pinned."""
    assert kb("capture", "--from", str(captures))[0] == 0
    assert kb("pins", "--write")[1].startswith("2 of 2 versions")
    return kb


def test_pins_written_from_captures_are_found_as_pinned(pinned):
    code, printed, _ = pinned("pins", "--json")
    rows = json.loads(printed)
    assert code == 0
    assert [(row["version"], row["articles"], row["here"], row["changed"]) for row in rows] == [
        ("bridges@draft-2024", 3, True, []), ("bridges@final-2025", 4, True, [])]


def test_a_reading_that_left_its_own_pin_fails(pinned, checkout):
    path = checkout / "corpus" / "pins" / "bridges" / "final-2025.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["articles"]["art_1"] = "0" * 64
    path.write_text(json.dumps(data), encoding="utf-8")
    code, printed, _ = pinned("pins", "bridges")
    assert code == 1
    assert "reads otherwise: art_1" in printed


def test_without_captures_the_site_can_say_what_is_committed(pinned, checkout, tmp_path):
    (checkout / "captures").rename(tmp_path / "away")
    assert "its file is not here" in pinned("pins")[1]
    assert pinned("build", "--as-of", "2026-11-23")[0] == 0


def test_broken_pins_stop_the_build_with_their_name(pinned, checkout):
    (checkout / "corpus" / "pins" / "bridges" / "final-2025.json").write_text("{")
    code, _, said = pinned("build", "--as-of", "2026-11-23")
    assert code != 0
    assert "corpus/pins/bridges/final-2025.json" in said
