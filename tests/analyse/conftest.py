"""Invented statutes for the analysis: built by hand, without any reader of pages."""

from datetime import date

import pytest

from kb.analyse.catalogue import build_catalogue
from kb.analyse.find import CHINESE, findings_from
from kb.analyse.marks import make_sheet
from kb.analyse.resolve import resolve
from kb.model.provision import Kind, Provision
from kb.model.text import Grade, Text
from kb.model.work import DateFact, DateKind, DocType, Evidence, Register, Stage, Version, Work


def _node(kind, eid, text="", children=(), heading=""):
    number = eid.rpartition("_")[2]
    return Provision(kind, eid, "", number, "", heading, text, 0, 0, 0, tuple(children))


def _paragraph(eid, content):
    if isinstance(content, str):
        return _node(Kind.PARAGRAPH, eid, content)
    head, items = content
    return _node(Kind.PARAGRAPH, eid, head, [
        _node(Kind.ITEM, f"{eid}__item_{n}", item) for n, item in enumerate(items, 1)])


@pytest.fixture(scope="session")
def statute():
    """Build a text from {article number: [paragraph or (paragraph, [items])]}, in chapters or not."""
    def build(articles, *, chapters=None, version="alpha-rules@final-2020", language="zh"):
        nodes = {number: _node(Kind.ARTICLE, f"art_{number}", "", [
            _paragraph(f"art_{number}__para_{n}", content) for n, content in enumerate(contents, 1)])
            for number, contents in articles.items()}
        roots = list(nodes.values()) if chapters is None else [
            _node(Kind.CHAPTER, f"chap_{n}", "", [nodes[number] for number in numbers], "章名")
            for n, numbers in enumerate(chapters, 1)]
        return Text(version, language, Grade.OFFICIAL_FETCHED, "m", "zh_statute", "test", "", (),
                    tuple(roots), (), (), 0)
    return build


@pytest.fixture(scope="session")
def find_plain():
    """Find without the pipeline: the components' own functions in their declared order."""
    def run(text):
        sheet, layers = make_sheet(text), {}
        for component in CHINESE:
            layers[component.provides] = tuple(sorted(component.find(sheet.text, layers)))
        return findings_from(text, sheet, layers)
    return run


def _version(slug, version_id, title, in_force):
    dates = (DateFact(DateKind.IN_FORCE, in_force, Evidence("text")),)
    return Version(slug, version_id, Stage.FINAL, title, "", "", (), dates, ())


@pytest.fixture(scope="session")
def register():
    """Two invented works; the law has two versions."""
    law = "中华人民共和国船舶灯火法"
    return Register((
        Work("alpha-rules", DocType.DEPARTMENTAL_RULE, "灯塔看守规定", "", "看守规定", "", (),
             (_version("alpha-rules", "final-2020", "灯塔看守规定", "2020-05-01"),)),
        Work("lamp-law", DocType.LAW, law, "Ship Lamps Law", "灯火法", "Lamp Law", (),
             (_version("lamp-law", "v2010", law, "2010-01-01"),
              _version("lamp-law", "v2024", law, "2024-01-01"))),
    ), (), date(2026, 11, 23))


@pytest.fixture(scope="session")
def analyse(statute, find_plain, register):
    """Find and resolve an invented statute; other texts of the catalogue may be given."""
    def run(articles, *others, **options):
        text = statute(articles, **options)
        return resolve(find_plain(text), text, build_catalogue(register, [text, *others]))
    return run


@pytest.fixture(scope="session")
def norms_of(analyse):
    """Return (modality, bearer, action) of each norm of one article."""
    def run(*contents):
        return [(norm.modality.value, norm.bearer.span.surface if norm.bearer else "",
                 norm.action.surface) for norm in analyse({"1": list(contents)}).norms]
    return run
