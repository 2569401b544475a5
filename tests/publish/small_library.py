"""A small invented library with every kind of page: texts with and without English, a draft and its
successor, a policy document, a version known by statements only, hostile words everywhere.
"""

from datetime import date

from kb.analyse.catalogue import build_catalogue
from kb.analyse.find import find
from kb.analyse.resolve import resolve
from kb.compare.align import compare_texts
from kb.compare.duties import with_duties
from kb.model.analysis import Analysis
from kb.model.change import Comparison
from kb.model.manifestation import Manifestation
from kb.model.problem import Problem, Severity
from kb.model.statement import ChangeNote, Statement, StatementSet
from kb.model.text import Grade, Text
from kb.model.work import (
    Authority,
    DateFact,
    DateKind,
    DocType,
    Evidence,
    OfficialAddress,
    Register,
    RelatedDocument,
    Relation,
    Stage,
    Version,
    Work,
)
from kb.parse.document import parse_bytes
from kb.store.library import Library

HOSTILE = '<script>alert("灯")</script><img src=x onerror=alert(1)>'

DRAFT = """提灯服务管理规定（征求意见稿）
第一章 总则
第一条 为了规范提灯服务，根据《中华人民共和国灯笼法》，制定本规定。
第二条 本规定所称提灯服务，是指以提灯照亮道路的服务。
第三条 提灯服务提供者可以登记灯号。
第二章 附则
第四条 本规定自2031年3月1日起施行。
"""

FINAL = f"""提灯服务管理规定
第一章 总则
第一条 为了规范提灯服务，根据《中华人民共和国灯笼法》，制定本规定。
第二条 本规定所称提灯服务，是指以提灯照亮道路的服务。{HOSTILE}
第二章 提灯服务规范
第三条 提灯服务提供者应当在十个工作日内登记灯号并进行标识。
第四条 提灯服务提供者不得有下列行为：
（一）熄灭公共道路的灯；
（二）出借灯号，但是取得行人同意的除外。
违反前款规定的，依照本规定第五条处理。
第五条 违反本规定第三条、第四条规定的，由灯笼主管部门责令改正，处一万元以下罚款。
第三章 附则
第六条 本规定自2031年3月1日起施行。
"""

ENGLISH = """# Provisions on Lantern Services

## Chapter 1 General Provisions

Article 1 These Provisions are made to regulate lantern services.

Article 2 "Lantern services" in these Provisions means services that light the road.

## Chapter 2 Rules

Article 3 Providers of lantern services shall register the lamp number within ten working days.
"""

OPINIONS = """关于发展提灯服务的意见
一、总体要求
（一）坚持照亮道路。
（二）各单位应当支持提灯服务。
二、重点任务
完善灯号登记。
"""

TEXT_EVIDENCE = Evidence("text", quote="自2031年3月1日起施行")


def make_text(key: str, words: str, language: str = "zh", media: str = "text/plain") -> Text:
    grade = Grade.OUR_TRANSLATION if language == "en" else Grade.OFFICIAL_RECEIVED
    name = "text.md" if media == "text/markdown" else "text.txt"
    return parse_bytes(words.encode(), media, name, version=key, language=language, grade=grade,
                       manifestation="ab" * 32)


def make_version(work: str, name: str, stage: Stage, dates: dict[DateKind, str], **more) -> Version:
    facts = tuple(DateFact(kind, value, TEXT_EVIDENCE) for kind, value in dates.items())
    fields = {"title_zh": "", "title_en": "", "number": "灯令第1号", "authorities": ("lamp",),
              "addresses": (), **more}
    return Version(work, name, stage, dates=facts, **fields)


def make_works() -> tuple[Work, ...]:
    address = OfficialAddress("https://lamp.example/text.html", "text", "B", "seen in a list")
    wrong = OfficialAddress("javascript:alert(1)", "copy", "X", HOSTILE)
    lantern = Work(
        "lantern-provisions", DocType.DEPARTMENTAL_RULE, "提灯服务管理规定",
        "Provisions on Lantern Services", "提灯规定", "Lantern Provisions", ("提灯", "LP"),
        (make_version("lantern-provisions", "draft-2030", Stage.DRAFT,
                      {DateKind.PUBLISHED: "2030-05-01"}, title_zh="提灯服务管理规定（征求意见稿）"),
         make_version("lantern-provisions", "final-2031", Stage.FINAL,
                      {DateKind.IN_FORCE: "2031-03-01"}, addresses=(address, wrong), articles=6)),
        relations=(Relation("made_under", "lantern-law", TEXT_EVIDENCE),
                   Relation("implements", "《灯芯条例》", TEXT_EVIDENCE)),
        documents=(RelatedDocument("notice", "notice", "公告", "Notice", "2030-05-01", "",
                                   (address,), HOSTILE),), note=HOSTILE)
    law = Work("lantern-law", DocType.LAW, "中华人民共和国灯笼法", "Lantern Law", "灯笼法",
               "Lantern Law", ("灯笼法律",),
               (make_version("lantern-law", "draft-2028", Stage.DRAFT, {}),
                make_version("lantern-law", "final-2029", Stage.FINAL, {})))
    opinions = Work("lamp-opinions", DocType.POLICY_DOCUMENT, "关于发展提灯服务的意见",
                    "Opinions on Lantern Services", "提灯意见", "Lamp Opinions", (),
                    (make_version("lamp-opinions", "final-2030", Stage.FINAL,
                                  {DateKind.PUBLISHED: "2030-01-01"}),))
    later = Work("wick-standard", DocType.NATIONAL_STANDARD, "灯芯标准", "Wick Standard", "", "", (),
                 (make_version("wick-standard", "final-2032", Stage.FINAL,
                               {DateKind.IN_FORCE: "2033-01-01"}),), metadata_only=True)
    return lantern, law, opinions, later


def make_statements() -> dict[str, StatementSet]:
    key = "lantern-law@draft-2028"
    return {key: StatementSet(
        key,
        (Statement("s1", key, "Lamps must be lit at night. " + HOSTILE, "A", "4", "high", "", ("one",)),
         Statement("s2", key, "Wicks are registered.", "B", "9", "probable", "", ("two",))),
        (ChangeNote("n1", key, "final-2029", ("art_4",), "The draft said may.", "B", ("one",)),),
        ("the number of articles",), (("one", "https://news.example/lamps"),))}


def compared(texts: dict[str, dict[str, Text]], analyses: dict[str, Analysis],
             *versions: str) -> Comparison:
    """Compare the Chinese of two versions, with their duties."""
    a, b = (texts[version]["zh"] for version in versions)
    return with_duties(compare_texts(a, b), (a, analyses[a.key]), (b, analyses[b.key]))


def small_library(*, chinese: bool = True) -> Library:
    """Return the library; without Chinese only the English of one text is in it."""
    final, draft = "lantern-provisions@final-2031", "lantern-provisions@draft-2030"
    english = make_text(final, ENGLISH, "en", "text/markdown")
    texts: dict[str, dict[str, Text]] = {final: {"en": english}}
    if chinese:
        texts = {draft: {"zh": make_text(draft, DRAFT)},
                 final: {"zh": make_text(final, FINAL), "en": english},
                 "lamp-opinions@final-2030": {"zh": make_text("lamp-opinions@final-2030", OPINIONS)}}
    works = make_works()
    register = Register(works, (Authority("lamp", "灯笼局", "Lamp Office", "Lamp Office"),),
                        date(2032, 1, 1))
    every = [text for held in texts.values() for text in held.values()]
    catalogue = build_catalogue(register, every)
    analyses = {text.key: resolve(find(text), text, catalogue) for text in every}
    comparisons = (compared(texts, analyses, draft, final),) if chinese else ()
    copies = {final: (Manifestation(
        final, "ab" * 32, 10, "text/html", "final.html", "files/x", Grade.OFFICIAL_RECEIVED,
        "https://lamp.example/text.html", "a friend <b>", "lists/", date(2031, 4, 1), None, HOSTILE),)}
    problems = (Problem("odd-line", Severity.WARNING, f"{final}#art_2__para_1", HOSTILE, "look at it"),)
    return Library(register, date(2032, 1, 2), texts, analyses, comparisons, make_statements(),
                   copies if chinese else {}, problems, {})
