"""The whole path from register and captures to the built file, each step keyed by what went in.

Reads corpus/ and captures/; writes build/kb.sqlite and build/cache. A step whose inputs and code are
unchanged is not run again; nothing is written before everything is done.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Final

from kb import __version__
from kb.cli.alarms import alarm_meta
from kb.cli.collating import with_reworded
from kb.cli.duties import with_built_duties
from kb.cli.overriding import apply_overrides
from kb.cli.reading import Reading, read_captures, read_statements, read_translations, stale_translations
from kb.cli.translation_words import translation_words
from kb.model.analysis import Analysis
from kb.model.change import Comparison
from kb.model.identity import Identities
from kb.model.problem import Problem
from kb.model.text import Text
from kb.model.work import Register
from kb.store.cache import Cache, code_digest, digest_of, digest_of_files, digest_of_value
from kb.store.database import is_whole, read_meta, write_library
from kb.store.identity import load_identities
from kb.store.layout import Layout
from kb.store.library import Library
from kb.store.overrides import load_overrides
from kb.store.pins import load_pins
from kb.store.register import load_register
from kb.store.scores import load_scores, score_meta

STAGES: Final = ("analyse", "capture", "cli", "collate", "compare", "graph", "parse", "store")
Progress = Callable[[str, int, int], None]
Texts = dict[str, dict[str, Text]]


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did. ``rebuilt`` is false where everything was up to date."""

    rebuilt: bool
    texts_zh: int
    texts_en: int
    problems: int
    path: Path


def build_library(layout: Layout, as_of: date, progress: Progress) -> BuildReport:
    """Build what is not up to date.

    Raises:
        KbError: an input of the corpus cannot be used; the built file stays as it was.
    """
    fingerprint = fingerprint_of(layout, as_of)
    meta = read_meta(layout)
    counts = [meta.get(name, "") for name in ("texts_zh", "texts_en", "problems")]
    if meta.get("fingerprint") == fingerprint and all(map(str.isdecimal, counts)) and is_whole(layout):
        texts_zh, texts_en, problems = map(int, counts)
        return BuildReport(rebuilt=False, texts_zh=texts_zh, texts_en=texts_en, problems=problems,
                           path=layout.database)
    library = assemble(layout, as_of, progress, fingerprint)
    progress("graph", 0, 1)
    from kb.graph.build import edges_of
    edges = list(edges_of(library))
    progress("write", 0, 1)
    path = write_library(layout, library, edges)
    return BuildReport(rebuilt=True, texts_zh=int(library.meta["texts_zh"]), path=path,
                       texts_en=int(library.meta["texts_en"]), problems=len(library.problems))


def fingerprint_of(layout: Layout, as_of: date) -> str:
    """Return the digest of everything a build depends on."""
    folders = (layout.corpus, layout.captures / "files", layout.captures / "records")
    inputs = [path for folder in folders if folder.is_dir()
              for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".partial")]
    inputs += [layout.sightings] if layout.sightings.is_file() else []
    return digest_of(as_of.isoformat(), code_digest(*STAGES), __version__,
                     digest_of_files(inputs, layout.root))


def assemble(layout: Layout, as_of: date, progress: Progress, fingerprint: str = "") -> Library:
    """Return everything that follows from the corpus and the captures, as one value."""
    cache = Cache(layout.cache)
    register = load_register(layout)
    statements, overrides = read_statements(layout, register), load_overrides(layout, register)
    captured = read_captures(layout, register, cache, progress)
    translated = read_translations(layout, register)
    texts = _by_version([*captured.texts, *translated.texts])
    analyses = analyse_texts(texts, register, cache, progress)
    reviewed = apply_overrides(overrides, texts, register, analyses,
                               compare_versions(texts, register, cache, progress))
    comparisons = tuple(with_built_duties(
        with_reworded(reviewed.comparisons, texts, load_pins(layout)), texts, reviewed.analyses))
    chinese = {key: held["zh"] for key, held in texts.items() if "zh" in held}
    identities = load_identities(layout, register)
    problems = (*_all_problems(captured, translated, texts, reviewed.analyses.values()),
                *reviewed.problems, *stale_translations(translated, chinese),
                *identity_problems(identities, comparisons))
    counts = {f"texts_{language}": str(sum(language in held for held in texts.values()))
              for language in ("zh", "en")}
    meta = {"fingerprint": fingerprint, "program": __version__, "problems": str(len(problems)),
            **counts, **captured.meta, **translation_words(translated, chinese),
            **score_meta(load_scores(layout), texts),
            **alarm_meta(layout, register, texts, analyses)}
    return Library(register=register, as_of=as_of, texts=texts, analyses=reviewed.analyses,
                   comparisons=comparisons, statements=statements,
                   manifestations=captured.manifestations, problems=problems, meta=meta,
                   corrections=reviewed.corrections, identities=identities)


def _by_version(texts: Iterable[Text]) -> Texts:
    found: Texts = {}
    for text in texts:
        found.setdefault(text.version, {})[text.language] = text
    return found


def analyse_texts(texts: Texts, register: Register, cache: Cache,
                  progress: Progress) -> dict[str, Analysis]:
    """Find in each text, then resolve against all of them."""
    from kb.analyse.catalogue import build_catalogue
    from kb.analyse.find import find
    from kb.analyse.findings import Findings
    from kb.analyse.proof import prove_slices
    from kb.analyse.resolve import resolve

    every = [text for held in texts.values() for text in held.values()]
    catalogue = build_catalogue(register, every)
    code, address_book = code_digest("analyse"), catalogue.digest()
    analyses = {}
    for count, text in enumerate(every):
        progress("analyse", count, len(every))
        own = digest_of(code, digest_of_value(text))
        findings = cache.get_or_make("find", own, Findings, partial(find, text))
        analyses[text.key] = cache.get_or_make("resolve", digest_of(own, address_book), Analysis,
                                               partial(resolve, findings, text, catalogue))
        prove_slices(text, analyses[text.key])
    return analyses


def compare_versions(texts: Texts, register: Register, cache: Cache,
                     progress: Progress) -> tuple[Comparison, ...]:
    """Align each version of a work with the next one that has a text in the same language."""
    from kb.compare.align import compare_texts

    pairs = list(pairs_to_compare(texts, register))
    code = code_digest("compare")
    found = []
    for count, (a, b) in enumerate(pairs):
        progress("compare", count, len(pairs))
        key = digest_of(code, digest_of_value(a), digest_of_value(b))
        found.append(cache.get_or_make("compare", key, Comparison, partial(compare_texts, a, b)))
    return tuple(found)


def pairs_to_compare(texts: Texts, register: Register) -> Iterator[tuple[Text, Text]]:
    """Yield each version's text with that of the next version that has one in the same language.

    In Chinese where it can be, else in our English.
    """
    for work in register.works:
        held = [texts[version.key] for version in work.versions if version.key in texts]
        for place, earlier in enumerate(held):
            pairs = ((earlier[language], later[language]) for later in held[place + 1:]
                     for language in ("zh", "en") if language in earlier and language in later)
            yield from islice(pairs, 1)


def identity_problems(identities: Mapping[str, Identities], comparisons: Iterable[Comparison]
                      ) -> Iterator[Problem]:
    """Yield where the alignment of a build and the identity that is kept differ."""
    from kb.compare.identity import disagreements

    held = list(comparisons)
    for work, kept in identities.items():
        yield from disagreements(kept, [one for one in held if one.a.startswith(f"{work}@")])


def _all_problems(captured: Reading, translated: Reading, texts: Texts,
                  analyses: Iterable[Analysis]) -> tuple[Problem, ...]:
    chosen = [problem for held in texts.values() for text in held.values()
              for problem in text.problems]
    found = [problem for analysis in analyses for problem in analysis.problems]
    return tuple(dict.fromkeys([*captured.problems, *translated.problems, *chosen, *found]))
