"""Pairs of national statutes drawn at random: whatever they have in common, nothing is lost."""

import random

import pytest

from benchmarks.align_national import faults, read, rows_at

AMONG = 600


@pytest.fixture(scope="module")
def pairs(shared):
    luck = random.Random(7)
    places = [(luck.randrange(AMONG), luck.randrange(AMONG)) for _ in range(20)]
    rows = rows_at(shared / "national" / "laws.jsonl.xz", {place for pair in places for place in pair})
    return [(read(rows[x], "statute@a"), read(rows[y], "statute@b")) for x, y in places]


def test_random_pairs_are_accounted_for_and_mirror(pairs):
    assert {(a.key, b.key): found for a, b in pairs if (found := list(faults(a, b)))} == {}


def test_each_with_itself_is_unchanged(pairs):
    for text, _ in pairs:
        assert list(faults(text, text)) == []
