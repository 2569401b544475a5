"""What the project must not hold: official Chinese text, paths of a machine, registry hosts."""

import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN = 32
NOT_HAN = re.compile(r"[^\u4e00-\u9fff]")
TAG = re.compile(r"<[^>]+>")
QUOTING = re.compile(r"""["'=\[\]{}|<>]""")
HOSTS = ("py" + "pi.org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org")
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home)/")


@pytest.fixture(scope="module")
def files():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True,
                            check=False).stdout.split("\0")
    found = {}
    for name in filter(None, listed):
        data = (ROOT / name).read_bytes() if (ROOT / name).is_file() else b"\0"
        if b"\0" not in data:
            found[name] = data.decode("utf-8", "replace")
    if not found:
        pytest.skip("not a git checkout")
    return found


def test_no_file_holds_official_text(files, shared):
    grams = set()
    for entry in json.loads((shared / "captures" / "index.json").read_text(encoding="utf-8")):
        page = (shared / "captures" / entry["file"]).read_text(encoding="utf-8", errors="ignore")
        han = NOT_HAN.sub("", TAG.sub("", page))
        grams.update(han[start:start + RUN] for start in range(len(han) - RUN + 1))
    offending = [name for name, text in files.items() for part in QUOTING.split(text)
                 for han in [NOT_HAN.sub("", part)]
                 if any(han[start:start + RUN] in grams for start in range(len(han) - RUN + 1))]
    assert offending == []


def test_no_binary_is_committed():
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    suffixes = {Path(name).suffix for name in listed.stdout.splitlines()}
    assert not suffixes & {".sqlite", ".gz", ".xz", ".zip", ".warc", ".docx", ".pdf", ".msgpack"}


def test_no_file_names_a_machine_or_a_registry(files):
    for name, text in files.items():
        assert not MACHINE.search(text), name
        assert not [host for host in HOSTS if host in text], name
