"""Over https the name stays the site's own though the connection is pinned, and trust is required."""

import shutil
import ssl
import subprocess

import pytest

from kb.capture.fetching.exchange import Sender
from kb.capture.web import Ask, FetchRefusedError
from tests.capture.conftest import assert_says
from tests.capture.replay import Answer

HOST = "www.cac.gov.cn"
PAGE = f"https://{HOST}/a.htm"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for the host that no authority vouches for, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("needs the program openssl")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}",
                    "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
                   check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def names(replay, certificate):
    """Turn the replay server to TLS; the names that clients ask it for."""
    asked = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    replay.use_tls(context)
    replay.serve(PAGE, Answer(b"page"))
    return asked


def test_a_certificate_that_nobody_vouches_for_is_refused_at_once(names, replay, fetcher):
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(PAGE))
    assert_says(caught.value, "robots file could not be had", PAGE, "TLS says: CERTIFICATE_VERIFY_FAILED",
                "")
    assert names == [HOST]
    assert replay.seen == []


def test_the_pinned_connection_asks_for_the_site_by_name(names, replay, fetcher, certificate, monkeypatch):
    trusting = ssl.create_default_context(cafile=certificate[0])
    monkeypatch.setattr(Sender, "_tls", trusting)
    reply = fetcher.get(Ask(PAGE))
    assert reply.body == b"page"
    assert set(names) == {HOST}
    assert replay.seen[-1].header("Host") == HOST
    assert reply.exchanges[0].address == "127.0.0.1"


def test_a_certificate_for_another_name_is_refused(names, replay, fetcher, certificate, monkeypatch):
    monkeypatch.setattr(Sender, "_tls", ssl.create_default_context(cafile=certificate[0]))
    replay.know("www.gov.cn")
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask("https://www.gov.cn/"))
    assert "CERTIFICATE_VERIFY_FAILED" in caught.value.why


def test_a_handshake_that_fails_is_told(names, replay, fetcher, certificate, monkeypatch):
    context = ssl.create_default_context(cafile=certificate[0])
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    monkeypatch.setattr(Sender, "_tls", context)
    with pytest.raises(FetchRefusedError) as caught:
        fetcher.get(Ask(PAGE))
    assert "the secure connection failed" in caught.value.why
    assert replay.seen == []
