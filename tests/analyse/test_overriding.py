"""A reviewer's corrections of what was found in a text: applied, laid aside, and harmless where absent."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.analyse.catalogue import build_catalogue
from kb.analyse.fact_fields import Scene, place_of, subject_of, write_field
from kb.analyse.find import find
from kb.analyse.overriding import correct, facts_in, own_digest
from kb.analyse.proof import prove_slices
from kb.analyse.resolve import resolve
from kb.model.analysis import Modality, Norm, RefStatus
from kb.model.override import FIELDS, RULE, Deed, Override, Signature, Subject, split_place, write_span
from kb.model.provision import walk_all
from kb.model.text import Grade
from kb.parse.document import parse_bytes
from kb.store.layout import Layout
from kb.store.overrides import load_overrides
from kb.store.register import load_register

STATUTE = {
    "1": ["本规定所称看守人，是指守护灯塔的人。"],
    "2": ["看守人应当点灯，不得离岗。", "记录应当保存。"],
    "3": ["看守人可以申请休假，依照前条规定办理。"],
    "4": ["违反本规定第二条第一款规定的，由灯塔部门处一千元以下罚款。"],
}
SIGNED = Signature("A.B.", "2026-11-24", "the sentence binds the keeper", "file.toml:3 norm[0]")
DUTY = "art_2__para_1"


@pytest.fixture(scope="module")
def scene(statute, register):
    text = statute(STATUTE)
    return Scene(text, {node.eid: node.text for node in walk_all(text.provisions)},
                 build_catalogue(register, [text]))


@pytest.fixture(scope="module")
def analysis(scene, find_plain):
    return resolve(find_plain(scene.text), scene.text, scene.catalogue)


@pytest.fixture(scope="module")
def run(scene, analysis):
    def call(*overrides, on=None):
        found = correct(on or analysis, overrides, scene.text, scene.catalogue)
        prove_slices(scene.text, found.analysis)
        return found
    return call


@pytest.fixture(scope="module")
def entry(scene):
    def make(subject, deed, span, *, eid=DUTY, name="", was=None, now=None, **more):
        also = {other: own_digest(scene.own[other]) for fields in (was or {}, now or {})
                for value in fields.values() for one in ((value,) if isinstance(value, str) else value)
                for other in (split_place(one)[0] or (one if one in scene.own else ""),) if other}
        sha256 = more.get("sha256", own_digest(scene.own.get(eid, "")))
        return Override(scene.text.key, subject, deed, eid, sha256, name, span, SIGNED, was or {},
                        now or {}, {**also, **more.get("also", {})})
    return make


def norms(found):
    return {norm.id.rpartition("@")[2]: norm for norm in found.analysis.norms}


def codes(found):
    return [problem.code for problem in found.problems]


def test_without_corrections_the_analysis_is_the_same_value(run, analysis):
    assert run().analysis is analysis
    assert run().corrections == run().problems == ()


def test_a_bearer_is_set_with_its_role_and_leads_to_the_penalty(run, entry, analysis):
    eid = "art_2__para_2"
    found = run(entry(Subject.NORM, Deed.SET, "保存", eid=eid, name="obligation-1",
                      was={"bearer": ""}, now={"bearer": f"{DUTY}#看守人"}))
    norm = norms(found)[f"{eid}~obligation-1"]
    assert (norm.bearer.span.surface, norm.bearer.source, norm.rule) == ("看守人", RULE, RULE)
    assert ("bearer", RULE) in norm.made_by
    assert [c.key for c in found.corrections] == [norm.id]
    assert found.corrections[0].signature.reason == SIGNED.reason
    others = [(n.id, n.rule) for n in analysis.norms if n.id != norm.id]
    assert [(n.id, n.rule) for n in found.analysis.norms if n.id != norm.id] == others


def test_another_modality_keeps_the_id_and_loses_its_penalty(run, entry, analysis):
    before = next(n for n in analysis.norms if n.id.endswith("~obligation-1") and n.eid == DUTY)
    assert before.penalised_by == ("art_4__para_1",)
    found = run(entry(Subject.NORM, Deed.SET, "点灯", name="obligation-1",
                      was={"modality": "obligation"}, now={"modality": "permission"}))
    norm = norms(found)[f"{DUTY}~obligation-1"]
    assert (norm.modality, norm.penalised_by, norm.rule) == (Modality.PERMISSION, (), RULE)
    penalty = next(n for n in found.analysis.norms if n.modality is Modality.PENALTY)
    assert before.id not in penalty.punishes


def test_what_punishes_a_norm_is_set_on_both_ends(run, entry):
    eid = "art_2__para_2"
    found = run(entry(Subject.NORM, Deed.SET, "保存", eid=eid, name="obligation-1",
                      was={"penalised_by": ()}, now={"penalised_by": ("art_4__para_1",)}))
    norm = norms(found)[f"{eid}~obligation-1"]
    assert (norm.penalised_by, norm.penalty_rules) == (("art_4__para_1",), (RULE,))
    penalty = next(n for n in found.analysis.norms if n.modality is Modality.PENALTY)
    assert norm.id in penalty.punishes


def test_a_rejected_norm_leaves_its_number_and_an_added_one_brings_its_own(run, entry):
    eid = "art_3__para_1"
    found = run(entry(Subject.NORM, Deed.REJECT, "点灯", name="obligation-1"),
                entry(Subject.NORM, Deed.ADD, "办理", eid=eid, name="obligation-o1",
                      now={"bearer": "看守人", "conditions": ()}))
    ids = list(norms(found))
    assert f"{DUTY}~obligation-1" not in ids
    assert f"{DUTY}~prohibition-1" in ids
    assert ids.index(f"{eid}~obligation-o1") == ids.index("art_4__para_1~penalty-1") - 1
    assert norms(found)[f"{eid}~obligation-o1"].bearer.role == norms(found)[
        f"{DUTY}~prohibition-1"].bearer.role
    assert [c.deed for c in found.corrections] == [Deed.REJECT, Deed.ADD]


def test_a_second_of_two_norms_keeps_its_number_when_the_first_is_rejected(statute, find_plain, register):
    text = statute({"1": ["看守人应当点灯，应当记录，应当报告。"]})
    catalogue = build_catalogue(register, [text])
    analysis = resolve(find_plain(text), text, catalogue)
    first = analysis.norms[0]
    reject = Override(text.key, Subject.NORM, Deed.REJECT, first.eid,
                      own_digest(text.index()[first.eid].text), "obligation-1",
                      f"{first.action.start}-{first.action.end}", SIGNED)
    found = correct(analysis, (reject,), text, catalogue)
    assert [n.id for n in found.analysis.norms] == [n.id for n in analysis.norms[1:]]
    assert found.analysis.norms[0].id.endswith("~obligation-2")


def test_a_reference_gets_other_targets_another_relation_or_goes(run, entry):
    eid = "art_3__para_1"
    found = run(entry(Subject.REFERENCE, Deed.SET, "前条", eid=eid,
                      was={"targets": ("#art_2",), "relation": "under"},
                      now={"targets": ("#art_1", "lamp-law@v2024#art_5"), "relation": "mutatis"}))
    assert codes(found) == []
    ref = next(r for r in found.analysis.references if r.span.eid == eid)
    assert [(t.work, t.version, t.eid) for t in ref.targets] == [
        ("", "", "art_1"), ("lamp-law", "v2024", "art_5")]
    assert (ref.relation, ref.rule, ref.status) == ("mutatis", RULE, RefStatus.RESOLVED)
    gone = run(entry(Subject.REFERENCE, Deed.REJECT, "前条", eid=eid))
    assert not [r for r in gone.analysis.references if r.span.eid == eid]
    assert gone.corrections[0].key == f"{eid}:12-14"


def test_a_mention_and_a_definition_are_added(run, entry):
    found = run(entry(Subject.REFERENCE, Deed.ADD, "规定@1", eid="art_3__para_1",
                      now={"family": "external", "targets": ("《海事法》#art_3",)}),
                entry(Subject.DEFINITION, Deed.ADD, "记录", eid="art_2__para_2",
                      now={"definiens": "保存", "scope": "art_2"}))
    ref = next(r for r in found.analysis.references if r.span.surface == "规定")
    assert (ref.targets[0].title, ref.targets[0].eid, ref.relation) == ("海事法", "art_3", "cites")
    definition = next(d for d in found.analysis.definitions if d.term.surface == "记录")
    assert (definition.definiens.surface, definition.scope, definition.rule) == ("保存", "art_2", RULE)


def test_the_scope_of_a_definition_is_set_and_a_definition_rejected(run, entry):
    eid = "art_1__para_1"
    scoped = run(entry(Subject.DEFINITION, Deed.SET, "看守人", eid=eid, was={"scope": ""},
                       now={"scope": "art_1"}))
    assert [(d.scope, d.rule) for d in scoped.analysis.definitions] == [("art_1", RULE)]
    assert run(entry(Subject.DEFINITION, Deed.REJECT, "看守人", eid=eid)).analysis.definitions == ()


def test_a_resolved_reference_is_no_problem_any_more(statute, find_plain, register):
    text = statute({"1": ["依照本规定第九条执行。"], "2": ["看守人应当点灯。"]})
    catalogue = build_catalogue(register, [text])
    analysis = resolve(find_plain(text), text, catalogue)
    (ref,) = [r for r in analysis.references if r.span.surface.endswith("第九条")]
    assert [p.code for p in analysis.problems] == ["reference-unresolved"]
    own = {eid: node.text for eid, node in text.index().items()}
    fix = Override(text.key, Subject.REFERENCE, Deed.SET, ref.span.eid, own_digest(own[ref.span.eid]), "",
                   write_span(ref.span, ref.span.eid, own), SIGNED, {"targets": ()},
                   {"targets": ("#art_2",)})
    found = correct(analysis, (fix,), text, catalogue)
    assert found.analysis.problems == found.problems == ()
    assert found.analysis.references[0].candidates == ()


@pytest.mark.parametrize(("change", "why"), [
    ({"sha256": "0" * 64}, "another digest"),
    ({"eid": "art_9__para_1"}, "has no art_9__para_1"),
    ({"span": "划船"}, "not in the text"),
    ({"name": "obligation-2"}, "obligation-1"),
    ({"span": "灯，不"}, "no longer give this norm, but"),
    ({"was": {"bearer": "点灯"}}, "do not give bearer as the correction says they did, but '看守人'"),
    ({"now": {"bearer": "划船"}}, "not in the text"),
    ({"now": {"bearer": "看守人", "role": "pirate"}, "was": {"bearer": "看守人", "role": ""}},
     "no role is called"),
    ({"also": {"art_4__para_1": "0" * 64}}, "art_4__para_1 is no longer the one"),
    ({"now": {"penalised_by": ("art_8__para_1",)}, "was": {"penalised_by": ()}},
     "has no art_8__para_1"),
    ({"now": {"condition_kinds": ("violation",)}, "was": {"condition_kinds": ()}}, "1 kinds for 0"),
])
def test_what_no_longer_fits_is_a_conflict_and_changes_nothing(run, entry, analysis, change, why):
    wanted = {"span": "点灯", "name": "obligation-1",
              "was": {"bearer": "看守人"}, "now": {"bearer": "点灯"}}
    sha256 = {} if "sha256" in change else {"sha256": entry(Subject.NORM, Deed.SET, "点灯").sha256}
    found = run(entry(Subject.NORM, Deed.SET, **{**wanted, **sha256, **change}))
    (problem,) = found.problems
    assert problem.code == "override-conflict"
    assert why in problem.message
    assert SIGNED.where in problem.message
    assert "kb override new" in problem.remedy
    assert problem.where.startswith("alpha-rules@final-2020#art_")
    assert found.analysis is analysis


@pytest.mark.parametrize("wanted", [
    (Subject.NORM, Deed.SET, "点灯", {"name": "obligation-1", "was": {"bearer": "点灯"},
                                     "now": {"bearer": "看守人"}}),
    (Subject.NORM, Deed.REJECT, "记录", {"name": "obligation-1", "eid": "art_2__para_2"}),
    (Subject.NORM, Deed.ADD, "点灯", {"name": "obligation-o1", "now": {"bearer": "看守人"}}),
    (Subject.REFERENCE, Deed.ADD, "前条", {"eid": "art_3__para_1", "now": {"targets": ("#art_2",)}}),
    (Subject.REFERENCE, Deed.REJECT, "点灯", {}),
])
def test_what_the_rules_give_anyway_is_needless(run, entry, analysis, wanted):
    subject, deed, span, more = wanted
    found = run(entry(subject, deed, span, **more))
    assert codes(found) == ["override-needless"]
    assert found.analysis is analysis


def test_an_addition_beside_what_stands_there_is_a_conflict(run, entry):
    assert codes(run(entry(Subject.REFERENCE, Deed.ADD, "前条规定", eid="art_3__para_1",
                           now={"targets": ("#art_1",)}))) == ["override-conflict"]


def test_two_corrections_of_one_mention_are_not_both_applied(run, entry):
    eid, was = "art_3__para_1", {"relation": "under"}
    found = run(entry(Subject.REFERENCE, Deed.SET, "前条", eid=eid, was=was, now={"relation": "cites"}),
                entry(Subject.REFERENCE, Deed.SET, "12-14", eid=eid, was=was, now={"relation": "mutatis"}))
    assert codes(found) == ["override-conflict"]
    assert [r.relation for r in found.analysis.references if r.span.eid == eid] == ["cites"]


def test_targets_that_are_not_registered_are_a_conflict(run, entry):
    for target, why in (("no-such-law#art_1", "no work no-such-law"), ("#art_77", "has no art_77"),
                        ("lamp-law@v1999#art_1", "no version lamp-law@v1999")):
        found = run(entry(Subject.REFERENCE, Deed.SET, "前条", eid="art_3__para_1",
                          was={"targets": ("#art_2",)}, now={"targets": (target,)}))
        assert codes(found) == ["override-conflict"]
        assert why in found.problems[0].message


FIELD_VALUES = {"relation": "cites", "scope": "art_1", "modality": "power", "group": "x", "bearer": "0-1",
                "trigger": "", "object": "0-2", "conditions": ("0-1",), "penalised_by": ("art_4__para_1",)}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_corrections_applied_twice_are_as_applied_once(data, scene, analysis):
    facts = [fact for eid in scene.own for fact in facts_in(analysis, eid)]
    picked = data.draw(st.lists(st.sampled_from(range(len(facts))), unique=True, max_size=4))
    overrides = tuple(_drawn(data, scene, facts[number]) for number in picked)
    once = correct(analysis, overrides, scene.text, scene.catalogue)
    prove_slices(scene.text, once.analysis)
    again = correct(once.analysis, overrides, scene.text, scene.catalogue)
    assert again.analysis == once.analysis
    if not once.problems:  # one that was needless may meet what another made of its neighbour
        assert "override-conflict" not in {p.code for p in again.problems}
    kept = {norm.id for norm in once.analysis.norms} & {norm.id for norm in analysis.norms}
    gone = {norm.id for norm in analysis.norms} - kept
    assert gone == {c.key for c in once.corrections if c.deed is Deed.REJECT and c.subject is Subject.NORM}


def _drawn(data, scene, fact):
    subject, eid = subject_of(fact), place_of(fact).eid
    deed = data.draw(st.sampled_from((Deed.SET, Deed.REJECT)))
    names = sorted(FIELD_VALUES.keys() & FIELDS[subject].keys())
    name = data.draw(st.sampled_from(names))
    was = {name: write_field(scene, fact, name)} if deed is Deed.SET else {}
    now = {name: FIELD_VALUES[name]} if deed is Deed.SET else {}
    return Override(scene.text.key, subject, deed, eid, own_digest(scene.own[eid]),
                    fact.id.rpartition("~")[2] if isinstance(fact, Norm) else "",
                    write_span(place_of(fact), eid, scene.own), replace(SIGNED, where=str(place_of(fact))),
                    was, now)


def test_committed_corrections_fit_the_captured_texts_and_the_rules(root, shared):
    register = load_register(Layout(root))
    rows = json.loads((shared / "captures" / "index.json").read_text(encoding="utf-8"))
    for key, overrides in load_overrides(Layout(root), register).facts.items():
        version = key.partition("/")[0]
        row = next(row for row in rows if f"{row['work']}@{row['version']}" == version)
        path = shared / "captures" / row["file"]
        text = parse_bytes(path.read_bytes(), row["media_type"], path.name, version=version,
                           language="zh", grade=Grade.OFFICIAL_RECEIVED)
        catalogue = build_catalogue(register, [text])
        found = correct(resolve(find(text), text, catalogue), overrides, text, catalogue)
        assert [(p.code, p.message) for p in found.problems] == []
        assert len(found.corrections) == len(overrides)
