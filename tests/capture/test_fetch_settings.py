"""Nothing is fetched without a contact, and nothing but the contact is set from outside."""

import pytest

from kb.capture.fetching.settings import Settings, load_settings
from kb.capture.web import FetchRefusedError
from tests.capture.conftest import assert_says


def test_without_a_contact_fetching_refuses_and_says_how_to_set_one(tmp_path):
    with pytest.raises(FetchRefusedError) as caught:
        load_settings({}, tmp_path / "regtrail.toml", "1")
    assert_says(caught.value, "no contact is set", "REGTRAIL_CONTACT or regtrail.toml", "no default",
                "set REGTRAIL_CONTACT")
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(("environ", "file", "contact"), [
    ({"REGTRAIL_CONTACT": "a@firm.cn"}, None, "a@firm.cn"),
    ({"REGTRAIL_CONTACT": " a@firm.cn\n"}, 'contact = "b@firm.cn"', "a@firm.cn"),
    ({}, 'contact = "b@firm.cn"', "b@firm.cn"),
    ({"REGTRAIL_CONTACT": ""}, 'contact = "https://firm.cn/about?x=1"', "https://firm.cn/about?x=1"),
])
def test_the_contact_comes_from_the_environment_or_the_file(tmp_path, environ, file, contact):
    path = tmp_path / "regtrail.toml"
    if file:
        path.write_text(file, encoding="utf-8")
    assert load_settings(environ, path, "1").contact == contact


@pytest.mark.parametrize("contact", [
    "somebody", "a@b", "@firm.cn", "a b@firm.cn", "http://firm.cn", "https://", "https://localhost",
    "https://firm.cn/ x", "a@firm.cn\r\nCookie: x", "a@firm.cn)", "https://firm.cn/(x)", "名@firm.cn",
    "a@" + "b" * 300 + ".cn", "you@example.com", "you@example.org", "https://www.example.com/",
    "a@x.example",
])
def test_a_contact_that_reaches_nobody_is_refused(contact):
    with pytest.raises(FetchRefusedError) as caught:
        Settings(contact)
    assert_says(caught.value, "the contact is", "REGTRAIL_CONTACT", "", "set REGTRAIL_CONTACT")


@pytest.mark.parametrize(("file", "why"), [
    ("contact = ", ""), ("contact = 7", "no string"), ('allow_private = true\ncontact = "a@firm.cn"',
                                                      "allow_private"),
    ('[resolve]\n"www.cac.gov.cn" = "127.0.0.1"', "resolve"), (b"\xff", ""),
])
def test_a_file_that_holds_anything_else_is_refused(tmp_path, file, why):
    path = tmp_path / "regtrail.toml"
    path.write_bytes(file if isinstance(file, bytes) else file.encode())
    with pytest.raises(FetchRefusedError) as caught:
        load_settings({}, path, "1")
    assert_says(caught.value, "the settings file", "regtrail.toml", why, "contact")


def test_nothing_from_outside_reaches_the_flags_of_tests(tmp_path):
    settings = load_settings({"REGTRAIL_CONTACT": "a@firm.cn", "REGTRAIL_ALLOW_PRIVATE": "1"},
                             tmp_path / "none.toml", "1")
    assert (settings.allow_private, settings.resolve) == (False, {})


@pytest.mark.parametrize(("contact", "agent"), [
    ("a@firm.cn",
     "Regtrail/1.2 (clause tracker for Chinese AI, data and platform rules; +mailto:a@firm.cn)"),
    ("https://firm.cn/bot",
     "Regtrail/1.2 (clause tracker for Chinese AI, data and platform rules; +https://firm.cn/bot)"),
])
def test_the_user_agent_names_program_purpose_and_contact(contact, agent):
    assert Settings(contact, "1.2").user_agent == agent


def test_proxies_and_passwords_of_the_environment_are_not_used(replay, fetcher, monkeypatch, tmp_path):
    from kb.capture.web import Ask
    from tests.capture.replay import Answer

    (tmp_path / ".netrc").write_text("machine www.cac.gov.cn login a password b")
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    replay.serve("http://www.cac.gov.cn/a", Answer(b"x"))
    assert fetcher.get(Ask("http://www.cac.gov.cn/a")).body == b"x"
    assert not replay.seen[-1].header("Authorization")
