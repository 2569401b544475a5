from dataclasses import replace

from kb.graph.build import build_graph, edges_of, target_node
from kb.graph.query import cited_by, cites, predecessors, successors, term_defined_in, within
from kb.model.analysis import Analysis, Definition, Reference, RefStatus, Target
from kb.model.change import ChangeClass, Comparison, Link
from kb.model.span import Span
from tests import builders

FINAL = "bridges@final-2025"


def linked():
    library = builders.library()
    refs = (Reference(Span("art_4__para_1", 2, 11, "本办法第二条第一款"), "internal", RefStatus.RESOLVED,
                      (Target(eid="art_2__para_1"),), "pin"),
            Reference(Span("art_1__para_1", 0, 4, "《水法》"), "external", RefStatus.UNRESOLVED,
                      (Target(title="水法"),), "title"))
    where = "art_2__para_1"
    terms = (Definition(Span(where, 0, 4, "养护单位"), Span(where, 5, 7, "应当"), "", "r"),)
    link = Link(("art_2",), ("art_2",), (ChangeClass.AMENDED,), 0.9, "r")
    return replace(library, analyses={f"{FINAL}/zh": Analysis(f"{FINAL}/zh", refs, terms, ())},
                   comparisons=(Comparison("bridges@draft-2024/zh", f"{FINAL}/zh", "zh", (link,)),))


def test_a_citation_of_a_paragraph_is_a_citation_of_its_article():
    graph = build_graph(linked())
    assert cited_by(graph, f"{FINAL}#art_2") == (f"{FINAL}#art_4__para_1",)
    assert cited_by(graph, f"{FINAL}#art_2__para_2") == ()
    assert cites(graph, f"{FINAL}#art_4") == (f"{FINAL}#art_2__para_1",)


def test_a_work_outside_the_register_is_a_node_named_by_its_title():
    assert cites(build_graph(linked()), f"{FINAL}#art_1") == ("title:水法",)


def test_terms_and_versions_are_linked():
    graph = build_graph(linked())
    assert term_defined_in(graph, "养护单位") == (f"{FINAL}#art_2__para_1",)
    assert successors(graph, "bridges@draft-2024#art_2") == (f"{FINAL}#art_2",)
    assert predecessors(graph, f"{FINAL}#art_2") == ("bridges@draft-2024#art_2",)


def test_everything_of_a_version_is_within_it():
    inside = set(within(build_graph(linked()), FINAL))
    assert {f"{FINAL}#{eid}" for eid in builders.library().texts[FINAL]["zh"].index()} <= inside


def test_edges_come_in_a_fixed_order():
    assert list(edges_of(linked())) == list(edges_of(linked()))


def test_targets_are_named_by_version_where_it_is_known():
    assert target_node("a@b", Target(eid="art_1")) == "a@b#art_1"
    assert target_node("a@b", Target(work="c", title="丙法", version="d", eid="art_2")) == "c@d#art_2"
    assert target_node("a@b", Target(work="c", title="丙法")) == "c"
    assert target_node("a@b", Target(title="丙法", eid="art_2")) == "title:丙法#art_2"


def test_asking_for_what_is_not_there_gives_nothing():
    assert cited_by(build_graph(linked()), "nowhere@x#art_1") == ()
