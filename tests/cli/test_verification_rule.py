"""What may be called verified: never a copy by itself, its giver, or a pin made from it."""

from dataclasses import replace

import pytest

from kb.capture.choice import Candidate, choose
from kb.cli.verification import absent_words, verify_choice
from kb.model.manifestation import Manifestation
from kb.model.pin import PinSet, PinSource
from kb.model.text import Grade
from kb.parse.pinning import article_digests
from tests.builders import BRIDGES_FINAL, text_from

KEY = "bridges@final-2025"
OTHER_WORDING = BRIDGES_FINAL.replace("每季度", "每月")
FEWER = BRIDGES_FINAL[:BRIDGES_FINAL.index("第四条")]


def copy(name, via, lines=BRIDGES_FINAL, grade=Grade.OFFICIAL_RECEIVED):
    file = Manifestation(KEY, name.encode().hex().ljust(64, "0"), 1, "text/plain", name, "", grade, via=via)
    return Candidate(file, replace(text_from(lines, KEY, grade=grade), manifestation=file.sha256))


def pin(candidate):
    file = candidate.manifestation
    return PinSource(file.sha256, file.grade, file.via, "", article_digests(candidate.text))


FETCHED = copy("a", "", grade=Grade.OFFICIAL_FETCHED)
RECEIVED = copy("b", "Ann")
REPOST = copy("c", "Bob", grade=Grade.REPUBLISHED)
CASES = [
    ([RECEIVED], [], "single source, not verified"),
    ([RECEIVED, copy("c", "Bob")], [],
     "verified: independently obtained copies agree in every provision (Bob)"),
    ([RECEIVED, copy("c", "Ann")], [], "single source, not verified"),
    ([RECEIVED], [RECEIVED], "single source, not verified"),
    ([RECEIVED], [copy("c", "Ann")], "single source, not verified"),
    ([RECEIVED], [copy("c", "Bob")],
     "single source, not verified; agrees with the pin made from Bob"),
    ([FETCHED], [FETCHED], "single source, not verified"),
    ([FETCHED], [copy("z", "", OTHER_WORDING)], "single source, not verified"),
    ([FETCHED], [RECEIVED], "verified: agrees in every article with the pin made from Ann"),
    ([FETCHED], [copy("a", "Ann")], "verified: agrees in every article with the pin made from Ann"),
    ([FETCHED], [FETCHED, RECEIVED], "verified: agrees in every article with the pin made from Ann"),
    ([FETCHED], [REPOST], "verified: agrees in every article with the reference digest made from Bob"),
    ([FETCHED], [copy("b", "Ann", OTHER_WORDING)],
     "not verified; the pin made from Ann differs in 1 article"),
    ([FETCHED], [copy("b", "Ann", OTHER_WORDING.replace("不得损毁", "不得毁坏")), REPOST],
     ("verified: agrees in every article with the reference digest made from Bob; "
      "the pin made from Ann differs in 2 articles")),
    ([FETCHED], [copy("b", "Ann", FEWER)], "not verified; the pin made from Ann differs in 1 article"),
    ([RECEIVED, copy("c", "Bob", OTHER_WORDING)], [],
     "not verified; the copy from Bob differs in 1 provision"),
]


@pytest.mark.parametrize(("here", "pinned", "words"), CASES)
def test_the_word_verified_needs_another_source(here, pinned, words):
    pins = PinSet(KEY, tuple(pin(one) for one in pinned)) if pinned else None
    assert verify_choice(choose(tuple(here)), pins)[0] == words


def test_a_pin_that_differs_names_the_article():
    pins = PinSet(KEY, (pin(copy("b", "Ann", OTHER_WORDING)),))
    problem, = verify_choice(choose((FETCHED,)), pins)[1]
    assert (problem.code, problem.where) == ("pin-differs", f"{KEY}#art_2")


def test_typography_does_not_change_a_digest_and_a_word_does():
    one = article_digests(text_from(BRIDGES_FINAL, KEY))
    wide = article_digests(text_from(BRIDGES_FINAL.replace("。\n养护", "。 \n养护"), KEY))
    other = article_digests(text_from(OTHER_WORDING, KEY))
    assert one == wide
    assert [eid for eid in one if one[eid] != other[eid]] == ["art_2"]


def test_a_text_that_is_not_here_is_never_called_verified():
    assert absent_words(PinSet(KEY, (pin(RECEIVED),))) == (
        "not compared, the Chinese is not here; digests of 1 copy are committed")
