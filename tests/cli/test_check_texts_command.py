"""`kb check texts` as a person calls it: without a build, with and without the Chinese."""

import json

import pytest

from kb.cli.check_texts import collate_corpus
from kb.cli.main import run
from kb.store.layout import Layout

EN = """+++
version = "bridges@final-2025"
language = "en"
renders = "{digest}"
reviewed = "read twice more"
+++

# Measures for Bridges

## Chapter I General Provisions

### Article 1

These Measures are made in order to regulate the management of bridges.

## Chapter II Keeping

### Article 2

A keeper shall inspect bridges every quarter.

A keeper shall keep the records of inspection and perform the following duties:

(1) to publish the results of inspection;

(2) to report defects of bridges.

### Article 3

Any entity or individual shall not damage the signs of bridges.

### Article 4

Where paragraph 1 of Article 2 of these Measures is violated, the bridge department orders corrections.
"""


def write(checkout, text, digest=""):
    folder = checkout / "corpus" / "texts" / "bridges"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "final-2025.en.md").write_text(text.replace("{digest}", digest), encoding="utf-8")


@pytest.fixture
def checked(kb, checkout, captures):
    """The captures imported, nothing built, and a faithful translation with the right digest."""
    assert kb("capture", "--from", str(captures))[0] == 0
    write(checkout, EN)
    [text] = json.loads(kb("check", "texts", "--json")[1])["texts"]
    digest = text["findings"][0]["message"].split('"')[1]
    write(checkout, EN, digest)
    return kb, digest


def test_a_faithful_translation_passes_without_a_build(checked, checkout):
    kb, _ = checked
    code, printed, _ = kb("check", "texts")
    assert code == 0, printed
    assert "texts: 1, of which with findings: 0" in printed
    assert not (checkout / "build" / "kb.sqlite").exists()


@pytest.mark.parametrize("name", ["bridges", "bridges@final-2025", "corpus/texts/bridges/final-2025.en.md"])
def test_a_work_a_version_or_a_file_can_be_named(checked, name):
    kb, _ = checked
    assert kb("check", "texts", name)[0] == 0


def test_a_name_that_is_none_is_refused_with_the_nearest(checked):
    kb, _ = checked
    code, _, said = kb("check", "texts", "bridge")
    assert code == 1
    assert "did you mean bridges" in said


def test_an_edit_is_found_at_once_and_fails(checked, checkout):
    kb, digest = checked
    write(checkout, EN.replace("A keeper shall inspect", "A keeper should inspect"), digest)
    code, printed, _ = kb("check", "texts")
    assert code == 1
    assert "bridges@final-2025#art_2__para_1  operators  Chinese: shall; English: none" in printed
    assert '"should"' in printed


def test_a_translation_of_another_chinese_text_fails(checked, checkout):
    kb, _ = checked
    write(checkout, EN, "sha256:0")
    code, printed, _ = kb("check", "texts")
    assert code == 1
    assert "digest  renders another Chinese text" in printed


def test_exceptions_are_listed_with_their_reasons(checked, checkout):
    kb, digest = checked
    write(checkout, EN.replace("every quarter", "every 3 months"), digest)
    list_ = checkout / "corpus" / "texts" / "bridges" / "final-2025.exceptions.toml"
    list_.write_text('[[exception]]\ncheck = "numbers"\neid = "art_2__para_1"\nsubject = "每季度"\n'
                     'reason = "a quarter is written out"\n', encoding="utf-8")
    code, printed, _ = kb("check", "texts", "--exceptions")
    assert code == 0, printed
    assert "excepted  bridges@final-2025#art_2__para_1  numbers  每季度: a quarter is written" in printed
    list_.write_text("[[exception]]\nwhy = 1\n", encoding="utf-8")
    code, _, said = kb("check", "texts")
    assert code == 1
    assert "final-2025.exceptions.toml: exception[0].why" in said


def test_without_captures_it_says_so_and_checks_what_it_can(kb, checkout):
    write(checkout, EN)
    code, printed, _ = kb("check", "texts")
    assert code == 0
    assert "the Chinese is not here" in printed
    write(checkout, EN.replace("shall not damage", "may not damage"))
    assert kb("check", "texts")[0] == 1


def test_a_broken_file_of_another_text_does_not_stand_in_the_way(checked, checkout):
    kb, _ = checked
    (checkout / "corpus" / "texts" / "bridges" / "draft-2024.en.md").write_text("half", encoding="utf-8")
    assert kb("check", "texts", "bridges@final-2025")[0] == 0
    code, _, said = kb("check", "texts")
    assert code == 1
    assert "no front matter" in said


def test_check_without_a_word_is_what_it_was(built):
    code, printed, _ = built("check")
    assert code == 0
    assert "0 errors, 0 warnings, 0 notes, 0 references left open" in printed


@pytest.fixture(scope="session")
def real_layout(root, shared, tmp_path_factory):
    """This checkout's corpus with the shared captures imported elsewhere."""
    base = tmp_path_factory.mktemp("texts")
    for name in ("corpus", "site", "mkdocs.yml", "pyproject.toml"):
        (base / name).symlink_to(root / name)
    with pytest.raises(SystemExit) as stopped:
        run(["--root", str(base), "capture", "--from", str(shared / "captures")])
    assert stopped.value.code == 0
    return Layout(base)


def test_every_committed_translation_passes(real_layout):
    found, _ = collate_corpus(real_layout)
    assert found
    assert [f"{f.version}#{f.eid} {f.check}: {f.message}" for one in found for f in one.findings] == []
    assert all(one.has_chinese for one in found)


def test_a_text_that_was_not_read_over_fails(checked, kb, checkout):
    path = checkout / "corpus" / "texts" / "bridges" / "final-2025.en.md"
    path.write_text(path.read_text(encoding="utf-8").replace('reviewed = "read twice more"\n', ""),
                    encoding="utf-8")
    code, printed, _ = kb("check", "texts")
    assert code == 1
    assert "does not say how it was read over" in printed
