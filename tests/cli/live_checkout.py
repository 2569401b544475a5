"""A checkout whose invented works lie on the CAC's site, and a replay server for the command to ask."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from random import Random

from kb.capture.fetching.client import PoliteFetcher
from kb.store.layout import Layout
from tests.capture.conftest import FakeClock, a_site, settings_for
from tests.capture.replay import Replay
from tests.capture.site_pages import NUMBERS, cac_page, cac_pager
from tests.cli.conftest import AUTHORITIES, ROOT

HOST = "www.cac.gov.cn"
TITLES = "塔堤渠闸桩"
PATH = "https://www.cac.gov.cn/2031-02/03/c_19282752{0:08d}.htm"
WORK = """doc_type = "departmental-rule"
title_zh = "{title}"
title_en = "Provisions {number}"
short_zh = "{short}"
short_en = "Provisions {number}"
aliases = ["Alias {number}"]

[[version]]
id = "final-2031"
stage = "final"
title_zh = "{title}"
title_en = "Provisions {number}"
authorities = ["bridge-office"]
articles = 6
"""
ADDRESS = """[[version.address]]
url = "{url}"
role = "{role}"
address_grade = "{grade}"
evidence = "invented"
"""


def url_of(number: int) -> str:
    """The official address of a work."""
    return PATH.format(number)


def key_of(number: int) -> str:
    return f"work-{number}@final-2031"


def title_of(number: int) -> str:
    return f"第{NUMBERS[number - 1]}号{TITLES[number % len(TITLES)]}规定"


def articles(number: int, first: int = 1, last: int = 6, word: str = "日落") -> str:
    """The articles of a work; ``word`` is what an edit changes, in article 2."""
    return "".join(
        f"<p><strong>第{NUMBERS[n - 1]}条</strong>　第{NUMBERS[number - 1]}处第{NUMBERS[n - 1]}名看守人"
        f"应当在{word if n == 2 else '日落'}时点灯，并将当夜的风向逐一记入看守簿，以备查阅。</p>"
        for n in range(first, last + 1))


def page(number: int, *, word: str = "日落", first: int = 1, last: int = 6, pager: str = "") -> bytes:
    return cac_page(articles(number, first, last, word), title=title_of(number), pager=pager)


def pages(number: int, *, word: str = "日落") -> dict[str, bytes]:
    """A work's text on three pages, by address."""
    urls = [url_of(number), *(url_of(number).replace(".htm", f"_{place}.htm") for place in (2, 3))]
    pager = cac_pager(*urls[1:])
    spans = ((1, 2), (3, 4), (5, 6))
    return {url: page(number, first=first, last=last, word=word,
                      pager=pager if place == 0 else _later(urls, place))
            for place, (url, (first, last)) in enumerate(zip(urls, spans, strict=True))}


def _later(urls: list[str], here: int) -> str:
    return "".join(f'<a href="{url}" class="page-Article">{number}</a>'
                   for number, url in enumerate(urls, 1) if number != here + 1)


def register(root: Path, number: int, *addresses: tuple[str, str, str]) -> None:
    """Write a work; each address is (url, role, grade)."""
    text = WORK.format(title=title_of(number), short=title_of(number)[:4], number=number)
    text += "".join(ADDRESS.format(url=url, role=role, grade=grade) for url, role, grade in addresses)
    (root / "corpus" / "works" / f"work-{number}.toml").write_text(text, encoding="utf-8")


def write_checkout(root: Path, count: int) -> Layout:
    """Write a checkout of ``count`` works, each at its address."""
    (root / "corpus" / "works").mkdir(parents=True)
    (root / "corpus" / "register.toml").write_text("cut_off = 2026-11-23\n", encoding="utf-8")
    (root / "corpus" / "authorities.toml").write_text(AUTHORITIES, encoding="utf-8")
    shutil.copy(ROOT / "corpus" / "sites.toml", root / "corpus" / "sites.toml")
    shutil.copytree(ROOT / "site", root / "site")
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    for number in range(1, count + 1):
        register(root, number, (url_of(number), "text", "B"))
    return Layout(root)


@dataclass
class Live:
    """What a test of the command needs: ``kb(words)`` gives code, results and the error side."""

    kb: object
    replay: Replay
    clock: FakeClock
    layout: Layout

    def __call__(self, *words: str) -> tuple[int, str, str]:
        return self.kb("capture", *words)


def ask_replay(monkeypatch, replay: Replay, clock: FakeClock, **settings) -> None:
    """Let the command ask the replay server, by a clock that only sleeping moves."""
    from kb.cli import live

    monkeypatch.setattr(live, "now", clock.now)
    monkeypatch.setattr(live, "settings_of", lambda _: settings_for(replay, **settings))
    monkeypatch.setattr(live, "fetcher_of", lambda _, settings: PoliteFetcher(
        settings, a_site, clock.now, clock.sleep, Random(7)))
