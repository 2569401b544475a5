"""Values made by hand for tests: invented statutes as texts, a small register, a small library."""

from datetime import date

from kb.model.analysis import Analysis
from kb.model.text import Grade, Text
from kb.model.work import (
    Authority,
    DateFact,
    DateKind,
    DocType,
    Evidence,
    Register,
    Stage,
    Version,
    Work,
)
from kb.parse.source import Block, Layout, SourceText
from kb.parse.structure import parse_source
from kb.store.library import Library

INVENTED = Evidence("source", source="invented for the tests")
AS_OF = date(2026, 11, 23)

BRIDGES_DRAFT = """桥梁管理办法（征求意见稿）
第一条 为了规范桥梁管理，制定本办法。
第二条 养护单位应当每年检查桥梁。
第三条 违反本办法第二条规定的，由桥梁部门责令改正。"""

BRIDGES_FINAL = """桥梁管理办法
第一章　总　则
第一条 为了规范桥梁管理，制定本办法。
第二章　养护
第二条 养护单位应当每季度检查桥梁。
养护单位应当保存检查记录，并履行下列义务：
（一）公示检查结果；
（二）报告桥梁病害。
第三条 任何单位和个人不得损毁桥梁标识。
第四条 违反本办法第二条第一款规定的，由桥梁部门责令改正。"""


def source_from(lines: str) -> SourceText:
    """A source whose blocks are the lines of a string."""
    blocks, at = [], 0
    for line in lines.split("\n"):
        if line.strip():
            blocks.append(Block(((at, at + len(line)),)))
        at += len(line) + 1
    return SourceText(lines, tuple(blocks), (), Layout.LINES, "plain")


def text_from(lines: str, version: str, language: str = "zh", grade: Grade = Grade.REPUBLISHED) -> Text:
    """A text parsed from the lines of a string."""
    return parse_source(source_from(lines), version, language, grade=grade)


def version(id_: str, stage: Stage, title: str, **dates: str) -> Version:
    """A version with dates given as keyword arguments named after `DateKind`."""
    facts = tuple(DateFact(DateKind(kind), value, INVENTED) for kind, value in dates.items())
    return Version("bridges", id_, stage, title, "Bridge Measures", "", ("bridge-office",), facts, ())


def register() -> Register:
    """One invented work with a draft and a final."""
    versions = (
        version("draft-2024", Stage.DRAFT, "桥梁管理办法（征求意见稿）", published="2024-01-05"),
        version("final-2025", Stage.FINAL, "桥梁管理办法", published="2025-02-01",
                in_force="2025-03-01"),
    )
    work = Work("bridges", DocType.DEPARTMENTAL_RULE, "桥梁管理办法", "Measures for Bridges",
                "桥梁办法", "Bridge Measures", ("Bridges",), versions)
    return Register((work,), (Authority("bridge-office", "桥梁部门", "Bridge Office", "BO"),), AS_OF)


def library() -> Library:
    """The invented register with both texts, unanalysed."""
    texts = {key: {"zh": text_from(lines, key)} for key, lines in (
        ("bridges@draft-2024", BRIDGES_DRAFT), ("bridges@final-2025", BRIDGES_FINAL))}
    analyses = {f"{key}/zh": Analysis(f"{key}/zh", (), (), ()) for key in texts}
    return Library(register=register(), as_of=AS_OF, texts=texts, analyses=analyses, comparisons=(),
                   statements={}, manifestations={}, problems=(), meta={"program": "test"})
