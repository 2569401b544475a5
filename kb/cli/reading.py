"""From captured files, translations and statements to values: parse every file, choose one per version."""

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from kb.capture.choice import Candidate, Choice, choose
from kb.cli.silent_edits import edit_problems, last_seen, silent_edits
from kb.cli.verification import absent_words, verify_choice
from kb.errors import KbError
from kb.model.manifestation import Manifestation
from kb.model.problem import Problem, Severity
from kb.model.statement import StatementSet
from kb.model.text import Grade, Text
from kb.model.work import Register, Version
from kb.parse.document import parse_pages
from kb.parse.english import TranslationHead, read_translation
from kb.parse.structure import parse_source
from kb.store.cache import Cache, code_digest, digest_of
from kb.store.captures import list_manifestations, read_pages
from kb.store.edits import edits_fact, seen_fact
from kb.store.layout import Layout
from kb.store.pins import load_pins
from kb.store.sightings import list_sightings
from kb.store.statements import load_statements

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Reading:
    """Texts read, the files behind each version (chosen first), and what was wrong."""

    texts: tuple[Text, ...] = ()
    manifestations: Mapping[str, tuple[Manifestation, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)


def read_captures(layout: Layout, register: Register, cache: Cache,
                  progress: Progress, only: Container[str] | None = None) -> Reading:
    """Parse every captured file (of some versions ``only``) and choose the best text of each version."""
    held: dict[str, list[Manifestation]] = {}
    for manifestation in list_manifestations(layout):
        if only is None or manifestation.version in only:
            held.setdefault(manifestation.version, []).append(manifestation)
    pins, sightings = load_pins(layout), list_sightings(layout)
    texts, ordered, problems = [], {}, []
    meta = {f"pin:{key}": absent_words(pins[key]) for key in pins if key not in held}
    for count, (key, files) in enumerate(sorted(held.items())):
        progress("read", count, len(held))
        version = register.version(key)
        if version is None:
            ordered[key] = tuple(files)
            continue
        ranked, refused = rank_files(layout, version, files, cache)
        problems += refused
        ordered[key] = tuple(candidate.manifestation for candidate in ranked.order)
        edits = silent_edits(ranked, sightings)
        problems += edit_problems(edits)
        meta |= edits_fact(key, edits)
        if ranked.chosen:
            texts.append(ranked.chosen.text)
            meta[f"choice:{key}"] = ranked.reason
            meta |= seen_fact(key, last_seen(ranked.chosen.manifestation, sightings))
            meta[f"pin:{key}"], differences = verify_choice(ranked, pins.get(key))
            problems += differences
        else:
            problems.append(_no_whole_text(key, ranked, len(files)))
    return Reading(tuple(texts), ordered, tuple(problems), meta)


def rank_files(layout: Layout, version: Version, files: Iterable[Manifestation],
               cache: Cache) -> tuple[Choice, list[Problem]]:
    """Parse the files of one version and order them; a file that cannot be read is a problem."""
    read, problems = [], []
    for manifestation in files:
        try:
            text = parse_cached(layout, manifestation, version.profile, cache)
        except KbError as error:
            problems.append(_refused(manifestation, error))
            continue
        read.append(Candidate(manifestation, text, version.articles))
    return choose(tuple(read)), problems


def parse_cached(layout: Layout, manifestation: Manifestation, profile: str, cache: Cache) -> Text:
    """Return the text of a captured file with all its pages, parsed or from the cache, once proved.

    Raises:
        KbError: the file is missing or altered, or its reader refuses it.
    """
    pages = read_pages(layout, manifestation)
    key = digest_of(code_digest("parse"), *manifestation.pages, manifestation.version,
                    manifestation.media_type, manifestation.file_name,
                    str(int(manifestation.grade)), profile)
    text = cache.get_or_make("parse", key, Text, lambda: parse_pages(
        pages, manifestation.media_type, manifestation.file_name,
        version=manifestation.version, language="zh", grade=manifestation.grade,
        manifestation=manifestation.sha256, profile=profile))
    return replace(text, problems=tuple(_placed(problem, manifestation) for problem in text.problems))


def _placed(problem: Problem, manifestation: Manifestation) -> Problem:
    """Name the version where a reader could only name the file."""
    if problem.where != manifestation.file_name:
        return problem
    return replace(problem, where=f"{manifestation.version} ({manifestation.file_name})")


def read_translations(layout: Layout, register: Register) -> Reading:
    """Parse our English texts.

    Raises:
        KbError: a file that cannot be read or is in the wrong place: an error in our own corpus.
    """
    texts, renders = [], {}
    for path in sorted(layout.translations.glob("*/*.en.md")):
        head, text = read_one_translation(path, register)
        texts.append(text)
        renders[f"renders:{text.version}"] = head.renders
        renders[f"reviewed:{text.version}"] = head.reviewed
    return Reading(tuple(texts), meta=renders)


def read_one_translation(path: Path, register: Register) -> tuple[TranslationHead, Text]:
    """Parse one of our English texts.

    Raises:
        KbError: the file cannot be read or is in the wrong place.
    """
    key = f"{path.parent.name}@{path.name.removesuffix('.en.md')}"
    if register.version(key) is None:
        raise KbError("a translation of a version that is not registered", str(path),
                      f"{key} is not in corpus/works", "register the version or rename the file")
    try:
        head, source = read_translation(path.read_text(encoding="utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise KbError("a translation that cannot be read", str(path),
                      f"byte {error.start} is not UTF-8", "save it as UTF-8") from error
    if (head.version, head.language) != (key, "en"):
        raise KbError("a translation in the wrong place", str(path),
                      f"its head says {head.version}, {head.language}", "rename it or mend its head")
    return head, parse_source(source, key, "en", grade=Grade.OUR_TRANSLATION)


def read_statements(layout: Layout, register: Register) -> Mapping[str, StatementSet]:
    """Return the graded statements by version.

    Raises:
        KbError: they cannot be read, or they are about a version that is not registered.
    """
    found = load_statements(layout)
    for key, held in found.items():
        work = key.partition("@")[0]
        for version in (key, *(f"{work}@{note.later}" for note in held.notes)):
            if register.version(version) is None:
                raise KbError("statements about a version that is not registered", key,
                              f"{version} is not in corpus/works",
                              "register the version or correct its name")
    return found


def stale_translations(translated: Reading, chinese: Mapping[str, Text]) -> tuple[Problem, ...]:
    """Return a problem for each translation of another Chinese text than the one chosen here."""
    found = []
    for key, text in chinese.items():
        renders = translated.meta.get(f"renders:{key}")
        if renders is None or renders == chinese_digest(text):
            continue
        found.append(Problem("stale-translation", Severity.WARNING, key,
                             "our English renders another Chinese text than the one shown"
                             if renders else "our English does not name the Chinese it renders",
                             f"read it against the Chinese, then set renders = {chinese_digest(text)!r}"))
    return tuple(found)


def chinese_digest(text: Text) -> str:
    """Return what a translation's ``renders`` must name: the digest of the provisions' own texts.

    Heads, markers and spacing are left out, so that two manifestations of one wording agree.
    """
    words = (node.text or node.heading for root in text.provisions for node in root.walk())
    return "sha256:" + digest_of(*("".join(word.split()) for word in words))


def _no_whole_text(key: str, ranked: Choice, files: int) -> Problem:
    """Say that a version has files and yet no text: it must not go missing in silence."""
    held = "; ".join(f"{one.manifestation.file_name}: {one.articles} articles" for one in ranked.order)
    found = f"none of its {files} captured files holds the whole text"
    expected = ranked.order[0].expected if ranked.order else None
    wanted = f", where the register states {expected}" if expected is not None else ""
    return Problem("no-whole-text", Severity.ERROR, key,
                   f"{found} ({held}{wanted})" if held else found,
                   "capture the whole text, or correct the version's articles in corpus/works")


def _refused(manifestation: Manifestation, error: KbError) -> Problem:
    return Problem("unreadable-capture", Severity.ERROR, manifestation.version,
                   f"{manifestation.file_name}: {error.what}", error.remedy)
