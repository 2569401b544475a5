"""One request at a time per host, with a pause between the end of one and the start of the next.

Reads: the clock it is given. Writes nothing.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Final

JITTER: Final = 0.25


class Turns:
    """Keeps the pause of each host. Not for use by two threads at once."""

    def __init__(self, now: Callable[[], datetime], sleep: Callable[[float], None],
                 random: Random) -> None:
        self._now = now
        self._sleep = sleep
        self._random = random
        self._ended: dict[str, datetime] = {}

    @contextmanager
    def turn(self, host: str, delay: float) -> Iterator[None]:
        """Wait until the host may be asked again, at least ``delay`` seconds after the last end.

        Up to a quarter of the delay is added at random, so that requests do not come like a metronome.
        """
        if host in self._ended:
            pause = delay * (1 + self._random.uniform(0, JITTER))
            passed = (self._now() - self._ended[host]).total_seconds()
            # A clock that was set back must not make us wait for longer than one pause.
            left = min(pause, pause - passed)
            if left > 0:
                self._sleep(left)
        try:
            yield
        finally:
            self._ended[host] = self._now()
