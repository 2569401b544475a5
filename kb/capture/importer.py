"""Import of captured files: check everything, grade it, keep it.

Reads: an offered folder or file, the register. Writes: ``captures/`` (through ``kb.store.captures``).
Guarantees: every check of every file is made before the first write; an import brings in all that it
accepts or, on any refusal, nothing; importing the same again changes nothing. A file belongs to a
version of the register or to one of its related documents (a notice is never a version's text);
everything else is reported and left where it is.
"""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from kb.capture.checks import checked_bytes
from kb.capture.folder import FileSource, FolderSource
from kb.capture.grading import grade
from kb.capture.offer import SAYS_MORE, Offer, Probe, ProbeResult, Source
from kb.errors import InputRefusedError, KbError
from kb.model.manifestation import Manifestation
from kb.model.problem import Problem
from kb.model.work import Register
from kb.store.captures import (
    Addition,
    Record,
    add,
    digest,
    fixture_reasons,
    is_here,
    is_kept,
    list_records,
    stored_name,
)
from kb.store.layout import Layout

CUT_OFF: Final = "truncated-page"
"""The reader's code for a page without its end."""

BROKEN_OFF: Final = "breaks off, and how many articles there should be is not established"

RESTORED: Final = "its file was missing from captures/ and is brought back"


class Result(StrEnum):
    """What became of an offered file."""

    IMPORTED = "imported"
    ALREADY_HERE = "already here"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One offered file after the import.

    ``reason`` says why it was skipped or why it is partial. ``manifestation`` is None for a skipped
    file. ``articles`` is our own count, ``expected`` the register's (None: not established).
    """

    key: str
    file_name: str
    result: Result
    reason: str = ""
    manifestation: Manifestation | None = None
    articles: int | None = None
    expected: int | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def partial(self) -> bool:
        """Tell whether the file is kept but can never be chosen as a version's text."""
        return self.manifestation is not None and self.manifestation.partial


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, in the order of the offers."""

    outcomes: tuple[Outcome, ...]

    def count(self, result: Result) -> int:
        """Return how many files ended in one way."""
        return sum(outcome.result is result for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What every offer of one import is judged by."""

    register: Register
    received: date
    probe: Probe
    fixtures: Mapping[str, str]
    documents: frozenset[str]
    here: tuple[Record, ...]
    lost: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Judged:
    outcome: Outcome
    addition: Addition | None = None


def import_folder(layout: Layout, folder: Path, *, register: Register, received: date,
                  probe: Probe) -> ImportReport:
    """Import a folder with an ``index.json``.

    Raises:
        InputRefusedError: the list or any file of it is unfit; nothing was changed.
    """
    return import_source(layout, FolderSource(folder), register=register, received=received,
                         probe=probe)


def import_file(layout: Layout, source: FileSource, *, register: Register, received: date,
                probe: Probe) -> ImportReport:
    """Import one file as the version or document its source names.

    Raises:
        InputRefusedError: the file is unfit, or has no article where the register expects some.
        KbError: the register does not know the version; nothing was changed either way.
    """
    if not _is_known(register, source.version):
        raise KbError("the register knows no such version", source.version,
                      _near_versions(register, source.version),
                      "name it as work@version, or add it to corpus/works/ first")

    def strict(data: bytes, media_type: str, file_name: str, /, *more: bytes) -> ProbeResult:
        found = probe(data, media_type, file_name, *more)
        _refuse_what_is_no_text(found, register, source)
        return found

    return import_source(layout, source, register=register, received=received, probe=strict)


def import_source(layout: Layout, source: Source, *, register: Register, received: date,
                  probe: Probe) -> ImportReport:
    """Import everything a source offers, or nothing.

    Args:
        layout: The checkout whose ``captures/`` receives the files.
        source: What offers the files: a folder or a single file.
        register: The works known.
        received: The day on which we got the files.
        probe: Reads bytes and says what they hold.

    Raises:
        InputRefusedError: the source or any file of it is unfit; nothing was changed.
    """
    documents = frozenset(document.capture for work in register.works
                          for document in work.documents if document.capture)
    here = list_records(layout)
    lost = frozenset(one.manifestation.sha256 for one in here if not is_kept(layout, one.manifestation))
    desk = _Desk(register, received, probe, fixture_reasons(layout), documents,
                 here, lost)
    judged = [_judge(desk, offer) for offer in source.offers()]
    add(layout, [one.addition for one in judged if one.addition])
    return ImportReport(tuple(one.outcome for one in judged))


def _judge(desk: _Desk, offer: Offer) -> _Judged:
    data = checked_bytes(offer)
    reason = _reason_to_skip(desk, offer.key)
    if reason:
        return _Judged(Outcome(offer.key, offer.path.name, Result.SKIPPED, reason))
    version = desk.register.version(offer.key)
    expected = version.articles if version and offer.key not in desk.documents else None
    manifestation = _describe(desk, offer, data)
    outcome = Outcome(offer.key, offer.path.name, Result.ALREADY_HERE, expected=expected)
    for record in desk.here:
        if is_here((record,), manifestation):
            lost = record.manifestation.sha256 in desk.lost
            return _Judged(replace(outcome, manifestation=record.manifestation, articles=record.articles,
                                   reason=RESTORED if lost else ""),
                           _addition(record, offer) if lost else None)
    found = _probed(desk, offer, data)
    reason = partial_reason(found, expected)
    defects = (*manifestation.defects, *found.defects, *([reason] if reason else []))
    manifestation = replace(manifestation, partial=bool(reason), layout=found.layout,
                            defects=tuple(dict.fromkeys(defects)))
    record = Record(manifestation, offer.provenance, found.articles)
    outcome = replace(outcome, result=Result.IMPORTED, reason=reason, problems=found.problems,
                      manifestation=manifestation, articles=found.articles)
    return _Judged(outcome, _addition(record, offer))


def _addition(record: Record, offer: Offer) -> Addition:
    more = tuple(functools.partial(bytes, page) for page in offer.more)
    return Addition(record, lambda: checked_bytes(offer), more)


def partial_reason(found: ProbeResult, expected: int | None) -> str:
    """Return why a file cannot be a version's whole text, or the empty string.

    ``expected`` is the register's article count, None where none is established.
    """
    if found.partial:
        return SAYS_MORE
    if expected is not None and found.articles < expected:
        return f"holds {found.articles} of {expected} articles"
    return BROKEN_OFF if expected is None and is_cut_off(found) else ""


def is_cut_off(found: ProbeResult) -> bool:
    """Tell whether the reader found that the file ends before its own end."""
    return any(problem.code == CUT_OFF for problem in found.problems)


def _probed(desk: _Desk, offer: Offer, data: bytes) -> ProbeResult:
    try:
        return desk.probe(data, offer.media_type, offer.path.name, *offer.more)
    except InputRefusedError as error:
        raise InputRefusedError(error.what, offer.entry, error.why or "its reader refused it",
                                error.remedy or "get the file again") from error


def _describe(desk: _Desk, offer: Offer, data: bytes) -> Manifestation:
    text_grade, defects = grade(offer, data, desk.register)
    sha256 = digest(data)
    retrieved = offer.retrieved
    if retrieved is not None and retrieved > desk.received:
        raise InputRefusedError("a file was retrieved after it was received", offer.entry,
                                f"retrieved {retrieved}, received {desk.received}",
                                "correct the recorded day, or the day of receipt")
    return Manifestation(
        version=offer.key, sha256=sha256, bytes=len(data), media_type=offer.media_type,
        file_name=offer.path.name, stored_as=stored_name(sha256, offer.media_type),
        grade=text_grade, official_url=offer.official_url,
        via="" if offer.fetched else offer.via, via_path=offer.via_path,
        received=desk.received, retrieved=retrieved, note=offer.note, defects=defects,
        more=tuple(digest(page) for page in offer.more), warc=offer.warc)


def _reason_to_skip(desk: _Desk, key: str) -> str:
    work, _, version = key.partition("@")
    for name in (key, work):
        if name in desk.fixtures:
            return desk.fixtures[name]
    if key in desk.documents or desk.register.version(key) is not None:
        return ""
    if desk.register.work(work) is None:
        return f"the register knows no work {work}"
    return f"the register knows {work}, but no version or document {version} of it"


def _is_known(register: Register, key: str) -> bool:
    return register.version(key) is not None or any(
        document.capture == key for work in register.works for document in work.documents)


def _near_versions(register: Register, key: str) -> str:
    work = register.work(key.partition("@")[0])
    if work is None:
        return "no work of this name is registered"
    return "registered are " + _listed(version.key for version in work.versions)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"


def _refuse_what_is_no_text(found: ProbeResult, register: Register, source: FileSource) -> None:
    version = register.version(source.version)
    if version is None:
        return
    expected = version.articles
    if is_cut_off(found) and (expected is None or found.articles < expected):
        raise InputRefusedError("the page is cut off", str(source.path),
                                f"it has no end, and {found.articles} articles were found",
                                "get the page again")
    if not found.articles and (expected or not found.headings):
        raise InputRefusedError(
            "the file holds no article", str(source.path),
            f"{source.version} has {expected} articles" if expected
            else "neither articles (第X条) nor numbered headings (一、) were found",
            "check that this is the text itself, not a notice about it or a picture of it")
