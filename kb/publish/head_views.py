"""Views of what stands above every text: status, dates, provenance, warnings, citation."""

from dataclasses import replace
from typing import Final

from kb.model.identifiers import Address
from kb.model.manifestation import Manifestation
from kb.model.problem import Problem
from kb.model.status import State
from kb.model.text import Grade
from kb.model.work import DateFact, OfficialAddress, Version, Work
from kb.publish import addresses
from kb.publish.citation import cite_en, cite_zh, version_title_en, version_title_zh
from kb.publish.labels import ADDRESS_GRADE, DATE_KIND, DOC_TYPE, GRADE, TONE, status_words
from kb.publish.shelf import Shelf
from kb.publish.views import Fact, Link, ProblemView, Provenance, StatusView, VersionHead
from kb.store.edits import seen_on

NOT_KNOWN: Final = "not known"
UNVERIFIED: Final = "single source, not verified"


def work_link(work: Work) -> Link:
    """Return the link to a work, English and Chinese short titles."""
    return Link(work.short_en or work.title_en, addresses.work_page(work.slug),
                work.short_zh or work.title_zh)


def version_link(version: Version) -> Link:
    """Return the link to a version's reading page, labelled with its id."""
    return Link(version_label(version), addresses.version_page(version.key))


def version_label(version: Version) -> str:
    """Return the id of a version in words: ``draft-2022`` reads ``draft 2022``."""
    return id_words(version.id)


def id_words(version_id: str) -> str:
    """Return a version's id in words.

    >>> id_words("draft-2022"), id_words("v2025")
    ('draft 2022', '2025 version')
    """
    year = version_id.removeprefix("v")
    return f"{year} version" if year != version_id and year.isdecimal() else version_id.replace("-", " ")


def status_view(shelf: Shelf, version: Version) -> StatusView:
    """Return a version's status on the build's day."""
    status = shelf.status(version)
    return StatusView(status_words(status), TONE[status.state])


def version_head(shelf: Shelf, work: Work, version: Version) -> VersionHead:
    """Return what stands above every page of a version."""
    facts = [Fact("Document", DOC_TYPE[work.doc_type][0], DOC_TYPE[work.doc_type][1])]
    if version.number:
        facts.append(Fact("Number", version.number, "文号"))
    facts.append(Fact("Issued by", authority_names(shelf, version) or NOT_KNOWN, "制定机关"))
    facts += [date_fact(fact) for fact in version.dates]
    return VersionHead(
        work_link(work), version_title_zh(work, version), version_title_en(work, version),
        version_link(version), status_view(shelf, version), tuple(facts),
        warning(shelf, work, version), provenance(shelf, version.key),
        cite_zh(work, version), cite_en(work, version, shelf.status(version)))


def authority_names(shelf: Shelf, version: Version) -> str:
    """Return the issuing bodies by their short English names."""
    known = [shelf.authorities.get(name) for name in version.authorities]
    return ", ".join(a.short_en or a.name_en for a in known if a)


def date_fact(fact: DateFact) -> Fact:
    """Return a date with the evidence it rests on."""
    label, zh = DATE_KIND[fact.kind]
    evidence = fact.evidence
    words = [f"“{evidence.quote}”" if evidence.quote else "", evidence.source,
             f"grade {evidence.grade}" if evidence.grade else ""]
    how = {"text": "in the text", "page": "on a captured page", "digest": "in a graded statement",
           "source": "public source"}.get(evidence.kind, evidence.kind)
    return Fact(label, fact.value, zh, addresses.external(evidence.source),
                ": ".join([how, ", ".join(w for w in words if w)]).removesuffix(": "))


def address_fact(address: OfficialAddress) -> Fact:
    """Return an official address with its grade; a wrong one never becomes a link."""
    grade = address.address_grade
    url = "" if grade == "X" else addresses.external(address.url)
    words = f"address grade {grade}: {ADDRESS_GRADE.get(grade, 'not graded')}"
    return Fact(address.role, address.url, "", url,
                f"{words}. {address.evidence}" if address.evidence else words)


FIRST_WORDS: Final = {
    State.DRAFT: "This is a draft published for comment. It binds nobody.",
    State.DRAFT_OPEN: "This is a draft published for comment. It binds nobody.",
    State.SUPERSEDED_DRAFT: "This is a draft. It was followed by",
    State.AMENDED: "This version is no longer current. It was followed by",
    State.REPEALED: "Repealed on",
    State.NOT_YET_IN_FORCE: "Adopted, but in force only from",
    State.UNKNOWN: "Whether and since when this version is in force is not established here.",
}


def warning(shelf: Shelf, work: Work, version: Version) -> Link | None:
    """Return what a reader must know first: a successor, a repeal, a state not established."""
    status = shelf.status(version)
    words = FIRST_WORDS.get(status.state)
    if words is None:
        return None
    successor = work.version(status.successor) if status.successor else None
    if successor:
        return Link(f"{words} {version_label(successor)}:", addresses.version_page(successor.key),
                    version_title_zh(work, successor), version_title_en(work, successor))
    if status.state in (State.REPEALED, State.NOT_YET_IN_FORCE):
        words = f"{words} {status.since}."
    return Link(words)


def provenance(shelf: Shelf, key: str) -> tuple[Provenance, ...]:
    """Return every file of a version, the chosen one first, and our English if it is there."""
    library = shelf.library
    pin = library.meta.get(f"pin:{key}", UNVERIFIED)
    chinese, english = library.text(key, "zh"), library.text(key, "en")
    digest = _digest(chinese.manifestation) if chinese else ""
    held = library.manifestations.get(key, ())
    first = next((m for m in held if m.sha256 == digest), None)
    rows = [_file(m, pin, chosen=m is first) for m in held]
    day = seen_on(library.meta, key)
    if day:
        words = f"seen unchanged at its address on {day}"
        rows = [replace(row, remarks=(*row.remarks, words)) if row.chosen else row for row in rows]
    if chinese and not any(row.chosen for row in rows):
        rows.insert(0, _bare(chinese.grade, "Chinese", chinese.manifestation, pin))
    if english:
        rows.append(_bare(english.grade, "English", english.manifestation,
                          library.meta.get(f"translation:{key}", "")))
    return tuple(sorted(rows, key=lambda row: not row.chosen))


def _digest(manifestation: str) -> str:
    return manifestation.rpartition(":")[2]


def _file(found: Manifestation, pin: str, *, chosen: bool) -> Provenance:
    remarks = ["partial: kept, never chosen as the text"] if found.partial else []
    remarks += found.defects
    return Provenance(
        int(found.grade), GRADE[found.grade], "Chinese", addresses.external(found.official_url),
        found.official_url, found.via, found.via_path,
        found.received.isoformat() if found.received else NOT_KNOWN,
        found.retrieved.isoformat() if found.retrieved else NOT_KNOWN, pin, found.sha256,
        chosen, tuple(remarks))


def _bare(grade: Grade, language: str, manifestation: str, pin: str) -> Provenance:
    return Provenance(int(grade), GRADE[grade], language, "", "", "", "", "", "", pin,
                      _digest(manifestation), chosen=True, remarks=())


def problem_view(shelf: Shelf, problem: Problem) -> ProblemView:
    """Return a defect with a link to where it stands, if that is a provision of a shown text."""
    return ProblemView(problem.code, problem.severity.value, problem.message, problem.remedy,
                       problem.excerpt, _where(shelf, problem.where))


def _where(shelf: Shelf, where: str) -> Link:
    try:
        address = Address.parse(where.partition("/")[0] if "#" not in where else where)
    except ValueError:
        return Link(where)
    version = shelf.version_of(address.version_key) if address.version else None
    if version is None:
        return Link(where)
    href = shelf.provision_href(version.key, address.eid) if address.eid else ""
    return Link(where, href or addresses.version_page(version.key))
