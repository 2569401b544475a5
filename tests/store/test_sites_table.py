"""The table of sites: ours loads, and a defective one says what is wrong and where."""

import pytest

from kb.errors import RegisterError
from kb.store.layout import Layout
from kb.store.sites import load_sites, site_of

SITE = ('[[site]]\nhost = "www.a.test"\nname = "A"\nreuse = "r"\nrobots = "permits"\ndelay = 6.0\n'
        'hosts = ["a.test"]\nevidence_date = "2026-09"\nevidence = "e"\n')


@pytest.fixture
def load(tmp_path):
    def loaded(text):
        (tmp_path / "corpus").mkdir(exist_ok=True)
        (tmp_path / "corpus" / "sites.toml").write_text(text, encoding="utf-8")
        return load_sites(Layout(tmp_path))

    return loaded


def test_our_table_loads_and_three_sites_are_never_asked(root):
    sites = load_sites(Layout(root))
    assert {site.host for site in sites if site.forbidden} == {
        "flk.npc.gov.cn", "sousuo.www.gov.cn", "www.mps.gov.cn"}
    assert all(site.why for site in sites if site.forbidden)
    assert all(site.delay >= 6 for site in sites if not site.forbidden)


def test_a_site_is_found_by_any_of_its_hosts_and_by_no_other(load):
    sites = load(SITE)
    assert [site_of(sites, host) for host in ("www.a.test", "A.test")] == [sites[0]] * 2
    assert site_of(sites, "b.a.test") is None


@pytest.mark.parametrize(("old", "new", "key", "wrong"), [
    ('host = "www', 'host = "https://www', "site[0].host", "is not the name of a host"),
    ('name = "A"', "", "site[0].name", "is missing"),
    ('robots = "permits"', 'robots = ""', "site[0].robots", "is empty"),
    ("delay = 6.0", "", "site[0].delay", "is missing"),
    ("delay = 6.0", "delay = 0.1", "site[0].delay", "is no pause"),
    ("delay = 6.0", 'delay = "6"', "site[0].delay", "is not a number"),
    ("delay = 6.0", "delay = true", "site[0].delay", "is not a number"),
    ("delay = 6.0", "forbidden = true", "site[0].why", "is missing"),
    ('hosts = ["a.test"]', 'hosts = ["a/b"]', "site[0].hosts[0]", "is not the name of a host"),
    ('hosts = ["a.test"]', 'hosts = ["www.a.test"]', "site[0].host", "already belongs to"),
    ('evidence_date = "2026-09"', 'evidence_date = "lately"', "site[0].evidence_date", "is not a date"),
    ('evidence = "e"', 'evidense = "e"', "site[0].evidense", "is not a key"),
])
def test_a_defect_is_named_by_its_key(load, old, new, key, wrong):
    with pytest.raises(RegisterError) as caught:
        load(SITE.replace(old, new))
    assert f"corpus/sites.toml: {key}: " in caught.value.why
    assert wrong in caught.value.why


def test_a_host_stands_once(load):
    with pytest.raises(RegisterError, match="already belongs to"):
        load(SITE + SITE)


@pytest.mark.parametrize("text", ["", "[[site", "[[place]]"])
def test_a_table_that_is_none_is_refused(load, text):
    with pytest.raises(RegisterError):
        load(text)


def test_a_missing_table_is_named(tmp_path):
    with pytest.raises(RegisterError, match="the file is missing"):
        load_sites(Layout(tmp_path))
