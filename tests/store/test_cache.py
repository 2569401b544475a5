from dataclasses import replace

from kb.model.span import Span
from kb.store.cache import Cache, code_digest, digest_of, digest_of_files, digest_of_value
from tests import builders


def test_a_value_is_made_once_and_found_again(tmp_path):
    cache, made = Cache(tmp_path), []

    def make():
        made.append(1)
        return Span("art_1", 0, 1, "甲")

    first = cache.get_or_make("span", "ab12", Span, make)
    assert cache.get_or_make("span", "ab12", Span, make) == first
    assert made == [1]


def test_a_damaged_entry_is_made_anew(tmp_path):
    cache = Cache(tmp_path)
    cache.put("span", "ab12", Span("art_1", 0, 1, "甲"))
    stored = next(tmp_path.rglob("*.msgpack"))
    stored.write_bytes(stored.read_bytes()[:5])
    assert cache.get("span", "ab12", Span) is None
    assert cache.get_or_make("span", "ab12", Span, lambda: Span("a", 0, 0, "")).eid == "a"


def test_digests_tell_parts_and_names_apart(tmp_path):
    assert digest_of("ab", "c") != digest_of("a", "bc")
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("x")
    two.write_text("x")
    assert digest_of_files([one], tmp_path) != digest_of_files([two], tmp_path)


def test_the_digest_of_code_covers_the_model():
    assert code_digest("graph") != code_digest("store")
    assert code_digest("graph") == code_digest("graph", "model")


def test_the_digest_of_a_text_sees_every_part_of_it():
    text = builders.library().texts["bridges@final-2025"]["zh"]
    article = text.provisions[0].children[0]
    shorter = replace(text.provisions[0], children=(replace(article, number="9"),))
    changed = (replace(text, parts=()), replace(text, language="en"),
               replace(text, provisions=(shorter, *text.provisions[1:])))
    assert len({digest_of_value(one) for one in (text, *changed)}) == 4
    assert digest_of_value(text) == digest_of_value(replace(text))


def test_a_folder_that_cannot_be_written_only_costs_time(tmp_path):
    (tmp_path / "cache").write_text("a file where a folder should be")
    cache = Cache(tmp_path / "cache")
    assert cache.get_or_make("span", "ab12", Span, lambda: Span("art_1", 0, 1, "甲")).surface == "甲"
    assert cache.get("span", "ab12", Span) is None
