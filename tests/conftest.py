"""Fixtures shared by all tests: the folder of captures, and no network."""

import os
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("REGTRAIL_SHARED", ROOT.parent / "shared"))
SHARED_MISSING = "needs the folder of captures beside the checkout (../shared)"


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    if not (SHARED / "captures" / "index.json").is_file():
        pytest.skip(SHARED_MISSING)
    return SHARED


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Refuse connections that leave this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        host = address[0] if isinstance(address, tuple) else ""
        if host not in ("", "127.0.0.1", "localhost", "::1"):
            raise OSError(f"tests do not use the network: {host}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)
