"""Stored real pages, served at their official addresses and taken apart by their adapters."""

import json

import pytest

from kb.capture.sites.content import accept
from kb.capture.sites.registry import ADAPTERS, PROOFS, adapter_for
from kb.cli.page_reading import read_page
from kb.model.text import Grade
from kb.model.work import DocType
from kb.parse.document import parse_bytes
from kb.parse.pages import join_pages
from kb.parse.readers import read
from kb.parse.structure import parse_source
from kb.store.layout import Layout
from kb.store.register import load_register
from tests.capture import site_pages
from tests.capture.replay import Answer

CASES = [(host, proof) for host, proofs in PROOFS.items() for proof in proofs]
IDS = [proof.page for _, proof in CASES]


@pytest.fixture(scope="module")
def listed(shared):
    entries = json.loads((shared / "captures" / "index.json").read_text(encoding="utf-8"))
    return {entry["file"]: entry for entry in entries}


@pytest.fixture(scope="module")
def register(root):
    return load_register(Layout(root))


@pytest.fixture
def collect(shared, listed, replay, fetcher):
    def collected(proof):
        url = proof.address or listed[proof.page]["official_url"]
        replay.serve_bytes(url, (shared / "captures" / proof.page).read_bytes())
        return adapter_for(url).collect(fetcher, url)

    return collected


def test_every_stored_page_of_an_authority_is_a_proof(listed):
    pages = {name for name, entry in listed.items() if entry["media_type"] == "text/html"}
    assert {proof.page for _, proof in CASES} == pages
    assert len([name for name in pages if listed[name]["official_url"]]) == 21


def test_only_hosts_with_an_adapter_have_proofs_and_two_adapters_have_none():
    hosts = {adapter.host for adapter in ADAPTERS}
    assert set(PROOFS) <= hosts
    assert hosts - set(PROOFS) == {"www.npc.gov.cn", "www.miit.gov.cn"}


@pytest.mark.parametrize(("host", "proof"), CASES, ids=IDS)
def test_a_real_page_has_the_outcome_that_is_claimed(host, proof, listed, collect):
    found = collect(proof)
    entry = listed[proof.page]
    assert adapter_for(proof.address or entry["official_url"]).host == host
    if proof.outcome == "page 2 missing":
        assert found.missing[0].startswith("page 2 missing: ")
        assert found.missing[1:] == ("page 3 not asked for, the one before it is missing",)
    else:
        assert (found.kind, found.missing) == (proof.outcome, ())
    fragment = proof.page.endswith("ucap.html")  # the document's element alone, cut out of its page
    assert fragment or found.title
    assert fragment or found.published or "xzfg.moj" in entry["official_url"]


@pytest.mark.parametrize(("host", "proof"), CASES, ids=IDS)
def test_the_markup_counted_without_a_parser_agrees_with_the_reading(host, proof, collect):
    found = collect(proof)
    assert found.estimate > 500
    words = len("".join("".join(found.bodies).split()))
    assert 0.99 < words / found.estimate < 1.01


@pytest.mark.parametrize("proof", [p for _, p in CASES if p.outcome == "text"], ids=lambda p: p.page)
def test_a_complete_page_gives_the_tree_of_the_import(proof, shared, listed, collect):
    found = collect(proof)
    ours = parse_source(join_pages([read(one.body, "text/html", "page.html") for one in found.pages]),
                        "w@v", grade=Grade.REPUBLISHED)
    theirs = parse_bytes((shared / "captures" / proof.page).read_bytes(), "text/html", "page.html",
                         version="w@v", language="zh", grade=Grade.REPUBLISHED)
    assert ours.provisions == theirs.provisions
    assert ours.provisions


@pytest.mark.parametrize(("host", "proof"), CASES, ids=IDS)
def test_the_content_test_accepts_whole_texts_and_nothing_else(host, proof, listed, register, collect):
    entry = listed[proof.page]
    work = register.work(entry["work"]) or site_pages.work(doc_type=DocType.NORMATIVE_DOCUMENT)
    version = work.version(entry["version"]) or work.versions[-1]
    if work.slug != entry["work"]:  # a sample of a template, no registered work: its title as listed
        title = entry["title_zh"].removesuffix("（2023年第21号国务院公报）")  # the collector's addition
        version = site_pages.version(title_zh=title, articles=entry["articles"] or None)
    reasons = accept(collect(proof), version, work, read_page)
    if proof.outcome == "text":
        assert reasons == ()
    elif proof.outcome == "notice":
        assert any("notice, not the text" in reason for reason in reasons)
    else:
        assert any(reason.startswith("page 2 missing") for reason in reasons)
        assert any(f"of {version.articles} articles" in reason for reason in reasons)


@pytest.mark.parametrize(("host", "proof"), [case for case in CASES if case[1].outcome == "text"][:4],
                         ids=IDS[:4])
def test_a_real_page_is_not_taken_for_another_work(host, proof, listed, register, collect):
    other = register.work("civil-code")
    reasons = accept(collect(proof), other.versions[-1], other, read_page)
    assert any(reason.startswith("the title of the version is not on the page") for reason in reasons)


def test_a_real_page_cut_in_the_middle_is_refused(shared, listed, register, replay, fetcher):
    page = "data-security-law/final-2021.cac.html"
    body = (shared / "captures" / page).read_bytes()
    url = listed[page]["official_url"]
    replay.serve(url, Answer(body[:len(body) * 2 // 3]))
    work = register.work("data-security-law")
    reasons = accept(adapter_for(url).collect(fetcher, url), work.versions[-1], work, read_page)
    assert reasons
