"""From captured files and translations to texts: parse every manifestation, choose one per version."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from kb.capture.choice import Candidate, choose
from kb.errors import KbError
from kb.model.manifestation import Manifestation
from kb.model.problem import Problem, Severity
from kb.model.text import Grade, Text
from kb.model.work import Register
from kb.parse.document import parse_bytes, parse_translation
from kb.store.cache import Cache, code_digest, digest_of
from kb.store.captures import list_manifestations, read_bytes
from kb.store.layout import Layout

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """Texts read, the files behind each version (chosen first), and what was wrong."""

    texts: tuple[Text, ...] = ()
    manifestations: Mapping[str, tuple[Manifestation, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


def read_captures(layout: Layout, register: Register, cache: Cache,
                  progress: Progress) -> Reading:
    """Parse every captured file and choose the best text of each version."""
    held: dict[str, list[Manifestation]] = {}
    for manifestation in list_manifestations(layout):
        held.setdefault(manifestation.version, []).append(manifestation)
    texts, ordered, problems, meta = [], {}, [], {}
    for count, (key, files) in enumerate(sorted(held.items())):
        progress("read", count, len(held))
        version = register.version(key)
        if version is None:
            ordered[key] = tuple(files)
            continue
        read = []
        for manifestation in files:
            try:
                text = parse_cached(layout, manifestation, version.profile, cache)
            except KbError as error:
                problems.append(_refused(manifestation, error))
                continue
            read.append(Candidate(manifestation, text, version.articles))
        ranked = choose(tuple(read))
        ordered[key] = tuple(candidate.manifestation for candidate in ranked.order)
        if ranked.chosen:
            texts.append(ranked.chosen.text)
            meta[f"choice:{key}"] = ranked.reason
    return Reading(tuple(texts), ordered, tuple(problems), meta)


def parse_cached(layout: Layout, manifestation: Manifestation, profile: str, cache: Cache) -> Text:
    """Return the text of a captured file, parsed or from the cache."""
    key = digest_of(code_digest("parse"), manifestation.sha256, manifestation.version,
                    manifestation.media_type, str(int(manifestation.grade)), profile)
    return cache.get_or_make("parse", key, Text, lambda: parse_bytes(
        read_bytes(layout, manifestation), manifestation.media_type, manifestation.file_name,
        version=manifestation.version, language="zh", grade=manifestation.grade,
        manifestation=manifestation.sha256, profile=profile))


def read_translations(layout: Layout, register: Register) -> Reading:
    """Parse our English texts; one that cannot be read is an error in our own corpus."""
    texts = []
    for path in sorted(layout.translations.glob("*/*.en.md")):
        key = f"{path.parent.name}@{path.name.removesuffix('.en.md')}"
        if register.version(key) is None:
            raise KbError("a translation of a version that is not registered", str(path),
                          f"{key} is not in corpus/works", "register the version or rename the file")
        texts.append(parse_translation(path.read_text(encoding="utf-8"), str(path), key))
    return Reading(tuple(texts))


def _refused(manifestation: Manifestation, error: KbError) -> Problem:
    return Problem("unreadable-capture", Severity.ERROR, manifestation.version,
                   f"{manifestation.file_name}: {error.what}", error.remedy)


__all__ = ["Grade", "Reading", "parse_cached", "read_captures", "read_translations"]
