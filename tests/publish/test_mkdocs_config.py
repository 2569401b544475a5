"""MkDocs' default output folder is ``site``, which holds our templates, and a build empties it."""

from mkdocs.config import load_config


def test_docs_and_output_folders_are_both_set_away_from_the_defaults(root):
    config = load_config(str(root / "mkdocs.yml"))
    assert config.docs_dir == str(root / "site" / "pages")
    assert config.site_dir == str(root / "build" / "public")
    assert config.strict


def test_the_file_itself_names_both_folders(root):
    lines = (root / "mkdocs.yml").read_text(encoding="utf-8").splitlines()
    assert "docs_dir: site/pages" in lines
    assert "site_dir: build/public" in lines
    assert "strict: true" in lines


def test_navigation_stays_small(root):
    assert len(load_config(str(root / "mkdocs.yml")).nav) <= 12
