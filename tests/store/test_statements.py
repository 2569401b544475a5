"""Statements load only if they are graded, sourced and careful about numbers."""

import shutil
from pathlib import Path

import pytest

from kb.errors import RegisterError
from kb.model.identifiers import is_eid
from kb.store.layout import Layout
from kb.store.statements import load_statements

HEAD = """version = "lamp-rules@draft-2030"
unknown = ["the start date"]

[[source]]
name = "Herald"
url = "https://herald.example/lamps"

[[source]]
name = "Post"
"""
STATEMENT = """
[[statement]]
id = "purpose"
text = "Lamps are to be lit at dusk."
grade = "A"
number = "1"
number_confidence = "high"
topic = "purpose"
sources = ["Herald", "Post"]
"""
CHANGE = """
[[change]]
id = "dusk"
later = "final-2031"
eids = ["art_3__para_1"]
text = "Dusk became sunset."
grade = "B"
sources = ["Post"]
"""


def load(folder: Path, toml: str, name: str = "lamp-rules/draft-2030.toml"):
    path = folder / "corpus" / "statements" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(toml, encoding="utf-8")
    return load_statements(Layout(folder))


def refusal(folder: Path, toml: str, name: str = "lamp-rules/draft-2030.toml") -> str:
    with pytest.raises(RegisterError) as error:
        load(folder, toml, name)
    return str(error.value)


def test_a_file_becomes_the_set_of_its_version(tmp_path):
    found = load(tmp_path, HEAD + STATEMENT + CHANGE)["lamp-rules@draft-2030"]
    statement, note = found.statements[0], found.notes[0]
    assert (statement.version, statement.grade, statement.number, statement.number_confidence) == (
        "lamp-rules@draft-2030", "A", "1", "high")
    assert (note.later, note.eids, note.sources) == ("final-2031", ("art_3__para_1",), ("Post",))
    assert found.unknown == ("the start date",)
    assert found.sources == (("Herald", "https://herald.example/lamps"), ("Post", ""))


def test_a_changed_grade_keeps_its_reason_and_a_point_its_unit(tmp_path):
    toml = HEAD + STATEMENT + 'unit = "point"\nreason = "raised from B: Post says so too"\n' + CHANGE
    found = load(tmp_path, toml + 'topic = "dusk"\nreason = "lowered from A"\n')["lamp-rules@draft-2030"]
    statement, note = found.statements[0], found.notes[0]
    assert (statement.unit, statement.reason) == ("point", "raised from B: Post says so too")
    assert (note.topic, note.reason) == ("dusk", "lowered from A")


def test_unit_and_reason_may_be_left_out(tmp_path):
    found = load(tmp_path, HEAD + STATEMENT + CHANGE)["lamp-rules@draft-2030"]
    assert (found.statements[0].unit, found.statements[0].reason, found.notes[0].reason) == (
        "article", "", "")


def test_a_final_version_may_be_known_by_statements_only_and_a_change_may_touch_no_provision(tmp_path):
    toml = (HEAD + STATEMENT + CHANGE).replace("draft-2030", "final-2031").replace(
        'later = "final-2031"', 'later = "v2035"').replace('eids = ["art_3__para_1"]\n', "")
    found = load(tmp_path, toml, "lamp-rules/final-2031.toml")["lamp-rules@final-2031"]
    assert (found.notes[0].later, found.notes[0].eids) == ("v2035", ())


def test_a_checkout_without_statements_has_none(tmp_path):
    assert load_statements(Layout(tmp_path)) == {}


@pytest.mark.parametrize(("old", "new", "said"), [
    ('grade = "A"', 'grade = "C"', "statement[0].grade: C is what somebody remembers"),
    ('grade = "A"', 'grade = "D"', "statement[0].grade: 'D' is not one of the words"),
    ('grade = "A"\n', "", "statement[0].grade: is missing"),
    ('topic = "purpose"', 'topics = "purpose"', "statement[0].topics: is not a key"),
    ('topic = "purpose"', 'topic = ""', "statement[0].topic: is empty"),
    ('sources = ["Herald", "Post"]', 'sources = ["Herald"]', "grade A rests on two"),
    ('sources = ["Herald", "Post"]', 'sources = ["Herald", "Echo"]', "'Echo' is not among"),
    ('sources = ["Herald", "Post"]', "sources = []", "statement[0].sources"),
    ('number_confidence = "high"\n', "", "number_confidence: is missing beside a number"),
    ('number = "1"\n', "", "number: is missing beside its confidence"),
    ('number = "1"', 'number = "1(2)"', "'1(2)' is not an article number"),
    ('number_confidence = "high"', 'number_confidence = "sure"', "'sure' is not one of"),
    ('topic = "purpose"', 'topic = "a"\nunit = "clause"', "statement[0].unit: 'clause' is not one"),
    ('topic = "purpose"', 'topic = "purpose"\nreason = "see art. 4"', "statement[0].reason: cites art. 4"),
    ('unknown = ["the start date"]', 'unknown = ["what article 9 says"]', "unknown[0]: cites art. 9"),
    ('text = "Dusk became sunset."', 'text = "Dusk became sunset (arts. 3, Articles 7)."', "cites art. 7"),
    ('later = "final-2031"', 'later = "draft-2030"', "later: is the version the file is about"),
    ('eids = ["art_3__para_1"]', 'eids = ["article 3"]', "'article 3' is not an eid"),
    ('id = "dusk"', 'id = "purpose"', "change[0].id: 'purpose' is taken"),
    ('name = "Post"', 'name = "Herald"', "source[1].name: 'Herald' is taken"),
    ('url = "https://herald.example/lamps"', 'url = "herald"', "is not a web address"),
    ("lamp-rules@draft-2030", "lamp-rules@draft-2029", "is not the version of this file"),
    ('unknown = ["the start date"]', 'unkown = ["the start date"]', "did you mean unknown?"),
])
def test_what_is_wrong_is_named_with_file_and_key(tmp_path, old, new, said):
    toml = HEAD + STATEMENT + CHANGE
    assert toml.count(old) == 1
    message = refusal(tmp_path, toml.replace(old, new))
    assert said in message
    assert "corpus/statements/lamp-rules/draft-2030.toml" in message


@pytest.mark.parametrize("text", ["Under art. 1 lamps are lit.", "Article 1 says when.",
                                  "依照第一条。", "See Art. 1."])
def test_a_probable_number_is_never_cited(tmp_path, text):
    probable = STATEMENT.replace('"high"', '"probable"')
    toml = HEAD + probable.replace("Lamps are to be lit at dusk.", text)
    assert "a number that is not established" in refusal(tmp_path, toml)


def test_an_established_number_and_the_later_text_may_be_cited(tmp_path):
    toml = (HEAD + STATEMENT.replace("Lamps are", "Under art. 1 lamps are")
            + CHANGE.replace("Dusk became", "In art. 3 dusk became"))
    assert load(tmp_path, toml)
    wrong = HEAD + STATEMENT + CHANGE.replace("Dusk became", "In art. 4 dusk became")
    assert "art. 4" in refusal(tmp_path, wrong)


def test_a_number_may_be_probable_if_nothing_cites_it(tmp_path):
    found = load(tmp_path, HEAD + STATEMENT.replace('"high"', '"probable"'))
    assert found["lamp-rules@draft-2030"].statements[0].number_confidence == "probable"


def test_all_defects_of_all_files_come_at_once(tmp_path):
    path = tmp_path / "corpus" / "statements" / "bell-rules" / "draft-2030.toml"
    path.parent.mkdir(parents=True)
    path.write_text("version = ", encoding="utf-8")
    message = refusal(tmp_path, HEAD + STATEMENT.replace('"A"', '"C"'))
    assert "bell-rules/draft-2030.toml: is not TOML" in message
    assert "lamp-rules/draft-2030.toml: statement[0].grade" in message


def test_bytes_that_are_not_utf_8_are_reported(tmp_path):
    path = tmp_path / "corpus" / "statements" / "lamp-rules" / "draft-2030.toml"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"version = \"\xff\"")
    with pytest.raises(RegisterError, match="not UTF-8"):
        load_statements(Layout(tmp_path))


def test_the_statements_of_this_checkout_load(root):
    found = load_statements(Layout(root))
    draft = found["deep-synthesis-provisions@draft-2022"]
    assert {s.number for s in draft.statements if s.number_confidence == "high"} == {"1", "2", "12"}
    assert {s.grade for s in draft.statements} | {n.grade for n in draft.notes} == {"A", "B"}
    assert draft.unknown
    assert all(is_eid(eid) for note in draft.notes for eid in note.eids)


def test_the_change_notes_of_this_checkout_fail_without_their_eids(root, tmp_path):
    folder = tmp_path / "corpus" / "statements"
    shutil.copytree(root / "corpus" / "statements", folder)
    path = folder / "deep-synthesis-provisions" / "draft-2022.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"art_1"', '"clause_1"'),
                    encoding="utf-8")
    with pytest.raises(RegisterError, match="clause_1"):
        load_statements(Layout(tmp_path))
