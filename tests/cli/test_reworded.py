"""What the Chinese shows and our English does not, with the Chinese here and without it."""

import pytest

from kb.cli.collating import pinned_apart, with_reworded
from kb.compare.align import compare_texts
from kb.model.pin import PinSet, PinSource
from kb.model.text import Grade
from tests import builders

ZH = ("第一条 养护单位应当每季度检查桥梁。\n第二条 不得垂钓。",
      "第一条 养护单位应当每季检查桥梁。\n第二条 不得垂钓。")
EN = "Article 1\nA keeper shall inspect bridges every quarter.\nArticle 2\nAngling is not allowed."
KEYS = ("bridges@draft-2024", "bridges@final-2025")


def texts(*, chinese):
    found = {key: {"en": builders.text_from(EN, key, "en")} for key in KEYS}
    if chinese:
        for key, words in zip(KEYS, ZH, strict=True):
            found[key]["zh"] = builders.text_from(words, key)
    return found


def pins(*rows):
    return {key: PinSet(key, tuple(
        PinSource(str(place), Grade.REPUBLISHED, "someone", "", {"art_1": digest, "art_2": "same"})
        for place, digest in enumerate(digests))) for key, digests in zip(KEYS, rows, strict=True)}


def compared(held, language):
    return compare_texts(*(held[key][language] for key in KEYS))


def test_with_the_chinese_the_paragraph_is_named():
    held = texts(chinese=True)
    [comparison] = with_reworded([compared(held, "zh")], held, {})
    assert comparison.reworded == (("art_1__para_1", "art_1__para_1"),)


@pytest.mark.parametrize(("a", "b", "found"), [
    (["x"], ["y"], ["art_1"]),
    (["x"], ["x"], []),
    (["x", "y"], ["y", "z"], []),
    (["x", "w"], ["y"], ["art_1"]),
])
def test_without_it_the_pins_tell_the_article_where_no_source_of_both_agrees(a, b, found):
    held = texts(chinese=False)
    assert list(pinned_apart(compared(held, "en"), held, pins(a, b))) == found
    [comparison] = with_reworded([compared(held, "en")], held, pins(a, b))
    assert comparison.reworded == tuple((eid, eid) for eid in found)


def test_other_english_shows_the_change_itself():
    held = texts(chinese=False)
    held[KEYS[1]]["en"] = builders.text_from(EN.replace("every quarter", "each quarter"), KEYS[1], "en")
    assert list(pinned_apart(compared(held, "en"), held, pins(["x"], ["y"]))) == []


def test_without_pins_nothing_is_said():
    held = texts(chinese=False)
    assert list(pinned_apart(compared(held, "en"), held, {})) == []
