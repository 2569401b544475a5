"""One build at a time: a second one waits until the first is done.

Reads and writes nothing but the lock of ``build/``, which the kernel frees when a process ends.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from kb.errors import KbError
from kb.store.layout import Layout


@contextmanager
def alone(layout: Layout) -> Iterator[None]:
    """Hold the lock of ``build/``.

    Raises:
        KbError: ``build/`` is not a folder, or may not be used.
    """
    try:
        layout.build.mkdir(parents=True, exist_ok=True)
        lock = os.open(layout.build, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise KbError("the folder of built files cannot be used", str(layout.build), str(error),
                      "make build/ a folder that can be written") from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
