"""Citations as people type them, on invented works whose names alone are borrowed."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.analyse.citation import CitationStatus, format_citation, resolve_citation
from kb.analyse.citation_location import read_location
from kb.analyse.citation_names import SIMPLIFIED, TRADITIONAL, find_name, fold
from kb.model.identifiers import Address
from kb.model.numerals import to_chinese
from kb.model.provision import Kind, Provision, render
from kb.model.text import Grade, Text
from kb.model.work import DateFact, DateKind, DocType, Evidence, Register, Stage, Version, Work
from kb.parse.document import parse_bytes
from kb.store.layout import Layout
from kb.store.register import load_register

TODAY = date(2026, 11, 23)
BY_SOURCE = Evidence("source", "invented")


def node(kind, eid, children=()):
    number = eid.rpartition("_")[2]
    return Provision(kind, eid, "", number, "", "", "", 0, 0, 0, tuple(children))


def article(number, *paragraphs):
    """Build an article: one number per paragraph, how many items it has; items of (3,) as 3 subitems."""
    eid = f"art_{number}"
    built = []
    for place, items in enumerate(paragraphs or (0,), 1):
        para = f"{eid}__para_{place}"
        counts = items if isinstance(items, tuple) else (0,) * items
        built.append(node(Kind.PARAGRAPH, para, [
            node(Kind.ITEM, f"{para}__item_{n}", [
                node(Kind.SUBITEM, f"{para}__item_{n}__subitem_{m}") for m in range(1, subs + 1)])
            for n, subs in enumerate(counts, 1)]))
    return node(Kind.ARTICLE, eid, built)


def text(key, *provisions):
    return Text(key, "zh", Grade.REPUBLISHED, "", "zh_statute", "", "", (), tuple(provisions), (), (), 0)


def version(work, id_, stage, title, in_force="", articles=None):
    dates = (DateFact(DateKind.IN_FORCE, in_force, BY_SOURCE),) if in_force else ()
    return Version(work, id_, stage, title, "", "", (), dates, (), articles)


def work(slug, title, names, versions):
    short_zh, title_en, short_en, *aliases = names
    return Work(slug, DocType.LAW, title, title_en, short_zh, short_en, tuple(aliases), versions)


DS, AL, PI, AM = ("deep-synthesis-provisions", "algorithm-recommendation-provisions",
                  "personal-information-protection-law", "anti-monopoly-law")
ME = "identification-method"
OP, CC, FR = "platform-economy-opinions", "civil-code", "facial-recognition-measures"
DS_TITLE = "互联网信息服务深度合成管理规定"
AL_TITLE = "互联网信息服务算法推荐管理规定"
PI_TITLE = "中华人民共和国个人信息保护法"
AM_TITLE = "中华人民共和国反垄断法"
REGISTER = Register((
    work(DS, DS_TITLE, ("深度合成规定", "Provisions on Deep Synthesis", "Deep Synthesis Provisions",
                        "Deep Synthesis", "深度合成"), (
        version(DS, "draft-2022", Stage.DRAFT, DS_TITLE + "（征求意见稿）"),
        version(DS, "final-2022", Stage.FINAL, DS_TITLE, "2023-01-10", 25))),
    work(AL, AL_TITLE, ("算法规定", "Provisions on Algorithms", "Algorithm Provisions"), (
        version(AL, "draft-2021", Stage.DRAFT, AL_TITLE + "（征求意见稿）"),
        version(AL, "final-2021", Stage.FINAL, AL_TITLE, "2022-03-01", 35))),
    work(PI, PI_TITLE, ("个人信息保护法", "Personal Information Protection Law", "PIPL"), (
        version(PI, "draft-2020", Stage.DRAFT, "个人信息保护法（草案）"),
        version(PI, "draft-2021", Stage.DRAFT, "个人信息保护法（草案二次审议稿）"),
        version(PI, "final-2021", Stage.FINAL, PI_TITLE, "2021-11-01", 74))),
    work(AM, AM_TITLE, ("反垄断法", "Anti-Monopoly Law", "AML"), (
        version(AM, "v2007", Stage.FINAL, AM_TITLE, "2008-08-01", 57),
        version(AM, "v2022", Stage.FINAL, AM_TITLE, "2022-08-01", 70))),
    work(OP, "关于推动平台经济的若干意见", ("平台经济意见", "Opinions on the Platform Economy",
                                "Platform Opinions"), (
        version(OP, "final-2021", Stage.FINAL, "关于推动平台经济的若干意见"),)),
    work(CC, "中华人民共和国民法典", ("民法典", "Civil Code", "Civil Code"), (
        version(CC, "final-2020", Stage.FINAL, "中华人民共和国民法典", "2021-01-01"),)),
    work(ME, "违规行为认定方法", ("认定方法", "Identification Method", "Method"), (
        version(ME, "final-2019", Stage.FINAL, "违规行为认定方法"),)),
    work(FR, "人脸识别技术应用安全管理办法", ("人脸识别办法", "Facial Recognition Measures",
                                 "Facial Recognition Measures"), (
        version(FR, "draft-2023", Stage.DRAFT, "人脸识别技术应用安全管理规定（试行）（征求意见稿）"),)),
), (), TODAY)

CHAPTER_2 = node(Kind.CHAPTER, "chap_2", [
    node(Kind.SECTION, "chap_2__sec_1", [article("12"), article("13", 7, 0)])])
TEXTS = {found.version: found for found in (
    text(f"{DS}@final-2022", *(article(str(n)) for n in range(1, 17)), article("17", (0, 2, 0), 0),
         *(article(str(n)) for n in range(18, 26))),
    text(f"{AL}@final-2021", *(article(str(n)) for n in range(1, 17)), article("17", 0, 3, 0),
         *(article(str(n)) for n in range(18, 36))),
    text(f"{AL}@draft-2021", *(article(str(n)) for n in range(1, 31))),
    text(f"{PI}@final-2021", node(Kind.CHAPTER, "chap_1", [article("1")]), CHAPTER_2,
         article("14", 0, 4), article("24", 0, 0, 0), article("25")),
    text(f"{PI}@draft-2020", *(article(str(n)) for n in range(1, 6))),
    text(f"{PI}@draft-2021", *(article(str(n)) for n in range(1, 6))),
    text(f"{AM}@v2007", *(article(str(n)) for n in range(1, 58))),
    text(f"{AM}@v2022", *(article(str(n)) for n in range(1, 71))),
    text(f"{OP}@final-2021", *(node(Kind.HEADING, f"head_{h}", [
        node(Kind.POINT, f"head_{h}__point_{p}") for p in range(1, 4)]) for h in range(1, 7))),
    text(f"{CC}@final-2020", node(Kind.PART, "part_1", [
        node(Kind.CHAPTER, "part_1__chap_1", [article("1"), article("120-1")])]),
        node(Kind.PART, "part_2", [node(Kind.CHAPTER, "part_2__chap_1", [article("205")])]),
        node(Kind.ANNEX, "annex_1", [node(Kind.ARTICLE, "annex_1__art_1", [
            node(Kind.PARAGRAPH, "annex_1__art_1__para_1")])])),
    text(f"{ME}@final-2019", *(node(Kind.HEADING, f"head_{h}", [
        node(Kind.ITEM, f"head_{h}__item_{n}") for n in (1, 2)]) for h in (1, 2))),
    text(f"{FR}@draft-2023", article("1")),
)}


def ask(query, as_of=TODAY, texts=TEXTS):
    return resolve_citation(query, REGISTER, texts, as_of)


def places(answer):
    return [str(reading.address) for reading in answer.readings]


FOUND = [
    ("算法规定第十七条第一款", f"{AL}@final-2021#art_17__para_1"),
    ("《个人信息保护法》第24条第3款", f"{PI}@final-2021#art_24__para_3"),
    ("PIPL 24(3)", f"{PI}@final-2021#art_24__para_3"),
    ("PIPL 24 (3)", f"{PI}@final-2021#art_24__para_3"),
    ("PIPL art. 24 para. 3", f"{PI}@final-2021#art_24__para_3"),
    ("PIPL, article 24, paragraph 3", f"{PI}@final-2021#art_24__para_3"),
    ("paragraph 3 of article 24 of the PIPL", f"{PI}@final-2021#art_24__para_3"),
    ("PIPL § 24(3)", f"{PI}@final-2021#art_24__para_3"),
    ("Deep Synthesis art. 17(1)(2)", f"{DS}@final-2022#art_17__para_1__item_2"),
    ("Deep Synthesis art. 17(1)(2)(1)", f"{DS}@final-2022#art_17__para_1__item_2__subitem_1"),
    ("Deep Synthesis art. 17", f"{DS}@final-2022#art_17"),
    ("Deep Synthesis Art.17", f"{DS}@final-2022#art_17"),
    ("Article 17 of the Deep Synthesis Provisions", f"{DS}@final-2022#art_17"),
    ("算法规定17.2.3", f"{AL}@final-2021#art_17__para_2__item_3"),
    ("算法规定第十七条第二款第三项", f"{AL}@final-2021#art_17__para_2__item_3"),
    ("算法规定第十七条第二款第（三）项", f"{AL}@final-2021#art_17__para_2__item_3"),
    ("算法规定第十七条第二款（三）", f"{AL}@final-2021#art_17__para_2__item_3"),
    ("算法规定17条2款3项", f"{AL}@final-2021#art_17__para_2__item_3"),
    ("算法规定第十七条第三项", f"{AL}@final-2021#art_17__para_2__item_3"),
    ("深度合成规定第十七条第一款第（二）项第2目", f"{DS}@final-2022#art_17__para_1__item_2__subitem_2"),
    ("《个人信息保护法》第２４条第３款", f"{PI}@final-2021#art_24__para_3"),
    ("ＰＩＰＬ　２４（３）", f"{PI}@final-2021#art_24__para_3"),
    ("個人信息保護法第二十四條第三款", f"{PI}@final-2021#art_24__para_3"),
    ("互聯網信息服務算法推薦管理規定第十七條第二款第三項", f"{AL}@final-2021#art_17__para_2__item_3"),
    ("〈反壟斷法〉第三條", f"{AM}@v2022#art_3"),
    ("中华人民共和国个人信息保护法第一条", f"{PI}@final-2021#art_1"),
    ("PRC Anti-Monopoly Law art. 3", f"{AM}@v2022#art_3"),
    ("民法典第一百二十条之一", f"{CC}@final-2020#art_120-1"),
    ("民法典第120条之一", f"{CC}@final-2020#art_120-1"),
    ("Civil Code art. 120-1", f"{CC}@final-2020#art_120-1"),
    ("民法典附件第一条", f"{CC}@final-2020#annex_1__art_1"),
    ("PIPL 13(1)(2)", f"{PI}@final-2021#art_13__para_1__item_2"),
    ("PIPL 13(5)", f"{PI}@final-2021#art_13__para_1__item_5"),
    ("PIPL art. 13 item 2", f"{PI}@final-2021#art_13__para_1__item_2"),
    ("个人信息保护法第十三条第（二）项", f"{PI}@final-2021#art_13__para_1__item_2"),
    ("个人信息保护法第十三条第二款", f"{PI}@final-2021#art_13__para_2"),
    ("PIPL", f"{PI}@final-2021"),
    ("personal-information-protection-law", f"{PI}@final-2021"),
    ("PIPL chapter 2", f"{PI}@final-2021#chap_2"),
    ("个人信息保护法第二章第一节", f"{PI}@final-2021#chap_2__sec_1"),
    ("个人信息保护法第二章第十三条第二款", f"{PI}@final-2021#art_13__para_2"),
    ("deep-synthesis-provisions@final-2022#art_17", f"{DS}@final-2022#art_17"),
    ("deep-synthesis-provisions#art_17", f"{DS}@final-2022#art_17"),
    ("deep-synthesis-provisions art. 17", f"{DS}@final-2022#art_17"),
    ("PIPL@draft-2020#art_3", f"{PI}@draft-2020#art_3"),
    ("PIPL@draft-2020 art. 3", f"{PI}@draft-2020#art_3"),
    ("算法规定征求意见稿第3条", f"{AL}@draft-2021#art_3"),
    ("《互联网信息服务算法推荐管理规定（征求意见稿）》第3条", f"{AL}@draft-2021#art_3"),
    ("《算法规定》（征求意见稿）第三条", f"{AL}@draft-2021#art_3"),
    ("PIPL draft 2020 art 3", f"{PI}@draft-2020#art_3"),
    ("PIPL (draft 2020), art. 3", f"{PI}@draft-2020#art_3"),
    ("个人信息保护法草案二次审议稿第三条", f"{PI}@draft-2021#art_3"),
    ("个人信息保护法二审稿第三条", f"{PI}@draft-2021#art_3"),
    ("个人信息保护法（草案）第三条", f"{PI}@draft-2020#art_3"),
    ("反垄断法2007第3条", f"{AM}@v2007#art_3"),
    ("反垄断法（2007年）第3条", f"{AM}@v2007#art_3"),
    ("2007年反垄断法第3条", f"{AM}@v2007#art_3"),
    ("AML (2007) 3", f"{AM}@v2007#art_3"),
    ("AML 2022 art. 70", f"{AM}@v2022#art_70"),
    ("Anti-Monopoly Law (2007), art. 3", f"{AM}@v2007#art_3"),
    ("平台经济意见一、（二）", f"{OP}@final-2021#head_1__point_2"),
    ("平台经济意见三（一）", f"{OP}@final-2021#head_3__point_1"),
    ("Platform Opinions 3(2)", f"{OP}@final-2021#head_3__point_2"),
    ("认定方法一、1", f"{ME}@final-2019#head_1__item_1"),
    ("认定方法二（2）", f"{ME}@final-2019#head_2__item_2"),
    ("Identification Method 2(2)", f"{ME}@final-2019#head_2__item_2"),
    ("item 2 of paragraph 1 of article 17 of the Deep Synthesis Provisions",
     f"{DS}@final-2022#art_17__para_1__item_2"),
    ("人脸识别办法第一条", f"{FR}@draft-2023#art_1"),
]


@pytest.mark.parametrize(("query", "address"), FOUND)
def test_a_form_that_people_type_leads_to_its_provision(query, address):
    answer = ask(query)
    assert (answer.status, places(answer)) == (CitationStatus.FOUND, [address]), answer.message


AMBIGUOUS = [
    ("PIPL 13(2)", ["art_13__para_1__item_2", "art_13__para_2"]),
    ("个人信息保护法第十三条（二）", ["art_13__para_1__item_2", "art_13__para_2"]),
    ("PIPL 14(2)", ["art_14__para_2", "art_14__para_2__item_2"]),
    ("算法规定17.1", ["art_17__para_1", "art_17__para_2__item_1"]),
    ("民法典第一章", ["part_1__chap_1", "part_2__chap_1"]),
]


@pytest.mark.parametrize(("query", "eids"), AMBIGUOUS)
def test_a_number_whose_level_is_not_named_shows_every_reading(query, eids):
    answer = ask(query)
    assert answer.status is CitationStatus.AMBIGUOUS
    assert sorted(reading.address.eid for reading in answer.readings) == eids
    assert len(answer.suggestions) == len(eids)


def test_a_draft_of_a_work_with_two_drafts_is_ambiguous():
    answer = ask("PIPL draft art. 3")
    assert answer.status is CitationStatus.AMBIGUOUS
    assert places(answer) == [f"{PI}@draft-2020#art_3", f"{PI}@draft-2021#art_3"]


WRONG = [
    ("算法规定第36条", "has 35 articles; there is no art. 36"),
    ("算法规定第三十六条第一款", "has 35 articles; there is no art. 36"),
    ("Deep Synthesis art. 17 para. 3", "art. 17 has 2 paragraphs; there is no paragraph 3"),
    ("PIPL art. 1 para. 2", "art. 1 has 1 paragraph; there is no paragraph 2"),
    ("PIPL 25(2)", "art. 25 has 1 paragraph; there is no paragraph 2"),
    ("PIPL art. 24 para. 1 item 1", "art. 24(1) has no items; there is no item 1"),
    ("个人信息保护法第十三条第八项", "art. 13 has 7 items; there is no item 8"),
    ("PIPL 13(1)(2)(3)", "art. 13(1)(2) has no subitems; there is no subitem 3"),
    ("PIPL 24(1)(2)(3)(4)", "more numbers than art. 24 has levels"),
    ("民法典第1条之一", "has no art. 1-1 (第1条之1); art. 1 exists"),
    ("PIPL chapter 9", "has 2 chapters; there is no chapter 9"),
    ("PIPL chapter 1 art. 13", "art. 13 is not in chapter 1; it is in chapter 2"),
    ("PIPL art. 3 art. 4", "cite one provision at a time"),
    ("反垄断法2010第3条", "no version 2010 of AML"),
    ("AML draft art. 3", "no version draft of AML"),
    ("PIPL@draft-2019#art_3", "no version draft-2019 of PIPL"),
    (f"{DS}@final-2022#art_99", "has no provision art_99"),
    (f"{DS}@final-2022#chapter-one", "which is not an eid"),
    ("Platform Opinions art. 3", "has no articles; it has 6 headings"),
    ("Platform Opinions 9", "has 6 headings; there is no heading 9"),
    ("认定方法二、9", "heading 2 has 2 points; there is no point 9"),
    ("认定方法二（2）（1）", "heading 2(2) has no points"),
    ("Platform Opinions 3(4)", "has 3 points; there is no point 4"),
]


@pytest.mark.parametrize(("query", "words"), WRONG)
def test_a_wrong_citation_says_what_exists(query, words):
    answer = ask(query)
    assert answer.status is CitationStatus.WRONG
    assert not answer.readings
    assert words in answer.message


UNKNOWN = [
    ("PILP 24(3)", "PIPL"),
    ("个人信息保户法第24条", "个人信息保护法"),
    ("个人信息保护法实施条例第三条", "个人信息保护法"),
    ("Deep Sinthesis Provisions art. 17", "Deep Synthesis Provisions"),
]


@pytest.mark.parametrize(("query", "near"), UNKNOWN)
def test_an_unknown_title_gets_the_nearest_ones(query, near):
    answer = ask(query)
    assert answer.status is CitationStatus.UNKNOWN
    assert near in answer.suggestions


@pytest.mark.parametrize("query", [
    "", "   ", "第17条", "art. 17", "17", "《》", "()", "@", "#art_1", "PIPL 24(3) und 25",
    "算法规定第三条至第五条", "PIPL 24-", "PIPL (", "第条", "算法规定第条", "💥", "\x00",
    "PIPL 9" * 400])
def test_what_cannot_be_read_is_refused_and_never_guessed(query):
    answer = ask(query)
    assert answer.status in {CitationStatus.UNKNOWN, CitationStatus.WRONG}
    assert not answer.readings
    assert answer.message


DEFAULTS = [
    ("反垄断法第三条", date(2010, 1, 1), "v2007", "in force as of 2010-01-01"),
    ("反垄断法第三条", date(2022, 7, 31), "v2007", "in force as of 2022-07-31"),
    ("反垄断法第三条", date(2022, 8, 1), "v2022", "in force as of 2022-08-01"),
    ("反垄断法第三条", date(2022, 7, 1), "v2007", "in force as of 2022-07-01"),
    ("人脸识别办法第一条", TODAY, "draft-2023", "the newest draft"),
    ("反垄断法2007第三条", TODAY, "v2007", "no longer current: amended as of 2026-11-23; as cited"),
]


@pytest.mark.parametrize(("query", "as_of", "chosen", "words"), DEFAULTS)
def test_the_version_that_is_not_cited_is_the_one_in_force_and_it_says_so(query, as_of, chosen, words):
    reading, = ask(query, as_of).readings
    assert reading.address.version == chosen
    assert words in reading.note


def test_before_any_version_was_out_none_is_shown_and_the_first_day_is_told():
    answer = ask("反垄断法第三条", date(2001, 1, 1))
    assert (answer.status, answer.readings) == (CitationStatus.WRONG, ())
    assert answer.message == ("no version of AML was out on 2001-01-01: of the first, 2008-08-01 is the "
                              "earliest date known")
    assert ask("anti-monopoly-law@v2022#art_3", date(2001, 1, 1)).status is CitationStatus.FOUND


def test_a_version_without_a_text_is_named_and_no_other_is_put_in_its_place():
    answer = ask("深度合成规定征求意见稿第3条")
    assert answer.status is CitationStatus.UNKNOWN
    assert f"{DS}@draft-2022" in answer.message
    assert answer.suggestions == (f"{DS}@final-2022",)


def test_a_number_above_the_registered_count_is_wrong_even_without_the_text():
    answer = ask("PIPL 99", texts={})
    assert (answer.status, answer.message) == (
        CitationStatus.WRONG, "PIPL (final-2021) has 74 articles; there is no art. 99")


FORMS = [
    (f"{DS}@final-2022#art_17__para_1__item_2",
     "《互联网信息服务深度合成管理规定》第十七条第一款第（二）项",
     "Deep Synthesis Provisions (2022), art. 17(1)(2)"),
    (f"{AL}@draft-2021#art_3", "《互联网信息服务算法推荐管理规定（征求意见稿）》第三条",
     "Algorithm Provisions (draft 2021), art. 3"),
    (f"{AM}@v2007#art_3", "《中华人民共和国反垄断法》（2007年）第三条", "AML (2007), art. 3"),
    (f"{CC}@final-2020#art_120-1", "《中华人民共和国民法典》第一百二十条之一",
     "Civil Code (2020), art. 120-1"),
    (f"{PI}@final-2021#chap_2__sec_1", "《中华人民共和国个人信息保护法》第二章第一节",
     "PIPL (2021), chapter 2, section 1"),
    (f"{CC}@final-2020#annex_1__art_1", "《中华人民共和国民法典》附件1第一条",
     "Civil Code (2020), annex 1, art. 1"),
    (f"{OP}@final-2021#head_1__point_2", "《关于推动平台经济的若干意见》一、（二）",
     "Platform Opinions (2021), heading 1, point 2"),
    (PI, "《中华人民共和国个人信息保护法》", "PIPL"),
    ("no-such-work@v1#art_1", "no-such-work@v1#art_1", "no-such-work@v1#art_1"),
]


@pytest.mark.parametrize(("address", "zh", "en"), FORMS)
def test_a_citation_is_written_as_print_has_it(address, zh, en):
    parsed = Address.parse(address)
    assert format_citation(parsed, REGISTER, "zh") == zh
    assert format_citation(parsed, REGISTER, "en") == en


EVERY = [Address(*key.split("@"), eid) for key, held in TEXTS.items() for eid in held.index()]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_printed_citation_leads_back_to_its_provision(language):
    for address in EVERY:
        answer = ask(format_citation(address, REGISTER, language))
        assert address in [reading.address for reading in answer.readings], (address, answer)
        if language == "zh":
            assert answer.status is CitationStatus.FOUND


@settings(deadline=None)
@given(st.integers(1, 9999), st.integers(1, 99), st.integers(1, 99))
def test_any_number_is_read_alike_in_figures_and_in_characters(art, para, item):
    figures = read_location(f"第{art}条第{para}款第({item})项")
    words = read_location(f"第{to_chinese(art)}条第{to_chinese(para)}款第({to_chinese(item)})项")
    assert figures.levels == words.levels == {"art": str(art), "para": str(para), "item": str(item)}
    assert not figures.left + words.left


TYPED = "PIPL 个人信息保护法第条款项目之一二十章0123456789().@#-draft征求意见稿《》"


@settings(deadline=None)
@given(st.text(alphabet=TYPED, max_size=40))
def test_no_input_raises_and_every_reading_exists(query):
    for reading in ask(query).readings:
        known = TEXTS[reading.address.version_key].index()
        assert not reading.address.eid or reading.address.eid in known


def test_the_table_of_traditional_characters_is_a_table():
    assert len(TRADITIONAL) == len(SIMPLIFIED) == len(set(TRADITIONAL))
    assert all(old != new for old, new in zip(TRADITIONAL, SIMPLIFIED, strict=True))
    assert fold("《網絡安全審查辦法》") == "网络安全审查办法"


def test_every_registered_name_leads_to_its_work_alone(root):
    register = load_register(Layout(root))
    for known in register.works:
        for name in (known.slug, known.title_zh, known.title_en, known.short_zh, known.short_en,
                     *known.aliases):
            named = find_name(fold(name), register)
            assert named is not None, name
            assert (named.works, named.rest.strip()) == ((known,), ""), name


def test_every_registered_version_title_leads_to_its_work_and_reads_whole(root):
    register = load_register(Layout(root))
    for known in register.works:
        for one in known.versions:
            answer = resolve_citation(f"《{one.title_zh}》第一条", register, {}, TODAY)
            assert f"the text of {known.slug}@" in answer.message, one.key


REAL = [
    ("算法规定第十七条第一款", AL, "art_17__para_1", "不针对其个人特征"),
    ("PIPL 24(3)", PI, "art_24__para_3", "自动化决策"),
    ("Deep Synthesis art. 17", DS, "art_17", "深度合成服务提供者"),
    ("个人信息保护法第十三条第一款第（二）项", PI, "art_13__para_1__item_2", "合同"),
]
FILES = {AL: "final-2021.cac.html", PI: "final-2021.cac.html", DS: "final-2022.cac.html"}


@pytest.fixture(scope="session")
def real(root, shared):
    texts = {}
    for slug, name in FILES.items():
        key = f"{slug}@{name.partition('.')[0]}"
        data = (shared / "captures" / slug / name).read_bytes()
        texts[key] = parse_bytes(data, "text/html", name, version=key, language="zh",
                                 grade=Grade.OFFICIAL_RECEIVED)
    return load_register(Layout(root)), texts


@pytest.mark.parametrize(("query", "slug", "eid", "words"), REAL)
def test_on_the_real_texts_a_citation_leads_to_the_right_words(real, query, slug, eid, words):
    register, texts = real
    answer = resolve_citation(query, register, texts, TODAY)
    assert (answer.status, [one.address.eid for one in answer.readings]) == (CitationStatus.FOUND, [eid])
    found = texts[answer.readings[0].address.version_key].index()[eid]
    assert found.eid.startswith("art_")
    assert answer.readings[0].address.work == slug
    assert words in render(found)


def test_on_the_real_texts_the_two_readings_are_both_shown(real):
    answer = resolve_citation("PIPL 13(2)", *real, TODAY)
    assert answer.status is CitationStatus.AMBIGUOUS
    assert {one.address.eid for one in answer.readings} == {"art_13__para_1__item_2", "art_13__para_2"}


def test_on_the_real_texts_a_wrong_citation_says_what_exists(real):
    assert "35 articles; there is no art. 36" in resolve_citation("算法规定36", *real, TODAY).message
    assert "has 3 paragraphs; there is no paragraph 4" in resolve_citation(
        "PIPL art. 24 para. 4", *real, TODAY).message
