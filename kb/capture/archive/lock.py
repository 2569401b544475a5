"""One run at a time in ``captures/``, and what a run that was cut off has left behind.

Reads and writes: ``captures/run.lock`` while a run lasts. Guarantees: two runs never write at once; the
kernel frees the lock when a run ends, however it ends; files ending in ``.partial`` are removed only
by whoever holds the lock.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kb.errors import KbError
from kb.store.layout import Layout

NAME: Final = "run.lock"


@contextmanager
def run_alone(layout: Layout, who: str, *, wait: bool = True,
              waiting: Callable[[str], None] = lambda _: None) -> Iterator[int]:
    """Hold the lock of ``captures/``; yield how many leftovers of a run cut off were removed.

    Args:
        layout: The checkout.
        who: What holds the lock, in words, for whoever finds it held.
        wait: Whether to wait for another run to end.
        waiting: Called once with who holds the lock, before the wait.

    Raises:
        KbError: another run holds the lock and ``wait`` is false, or ``captures/`` cannot be used.
    """
    made = not layout.captures.exists()
    path, handle = layout.captures / NAME, _take(layout.captures / NAME, wait=wait, waiting=waiting)
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, who.encode(), 0)
        yield _remove_leftovers(layout.captures)
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)
        if made:
            _remove_if_empty(layout.captures)


def _take(path: Path, *, wait: bool, waiting: Callable[[str], None]) -> int:
    """Open and lock the file; again where its last holder has removed it in the meantime."""
    while True:
        handle = _open(path)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            try:
                _wait(handle, wait=wait, waiting=waiting)
            except BaseException:
                os.close(handle)
                raise
        if _is_named(handle, path):
            return handle
        os.close(handle)


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise KbError("the folder of captures cannot be used", "captures/", str(error),
                      "make captures/ a folder that can be written") from error


def _wait(handle: int, *, wait: bool, waiting: Callable[[str], None]) -> None:
    holder = os.pread(handle, 300, 0).decode(errors="replace").strip() or "another run"
    if not wait:
        raise KbError("another run is at work in captures/", f"captures/{NAME}", f"held by {holder}",
                      "wait until it has ended, or leave out --no-wait")
    waiting(holder)
    fcntl.flock(handle, fcntl.LOCK_EX)


def _is_named(handle: int, path: Path) -> bool:
    try:
        return os.fstat(handle).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False


def _remove_leftovers(captures: Path) -> int:
    left = [path for path in captures.rglob("*.partial") if path.is_file() or path.is_symlink()]
    for path in left:
        path.unlink()
    return len(left)


def _remove_if_empty(folder: Path) -> None:
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
