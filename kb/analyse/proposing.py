"""A register entry proposed from a text: a new work, or a version of one that is registered.

Reads: a Text, the register. Writes: nothing. Guarantees: what the text does not state is left out and
named; a text that the register already has is refused.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.analyse.issuers import issuers_of
from kb.analyse.proposed_facts import (
    DRAFT_MARK,
    bare_title,
    bases_of,
    count_of,
    dates_of,
    is_draft,
    is_final,
    number_of,
    title_of,
)
from kb.errors import InputRefusedError
from kb.model.text import Text
from kb.model.work import (
    DateFact,
    DateKind,
    DocType,
    Evidence,
    OfficialAddress,
    Register,
    Relation,
    Stage,
    Version,
    Work,
)
from kb.store.register_rules import STATE_NAME, fold_name

DRAFT_EN: Final = " (draft for comment)"
ENDINGS: Final = (
    (DocType.GUIDELINE, ("指南", "指引")),
    (DocType.POLICY_DOCUMENT, ("意见", "计划", "规划", "方案", "纲要")),
    (DocType.NOTICE, ("通知", "公告", "通告")),
)
RULE_ENDINGS: Final = ("规定", "办法", "细则", "规则", "规范", "方法")
TYPE_WORDS: Final = ("law", "regulations", "provisions", "measures", "rules", "guidelines", "opinions",
                     "notice", "plan", "code", "standard")
SMALL_WORDS: Final = frozenset(("the", "a", "an", "of", "for", "on", "in", "and", "to", "administration",
                                "interim", "trial", "implementation"))
IDENTIFYING: Final = (DateKind.PROMULGATED, DateKind.ADOPTED, DateKind.PUBLISHED, DateKind.COMMENT_DEADLINE)


@dataclass(frozen=True, slots=True)
class Hints:
    """What a person says of a text: the slug and id it is to have, its English title, its rank.

    ``addresses`` and ``dates`` are what its page says, each with its evidence.
    """

    slug: str = ""
    version: str = ""
    title_en: str = ""
    doc_type: DocType | None = None
    addresses: tuple[OfficialAddress, ...] = ()
    dates: tuple[DateFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be written. ``known`` is the registered work of the version, None for a new work.

    A slug, title or type that is not established is empty or None. ``missing`` says in words what was
    not established; ``blocking`` names the options without which nothing can be written.
    """

    slug: str
    known: Work | None
    doc_type: DocType | None
    title_zh: str
    title_en: str
    version: Version
    relations: tuple[Relation, ...]
    missing: tuple[str, ...]
    blocking: tuple[str, ...]


def propose(text: Text, register: Register, hints: Hints) -> Proposal:
    """Return the entry that a text's own words allow.

    Raises:
        InputRefusedError: the text has no title, or is one that the register has.
    """
    printed = _shown(title_of(text))
    if not printed:
        raise InputRefusedError("the text has no title that could be found", text.version,
                                "a register entry begins with the title as printed",
                                "check that this is the text itself; else write the entry by hand")
    title = bare_title(printed)
    known = register.work(hints.slug) if hints.slug else _work_titled(register, title)
    stage = _stage(text, hints)
    number, authorities = number_of(text), issuers_of(text, register.authorities)
    dates = _dates(text, stage, hints)
    doc_type = known.doc_type if known else hints.doc_type or doc_type_of(title, number, authorities)
    title_en = known.title_en if known else hints.title_en
    slug = known.slug if known else hints.slug or slug_of(title_en)
    version = Version(
        slug, hints.version or _id(known, stage, dates), stage or Stage.DRAFT, printed,
        title_en + DRAFT_EN * (stage is Stage.DRAFT and bool(title_en)), number, authorities, dates,
        hints.addresses, count_of(text))
    _refuse_registered(known, version)
    relations = _relations(text, register, known, version)
    missing = tuple(_missing(version, doc_type, stage, relations))
    return Proposal(slug, known, doc_type, title, title_en, version, relations, missing,
                    tuple(_blocking(slug, title_en, doc_type, stage, version)))


def doc_type_of(title: str, number: str, authorities: tuple[str, ...]) -> DocType | None:
    """Return the rank that title, number and issuers establish together, or None.

    Legislation Law of the PRC (2023), arts. 10, 72, 91: laws by the congress, administrative
    regulations by the State Council, rules by its departments, promulgated by order. The draft of a
    department's rule has no order, and may become a normative document as well.
    """
    if title.startswith(STATE_NAME) and title.endswith(("法", "法典")):
        return DocType.LAW
    by_council = title.endswith("条例") and authorities == ("state-council",)
    if number.startswith("中华人民共和国国务院令") or by_council:
        return DocType.ADMINISTRATIVE_REGULATION
    named = re.sub(r"[（(][^（()）]*[)）]$", "", title)
    if named.endswith(RULE_ENDINGS) and number:
        return DocType.DEPARTMENTAL_RULE if "令" in number else DocType.NORMATIVE_DOCUMENT
    return next((kind for kind, endings in ENDINGS if named.endswith(endings)), None)


def slug_of(title_en: str) -> str:
    """Return a slug for an English title, the kind of document last.

    >>> slug_of("Interim Measures for the Administration of Kite Services")
    'kite-services-measures'
    """
    plain = unicodedata.normalize("NFKD", title_en).encode("ascii", "ignore").decode().lower()
    words = [word for word in re.findall(r"[a-z0-9]+", plain) if word not in SMALL_WORDS]
    kinds = [word for word in words if word in TYPE_WORDS][:1]
    return "-".join([word for word in words if word not in kinds] + kinds)


def _shown(title: str) -> str:
    """Return a title without characters that do not show, such as marks of direction."""
    return "".join(char for char in title if unicodedata.category(char) not in ("Cc", "Cf", "Co", "Cs"))


def _work_titled(register: Register, title: str) -> Work | None:
    wanted = fold_name(title).removeprefix(STATE_NAME)
    return next((work for work in register.works
                 if wanted in {fold_name(bare_title(name)).removeprefix(STATE_NAME) for name in
                               (work.title_zh, *(version.title_zh for version in work.versions))}), None)


def _stage(text: Text, hints: Hints) -> Stage | None:
    if is_draft(text):
        return Stage.DRAFT
    said = hints.version.partition("-")[0]
    if is_final(text) or (said == "final" and not DRAFT_MARK.search(title_of(text))):
        return Stage.FINAL
    return Stage.DRAFT if said.startswith("draft") else None


def _dates(text: Text, stage: Stage | None, hints: Hints) -> tuple[DateFact, ...]:
    found = dates_of(text, draft=stage is Stage.DRAFT) if stage else ()
    kinds = {fact.kind for fact in found}
    order = list(DateKind)
    return tuple(sorted((*found, *(fact for fact in hints.dates if fact.kind not in kinds)),
                        key=lambda fact: order.index(fact.kind)))


def _id(known: Work | None, stage: Stage | None, dates: tuple[DateFact, ...]) -> str:
    """Return an id as the register forms them: stage and year; ``v`` and year where a work does so."""
    by_kind = {fact.kind: fact for fact in dates}
    fact = next((by_kind[kind] for kind in IDENTIFYING if kind in by_kind), None)
    if fact is None or stage is None:
        return ""
    held = [version.id for version in known.versions] if known else []
    plain = stage is Stage.FINAL and any(re.fullmatch(r"v\d{4}", name) for name in held)
    name = f"v{fact.value[:4]}" if plain else f"{stage}-{fact.value[:4]}"
    return next(option for option in (name, *(f"{name}-{n}" for n in range(2, 100)))
                if option not in held)


def _refuse_registered(known: Work | None, version: Version) -> None:
    for other in known.versions if known else ():
        bare = version.number.startswith("令")  # the number of any body's order
        same_number = not bare and version.number and version.number == other.number
        if other.id == version.id or (other.stage is version.stage and (
                same_number or _same_dates(other, version))):
            raise InputRefusedError("the register has this version", other.key,
                                    f"{version.title_zh} names the same work, stage and "
                                    + ("number" if same_number else "id or date"),
                                    f"kb capture FILE --as {other.key}")


def _same_dates(other: Version, version: Version) -> bool:
    """Tell whether a date that only one version can have is the same in both."""
    return any((fact := version.date(kind)) and (held := other.date(kind)) and fact.value == held.value
               for kind in (DateKind.PROMULGATED, DateKind.COMMENT_DEADLINE))


def _relations(text: Text, register: Register, known: Work | None,
               version: Version) -> tuple[Relation, ...]:
    found = []
    for title, quote in bases_of(text):
        work = _work_titled(register, title)
        if work is None or work is not known:
            found.append(Relation("made_under", work.slug if work else f"《{title}》",
                                  Evidence("text", quote=quote), version.id))
    return tuple(found)


def _missing(version: Version, doc_type: DocType | None, stage: Stage | None,
             relations: tuple[Relation, ...]) -> Iterator[str]:
    kinds = (DateKind.PUBLISHED, DateKind.COMMENT_DEADLINE) if stage is Stage.DRAFT else \
        (DateKind.ADOPTED, DateKind.PROMULGATED, DateKind.PUBLISHED, DateKind.IN_FORCE)
    if stage is None:
        yield "stage: the text says neither that it is a draft nor that it was issued"
    if doc_type is None:
        yield "doc_type: title, number and issuers do not settle its rank"
    if not version.number and stage is not Stage.DRAFT:
        yield "number"
    if not version.authorities:
        yield "authorities: no place of the text names only bodies of corpus/authorities.toml"
    yield from (str(kind) for kind in kinds if version.date(kind) is None)
    if version.articles is None:
        yield "articles: they do not run from 1 to their number"
    if not relations:
        yield "made_under: the first article names no basis"
    if not version.addresses:
        yield "address: of the authority's own page"


def _blocking(slug: str, title_en: str, doc_type: DocType | None, stage: Stage | None,
              version: Version) -> Iterator[str]:
    if not title_en:
        yield "--title-en \"…\": our English title; no text states it"
    if doc_type is None:
        yield "--type: its rank, one of " + ", ".join(DocType)
    if not slug:
        yield "--as WORK: its slug"
    if stage is None or not version.id:
        yield "--as WORK@final-YEAR or WORK@draft-YEAR: its stage and id"
