"""Our English files: front matter, marks, and the same addresses as the Chinese."""

import pytest

from kb.errors import KbError
from kb.model.text import Grade, PartName
from kb.parse.english import read_translation
from kb.parse.structure import parse_source, parts_named, rebuild
from tests.parse.structure_builder import text_of

HEAD = '+++\nversion = "toy-rules@v1"\nlanguage = "en"\nrenders = ""\nstatus = "our translation"\n+++\n'
BODY = """
# Toy Rules

(Adopted on 2 April 2031)

<!-- checked twice -->
## Chapter I General provisions

### Article 1

Toys are quiet. Article 2 of these Rules
applies as well.

The following are toys:

(1) kites;
(2) tops:

1. wooden tops;

### Article 3-1

Done.
"""
POLICY = """# Opinions on Tops

To all stations:

## 1. Aims

Every top spins.

### (1) Counting

Count them:

1. once;

## 2. Measures

Stations act.
"""


def parse(markdown):
    head, source = read_translation(markdown, "v1.en.md")
    return head, source, parse_source(source, head.version, "en", grade=Grade.OUR_TRANSLATION)


def test_english_statute_has_the_addresses_of_the_chinese():
    head, _, text = parse(HEAD + BODY)
    assert (head.version, head.language, head.status) == ("toy-rules@v1", "en", "our translation")
    assert list(text.index()) == [
        "chap_1", "art_1", "art_1__para_1", "art_1__para_2", "art_1__para_2__item_1",
        "art_1__para_2__item_2", "art_1__para_2__item_2__subitem_1", "art_3-1", "art_3-1__para_1"]
    nodes = text.index()
    assert nodes["art_1"].num == "Article 1"
    assert nodes["art_1__para_2__item_1"].num == "(1)"
    assert nodes["art_1__para_1"].text == "Toys are quiet. Article 2 of these Rules applies as well."
    assert parts_named(text, PartName.TITLE) == ("Toy Rules",)
    assert parts_named(text, PartName.ADOPTION_NOTE) == ("(Adopted on 2 April 2031)",)
    assert rebuild(text) == text.canonical


def test_english_policy_document_is_read_by_its_headings():
    _, _, text = parse(HEAD + POLICY)
    assert list(text.index()) == [
        "head_1", "head_1__para_1", "head_1__point_1", "head_1__point_1__para_1",
        "head_1__point_1__para_1__item_1", "head_2", "head_2__para_1"]


def test_every_character_of_an_english_file_is_in_a_block_or_in_furniture():
    _, source, _ = parse(HEAD + BODY)
    kept = {place for block in source.blocks for start, end in block.pieces
            for place in range(start, end)}
    kept |= {place for item in source.furniture for place in range(item.start, item.end)}
    assert not [char for place, char in enumerate(source.text)
                if place not in kept and not char.isspace()]


@pytest.mark.parametrize(("markdown", "remedy"), [
    ("# Toy Rules\n", "+++"),
    ("+++\nversion = toy\n+++\n", "+++"),
    ('+++\nlanguage = "en"\n+++\n', "version"),
    ('+++\nversion = 3\nlanguage = "en"\n+++\n', "version"),
])
def test_bad_front_matter_says_what_to_do(markdown, remedy):
    with pytest.raises(KbError) as caught:
        read_translation(markdown, "v1.en.md")
    assert "v1.en.md" in caught.value.where
    assert remedy in caught.value.remedy


@pytest.mark.parametrize(("source", "eids"), [
    ("Art. 1 Toys.\nArt. 2 Kites.", ["art_1", "art_2"]),
    ("CHAPTER II\nArticle 5\nToys.", ["chap_2", "art_5"]),
    ("Article 1\nToys.\nArticle 9 of the Toy Law applies.\nArticle 2\nKites.", ["art_1", "art_2"]),
])
def test_plain_english_documents(source, eids):
    text = text_of(source, "en")
    assert [eid for eid in text.index() if "para" not in eid] == eids


def test_article_with_a_title_keeps_it_as_heading():
    text = text_of("Article 1 Right to play\nEverybody may play.", "en")
    node = text.index()["art_1"]
    assert (node.heading, node.children[0].text) == ("Right to play", "Everybody may play.")
    assert rebuild(text) == text.canonical
