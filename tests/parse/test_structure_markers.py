"""Which line starts are heads and markers, and which only resemble them: a table."""

import pytest

from kb.parse.numbering import article_head, group_head, list_marker, longest_numbering
from tests.parse.structure_builder import text_of


@pytest.mark.parametrize(("line", "number", "flaw", "rest"), [
    ("第一条 玩具应当安静。", "1", "", "玩具应当安静。"),
    ("第十二条　玩具", "12", "", "玩具"),
    ("第十二条玩具应当安静", "12", "", "玩具应当安静"),
    ("第12条 玩具", "12", "", "玩具"),
    ("第１２条 玩具", "12", "", "玩具"),
    ("第一百二十八 条侦查玩具", "128", "", "侦查玩具"),
    ("第一百二十条之一 玩具", "120-1", "", "玩具"),
    ("第 三 条 玩具", "3", "", "玩具"),
    ("第三条", "3", "", ""),
    ("\ue004 第九条 玩具", "9", "", "玩具"),
    ("第五十一条、玩具店", "51", "misprint", "玩具店"),
    ("第十条、第十一条规定的玩具", "10", "weak", "、第十一条规定的玩具"),
    ("第十条规定的玩具", "10", "weak", "规定的玩具"),
    ("第十条第一款规定的玩具", "10", "weak", "第一款规定的玩具"),
    ("第十条至第十二条", "10", "weak", "至第十二条"),
    ('第二H"-条本办法', "0", "ocr", "本办法"),
])
def test_article_heads(line, number, flaw, rest):
    head = article_head(line)
    assert (head.printed, head.flaw, line[head.text_start:]) == (number, flaw, rest)


@pytest.mark.parametrize("line", ["玩具第一条", "第一款 玩具", "第三方条款", "第一章 总则",
                                  "《玩具法》第一条"])
def test_no_article_heads(line):
    assert article_head(line) is None


@pytest.mark.parametrize(("line", "kind", "number"), [
    ("第一章　总　　则", "chapter", 1), ("第二章玩具", "chapter", 2), ("第三节 玩具", "section", 3),
    ("第二编 合同", "part", 2), ("第一分编 通则", "subpart", 1), ("第四章", "chapter", 4),
])
def test_group_heads(line, kind, number):
    found, marker = group_head(line)
    assert (found, marker.number) == (kind, number)


@pytest.mark.parametrize("line", ["第三章规定的玩具", "第二章、第三章", "第一章的玩具应当安静。",
                                  "第一条 玩具"])
def test_no_group_heads(line):
    assert group_head(line) is None


@pytest.mark.parametrize(("line", "style", "number", "rest"), [
    ("（三）其他", "bracket", 3, "其他"), ("(十二) 其他", "bracket", 12, "其他"),
    ("㈡其他", "bracket", 2, "其他"), ("（五）、其他", "bracket", 5, "其他"),
    ("1.其他", "digit", 1, "其他"), ("12、其他", "digit", 12, "其他"), ("１．其他", "digit", 1, "其他"),
    ("（4）其他", "digit-bracket", 4, "其他"), ("5）其他", "half-bracket", 5, "其他"),
    ("③其他", "circled", 3, "其他"),
])
def test_list_markers(line, style, number, rest):
    marker = list_marker(line)
    assert (marker.style, marker.number, line[marker.text_start:]) == (style, number, rest)


@pytest.mark.parametrize("line", ["（三）项规定的", "（二）、（三）项", "（一）至（三）项", "1.5倍以下",
                                  "2031年", "（以下简称玩具）", "100个玩具"])
def test_no_list_markers(line):
    assert list_marker(line) is None


@pytest.mark.parametrize(("numbers", "kept"), [
    ([1, 2, 3], [0, 1, 2]),
    ([1, 2, 30, 3, 4], [0, 1, 3, 4]),
    ([1, 2, 4, 5], [0, 1, 2, 3]),
    ([1, 2, 3, 1, 2], [0, 1, 2]),
    ([20, 21, 22], [0, 1, 2]),
    ([1, 6, 7, 13], [0, 1, 2, 3]),
    ([], []),
])
def test_longest_numbering_keeps_what_rises(numbers, kept):
    markers = [article_head(f"第{number}条 玩具") for number in numbers]
    assert list(longest_numbering(markers)) == kept


@pytest.mark.parametrize(("source", "code", "eids"), [
    ("第一条 甲。\n第三条 乙。", "numbering-gap", ["art_1", "art_3"]),
    ("第一条 甲。\n第二条 乙。\n第二条 丙。\n第四条 丁。", "misprinted-head",
     ["art_1", "art_2", "art_3", "art_4"]),
    ("第一条 甲。\n第二条 乙。\n第一条 丙。\n第三条 丁。", "numbering-duplicate",
     ["art_1", "art_2", "art_3"]),
    ('第一条 甲。\n第二条 乙。\n第二H"-条 丙自二月起施行。', "ocr-head", ["art_1", "art_2", "art_3"]),
    ("第一章 总则\n第一条 甲。\n罚则\n第二条 乙。", "missing-number",
     ["chap_1", "art_1", "chap_2", "art_2"]),
    ("第一条 甲。\n第二条 有：\n（一）乙；\n（三）丙。", "numbering-gap", ["art_1", "art_2"]),
    ("第八条 甲。\n第九条 乙。\n第一条 丙。\n第二条 丁。\n第三条 戊。", "second-text",
     ["art_1", "art_2", "art_3"]),
    ("没有编号的话。", "no-provisions", []),
    ("", "empty-text", []),
])
def test_defects_of_numbering_are_reported(source, code, eids):
    text = text_of(source)
    assert code in {problem.code for problem in text.problems}
    assert [eid for eid in text.index() if "para" not in eid] == eids


@pytest.mark.parametrize(("source", "eids"), [
    ("第一条 甲。 第二条 乙。\n第三条 丙。", ["art_1", "art_2", "art_3"]),
    ("第一条 甲。____第二条 乙。\n第三条 丙。", ["art_1", "art_2", "art_3"]),
    ("第一条 甲。第三条规定的除外。\n第二条 乙。\n第三条 丙。", ["art_1", "art_2", "art_3"]),
])
def test_heads_inside_lines_are_found_only_where_the_number_is_missing(source, eids):
    assert [eid for eid in text_of(source).index() if "para" not in eid] == eids


@pytest.mark.parametrize(("source", "eids"), [
    ("第一条 有：（一）甲；\n（二）乙。", ["item_1", "item_2"]),
    ("第一条 有：\n（一）甲；（二）乙；（三）丙。", ["item_1", "item_2", "item_3"]),
    ("第一条 有：\n（一）甲。\n乙说明甲。\n（二）丙。", ["item_1", "item_1__para_2", "item_2"]),
    ("第一条 有：\n（一）甲：\n①乙；\n②丙。\n（二）丁。",
     ["item_1", "item_1__subitem_1", "item_1__subitem_2", "item_2"]),
    ("第一条\n（一）甲；\n（二）乙。", ["item_1", "item_2"]),
])
def test_items_hang_under_the_paragraph_that_introduces_them(source, eids):
    text = text_of(source)
    assert [eid.removeprefix("art_1__para_1__") for eid in text.index()][2:] == eids


def test_inferred_breaks_are_marked():
    nodes = text_of("第一条 有：（一）甲；\n（二）乙。").index()
    assert nodes["art_1__para_1__item_1"].inferred
    assert not nodes["art_1__para_1__item_2"].inferred
