"""What a text says of itself is proposed; what it does not say is not."""

import json
from datetime import date

import pytest

from kb.analyse.issuers import issuers_of
from kb.analyse.proposed_facts import (
    LONGEST_QUOTE,
    bases_of,
    count_of,
    dates_of,
    is_draft,
    is_final,
    number_of,
)
from kb.analyse.proposing import Hints, doc_type_of, propose, slug_of
from kb.errors import InputRefusedError
from kb.model.text import Grade
from kb.model.work import Authority, DocType, Register
from kb.parse.document import parse_bytes
from kb.store.layout import Layout
from kb.store.register import load_register
from kb.store.register_work import HAN
from tests.builders import text_from

NAMES = ("桥梁部门", "中华人民共和国河流部", "国家风筝局", "国家风筝局办公厅", "国家发展和改革委员会")
KNOWN = tuple(Authority(f"a{number}", name, name, name) for number, name in enumerate(NAMES))
BODY = "\n风筝管理规定\n第一条 为了规范风筝活动，制定本规定。\n第二条 甲应当乙。\n第三条 {}"
LAST = "本规定自2025年6月1日起施行。"


def text(front: str, last: str = LAST):
    return text_from(front + BODY.format(last), "kites@x")


ADOPTED = "《风筝管理规定》已经2025年3月2日桥梁部门第3次室务会议审议通过，现予公布。"
AGREED = "《风筝管理规定》已经审议通过，并经河流部、国家风筝局同意，现予公布。"


def order(names: str, rest: str = ADOPTED) -> str:
    return f"{names}\n第7号\n{rest}\n2025年3月9日"


@pytest.mark.parametrize(("front", "issuers"), [
    (order("桥梁部门令"), ("a0",)),
    (order("桥梁部门\n中华人民共和国河流部\n令"), ("a0", "a1")),
    (order("桥梁部门\n河流部\n令"), ("a0", "a1")),
    (order("国家风筝局办公厅令"), ("a3",)),
    # a body that is not known: half a list would be wrong
    (order("桥梁部门\n海洋部\n令"), ()),
    (order("海洋部\n河流部\n令"), ()),
    (order("桥梁部门令", AGREED), ("a0", "a1", "a2")),
    ("国家发展改革委 国家风筝局关于印发《风筝管理规定》的通知\n各单位：\n现印发给你们。", ("a4", "a2")),
    ("海洋部 国家风筝局关于印发《风筝管理规定》的通知\n各单位：\n现印发给你们。", ()),
    ("", ()),
])
def test_issuers_are_named_in_full_or_not_at_all(front, issuers):
    assert issuers_of(text(front), KNOWN) == issuers


@pytest.mark.parametrize(("front", "last", "found"), [
    (order("桥梁部门令"), LAST,
     {"adopted": "2025-03-02", "promulgated": "2025-03-09", "in_force": "2025-06-01"}),
    (order("桥梁部门令"), "本规定自公布之日起施行。",
     {"adopted": "2025-03-02", "promulgated": "2025-03-09", "in_force": "2025-03-09"}),
    ("", "本规定自公布之日起施行。", {}),
    ("", "本规定自2025年2月30日起施行。", {}),
    ("", "本规定自　年　月　日起施行。", {}),
    # two days: which of them is this text's is not said
    ("", "本规定自2025年6月1日起施行，第二条自2026年1月1日起施行。", {}),
    (order("桥梁部门令").replace("2025年3月9日", "二〇二五年三月九日"), LAST,
     {"adopted": "2025-03-02", "promulgated": "2025-03-09", "in_force": "2025-06-01"}),
])
def test_dates_are_those_the_text_states(front, last, found):
    assert {str(fact.kind): fact.value for fact in dates_of(text(front, last), draft=False)} == found


def test_a_revised_text_does_not_take_over_the_dates_of_its_first_version():
    front = ("风筝管理规定\n（2015年3月2日国家风筝局令第7号公布　"
             "根据2025年3月1日《关于修改部分规章的决定》修订）")
    revised = text_from(front + BODY.format(LAST).replace("\n风筝管理规定", "", 1), "kites@x")
    assert revised.parts[-1].name == "adoption_note"
    assert dates_of(revised, draft=False) == ()
    assert number_of(revised) == ""


@pytest.mark.parametrize(("sentence", "deadline"), [
    ("意见反馈截止日期为2024年10月8日。", "2024-10-08"),
    ("意见反馈截止时间：2024年10月8日。", "2024-10-08"),
    ("请于2024年10月8日前将意见反馈至邮箱。", "2024-10-08"), ("欢迎提出意见。", None),
    ("请于2024年10月8日前反馈，单位请于2024年10月9日前反馈。", None),
])
def test_the_deadline_is_read_from_the_notice(sentence, deadline):
    notice = ("桥梁部门关于《风筝管理规定（征求意见稿）》公开征求意见的通知\n"
              f"现向社会公开征求意见。{sentence}\n桥梁部门\n2024年9月8日")
    facts = {str(fact.kind): fact.value for fact in dates_of(text(notice), draft=True)}
    assert facts.get("comment_deadline") == deadline
    assert facts["published"] == "2024-09-08"
    assert is_draft(text(notice))
    assert not is_final(text(notice))


@pytest.mark.parametrize(("first", "titles"), [
    ("根据《甲法》、《乙法》和《丙条例》，制定本规定。", ["甲法", "乙法", "丙条例"]),
    ("根据《甲法》（以下简称《简法》）等法律，制定本规定。", ["甲法"]),
    ("为了规范活动，制定本规定。", []),
    ("违反《甲法》的，依照《乙法》处罚。", []),
])
def test_the_basis_is_what_the_first_article_is_made_under(first, titles):
    held = text_from(f"风筝管理规定\n第一条 {first}\n第二条 甲应当乙。\n第三条 丙应当丁。", "kites@x")
    assert [title for title, _ in bases_of(held)] == titles
    assert all(quote in first for _, quote in bases_of(held))


def test_a_quotation_is_cut_at_the_limit_and_stays_verbatim():
    title = "风" * 60
    lines = f"规定\n第一条 根据《{title}》，制定本规定。\n第二条 甲。\n第三条 乙。"
    (basis,) = bases_of(text_from(lines, "kites@x"))
    assert basis[1] == "根据《" + "风" * (LONGEST_QUOTE - 2)


@pytest.mark.parametrize(("numbers", "count"), [("一二三", 3), ("一三", None), ("二三", None)])
def test_articles_are_counted_only_where_none_is_missing(numbers, count):
    lines = "\n".join(f"第{number}条 甲应当乙。" for number in numbers)
    assert count_of(text_from(f"风筝管理规定\n{lines}", "kites@x")) == count


@pytest.mark.parametrize(("title", "number", "authorities", "rank"), [
    ("中华人民共和国风筝法", "", (), DocType.LAW),
    ("风筝条例", "", ("state-council",), DocType.ADMINISTRATIVE_REGULATION),
    ("风筝办法", "中华人民共和国国务院令第9号", (), DocType.ADMINISTRATIVE_REGULATION),
    ("风筝管理规定", "令第7号", ("cac",), DocType.DEPARTMENTAL_RULE),
    ("风筝管理办法（试行）", "桥办〔2025〕2号", ("cac",), DocType.NORMATIVE_DOCUMENT),
    ("风筝管理规定", "", ("cac",), None), ("风筝条例", "", (), None), ("风筝", "", (), None),
    ("风筝指南", "", (), DocType.GUIDELINE), ("关于风筝的通知", "", (), DocType.NOTICE),
    ("关于风筝的若干意见", "", (), DocType.POLICY_DOCUMENT),
])
def test_the_rank_is_what_title_number_and_issuers_settle(title, number, authorities, rank):
    assert doc_type_of(title, number, authorities) is rank


@pytest.mark.parametrize(("title", "slug"), [
    ("Provisions on the Administration of Kites", "kites-provisions"), ("Kite Law", "kite-law"),
    ("", ""), ("风筝", ""),
])
def test_a_slug_is_made_of_the_title(title, slug):
    assert slug_of(title) == slug


def test_a_stage_that_the_text_does_not_state_is_asked_for():
    register = Register((), KNOWN, date(2026, 1, 1))
    held = text("")
    assert any("stage" in word for word in propose(held, register, Hints()).blocking[-1:])
    assert propose(held, register, Hints(version="final-2025")).version.stage == "final"


def test_a_text_without_title_is_refused():
    untitled = text_from("第一条 甲应当乙。\n第二条 乙应当丙。", "x")
    with pytest.raises(InputRefusedError, match="no title"):
        propose(untitled, Register((), (), date(2026, 1, 1)), Hints())


def test_what_is_proposed_from_received_texts_is_what_the_register_proves(shared, root):
    """For every captured text: no issuer, date, number or count that the register contradicts."""
    register = load_register(Layout(root))
    wrong, proposed = [], 0
    for row in json.loads((shared / "captures" / "index.json").read_text(encoding="utf-8")):
        version = register.version(f"{row['work']}@{row['version']}")
        path = shared / "captures" / row["file"]
        if version is None or row["work"] == "civil-code" or "page1" in path.name:
            continue
        held = parse_bytes(path.read_bytes(), row["media_type"], path.name, version=version.key,
                           language="zh", grade=Grade.REPUBLISHED)
        draft = is_draft(held)
        facts = [(str(fact.kind), fact.value, (version.date(fact.kind) or fact).value)
                 for fact in dates_of(held, draft=draft)]
        facts.append(("draft", draft, version.stage == "draft"))
        facts.append(("articles", count_of(held) or version.articles, version.articles))
        issuers = issuers_of(held, register.authorities)
        facts.append(("authorities", issuers or version.authorities, version.authorities))
        proposed += len(facts)
        wrong += [(path.name, *fact) for fact in facts if fact[1] != fact[2]]
        canonical = "".join(held.canonical.split())
        for quote in [fact.evidence.quote for fact in dates_of(held, draft=draft)]:
            assert "".join(quote.split()) in canonical
            assert len(HAN.findall(quote)) <= LONGEST_QUOTE
    # the giver of this one dropped the notes of two revisions, so that the text states its first order only
    assert wrong == [("v2011.lawrefbook.md", "promulgated", "2000-09-25", "2011-01-08")]
    assert proposed > 200
