"""`kb watch` as a person or a timer calls it: exit codes, forms of the report, messages."""

import errno
import gzip
import json
import shutil
from random import Random
from xml.etree import ElementTree as ET

import pytest

from kb.capture.archive.lock import run_alone
from kb.capture.archive.proving import prove
from kb.capture.fetching.client import PoliteFetcher
from kb.capture.fetching.settings import VARIABLE
from kb.capture.sites.cac import DRAFTS, Cac
from kb.cli import watch
from kb.store.captures import not_written
from kb.store.layout import Layout
from tests.capture.conftest import FakeClock, a_site, settings_for
from tests.capture.replay import Answer, Replay
from tests.capture.test_watch_lists import DRAFT, JOB, NEWER, page
from tests.cli.conftest import ROOT

HOST = "www.cac.gov.cn"


class Drafts(Cac):
    def lists(self):
        return tuple(one for one in super().lists() if one.id == "cac-consultations")


@pytest.fixture
def site(checkout, monkeypatch):
    """A replaying server, asked by the command instead of the sites, for the one list of drafts."""
    shutil.copy(ROOT / "corpus" / "sites.toml", checkout / "corpus" / "sites.toml")
    clock = FakeClock()
    with Replay(now=clock.now) as server:
        monkeypatch.setenv(VARIABLE, "keeper@regtrail.test")
        monkeypatch.setattr(watch, "fetcher_of", lambda *_: PoliteFetcher(
            settings_for(server), a_site, clock.now, clock.sleep, Random(7)))
        monkeypatch.setattr(watch, "ADAPTERS", (Drafts(),))
        server.serve_bytes(DRAFTS, page(JOB, DRAFT))
        yield server


def test_the_exit_code_tells_new_from_nothing_from_failed(kb, site):
    code, said, _ = kb("watch")
    assert code == 0
    assert "first census, 2 rows: nothing can be called new" in said
    assert kb("watch")[0] == 0
    site.serve_bytes(DRAFTS, page(NEWER, JOB, DRAFT))
    code, said, _ = kb("watch")
    assert code == 3
    assert f"New consultation: {NEWER[1]}" in said
    assert kb("watch")[0] == 0
    site.serve(DRAFTS, Answer(b"", 403))
    code, said, _ = kb("watch")
    assert code == 4
    for label in ("not read:", "where:", "why:", "remedy:", "0 of 1 lists read"):
        assert label in said


def test_sites_never_asked_are_said_with_their_reason(kb, site):
    said = kb("watch")[1]
    assert "flk.npc.gov.cn" in said
    assert "never asked" in said
    assert site.asked("flk.npc.gov.cn") == 0


def test_json_and_atom_come_out_as_such(kb, site):
    kb("watch")
    site.serve_bytes(DRAFTS, page(NEWER, JOB, DRAFT))
    code, said, _ = kb("watch", "--format", "json")
    assert code == 3
    assert [row["title"] for row in json.loads(said)["news"]] == [NEWER[1]]
    code, said, _ = kb("watch", "--format", "atom")
    assert code == 0
    entries = ET.fromstring(said.encode()).findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == 1


def test_offline_asks_nobody_and_needs_no_contact(kb, site, monkeypatch):
    kb("watch")
    monkeypatch.undo()
    monkeypatch.delenv(VARIABLE, raising=False)
    assert kb("watch", "--offline", "--format", "json")[0] == 0


def test_without_a_contact_nothing_is_asked(kb, checkout, monkeypatch):
    shutil.copy(ROOT / "corpus" / "sites.toml", checkout / "corpus" / "sites.toml")
    monkeypatch.delenv(VARIABLE, raising=False)
    code, _, said = kb("watch")
    assert code == 4
    assert "no contact is set" in said
    assert VARIABLE in said


def test_what_did_not_get_out_is_told_again(kb, site, monkeypatch):
    kb("watch")
    site.serve_bytes(DRAFTS, page(NEWER, JOB, DRAFT))
    with monkeypatch.context() as broken:
        def full(*_):
            raise OSError(28, "No space left on device")

        broken.setattr(watch, "_print", full)
        assert kb("watch")[0] == 1
    assert kb("watch")[0] == 3


@pytest.mark.parametrize(("host", "code", "words"), [
    ("www.example.org", 2, "no list of this site is watched"),
    ("flk.npc.gov.cn", 4, "the site is never asked"),
])
def test_a_site_that_is_not_watched_is_named(kb, site, host, code, words):
    found, _, said = kb("watch", "--site", host)
    assert found == code
    assert words in said
    assert site.seen == []


def test_a_run_keeps_out_of_the_way_of_any_other_in_the_collection(kb, site, checkout):
    with run_alone(Layout(checkout), "kb capture, process 77 on ship"):
        code, _, said = kb("watch", "--no-wait")
    assert code == 1
    assert "held by kb capture, process 77 on ship" in said
    assert site.seen == []


def test_every_answer_of_a_list_is_archived_also_one_that_is_no_list(kb, site, checkout):
    kb("watch")
    site.serve(DRAFTS, Answer(b"<html>another page</html>"))
    assert kb("watch")[0] == 4
    archives = sorted((checkout / "captures" / "warc").iterdir())
    held = [gzip.decompress(path.read_bytes()) for path in archives]
    assert len(held) == 2
    assert "公开招聘公告".encode() in held[0]
    assert b"another page" in held[1]
    assert all(f"WARC-Target-URI: {DRAFTS}".encode() in one for one in held)
    assert b"operator: keeper@regtrail.test" in held[0]
    assert prove(Layout(checkout)).problems == ()


def test_a_disk_that_does_not_take_the_archive_leaves_the_census_as_it_was(kb, site, checkout, monkeypatch):
    kb("watch")
    (census,) = (checkout / "captures" / "watch").iterdir()
    before = census.read_bytes()
    site.serve_bytes(DRAFTS, page(JOB, DRAFT, NEWER))

    def full(*_):
        raise not_written(OSError(errno.ENOSPC, "No space left on device"))

    with monkeypatch.context() as patched:
        patched.setattr(watch, "write_archive", full)
        code, said, _ = kb("watch")
    assert code == 4
    assert "the disk is full" in said
    assert census.read_bytes() == before
    assert kb("watch")[0] == 3


def test_a_census_does_not_make_the_built_file_old(site, built):
    assert built("watch")[0] == 0
    assert "up to date" in built("build", "--as-of", "2026-11-23")[1]


def test_every_list_of_the_real_adapters_has_a_name_of_its_own():
    from kb.capture.sites.registry import ADAPTERS
    from kb.capture.watching.ledger import path_of

    listings = [listing for adapter in ADAPTERS for listing in adapter.lists()]
    assert len({path_of(Layout(ROOT), one.host, one.id) for one in listings}) == len(listings)
    assert {one.host for one in listings if one.consultations} >= {HOST, "www.npc.gov.cn"}


def test_lists_of_all_sites_that_cannot_be_read_are_all_said(kb, site, monkeypatch):
    from kb.capture.sites.registry import ADAPTERS

    listings = [listing for adapter in ADAPTERS for listing in adapter.lists()]
    for listing in listings:
        site.know(listing.host)
    monkeypatch.setattr(watch, "ADAPTERS", ADAPTERS)
    site.serve(DRAFTS, Answer(b"gone", 404))
    code, said, _ = kb("watch", "--format", "json")
    assert code == 4
    failed = {(gap["host"], gap["list"]) for gap in json.loads(said)["gaps"] if gap["kind"] == "failed"}
    assert failed == {(one.host, one.id) for one in listings}
    assert len(failed) >= 15
