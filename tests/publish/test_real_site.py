"""The site of the real captures: every link and anchor, sizes, nothing official left unescaped."""

from datetime import date

import pytest

from kb.cli.main import app
from kb.cli.pipeline import assemble
from kb.compare.identity import DISAGREES
from kb.compare.units import all_units
from kb.publish.addresses import eid_slug
from kb.publish.site import build_site
from kb.store.database import connect, write_library
from kb.store.fulltext import BuiltIndex, read_vocabulary, search
from kb.store.query import parse_query
from tests.publish.conftest import ROOT, broken_links, checkout, read_page
from tests.publish.test_search_records import ask_the_browsers

pytestmark = [pytest.mark.shared, pytest.mark.slow]
AS_OF = date(2026, 11, 23)
LARGEST_ARTICLE = 60_000
LARGEST_COMPARISON = 300_000


# Where a reader who asks in everyday English is to be led first.
FIRST = {
    "training data management": "deep-synthesis-provisions@final-2022#art_14",
    "consent before editing face or voice": "deep-synthesis-provisions@final-2022#art_14",
    "conspicuous label": "deep-synthesis-provisions@final-2022#art_17",
    "opt out of algorithmic recommendation": "algorithm-recommendation-provisions@final-2021#art_17",
    "price discrimination by algorithm": "algorithm-recommendation-provisions@final-2021#art_21",
    "separate consent": "personal-information-protection-law@final-2021#art_2",
    "file the algorithm within ten working days": "algorithm-recommendation-provisions@final-2021#art_24",
    "platform investment in financial institutions": "platform-economy-opinions@final-2022 investment",
}


@pytest.fixture(scope="module")
def layout_and_library(shared, tmp_path_factory):
    from typer.testing import CliRunner

    folder = tmp_path_factory.mktemp("real")
    layout = checkout(folder)
    (folder / "corpus").symlink_to(ROOT / "corpus")
    done = CliRunner().invoke(app, ["--root", str(folder), "capture", "--from",
                                    str(shared / "captures")])
    assert done.exit_code == 0, done.output
    return layout, assemble(layout, AS_OF, lambda *step: None)


@pytest.fixture(scope="module")
def real(layout_and_library):
    return build_site(*layout_and_library)


@pytest.fixture(scope="module")
def connection(layout_and_library):
    write_library(*layout_and_library)
    opened = connect(layout_and_library[0])
    yield opened
    opened.close()


def test_every_link_and_anchor_of_the_real_site_resolves(real):
    assert broken_links(real.path) == []


def test_every_address_ever_published_has_a_page(layout_and_library, real):
    _, library = layout_and_library
    assert library.identities
    missing = []
    for slug, kept in library.identities.items():
        for version, eids in kept.addresses.items():
            reading = (real.path / "w" / slug / version / "index.html").read_text(encoding="utf-8")
            for eid in eids:
                own = real.path / "w" / slug / version / eid_slug(eid) / "index.html"
                signpost = real.path / "w" / slug / eid_slug(eid) / "index.html"
                if f'id="{eid}"' not in reading and not own.exists() and not signpost.exists():
                    missing.append(f"{slug}@{version}#{eid}")
    assert missing == []


def test_the_kept_identity_agrees_with_the_alignment_and_covers_every_text(layout_and_library):
    _, library = layout_and_library
    assert [problem for problem in library.problems if problem.code == DISAGREES] == []
    unlisted = [f"{key}#{unit.eid}" for key, held in library.texts.items()
                for unit in all_units(next(iter(held.values())))
                if unit.eid not in library.identities[key.partition("@")[0]].addresses.get(
                    key.partition("@")[2], ())]
    assert unlisted == [], "run kb align --accept"


def test_article_pages_and_comparisons_stay_small(real):
    sizes = {path: path.stat().st_size for path in real.path.rglob("*.html")}
    assert not [p for p, size in sizes.items() if "/art-" in str(p) and size > LARGEST_ARTICLE]
    assert not [p for p, size in sizes.items() if "/compare/" in str(p) and size > LARGEST_COMPARISON]


def test_no_page_holds_a_foreign_script_or_handler(real):
    for path in real.path.rglob("*.html"):
        page = read_page(path)
        assert not page.handlers, path
        assert not page.tags["iframe"] + page.tags["img"] + page.tags["object"], path


def test_the_civil_code_has_its_reading_page_only(real):
    folder = real.path / "w" / "civil-code" / "final-2020"
    assert [path.name for path in folder.iterdir()] == ["index.html"]
    assert read_page(folder / "index.html").ids["art_1260"] == 1


@pytest.mark.parametrize(("asked", "first"), FIRST.items(), ids=FIRST)
def test_everyday_english_leads_to_the_clause_first(connection, asked, first):
    assert search(connection, asked, 1).hits[0].address.startswith(first)


def test_a_text_without_english_is_found_by_an_english_term(connection):
    found = {hit.version for hit in search(connection, "important data", 20).hits}
    assert "network-data-security-regulations@final-2024" in found


def test_the_page_shows_first_what_the_command_shows_first(connection, real, tmp_path):
    vocabulary, index = read_vocabulary(connection), BuiltIndex(connection)
    questions = [*FIRST, "标识", "备案", "深度合成 label", "deepfakes of children", "RMB 100,000 fine"]
    held = [{run: sorted(index.holding(run)) for run in parse_query(asked, vocabulary).runs}
            for asked in questions]
    answers = ask_the_browsers(real.path / "search" / "index.json",
                               list(zip(questions, held, strict=True)), tmp_path)
    for asked, answer in zip(questions, answers, strict=True):
        found = [hit.ranked.record for hit in search(connection, asked, 50).hits]
        assert [record for record, _ in answer["finds"][:50]] == found, asked
