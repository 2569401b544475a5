"""``kb sources``: positions, politeness and what each adapter was tried on, without asking anybody."""

import json

import pytest
from typer.testing import CliRunner

from kb.cli.main import app


@pytest.fixture(scope="module")
def told(root):
    def run(*options):
        result = CliRunner().invoke(app, ["--root", str(root), "sources", *options])
        assert result.exit_code == 0, result.output
        return result.stdout

    return run


def test_every_site_shows_reuse_robots_politeness_and_evidence(told):
    rows = json.loads(told("--json"))["sites"]
    assert len(rows) == 10
    for row in rows:
        assert all(row[key] for key in ("reuse", "robots", "evidence_date", "evidence"))
        assert row["asked"] == (not row["why_not"])
        assert bool(row["delay_seconds"]) == row["asked"]


def test_the_adapters_without_a_real_page_are_called_so_and_none_is_called_live(told):
    rows = {row["host"]: row for row in json.loads(told("--format", "json"))["sites"]}
    assert rows["www.cac.gov.cn"]["adapter"] == \
        "tried on 15 stored real pages (text 11, page 2 missing 2, notice 2), not live"
    without = {host for host, row in rows.items() if "not proven on a real page" in row["adapter"]}
    assert without == {"www.npc.gov.cn", "www.miit.gov.cn"}
    assert {row["adapter"] for row in rows.values() if not row["asked"]} == {"none"}
    assert all("live" not in row["adapter"].replace("not live", "") for row in rows.values())


def test_no_list_is_called_proven_and_every_gap_is_said(told):
    rows = json.loads(told("--json"))["sites"]
    lists = [one for row in rows for one in row["lists"]]
    assert len(lists) == 21
    assert {one["proof"] for one in lists} == {"not proven on a real page"}
    assert "newest 20" in next(one["gap"] for one in lists if one["id"] == "cac-consultations")


def test_in_words_it_says_who_is_never_asked_and_which_addresses_nobody_fetches(told):
    text = told()
    assert "asked     never. Its robots file forbids every page" in text
    assert "www.12377.cn (2)" in text
    assert "No adapter was proven on a live site" in text
