"""One command at a time in ``captures/``: whoever writes there waits for the other, and says for whom."""

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager

from kb.capture.archive.lock import run_alone
from kb.cli.context import err
from kb.cli.fetching import now
from kb.store.layout import Layout


@contextmanager
def alone(layout: Layout, command: str, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock of ``captures/`` for a command (``kb capture``).

    Raises:
        KbError: another run holds the lock and ``wait`` is false, or ``captures/`` cannot be used.
    """
    who = f"{command}, process {os.getpid()} on {platform.node()}, since {now():%Y-%m-%d %H:%M:%S} UTC"
    console = err()

    def say(holder: str) -> None:
        console.print(f"waiting for {holder}", markup=False)

    with run_alone(layout, who, wait=wait, waiting=say) as left:
        if left:
            console.print(f"removed {left} unfinished files that a run cut off had left")
        yield
