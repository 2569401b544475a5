"""Which provisions of a work's versions are one: proposed from alignments, kept, added to."""

from dataclasses import replace
from itertools import pairwise

import pytest

from kb.compare.align import compare_texts
from kb.compare.identity import DISAGREES, Held, disagreements, propose
from kb.compare.units import all_units
from kb.errors import KbError
from kb.model.identity import Identities, Provenance
from kb.store.identity import added, fold, load_identities, render, unfold, write_identities
from kb.store.layout import Layout
from tests.compare.statutes import statute
from tests.publish.small_library import small_library

A = "灯塔看守人应当在日落之前点亮北岬的油灯，并且登记来往船名和风向。"
B = "渔船船长应当在退潮期间悬挂蓝色旗帜，并且申报咸鱼斤两和捕捞地点。"
C = "钟楼管理员应当在大雾弥漫时敲响青铜大钟，并且清洗石砌井台和水槽。"
D = "集市商贩应当在集市开始时供应黑麦面包，并且抄写潮汐表册和价格。"


def versions_of(*texts, official=()):
    found = [statute(*articles, version=f"work@{name}") for name, articles in texts]
    held = [Held(text.version.partition("@")[2], text.version.partition("@")[2] in official,
                 tuple(unit.eid for unit in all_units(text))) for text in found]
    comparisons = [compare_texts(a, b) for a, b in pairwise(found)]
    return propose("work", held, comparisons), comparisons


def test_the_first_official_text_names_a_provision_and_drafts_attach_to_it():
    found, _ = versions_of(("draft", (B, A)), ("v1", (A, B)), ("v2", (C, A, B)), official=("v1", "v2"))
    assert found.wid("draft#art_2") == found.wid("v2#art_2") == "v1#art_1"
    assert found.wid("v2#art_1") == "v2#art_1"
    assert found.places("v1#art_1") == ("draft#art_2", "v1#art_1", "v2#art_2")


def test_what_only_drafts_have_is_named_by_the_first_of_them():
    found, _ = versions_of(("draft-1", (A, D)), ("draft-2", (A, D)), ("v1", (A,)), official=("v1",))
    assert found.wid("draft-2#art_2") == "draft-1#art_2"
    assert found.wid("draft-2#art_1") == "v1#art_1"


def test_of_a_split_the_larger_part_keeps_the_name_and_the_other_says_where_it_comes_from():
    long, short = A + B.replace("。", "；") + C, D
    found, _ = versions_of(("v1", (long + short,)), ("v2", (short, long)), official=("v1", "v2"))
    assert found.wid("v2#art_2") == "v1#art_1"
    assert found.origins == {"v2#art_1": Provenance(split_from=("v1#art_1",))}


def test_a_merge_records_the_parents_it_took_in():
    found, _ = versions_of(("v1", (A + C, B)), ("v2", (A + C + B,)), official=("v1", "v2"))
    assert found.wid("v2#art_1") == "v1#art_1"
    assert found.origins["v1#art_1"] == Provenance(merged=("v1#art_2",))


def register():
    base = small_library().register
    first = base.works[0]
    versions = tuple(replace(first.versions[0], id=name, work="work") for name in ("v1", "v2"))
    return replace(base, works=(replace(first, slug="work", versions=versions),))


def test_the_file_reads_back_as_it_was(tmp_path):
    found, _ = versions_of(("v1", (A + C, B)), ("v2", (A + C + B, D)), official=("v1", "v2"))
    write_identities(Layout(tmp_path), found)
    kept = load_identities(Layout(tmp_path), register())["work"]
    assert (kept.addresses, kept.at, kept.origins) == (found.addresses, found.at, found.origins)


@pytest.mark.parametrize(("old", "new", "why"), [
    ('"v1" = ["art_1..2"]', '"v9" = ["art_1..2"]', "v9 is no version"),
    ('["v2#art_1"]', '["v2#art_7"]', "v2#art_7 is not among the addresses"),
    ('"v1#art_1" = ["v2#art_1"]', '"v1#art_1" = ["v2#art_1"]\n"v1#art_2" = ["v2#art_1"]', "two provisions"),
    ("art_1..2", "art_2..1", "is no range"), ("[addresses]", "[adresses]", "addresses")])
def test_a_file_that_contradicts_itself_is_refused_with_its_reason(tmp_path, old, new, why):
    test_the_file_reads_back_as_it_was(tmp_path)
    path = tmp_path / "corpus" / "identity" / "work.toml"
    path.write_text(path.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KbError) as refused:
        load_identities(Layout(tmp_path), register())
    assert why in refused.value.why


def test_what_is_kept_stays_and_new_addresses_join_it():
    kept, _ = versions_of(("v1", (A, B)), ("v2", (A, B)), official=("v1", "v2"))
    two = ("art_1", "art_2")
    other = Identities("work", {"v1": two, "v2": two, "v3": (*two, "art_3")},
                       {"v1#art_1": ("v2#art_2", "v3#art_1"), "v1#art_2": ("v2#art_1", "v3#art_3")})
    whole = added(kept, other)
    assert whole.wid("v2#art_1") == "v1#art_1"
    assert whole.wid("v3#art_1") == "v1#art_1"
    assert whole.wid("v3#art_3") == "v1#art_2"
    assert whole.wid("v3#art_2") == "v3#art_2"
    assert added(whole, other) == whole


def test_an_alignment_that_disagrees_is_a_problem_and_changes_nothing():
    kept, comparisons = versions_of(("v1", (A, B)), ("v2", (A, B)), official=("v1", "v2"))
    assert not list(disagreements(kept, comparisons))
    crossed = replace_at(kept, {"v1#art_1": ("v2#art_2",), "v1#art_2": ("v2#art_1",)})
    found = list(disagreements(crossed, comparisons))
    assert [problem.code for problem in found] == [DISAGREES, DISAGREES]
    assert "aligned with v1#art_1, but kept as v1#art_2" in found[0].message


def replace_at(kept, at):
    return Identities(kept.work, kept.addresses, at, kept.origins)


def test_neighbours_are_joined_and_parted_again():
    eids = ("art_1", "art_2", "art_2-1", "art_3", "annex_1__art_9", "annex_1__art_10", "head_1",
            "head_1__point_2")
    assert fold(eids) == ["art_1..2", "art_2-1", "art_3", "annex_1__art_9..10", "head_1", "head_1__point_2"]
    assert tuple(unfold(fold(eids))) == eids


def test_the_file_holds_addresses_and_no_words():
    found, _ = versions_of(("v1", (A, B)), ("v2", (A, B)), official=("v1", "v2"))
    assert render(found).isascii()
