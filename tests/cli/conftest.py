"""A small checkout with an invented work, and a way to call the command as a person would."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from kb.cli.main import run
from tests import builders

ROOT = Path(__file__).parent.parent.parent

WORK = """doc_type = "departmental-rule"
title_zh = "桥梁管理办法"
title_en = "Measures for Bridges"
short_zh = "桥梁办法"
short_en = "Bridge Measures"
aliases = ["Bridges"]
topics = ["bridges"]

[[version]]
id = "draft-2024"
stage = "draft"
title_zh = "桥梁管理办法（征求意见稿）"
title_en = "Measures for Bridges (draft for comment)"
authorities = ["bridge-office"]

[[version.date]]
kind = "published"
value = "2024-01-05"
evidence = { kind = "source", source = "invented" }

[[version]]
id = "final-2025"
stage = "final"
title_zh = "桥梁管理办法"
title_en = "Measures for Bridges"
authorities = ["bridge-office"]
articles = 4

[[version.date]]
kind = "in_force"
value = "2025-03-01"
evidence = { kind = "source", source = "invented" }
"""
AUTHORITIES = """[[authority]]
id = "bridge-office"
name_zh = "桥梁部门"
name_en = "Bridge Office"
short_en = "BO"
site = ""
"""


def write_corpus(root: Path) -> None:
    (root / "corpus" / "works").mkdir(parents=True)
    (root / "corpus" / "register.toml").write_text("cut_off = 2026-11-23\n", encoding="utf-8")
    (root / "corpus" / "authorities.toml").write_text(AUTHORITIES, encoding="utf-8")
    (root / "corpus" / "works" / "bridges.toml").write_text(WORK, encoding="utf-8")
    shutil.copytree(ROOT / "site", root / "site")
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)


def write_captures(folder: Path) -> Path:
    rows = []
    for version, body in (("draft-2024", builders.BRIDGES_DRAFT), ("final-2025", builders.BRIDGES_FINAL)):
        data = body.encode()
        (folder / "bridges").mkdir(parents=True, exist_ok=True)
        (folder / "bridges" / f"{version}.txt").write_bytes(data)
        rows.append({"work": "bridges", "version": version, "stage": "final", "title_zh": "桥梁管理办法",
                     "media_type": "text/plain", "official_url": None, "file": f"bridges/{version}.txt",
                     "via": {"repository": "someone/texts", "path": f"{version}.txt", "commit": "0" * 40,
                             "licence": "none stated"},
                     "sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "quality": "",
                     "articles": None, "articles_expected": None, "confirmed_in_text": []})
    (folder / "index.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return folder


@pytest.fixture
def checkout(tmp_path):
    root = tmp_path / "checkout"
    root.mkdir()
    write_corpus(root)
    return root


@pytest.fixture
def captures(tmp_path):
    folder = tmp_path / "captures"
    folder.mkdir()
    return write_captures(folder)


@pytest.fixture
def kb(checkout, capsys):
    """Call `kb` in the checkout; returns (exit code, what it printed, what it said on the error side)."""
    def call(*words):
        with pytest.raises(SystemExit) as stopped:
            run(["--root", str(checkout), *words])
        printed = capsys.readouterr()
        return stopped.value.code, printed.out, printed.err
    return call


@pytest.fixture
def built(kb, captures):
    """The same, with the captures imported and the library built."""
    assert kb("capture", "--from", str(captures))[0] == 0
    assert kb("build", "--as-of", "2026-11-23")[0] == 0
    return kb
