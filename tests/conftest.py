"""Fixtures shared by all tests: the folder of captures, no network, and the strict count."""

import os
import socket
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("REGTRAIL_SHARED", ROOT.parent / "shared"))
SHARED_MISSING = "needs the folder of captures beside the checkout (../shared)"
LOCAL_HOSTS = ("", "127.0.0.1", "localhost", "::1")


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
        if host not in LOCAL_HOSTS:
            raise OSError(f"tests do not use the network: {host}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


def pytest_terminal_summary(terminalreporter, exitstatus, config):
    """With REGTRAIL_STRICT, say what the strict count found wrong."""
    for complaint in _complaints(terminalreporter):
        terminalreporter.write_line(f"STRICT: {complaint}", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """With REGTRAIL_STRICT, fail a run that skipped for lack of captures or ran too few tests."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == 0 and reporter is not None and _complaints(reporter):
        session.exitstatus = 1


def _complaints(reporter):
    if not os.environ.get("REGTRAIL_STRICT") or hasattr(reporter.config, "workerinput"):
        return []
    skipped = [report for report in reporter.stats.get("skipped", [])
               if SHARED_MISSING in str(report.longrepr)]
    found = [f"{len(skipped)} tests were skipped for lack of ../shared"] if skipped else []
    least = int((ROOT / "tests" / "minimum.txt").read_text())
    ran = len(reporter.stats.get("passed", []))
    if ran < least:
        found.append(f"{ran} tests passed, fewer than the committed minimum of {least}")
    return found
