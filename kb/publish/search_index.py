"""The site's search: what it ranks by, and shadow pages for exact Chinese and for excerpts.

Writes ``search/index.json`` of the site (see ``site/assets/ranking.js``), ``build/cache/shadow`` and the
folder ``pagefind`` of the site. Pagefind asks for all words of a query at once and stems by rules of its
own, so it cannot rank as `kb search` does; it finds runs of Chinese and holds the texts for excerpts.
Indexed as English with spaced characters, a quoted spaced phrase finds exactly the texts that hold it;
the browser's and the indexer's own Chinese segmentations disagree with each other and lose hits.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from kb.errors import KbError
from kb.model.identifiers import article_eid
from kb.model.place import place_en, place_zh
from kb.model.work import Version, Work
from kb.publish import addresses
from kb.publish.head_views import status_view, version_label, work_link
from kb.publish.labels import MODALITY
from kb.publish.render import Renderer
from kb.publish.shelf import Shelf, Shown
from kb.store.postings import Found, Postings
from kb.store.records import STATEMENT, Record, records
from kb.store.vocabulary import Vocabulary
from kb.store.words import settings

HANZI: Final = re.compile("([\u2e80-\u2fdf\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
                          "\U00020000-\U000323af])")
DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
RANKING: Final = "search/index.json"
KEPT: Final = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")
KEPT_SUFFIXES: Final = (".pagefind", ".pf_meta", ".pf_index", ".pf_fragment", ".pf_filter")


@dataclass(frozen=True, slots=True)
class Filter:
    """One facet value of a shadow page."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Shadow:
    """One record of the index as the site shows it.

    ``number`` is its place among all records, from 1; ``href`` where a hit leads, relative to the
    site's root; ``mark`` what stands beside the title of a statement, so that it never passes for text.
    """

    number: int
    address: str
    href: str
    title: str
    mark: str
    record: Record
    filters: tuple[Filter, ...]


def spaced(text: str) -> str:
    """Return a text with a space around every Chinese character.

    >>> spaced("深度合成AI，")
    ' 深  度  合  成 AI，'
    """
    return HANZI.sub(r" \1 ", text)


def shadows(shelf: Shelf) -> Iterator[Shadow]:
    """Yield what the site shows of every record of the search, in the order of `kb.store.records`."""
    for number, record in enumerate(records(shelf.library), 1):
        work, version = shelf.work_of(record.version), shelf.version_of(record.version)
        if work and version:
            yield _shadow(shelf, number, record, (work, version))


def _shadow(shelf: Shelf, number: int, record: Record, about: tuple[Work, Version]) -> Shadow:
    work, version = about
    link, key = work_link(work), record.version
    if record.kind == STATEMENT:
        return Shadow(number, addresses.statement_slug(key, record.place),
                      f"{addresses.version_page(key)}#statements",
                      f"{link.zh} · {link.label} ({version_label(version)})", record.label, record,
                      (*_filters(shelf, work, version), Filter("kind", "statement; no text held")))
    shown = shelf.shown[key]
    kinds = dict.fromkeys(["provision", *_kinds(shown, record.place)])
    return Shadow(
        number, addresses.article_page(key, record.place), shelf.article_href(key, record.place),
        f"{link.zh} {place_zh(record.place)} · {link.label} {place_en(record.place)} "
        f"({version_label(version)})", "", record,
        (*_filters(shelf, work, version), *(Filter("kind", kind) for kind in kinds)))


def _filters(shelf: Shelf, work: Work, version: Version) -> tuple[Filter, ...]:
    link = work_link(work)
    authorities = [shelf.authorities.get(name) for name in version.authorities]
    return (Filter("work", f"{link.label} {link.zh}".strip()),
            Filter("status", status_view(shelf, version).words.partition(" (since")[0]),
            *(Filter("authority", a.short_en or a.name_en) for a in authorities if a))


def _kinds(shown: Shown, eid: str) -> Iterator[str]:
    for norm in shown.norms.get(eid, ()):
        yield f"norm: {MODALITY[norm.modality][0]}"
    if any(article_eid(own) == eid for own in shown.definitions):
        yield "definition"


def write_shadows(found: Iterable[Shadow], renderer: Renderer, folder: Path) -> None:
    """Write the shadow pages afresh."""
    shutil.rmtree(folder, ignore_errors=True)
    template = renderer.environment.get_template("shadow.html")
    for shadow in found:
        path = folder / shadow.address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.render(view=shadow, spaced=spaced), encoding="utf-8")


def write_ranking(found: Sequence[Shadow], vocabulary: Vocabulary, path: Path) -> None:
    """Write what the browser ranks by: places of words, titles and facets, words and weights.

    Compact: places are in base 36, records of one word in steps from the one before.
    """
    postings = Postings()
    for shadow in found:
        postings.add(shadow.number, shadow.record.zh, shadow.record.en, vocabulary)
    facets = {facet: n for n, facet in enumerate(dict.fromkeys(f for s in found for f in s.filters))}
    contexts: dict[str, list[int]] = {}
    for shadow in found:
        contexts.setdefault(shadow.record.context, []).append(shadow.number)
    variants = {v: n for n, v in enumerate(dict.fromkeys(
        v for some in vocabulary.leads.values() for v in some))}
    data = {
        "settings": settings(), "average": postings.average, "contexts": list(contexts.items()),
        "facets": [(facet.name, facet.value) for facet in facets],
        "variants": list(variants),
        "leads": [(" ".join(key), [variants[v] for v in some]) for key, some in vocabulary.leads.items()],
        "records": [_record(shadow, postings, facets) for shadow in found],
        "english": {word: _packed(postings.english[word]) for word in sorted(postings.english)},
        "chinese": {term: _packed(postings.chinese[term]) for term in sorted(postings.chinese)}}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(msgspec.json.encode(data))


def _record(shadow: Shadow, postings: Postings, facets: Mapping[Filter, int]) -> dict[str, object]:
    return {"title": shadow.title, "href": shadow.href, "mark": shadow.mark,
            "handicap": shadow.record.handicap, "role": shadow.record.role,
            "lengths": postings.lengths[shadow.number],
            "facets": [facets[facet] for facet in shadow.filters]}


def _packed(found: Found) -> str:
    entries, before = [], 0
    for number, places in found.items():
        entries.append(".".join(_base_36(value) for value in (number - before, *places)))
        before = number
    return " ".join(entries)


def _base_36(value: int) -> str:
    """Return a number from 0 on as JavaScript's parseInt(…, 36) reads it.

    >>> _base_36(0), _base_36(35), _base_36(36)
    ('0', 'z', '10')
    """
    out = ""
    while True:
        value, digit = divmod(value, 36)
        out = DIGITS[digit] + out
        if not value:
            return out


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


def build_index(shelf: Shelf, vocabulary: Vocabulary, renderer: Renderer, folders: tuple[Path, Path],
                progress: Callable[[str, int, int], None] | None = None) -> int:
    """Make both halves of the search; ``folders`` are that of the shadow pages and the site's root.

    Returns:
        How many records are indexed; none means no index is made.
    """
    shadow, site = folders
    if progress:
        progress("search", 0, 2)
    found = tuple(shadows(shelf))
    write_shadows(found, renderer, shadow)
    if found:
        write_ranking(found, vocabulary, site / RANKING)
    if progress:
        progress("search", 1, 2)
    if found:
        index_folder(shadow, site / "pagefind")
    if progress:
        progress("search", 2, 2)
    return len(found)
