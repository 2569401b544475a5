"""Invented documents give exactly the trees in tests/golden, drawn so that a lawyer can read them."""

import os
from pathlib import Path

import pytest

from kb.parse.structure import rebuild
from tests.parse.structure_builder import draw, text_of

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/source.txt"))


@pytest.mark.parametrize("case", CASES)
def test_document_gives_the_golden_tree(case):
    source = (GOLDEN / case / "source.txt").read_text(encoding="utf-8")
    text = text_of(source, "en" if case.startswith("english") else "zh")
    expected = GOLDEN / case / "tree.txt"
    if os.environ.get("REGTRAIL_UPDATE_GOLDEN"):
        expected.write_text(draw(text), encoding="utf-8")
    assert expected.is_file(), "no tree.txt: see tests/golden/README.md"
    assert draw(text) == expected.read_text(encoding="utf-8")
    assert rebuild(text) == text.canonical


def test_there_are_golden_cases():
    assert len(CASES) >= 6
