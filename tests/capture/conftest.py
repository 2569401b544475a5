"""Fixtures for fetching without network: a replay server, a clock that only sleeping moves, a fetcher."""

import socket
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from kb.capture.fetching.client import PoliteFetcher
from kb.capture.fetching.settings import Settings
from kb.model.site import Site
from tests.capture.replay import Replay


@dataclass
class FakeClock:
    """A clock that stands still but for sleeping; ``slept`` are the pauses in seconds."""

    time: datetime = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += timedelta(seconds=seconds)


def a_site(host: str, **changes) -> Site:
    """A policy that lets us fetch, 6 seconds apart."""
    plain = Site(host=host, name=host, reuse="", robots="allows", forbidden=False, why="", delay=6.0,
                 http_first=False, hosts=(), evidence_date="2026-09-21", evidence="")
    return replace(plain, **changes)


def settings_for(replay: Replay, **changes) -> Settings:
    """Settings whose hosts are found at the replay server, with short waits."""
    plain = Settings("keeper@regtrail.test", resolve=replay.hosts, connect_timeout=2.0, read_timeout=2.0,
                     deadline=5.0)
    return replace(plain, **changes)


def assert_says(error, what: str, where: str, why: str = "", remedy: str = "") -> None:
    """Require that an error tells a person what, where, why and what to do."""
    said = dict(error.lines())
    assert set(said) == {"what", "where", "why", "remedy"}, said
    for label, words in (("what", what), ("where", where), ("why", why), ("remedy", remedy)):
        assert words in said[label], f"{label}: {said[label]!r} lacks {words!r}"


@pytest.fixture(autouse=True)
def _no_name_service(monkeypatch):
    """Refuse to look up names that the replay server does not stand in for."""
    def refuse(host, *_args, **_kwargs):
        raise socket.gaierror(f"tests do not use the network: {host}")

    look_up = socket.getaddrinfo

    def guarded(host, *args, **kwargs):
        return look_up(host, *args, **kwargs) if host == "127.0.0.1" else refuse(host)

    monkeypatch.setattr(socket, "getaddrinfo", guarded)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def replay(clock):
    with Replay(now=clock.now) as server:
        yield server


@pytest.fixture
def sites() -> dict[str, Site]:
    """Policies by host; a host that is not in it gets a plain one."""
    return {}


@pytest.fixture
def make_fetcher(replay, clock, sites):
    """Make a fetcher whose settings differ from the usual ones."""
    def make(**changes) -> PoliteFetcher:
        return PoliteFetcher(settings_for(replay, **changes), lambda host: sites.get(host) or a_site(host),
                             clock.now, clock.sleep, Random(7))

    return make


@pytest.fixture
def fetcher(make_fetcher):
    with make_fetcher() as made:
        yield made
