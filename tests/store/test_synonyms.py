"""The table of synonyms: ours loads, and a defective one says what is wrong and where."""

import itertools
import re

import pytest

from kb.errors import RegisterError
from kb.store.layout import Layout
from kb.store.synonyms import entry_form, load_synonyms
from kb.store.vocabulary import load_vocabulary

PAIR = '[[group]]\nwords = ["lamp", "light"]\nreason = "r"'


@pytest.fixture
def load(tmp_path):
    def loaded(text):
        (tmp_path / "corpus").mkdir(exist_ok=True)
        (tmp_path / "corpus" / "synonyms.toml").write_text(text, encoding="utf-8")
        return load_synonyms(Layout(tmp_path))
    return loaded


def test_our_table_loads_and_every_group_has_its_reason(root):
    groups = load_synonyms(Layout(root))
    assert len(groups) > 100
    assert all(group.reason for group in groups)
    assert load_vocabulary(Layout(root)).leads


def test_no_word_of_ours_means_the_same_as_another_both_ways_and_one_way_only(root):
    groups = load_synonyms(Layout(root))
    both = {pair for group in groups
            for pair in itertools.permutations({entry_form(word) for word in group.words}, 2)}
    one_way = {(entry_form(typed), entry_form(word)) for group in groups for typed in group.typed
               for word in (*group.words, *group.leads)}
    assert not both & one_way


def test_no_entry_of_ours_names_a_work_or_an_article(root):
    for group in load_synonyms(Layout(root)):
        for entry in (*group.words, *group.typed, *group.leads):
            assert not any(mark in entry.lower() for mark in ("art.", "article", "《", "@"))
            assert not re.search("第.+条", entry)


@pytest.mark.parametrize(("text", "said"), [
    ('[[group]]\nwords = ["a b"]\nreason = "r"', "joins nothing"),
    ('[[group]]\nwords = ["lamp", "lamps"]\nreason = "r"', "the same to the search"),
    ('[[group]]\nwords = ["lamp", "light"]', "reason: is missing"),
    ('[[group]]\nleads = ["lamp", "light"]\nreason = "r"', "nothing is typed"),
    ('[[group]]\ntyped = ["glow"]\nleads = ["lamp", "lamps"]\nreason = "r"', "the same to the search"),
    (f'{PAIR}\n[[group]]\ntyped = ["light"]\nleads = ["lamp"]\nreason = "r"', "both ways"),
    ('[[group]]\nwords = ["lamp", "the"]\nreason = "r"', "only words that the search leaves out"),
    ('[[group]]\nwords = ["lamp", "灯 lamp"]\nreason = "r"', "mixes Chinese"),
    ('[[group]]\nwords = ["lamp", "!"]\nreason = "r"', "holds no word"),
    (f'[[group]]\nwords = ["lamp", "{"very " * 9}lamp"]\nreason = "r"', "a question"),
    ('[[group]]\nwords = ["lamp", "灯笼灯笼灯笼灯笼灯笼灯笼灯笼"]\nreason = "r"', "a sentence"),
    ('[[group]]\nwrods = ["lamp"]\nreason = "r"', "did you mean words?"),
    (f'{PAIR}\n[[group]]\nwords = ["light", "lamp"]\nreason = "r"', "the same group"),
    (f'{PAIR}\n[[group]]\nwords = ["lamp", "glow"]\ntyped = ["light"]\nreason = "r"', "both ways"),
    ("words = [", "is not TOML"),
], ids=lambda value: value[-24:])
def test_a_defect_is_named_with_its_key_and_remedy(load, text, said):
    with pytest.raises(RegisterError) as refused:
        load(text)
    assert said in str(refused.value)
    assert "corpus/synonyms.toml" in str(refused.value)


def test_without_a_table_there_are_no_synonyms(tmp_path):
    assert load_synonyms(Layout(tmp_path)) == ()


def test_what_is_typed_leads_to_terms_that_do_not_stand_for_each_other(load, tmp_path):
    load('[[group]]\ntyped = ["glow"]\nleads = ["lamp", "灯笼"]\nreason = "r"')
    found = load_vocabulary(Layout(tmp_path)).leads
    assert {variant.shown for variant in found["glow",]} == {"lamp", "灯笼"}
    assert set(found) == {("glow",)}
