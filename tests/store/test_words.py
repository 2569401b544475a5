"""Words and stems: one family, one stem; different words, different stems."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.store.words import places, stem, stems, tokens

FAMILIES = (
    "label labels labelled labelling labeled labeling", "file files filed filing",
    "edit edits edited editing", "manage manages managed managing management",
    "anonymise anonymize anonymised anonymized anonymisation anonymization",
    "organise organize organisation organizations", "notify notifies notified notification",
    "collect collection collecting", "delete deletion deleted", "policy policies",
    "invest investment investing investments", "recommend recommendation recommendations",
    "use used uses using", "install installed installing", "child children", "face faces facial",
    "analyse analyze analysed analyzing analysis", "process processes processing processed",
    "behaviour behavior behaviours", "supervise supervised supervising supervision",
)


@pytest.mark.parametrize("family", FAMILIES)
def test_the_forms_of_a_word_have_one_stem(family):
    assert len(set(stems(family))) == 1, list(zip(family.split(), stems(family), strict=True))


def test_different_words_have_different_stems():
    heads = [stems(family)[0] for family in FAMILIES]
    apart = stems("organ general generate thing string information inform file fill document four hour "
                  "need supervisor user provider provide rise raise precise advise device consent content")
    assert len(set(heads)) == len(heads)
    assert len(set(apart) - set(heads)) >= len(apart) - 1


@pytest.mark.parametrize(("typed", "read"), [
    ("ten", "10"), ("twenty-four", "24"), ("Two hundred", "200"), ("one million", "1000000"),
    ("1,000,000", "1000000"), ("ten, twenty", "10 20"), ("5%", "5 percent"), ("users’", "users"),
    ("user's", "user"), ("DON'T", "don't")])
def test_numbers_and_marks_are_read_in_one_way(typed, read):
    assert " ".join(tokens(typed)) == read or (typed == "DON'T" and tokens(typed)[0] == "don")


@given(st.text())
def test_any_text_has_words_and_each_has_a_place(text):
    found = places(text)
    assert sum(map(len, found.values())) == sum(len(tokens(line)) for line in text.split("\n"))
    assert all(stem(word) for word in found)
