"""Which penal clause punishes which duty, in invented statutes: one case for each way of naming."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb.analyse.addressees import is_subject, names_bearer
from kb.model.analysis import Modality

KEEPERS = "灯塔服务提供者和维修者违反本规定的，由港口部门责令改正，给予警告。"
ANYONE = "违反本规定的，由港口部门依照有关法律的规定予以处罚。"


@pytest.mark.parametrize(("duty", "rules"), [
    ("提供灯塔服务，应当遵守港规。", ("general:unnamed",)),
    ("不得涂抹灯塔。", ("general:unnamed",)),
    ("需要港口部门批准的，应当先行公告。", ()),
])
def test_a_duty_of_nobody_named_is_reached_where_no_public_body_is_in_sight(analyse, duty, rules):
    assert joined(analyse, duty, ANYONE)[1] == rules


def joined(analyse, duty, clause):
    """Return what punishes the first norm of article 1, with its rules, under a clause in article 9."""
    norm = analyse({"1": [duty], "9": [clause]}).norms[0]
    return norm.penalised_by, norm.penalty_rules


@pytest.mark.parametrize(("duty", "rule"), [
    ("灯塔服务提供者应当点灯。", "general:subject"),
    ("灯塔服务提供者不得离岗。", "general:subject"),
    ("灯塔服务维修者应当记录。", "general:subject"),
    ("灯塔服务提供者和使用者应当登记。", "general:subject"),
    ("具有夜航资格的灯塔服务提供者应当备案。", "general:subject"),
    ("提供灯塔服务，应当遵守港规。", "general:activity"),
    ("提供和使用灯塔服务，应当遵守港规。", "general:activity"),
    ("提供具有夜航功能的灯塔服务的，应当开展评估。", "general:activity"),
    ("任何组织和个人不得涂抹灯塔。", ""),
    ("船舶经营者应当绕行。", ""),
    ("港口部门应当定期检查。", ""),
    ("服务提供者应当点灯。", ""),
    ("使用灯塔服务，应当付费。", ""),
    ("提供灯船服务，应当遵守港规。", ""),
    ("灯塔服务提供者可以收费。", ""),
    ("鼓励灯塔服务提供者公开记录。", ""),
])
def test_a_clause_that_names_who_breaches_reaches_those_and_no_others(analyse, duty, rule):
    expected = (("art_9__para_1",), (rule,)) if rule else ((), ())
    assert joined(analyse, duty, KEEPERS) == expected


@pytest.mark.parametrize(("duty", "reached"), [
    ("灯塔服务提供者应当点灯。", True),
    ("任何组织和个人不得涂抹灯塔。", True),
    ("船员应当瞭望。", True),
    ("港口部门应当定期检查。", False),
    ("船员有权投诉。", False),
    ("灯塔服务提供者可以收费。", False),
    ("港口部门负责灯塔监督管理工作。", False),
])
def test_a_clause_that_names_nobody_reaches_every_private_duty(analyse, duty, reached):
    expected = (("art_9__para_1",), ("general:everyone",)) if reached else ((), ())
    assert joined(analyse, duty, ANYONE) == expected


@pytest.mark.parametrize("words", [
    "违反本规定的，由港口部门给予警告。",
    "违反本规定规定的，由港口部门给予警告。",
    "违反本规定有关规定的，由港口部门给予警告。",
    "违反有关法律、行政法规和本规定的，由港口部门依法处理。",
    "违反本规定和《灯具管理办法》规定的，由港口部门予以处罚。",
    "任何单位和个人违反本规定的，由港口部门给予警告。",
    "船员违反本规定的，由港口部门给予警告。",
    "看守者、船员违反本规定的，由港口部门给予警告。",
])
def test_the_ways_to_say_that_breach_of_the_text_is_punished(analyse, words):
    assert joined(analyse, "船员应当瞭望。", words)[0] == ("art_9__para_1",)


@pytest.mark.parametrize(("words", "why"), [
    ("违反本规定涂抹灯塔，或者拒绝登记的，由港口部门给予警告。", "describes"),
    ("船员违反本规定，擅自离岗的，由港口部门处以罚款。", "describes"),
    ("违反本规定，构成犯罪的，依法追究刑事责任。", "consequence"),
    ("违反本规定，给他人造成损害的，依法承担民事责任。", "consequence"),
    ("违反本规定的，情节严重的，由港口部门给予警告。", "consequence"),
    ("违反本规定其他有关规定的，由港口部门给予警告。", "before it"),
    ("船员因违反本规定的，由港口部门给予警告。", "who is punished"),
])
def test_a_clause_whose_words_reach_less_is_left_open_and_counted(analyse, words, why):
    found = analyse({"1": ["船员应当瞭望。"], "9": [words]})
    assert found.norms[0].penalised_by == ()
    problems = [p for p in found.problems if p.code == "penalty-left-open"]
    assert len(problems) == 1
    assert why in problems[0].message
    assert problems[0].where.endswith("#art_9__para_1")


@pytest.mark.parametrize("words", [
    "任何组织和个人发现违反本规定的，可以向港口部门投诉、举报，由其处理。",
    "船员不得违反本规定的要求处理灯具。",
    "违反本规定第八条规定的，由港口部门给予警告。",
    "违反本规定的，应当说明理由。",
])
def test_what_only_speaks_of_breach_is_no_clause_on_everything(analyse, words):
    found = analyse({"1": ["船员应当瞭望。"], "8": ["灯塔涂白色。"], "9": [words]})
    assert found.norms[0].penalised_by == ()
    assert not [p for p in found.problems if p.code == "penalty-left-open"]


def test_a_short_name_the_text_defines_is_who_it_is_short_for(analyse):
    norms = analyse({
        "1": ["提供灯塔服务，应当遵守港规。"],
        "2": ["灯塔服务提供者（以下称提供者）应当点灯。"], "3": ["提供者应当记录。"],
        "9": ["提供者违反本规定的，由港口部门给予警告。"]}).norms
    assert [norm.penalty_rules for norm in norms[:3]] == [
        ("general:activity",), ("general:subject",), ("general:subject",)]


def test_a_pinpoint_and_a_general_clause_are_kept_beside_each_other(analyse):
    norm = analyse({"1": ["船员应当瞭望。"], "8": ["违反本规定第一条规定的，由港口部门处以罚款。"],
                    "9": [ANYONE]}).norms[0]
    assert norm.penalised_by == ("art_8__para_1", "art_9__para_1")
    assert norm.penalty_rules == ("pinpoint", "general:everyone")


def test_a_clause_on_a_chapter_reaches_the_private_duties_of_that_chapter(analyse):
    found = analyse({
        "1": ["船员应当瞭望。"], "2": ["船员应当记录。", "港口部门应当检查。"],
        "3": ["违反本规定第二章规定的，由港口部门给予警告。"]}, chapters=[["1"], ["2"], ["3"]])
    duties = [n for n in found.norms if n.modality is Modality.OBLIGATION]
    assert [n.penalty_rules for n in duties] == [(), ("chapter",), ()]


def test_a_rule_that_takes_over_a_duty_is_punished_with_it(analyse):
    norms = analyse({"1": ["船员应当瞭望。", "预装灯具的设备生产者，适用前款规定。",
                           "渔船经营者，不适用前款规定。"],
                     "9": ["违反本规定第一条规定的，由港口部门给予警告。"]}).norms
    assert [norm.penalised_by for norm in norms[:3]] == [("art_9__para_1",), ("art_9__para_1",), ()]


def test_a_penalty_names_the_norms_whose_breach_it_punishes(analyse):
    norms = analyse({"1": ["船员应当瞭望。", "船员不得离岗。"], "9": [ANYONE]}).norms
    penalty = next(norm for norm in norms if norm.modality is Modality.PENALTY)
    assert penalty.punishes == tuple(norm.id for norm in norms[:2])
    assert all(norm.punishes == () for norm in norms[:2])


@pytest.mark.parametrize(("subject", "bearer", "same"), [
    ("提供者", "第三方服务提供者", False),
    ("灯塔、灯船看守者", "灯塔看守者", True),
    ("灯塔、灯船看守者", "渔船看守者", False),
    ("看守者", "看守者的上级部门", False),
    ("设备厂商和看守者", "设备厂商", True),
])
def test_compounds_are_other_actors(subject, bearer, same):
    assert names_bearer(subject, bearer, {}) is same


@pytest.mark.parametrize(("words", "subject"), [
    ("看守者", True), ("灯塔看守者和维修者", True), ("个人发现看守者", False), ("对看守者", False),
    ("看守者涉嫌", False), ("", False), ("灯塔", False),
])
def test_only_words_that_name_somebody_are_a_subject(words, subject):
    assert is_subject(words) is subject


@given(st.lists(st.sampled_from(["看守者", "灯塔维修者", "船舶经营者"]), min_size=1, unique=True))
def test_everybody_named_is_reached(actors):
    assert all(names_bearer("、".join(actors), actor, {}) for actor in actors)
