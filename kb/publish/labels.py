"""What readers see for the values of the domain: plain words, Chinese beside English where helpful."""

import re
from typing import Final

from kb.model.analysis import Modality
from kb.model.change import ChangeClass
from kb.model.provision import Kind
from kb.model.status import State, Status
from kb.model.text import Grade, PartName
from kb.model.work import DateKind, DocType

DOC_TYPE: Final = {
    DocType.LAW: ("Law", "法律"),
    DocType.ADMINISTRATIVE_REGULATION: ("Administrative regulation", "行政法规"),
    DocType.DEPARTMENTAL_RULE: ("Departmental rule", "部门规章"),
    DocType.NORMATIVE_DOCUMENT: ("Normative document", "规范性文件"),
    DocType.GUIDELINE: ("Guideline", "指南"),
    DocType.POLICY_DOCUMENT: ("Policy document", "政策文件"),
    DocType.NATIONAL_STANDARD: ("National standard", "国家标准"),
    DocType.NOTICE: ("Notice", "通知、公告"),
}

DATE_KIND: Final = {
    DateKind.ADOPTED: ("Adopted", "通过"),
    DateKind.PROMULGATED: ("Promulgated", "公布"),
    DateKind.PUBLISHED: ("Published on the authority's site", "发布"),
    DateKind.IN_FORCE: ("In force from", "施行"),
    DateKind.COMMENT_DEADLINE: ("Comments until", "意见反馈截止"),
    DateKind.REPEALED: ("Repealed", "废止"),
}

GRADE: Final = {
    Grade.OFFICIAL_FETCHED: "official page, fetched by us",
    Grade.OFFICIAL_RECEIVED: "official page, received through a third party",
    Grade.REPUBLISHED: "republished text, not an official page",
    Grade.CONVERTED: "converted text (OCR or PDF), defects possible",
    Grade.OUR_TRANSLATION: "our translation",
}

ADDRESS_GRADE: Final = {
    "A": "the page itself was seen", "B": "several citations agree, or a received page fits",
    "C": "named by one or two sources", "D": "unproven", "X": "known or suspected to be wrong",
}

CHANGE: Final = {
    ChangeClass.UNCHANGED: "unchanged",
    ChangeClass.RENUMBERED: "renumbered",
    ChangeClass.REFERENCE_ONLY: "only cited numbers changed",
    ChangeClass.AMENDED: "amended",
    ChangeClass.MOVED: "moved",
    ChangeClass.SPLIT: "split",
    ChangeClass.MERGED: "merged",
    ChangeClass.INSERTED: "new",
    ChangeClass.DELETED: "dropped",
    ChangeClass.REWRITTEN: "rewritten",
}

MODALITY: Final = {
    Modality.OBLIGATION: ("must", "应当"),
    Modality.PROHIBITION: ("must not", "不得"),
    Modality.PERMISSION: ("may", "可以"),
    Modality.RIGHT: ("has the right", "有权"),
    Modality.POWER: ("has the power", "职权"),
    Modality.RECOMMENDATION: ("is encouraged", "鼓励"),
    Modality.DECLARATION: ("declares", "宣示"),
    Modality.PENALTY: ("sanction", "处罚"),
}

RELATION: Final = {
    "made_under": ("Made under", "Rules made under it"),
    "implements": ("Implements", "Implemented by"),
    "replaces": ("Replaces", "Replaced by"),
    "amends": ("Amends", "Amended by"),
    "supplements": ("Supplements", "Supplemented by"),
    "applies": ("Applies", "Applied by"),
    "see_also": ("See also", "See also"),
}

REFERENCE: Final = {
    "cites": "cites", "under": "in accordance with", "mutatis": "by analogy with",
    "applies": "applies", "except": "excepts", "empowers": "empowers", "penalises": "penalises",
}

PART: Final = {
    PartName.TITLE: "Title",
    PartName.ORDER_HEADER: "Order",
    PartName.ADOPTION_NOTE: "Adoption note",
    PartName.TABLE_OF_CONTENTS: "Table of contents",
    PartName.NOTICE: "Covering notice",
    PartName.PREAMBLE: "Preamble",
    PartName.SIGNATURE: "Signature",
    PartName.EXPLANATION: "Explanation by the authority",
    PartName.ATTACHMENT_LIST: "Attachments",
    PartName.OTHER: "Other text on the page",
}

ENGLISH_KIND: Final = {
    Kind.PART: "Part", Kind.SUBPART: "Subpart", Kind.CHAPTER: "Chapter", Kind.SECTION: "Section",
    Kind.ARTICLE: "Article", Kind.PARAGRAPH: "Paragraph", Kind.ITEM: "Item",
    Kind.SUBITEM: "Subitem", Kind.ANNEX: "Annex", Kind.HEADING: "Heading", Kind.POINT: "Point",
}

TONE: Final = {
    State.IN_FORCE: "good", State.NOT_YET_IN_FORCE: "coming", State.DRAFT_OPEN: "coming",
    State.DRAFT: "draft", State.SUPERSEDED_DRAFT: "past", State.AMENDED: "past",
    State.REPEALED: "past", State.UNKNOWN: "unknown",
}

DURATION: Final = re.compile(r"P(\d+)(WD|[DWMY])|PT(\d+)([HM])")
UNIT: Final = {"WD": "working day", "D": "day", "W": "week", "M": "month", "Y": "year"}


def status_words(status: Status) -> str:
    """Return a status with its date, and since when where that is known."""
    if status.state is State.DRAFT_OPEN and status.since:
        return f"draft, open for comment until {status.since}, as of {status.as_of.isoformat()}"
    if status.state is State.NOT_YET_IN_FORCE and status.since:
        return f"adopted, in force from {status.since}; not yet so as of {status.as_of.isoformat()}"
    if status.state is State.UNKNOWN:
        return f"status not established as of {status.as_of.isoformat()}"
    since = f" (since {status.since})" if status.state is State.IN_FORCE and status.since else ""
    return f"{status}{since}"


def duration_words(value: str) -> str:
    """Return an ISO 8601 duration in words, or nothing if it is not one of the usual forms.

    >>> duration_words("P10WD"), duration_words("P1M"), duration_words("PT24H")
    ('10 working days', '1 month', '24 hours')
    """
    match = DURATION.fullmatch(value)
    if match is None:
        return ""
    count = match[1] or match[3]
    unit = UNIT[match[2]] if match[2] else {"H": "hour", "M": "minute"}[match[4]]
    return f"{count} {unit}{'' if count == '1' else 's'}"
