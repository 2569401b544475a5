"""The glossary and the lists of exceptions: what loads, and what is refused with its place and remedy."""

import pytest

from kb.errors import RegisterError
from kb.model.glossary import Term, TermKind, TextCheck, TextException
from kb.store.glossary import load_exceptions, load_glossary
from kb.store.layout import Layout

TERM = '[[term]]\nzh = "养护单位"\nen = "keeper"\n'
EXCEPTION = ('[[exception]]\ncheck = "operators"\neid = "art_2__para_1"\nsubject = "检查"\n'
             'reason = "the order of the clauses"\n')


@pytest.fixture
def layout(tmp_path):
    (tmp_path / "corpus" / "texts" / "bridges").mkdir(parents=True)
    return Layout(tmp_path)


def test_terms_load_with_everything_they_say(layout):
    more = 'also = ["keepers"]\nkind = "body"\nworks = ["bridges"]\nreason = "short"\n'
    layout.glossary.write_text(TERM + more, encoding="utf-8")
    assert load_glossary(layout) == (
        Term("养护单位", "keeper", ("keepers",), "short", ("bridges",), TermKind.BODY),)


def test_no_file_is_no_term_and_no_exception(layout):
    assert load_glossary(layout) == ()
    assert load_exceptions(layout, "bridges@final-2025") == ()


@pytest.mark.parametrize(("toml", "key", "remedy"), [
    (TERM + TERM, "term[1].zh", "keep one of them"),
    ('[[term]]\nzh = "桥"\n', "term[0].en", "add it"),
    ('[[term]]\nzh = "bridge"\nen = "bridge"\n', "term[0].zh", "write the Chinese term"),
    ('[[term]]\nzh = "桥"\nen = "桥 bridge"\n', "term[0].en", "write the English only"),
    (TERM + 'kind = "verb"\n', "term[0].kind", "write one of: term, body, work, formula"),
    (TERM + 'reasons = "x"\n', "term[0].reasons", "did you mean reason?"),
    (TERM + 'works = ["Bridges 1"]\n', "term[0].works[0]", "lower-case"),
    ('terms = []\n', "terms", "did you mean term?"),
    ("[[term]\n", "", "correct the line named"),
])
def test_a_wrong_glossary_is_refused_with_file_key_and_remedy(layout, toml, key, remedy):
    layout.glossary.write_text(toml, encoding="utf-8")
    with pytest.raises(RegisterError) as refused:
        load_glossary(layout)
    assert f"corpus/glossary.toml: {key}" in refused.value.why
    assert remedy in refused.value.why


def test_exceptions_load_from_beside_their_text(layout):
    layout.text_exceptions("bridges@final-2025").write_text(EXCEPTION, encoding="utf-8")
    assert load_exceptions(layout, "bridges@final-2025") == (
        TextException(TextCheck.OPERATORS, "art_2__para_1", "检查", "the order of the clauses"),)


@pytest.mark.parametrize(("old", "new", "key", "remedy"), [
    ('"operators"', '"structure"', "exception[0].check", "write one of: operators, numbers"),
    ('"art_2__para_1"', '"Article 2"', "exception[0].eid", "write it as art_14__para_2"),
    ('reason = "the order of the clauses"\n', "", "exception[0].reason", "add it"),
    ('"检查"', '""', "exception[0].subject", "write what"),
    ('"检查"', f'"{"桥" * 24}"', "exception[0].subject", "a few words"),
    ("subject", "subjekt", "exception[0].subjekt", "did you mean subject?"),
])
def test_a_wrong_exception_is_refused_with_file_key_and_remedy(layout, old, new, key, remedy):
    layout.text_exceptions("bridges@final-2025").write_text(EXCEPTION.replace(old, new), encoding="utf-8")
    with pytest.raises(RegisterError) as refused:
        load_exceptions(layout, "bridges@final-2025")
    assert f"corpus/texts/bridges/final-2025.exceptions.toml: {key}" in refused.value.why
    assert remedy in refused.value.why


def test_the_glossary_of_this_checkout_loads(root):
    assert len(load_glossary(Layout(root))) > 100
