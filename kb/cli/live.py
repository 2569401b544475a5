"""``kb capture WORK[@VERSION] …`` and ``kb capture --all``: fetch texts from the authorities' own pages."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kb.capture.live import LiveDesk, LiveOutcome, addresses_of, capture_version, was_seen_on
from kb.capture.offer import Probe
from kb.cli.fetching import archive_info, fetcher_of, now, settings_of
from kb.cli.page_reading import read_page
from kb.cli.reading import parse_cached, rank_files
from kb.cli.verification import verify_choice
from kb.errors import KbError
from kb.model.manifestation import Manifestation
from kb.model.problem import Problem
from kb.model.text import Grade
from kb.model.work import Register, Version, Work
from kb.parse.document import parse_pages
from kb.parse.pinning import article_digests
from kb.store.cache import Cache
from kb.store.captures import list_manifestations
from kb.store.layout import Layout
from kb.store.pins import load_pins
from kb.store.sightings import Seen
from kb.store.sites import load_sites


@dataclass(frozen=True, slots=True)
class LiveRow:
    """One version's line of the summary.

    ``skipped`` says why nothing was asked. ``verification`` is what other copies and pins say of the text
    now, ``differences`` where they differ.
    """

    version: str
    outcome: LiveOutcome | None = None
    skipped: str = ""
    verification: str = ""
    differences: tuple[Problem, ...] = ()

    @property
    def refused(self) -> bool:
        """Tell whether the version was asked for and not had."""
        return self.outcome is not None and self.outcome.seen is Seen.REFUSED


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be fetched.

    ``named`` are the keys of versions asked for one by one: without an address they are refused, others
    are left out. ``again``: also what was had today. ``unproven``: from doubtful addresses too.
    """

    versions: tuple[Version, ...]
    named: frozenset[str] = frozenset()
    again: bool = False
    unproven: bool = False


def versions_named(register: Register, names: Sequence[str]) -> tuple[Version, ...]:
    """Return the versions that works (slug or alias) or keys ``work@version`` name, each once.

    Raises:
        KbError: the register does not know a name.
    """
    found: dict[str, Version] = {}
    for name in names:
        for version in _named(register, name):
            found.setdefault(version.key, version)
    return tuple(found.values())


def all_versions(register: Register) -> tuple[Version, ...]:
    """Return the versions of every work, in the register's order, that have an address of their text."""
    return tuple(version for work in register.works for version in work.versions
                 if addresses_of(version))


def _named(register: Register, name: str) -> tuple[Version, ...]:
    slug, at, version_id = name.partition("@")
    work = find_work(register, slug)
    if work is None:
        raise KbError("the register knows no such work", name, _near(register, slug),
                      "name a work as in corpus/works, or import a file: kb capture FILE --as work@version")
    if not at:
        return work.versions
    version = work.version(version_id)
    if version is None:
        known = ", ".join(one.key for one in work.versions)
        raise KbError("the register knows no such version", name, f"registered are {known}",
                      "name one of these, or add the version to corpus/works first")
    return (version,)


def find_work(register: Register, name: str) -> Work | None:
    """Return the work of a slug, or of an alias in any case."""
    wanted = name.casefold()
    return register.work(name) or next(
        (work for work in register.works
         if wanted and wanted in map(str.casefold, (*work.aliases, work.short_en, work.short_zh))), None)


def _near(register: Register, slug: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(slug, [work.slug for work in register.works], n=3, cutoff=0.5)
    return f"near are {', '.join(near)}" if near else "no work has a name like it"


def fetch_all(layout: Layout, register: Register, wish: Wish, probe: Probe,
              progress: Callable[[str, int, int], None]) -> Iterator[LiveRow]:
    """Yield a row per version as it is done; one that fails does not stop the others.

    Raises:
        FetchRefusedError: no contact is set; nothing was asked.
        NotWrittenError: the disk is full.
    """
    settings = settings_of(layout)
    with fetcher_of(layout, settings) as fetcher:
        desk = LiveDesk(layout, register, fetcher, probe, read_page, differing_of(layout, register), now,
                        archive_info(settings), load_sites(layout))
        for count, version in enumerate(wish.versions):
            progress(version.key, count, len(wish.versions))
            reason = _why_not(layout, version, wish)
            if reason:
                yield LiveRow(version.key, skipped=reason)
                continue
            outcome = capture_version(desk, version, unproven=wish.unproven)
            yield _judged(layout, version, LiveRow(version.key, outcome))


def _why_not(layout: Layout, version: Version, wish: Wish) -> str:
    """Return why a version is not asked for, or the empty string."""
    if not addresses_of(version, unproven=wish.unproven) and version.key not in wish.named:
        return "the register has no address to ask for this text"
    if not wish.again and was_seen_on(layout, version.key, now().date()):
        return "had today already; --again asks again"
    return ""


def differing_of(layout: Layout, register: Register) -> Callable[
        [Manifestation, Sequence[bytes], str, str], tuple[str, ...]]:
    """Return the callable that says which articles of new pages read otherwise than in an earlier file."""
    cache = Cache(layout.cache)

    def differing(earlier: Manifestation, pages: Sequence[bytes], media_type: str,
                  file_name: str) -> tuple[str, ...]:
        version = register.version(earlier.version)
        profile = version.profile if version else ""
        before = article_digests(parse_cached(layout, earlier, profile, cache))
        text = parse_pages(pages, media_type, file_name, version=earlier.version, language="zh",
                           grade=Grade.OFFICIAL_FETCHED, profile=profile)
        after = article_digests(text)
        return tuple(eid for eid in dict.fromkeys([*before, *after]) if before.get(eid) != after.get(eid))

    return differing


def _judged(layout: Layout, version: Version, row: LiveRow) -> LiveRow:
    """Add what other copies and pins say of the version's text, now that this one is here."""
    if row.refused:
        return row
    files = [one for one in list_manifestations(layout) if one.version == version.key]
    ranked, _ = rank_files(layout, version, files, Cache(layout.cache))
    sentence, differences = verify_choice(ranked, load_pins(layout).get(version.key))
    return replace(row, verification=sentence, differences=differences)


def refused(rows: Iterable[LiveRow]) -> bool:
    """Tell whether any version was not had."""
    return any(row.refused for row in rows)
