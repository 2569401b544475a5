"""Corrections through a build: they survive it, are told of, and are laid aside when the text moves."""

import json
import re
import tomllib

import pytest

from kb.store.database import read_library
from kb.store.layout import Layout

FINAL, DRAFT = "bridges@final-2025", "bridges@draft-2024"
DUTY = f"{FINAL}#art_2__para_1"


def sign(template):
    """Sign a printed template as it is."""
    return template.replace('by = ""', 'by = "A.B."').replace('reason = ""', 'reason = "as printed"')


def fill(template, norm, **changes):
    """Sign the entry of one norm in a printed template, and set fields of it."""
    (entry,) = [one for one in tomllib.loads(template)["norm"] if one["norm"] == norm]
    entry |= {"by": "A.B.", "reason": "the grammar misleads", "now": changes,
              "was": {name: entry["was"].get(name, "") for name in changes}}
    return "[[norm]]\n" + "".join(f"{name} = {as_toml(value)}\n" for name, value in entry.items())


def as_toml(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {as_toml(inner)}" for name, inner in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


@pytest.fixture
def write(checkout):
    def call(name, toml):
        path = checkout / "corpus" / "overrides" / "bridges" / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(toml, encoding="utf-8")
        return path
    return call


@pytest.fixture
def library(checkout):
    return lambda: read_library(Layout(checkout))


def norm_of(library, id_):
    return next((n for n in library.analyses[f"{FINAL}/zh"].norms if n.id == f"{FINAL}@{id_}"), None)


def build(kb):
    return kb("build", "--as-of", "2026-11-23")


@pytest.fixture
def corrected(built, write):
    """A checkout with one norm corrected to a recommendation, built."""
    template = built("override", "new", DUTY)[1]
    write("final-2025", fill(template, "obligation-1", modality="recommendation"))
    assert build(built)[0] == 0
    return built


def test_a_printed_template_is_toml_with_the_digests_of_what_it_names(built):
    code, printed, _ = built("override", "new", f"{FINAL}#art_2")
    assert code == 0
    assert printed.startswith("# corpus/overrides/bridges/final-2025.toml\n")
    data = tomllib.loads(printed)
    assert {entry["eid"] for entry in data["norm"]} >= {"art_2__para_1", "art_2__para_2__item_1"}
    assert all(re.fullmatch(r"[0-9a-f]{64}", entry["sha256"]) for entry in data["norm"])
    duty = next(entry for entry in data["norm"] if entry["eid"] == "art_2__para_2__item_1")
    assert duty["now"]["bearer"] == "art_2__para_2#养护单位"
    assert set(duty["also"]) == {"art_2__para_2"}
    assert {"reference", "definition", "norm"} == set(tomllib.loads(
        built("override", "new", DUTY, "--add")[1]))


def test_a_template_signed_and_unchanged_is_needless(built, write):
    template = built("override", "new", DUTY)[1]
    write("final-2025", fill(template, "obligation-1", bearer="养护单位"))
    build(built)
    assert "override-needless" in built("check")[1]
    assert built("override", "list")[1].startswith("needless")


def test_a_correction_is_applied_and_survives_rebuilds(corrected, library, checkout):
    norm = norm_of(library(), "art_2__para_1~obligation-1")
    assert (norm.modality, norm.rule, norm.penalised_by) == ("recommendation", "override", ())
    (checkout / "build" / "kb.sqlite").unlink()
    assert build(corrected)[0] == 0
    assert norm_of(library(), "art_2__para_1~obligation-1") == norm
    register = checkout / "corpus" / "register.toml"
    register.write_text(register.read_text(encoding="utf-8") + "\n# read again\n", encoding="utf-8")
    assert build(corrected)[0] == 0
    assert norm_of(library(), "art_2__para_1~obligation-1") == norm


def test_a_correction_is_told_with_its_day_and_reason(corrected):
    data = json.loads(corrected("analyse", FINAL, "--json")[1])
    (told,) = data["corrections"]
    assert (told["key"], told["fields"], told["by"], told["reason"]) == (
        f"{FINAL}@art_2__para_1~obligation-1", ["modality"], "A.B.", "the grammar misleads")
    assert next(n["rule"] for n in data["norms"] if n["id"] == told["key"]) == "override"
    (row,) = json.loads(corrected("override", "list", "--json")[1])
    assert (row["state"], row["day"]) == ("applied", told["day"])
    assert corrected("check")[0] == 0


def test_a_correction_taken_out_leaves_what_the_rules_give(corrected, library, checkout):
    (checkout / "corpus" / "overrides" / "bridges" / "final-2025.toml").unlink()
    build(corrected)
    norm = norm_of(library(), "art_2__para_1~obligation-1")
    assert (norm.modality, norm.penalised_by, library().corrections) == (
        "obligation", ("art_4__para_1",), ())


def test_a_text_that_moved_raises_a_conflict_and_keeps_the_rules(corrected, library, checkout, write):
    path = checkout / "corpus" / "overrides" / "bridges" / "final-2025.toml"
    write("final-2025", re.sub(r"[0-9a-f]{64}", "0" * 64, path.read_text(encoding="utf-8")))
    assert build(corrected)[0] == 0
    assert norm_of(library(), "art_2__para_1~obligation-1").modality == "obligation"
    code, printed, _ = corrected("check")
    assert code == 1
    assert f"override-conflict  {DUTY}" in printed
    assert "overrides/bridges/final-2025.toml:1 norm[0]" in printed
    assert f"write the correction anew (kb override new {DUTY})" in printed
    code, listed, _ = corrected("override", "list")
    assert (code, listed.split()[0]) == (1, "conflict")


def test_a_malformed_file_refuses_the_build_and_nothing_is_half_applied(corrected, library, write):
    before = library()
    write("draft-2024", '[[norm]]\nlanguage = "zh"\n')
    write("draft-2024--final-2025", "[[link]]\nfrom = 3\n")
    code, _, said = build(corrected)
    assert code == 1
    assert "draft-2024.toml:1: norm[0].sha256: is missing" in said
    assert "draft-2024--final-2025.toml:1: link[0].from: is a whole number, not a list" in said
    assert library() == before


def test_a_link_is_corrected_from_its_printed_template(built, write, library):
    template = built("override", "link", f"{DRAFT}#art_3", f"{FINAL}#art_3")[1]
    path = template.split("\n")[0]
    assert path == "# corpus/overrides/bridges/draft-2024--final-2025.toml"
    write("draft-2024--final-2025", sign(template))
    assert build(built)[0] == 0
    (comparison,) = library().comparisons
    link = next(link for link in comparison.links if link.a == ("art_3",))
    assert (link.b, link.rule) == (("art_3",), "override")
    data = json.loads(built("diff", DRAFT, FINAL, "--json")[1])
    assert next(one["rule"] for one in data["links"] if one["from"] == ["art_3"]) == "override"
    assert [one["key"] for one in data["corrections"]] == ["art_3>art_3"]


def test_a_link_is_taken_apart_from_its_printed_template(built, write, library):
    template = built("override", "link", f"{DRAFT}#art_2", FINAL)[1]
    assert tomllib.loads(template)["link"][0]["to"] == []
    write("draft-2024--final-2025", sign(template))
    build(built)
    assert {(("art_2",), ()), ((), ("art_2",))} <= {(link.a, link.b)
                                                    for link in library().comparisons[0].links}


def test_a_correction_waits_for_a_text_that_is_not_here(kb, write, checkout):
    write("final-2025", '[[norm]]\nlanguage = "zh"\neid = "art_1__para_1"\ndo = "reject"\n'
          f'sha256 = "{"a" * 64}"\nnorm = "obligation-1"\naction = "0-2"\nby = "A.B."\n'
          'day = "2026-11-24"\nreason = "none"\n')
    assert build(kb)[0] == 0
    assert kb("override", "list")[1].startswith("waits")
    assert "override" not in kb("check")[1]


@pytest.mark.parametrize(("words", "why"), [
    (("new", "Article 5"), "not an address"),
    (("new", "bridges#art_1"), "names no version"),
    (("new", f"{FINAL}#art_99"), "no such provision"),
    (("new", f"{DUTY}", "--lang", "en"), "no such text"),
    (("link", f"{DRAFT}#art_1", f"{DRAFT}#art_2"), "not two versions that are compared"),
    (("link", DRAFT, FINAL), "no provision is named"),
    (("link", f"{DRAFT}#art_1__para_1", FINAL), "no link holds this provision"),
])
def test_what_cannot_be_corrected_is_refused_in_words(built, words, why):
    code, _, said = built("override", *words)
    assert code == 1
    assert why in said
