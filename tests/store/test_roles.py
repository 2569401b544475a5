"""What an article does, from its norms and definitions, and what that counts for."""

from dataclasses import replace

import pytest

from kb.model.analysis import Analysis, Definition, Modality, Norm
from kb.model.span import Span
from kb.store.query import asked_for
from kb.store.roles import role_in, roles_of, statement_role
from kb.store.words import settings, tokens
from tests.store.search_library import found, record

PUNISHED, DUTY = Modality.PENALTY, Modality.OBLIGATION
FILLER = [record(f"filler-{n}", en=f"Bridges and roads number {n} are kept in repair by their owners.")
          for n in range(30)]


def analysis(modalities, *, defines=False):
    span = Span("art_1__para_1", 0, 1, "x")
    norms = tuple(Norm(f"n{n}", span.eid, modality, None, None, span, "r")
                  for n, modality in enumerate(modalities))
    return Analysis("w@v/zh", (), (Definition(span, span, "", "r"),) if defines else (), norms)


@pytest.mark.parametrize(("modalities", "defines", "role"), [
    ([DUTY], False, "duty"),
    ([Modality.RIGHT, PUNISHED, DUTY], False, "duty"),
    ([PUNISHED, DUTY], False, "penalty"),
    ([Modality.DECLARATION], True, "definition"),
    ([DUTY], True, "duty"),
    ([Modality.DECLARATION, Modality.RECOMMENDATION], False, "general"),
    ([], False, "general"),
])
def test_the_role_of_an_article_follows_from_what_is_in_it(modalities, defines, role):
    roles = roles_of(analysis(modalities, defines=defines))
    assert role_in("in force", "art_1", roles) == role


def test_an_article_of_a_draft_does_nothing_yet_and_a_statement_on_one_tells_of_no_law():
    roles = roles_of(analysis([DUTY]))
    assert role_in("superseded draft", "art_1", roles) == "draft"
    assert role_in("draft", "art_2", roles) == "draft-general"
    assert statement_role("superseded draft") == "draft-statement"
    assert statement_role("in force") == "statement"
    assert roles_of(None) == {}


@pytest.mark.parametrize(("typed", "asks"), [
    ("lamp oil", "any"), ("what is lamp oil", "definition"), ("what is the lamp number", "any"),
    ("meaning of lamp", "definition"), ("fines for dark lamps", "penalty"),
    ("what is the fine for dark lamps", "penalty"), ("how large is the fine in the draft", "draft"),
    ("what happens if a lamp is dark", "penalty"), ("do I need a lamp", "any"), ("", "any"),
])
def test_a_question_tells_what_kind_of_rule_it_asks_for(typed, asks):
    assert asked_for(tokens(typed)) == asks


@pytest.mark.parametrize(("query", "first"), [
    ("lamp oil", "duty"), ("what is lamp oil", "definition"), ("fine for lamp oil", "penalty")])
def test_the_rule_that_the_question_asks_for_comes_first(query, first):
    same = "A fine lamp holds lamp oil."
    each = [replace(record(role, en=same), role=role)
            for role in ("general", "penalty", "definition", "duty")]
    assert found(query, *each, *FILLER)[0] == first


def test_a_statement_on_a_superseded_draft_comes_after_one_on_the_law_unless_the_draft_is_asked_for():
    law = replace(record("law", en="Lamp oil is taxed.", grade="B"), role="statement")
    draft = replace(record("draft", en="Lamp oil is taxed.", grade="B"), role="draft-statement")
    assert found("lamp oil", draft, law, *FILLER)[:2] == ["law", "draft"]
    assert found("lamp oil in the draft", draft, law, *FILLER)[:2] == ["draft", "law"]


def test_every_kind_of_question_has_a_weight_for_every_role():
    rules = settings()
    assert set(rules["asks"]) == set(rules["role"])
    assert len({frozenset(weights) for weights in rules["role"].values()}) == 1
