"""What a person meets when files were altered, may not be read, or have nowhere to go."""

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest

DAY = ("--as-of", "2026-11-23")


def sql(*statements):
    def change(path):
        connection = sqlite3.connect(path)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
    return change


def flip(path):
    data = bytearray(path.read_bytes())
    for place in range(4500, len(data), 5000):
        data[place] ^= 0xFF
    path.write_bytes(data)


DAMAGE = {
    "bytes flipped": flip,
    "cut off": lambda path: path.write_bytes(path.read_bytes()[:9000]),
    "no day": sql("DELETE FROM meta WHERE key = 'as_of'"),
    "a day that is none": sql("UPDATE meta SET value = 'x' WHERE key = 'as_of'"),
    "a day in bytes": sql("UPDATE meta SET value = x'ff00' WHERE key = 'as_of'"),
    "no count": sql("DELETE FROM meta WHERE key = 'texts_zh'", "DELETE FROM record"),
    "records broken": sql("UPDATE record SET body = '{'"),
    "no search index": sql("DROP TABLE unit_index"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_built_file_is_named_and_the_next_build_mends_it(built, checkout, name):
    DAMAGE[name](checkout / "build" / "kb.sqlite")
    for words in (("show", "Bridges 1"), ("search", "桥梁"), ("check",)):
        code, _, said = built(*words)
        assert code in {0, 1, 5}, (words, said)
    code, printed, _ = built("build", *DAY)
    assert (code, printed.startswith("built")) == (0, True)
    assert built("show", "Bridges 1")[0] == 0
    assert built("search", "桥梁")[0] == 0


def test_a_captured_file_that_was_altered_gives_no_text_even_from_the_cache(built, checkout):
    for file in (checkout / "captures" / "files").iterdir():
        file.chmod(0o644)
        file.write_bytes(file.read_bytes() + b" ")
    code, printed, _ = built("build", *DAY)
    assert (code, "0 Chinese texts" in printed) == (0, True)
    code, printed, _ = built("check")
    assert (code, "not what was received" in printed) == (1, True)


def test_a_lost_captured_file_is_brought_back_by_importing_again(built, checkout, captures):
    folder = checkout / "captures" / "files"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for path in folder.iterdir():
        path.unlink()
    assert built("capture", "--verify")[0] == 1
    assert "brought back" in built("capture", "--from", str(captures))[1]
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert built("capture", "--verify")[0] == 0


def test_a_build_folder_that_is_a_file_is_named(built, checkout):
    shutil.rmtree(checkout / "build")
    (checkout / "build").write_text("")
    code, _, said = built("build", *DAY)
    assert (code, "cannot be used" in said, "remedy" in said) == (1, True, True)


def test_a_day_of_receipt_after_today_is_refused(built, captures):
    code, _, said = built("capture", "--from", str(captures), "--received", "2999-01-01")
    assert (code, "future" in said) == (2, True)


def test_a_file_without_provisions_is_no_text_to_compare(built, tmp_path):
    notice = tmp_path / "notice.txt"
    notice.write_text("今天休息。", encoding="utf-8")
    code, _, said = built("diff", "bridges@final-2025", str(notice))
    assert (code, "no article" in said) == (4, True)


@pytest.mark.parametrize("command", [("diff", "bridges@draft-2024"), ("analyse",)])
def test_a_language_that_is_none_is_a_wrong_command_line(built, command):
    code, _, said = built(*command, "bridges@final-2025", "--lang", "xx")
    assert (code, "not a language" in said) == (2, True)


def in_a_shell(checkout, line, **settings):
    command = f'"{sys.executable}" -m kb.cli.main --root "{checkout}" {line}'
    return subprocess.run(["bash", "-c", command], capture_output=True, timeout=60, check=False,
                          env={**os.environ, **settings})


def test_output_that_the_terminal_cannot_show_is_escaped(built, checkout):
    del built
    done = in_a_shell(checkout, "show Bridges 1", PYTHONIOENCODING="ascii")
    assert (done.returncode, b"\\u7b2c" in done.stdout) == (0, True)


def test_a_reader_who_stops_reading_is_no_failure(built, checkout):
    del built
    done = in_a_shell(checkout, "search --limit 1000 桥 | true; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk_is_named(built, checkout):
    del built
    done = in_a_shell(checkout, "show Bridges 1 > /dev/full")
    assert (done.returncode, b"No space left" in done.stderr) == (1, True)


def test_a_version_without_a_whole_text_is_reported(built, checkout):
    work = checkout / "corpus" / "works" / "bridges.toml"
    work.write_text(work.read_text(encoding="utf-8").replace("articles = 4", "articles = 9"),
                    encoding="utf-8")
    assert "1 Chinese texts" in built("build", *DAY)[1]
    code, printed, _ = built("check", "bridges@final-2025")
    assert (code, "no-whole-text" in printed, "states 9" in printed) == (1, True, True)


@pytest.mark.parametrize("counts", ["DELETE FROM meta WHERE key = 'texts_zh'",
                                    "UPDATE meta SET value = 'x' WHERE key = 'problems'"])
def test_a_built_file_without_its_counts_is_built_again(built, checkout, counts):
    sql(counts)(checkout / "build" / "kb.sqlite")
    code, printed, _ = built("build", *DAY)
    assert (code, printed.startswith("built")) == (0, True)


def test_a_translation_that_is_not_utf8_is_named(built, checkout):
    folder = checkout / "corpus" / "texts" / "bridges"
    folder.mkdir(parents=True)
    (folder / "final-2025.en.md").write_bytes(b"\xff\xfe")
    code, _, said = built("build")
    assert (code, "final-2025.en.md" in said, "UTF-8" in said) == (1, True, True)


@pytest.mark.parametrize("content", ["[[[", "a = " + "[" * 100_000])
def test_one_broken_file_of_the_register_is_the_only_one_named(built, checkout, content):
    works = checkout / "corpus" / "works"
    other = (works / "bridges.toml").read_text(encoding="utf-8").replace("桥梁", "隧道").replace(
        "Bridge", "Tunnel")
    relation = """
[[relation]]
kind = "supplements"
target = "bridges"
version = "final-2025"
evidence = { kind = "source", source = "invented" }
"""
    (works / "tunnels.toml").write_text(other + relation, encoding="utf-8")
    assert built("build", *DAY)[0] == 0
    (works / "bridges.toml").write_text(content, encoding="utf-8")
    code, _, said = built("build", *DAY)
    assert (code, "has 1 defect" in said, "tunnels" in said) == (1, True, False)


def test_what_a_killed_build_left_aside_is_cleared(built, checkout):
    left = checkout / "build" / "kb.999999999.partial"
    left.write_text("half")
    (checkout / "build" / "kb.999999999.partial-journal").write_text("half")
    assert built("build", "--as-of", "2026-11-22")[0] == 0
    assert not list((checkout / "build").glob("*.partial*"))
