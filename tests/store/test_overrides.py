"""A reviewer's corrections as files: what loads, and what is refused with its place and remedy."""

import pytest

from kb.errors import RegisterError
from kb.model.change import ChangeClass
from kb.model.override import Deed, LinkOverride, Override, Signature, Subject, find_span, write_span
from kb.model.span import cut
from kb.store.layout import Layout
from kb.store.overrides import load_overrides
from tests import builders

SHA = "a" * 64
SIGNED = 'by = "A.B."\nday = "2026-11-24"\nreason = "the keeper is meant"\n'
NORM = (f'[[norm]]\nlanguage = "zh"\neid = "art_2__para_2"\nsha256 = "{SHA}"\ndo = "set"\n'
        f'norm = "obligation-1"\naction = "保存@1"\n{SIGNED}'
        '[norm.was]\nbearer = ""\n[norm.now]\nbearer = "art_2__para_1#养护单位"\n'
        f'[norm.also]\nart_2__para_1 = "{SHA}"\n')
REFERENCE = (f'[[reference]]\nlanguage = "zh"\neid = "art_4__para_1"\nsha256 = "{SHA}"\ndo = "add"\n'
             f'words = "0-3"\n{SIGNED}[reference.now]\nfamily = "internal"\ntargets = ["#art_2"]\n')
LINK = ('[[link]]\nlanguage = "zh"\nfrom = ["art_2"]\nto = ["art_3"]\nclasses = ["amended", "moved"]\n'
        f'{SIGNED}[link.from_sha256]\nart_2 = "{SHA}"\n[link.to_sha256]\nart_3 = "{SHA}"\n'
        '[[link.was]]\nfrom = ["art_2"]\nto = ["art_2"]\n[[link.was]]\nfrom = []\nto = ["art_3"]\n')


@pytest.fixture
def load(tmp_path):
    def call(toml, name="final-2025", folder="bridges"):
        path = tmp_path / "corpus" / "overrides" / folder / f"{name}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(toml, encoding="utf-8")
        return load_overrides(Layout(tmp_path), builders.register())
    return call


def test_no_folder_is_no_correction(tmp_path):
    found = load_overrides(Layout(tmp_path), builders.register())
    assert (found.facts, found.links) == ({}, {})


def test_corrections_load_with_everything_they_say(load):
    found = load(NORM + REFERENCE).facts["bridges@final-2025/zh"]
    assert [one.subject for one in found] == [Subject.REFERENCE, Subject.NORM]
    assert found[1] == Override(
        "bridges@final-2025/zh", Subject.NORM, Deed.SET, "art_2__para_2", SHA, "obligation-1", "保存@1",
        Signature("A.B.", "2026-11-24", "the keeper is meant",
                  "corpus/overrides/bridges/final-2025.toml:1 norm[0]"),
        {"bearer": ""}, {"bearer": "art_2__para_1#养护单位"}, {"art_2__para_1": SHA})


def test_links_load_by_the_two_texts_they_lie_between(load):
    found = load(LINK, "draft-2024--final-2025").links["bridges@draft-2024/zh", "bridges@final-2025/zh"]
    assert found == (LinkOverride(
        (("art_2",), ("art_3",)), frozenset({(("art_2",), ("art_2",)), ((), ("art_3",))}),
        {"art_2": SHA}, {"art_3": SHA},
        Signature("A.B.", "2026-11-24", "the keeper is meant",
                  "corpus/overrides/bridges/draft-2024--final-2025.toml:1 link[0]"),
        (ChangeClass.AMENDED, ChangeClass.MOVED)),)


LONG = "字" * 24


@pytest.mark.parametrize(("toml", "key", "remedy"), [
    (NORM.replace('"zh"', '"fr"'), "norm[0].language", "write one of: zh, en"),
    (NORM.replace('language = "zh"\n', ""), "norm[0].language", "add it"),
    (NORM.replace('"art_2__para_2"', '"Article 2"'), "norm[0].eid", "write it as art_14__para_2"),
    (NORM.replace(SHA, "abc", 1), "norm[0].sha256", "64 hexadecimal digits"),
    (NORM.replace('"A.B."', '""'), "norm[0].by", "is empty"),
    (NORM.replace("2026-11-24", "2026-11"), "norm[0].day", "YYYY-MM-DD"),
    (NORM.replace("2026-11-24", "2026-13-01"), "norm[0].day", "YYYY-MM-DD"),
    (NORM.replace('reason = "the keeper is meant"\n', ""), "norm[0].reason", "add it"),
    (NORM.replace('do = "set"', 'do = "mend"'), "norm[0].do", "write one of: set, add, reject"),
    (NORM.replace("obligation-1", "duty-1"), "norm[0].norm", "write it as obligation-2"),
    (NORM.replace("obligation-1", "obligation-o1"), "norm[0].norm", "write it as obligation-2"),
    (NORM.replace("保存@1", LONG), "norm[0].action", "its first words or its offsets"),
    (NORM.replace("the keeper", LONG), "norm[0].reason", "quotes 24 Chinese characters"),
    (NORM.replace("保存@1", "art_3__para_1#保存"), "norm[0].action", "under the eid of that provision"),
    (NORM.replace("[norm.was]\nbearer", "[norm.was]\nrole"), "norm[0].was", "name each field once in was"),
    (NORM.replace('[norm.now]\nbearer', '[norm.now]\nbearers'), "norm[0].now.bearers",
     "did you mean bearer"),
    (NORM.replace(f'[norm.also]\nart_2__para_1 = "{SHA}"\n', ""), "norm[0].also.art_2__para_1",
     "kb override new prints the digest"),
    (NORM.replace('"set"', '"reject"'), "norm[0].now", "leave it out"),
    (NORM.replace('"set"', '"add"').replace("-1", "-o1"), "norm[0].was", "leave it out"),
    (NORM + NORM, "norm[1]", "keep one of them"),
    (REFERENCE.replace('"#art_2"', '"Article 2"'), "reference[0].now.targets[0]", "《title》#art_5"),
    (REFERENCE.replace('"internal"', '"cousin"'), "reference[0].now.family", "write one of: internal"),
    (REFERENCE.replace('family = "internal"\n', ""), "reference[0].now.family", "add it"),
    (NORM.replace("[[norm]]", "[[norms]]"), "norms", "did you mean norm?"),
    ("[[norm]\n", "", "correct the line named"),
])
def test_a_wrong_file_is_refused_with_its_line_key_and_remedy(load, toml, key, remedy):
    with pytest.raises(RegisterError) as refused:
        load(toml)
    rows = [row for row in refused.value.why.splitlines() if remedy in row]
    assert rows
    assert any("corpus/overrides/bridges/final-2025.toml" in row and f": {key}" in row for row in rows)


@pytest.mark.parametrize(("toml", "key", "remedy"), [
    (LINK.replace('to = ["art_3"]\nclasses', 'to = ["Art 3"]\nclasses'), "link[0].to[0]",
     "write it as art_14"),
    (LINK.replace('"amended", "moved"', '"altered"'), "link[0].classes[0]", "write one of: unchanged"),
    (LINK.replace('"amended", "moved"', '"split"'), "link[0].classes", "correct from and to"),
    (LINK.replace('"amended", "moved"', '"inserted"'), "link[0].classes", "correct from and to"),
    (LINK.replace('"amended", "moved"', '"unchanged", "moved"'), "link[0].classes", "correct from"),
    (LINK.replace('to = ["art_3"]\nclasses', "to = []\nclasses"), "link[0].classes", "leave classes out"),
    (LINK.replace('to = ["art_3"]\nclasses', "to = []\nclasses"), "link[0].to_sha256.art_3", "take it out"),
    (LINK.replace(f'art_3 = "{SHA}"\n', ""), "link[0].to_sha256.art_3", "kb override link prints"),
    (LINK.partition("[[link.was]]")[0], "link[0].was", "kb override link prints"),
    (LINK + LINK, "link[1].from", "a provision is in one link only"),
])
def test_a_wrong_link_is_refused_with_its_line_key_and_remedy(load, toml, key, remedy):
    with pytest.raises(RegisterError) as refused:
        load(toml, "draft-2024--final-2025")
    assert [row for row in refused.value.why.splitlines()
            if f": {key}" in row and remedy in row and ".toml:" in row]


@pytest.mark.parametrize(("name", "folder", "why"), [
    ("final-2031", "bridges", "no version bridges@final-2031 is registered"),
    ("final-2025", "tunnels", "no version tunnels@final-2025 is registered"),
    ("draft-2024--final-2031", "bridges", "no version bridges@final-2031"),
    ("final-2025--final-2025", "bridges", "not that of one version or of two"),
    ("final-2025", "bridges/deeper", "no version deeper@final-2025"),
])
def test_a_file_of_no_known_version_is_refused(load, name, folder, why):
    with pytest.raises(RegisterError, match=why):
        load("", name, folder)


def test_all_defects_of_all_files_are_told_at_once_with_the_lines_of_their_entries(load):
    with pytest.raises(RegisterError):
        load(NORM.replace('"A.B."', '""'), "draft-2024")
    with pytest.raises(RegisterError) as refused:
        load(NORM + "\n" + REFERENCE.replace(SHA, "x"))
    place = NORM.count("\n") + 2
    assert "draft-2024.toml:1: norm[0].by: is empty" in refused.value.why
    assert f"final-2025.toml:{place}: reference[0].sha256: is not a SHA-256" in refused.value.why


TEXT = {"art_1": "甲应当乙应当12-20丙@2丁", "art_2": "字" * 30 + "甲"}


@pytest.mark.parametrize(("given", "found"), [
    ("甲", (0, 1)), ("应当@2", (4, 6)), ("3-5", (3, 5)), ("应当", None), ("应当@3", None), ("戊", None),
    ("5-3", None), ("0-99", None), ("art_2#甲", (30, 31)), ("art_3#甲", None), ("", None),
    ("丙@2丁", (11, 15)),
])
def test_a_stretch_is_named_by_words_by_occurrence_or_by_offsets(given, found):
    span = find_span(given, "art_1", TEXT)
    assert (span and (span.start, span.end)) == found


@pytest.mark.parametrize("eid", list(TEXT))
def test_every_stretch_is_written_so_that_it_is_found_again_without_quoting_much(eid):
    for start in range(len(TEXT[eid])):
        for end in range(start + 1, len(TEXT[eid]) + 1):
            span = cut(eid, TEXT[eid], start, end)
            written = write_span(span, "art_1", TEXT)
            assert find_span(written, "art_1", TEXT) == span
            assert len(written) < 24 + len("art_2#") + len("@1")
