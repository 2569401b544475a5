"""``mkdocs build`` run by a person reads the built file."""

from mkdocs.commands.build import build
from mkdocs.config import load_config

from kb.store.database import write_library
from tests.publish.conftest import ROOT, checkout, read_page
from tests.publish.small_library import small_library


def test_mkdocs_alone_builds_the_same_pages_from_the_built_file(tmp_path, site, monkeypatch):
    layout = checkout(tmp_path)
    (tmp_path / "corpus").mkdir()
    write_library(layout, small_library())
    monkeypatch.chdir(tmp_path)
    build(load_config(str(tmp_path / "mkdocs.yml")))
    made = layout.public / "w/lantern-provisions/final-2031/index.html"
    assert made.read_bytes() == (site.path / made.relative_to(layout.public)).read_bytes()
    assert (layout.public / "pagefind" / "pagefind.js").is_file()
    assert (ROOT / "site" / "templates").is_dir()
    assert read_page(made).ids["art_3"] == 1
