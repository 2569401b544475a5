"""Operators of both sides: what they are, in which order, and what English never says."""

import pytest

from kb.collate.leaves import Leaf
from kb.collate.operators import chinese_operators, compare_operators, english_operators
from kb.model.glossary import TextCheck


def findings(zh, en):
    leaf = Leaf("bridges@final", "art_1__para_1", zh, en)
    return [finding.message for finding in compare_operators(leaf)]


@pytest.mark.parametrize(("zh", "en"), [
    ("养护单位应当设牌。", "The keeper shall put up a sign."),
    ("养护单位应设牌，不得收费。", "The keeper shall put up a sign and shall not take fees."),
    ("任何人不得损毁桥梁。", "Any person shall not damage a bridge."),
    ("过桥人可以停留，必须靠右。", "A person crossing may stop and must keep right."),
    ("禁止在桥上垂钓。", "Angling on a bridge is prohibited."),
    ("过桥人有权知情。", "A person crossing has the right to be informed."),
    ("国家鼓励造桥，支持技术支持者。",
     "The State encourages bridge building and supports technical supporters."),
    ("法律规定应当告知的事项。", "Matters that shall be told as provided for by law."),
    ("验收合格后，方可通车。", "Traffic may pass only after acceptance."),
    ("短桥免予申报。", "Short bridges are exempted from declaration."),
    ("免予申报的短桥，可以免予检查。",
     "Short bridges that need not be declared may be exempted from inspection."),
    ("数据不准确的，各方能够申诉。", "Where data are inaccurate, the parties are able to appeal."),
    ("牌子可以被看见。", "The sign can be seen."),
    ("牌子可以被看见。", "The sign may be seen."),
    ("可识别的桥梁，可在桥头设牌。", "For identifiable bridges, signs may be put up at the head."),
    ("过桥人可能受伤。", "A person crossing might be hurt."),
    ("本办法所称“应当设牌”，是指设牌。", 'A duty "shall put up a sign" means putting one up.'),
    ("平台免除自身责任。", "The platform exempts itself from liability."),
])
def test_the_same_operators_in_the_same_order_are_no_finding(zh, en):
    assert findings(zh, en) == []


@pytest.mark.parametrize(("zh", "en", "words"), [
    ("养护单位应当设牌。", "The keeper puts up a sign.", "Chinese: shall; English: none"),
    ("养护单位应当设牌。", "The keeper may put up a sign.", "Chinese: shall; English: may"),
    ("养护单位应当设牌。", "The keeper is required to put it up.", "also in the English: is required to"),
    ("过桥人可以停留。", "A person crossing can stop.", "English: none; also in the English: can"),
    ("过桥人可能受伤。", "A person crossing may be hurt.", "Chinese: none; English: may"),
    ("不得损毁桥梁。", "Damage to a bridge is prohibited.", "English: prohibited"),
    ("禁止损毁桥梁。", "A bridge shall not be damaged.", "English: shall not"),
    ("验收后方可通车。", "Traffic shall pass only after acceptance.", "Chinese: may; English: shall"),
    ("牌子只能挂在桥头。", "The sign shall hang only at the head.", "Chinese: may; English: shall"),
    ("必须靠右。", "One shall keep right.", "Chinese: must; English: shall"),
    ("应当设牌，不得收费。", "Fees shall not be taken; a sign shall be up.", "in another order"),
    ("应当设牌、刷漆。", "The keeper shall put up a sign and shall paint.", "English: shall, shall"),
])
def test_a_lost_an_added_a_weakened_and_a_displaced_operator_are_found(zh, en, words):
    found = findings(zh, en)
    assert len(found) == 1
    assert words in found[0]


@pytest.mark.parametrize("words", ["may not", "must not", "should", "ought to", "is entitled to"])
def test_words_that_our_english_never_uses_are_found_whatever_the_chinese_says(words):
    assert any(message.startswith(f'"{words}"')
               for message in findings("过桥人过桥。", f"A person crossing {words} cross."))


def test_the_operators_are_named_in_order():
    assert english_operators("They shall pay. They may appeal and shall not flee.") == (
        "shall", "may", "shall not")
    assert [set(words) for words in chinese_operators("可以停留，不得垂钓")] == [{"may"}, {"shall not"}]


def test_a_finding_names_its_check_and_its_provision():
    leaf = Leaf("bridges@final", "art_1__para_1", "应当设牌。", "A sign.")
    [finding] = compare_operators(leaf)
    assert (finding.check, finding.version, finding.eid) == (
        TextCheck.OPERATORS, "bridges@final", "art_1__para_1")
