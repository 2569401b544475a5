"""The real pages, served at their official addresses, fetched by the command as from the sites."""

import io
import json
import shutil
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kb.cli.main import run
from kb.model.text import Grade
from kb.parse.document import parse_bytes, parse_pages
from kb.store.captures import list_manifestations, read_pages
from kb.store.layout import Layout
from kb.store.register import load_register
from tests.capture.conftest import FakeClock
from tests.capture.replay import Replay
from tests.cli.conftest import ROOT
from tests.cli.live_checkout import ask_replay

COMPLETE = {
    "deep-synthesis-provisions@final-2022", "algorithm-recommendation-provisions@final-2021",
    "personal-information-protection-law@final-2021", "generative-ai-measures@final-2023",
    "data-security-law@final-2021", "network-data-security-regulations@final-2024",
    "online-content-ecosystem-provisions@final-2019", "minors-online-protection-regulations@final-2023",
    "cross-border-data-flow-provisions@final-2024", "app-violations-identification-method@final-2019",
    "platform-rules-supervision-measures@final-2026", "internet-information-services-measures@v2024",
    "online-trading-supervision-measures@final-2021"}
PARTIAL = {"cybersecurity-law@v2016", "e-commerce-law@final-2018"}
CHANGED = "generative-ai-measures@final-2023"


@pytest.fixture(scope="module")
def served(shared):
    """The real pages by official address."""
    entries = json.loads((shared / "captures" / "index.json").read_text(encoding="utf-8"))
    return {entry["official_url"]: (f"{entry['work']}@{entry['version']}",
                                    (shared / "captures" / entry["file"]).read_bytes())
            for entry in entries if entry["media_type"] == "text/html" and entry["official_url"]}


def make_checkout(root: Path) -> Layout:
    shutil.copytree(ROOT / "corpus", root / "corpus")
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    return Layout(root)


def fetch(layout, answers, *words):
    """Run the command against a server that has only ``answers``; return its exit code and its data."""
    clock = FakeClock()
    with Replay(now=clock.now) as replay, pytest.MonkeyPatch.context() as patched:
        ask_replay(patched, replay, clock)
        for work in load_register(layout).works:
            for version in work.versions:
                for one in version.addresses:
                    replay.know(urlsplit(one.url).hostname)
        for url, data in answers.items():
            replay.serve_bytes(url, data)
        printed = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(io.StringIO()), pytest.raises(SystemExit) as stopped:
            run(["--root", str(layout.root), "capture", "--json", *words])
    return stopped.value.code, json.loads(printed.getvalue())


@pytest.fixture(scope="module")
def layout(tmp_path_factory, shared):
    return make_checkout(tmp_path_factory.mktemp("live") / "checkout")


@pytest.fixture(scope="module")
def rows(layout, served):
    """What ``kb capture --all`` said of each version, the sites having only the stored pages."""
    code, found = fetch(layout, {url: data for url, (_, data) in served.items()}, "--all")
    assert code == 4
    return {row["version"]: row for row in found["versions"]}


def test_exactly_the_complete_pages_become_texts(rows, layout):
    assert {key for key, row in rows.items() if row["result"] == "captured"} == COMPLETE
    assert {one.version for one in list_manifestations(layout)} == COMPLETE
    assert all(row["refusals"] for row in rows.values() if row["result"] == "refused")


@pytest.mark.parametrize("key", sorted(COMPLETE))
def test_a_fetched_page_gives_the_tree_of_the_import(rows, layout, served, key):
    (held,) = [one for one in list_manifestations(layout) if one.version == key]
    url, data = next((url, data) for url, (name, data) in served.items() if name == key)
    assert (held.grade, held.official_url, read_pages(layout, held)) == (
        Grade.OFFICIAL_FETCHED, url, (data,))
    profile = load_register(layout).version(key).profile
    options = {"version": key, "language": "zh", "profile": profile}
    imported = parse_bytes(data, "text/html", "x.html", grade=Grade.OFFICIAL_RECEIVED, **options)
    fetched = parse_pages(read_pages(layout, held), held.media_type, held.file_name, grade=held.grade,
                          **options)
    assert fetched.provisions == imported.provisions
    assert fetched.canonical == imported.canonical


@pytest.mark.parametrize("key", sorted(PARTIAL))
def test_the_first_page_of_several_is_refused_and_its_exchange_kept(rows, layout, key):
    row = rows[key]
    assert row["result"] == "refused"
    assert any("page 2 missing" in one["why"] for one in row["refusals"])
    assert all(one["what"] and one["where"] and one["why"] and one["remedy"] for one in row["refusals"])
    assert row["archive"]
    assert all((layout.captures / name).is_file() for name in row["archive"])


@pytest.mark.parametrize("key", sorted(COMPLETE))
def test_what_was_fetched_is_verified_by_the_pins_of_other_sources(rows, layout, key):
    assert rows[key]["verification"].startswith("verified: agrees in every article with the ")
    assert "the pin made from " in rows[key]["verification"].partition(";")[0]


def test_an_article_that_reads_otherwise_than_its_pin_is_named(tmp_path, served):
    url, data = next((url, data) for url, (name, data) in served.items() if name == CHANGED)
    changed = data.replace("提供者".encode(), "供应者".encode(), 1)
    assert changed != data
    code, found = fetch(make_checkout(tmp_path / "checkout"), {url: changed}, CHANGED)
    row = found["versions"][0]
    assert code == 0
    assert row["verification"].startswith("not verified; ")
    assert "differs in 1 article" in row["verification"]
    named = {one["where"] for one in row["differences"]
             if one["code"] == "pin-differs" and one["message"].startswith("the pin made from ")}
    assert named == {f"{CHANGED}#art_7"}


def test_everything_that_was_fetched_proves_whole(rows, layout, capsys):
    with pytest.raises(SystemExit) as stopped:
        run(["--root", str(layout.root), "capture", "verify", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert (stopped.value.code, found["problems"]) == (0, [])
    assert found["records"] == len(COMPLETE)
    assert found["exchanges"] > len(COMPLETE)
