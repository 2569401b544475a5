import pytest

from kb.analyse.catalogue import build_catalogue


@pytest.fixture
def catalogue(register, statute):
    partial, full = statute({"1": ["甲。"]}), statute({"1": ["甲。"], "2": ["乙。"]})
    return build_catalogue(register, [full, partial])


@pytest.mark.parametrize("title", [
    "中华人民共和国船舶灯火法", "《船舶灯火法》", "灯火法", "《中华人民共和国船舶灯火法》 "])
def test_printed_names_find_their_work(catalogue, title):
    assert catalogue.find(title) == ("lamp-law",)


def test_unknown_titles_find_nothing(catalogue):
    assert catalogue.find("灯具法") == ()


@pytest.mark.parametrize(("day", "version"), [
    ("2009-12-31", ""), ("2010-01-01", "v2010"), ("2023-12-31", "v2010"), ("2024-01-01", "v2024")])
def test_the_version_in_force_on_a_day(catalogue, day, version):
    assert catalogue.version_at("lamp-law", day) == version


def test_the_fullest_text_of_a_version_gives_its_eids(catalogue):
    assert "art_2__para_1" in catalogue.eids["alpha-rules@final-2020"]


def test_the_digest_changes_with_the_addresses_known(register, statute, catalogue):
    assert build_catalogue(register, []).digest() != catalogue.digest()
