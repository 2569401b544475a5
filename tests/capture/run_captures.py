"""A process that runs ``kb capture`` against a replay server, again and again, to be killed at will.

It is started by a test: ``python run_captures.py ROOT PORT``. For each line ``run WORDS`` it forks a child
that carries out the command, prints the child's process id, and after the child's end its exit code.
"""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from kb.capture.fetching.client import PoliteFetcher  # noqa: E402
from kb.capture.fetching.settings import Settings  # noqa: E402
from kb.cli import live  # noqa: E402
from kb.cli.capture import probe  # noqa: E402
from kb.cli.main import run  # noqa: E402
from tests.capture.conftest import a_site  # noqa: E402
from tests.capture.site_pages import cac_page  # noqa: E402

HOST = "www.cac.gov.cn"


def serve(root: str, port: int) -> None:
    settings = Settings("keeper@regtrail.test", resolve={HOST: ("127.0.0.1", port, "http")}, retries=0,
                        connect_timeout=5.0, read_timeout=5.0, deadline=10.0)
    live.settings_of = lambda _: settings
    live.now = lambda: datetime.now(UTC)
    live.fetcher_of = lambda _, given: PoliteFetcher(given, lambda host: a_site(host, delay=0.0), live.now,
                                                     time.sleep, Random(7))
    probe(cac_page("<p>第一条　甲应当乙。</p>"), "text/html", "a.html")  # the parser is loaded once
    for line in sys.stdin:
        child = os.fork()
        if not child:
            sink = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(sink, stream)
            run(["--root", root, "capture", *line.split()])
        say(child)
        _, status = os.waitpid(child, 0)
        say(os.waitstatus_to_exitcode(status))


def say(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
