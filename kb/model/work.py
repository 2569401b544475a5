"""Works and their versions: the register (FRBR: work and expression; ELI for dates and relations)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from kb.model.event import Event

TEXT_ROLES: Final = ("text", "copy")
"""Roles of the addresses that lead to a text itself, its own before official copies."""

PROVEN_GRADES: Final = ("A", "B", "C")
"""Grades of the addresses that are asked for a text without further ado, best first."""


class DocType(StrEnum):
    """The rank of a document among Chinese sources of law."""

    LAW = "law"                              # 法律
    ADMINISTRATIVE_REGULATION = "administrative-regulation"  # 行政法规
    DEPARTMENTAL_RULE = "departmental-rule"  # 部门规章
    NORMATIVE_DOCUMENT = "normative-document"  # 规范性文件
    GUIDELINE = "guideline"                  # 指南
    POLICY_DOCUMENT = "policy-document"      # 意见 and the like
    NATIONAL_STANDARD = "national-standard"  # 国家标准
    NOTICE = "notice"                        # 通知, 公告


class Stage(StrEnum):
    """What a version is."""

    DRAFT = "draft"
    FINAL = "final"


class DateKind(StrEnum):
    """Dates that are different facts and never default to one another (ELI keeps them apart)."""

    ADOPTED = "adopted"                # 审议通过
    PROMULGATED = "promulgated"        # 公布 as dated in the document
    PUBLISHED = "published"            # put on the authority's site
    IN_FORCE = "in_force"              # 施行
    COMMENT_DEADLINE = "comment_deadline"
    REPEALED = "repealed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a fact of the register is believed.

    ``kind`` is ``text`` (``quote`` stands in a captured file of this version), ``page`` (``quote`` or
    ``source`` names a captured page that is not the text itself), ``digest`` (a graded statement)
    or ``source`` (a public source named in ``source``).
    """

    kind: str
    source: str = ""
    quote: str = ""
    grade: str = ""


@dataclass(frozen=True, slots=True)
class DateFact:
    """One dated event of a version. ``value`` may be shorter than a day: ``2025``, ``2025-04``."""

    kind: DateKind
    value: str
    evidence: Evidence

    def day(self) -> date | None:
        """Return the date, or None where only a month or a year is known."""
        return date.fromisoformat(self.value) if len(self.value) == len("2022-01-28") else None

    def first_day(self) -> date:
        """Return the first day that the value can mean: the day itself, or its month's or year's first."""
        return date.fromisoformat(self.value + "0001-01-01"[len(self.value):])

    def last_day(self) -> date:
        """Return the last day that the value can mean: the day itself, or its month's or year's last."""
        first = self.first_day()
        if self.day():
            return first
        whole_year = len(self.value) == len("2022")
        return date(first.year + (whole_year or first.month == 12),
                    1 if whole_year else first.month % 12 + 1, 1) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficialAddress:
    """An address on an authority's site and how well it is evidenced (A best, D unproven, X wrong)."""

    url: str
    role: str  # text | copy | notice | explanation | q-and-a | release | decision | attachment
    address_grade: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A typed link from a work (or one version of it) to another work, registered or named by title."""

    kind: str  # made_under | implements | replaces | amends | supplements | applies | see_also
    target: str  # slug, slug@version, or a title in 《》 that is not registered
    evidence: Evidence
    version: str = ""  # the version of this work that says so; empty = the work as a whole


@dataclass(frozen=True, slots=True)
class RelatedDocument:
    """A notice, announcement, explanation or note: a document about a work, never a version of it."""

    id: str
    kind: str
    title_zh: str
    title_en: str
    published: str
    capture: str
    addresses: tuple[OfficialAddress, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One point in time of a work: a draft or an official text (FRBR: expression, before language)."""

    work: str
    id: str
    stage: Stage
    title_zh: str
    title_en: str
    number: str
    authorities: tuple[str, ...]
    dates: tuple[DateFact, ...]
    addresses: tuple[OfficialAddress, ...]
    articles: int | None = None
    profile: str = ""
    amends: str = ""  # id of the version this one amends or revises
    note: str = ""

    @property
    def key(self) -> str:
        """``work@version``."""
        return f"{self.work}@{self.id}"

    def date(self, kind: DateKind) -> DateFact | None:
        """Return the first dated fact of a kind, or None where it is unknown."""
        return next((fact for fact in self.dates if fact.kind is kind), None)

    @property
    def has_proven_address(self) -> bool:
        """Tell whether a proven address of the text, or of an official copy of it, is known."""
        return any(one.role in TEXT_ROLES and one.address_grade in PROVEN_GRADES for one in self.addresses)


@dataclass(frozen=True, slots=True)
class Work:
    """One rule, law, guideline or policy document through all its versions, oldest first."""

    slug: str
    doc_type: DocType
    title_zh: str
    title_en: str
    short_zh: str
    short_en: str
    aliases: tuple[str, ...]
    versions: tuple[Version, ...]
    relations: tuple[Relation, ...] = ()
    documents: tuple[RelatedDocument, ...] = ()
    topics: tuple[str, ...] = ()
    metadata_only: bool = False
    note: str = ""

    def version(self, version_id: str) -> Version | None:
        """Return the version with this id, or None."""
        return next((v for v in self.versions if v.id == version_id), None)


@dataclass(frozen=True, slots=True)
class Authority:
    """An issuing body."""

    id: str
    name_zh: str
    name_en: str
    short_en: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """All works, authorities and events, and the day up to which the register was kept."""

    works: tuple[Work, ...]
    authorities: tuple[Authority, ...]
    cut_off: date
    events: tuple[Event, ...] = ()

    def work(self, slug: str) -> Work | None:
        """Return the work with this slug, or None."""
        return next((work for work in self.works if work.slug == slug), None)

    def version(self, key: str) -> Version | None:
        """Return the version with the key ``work@version``, or None."""
        slug, _, version_id = key.partition("@")
        work = self.work(slug)
        return work.version(version_id) if work else None
