"""Runs that are killed, meet one another or find the disk full: nothing is lost, nothing half-written."""

import errno
import gzip
import os
import resource
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from random import Random

import pytest

import kb.capture.live
from kb.capture.archive.proving import prove
from kb.capture.choice import moment_of
from kb.model.problem import Severity
from kb.store.captures import list_records, read_pages
from kb.store.layout import Layout
from kb.store.sightings import Seen, list_sightings
from tests.capture.conftest import FakeClock
from tests.capture.replay import Replay
from tests.cli import live_checkout
from tests.cli.live_checkout import HOST, Live, key_of, page, pages, url_of

WORKS = 6
KILLS = 20
DRIVER = Path(live_checkout.__file__).parent.parent / "capture" / "run_captures.py"


class Runner:
    """The process of :mod:`tests.capture.run_captures`."""

    def __init__(self, root, port):
        self.process = subprocess.Popen([sys.executable, str(DRIVER), str(root), str(port)], text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def start(self, *words):
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())

    def end(self):
        return int(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture
def checkout(tmp_path):
    live_checkout.write_checkout(tmp_path / "checkout", WORKS)
    return tmp_path / "checkout"


@pytest.fixture
def served():
    with Replay() as replay:
        serve_all(replay, "日落")
        yield replay


def serve_all(replay, word):
    """Serve all works, those of odd number on three pages, article 2 with ``word`` in it."""
    for number in range(1, WORKS + 1):
        whole = {url_of(number): page(number, word=word)}
        for url, data in (pages(number, word=word) if number % 2 else whole).items():
            replay.serve_bytes(url, data)


@pytest.fixture
def runner(checkout, served):
    made = Runner(checkout, served.port)
    yield made
    made.close()


def kept(layout):
    """Every finished file, its bytes: what a later run must not have touched."""
    return {path: path.read_bytes() for path in sorted(layout.captures.rglob("*"))
            if path.is_file() and path.suffix not in {".partial", ".jsonl", ".lock"}}


def assert_sound(layout):
    errors = [one for one in prove(layout).problems if one.severity is Severity.ERROR]
    assert errors == []


@pytest.mark.slow
def test_a_run_killed_at_any_moment_loses_nothing_and_the_next_completes_it(runner, checkout, served):
    """Twenty runs are killed, the first of them on an empty collection; each finds every page changed."""
    layout, dice = Layout(checkout), Random(20261124)
    before, lines, killed, longest = {}, b"", 0, 0.5
    while killed < KILLS:
        serve_all(served, f"第{killed}夜")
        began, child = time.monotonic(), runner.start("--all", "--again")
        time.sleep(dice.uniform(0, longest))
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        if runner.end() == 0:  # it was quicker than we thought
            longest = 0.9 * (time.monotonic() - began)
        else:
            killed += 1
        assert {path: path.read_bytes() for path in before} == before, "what was here is as it was"
        assert not layout.sightings.exists() or layout.sightings.read_bytes().startswith(lines)
        assert_sound(layout)
        before = kept(layout)
        lines = layout.sightings.read_bytes() if layout.sightings.exists() else b""
    serve_all(served, "天亮")
    runner.start("--all", "--again")
    assert runner.end() == 0
    assert_sound(layout)
    assert not list(layout.captures.rglob("*.partial"))
    assert not (layout.captures / "run.lock").exists()
    for number in range(1, WORKS + 1):
        held = [one.manifestation for one in list_records(layout)
                if one.manifestation.version == key_of(number)]
        newest = read_pages(layout, max(held, key=moment_of))
        assert "天亮".encode() in newest[0]
        assert len(newest) == (3 if number % 2 else 1)
        assert len({one.warc for one in held}) == len(held), "no text is kept twice"


def test_two_runs_at_once_take_turns(runner, checkout, served):
    second = Runner(checkout, served.port)
    try:
        runner.start("--all", "--again")
        second.start("--all", "--again")
        assert (runner.end(), second.end()) == (0, 0)
    finally:
        second.close()
    layout = Layout(checkout)
    assert_sound(layout)
    assert len(list_records(layout)) == WORKS
    seen = [one.seen for one in list_sightings(layout)]
    assert seen == [Seen.CAPTURED] * WORKS + [Seen.UNCHANGED] * WORKS
    assert served.most_at_once == 1


@pytest.fixture
def live(kb, checkout, monkeypatch):
    clock = FakeClock()
    with Replay(now=clock.now) as replay:
        live_checkout.ask_replay(monkeypatch, replay, clock)
        for number in (1, 2):
            replay.serve_bytes(url_of(number), page(number))
        yield Live(kb, replay, clock, Layout(checkout))


FLUSHES = ("archive", "its folder", "page", "record", "folder of pages", "folder of records", "line")


@pytest.mark.parametrize("place", range(1, len(FLUSHES) + 1), ids=FLUSHES)
def test_a_full_disk_ends_the_run_and_leaves_everything_as_it_was(live, monkeypatch, place):
    assert live(key_of(1))[0] == 0
    before = {path: path.read_bytes() for path in live.layout.captures.rglob("*") if path.is_file()}
    flushed = []
    flush = os.fsync

    def full(handle):
        flushed.append(handle)
        if len(flushed) == place:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(handle)

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        code, _, said = live(key_of(2), key_of(1))
    assert code == 4
    assert "the disk is full" in said
    for path, data in before.items():
        assert path.read_bytes() == data
    assert not list(live.layout.captures.rglob("*.partial"))
    assert live.replay.asked(HOST) <= 4, "nothing more is asked of the site"
    assert_sound(live.layout)
    assert live(key_of(2))[0] == 0
    assert_sound(live.layout)


def test_a_file_that_grows_too_large_for_the_disk_is_not_left_in_half(live):
    """The system itself stops the write of the archive in the middle."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (700, hard))
    try:
        code, _, said = live(key_of(1))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert code == 4
    assert "the disk is full" in said
    assert not [path for path in live.layout.captures.rglob("*") if path.is_file()]
    assert live(key_of(1))[0] == 0


def test_what_came_is_archived_where_a_person_stops_the_run(live, monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(kb.capture.live, "require", stopped)
    live(key_of(1))
    (path,) = live.layout.warcs.iterdir()
    assert url_of(1).encode() in gzip.decompress(path.read_bytes())
    assert list_records(live.layout) == ()
