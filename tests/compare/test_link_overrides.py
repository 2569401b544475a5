"""A reviewer's corrections of links: every article stays in one link and every character in the ledger."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.compare.align import compare_texts
from kb.compare.overriding import correct_links, unit_digest
from kb.compare.units import all_units
from kb.model.change import ChangeClass
from kb.model.override import RULE, Deed, LinkOverride, Signature, Subject, link_key
from tests.compare.statutes import statute
from tests.compare.test_align_properties import sentences

SIGNED = Signature("A.B.", "2026-11-24", "the same duty in other words", "file.toml:1 link[0]")
OLD = ("为了守护灯塔，制定本规定。", "看守人应当在日落之前点亮北岬的油灯。",
       "渔船船长不得在灯塔下方停泊过夜。", "集市商贩应当申报咸鱼斤两。")
NEW = ("为了守护灯塔，制定本规定。", "集市商贩应当申报咸鱼斤两。", "看守人应当在日落之前点亮北岬的油灯。",
       "养蜂人每逢满月迁移蜂箱位置，并且告知邻居。")


@pytest.fixture(scope="module")
def texts():
    return statute(*OLD), statute(*NEW, version="work@v2")


def digests(text, eids):
    units = {unit.eid: unit for unit in all_units(text)}
    return {eid: unit_digest(units[eid]) if eid in units else "0" * 64 for eid in eids}


def entry(texts, a, b, *, was=None, classes=(), **more):
    comparison = compare_texts(*texts)
    held = frozenset((link.a, link.b) for link in comparison.links
                     if set(a) & set(link.a) or set(b) & set(link.b))
    return LinkOverride((tuple(a), tuple(b)), held if was is None else was,
                        more.get("digests_a", digests(texts[0], a)), digests(texts[1], b),
                        more.get("signature", SIGNED), tuple(classes))


def run(texts, *overrides, on=None):
    return correct_links(on or compare_texts(*texts), overrides, *texts)


def sides(comparison):
    return [(link.a, link.b) for link in comparison.links]


def must_hold(comparison, texts):
    """Every unit stands in one link, redlines give both texts, the accounts hold every character."""
    for side, text in zip("ab", texts, strict=True):
        units = {unit.eid: unit for unit in all_units(text)}
        counts = Counter(eid for link in comparison.links for eid in getattr(link, side))
        assert counts == Counter(list(units))
        drop = "insert" if side == "a" else "delete"
        for link in comparison.links:
            printed = "\n".join(units[eid].printed for eid in getattr(link, side))
            if link.redline:
                assert "".join(op.text for op in link.redline if op.kind != drop) == printed
        total = sum(len(unit.printed.replace("\n", "")) for unit in units.values())
        assert sum(one.characters for one in comparison.accounts if one.side == side) == total


def test_without_corrections_the_comparison_is_the_same_value(texts):
    comparison = compare_texts(*texts)
    assert run(texts, on=comparison).comparison is comparison


def test_an_article_is_paired_with_another_and_says_who_said_so(texts):
    assert (("art_3",), ()) in sides(compare_texts(*texts))
    found = run(texts, entry(texts, ["art_3"], ["art_4"]))
    must_hold(found.comparison, texts)
    link = next(link for link in found.comparison.links if link.a == ("art_3",))
    assert (link.b, link.rule, link.classes) == (("art_4",), RULE, (
        ChangeClass.RENUMBERED, ChangeClass.REWRITTEN))
    assert [(part.a, part.b) for part in link.parts] == [(("art_3__para_1",), ("art_4__para_1",))]
    (done,) = found.corrections
    assert (done.text, done.subject, done.deed, done.key, done.signature) == (
        "work@v1/zh work@v2/zh", Subject.LINK, Deed.SET, "art_3>art_4", SIGNED)
    assert done.places == ("work@v1#art_3", "work@v2#art_4")
    assert found.problems == ()


def test_a_pair_is_taken_apart_and_both_are_without_counterpart(texts):
    found = run(texts, entry(texts, ["art_2"], []))
    must_hold(found.comparison, texts)
    assert {(("art_2",), ()), ((), ("art_3",))} <= set(sides(found.comparison))
    assert next(link.rule for link in found.comparison.links if link.a == ("art_2",)) == RULE


def test_pairs_are_crossed_by_two_corrections(texts):
    found = run(texts, entry(texts, ["art_2"], ["art_2"]), entry(texts, ["art_4"], ["art_3"]))
    must_hold(found.comparison, texts)
    assert {(("art_2",), ("art_2",)), (("art_4",), ("art_3",))} <= set(sides(found.comparison))
    assert len(found.corrections) == 2


def test_a_merge_and_a_forced_class(texts):
    found = run(texts, entry(texts, ["art_3", "art_2"], ["art_3"],
                             classes=(ChangeClass.MERGED, ChangeClass.AMENDED)))
    must_hold(found.comparison, texts)
    link = next(link for link in found.comparison.links if link.b == ("art_3",))
    assert link.a == ("art_2", "art_3")
    assert link.classes == (ChangeClass.AMENDED, ChangeClass.MERGED)


def test_what_crosses_the_order_has_moved(texts):
    found = run(texts, entry(texts, ["art_1"], ["art_4"]))
    must_hold(found.comparison, texts)
    link = next(link for link in found.comparison.links if link.a == ("art_1",))
    assert ChangeClass.MOVED in link.classes


@pytest.mark.parametrize(("a", "b", "more", "why"), [
    (["art_3"], ["art_4"], {"digests_a": {"art_3": "0" * 64}}, "work@v1#art_3 is no longer the text"),
    (["art_9"], ["art_4"], {}, "has no article-level provision art_9"),
    (["art_3"], ["art_4"], {"was": frozenset({(("art_3",), ("art_4",))})},
     "but nothing → art_4; art_3 → nothing"),
    (["art_3"], ["art_4"], {"classes": (ChangeClass.UNCHANGED,)}, "does not read the same"),
])
def test_what_no_longer_fits_is_a_conflict_and_changes_nothing(texts, a, b, more, why):
    comparison = compare_texts(*texts)
    found = run(texts, entry(texts, a, b, **more), on=comparison)
    (problem,) = found.problems
    assert problem.code == "override-conflict"
    assert why in problem.message
    assert SIGNED.where in problem.message
    assert problem.where == f"work@v2#{b[-1]}"
    assert found.comparison is comparison


def test_a_link_that_the_rules_make_anyway_is_needless(texts):
    comparison = compare_texts(*texts)
    found = run(texts, entry(texts, ["art_1"], ["art_1"]), on=comparison)
    assert [problem.code for problem in found.problems] == ["override-needless"]
    assert found.comparison is comparison


def test_a_correction_that_rests_on_another_falls_with_it(texts):
    crossed = entry(texts, ["art_4"], ["art_3"])
    stale = entry(texts, ["art_2"], ["art_2"], digests_a={"art_2": "0" * 64})
    found = run(texts, crossed, stale)
    assert [problem.code for problem in found.problems] == ["override-conflict"] * 2
    assert "depends on another correction" in found.problems[1].message
    assert found.corrections == ()


def test_what_a_correction_leaves_on_both_sides_must_be_said(texts):
    both = compare_texts(*texts)
    merged = run(texts, entry(texts, ["art_2", "art_3"], ["art_3", "art_4"]), on=both).comparison
    part = LinkOverride((("art_2",), ("art_3",)), frozenset({(("art_2", "art_3"), ("art_3", "art_4"))}),
                        digests(texts[0], ["art_2"]), digests(texts[1], ["art_3"]), SIGNED)
    rest = LinkOverride((("art_3",), ("art_4",)), part.was, digests(texts[0], ["art_3"]),
                        digests(texts[1], ["art_4"]), SIGNED)
    assert "art_3 → art_4, is decided by no correction" in run(texts, part, on=merged).problems[0].message
    found = run(texts, part, rest, on=merged)
    must_hold(found.comparison, texts)
    assert len(found.corrections) == 2


@settings(max_examples=40, deadline=None)
@given(sentences(least=2), sentences(least=2), st.data())
def test_whatever_is_corrected_balances_and_twice_is_as_once(first, second, data):
    texts = statute(*first), statute(*second, version="work@v2")
    before = compare_texts(*texts)
    free = [[unit.eid for unit in all_units(text)] for text in texts]
    overrides = []
    for number in range(data.draw(st.integers(0, 3))):
        a, b = (data.draw(st.lists(st.sampled_from(side), max_size=2, unique=True)) if side else []
                for side in free)
        if a or b:
            signed = Signature("A.B.", "2026-11-24", "drawn", f"file.toml:{number} link[{number}]")
            overrides.append(entry(texts, a, b, signature=signed))
        free = [[eid for eid in side if eid not in used] for side, used in zip(free, (a, b), strict=True)]
    once = run(texts, *overrides, on=before)
    must_hold(once.comparison, texts)
    assert run(texts, *overrides, on=once.comparison).comparison == once.comparison
    assert len(once.corrections) + len(once.problems) == len(overrides)
    wanted = {key for one in once.corrections for key in (one.key,)}
    assert wanted <= {link_key((link.a, link.b)) for link in once.comparison.links}


@settings(max_examples=30, deadline=None)
@given(sentences(least=2), st.data())
def test_links_that_no_correction_touches_stay_as_the_rules_made_them(articles, data):
    changed = list(articles)
    changed.insert(data.draw(st.integers(0, len(changed))), changed.pop(0)[:-1] + "，并公告。")
    texts = statute(*articles), statute(*changed, version="work@v2")
    before = compare_texts(*texts)
    link = data.draw(st.sampled_from([link for link in before.links if link.a and link.b]))
    wanted = entry(texts, link.a, link.b, classes=(ChangeClass.AMENDED,))
    after = run(texts, wanted, on=before).comparison
    assert [one for one in after.links if one.a != link.a] == [
        one for one in before.links if one.a != link.a]
