"""The collection of captured files: append-only, all or nothing, proven on reading."""

import errno
from datetime import date
from pathlib import Path

import pytest

from kb.errors import InputRefusedError, KbError
from kb.model.manifestation import Manifestation
from kb.model.text import Grade
from kb.store.captures import (
    Addition,
    Provenance,
    Record,
    add,
    digest,
    fixture_reasons,
    list_manifestations,
    list_records,
    read_bytes,
    stored_name,
    verify,
)
from kb.store.layout import Layout

PAGE = "<p>第一条　为了试验，制定本办法。</p>".encode()


def addition(data=PAGE, version="trial-measures@final-2030", via="giver/one", media_type="text/html"):
    sha256 = digest(data)
    manifestation = Manifestation(
        version, sha256, len(data), media_type, "page.html", stored_name(sha256, media_type),
        Grade.OFFICIAL_RECEIVED, "https://www.example.gov.cn/1.htm", via, "a/页.html",
        date(2030, 1, 2), date(2029, 12, 31), "as served", defects=("one defect",), layout="lines")
    return Addition(Record(manifestation, Provenance("abc123", "none stated"), 1), lambda: data)


def snapshot(folder):
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
            for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


def test_an_empty_collection_lists_nothing_and_has_nothing_wrong(layout):
    assert list_manifestations(layout) == ()
    assert verify(layout) == ()


def test_what_is_added_comes_back_in_full(layout):
    one = addition()
    add(layout, [one])
    assert list_records(layout) == (one.record,)
    assert read_bytes(layout, one.record.manifestation) == PAGE
    assert verify(layout) == ()


def test_file_names_are_made_of_digests_and_keys_only(layout):
    add(layout, [addition()])
    sha256 = digest(PAGE)
    assert set(snapshot(layout.captures)) == {
        f"files/{sha256}.html", f"records/trial-measures/final-2030/{sha256[:12]}-1.json"}


def test_adding_the_same_again_changes_nothing(layout):
    add(layout, [addition(), addition()])
    before = snapshot(layout.captures)
    add(layout, [addition()])
    assert snapshot(layout.captures) == before
    assert len(list_records(layout)) == 1


def test_the_same_bytes_from_another_giver_or_for_another_version_are_a_record_of_their_own(layout):
    add(layout, [addition()])
    before = snapshot(layout.captures)
    add(layout, [addition(via="giver/two"), addition(version="trial-measures@draft-2029")])
    after = snapshot(layout.captures)
    assert before.items() <= after.items()
    assert sum(name.startswith("files/") for name in after) == 1
    assert [m.via for m in list_manifestations(layout)] == ["giver/one", "giver/one", "giver/two"]


@pytest.mark.parametrize(("number", "words"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "denied")])
@pytest.mark.parametrize("allowed", range(6))
def test_a_disk_that_takes_no_more_leaves_the_collection_as_it_was(
        layout, monkeypatch, allowed, number, words):
    add(layout, [addition(b"was here before")])
    before = snapshot(layout.captures)
    folders = {path for path in layout.captures.rglob("*") if path.is_dir()}
    real, calls = Path.open, []

    def failing(self, mode="r", *args, **kwargs):
        calls.append(self)
        if "w" in mode and sum(1 for path in calls if path.suffix == ".partial") > allowed:
            raise OSError(number, "Permission denied", str(self))
        return real(self, mode, *args, **kwargs)

    monkeypatch.setattr(Path, "open", failing)
    with pytest.raises(InputRefusedError) as caught:
        add(layout, [addition(bytes([n] * 9), f"trial-{n}@v1") for n in range(1, 5)])
    monkeypatch.undo()
    assert words in caught.value.why
    assert caught.value.exit_code == 4
    assert snapshot(layout.captures) == before
    assert {path for path in layout.captures.rglob("*") if path.is_dir()} == folders


def test_a_failure_while_renaming_takes_back_what_was_renamed(layout, monkeypatch):
    real, count = Path.rename, []

    def failing(self, target):
        count.append(target)
        if len(count) == 3:
            raise OSError(errno.EIO, "input/output error", str(target))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(InputRefusedError):
        add(layout, [addition(b"1"), addition(b"2")])
    assert not layout.captures.exists()


def test_an_interrupted_import_takes_its_files_back_and_stays_an_interruption(layout):
    def interrupted():
        raise KeyboardInterrupt

    broken = Addition(addition(b"two").record, interrupted)
    with pytest.raises(KeyboardInterrupt):
        add(layout, [addition(), broken])
    assert not layout.captures.exists()


def test_a_file_that_changes_between_check_and_copy_is_refused(layout):
    changed = Addition(addition().record, lambda: b"something else")
    with pytest.raises(InputRefusedError, match="changed while"):
        add(layout, [changed])
    assert not layout.captures.exists()


def altered(path):
    path.write_bytes(path.read_bytes() + b" ")


DAMAGES = [
    ("files/*.html", altered, "capture-damaged"),
    ("files/*.html", Path.unlink, "capture-damaged"),
    ("records/*/*/*.json", lambda path: path.write_text("{"), "capture-damaged"),
    ("records/*/*/*.json", lambda path: path.write_text("[" * 100_000), "capture-damaged"),
    ("records/*/*/*.json", lambda path: path.write_text(
        path.read_text().replace('"format": 1', '"format": 9')), "capture-damaged"),
    ("records/*/*/*.json", Path.unlink, "capture-unrecorded"),
    ("files/*.html", lambda path: path.with_name("x.partial").write_bytes(b""), "capture-left-over"),
]


@pytest.mark.parametrize(("pattern", "damage", "code"), DAMAGES)
def test_verifying_reports_every_kind_of_damage_with_a_remedy(layout, pattern, damage, code):
    add(layout, [addition()])
    path, = layout.captures.glob(pattern)
    damage(path)
    found = [problem for problem in verify(layout) if problem.code == code]
    assert found
    assert all(problem.remedy and problem.where.startswith("captures/") for problem in found)


def test_bytes_that_are_no_longer_what_was_received_are_not_handed_out(layout):
    one = addition()
    add(layout, [one])
    path, = layout.captures.glob("files/*")
    altered(path)
    with pytest.raises(KbError, match="not what was received"):
        read_bytes(layout, one.record.manifestation)


def test_a_damaged_record_stops_the_listing_and_says_which(layout):
    add(layout, [addition()])
    path, = layout.captures.glob("records/*/*/*.json")
    path.write_text("{}")
    with pytest.raises(KbError) as caught:
        list_manifestations(layout)
    assert path.name in caught.value.where


def test_an_interrupted_import_of_a_killed_process_does_not_hinder_the_next(layout):
    left = layout.captures / "files" / f"{digest(PAGE)}.html.partial"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")
    add(layout, [addition()])
    assert verify(layout) == ()
    assert read_bytes(layout, addition().record.manifestation) == PAGE


def test_template_samples_are_named_with_their_reason(layout):
    assert fixture_reasons(layout) == {}
    layout.corpus.mkdir()
    (layout.corpus / "register.toml").write_text(
        '[fixtures]\nsamples = "pages of a template"\n', encoding="utf-8")
    assert fixture_reasons(layout) == {"samples": "pages of a template"}
    (layout.corpus / "register.toml").write_text("[fixtures", encoding="utf-8")
    with pytest.raises(KbError, match="register"):
        fixture_reasons(layout)


@pytest.mark.parametrize("change", [
    ("trial-measures@final-2030", "trial-measures@final-2031"), ("trial-measures@final-2030", "../.."),
    ('"sha256": "', '"sha256": "../../'), ('"stored_as": "', '"stored_as": "../')])
def test_a_record_that_was_edited_is_refused_and_reported(layout, change):
    add(layout, [addition()])
    record = next((layout.captures / "records").glob("*/*/*.json"))
    text = record.read_text(encoding="utf-8")
    assert change[0] in text
    record.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(KbError, match="edited or moved"):
        list_records(layout)
    assert [problem.code for problem in verify(layout)][:1] == ["capture-damaged"]


def test_records_that_may_not_be_read_are_never_taken_for_none(layout, monkeypatch):
    add(layout, [addition()])

    def refuse(self):
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "iterdir", refuse)
    with pytest.raises(KbError, match="cannot be read"):
        list_records(layout)
