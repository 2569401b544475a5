"""The register: its validation, and the real one against the captures that prove it."""

import json
import re
from html import unescape
from pathlib import Path

import pytest

from kb.errors import RegisterError
from kb.model.identifiers import Address
from kb.model.work import DateKind
from kb.store.captures import fixture_reasons
from kb.store.layout import Layout
from kb.store.register import load_register

HEAD = "cut_off = 2026-01-31\n"
AUTHORITIES = """
[[authority]]
id = "office"
name_zh = "甲办"
name_en = "Office of Examples"
short_en = "Office"
site = "https://office.example"
"""
WORK = """
doc_type = "departmental-rule"
title_zh = "示例管理规定"
title_en = "Provisions on Examples"
short_zh = "示例规定"
short_en = "Example Provisions"
aliases = ["示例", "EP"]

[[version]]
id = "draft-2020"
stage = "draft"
title_zh = "示例管理规定（征求意见稿）"
title_en = "Provisions on Examples (draft for comment)"
authorities = ["office"]

[[version.date]]
kind = "published"
value = "2020-02-01"
evidence = { kind = "text", quote = "2020年2月1日" }

[[version]]
id = "final-2021"
stage = "final"
title_zh = "示例管理规定"
title_en = "Provisions on Examples"
authorities = ["office"]
articles = 3

[[version.date]]
kind = "adopted"
value = "2021-03-01"
evidence = { kind = "source", source = "a gazette" }

[[version.date]]
kind = "promulgated"
value = "2021-03-05"
evidence = { kind = "digest", source = "a digest", grade = "B" }

[[version.address]]
url = "https://office.example/1.htm"
role = "text"
address_grade = "B"
evidence = "three citations"

[[version]]
id = "final-2023"
stage = "final"
title_zh = "示例管理规定"
title_en = "Provisions on Examples"
authorities = ["office"]
amends = "final-2021"

[[relation]]
kind = "made_under"
target = "other-law"
version = "final-2021"
evidence = { kind = "text", quote = "根据《他法》" }

[[document]]
id = "draft-2020-notice"
kind = "notice"
title_zh = "通知"
title_en = "Notice"
published = "2020-02-01"
capture = "example-provisions@draft-2020-notice"
"""
OTHER = """
doc_type = "law"
title_zh = "中华人民共和国他法"
title_en = "Other Law"
short_zh = "他法"
short_en = "Other Law"
aliases = ["OL"]

[[version]]
id = "final-2010"
stage = "final"
title_zh = "中华人民共和国他法"
title_en = "Other Law"
authorities = []
"""
LONG_QUOTE = "甲" * 25


def write_register(folder, works=None, head=HEAD, authorities=AUTHORITIES):
    corpus = folder / "corpus"
    (corpus / "works").mkdir(parents=True, exist_ok=True)
    (corpus / "register.toml").write_text(head, encoding="utf-8")
    (corpus / "authorities.toml").write_text(authorities, encoding="utf-8")
    for slug, text in (works or {"example-provisions": WORK, "other-law": OTHER}).items():
        (corpus / "works" / f"{slug}.toml").write_text(text, encoding="utf-8")
    return Layout(folder)


def message_of(layout):
    with pytest.raises(RegisterError) as caught:
        load_register(layout)
    return str(caught.value)


def test_sound_files_load_into_works_in_the_order_of_their_slugs(tmp_path):
    register = load_register(write_register(tmp_path))
    assert [work.slug for work in register.works] == ["example-provisions", "other-law"]
    final = register.version("example-provisions@final-2021")
    assert final.articles == 3
    assert final.date(DateKind.PROMULGATED).evidence.grade == "B"
    assert final.date(DateKind.IN_FORCE) is None
    assert register.version("example-provisions@final-2023").amends == "final-2021"
    assert register.cut_off.isoformat() == "2026-01-31"


DEFECTS = [
    # (what stands in the file, what is put in its place, the key named, words of the remedy)
    ('doc_type = "departmental-rule"', 'doc_type = "decree"', "doc_type", "departmental-rule"),
    ('short_zh = "示例规定"\n', "", "short_zh", "add it"),
    ('short_en = "Example Provisions"', 'short_en = ""', "short_en", "write what the source says"),
    ('short_en = "Example', 'short_em = "Example', "short_em", "did you mean short_en?"),
    ('aliases = ["示例", "EP"]', 'aliases = ["EP", "EP"]', "aliases[1]", "keep one"),
    ('aliases = ["示例", "EP"]', 'aliases = "EP"', "aliases", "write a list"),
    ('aliases = ["示例", "EP"]', 'aliases = ["EP", 7]', "aliases[1]", "in quotes"),
    ('aliases = ["示例", "EP"]', 'aliases = ["ｏther law"]', "aliases[0]", "one work only"),
    ('aliases = ["示例", "EP"]', 'aliases = ["他 法"]', "aliases[0]", "one work only"),
    ('aliases = ["示例", "EP"]', "metadata_only = 1", "metadata_only", "true or false"),
    ('stage = "draft"', 'stage = "rough"', "version[0].stage", "draft, final"),
    ('id = "final-2021"', 'id = "Final 2021"', "version[1].id", "lower-case"),
    ('id = "final-2021"', 'id = "draft-2020"', "version[1].id", "its own id"),
    ('id = "draft-2020-notice"', 'id = "draft-2020"', "document[0].id", "its own id"),
    ('authorities = ["office"]', 'authorities = ["bureau"]', "version[0].authorities[0]",
     "corpus/authorities.toml"),
    ("articles = 3", 'articles = "3"', "version[1].articles", "a whole number"),
    ("articles = 3", "articles = 0", "version[1].articles", "not established"),
    ("articles = 3", 'profile = "poem"', "version[1].profile", "zh_statute"),
    ('value = "2021-03-05"', 'value = "2021-13-05"', "version[1].date[1].value", "YYYY-MM-DD"),
    ('value = "2021-03-05"', 'value = "5 March 2021"', "version[1].date[1].value", "YYYY-MM-DD"),
    ('value = "2021-03-05"', "value = 2021-03-05", "version[1].date[1].value", "in quotes"),
    ('value = "2021-03-05"', 'value = "2021-02-05"', "version[1].date[1].value", "read the source"),
    ('kind = "promulgated"', 'kind = "adopted"', "version[1].date[1].kind", "keep the date"),
    ('kind = "promulgated"', 'kind = "comment_deadline"', "version[1].date[1].kind", "to the draft"),
    ('kind = "published"', 'kind = "in_force"', "version[0].date[0].kind", "comment_deadline"),
    ('evidence = { kind = "text", quote = "2020年2月1日" }', "", "version[0].date[0].evidence",
     "add it"),
    ('quote = "2020年2月1日"', 'source = "somewhere"', "version[0].date[0].evidence.quote",
     "quote a few words"),
    ('quote = "2020年2月1日"', f'quote = "{LONG_QUOTE}"', "version[0].date[0].evidence.quote",
     "only the words"),
    ('kind = "text", quote = "2020年2月1日"', 'kind = "page"', "version[0].date[0].evidence.source",
     "captured page"),
    ('source = "a gazette"', 'grade = "A"', "version[1].date[0].evidence.source", "name where"),
    ('source = "a digest", grade = "B"', 'source = "a digest", grade = "C"',
     "version[1].date[1].evidence.grade", "leave the fact out"),
    ('url = "https://office.example/1.htm"', 'url = "office.example"', "version[1].address[0].url",
     "https://"),
    ('address_grade = "B"', 'address_grade = "E"', "version[1].address[0].address_grade",
     "A, B, C, D, X"),
    ('role = "text"', 'role = "mirror"', "version[1].address[0].role", "q-and-a"),
    ('evidence = "three citations"', "", "version[1].address[0].evidence", "add it"),
    ('amends = "final-2021"', 'amends = "final-2022"', "version[2].amends", "above it"),
    ('kind = "made_under"', 'kind = "likes"', "relation[0].kind", "made_under"),
    ('target = "other-law"', 'target = "third-law"', "relation[0].target", "《》"),
    ('target = "other-law"', 'target = "other-law@final-1999"', "relation[0].target", "final-2010"),
    ('target = "other-law"', 'target = "Other Law"', "relation[0].target", "《》"),
    ('target = "other-law"', 'target = "《他法》"', "relation[0].target", "write other-law"),
    ('target = "other-law"', 'target = "example-provisions"', "relation[0].target", "revision"),
    ('version = "final-2021"', 'version = "final-2019"', "relation[0].version", "final-2021"),
    ('kind = "notice"', 'kind = "rumour"', "document[0].kind", "announcement"),
    ('published = "2020-02-01"', 'published = "2020-2"', "document[0].published", "YYYY-MM-DD"),
    ('capture = "example-provisions@draft-2020-notice"', 'capture = "notice"',
     "document[0].capture", "work@version"),
    ('capture = "example-provisions@draft-2020-notice"',
     'capture = "example-provisions@draft-2020"', "document[0].capture", "never a version"),
]


@pytest.mark.parametrize(("old", "new", "key", "remedy"), DEFECTS,
                         ids=[f"{key}:{number}" for number, (_, _, key, _) in enumerate(DEFECTS)])
def test_a_defect_is_told_with_file_key_and_remedy(tmp_path, old, new, key, remedy):
    assert old in WORK
    broken = WORK.replace(old, new, 1)
    message = message_of(write_register(tmp_path, {"example-provisions": broken,
                                                   "other-law": OTHER}))
    line = next(line for line in message.splitlines()
                if f"corpus/works/example-provisions.toml: {key}: " in line)
    assert remedy in line


def test_a_revision_never_inherits_the_dates_of_the_text_it_revises(tmp_path):
    inherited = WORK.replace('amends = "final-2021"\n', 'amends = "final-2021"\n' + """
[[version.date]]
kind = "promulgated"
value = "2021-03-05"
evidence = { kind = "source", source = "a list" }
""")
    message = message_of(write_register(tmp_path, {"example-provisions": inherited,
                                                   "other-law": OTHER}))
    assert "version[2].date[0].value" in message
    assert "dates of its own" in message


def test_versions_stand_oldest_first(tmp_path):
    late_draft = WORK.replace('value = "2020-02-01"', 'value = "2022-02-01"')
    message = message_of(write_register(tmp_path, {"example-provisions": late_draft,
                                                   "other-law": OTHER}))
    assert "version[1]: final-2021 is older than draft-2020" in message


def test_all_defects_of_all_files_are_told_at_once(tmp_path):
    layout = write_register(
        tmp_path,
        {"example-provisions": WORK.replace('stage = "draft"', 'stage = "rough"'),
         "other-law": OTHER.replace('doc_type = "law"', 'doc_type = "lore"') + "surprise = 1\n"},
        head='cut_off = "2026"\n', authorities=AUTHORITIES.replace('id = "office"\n', ""))
    message = message_of(layout)
    for place in ("corpus/register.toml: cut_off", "corpus/authorities.toml: authority[0].id",
                  "example-provisions.toml: version[0].stage", "other-law.toml: doc_type",
                  "other-law.toml: version[0].surprise"):
        assert place in message


@pytest.mark.parametrize(("data", "words"), [
    (b"doc_type = ", "is not TOML"),
    (b"\xff\xfe", "save it as UTF-8"),
    (b"", "add at least one [[version]]"),
])
def test_an_unreadable_file_is_told_once_and_does_not_hide_the_others(tmp_path, data, words):
    layout = write_register(tmp_path, {"example-provisions": WORK,
                                       "other-law": OTHER.replace('"law"', '"lore"')})
    (layout.works / "broken-rule.toml").write_bytes(data)
    message = message_of(layout)
    assert any("corpus/works/broken-rule.toml" in line and words in line
               for line in message.splitlines())
    assert "other-law.toml: doc_type" in message


def test_a_missing_register_is_told(tmp_path):
    message = message_of(Layout(tmp_path))
    assert "corpus/register.toml" in message
    assert "corpus/authorities.toml" in message


def test_one_alias_in_two_works_is_told_with_both(tmp_path):
    same = WORK.replace('aliases = ["示例", "EP"]', 'aliases = ["ol"]')
    message = message_of(write_register(tmp_path, {"example-provisions": same,
                                                   "other-law": OTHER}))
    assert "other-law.toml: aliases[0]: 'OL' already names example-provisions" in message


def test_unregistered_authorities_are_not_told_where_their_list_is_unreadable(tmp_path):
    message = message_of(write_register(tmp_path, authorities="broken ="))
    assert "corpus/authorities.toml" in message
    assert "is not registered" not in message


def test_a_file_name_that_is_no_slug_is_told(tmp_path):
    assert "'Other_Law' is not a slug" in message_of(
        write_register(tmp_path, {"example-provisions": WORK, "Other_Law": OTHER}))


# The real register -------------------------------------------------------------------------------

REQUIRED = {
    "deep-synthesis-provisions": ("draft-2022", "final-2022"),
    "algorithm-recommendation-provisions": ("draft-2021", "final-2021"),
    "personal-information-protection-law": ("draft-2020", "draft-2021", "final-2021"),
    "platform-economy-opinions": ("final-2022",),
    "platform-antitrust-guidelines": ("draft-2020", "final-2021"),
    "generative-ai-measures": ("draft-2023", "final-2023"),
    "synthetic-content-labelling-measures": ("draft-2024", "final-2025"),
    "platform-rules-supervision-measures": ("final-2026",),
    "platform-pricing-rules": ("final-2025",),
    "large-platform-personal-information-provisions": ("draft-2025",),
    "large-handler-personal-information-provisions": ("draft-2026",),
    "anthropomorphic-interaction-measures": ("draft-2025", "final-2026"),
    "digital-virtual-human-measures": ("draft-2026",),
    "gb-45438-2025": ("final-2025",),
    "cybersecurity-law": ("v2016", "v2025"),
    "data-security-law": ("final-2021",),
    "anti-monopoly-law": ("v2007", "v2022"),
    "e-commerce-law": ("final-2018",),
    "network-data-security-regulations": ("draft-2021", "final-2024"),
    "internet-information-services-measures": ("v2011", "v2024"),
    "public-opinion-security-assessment-provisions": ("final-2018",),
    "online-content-ecosystem-provisions": ("final-2019",),
    "minors-online-protection-regulations": ("final-2023",),
    "cross-border-data-flow-provisions": ("final-2024",),
    "facial-recognition-measures": ("draft-2023", "final-2025"),
    "pi-export-standard-contract-measures": ("final-2023",),
    "pi-export-certification-measures": ("draft-2025", "final-2025"),
    "data-export-security-assessment-measures": ("final-2022",),
    "network-data-risk-assessment-measures": ("draft-2025", "final-2026"),
    "civil-code": ("final-2020",),
    "app-violations-identification-method": ("final-2019",),
    "app-personal-information-provisions": ("draft-2026",),
    "online-trading-supervision-measures": ("final-2021",),
    "online-trading-data-reporting-measures": ("draft-2025", "final-2025"),
    "direct-to-satellite-provisions": ("draft-2024", "final-2025"),
    "public-data-authorised-operation-rules": ("draft-2024", "final-2025"),
}
METADATA_ONLY = ("gb-45438-2025", "digital-virtual-human-measures",
                 "large-handler-personal-information-provisions")


@pytest.fixture(scope="module")
def register(root):
    return load_register(Layout(root))


@pytest.fixture(scope="module")
def captured(shared):
    """Text of every captured file without white space, by its key."""
    folder = shared / "captures"
    found = {}
    for entry in json.loads((folder / "index.json").read_text(encoding="utf-8")):
        key = f"{entry['work']}@{entry['version']}"
        found.setdefault(key, []).append(squeeze(plain(folder / entry["file"])))
    return found


def plain(path: Path) -> str:
    text = path.read_bytes().decode("utf-8", errors="replace")
    if path.suffix != ".html":
        return text
    return unescape(re.sub(r"(?s)<(script|style).*?</\1>|<[^>]*>", "", text))


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("slug", REQUIRED)
def test_the_register_holds_the_works_asked_for(register, slug):
    work = register.work(slug)
    assert work is not None
    held = {version.id for version in work.versions}
    assert set(REQUIRED[slug]) <= held, f"{slug} holds {sorted(held)}"


@pytest.mark.parametrize("slug", METADATA_ONLY)
def test_works_without_any_text_say_that_they_are_metadata(register, slug):
    assert register.work(slug).metadata_only


def test_every_date_of_the_register_names_its_evidence(register):
    facts = [fact for work in register.works for version in work.versions for fact in version.dates]
    assert len(facts) > 100
    assert all(fact.evidence.quote or fact.evidence.source for fact in facts)


def test_addresses_known_to_be_wrong_are_kept_as_wrong(register):
    grades = {address.url: address.address_grade for work in register.works
              for version in work.versions for address in version.addresses}
    assert grades["https://www.cac.gov.cn/2025-03/21/c_1742512000001.htm"] == "X"
    assert grades["https://www.cac.gov.cn/2021-12/31/c_1644594604977684.htm"] == "X"


def test_two_drafts_with_other_titles_are_related_and_not_merged(register):
    one = register.work("large-platform-personal-information-provisions")
    two = register.work("large-handler-personal-information-provisions")
    assert [r.target for r in one.relations if r.kind == "see_also"] == [f"{two.slug}@draft-2026"]
    assert [r.target for r in two.relations if r.kind == "see_also"] == [f"{one.slug}@draft-2025"]


def test_every_capture_is_a_version_a_document_or_a_fixture(register, captured, root):
    known = {version.key for work in register.works for version in work.versions}
    known |= {document.capture for work in register.works for document in work.documents}
    fixtures = fixture_reasons(Layout(root))
    assert [key for key in captured if key not in known
            and key not in fixtures and Address.parse(key).work not in fixtures] == []


def test_every_quotation_from_a_text_stands_in_a_capture_of_its_version(register, captured):
    missing = [f"{keys}: {evidence.quote}" for keys, evidence in quotations(register)
               if evidence.kind == "text"
               and not stands_in(evidence.quote, captured, keys)]
    assert missing == []


def test_every_quotation_from_a_page_stands_in_some_capture(register, captured):
    missing = [f"{keys}: {evidence.quote}" for keys, evidence in quotations(register)
               if evidence.kind == "page" and evidence.quote
               and not stands_in(evidence.quote, captured, captured)]
    assert missing == []


def quotations(register):
    for work in register.works:
        for version in work.versions:
            for fact in version.dates:
                yield (version.key,), fact.evidence
        everywhere = tuple(version.key for version in work.versions)
        for relation in work.relations:
            own = (f"{work.slug}@{relation.version}",) if relation.version else everywhere
            yield own, relation.evidence


def stands_in(quote, captured, keys):
    return any(squeeze(quote) in text for key in keys for text in captured.get(key, ()))
