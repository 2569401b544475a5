"""Results keyed by the digest of their inputs and of the code that made them.

Reads and writes ``build/cache``. A result is found again only while neither its inputs nor the source
of its stage changed; a damaged or missing entry is simply made anew.
"""

import hashlib
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")
PACKAGE: Final = Path(__file__).parent.parent


@cache
def code_digest(*stages: str) -> str:
    """Return the digest of the source of some packages of ``kb`` (``model`` is always included)."""
    digest = hashlib.sha256()
    for stage in sorted({"model", *stages}):
        for path in sorted((PACKAGE / stage).rglob("*")):
            if path.suffix in {".py", ".toml", ".sql"}:
                digest.update(path.relative_to(PACKAGE).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def digest_of(*parts: str | bytes) -> str:
    """Return the SHA-256 of several parts, each marked off from the next."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def digest_of_value(value: object) -> str:
    """Return the digest of a frozen value with everything in it."""
    return digest_of(msgspec.msgpack.encode(value))


def digest_of_files(paths: Iterable[Path], base: Path) -> str:
    """Return one digest over the names (relative to ``base``) and bytes of files, in name order."""
    rows = sorted((path.relative_to(base).as_posix(), path) for path in paths)
    return digest_of(*(part for name, path in rows for part in (name, path.read_bytes())))


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of results. ``hits`` are not counted; a cache is not evidence of anything."""

    folder: Path

    def get(self, kind: str, key: str, type_: type[T]) -> T | None:
        """Return the cached value, or None if there is none that can be read."""
        try:
            data = self._path(kind, key).read_bytes()
            return msgspec.msgpack.decode(data, type=type_)
        except (OSError, msgspec.MsgspecError):
            return None

    def put(self, kind: str, key: str, value: object) -> None:
        """Store a value, written aside under a name of this process; where that fails, do without."""
        path = self._path(kind, key)
        aside = path.with_suffix(f".{os.getpid()}.partial")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_bytes(msgspec.msgpack.encode(value))
            aside.replace(path)
        except OSError:  # a cache only saves time; a build that cannot be kept is refused elsewhere
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    def get_or_make(self, kind: str, key: str, type_: type[T], make: Callable[[], T]) -> T:
        """Return the cached value, or make it and keep it."""
        value = self.get(kind, key, type_)
        if value is None:
            value = make()
            self.put(kind, key, value)
        return value

    def _path(self, kind: str, key: str) -> Path:
        return self.folder / kind / key[:2] / f"{key}.msgpack"
