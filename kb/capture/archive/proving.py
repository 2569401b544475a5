"""Proof that nothing in ``captures/`` was lost or altered.

Reads: ``captures/``. Writes: nothing. Guarantees: every file is hashed, every archive file is unpacked
to its last byte and every record's digests are computed again; a text that names its archive file must be
found in it, page for page.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from kb.model.manifestation import Manifestation
from kb.model.problem import Problem, Severity
from kb.store.captures import digest, list_manifestations, verify
from kb.store.layout import Layout
from kb.store.sightings import list_sightings, torn_lines

ENDING: Final = ".warc.gz"
RESTORE: Final = ("restore it from a copy; else move it away and fetch its texts again with "
                  "`kb capture WORK@VERSION --again`")
CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved. ``records`` is None where records cannot be read at all."""

    problems: tuple[Problem, ...]
    records: int | None
    pages: int
    archives: int
    exchanges: int


@dataclass(slots=True)
class _Contents:
    """The decoded bodies of an archive file by digest, and how many answers it holds."""

    bodies: set[str] = field(default_factory=set)
    answers: int = 0


def prove(layout: Layout) -> Proof:
    """Compare everything in ``captures/`` with what was recorded of it."""
    problems = list(verify(layout))
    held: list[Manifestation] | None = None
    if not any(problem.code == "capture-damaged" for problem in problems):
        held = list(list_manifestations(layout))
    archives: dict[str, _Contents] = {}
    for path in sorted(layout.warcs.glob("*")) if layout.warcs.is_dir() else ():
        name = path.relative_to(layout.captures).as_posix()
        if name.endswith(".partial"):
            continue
        archives[name] = _Contents()
        problems += _prove_archive(path, name, archives[name])
    problems += _prove_links(layout, held or [], archives)
    problems += [_damaged(f"checks.jsonl, line {number}", "a line cannot be read", "a run was cut off",
                          "nothing: it is passed over", Severity.NOTE) for number in torn_lines(layout)]
    return Proof(tuple(problems), None if held is None else len(held),
                 sum(len(one.pages) for one in held or ()), len(archives),
                 sum(one.answers for one in archives.values()))


def _prove_archive(path: Path, name: str, contents: _Contents) -> Iterator[Problem]:
    if not name.endswith(ENDING):
        yield _damaged(name, "this is no archive file of ours", "its name does not end in " + ENDING,
                       "move it away", Severity.WARNING)
        return
    try:
        _unpack(path)
        with path.open("rb") as stream:
            yield from _prove_records(stream, name, contents)
    except (OSError, EOFError, zlib.error, ArchiveLoadFailed, ValueError) as error:
        yield _damaged(name, "an archive file is damaged", str(error), RESTORE)


def _unpack(path: Path) -> None:
    """Read a file through: gzip's own check sums and lengths prove it byte for byte (RFC 1952)."""
    if not path.stat().st_size:
        message = "it holds 0 bytes"
        raise ValueError(message)
    with gzip.open(path) as stream:
        while stream.read(CHUNK):
            pass


def _prove_records(stream: object, name: str, contents: _Contents) -> Iterator[Problem]:
    for record in ArchiveIterator(stream, check_digests=True):
        where = f"{name}, {record.rec_headers.get_header('WARC-Record-ID')}"
        body = record.content_stream().read()
        while record.raw_stream.read(CHUNK):
            pass
        if record.digest_checker.passed is False:
            yield _damaged(where, "an archive record is not what was received",
                           "; ".join(map(str, record.digest_checker.problems)), RESTORE)
        if record.rec_type in ("response", "revisit"):
            contents.answers += 1
        if record.rec_type == "response":
            contents.bodies.add(digest(body))


def _prove_links(layout: Layout, held: list[Manifestation],
                 archives: dict[str, _Contents]) -> Iterator[Problem]:
    """Yield texts whose archive file is not here or does not hold them, and visits without theirs."""
    unchanged = {page.sha256 for one in list_sightings(layout) for page in one.pages
                 if one.warc in archives}
    for one in held:
        if one.warc and one.warc not in archives:
            yield _damaged(one.warc, "an archive file is missing", f"{one.version} came from it", RESTORE)
        elif one.warc:
            bodies = archives[one.warc].bodies
            lost = [sha for sha in one.pages if sha not in bodies | unchanged]
            if lost:
                yield _damaged(one.warc, "an archive file does not hold the text taken from it",
                               f"{one.version}, {lost[0][:12]}", RESTORE)
    known = {one.warc for one in held}
    for visit in list_sightings(layout):
        if visit.warc and visit.warc not in archives and visit.warc not in known:
            yield _damaged(visit.warc, "an archive file is missing", f"the visit of {visit.at:%Y-%m-%d} to "
                           f"{visit.address} is in it", RESTORE)


def _damaged(where: str, message: str, why: str, remedy: str,
             severity: Severity = Severity.ERROR) -> Problem:
    code = "archive-damaged" if severity is Severity.ERROR else "archive-remark"
    return Problem(code, severity, f"captures/{where}", message, remedy, why[:160])
