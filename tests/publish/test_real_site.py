"""The site of the real captures: every link and anchor, sizes, nothing official left unescaped."""

from datetime import date

import pytest

from kb.cli.main import app
from kb.cli.pipeline import assemble
from kb.publish.site import build_site
from tests.publish.conftest import ROOT, broken_links, checkout, read_page

pytestmark = [pytest.mark.shared, pytest.mark.slow]
AS_OF = date(2026, 11, 23)
LARGEST_ARTICLE = 60_000
LARGEST_COMPARISON = 300_000


@pytest.fixture(scope="module")
def real(shared, tmp_path_factory):
    from typer.testing import CliRunner

    folder = tmp_path_factory.mktemp("real")
    layout = checkout(folder)
    (folder / "corpus").symlink_to(ROOT / "corpus")
    done = CliRunner().invoke(app, ["--root", str(folder), "capture", "--from",
                                    str(shared / "captures")])
    assert done.exit_code == 0, done.output
    return build_site(layout, assemble(layout, AS_OF, lambda *step: None))


def test_every_link_and_anchor_of_the_real_site_resolves(real):
    assert broken_links(real.path) == []


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
