"""The polite fetcher: everything between an ask and a reply.

Reads: the network, by way of :mod:`kb.capture.fetching.exchange`. Writes nothing. Guarantees: every
request, redirects and robots files included, passes the rules for addresses, the site's policy and its
robots file, and waits its turn; a host that refused us is not asked again by the same fetcher.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from random import Random
from types import TracebackType
from typing import Final, Self

from kb.capture.fetching.addresses import Target, parse_target
from kb.capture.fetching.coding import decode
from kb.capture.fetching.exchange import Answer, Sender, compose
from kb.capture.fetching.politeness import Turns
from kb.capture.fetching.redirects import follow
from kb.capture.fetching.robots import LIMIT, Robots, read_robots, without_robots
from kb.capture.fetching.setback import SetbackError
from kb.capture.fetching.settings import Settings
from kb.capture.fetching.verdict import REDIRECTS, check_status
from kb.capture.web import Ask, Exchange, FetchFailedError, FetchRefusedError, Reply
from kb.model.site import Site

MAX_REDIRECTS: Final = 5
LONGEST_WAIT: Final = 10 * 365 * 86_400.0
"""Seconds; a site that asks for more means never, and no calendar holds it."""

PolicyOf = Callable[[str], Site | None]


class PoliteFetcher:
    """Gets pages one at a time, by the rules of ``docs/fetching.md``.

    ``policy_of`` returns the policy for a host, or None where the register of sites does not know it: such
    a host is not asked. ``now`` gives zone-aware times, ``sleep`` waits for seconds, ``random`` only
    spreads the pauses. Calls from several threads are served one after the other.
    """

    def __init__(self, settings: Settings, policy_of: PolicyOf, now: Callable[[], datetime],
                 sleep: Callable[[float], None], random: Random) -> None:
        self._settings = settings
        self._policy_of = policy_of
        self._now = now
        self._sleep = sleep
        self._random = random
        self._sender = Sender(settings, now)
        self._turns = Turns(now, sleep, random)
        self._robots: dict[str, Robots] = {}
        self._stopped: dict[str, str] = {}
        self._aside: list[Exchange] = []
        self._one_at_a_time = threading.RLock()

    def __enter__(self) -> Self:
        """Return the fetcher."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        """Do nothing: connections are not kept open between requests."""

    def get(self, ask: Ask) -> Reply:
        """Return the answer to an ask.

        Raises:
            FetchRefusedError: our own rules forbid the request (address, site policy, robots, redirect).
            FetchFailedError: the site did not give the page; ``status`` is what it answered.
        """
        with self._one_at_a_time:
            return self._walk(ask, self._check_robots)

    def take_aside(self) -> tuple[Exchange, ...]:
        """Return, once, the whole exchanges since the last call that are part of no reply.

        They are robots files, answers that were tried again, and answers that made ``get`` fail.
        """
        taken = tuple(self._aside)
        self._aside.clear()
        return taken

    def _walk(self, ask: Ask, check: Callable[[Target, Site], float]) -> Reply:
        """Follow redirects to the end; ``check`` refuses a target or returns the pause it asks for."""
        target = parse_target(ask.url)
        site = self._site(target.host)
        trail: list[Exchange] = []
        asked, current = ask, [target.url]
        try:
            while True:
                delay = check(target, site)
                answer = self._attempt(asked, target, delay)
                trail.append(answer.exchange)
                if answer.status not in REDIRECTS:
                    return self._reply(ask, asked, answer, tuple(trail))
                asked, target = follow(asked, target, answer, site)
                _check_trail(current, target.url)
                site = self._site(target.host, site)
        except (FetchRefusedError, FetchFailedError):
            self._aside += trail
            raise

    def _site(self, host: str, before: Site | None = None) -> Site:
        """Return the policy for a host; one known by a redirect only falls under the site it came from."""
        site = self._policy_of(host) or before
        if site is None:
            raise FetchRefusedError("the site is not one that is asked", host,
                                    "corpus/sites.toml says nothing about this host",
                                    "find out its reuse and robots position and record it there")
        if site.forbidden:
            raise FetchRefusedError("the site forbids us to fetch, so it is not asked", host,
                                    site.why or site.robots,
                                    "use another official address of the text, or save the page by hand "
                                    "and import the file")
        return site

    def _check_robots(self, target: Target, site: Site) -> float:
        if target.origin not in self._robots:
            self._check_stopped(target)
            self._robots[target.origin] = self._fetch_robots(target)
        robots = self._robots[target.origin]
        reason = robots.why_not(target.url)
        if reason:
            what = ("the site's robots file could not be had, so nothing is asked of the site"
                    if robots.closed else "the site's robots file does not let us fetch this")
            raise FetchRefusedError(what, target.url, f"{target.origin}/robots.txt: {reason}",
                                    "use another official address of the text, or save the page by hand "
                                    "and import the file")
        return max(site.delay, robots.delay)

    def _fetch_robots(self, target: Target) -> Robots:
        try:
            reply = self._walk(Ask(f"{target.origin}/robots.txt", limit=LIMIT), lambda _, site: site.delay)
        except (FetchFailedError, FetchRefusedError) as error:
            return without_robots(error)
        self._aside += reply.exchanges
        return read_robots(reply)

    def _check_stopped(self, target: Target) -> None:
        if target.host in self._stopped:
            raise FetchRefusedError("the host is not asked again in this run", target.url,
                                    self._stopped[target.host],
                                    "start another run later, not before a few hours have passed")

    def _attempt(self, ask: Ask, target: Target, delay: float) -> Answer:
        """Send, and send again as far as that is worth it."""
        self._check_stopped(target)
        for tries in count(1):
            try:
                return self._send(ask, target, delay)
            except SetbackError as setback:
                if not setback.again or tries > self._settings.retries or (
                        setback.wait > self._settings.patience):
                    raise self._give_up(setback, target, tries) from setback
                self._sleep(max(setback.wait, self._backoff(tries)))
        raise AssertionError("counting does not end")

    def _send(self, ask: Ask, target: Target, delay: float) -> Answer:
        outgoing = compose(ask, target, self._settings.user_agent)
        conditional = bool(ask.etag or ask.modified)
        with self._turns.turn(target.host, delay):
            answer = self._sender.send(outgoing, min(ask.limit, self._settings.cap))
        try:
            check_status(answer, conditional=conditional, now=self._now())
        except SetbackError:
            self._aside.append(answer.exchange)
            raise
        return answer

    def _backoff(self, tries: int) -> float:
        """Return the wait before the next try: doubled each time, with up to half of it added at random."""
        return self._settings.backoff * float(2 ** (tries - 1)) * (1 + self._random.uniform(0, 0.5))

    def _give_up(self, setback: SetbackError, target: Target, tries: int) -> FetchFailedError:
        why = setback.why + (f", {tries} times" if tries > 1 else "")
        remedy = setback.remedy
        if setback.wait > self._settings.patience:
            until = self._now() + timedelta(seconds=min(setback.wait, LONGEST_WAIT))
            remedy = f"come back after {until:%Y-%m-%d %H:%M} UTC"
        if setback.stops or setback.wait > self._settings.patience:
            self._stopped[target.host] = f"{setback.what}: {why}"
        return FetchFailedError(setback.what, target.url, why, remedy, status=setback.status)

    def _reply(self, ask: Ask, asked: Ask, answer: Answer, trail: tuple[Exchange, ...]) -> Reply:
        unchanged = answer.status == 304
        limit = min(ask.limit, self._settings.cap)
        try:
            body = b"" if unchanged else decode(answer.exchange.payload, answer.header("content-encoding"),
                                                limit)
        except SetbackError as setback:
            raise FetchFailedError(setback.what, asked.url, setback.why, setback.remedy,
                                   status=answer.status) from setback
        return Reply(ask.url, answer.exchange.url, answer.status, answer.headers, body, trail, unchanged)


def _check_trail(seen: list[str], url: str) -> None:
    """Refuse to go in a circle, or on and on."""
    trail = " -> ".join([*seen, url])
    if url in seen:
        raise FetchFailedError("the redirects go in a circle", trail,
                               "the last address was asked before", "look at the address in a browser")
    if len(seen) > MAX_REDIRECTS:
        raise FetchFailedError("there are too many redirects", trail,
                               f"more than {MAX_REDIRECTS} in a row", "look at the address in a browser")
    seen.append(url)
