"""The address catalogue: every known work by its names, every version by its eids and days.

This is the only thing about other works that ``resolve`` may look at. Its digest keys the cache.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from kb.model.text import Text
from kb.model.work import DateKind, Register, Stage, Version, Work

COUNTRY: Final = "中华人民共和国"
ENGLISH_COUNTRY: Final = " of the People's Republic of China"
WIDE: Final = str.maketrans("()〈〉", "（）《》")
MAIN_LANGUAGE: Final = "zh"


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Names, eids and days of all works.

    ``slugs`` leads from a printed title (with and without its country) to slugs; more than one is an
    ambiguous name. ``titles`` is the official title per slug. ``eids`` are per ``work@version``, in
    document order. ``in_force`` lists per slug the official versions with the first day each was in
    force, oldest first; a version whose day is unknown is left out. ``dated`` is the day a version
    speaks from.
    """

    slugs: Mapping[str, tuple[str, ...]]
    titles: Mapping[str, str]
    eids: Mapping[str, tuple[str, ...]]
    in_force: Mapping[str, tuple[tuple[str, str], ...]]
    dated: Mapping[str, str]
    version_titles: Mapping[str, str]

    def find(self, title: str) -> tuple[str, ...]:
        """Return the slugs of the works printed under a title; empty if it is not registered."""
        name = normal_title(title)
        return self.slugs.get(name, ())

    def version_at(self, slug: str, day: str) -> str:
        """Return the id of the version in force on an ISO day, or the empty string."""
        started = [version for first, version in self.in_force.get(slug, ()) if first <= day]
        return started[-1] if started else ""

    def title_of(self, version: str) -> str:
        """Return the title printed on ``work@version``, or the work's official title."""
        return self.version_titles.get(version) or self.titles.get(version.partition("@")[0], "")

    def digest(self) -> str:
        """Return the key of everything resolution may depend on."""
        tables = (self.slugs, self.titles, self.eids, self.in_force, self.dated)
        return sha256(repr([sorted(table.items()) for table in tables]).encode()).hexdigest()


def normal_title(title: str) -> str:
    """Return a title as it is looked up: no 《》, spaces or 中华人民共和国; brackets full-width.

    >>> normal_title("《中华人民共和国数据安全法》")
    '数据安全法'
    """
    bare = title.strip().strip("《》“”").removesuffix(ENGLISH_COUNTRY).translate(WIDE)
    return "".join(bare.split()).removeprefix(COUNTRY)


def build_catalogue(register: Register, texts: Iterable[Text]) -> Catalogue:
    """Build the catalogue from the register and the texts at hand.

    Of several texts of one version the one with most provisions gives the eids: others are partial.
    """
    slugs: dict[str, list[str]] = {}
    for work in register.works:
        for name in _names(work):
            found = slugs.setdefault(normal_title(name), [])
            if work.slug not in found:
                found.append(work.slug)
    return Catalogue(
        slugs={name: tuple(found) for name, found in slugs.items() if name},
        titles={work.slug: work.title_zh for work in register.works},
        eids=_eids(texts),
        in_force={work.slug: _in_force(work) for work in register.works},
        dated={v.key: _day(v) for work in register.works for v in work.versions},
        version_titles={v.key: v.title_zh for work in register.works for v in work.versions})


def _names(work: Work) -> Iterable[str]:
    """Yield the names that can stand in print: titles and Chinese aliases, never acronyms."""
    yield work.title_zh
    yield work.title_en
    yield work.short_zh
    yield from (alias for alias in work.aliases if not alias.isascii())
    yield from (title for v in work.versions for title in (v.title_zh, v.title_en))


def _eids(texts: Iterable[Text]) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for text in texts:
        eids = tuple(text.index())
        if text.language == MAIN_LANGUAGE or text.version not in out:
            out[text.version] = max(out.get(text.version, ()), eids, key=len)
    return out


def _in_force(work: Work) -> tuple[tuple[str, str], ...]:
    rows = [(fact.value, version.id) for version in work.versions if version.stage is Stage.FINAL
            for fact in [version.date(DateKind.IN_FORCE)] if fact is not None]
    return tuple(sorted(rows))


def _day(version: Version) -> str:
    """Return the day a version speaks from: in force, else promulgated, adopted, published."""
    for kind in (DateKind.IN_FORCE, DateKind.PROMULGATED, DateKind.ADOPTED, DateKind.PUBLISHED):
        fact = version.date(kind)
        if fact is not None:
            return fact.value
    return ""
