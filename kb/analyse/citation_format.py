"""Citations as print has them: 《…》第十七条第一款第（二）项, and "…, art. 17(1)(2)".

Reads: the register. Writes: nothing. The Chinese form follows the Legislation Law (2023), art. 65:
款 is cited by its place, 项 in brackets, 目 in Arabic figures.
"""

from kb.analyse.citation_names import years_of
from kb.model.identifiers import Address
from kb.model.place import place_en, place_zh
from kb.model.work import Register, Stage, Version, Work


def format_citation(address: Address, register: Register, language: str) -> str:
    """Return the citation of an address, ``language`` being ``zh`` or ``en``.

    A work or version that the register does not know is cited by its address.
    """
    work = register.work(address.work)
    if work is None:
        return str(address)
    version = work.version(address.version) if address.version else None
    if language == "zh":
        return _title_zh(work, version) + format_place(address.eid, "zh")
    place = format_place(address.eid, "en")
    return _title_en(work, version) + (f", {place}" if place else "")


def format_place(eid: str, language: str) -> str:
    """Return the place of a provision in one language, without the work."""
    return place_zh(eid) if language == "zh" else place_en(eid)


def version_label(version: Version) -> str:
    """Return what tells a version from its sisters: ``2022``, ``draft 2022``."""
    year = next(iter(years_of(version)), "")
    if version.stage is Stage.DRAFT:
        return f"draft {year}".rstrip()
    return year or version.id


def _title_en(work: Work, version: Version | None) -> str:
    title = work.short_en or work.title_en or work.slug
    return f"{title} ({version_label(version)})" if version else title


def _title_zh(work: Work, version: Version | None) -> str:
    if version is None:
        return f"《{work.title_zh or work.slug}》"
    title = f"《{version.title_zh or work.title_zh or work.slug}》"
    if sum(other.title_zh == version.title_zh for other in work.versions) > 1:
        year = next(iter(years_of(version)), "")
        return f"{title}（{year}年）" if year else title
    return title
