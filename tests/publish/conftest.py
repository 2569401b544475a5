"""The site of the invented library, built once, and a reader of built pages."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kb.publish.site import SiteReport, build_site
from kb.store.layout import Layout
from tests.publish.small_library import small_library

ROOT = Path(__file__).parent.parent.parent
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}


def checkout(folder: Path) -> Layout:
    """Return a checkout that shares the site's own files with the real one."""
    for name in ("site", "mkdocs.yml", "pyproject.toml"):
        (folder / name).symlink_to(ROOT / name)
    return Layout(folder)


@pytest.fixture(scope="session")
def site(tmp_path_factory) -> SiteReport:
    return build_site(checkout(tmp_path_factory.mktemp("site")), small_library())


@pytest.fixture(scope="session")
def english_site(tmp_path_factory) -> SiteReport:
    """The site as a bare clone builds it: no Chinese text."""
    return build_site(checkout(tmp_path_factory.mktemp("bare")), small_library(chinese=False))


@dataclass
class BuiltPage:
    """What a test asks of a page: ids, links, resources, elements and text."""

    ids: Counter[str] = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    resources: list[str] = field(default_factory=list)
    tags: Counter[str] = field(default_factory=Counter)
    handlers: list[str] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)
    text: str = ""


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page, self.open = BuiltPage(), []

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.page.tags[tag] += 1
        self.page.handlers += [name for name in found if name.startswith("on")]
        if "id" in found:
            self.page.ids[found["id"]] += 1
        if tag == "a" and found.get("href") is not None:
            self.page.links.append(found["href"])
        elif tag != "a":
            self.page.resources += [found[k] for k in ("href", "src", "srcset", "data", "action")
                                    if found.get(k)]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.page.left_open.append(tag)

    def handle_data(self, data):
        if not self.open or self.open[-1] not in ("script", "style"):
            self.page.text += data


def read_page(path: Path) -> BuiltPage:
    reader = Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    reader.page.left_open += reader.open
    return reader.page


def broken_links(folder: Path) -> list[str]:
    """Return every link, anchor or resource of a built site that leads nowhere or off the site."""
    pages = {path: read_page(path) for path in folder.rglob("*.html")}
    ids = {path: set(page.ids) for path, page in pages.items()}
    bad = []
    for path, page in pages.items():
        for target in page.links:
            if not target.startswith(("https://", "http://")):
                bad += _broken(path, target, ids)
        for target in page.resources:
            if not target.startswith("data:"):
                bad += _broken(path, target, ids)
        bad += [f"{path}: id {name} stands {n} times" for name, n in page.ids.items() if n > 1]
        bad += [f"{path}: <{tag}> is not closed" for tag in page.left_open]
    return [row.replace(str(folder), "") for row in bad]


def _broken(path: Path, target: str, ids: dict[Path, set[str]]) -> list[str]:
    if ":" in target.partition("#")[0] or target.startswith("/"):
        return [f"{path}: {target} is absolute"]
    name, mark, anchor = target.partition("#")
    found = Path(*_walk(path.parent, name)) if name else path
    if not found.is_file():
        return [f"{path}: {target} does not exist"]
    if mark and anchor not in ids.get(found, set()):
        return [f"{path}: {target} has no such anchor"]
    return []


def _walk(folder: Path, name: str) -> tuple[str, ...]:
    parts = list(folder.parts)
    for step in name.split("/"):
        if step == "..":
            parts.pop()
        elif step != ".":
            parts.append(step)
    return tuple(parts)
