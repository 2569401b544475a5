"""What a site's robots file allows us (RFC 9309).

Reads and writes nothing itself: the file is got by whoever asks. Guarantees: only a file that is there
and allows the path, or one that is said not to exist (404, 410), opens the way; a file that is
refused, broken or out of reach closes it.
"""

from dataclasses import dataclass
from typing import Final

from protego import Protego

from kb.capture.fetching.settings import AGENT
from kb.capture.web import FetchFailedError, FetchRefusedError, Reply

ABSENT: Final = frozenset({404, 410})
LONGEST_DELAY: Final = 600.0
LIMIT: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one origin. ``closed`` says why nothing may be asked, empty where rules decide."""

    rules: Protego | None = None
    closed: str = ""

    def why_not(self, url: str) -> str:
        """Return why the address may not be asked, or the empty string."""
        if self.closed:
            return self.closed
        if self.delay > LONGEST_DELAY:
            return f"it asks for {self.delay:,.0f} s between two requests, more than we can keep"
        allowed = self.rules is None or self.rules.can_fetch(url, AGENT)
        return "" if allowed else f"it disallows this path for {AGENT}"

    @property
    def delay(self) -> float:
        """The pause that the file asks for, in seconds, 0 where it asks for none."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(AGENT)
        return max(self.rules.crawl_delay(AGENT) or 0.0, rate.seconds / rate.requests if rate else 0.0)


def read_robots(reply: Reply) -> Robots:
    """Return the rules of a robots file. One without rules (a page in its place) allows everything."""
    return Robots(Protego.parse(reply.body.decode("utf-8-sig", errors="replace")))


def without_robots(error: FetchFailedError | FetchRefusedError) -> Robots:
    """Return what follows from a robots file that could not be had."""
    if isinstance(error, FetchFailedError) and error.status in ABSENT:
        return Robots()
    return Robots(closed=f"{error.what}: {error.why}")
