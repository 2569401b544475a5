import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.model.identifiers import Address, article_eid, eid_steps, is_eid, parent_eid, sort_key

SLUGS = st.from_regex(r"[a-z0-9]{1,6}(-[a-z0-9]{1,6}){0,2}", fullmatch=True)
STEPS = st.tuples(st.sampled_from(["chap", "sec", "art", "para", "item", "subitem", "annex"]),
                  st.from_regex(r"[1-9][0-9]{0,3}(-[1-9])?", fullmatch=True))
EIDS = st.lists(STEPS, min_size=1, max_size=4).map(lambda s: "__".join(f"{k}_{n}" for k, n in s))


@given(SLUGS, SLUGS, EIDS)
def test_an_address_reads_back_as_written(work, version, eid):
    address = Address(work, version, eid)
    assert Address.parse(str(address)) == address


@given(EIDS)
def test_steps_of_an_eid_join_to_the_eid(eid):
    assert "__".join(f"{kind}_{number}" for kind, number in eid_steps(eid)) == eid
    assert parent_eid(eid) == "__".join(eid.split("__")[:-1])


@pytest.mark.parametrize("text", ["", "Deep", "a@b@c", "a#art", "a@b#foo_1", "a b", "a@b#art_x", "../a"])
def test_what_is_no_address_is_refused(text):
    with pytest.raises(ValueError, match="not an"):
        Address.parse(text)


@pytest.mark.parametrize(("eid", "article"), [
    ("art_17__para_1__item_2", "art_17"), ("annex_1__art_2__para_1", "annex_1__art_2"),
    ("head_3__point_1__para_2", "head_3"), ("chap_2__sec_1", "chap_2__sec_1")])
def test_an_eid_is_cut_at_its_article(eid, article):
    assert article_eid(eid) == article


def test_inserted_articles_sort_after_their_base():
    assert sorted(["art_10", "art_2", "art_9-1", "art_9"], key=sort_key) == [
        "art_2", "art_9", "art_9-1", "art_10"]


def test_only_known_elements_make_an_eid():
    assert is_eid("part_1__chap_2__sec_3")
    assert not is_eid("clause_1")
    assert not is_eid("art_１７")
