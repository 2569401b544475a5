"""How a provision is named and cited, in Chinese and in English."""

from kb.model.identifiers import eid_steps
from kb.model.numerals import to_chinese
from kb.model.status import State, Status
from kb.model.work import DateKind, Stage, Version, Work

ELEMENT_EN = {"part": "part", "subpart": "subpart", "chap": "chapter", "sec": "section",
              "art": "art.", "annex": "annex", "head": "heading", "point": "point"}
ELEMENT_ZH = {"part": "编", "subpart": "分编", "chap": "章", "sec": "节", "art": "条", "para": "款"}


def name_en(eid: str) -> str:
    """Return the English name of a provision.

    >>> name_en("art_17__para_1__item_2"), name_en("art_120-1"), name_en("chap_2__sec_1")
    ('art. 17(1)(2)', 'art. 120-1', 'chapter 2, section 1')
    """
    out = ""
    for element, number in eid_steps(eid):
        if element in ("para", "item", "subitem"):
            out += f"({number})" if out else f"para. {number}"
        else:
            out += (", " if out else "") + f"{ELEMENT_EN[element]} {number}"
    return out


def name_zh(eid: str) -> str:
    """Return the Chinese name of a provision.

    >>> name_zh("art_17__para_1__item_2"), name_zh("art_120-1"), name_zh("head_3__point_2")
    ('第十七条第一款第（二）项', '第一百二十条之一', '三、（二）')
    """
    return "".join(_step_zh(element, number) for element, number in eid_steps(eid))


def _step_zh(element: str, number: str) -> str:
    main, _, insert = number.partition("-")
    numeral = to_chinese(int(main))
    if element == "item":
        return f"第（{numeral}）项"
    if element == "subitem":
        return f"第{main}目"
    if element == "annex":
        return f"附件{main}"
    if element == "head":
        return f"{numeral}、"
    if element == "point":
        return f"（{numeral}）"
    return f"第{numeral}{ELEMENT_ZH[element]}" + (f"之{to_chinese(int(insert))}" if insert else "")


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
    return f"《{version_title_zh(work, version)}》{note}{name_zh(eid) if eid else ''}"


def cite_en(work: Work, version: Version, status: Status, eid: str = "") -> str:
    """Return the English citation: title, provision, version and its status on the build's day."""
    state = f"in force from {status.since}" if status.since and version.stage is Stage.FINAL else (
        "draft" if version.stage is Stage.DRAFT else str(State.UNKNOWN))
    title = version_title_en(work, version)
    place = f", {name_en(eid)}" if eid else ""
    return f"{title}{place} (version {version.id}; {state}; as of {status.as_of.isoformat()})"
