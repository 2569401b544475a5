"""Which file is read as a version's text, and the sentence that says why."""

import itertools
from datetime import date

import pytest

from kb.capture.choice import Candidate, choose
from kb.capture.offer import SAYS_MORE
from kb.model.manifestation import Manifestation
from kb.model.problem import Problem, Severity
from kb.model.provision import Kind, Provision
from kb.model.text import Grade, Text
from kb.parse.readers import read
from kb.parse.structure import parse_source


def candidate(name, grade=Grade.REPUBLISHED, layout="lines", *, articles=3, expected=3, errors=0,
              partial=False, defects=(), annex=0, fetched=""):
    sha256 = name.encode().hex().ljust(64, "0")
    manifestation = Manifestation("w@v", sha256, 1, "text/plain", name, "", grade, partial=partial,
                                  defects=defects, layout=layout,
                                  retrieved=date.fromisoformat(fetched[:10]) if fetched else None,
                                  warc=f"warc/{fetched.replace('-', '')}.warc.gz" if fetched else "")
    eids = [f"art_{n}" for n in range(articles)] + [f"annex_1__art_{n}" for n in range(annex)]
    nodes = tuple(Provision(Kind.ARTICLE, eid, "", "", "", "", "", 0, 0, 0) for eid in eids)
    problems = tuple(Problem("p", Severity.ERROR, "", "") for _ in range(errors))
    text = Text("w@v", "zh", grade, sha256, "", "", "", (), nodes, (), (), 0, problems)
    return Candidate(manifestation, text, expected)


OFFICIAL = Grade.OFFICIAL_FETCHED
RULES = [
    (candidate("z"), candidate("a", Grade.OFFICIAL_RECEIVED, articles=1), "only part"),
    (candidate("z", Grade.OFFICIAL_RECEIVED, "flat", errors=9), candidate("a"),
     "official page, received through a third party, against republished"),
    (candidate("z"), candidate("a", Grade.CONVERTED), "republished, against converted"),
    (candidate("z"), candidate("a", layout="wrapped"), "the document's own lines, against hard line wraps"),
    (candidate("z", layout="wrapped"), candidate("a", layout="flat"),
     "joined, against one line with paragraphs"),
    (candidate("z", layout="flat"), candidate("a", layout="spaced"),
     "inferred, against characters spaced by OCR"),
    (candidate("z", layout="spaced"), candidate("a", layout=""), "against a layout not recorded"),
    (candidate("z", OFFICIAL, errors=2, fetched="2031-01-02T000000Z-1"),
     candidate("a", OFFICIAL, fetched="2031-01-01T000000Z-1"), "on 2031-01-02, the later of the two"),
    (candidate("z", OFFICIAL, fetched="2031-01-01T090000Z-1"),
     candidate("a", OFFICIAL, fetched="2031-01-01T080000Z-1"), "on 2031-01-01, the later of the two"),
    (candidate("z", OFFICIAL, fetched="2031-01-01T080000Z-10"),
     candidate("a", OFFICIAL, fetched="2031-01-01T080000Z-9"), "the later of the two"),
    (candidate("z", OFFICIAL, fetched="2031-01-01T080000Z-1"),
     candidate("a", OFFICIAL, layout="wrapped", fetched="2031-01-09T080000Z-1"), "document's own lines"),
    (candidate("a", Grade.OFFICIAL_RECEIVED), candidate("z", Grade.OFFICIAL_RECEIVED, fetched="2031-01-09"),
     "file name decides"),
    (candidate("z", errors=1), candidate("a", errors=2), "1 defects of the error kind against 2"),
    (candidate("z"), candidate("a", articles=4), "holds 3 articles, the register says 3"),
    (candidate("a"), candidate("z"), "file name decides"),
]


@pytest.mark.parametrize(("better", "worse", "words"), RULES)
def test_the_first_rule_that_tells_decides_and_says_so(better, worse, words):
    for order in itertools.permutations((better, worse)):
        choice = choose(order)
        assert choice.order == (better, worse)
        assert choice.chosen is better
        assert words in choice.reason
        assert choice.reason.count(".") == 1 + better.manifestation.file_name.count(".")


def test_the_order_of_import_never_matters():
    every = [row[0] for row in RULES] + [row[1] for row in RULES]
    names = {choose(order).order[0].manifestation.file_name
             for order in itertools.islice(itertools.permutations(every[:6]), 100)}
    assert len(names) == 1


def test_a_partial_file_is_never_chosen_even_alone():
    choice = choose([candidate("a", Grade.OFFICIAL_FETCHED, articles=1, expected=20)])
    assert choice.chosen is None
    assert "No file" in choice.reason
    assert choice.reasons == ("Kept but never chosen: it holds 1 of 20 articles.",)


def test_without_a_registered_count_the_flag_set_on_import_decides():
    assert choose([candidate("a", expected=None, partial=True)]).chosen is None
    assert choose([candidate("a", expected=None)]).chosen is not None


def test_a_later_reading_may_find_what_the_import_missed():
    found = candidate("a", partial=True, defects=("holds 2 of 3 articles",))
    assert choose([found]).chosen is found


def test_a_file_that_says_there_is_more_stays_partial_whatever_is_counted():
    assert choose([candidate("a", partial=True, defects=(SAYS_MORE,))]).chosen is None


def test_articles_of_an_annex_do_not_make_a_text_complete():
    assert choose([candidate("a", articles=1, annex=9)]).chosen is None


def test_no_file_gives_no_choice():
    assert choose([]).chosen is None


MADE = [
    ("pi-export-certification-measures", {"draft-2025.picker-cismag.md": Grade.REPUBLISHED,
                                          "draft-2025.ocr.md": Grade.CONVERTED}, 20),
    ("facial-recognition-measures", {"final-2025.pdf-text.md": Grade.CONVERTED,
                                     "final-2025.cac-text.txt": Grade.CONVERTED}, 20),
    ("cybersecurity-law", {"v2016.bibliotheca.md": Grade.REPUBLISHED,
                           "v2016.cac-page1.html": Grade.OFFICIAL_RECEIVED}, 79),
    ("pi-export-standard-contract-measures", {"final-2023.picker-cii.md": Grade.REPUBLISHED,
                                              "final-2023.picker-freebuf.md": Grade.REPUBLISHED}, 13),
]
TYPES = {"html": "text/html", "txt": "text/plain", "md": "text/markdown"}


@pytest.mark.parametrize(("work", "files", "expected"), MADE, ids=lambda value: str(value)[:20])
def test_of_the_real_files_the_right_one_is_chosen(shared, work, files, expected):
    candidates = []
    for name, grade in files.items():
        data = (shared / "captures" / work / name).read_bytes()
        media_type = TYPES[name.rpartition(".")[2]]
        source = read(data, media_type, name)
        text = parse_source(source, f"{work}@v", grade=grade)
        manifestation = Manifestation(f"{work}@v", name, len(data), media_type, name, "", grade,
                                      layout=str(source.layout))
        candidates.append(Candidate(manifestation, text, expected))
    assert [one.manifestation.file_name for one in choose(candidates[::-1]).order] == list(files)
    assert choose(candidates).chosen is candidates[0]
