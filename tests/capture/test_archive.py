"""Exchanges are archived as WARC 1.1 that other tools read, byte for byte, and never touched again."""

import gzip
import subprocess
import sys
import zlib
from datetime import UTC, datetime, timedelta

import pytest
from warcio.archiveiterator import ArchiveIterator

from kb.capture.archive.lock import run_alone
from kb.capture.archive.proving import prove
from kb.capture.archive.writing import write_archive
from kb.capture.web import Ask, Exchange
from kb.errors import KbError
from kb.model.problem import Severity
from kb.store.layout import Layout
from kb.store.sightings import Seen, SeenPage, Sighting, add_sighting, list_sightings, torn_lines
from tests.capture.replay import Answer

AT = datetime(2031, 2, 3, 4, 5, 6, 7, UTC)
URL = "https://www.cac.gov.cn/2031-02/03/c_1.htm"
BODY = "虚构办法".encode()


def exchange(payload=BODY, *, status=200, headers=b"", url=URL, request=b"", at=AT):
    head = f"HTTP/1.1 {status} OK\r\nContent-Type: text/html".encode() + headers
    return Exchange(url, at, "203.0.113.5", b"GET /2031-02/03/c_1.htm HTTP/1.1\r\nHost: www.cac.gov.cn",
                    request, head, payload)


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path)


def records(path):
    with path.open("rb") as stream:
        return [(record.rec_type, dict(record.rec_headers.headers), record.content_stream().read())
                for record in ArchiveIterator(stream)]


def archive(layout, *exchanges, at=AT):
    return layout.captures / write_archive(layout, exchanges, at, (("robots", "obey"),))


def test_an_archive_holds_info_response_and_request_with_all_that_the_standard_asks(layout):
    path = archive(layout, exchange())
    assert path.name == "20310203T040506Z-1.warc.gz"
    info, response, request = records(path)
    assert [kind for kind, _, _ in (info, response, request)] == ["warcinfo", "response", "request"]
    assert b"robots: obey" in info[2]
    assert info[1]["WARC-Filename"] == path.name
    said = response[1]
    assert (said["WARC-Target-URI"], said["WARC-IP-Address"]) == (URL, "203.0.113.5")
    assert said["WARC-Date"] == "2031-02-03T04:05:06.000007Z"
    assert said["WARC-Payload-Digest"].startswith("sha256:")
    assert said["WARC-Block-Digest"].startswith("sha256:")
    assert said["Content-Type"] == "application/http; msgtype=response"
    assert said["WARC-Warcinfo-ID"] == info[1]["WARC-Record-ID"]
    assert request[1]["WARC-Concurrent-To"] == said["WARC-Record-ID"]
    assert response[2] == BODY
    assert gzip.decompress(path.read_bytes()).startswith(b"WARC/1.1\r\n")


def test_the_archive_passes_the_check_of_warcio_itself(layout, replay, fetcher):
    start = "https://www.cac.gov.cn/a.htm"
    replay.serve(start, Answer(status=302, headers=(("Location", "/b.htm"),)))
    replay.serve("https://www.cac.gov.cn/b.htm", Answer(
        gzip.compress(BODY), headers=(("Content-Type", "text/html"), ("Content-Encoding", "gzip"))))
    reply = fetcher.get(Ask(start))
    path = archive(layout, *fetcher.take_aside(), *reply.exchanges)
    found = subprocess.run([sys.executable, "-m", "warcio.cli", "check", "-v", str(path)],
                           capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout
    assert "no digest to check" not in found.stdout.replace("warcinfo", "")
    held = [(kind, said["WARC-Target-URI"], body) for kind, said, body in records(path)
            if kind == "response"]
    assert [(url, body) for _, url, body in held] == [
        ("https://www.cac.gov.cn/robots.txt", b"not scripted"), (start, b""),
        ("https://www.cac.gov.cn/b.htm", BODY)]


@pytest.mark.parametrize("headers", [
    b"\r\nX-Name: \xe7\xbd\x91\xe4\xbf\xa1", b"\r\nX-Name: a\xff\xfe",
    b"\r\nX-Name:no-space\r\nx-name:  two"])
def test_heads_stand_in_the_archive_byte_for_byte(layout, headers):
    one = exchange(headers=headers, request=b"a=b")
    data = gzip.decompress(archive(layout, one).read_bytes())
    assert one.response_head + b"\r\n\r\n" + BODY in data
    assert one.request_head + b"\r\n\r\na=b" in data


def test_a_coding_that_was_undone_is_renamed_so_that_no_reader_undoes_it_again(layout):
    chunky = b"5\r\nis no chunk"
    path = archive(layout, exchange(chunky, headers=b"\r\nTransfer-Encoding: chunked"))
    assert b"\r\nX-Archive-Orig-Transfer-Encoding: chunked" in gzip.decompress(path.read_bytes())
    assert records(path)[1][2] == chunky


def test_an_answer_that_nothing_changed_is_a_revisit(layout):
    _, (kind, said, _), _ = records(archive(layout, exchange(b"", status=304)))
    assert kind == "revisit"
    assert said["WARC-Profile"].endswith("server-not-modified")
    assert said["WARC-Refers-To-Target-URI"] == URL


def test_archives_of_one_second_get_numbers_and_none_is_overwritten(layout):
    first = archive(layout, exchange())
    data = first.read_bytes()
    archive(layout, exchange(b"other"))
    assert [path.name for path in sorted(layout.warcs.iterdir())] == [
        "20310203T040506Z-1.warc.gz", "20310203T040506Z-2.warc.gz"]
    assert first.read_bytes() == data


def damage(path, at, change):
    data = bytearray(path.read_bytes())
    data[at] ^= change
    path.write_bytes(bytes(data))


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.97])
def test_any_altered_byte_of_an_archive_is_found_and_named(layout, share):
    path = archive(layout, *(exchange(BODY * 50) for _ in range(3)))
    assert prove(layout).problems == ()
    damage(path, int(share * path.stat().st_size), 0x10)
    (problem,) = prove(layout).problems
    assert problem.severity is Severity.ERROR
    assert path.name in problem.where
    assert problem.remedy


@pytest.mark.parametrize("cut", [0, 1, 100, 400])
def test_a_shortened_archive_is_found(layout, cut):
    path = archive(layout, exchange(BODY * 50))
    data = path.read_bytes()
    path.write_bytes(data[:cut] if cut < 2 else data[:-cut])
    assert [one.code for one in prove(layout).problems] == ["archive-damaged"]


def members_of(data):
    """Unpack each member of a gzip file by itself."""
    found = []
    while data:
        unpacker = zlib.decompressobj(wbits=31)
        found.append(unpacker.decompress(data))
        data = unpacker.unused_data
    return found


def test_a_record_rewritten_with_sound_compression_is_found_by_its_digest(layout):
    path = archive(layout, exchange(BODY * 5))
    members = [one.replace(BODY, "真实办法".encode(), 1) for one in members_of(path.read_bytes())]
    path.write_bytes(b"".join(map(gzip.compress, members)))
    assert any("not what was received" in one.message for one in prove(layout).problems)


def test_a_missing_archive_of_a_visit_is_named(layout):
    path = archive(layout, exchange())
    add_sighting(layout, sighting(warc=path.relative_to(layout.captures).as_posix()))
    assert prove(layout).problems == ()
    path.unlink()
    (problem,) = prove(layout).problems
    assert "missing" in problem.message
    assert path.name in problem.where


def sighting(**changes):
    plain = {"version": "a@b", "address": URL, "at": AT, "seen": Seen.UNCHANGED, "record": "0" * 64,
             "pages": (SeenPage(URL, "0" * 64, '"e"'),)}
    return Sighting(**{**plain, **changes})


def test_visits_are_lines_that_are_only_added(layout):
    add_sighting(layout, sighting())
    first = layout.sightings.read_bytes()
    add_sighting(layout, sighting(at=AT + timedelta(days=1), seen=Seen.REFUSED, reason="x\ny"))
    assert layout.sightings.read_bytes().startswith(first)
    assert [one.seen for one in list_sightings(layout)] == [Seen.UNCHANGED, Seen.REFUSED]
    assert list_sightings(layout)[0] == sighting()


@pytest.mark.parametrize("torn", [b'{"version":"a@', b"\xff\xfe", b"[]"])
def test_a_line_cut_short_is_passed_over_and_closed_off(layout, torn):
    add_sighting(layout, sighting())
    with layout.sightings.open("ab") as stream:
        stream.write(torn)
    assert len(list_sightings(layout)) == 1
    add_sighting(layout, sighting())
    assert len(list_sightings(layout)) == 2
    assert torn_lines(layout) == (2,)
    assert [one.severity for one in prove(layout).problems] == [Severity.NOTE]


def test_a_second_run_without_patience_is_told_who_is_at_work(layout):
    with run_alone(layout, "a run of the test"):
        with pytest.raises(KbError) as caught, run_alone(layout, "another", wait=False):
            pass
        assert "a run of the test" in caught.value.why
    assert not layout.captures.exists()


def test_what_a_run_cut_off_has_left_is_removed_under_the_lock(layout):
    left = [layout.captures / "files" / "x.html.partial", layout.warcs / "y.warc.gz.partial",
            layout.captures / "records" / "a" / "b" / "z.json.partial"]
    for path in left:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    (layout.captures / "files" / "whole.html").write_bytes(b"whole")
    (layout.captures / "run.lock").write_bytes(b"a run that was killed")
    with run_alone(layout, "the next", wait=False) as removed:
        assert removed == 3
    assert [path.name for path in layout.captures.rglob("*") if path.is_file()] == ["whole.html"]
