"""The redline as a lawyer reads it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.compare.redline import redline
from kb.compare.terminal import render_redline
from kb.compare.tokens import tokenise
from kb.model.change import OpKind


def shown(a, b, language="zh", **options):
    return render_redline(redline(a, b, language, **options), colour=False).plain


@pytest.mark.parametrize(("a", "b", "expected"), [
    ("守灯人应当点灯。", "守灯人可以点灯。", "守灯人[-应当-]{+可以+}点灯。"),
    ("处十万元以下罚款。", "处五十万元以下罚款。", "处[-十万元-]{+五十万元+}以下罚款。"),
    ("自2024年9月1日起施行。", "自2025年9月1日起施行。",
     "自[-2024年9月1日-]{+2025年9月1日+}起施行。"),
    ("依照《灯塔规则》办理。", "依照《新灯塔规则》办理。",
     "依照[-《灯塔规则》-]{+《新灯塔规则》+}办理。"),
    ("违反第九条规定的，", "违反第十条规定的，", "违反[-第九条-]{+第十条+}规定的，"),
    ("船长报告，并且悬挂旗帜。", "船长报告，缴纳费用，并且悬挂旗帜。",
     "船长报告，{+缴纳费用，+}并且悬挂旗帜。"),
    ("甲：\n（一）小船；\n（二）病人船。", "甲：\n（一）小船；\n（二）官船；\n（三）病人船。",
     "甲：\n（一）小船；{+\n（二）官船；+}\n[-（二）-]{+（三）+}病人船。"),
    ("看守人点灯。", "看守人点灯。\n船长敲钟。", "看守人点灯。{+\n船长敲钟。+}"),
])
def test_chinese_changes_are_struck_whole(a, b, expected):
    assert shown(a, b) == expected


def test_scraps_between_changes_are_not_kept():
    told = shown("北岬油灯由看守人负责擦拭。", "南岛铜钟由学徒们轮流敲响。")
    assert told == "[-北岬油灯由看守人负责擦拭-]{+南岛铜钟由学徒们轮流敲响+}。"


def test_english_changes_are_words():
    told = shown("The keeper shall light the lamp.", "The keeper may light the lamps.", "en")
    assert told == "The keeper [-shall-]{+may+} light the [-lamp-]{+lamps+}."


@pytest.mark.parametrize(("a", "b", "follow", "clerical"), [
    ("点灯，敲钟。", "点灯,敲钟。", True, True),
    ("点灯、敲钟。", "点灯，敲钟。", True, True),
    ("违反第九条的，", "违反第十条的，", True, True),
    ("违反第九条的，", "违反第十条的，", False, False),
    ("罚款九元。", "罚款十元。", True, False),
    ("应当点灯。", "可以点灯。", True, False),
])
def test_clerical_runs_are_told_from_substance(a, b, follow, clerical):
    changed = [op for op in redline(a, b, numbers_follow=follow) if op.kind is not OpKind.KEEP]
    assert changed
    assert {op.clerical for op in changed} == {clerical}


words = st.text(alphabet="应当不得可以，。；（一二三）第条款十万元\n 灯塔船《》a1 ", max_size=60)


@settings(max_examples=200, deadline=None)
@given(words, words, st.sampled_from(("zh", "en")))
def test_redline_reassembles_both_sides_and_mirrors(a, b, language):
    ops = redline(a, b, language)
    if a == b:
        assert ops == ()
        return
    assert "".join(op.text for op in ops if op.kind is not OpKind.INSERT) == a
    assert "".join(op.text for op in ops if op.kind is not OpKind.DELETE) == b
    turned = {OpKind.KEEP: OpKind.KEEP, OpKind.INSERT: OpKind.DELETE, OpKind.DELETE: OpKind.INSERT}
    back = redline(b, a, language)
    for kind, other in turned.items():
        assert ("".join(op.text for op in ops if op.kind is kind)
                == "".join(op.text for op in back if op.kind is other))


@settings(max_examples=100, deadline=None)
@given(words, st.sampled_from(("zh", "en")))
def test_tokens_join_to_the_text(text, language):
    assert "".join(token.text for token in tokenise(text, language)) == text
