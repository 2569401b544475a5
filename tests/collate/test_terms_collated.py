"""The glossary: a Chinese term asks for its English in the same provision."""

import pytest

from kb.collate.leaves import Leaf
from kb.collate.terms import compare_terms, rendering, shared_renderings, wordbook
from kb.model.glossary import Term

TERMS = (
    Term("桥梁", "bridge"), Term("桥梁养护单位", "bridge keeper", also=("keeper",)),
    Term("通知", "notify"), Term("标识", "label", works=("ferries",)), Term("可以", "may"),
)


def missing(zh, en, work="bridges"):
    leaf = Leaf(f"{work}@final", "art_1__para_1", zh, en)
    return [finding.subject for finding in compare_terms(leaf, wordbook(TERMS, work))]


@pytest.mark.parametrize(("zh", "en"), [
    ("桥梁养护单位", "The keeper"),
    ("桥梁养护单位", "Bridge-Keepers'"),
    ("桥梁", "BRIDGES"),
    ("通知", "notifies"),
    ("标识", "sign"),
    ("依照《桥梁法》", "under that law"),
    ("过路", "the bridge"),
    ("可以", "is able to"),
])
def test_a_rendering_in_any_form_is_enough_and_a_longer_term_hides_the_shorter(zh, en):
    assert missing(zh, en) == []


@pytest.mark.parametrize(("zh", "en", "subject"), [
    ("桥梁养护单位", "The bridge owner", "桥梁养护单位"),
    ("桥梁养护单位养护桥梁", "The keeper keeps viaducts", "桥梁"),
    ("通知", "notification", "通知"),
    ("桥梁", "abridged", "桥梁"),
])
def test_a_term_rendered_otherwise_is_found(zh, en, subject):
    assert missing(zh, en) == [subject]


def test_a_term_holds_in_its_works_only():
    assert missing("标识", "sign", "ferries") == ["标识"]


def test_words_of_a_term_stand_together():
    assert rendering("service provider").search("service  provider")
    assert not rendering("service provider").search("service of a provider")


def test_two_terms_with_one_english_are_listed_unless_one_says_why():
    same = (Term("使用者", "user"), Term("用户", "user"))
    assert list(shared_renderings(same)) == [("user", ("使用者", "用户"))]
    why = Term("用户", "User", reason="told apart by the Chinese")
    assert list(shared_renderings((same[0], why))) == []
