"""The search index: article-level shadow pages with a space between Chinese characters, for Pagefind.

Writes ``build/cache/shadow`` and the folder ``pagefind`` of the site. Indexed as English with spaced
characters, a quoted spaced phrase finds exactly the texts that hold it; the browser's and the
indexer's own Chinese segmentations disagree with each other and lose hits.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.errors import KbError
from kb.model.identifiers import article_eid
from kb.model.place import place_en, place_zh
from kb.model.provision import Provision, full_text
from kb.model.work import Version, Work
from kb.publish import addresses
from kb.publish.head_views import status_view, version_label, work_link
from kb.publish.labels import MODALITY
from kb.publish.render import Renderer
from kb.publish.shelf import Shelf, Shown

HANZI: Final = re.compile("([\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
                          "\U00020000-\U000323af])")
KEPT: Final = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
KEPT_SUFFIXES: Final = (".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")


@dataclass(frozen=True, slots=True)
class Filter:
    """One facet value of a shadow page."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Shadow:
    """One record of the index. ``href`` is where a hit leads, relative to the site's root."""

    address: str
    href: str
    title: str
    zh: str
    en: str
    filters: tuple[Filter, ...]


def spaced(text: str) -> str:
    """Return a text with a space around every Chinese character.

    >>> spaced("深度合成AI，")
    ' 深  度  合  成 AI，'
    """
    return HANZI.sub(r" \1 ", text)


def shadows(shelf: Shelf) -> Iterator[Shadow]:
    """Yield a record for every article or heading of every text, the civil code's included."""
    for key, shown in shelf.shown.items():
        work, version = shelf.work_of(key), shelf.version_of(key)
        if work is None or version is None:
            continue
        common = _filters(shelf, work, version)
        for unit in shown.units:
            yield _shadow(shelf, shown, unit, (work, version, common))


def _filters(shelf: Shelf, work: Work, version: Version) -> tuple[Filter, ...]:
    link = work_link(work)
    authorities = [shelf.authorities.get(name) for name in version.authorities]
    return (Filter("work", f"{link.label} {link.zh}".strip()),
            Filter("status", status_view(shelf, version).words.partition(" (since")[0]),
            *(Filter("authority", a.short_en or a.name_en) for a in authorities if a))


def _shadow(shelf: Shelf, shown: Shown, unit: Provision,
            about: tuple[Work, Version, tuple[Filter, ...]]) -> Shadow:
    work, version, common = about
    eid, link = unit.eid, work_link(work)
    english = shown.english_index.get(eid)
    kinds = dict.fromkeys(["provision", *_kinds(shown, eid)])
    zh = shown.language == "zh"
    title = (f"{link.zh} {place_zh(eid)} · {link.label} {place_en(eid)} "
             f"({version_label(version)})")
    return Shadow(
        addresses.article_page(shown.version, eid), shelf.article_href(shown.version, eid), title,
        "\n".join((unit.heading, full_text(unit))) if zh else "",
        "\n".join((english.heading, full_text(english))) if english else "",
        (*common, *(Filter("kind", kind) for kind in kinds)))


def _kinds(shown: Shown, eid: str) -> Iterator[str]:
    for norm in shown.norms.get(eid, ()):
        yield f"norm: {MODALITY[norm.modality][0]}"
    if any(article_eid(own) == eid for own in shown.definitions):
        yield "definition"


def write_shadows(shelf: Shelf, renderer: Renderer, folder: Path) -> int:
    """Write the shadow pages afresh and return how many there are."""
    shutil.rmtree(folder, ignore_errors=True)
    template = renderer.environment.get_template("shadow.html")
    count = 0
    for count, shadow in enumerate(shadows(shelf), 1):  # noqa: B007 - the last count is returned
        path = folder / shadow.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.render(view=shadow, spaced=spaced), encoding="utf-8")
    return count


def index_folder(folder: Path, output: Path) -> None:
    """Run Pagefind over the shadow pages.

    Raises:
        KbError: Pagefind is not installed or failed.
    """
    command = [sys.executable, "-m", "pagefind", "--site", str(folder), "--output-path", str(output),
               "--force-language", "en", "--silent"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0 or not (output / "pagefind.js").is_file():
        raise KbError("the search index could not be made", str(folder), done.stderr.strip()[-400:],
                      "install the program again: make site")
    for path in output.iterdir():
        if path.is_file() and path.name not in KEPT and not path.name.endswith(KEPT_SUFFIXES):
            path.unlink()


def build_index(shelf: Shelf, renderer: Renderer, folders: tuple[Path, Path],
                progress: Callable[[str, int, int], None] | None = None) -> int:
    """Write the shadow pages and index them; ``folders`` are shadow and output.

    Returns:
        How many records are indexed; none means no index is made.
    """
    shadow, output = folders
    if progress:
        progress("search", 0, 2)
    count = write_shadows(shelf, renderer, shadow)
    if progress:
        progress("search", 1, 2)
    if count:
        index_folder(shadow, output)
    if progress:
        progress("search", 2, 2)
    return count
