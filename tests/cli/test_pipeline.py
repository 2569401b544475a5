from dataclasses import replace

import pytest

from kb.cli.pipeline import pairs_to_compare
from kb.cli.reading import parse_cached
from kb.model.manifestation import Manifestation
from kb.model.text import Grade
from kb.model.work import Register, Stage
from kb.store.cache import Cache
from kb.store.captures import Addition, Record, add, digest, stored_name
from kb.store.layout import Layout
from tests import builders

IDS = ("one", "two", "three")


def register() -> Register:
    base = builders.register()
    versions = tuple(builders.version(id_, Stage.FINAL, "桥梁管理办法") for id_ in IDS)
    return replace(base, works=(replace(base.works[0], versions=versions),))


@pytest.mark.parametrize(("languages", "pairs"), [
    (("zh en", "zh en", "zh"), ["one/zh two/zh", "two/zh three/zh"]),
    (("zh", "en", "zh"), ["one/zh three/zh"]),
    (("en", "en zh", "zh"), ["one/en two/en", "two/zh three/zh"]),
    (("zh en", "en", "zh en"), ["one/en two/en", "two/en three/en"]),
    (("zh", "en", ""), []),
])
def test_a_version_is_compared_with_the_next_that_has_its_language(languages, pairs):
    texts = {f"bridges@{id_}": {one: builders.text_from(builders.BRIDGES_DRAFT, f"bridges@{id_}", one)
                                for one in held.split()}
             for id_, held in zip(IDS, languages, strict=True) if held}
    found = pairs_to_compare(texts, register())
    assert [f"{a.key} {b.key}".replace("bridges@", "") for a, b in found] == pairs


def manifestation(data, name, via):
    sha256 = digest(data)
    return Manifestation("bridges@final-2025", sha256, len(data), "text/html", name,
                         stored_name(sha256, "text/html"), Grade.REPUBLISHED, via=via)


def test_the_same_bytes_under_two_names_have_their_defects_named_by_their_own_file(tmp_path):
    page = f"<html><body><p>{'</p><p>'.join(builders.BRIDGES_FINAL.splitlines())}</p>"
    data, layout = page.encode(), Layout(tmp_path)
    both = [manifestation(data, f"{giver}.html", giver) for giver in ("first", "second")]
    add(layout, [Addition(Record(one), lambda: data) for one in both])
    for one in both:
        problems = parse_cached(layout, one, "", Cache(layout.cache)).problems
        assert [problem.where for problem in problems] == [f"bridges@final-2025 ({one.file_name})"]
