"""How a provision is named and cited, in Chinese and in English."""

from kb.model.place import place_en, place_zh
from kb.model.status import State, Status
from kb.model.work import DateKind, Stage, Version, Work


def day_zh(value: str) -> str:
    """Return an ISO date, month or year the Chinese way.

    >>> day_zh("2023-01-10"), day_zh("2025-04"), day_zh("2025")
    ('2023年1月10日', '2025年4月', '2025年')
    """
    return "".join(f"{int(part)}{unit}" for part, unit in zip(value.split("-"), "年月日", strict=False))


def version_title_zh(work: Work, version: Version) -> str:
    """Return the Chinese title of a version without its quotation marks."""
    return (version.title_zh or work.title_zh).strip("《》")


def version_title_en(work: Work, version: Version) -> str:
    """Return the English title of a version."""
    return version.title_en or work.title_en


def cite_zh(work: Work, version: Version, eid: str = "") -> str:
    """Return the Chinese citation: title, number and date as far as they are known, provision."""
    facts = [version.number] if version.number else []
    in_force, published = version.date(DateKind.IN_FORCE), version.date(DateKind.PUBLISHED)
    if version.stage is Stage.FINAL and in_force:
        facts.append(f"自{day_zh(in_force.value)}起施行")
    elif version.stage is Stage.DRAFT and published:
        facts.append(f"{day_zh(published.value)}公布")
    note = f"（{'，'.join(facts)}）" if facts else ""
    return f"《{version_title_zh(work, version)}》{note}{place_zh(eid) if eid else ''}"


def cite_en(work: Work, version: Version, status: Status, eid: str = "") -> str:
    """Return the English citation: title, provision, version and its status on the build's day."""
    if status.state is State.REPEALED:
        state = f"repealed {status.since}"
    elif version.stage is Stage.DRAFT:
        state = "draft"
    else:
        state = f"in force from {status.since}" if status.since else "entry into force not established"
    title = version_title_en(work, version)
    place = f", {place_en(eid)}" if eid else ""
    return f"{title}{place} (version {version.id}; {state}; as of {status.as_of.isoformat()})"
