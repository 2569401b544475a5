"""`kb capture WORK` as a person calls it, the sites replayed: what is kept, refused, said."""

import gzip
import json
import socket
from datetime import timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from kb.store.captures import list_manifestations, read_pages
from kb.store.layout import Layout
from kb.store.sightings import Seen, list_sightings
from tests.capture.conftest import FakeClock
from tests.capture.replay import Answer, Replay
from tests.capture.site_pages import cac_pager
from tests.cli import live_checkout
from tests.cli.live_checkout import HOST, Live, key_of, page, pages, url_of

HTML = ("Content-Type", "text/html")


@pytest.fixture
def checkout(tmp_path):
    live_checkout.write_checkout(tmp_path / "checkout", 3)
    return tmp_path / "checkout"


@pytest.fixture
def live(kb, checkout, monkeypatch):
    clock = FakeClock()
    with Replay(now=clock.now) as replay:
        live_checkout.ask_replay(monkeypatch, replay, clock)
        for number in (1, 2, 3):
            replay.serve_bytes(url_of(number), page(number))
        yield Live(kb, replay, clock, Layout(checkout))


def state(layout):
    return {path.relative_to(layout.captures).as_posix(): path.read_bytes()
            for path in layout.captures.rglob("*") if path.is_file()}


def texts(layout):
    return {name: data for name, data in state(layout).items() if not name.startswith(("warc/", "checks"))}


def test_a_page_is_fetched_archived_and_kept_as_the_text(live):
    code, said, _ = live(key_of(1))
    assert code == 0
    assert f"captured from {url_of(1)}" in said
    assert "6/6 articles" in said
    (held,) = list_manifestations(live.layout)
    assert (held.version, held.grade.name, held.via) == (key_of(1), "OFFICIAL_FETCHED", "")
    assert held.retrieved == live.clock.time.date()
    assert held.official_url == url_of(1)
    assert read_pages(live.layout, held) == (page(1),)
    with (live.layout.captures / held.warc).open("rb") as stream:
        answers = [(r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read())
                   for r in ArchiveIterator(stream) if r.rec_type == "response"]
    assert (url_of(1), page(1)) in answers
    assert live("verify")[0] == 0
