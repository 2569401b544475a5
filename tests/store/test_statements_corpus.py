"""The committed statements agree with the register and with their own lists of what is not known."""

import re

import pytest

from kb.store.layout import Layout
from kb.store.register import load_register
from kb.store.statements import load_statements

UNKNOWN_COUNT = re.compile(r"how many articles|number of (?:its )?articles", re.IGNORECASE)
COUNT = re.compile(r"\b\d+ (?:articles|provisions)\b")


@pytest.fixture(scope="module")
def known(root):
    """Return each set of statements with its version in the register."""
    layout = Layout(root)
    register = load_register(layout)
    return [(found, register.version(key), register) for key, found in load_statements(layout).items()]


def test_statements_and_their_changes_are_about_versions_of_the_register(known):
    assert [found.version for found, version, _ in known if version is None] == []
    later = {f"{note.version.partition('@')[0]}@{note.later}": register
             for found, _, register in known for note in found.notes}
    assert [key for key, register in later.items() if register.version(key) is None] == []


def test_the_numbers_of_a_policy_document_count_points(known):
    numbered = [(version.profile, s) for found, version, _ in known for s in found.statements if s.number]
    assert {s.unit for profile, s in numbered if profile == "zh_policy"} == {"point"}
    assert {s.unit for profile, s in numbered if profile != "zh_policy"} == {"article"}


def test_a_number_of_articles_that_is_listed_as_unknown_is_printed_nowhere(known):
    said = [(version.key, text) for found, version, _ in known
            if any(UNKNOWN_COUNT.search(text) for text in found.unknown)
            for text in (version.note, *found.unknown, *(s.text for s in found.statements),
                         *(n.text for n in found.notes))]
    assert "platform-antitrust-guidelines@draft-2020" in {key for key, _ in said}
    assert [(key, text) for key, text in said if COUNT.search(text)] == []
