import json
import shutil
import subprocess
import sys

import pytest
from typer.main import get_command

from kb.cli.main import COMMANDS, app
from kb.cli.naming import concerns
from tests import builders


def test_a_build_says_what_it_built_and_the_second_finds_it_up_to_date(built):
    code, printed, _ = built("build", "--as-of", "2026-11-23")
    assert code == 0
    assert printed.startswith("up to date")
    assert "2 Chinese texts" in printed


def test_a_changed_input_is_built_again(built, checkout):
    work = checkout / "corpus" / "works" / "bridges.toml"
    work.write_text(work.read_text(encoding="utf-8").replace('"Bridges"', '"Bridging"'), encoding="utf-8")
    assert built("build", "--as-of", "2026-11-23")[1].startswith("built")
    assert built("show", "Bridging art. 1")[0] == 0


@pytest.mark.parametrize(("citation", "words"), [
    ("桥梁办法第二条第一款", "养护单位应当每季度检查桥梁"),
    ("Bridge Measures art. 2(2)(1)", "公示检查结果"),
    ("bridges@draft-2024#art_2", "每年"),
    ("Bridges 3", "损毁桥梁标识"),
])
def test_show_prints_the_text_a_citation_means(built, citation, words):
    code, printed, _ = built("show", citation)
    assert code == 0
    assert words in printed
    assert "Not legal advice" in printed
    assert "republished by someone/texts" in printed


@pytest.mark.parametrize(("citation", "words"), [
    ("桥梁办法第九条", "4 articles"), ("Bridges 3(5)", "1 paragraph"), ("隧道办法第一条", "隧道")])
def test_show_says_what_exists_where_a_citation_is_wrong(built, citation, words):
    code, printed, _ = built("show", citation)
    assert code == 1
    assert words in printed


def test_show_as_data_carries_address_grade_and_date(built):
    code, printed, _ = built("show", "Bridges 3", "--json")
    data = json.loads(printed)
    assert code == 0
    assert data["readings"][0]["address"] == "bridges@final-2025#art_3"
    assert data["as_of"] == "2026-11-23"
    assert "republished" in data["readings"][0]["texts"]["zh"]["provenance"]


def test_show_names_the_day_that_was_asked_for(built):
    data = json.loads(built("show", "Bridges 3", "--as-of", "2025-06-01", "--json")[1])
    assert data["as_of"] == "2025-06-01"
    assert "as of 2025-06-01" in data["readings"][0]["note"]


def test_show_prints_what_a_provision_is_linked_to(built):
    printed = built("show", "bridges@final-2025#art_2", "--links")[1]
    assert "cited by  bridges@final-2025#art_4__para_1" in printed
    assert "in the version before  bridges@draft-2024#art_2" in printed
    links = json.loads(built("show", "bridges@final-2025#art_4", "--links", "--json")[1])["links"]
    assert "bridges@final-2025#art_2__para_1" in links["bridges@final-2025#art_4"]["cites"]


def test_search_finds_two_characters_and_exits_with_1_where_nothing_is(built):
    assert "bridges@final-2025#art_3" in built("search", "标识")[1]
    assert built("search", "备案")[0] == 1
    assert built("search", "标识", "--work", "bridges")[0] == 0
    code, _, said = built("search", "标识", "--work", "bridge")
    assert code == 1
    assert "no such work" in said
    assert json.loads(built("search", "检查", "--json")[1])["hits"]


def test_diff_of_two_versions_and_of_two_files(built, captures):
    code, printed, _ = built("diff", "bridges@draft-2024", "bridges@final-2025", "--json")
    data = json.loads(printed)
    assert code == 0
    assert {"from": ["art_1"], "to": ["art_1"]}.items() <= data["links"][0].items()
    files = [str(captures / "bridges" / name) for name in ("draft-2024.txt", "final-2025.txt")]
    from_files = json.loads(built("diff", *files, "--json")[1])
    assert [link["classes"] for link in from_files["links"]] == [link["classes"] for link in data["links"]]
    assert "每[-年-]{+季度+}检查" in built("diff", "bridges@draft-2024", "bridges@final-2025")[1]


def test_analyse_prints_the_contract_the_scorer_reads(built):
    data = json.loads(built("analyse", "bridges@final-2025", "--json")[1])
    assert {"title", "provisions", "references", "norms"} <= set(data)
    texts = {row["eid"]: row["text"] for row in data["provisions"]}
    assert data["references"]
    for ref in data["references"]:
        assert texts[ref["eid"]][ref["start"]:ref["end"]] == ref["surface"]


def test_check_lists_problems_and_furniture(built):
    code, printed, _ = built("check")
    assert code == 0
    assert "0 errors, 0 warnings, 0 notes, 0 references left open" in printed
    assert built("check", "--furniture")[0] == 0
    assert json.loads(built("check", "--json")[1]) == {"problems": [], "unresolved": []}


def test_check_fails_on_an_error_and_strictly_on_anything(built, checkout):
    write_translation(checkout, "sha256:0")
    built("build", "--as-of", "2026-11-23")
    assert built("check")[0] == 0
    assert built("check", "--strict")[0] == 1
    stored = next((checkout / "captures" / "files").iterdir())
    stored.write_bytes(b"something else")
    shutil.rmtree(checkout / "build")
    built("build", "--as-of", "2026-11-23")
    code, printed, _ = built("check")
    assert code == 1
    assert "unreadable-capture" in printed


@pytest.mark.parametrize("name", ["bridges", "bridges@final-2025"])
def test_check_takes_a_work_or_a_version_and_says_so_if_it_is_none(built, name):
    assert built("check", name)[0] == 0
    code, printed, said = built("check", name[:-1])
    assert (code, printed) == (1, "")
    assert "no such work or version" in said
    assert f"did you mean {name}" in said


@pytest.mark.parametrize(("where", "name", "expected"), [
    ("a@b#art_1", "", True), ("a@b#art_1", "a", True), ("a@b#art_1", "a@b", True), ("a@b", "a@b", True),
    ("a@b (page.html)", "a@b", True), ("a@b/zh", "a@b", True), ("a-c@b", "a", False),
    ("a@b-2", "a@b", False), ("page.html", "a", False)])
def test_a_place_lies_in_a_work_by_its_whole_name(where, name, expected):
    assert concerns(where, name) is expected


def test_a_provision_cannot_stand_for_a_whole_text(built):
    code, _, said = built("diff", "bridges@draft-2024#art_1", "bridges@final-2025")
    assert code == 1
    assert "write bridges@draft-2024" in said


@pytest.mark.parametrize("command", ["diff", "analyse"])
def test_a_file_is_a_file_by_any_ending_that_can_be_captured(kb, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "statute.markdown").write_text(builders.BRIDGES_DRAFT, encoding="utf-8")
    code, printed, _ = kb(command, *["statute.markdown"] * (1 + (command == "diff")))
    assert code == 0
    assert "statute.markdown" in printed or "references" in printed


@pytest.mark.parametrize("words", [("show", "Bridges 1"), ("search", "桥"), ("check",),
                                   ("diff", "bridges@draft-2024", "bridges@final-2025")])
def test_before_a_build_the_remedy_is_named(kb, words):
    code, _, said = kb(*words)
    assert code == 5
    assert "run: kb build" in said
    assert "Traceback" not in said


def test_a_misspelt_command_is_told_the_one_meant(kb):
    code, _, said = kb("serach", "桥")
    assert code == 2
    assert "Did you mean 'search'" in said


@pytest.mark.parametrize("words", [("check",), ("check", "--furniture"), ("pins",)])
def test_an_unregistered_name_is_refused_with_the_nearest(built, words):
    code, printed, said = built(*words, "bridge")
    assert (code, printed) == (1, "")
    assert "did you mean bridges" in said


def test_a_command_does_not_wait_for_what_others_need():
    code = ("import sys; from typer.main import get_command; from kb.cli.main import app; "
            "get_command(app).get_command(None, 'search'); "
            "print(*sorted({'bs4', 'docx', 'httpx', 'pypdf', 'kb.parse'} & set(sys.modules)))")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


@pytest.mark.parametrize("words", [("frobnicate",), ("show",), ("site", "--port", "99999999"),
                                   ("build", "--as-of", "yesterday"), ("search", "桥", "--limit", "-1")])
def test_a_wrong_command_line_exits_with_2_in_words(kb, words):
    code, printed, said = kb(*words)
    assert code == 2
    assert printed + said
    assert "Traceback" not in said


def test_a_folder_that_is_no_checkout_is_named(tmp_path, capsys):
    from kb.cli.main import run
    with pytest.raises(SystemExit) as stopped:
        run(["--root", str(tmp_path), "build"])
    assert stopped.value.code == 1
    assert "not a Regtrail checkout" in capsys.readouterr().err


def test_a_broken_register_changes_nothing_that_was_built(built, checkout):
    before = (checkout / "build" / "kb.sqlite").read_bytes()
    (checkout / "corpus" / "works" / "bridges.toml").write_text("title_zh = 3\n", encoding="utf-8")
    code, _, said = built("build")
    assert code == 1
    assert "bridges.toml" in said
    assert (checkout / "build" / "kb.sqlite").read_bytes() == before


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_a_person_can_use(kb, name):
    code, printed, _ = kb(name, "--help")
    assert code == 0
    assert "Usage" in printed
    command = get_command(app).get_command(None, name)
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", ""), f"{name}: {parameter.name} has no help"


ENGLISH = """+++
version = "bridges@final-2025"
language = "en"
renders = "{digest}"
status = "our translation"
+++

# Measures for Bridges

### Article 1

These Measures are made to regulate bridges.
"""


def write_translation(checkout, digest, name="final-2025"):
    folder = checkout / "corpus" / "texts" / "bridges"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.en.md").write_text(ENGLISH.format(digest=digest), encoding="utf-8")


def test_a_translation_of_another_chinese_text_is_called_stale_until_its_digest_agrees(built, checkout):
    write_translation(checkout, "sha256:0")
    built("build", "--as-of", "2026-11-23")
    problems = json.loads(built("check", "--json")[1])["problems"]
    stale = next(row for row in problems if row["code"] == "stale-translation")
    write_translation(checkout, stale["remedy"].split("'")[1])
    built("build", "--as-of", "2026-11-23")
    codes = {row["code"] for row in json.loads(built("check", "--json")[1])["problems"]}
    assert "stale-translation" not in codes
    assert "regulate bridges" in built("show", "Bridges 1")[1]


@pytest.mark.parametrize(("name", "words"), [
    ("final-2024", "not registered"), ("draft-2024", "wrong place")])
def test_a_translation_that_fits_no_version_is_refused(built, checkout, name, words):
    write_translation(checkout, "", name)
    code, _, said = built("build")
    assert code == 1
    assert words in said


STATEMENTS = """version = "bridges@{version}"

[[source]]
name = "Herald"

[[statement]]
id = "purpose"
text = "Bridges are to be looked after."
grade = "B"
topic = "purpose"
sources = ["Herald"]

[[change]]
id = "wider"
later = "{later}"
text = "It became wider."
grade = "B"
sources = ["Herald"]
"""


@pytest.mark.parametrize(("version", "later", "code"), [
    ("draft-2024", "final-2025", 0), ("draft-2023", "final-2025", 1), ("draft-2024", "final-2026", 1)])
def test_statements_are_about_registered_versions(built, checkout, version, later, code):
    folder = checkout / "corpus" / "statements" / "bridges"
    folder.mkdir(parents=True)
    said = STATEMENTS.format(version=version, later=later)
    (folder / f"{version}.toml").write_text(said, encoding="utf-8")
    found, _, said = built("build")
    assert found == code
    assert ("not in corpus/works" in said) is bool(code)
