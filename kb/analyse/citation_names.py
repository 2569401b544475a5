"""Names of works as people type them, and the version a citation asks for.

Reads: the register. Writes: nothing.
Guarantees: a name is found only as a whole registered title, short title, alias or slug, the longest
first; folding (width, case, traditional characters, brackets of titles) touches the query and the
names alone, never a text.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kb.model.work import DateKind, Register, Stage, Version, Work

TRADITIONAL: Final = (
    "條項聯網務規個護數據絡電壟斷隱應術實內評徵見題識標類認證領協會國華與關辦暫導監門臉別處測審備過轉"
    "運營視頻發編節點衛設終價範約輸輿論產業經濟險開態擬訂號動員專權進適際責貿資訊質違額體時書單戶換損"
    "稱總綱眾絕聽說請該報則創為億長間顧願驗髮鑑録錄誌達遞選遺鄉針鏈閱隨離難頒預須順於爲倫準製廳雙臺響"
    "場屬廣執機簡薦議計許試車連銷問風強啟圖從無構溝減獎罰")
SIMPLIFIED: Final = (
    "条项联网务规个护数据络电垄断隐应术实内评征见题识标类认证领协会国华与关办暂导监门脸别处测审备过转"
    "运营视频发编节点卫设终价范约输舆论产业经济险开态拟订号动员专权进适际责贸资讯质违额体时书单户换损"
    "称总纲众绝听说请该报则创为亿长间顾愿验发鉴录录志达递选遗乡针链阅随离难颁预须顺于为伦准制厅双台响"
    "场属广执机简荐议计许试车连销问风强启图从无构沟减奖罚")
TO_SIMPLIFIED: Final = str.maketrans(TRADITIONAL, SIMPLIFIED)
QUOTES: Final = re.compile("[《》〈〉<>“”„\"「」『』]")
HAN_GAP: Final = re.compile(r"(?<=[\u3400-\u9fff]) +| +(?=[\u3400-\u9fff])")
STATE: Final = "中华人民共和国"

DRAFT_WORDS: Final = re.compile(
    r"(?:公开)?征求意见稿|修订草案|修正草案|草案(?:二次审议稿|三次审议稿)?|[二三]次审议稿|[二三]审稿"
    r"|(?<![a-z])drafts?(?: for (?:public )?comments?)?(?![a-z])")
SHORT_READING: Final = re.compile("([二三])审稿")
FINAL_WORDS: Final = re.compile(r"正式稿|正式版|定稿|(?<![a-z])final(?: version| text)?(?![a-z])")
YEAR: Final = re.compile(r"(?<![\d.第§-])(?<!art )(?<!art\. )(?<!art)(?<!article )"
                         r"((?:19|20)\d\d)(?![\d-])(?:年(?:版|修[订正])?|版|修[订正](?:版)?)?(?!条)")


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a query: the works it may mean, the version it names, and what is left."""

    works: tuple[Work, ...]
    version: Version | None
    rest: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """The version words of a query. ``phrase`` is the Chinese word for the draft as typed."""

    stage: Stage | None = None
    year: str = ""
    id: str = ""
    phrase: str = ""

    @property
    def empty(self) -> bool:
        """Tell whether the query names no version."""
        return self.stage is None and not self.year and not self.id


def fold(text: str) -> str:
    """Return a query or a name in the form in which both are compared.

    >>> fold("《個人信息保護法》第２４條")
    '个人信息保护法第24条'
    """
    folded = unicodedata.normalize("NFKC", text).translate(TO_SIMPLIFIED).casefold()
    folded = " ".join(QUOTES.sub("", folded).split())
    return HAN_GAP.sub("", folded)


def find_name(query: str, register: Register) -> Named | None:
    """Return the longest registered name in a folded query, or None."""
    best: tuple[int, int] | None = None
    found: list[tuple[Work, Version | None]] = []
    for name, work, version in _names(register):
        start = _position(name, query)
        if start < 0 or (best and len(name) < best[1]):
            continue
        if best is None or len(name) > best[1]:
            best, found = (start, len(name)), []
        found.append((work, version))
    if best is None:
        return None
    works = tuple(dict.fromkeys(work for work, _ in found))
    versions = tuple(dict.fromkeys(version for _, version in found if version))
    whole = any(version is None for _, version in found)
    return Named(works, versions[0] if len(versions) == 1 and not whole else None,
                 query[:best[0]] + " " + query[sum(best):])


def _names(register: Register) -> Iterable[tuple[str, Work, Version | None]]:
    for work in register.works:
        own = {fold(name) for name in (work.slug, work.title_zh, work.title_en, work.short_zh,
                                       work.short_en, *work.aliases)}
        own |= {name.removeprefix(STATE) for name in own}
        yield from ((name, work, None) for name in sorted(own) if name)
        for version in work.versions:
            titles = {fold(version.title_zh), fold(version.title_en)} - own
            yield from ((name, work, version) for name in sorted(titles) if name)


def _position(name: str, query: str) -> int:
    """Return where a name stands in a query; a Latin name only between non-letters."""
    if not name.isascii():
        return query.find(name)
    match = re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", query)
    return match.start() if match else -1


def all_names(register: Register) -> dict[str, Work]:
    """Return every folded name with its work, for the nearest names to a mistyped one."""
    return {name: work for name, work, _ in _names(register)}


def read_wanted(rest: str, works: Iterable[Work]) -> tuple[Wanted, str]:
    """Take the words that name a version out of what is left of a query."""
    for version in (version for work in works for version in work.versions):
        match = re.search(rf"@?(?<![a-z0-9-]){re.escape(version.id)}(?![a-z0-9-])", rest)
        if match:
            return Wanted(id=version.id), _cut(rest, match)
    asked = re.search(r"@([a-z0-9]+(?:-[a-z0-9]+)*)", rest)
    if asked:
        return Wanted(id=asked[1]), _cut(rest, asked)
    stage, phrase = None, ""
    for pattern, meaning in ((DRAFT_WORDS, Stage.DRAFT), (FINAL_WORDS, Stage.FINAL)):
        match = pattern.search(rest)
        if match and stage is None:
            stage, phrase, rest = meaning, match[0], _cut(rest, match)
    year = YEAR.search(rest)
    return (Wanted(stage, year[1] if year else "", phrase=phrase),
            _cut(rest, year) if year else rest)


def _cut(text: str, match: re.Match[str]) -> str:
    return text[:match.start()] + " " + text[match.end():]


def select_versions(work: Work, wanted: Wanted) -> tuple[Version, ...]:
    """Return the versions of a work that the words allow; finals alone where only a year is named.

    Of several drafts, the one whose title bears the very word that was typed.
    """
    if wanted.id:
        return tuple(v for v in work.versions if v.id == wanted.id)
    fit = [v for v in work.versions
           if (wanted.stage is None or v.stage is wanted.stage)
           and (not wanted.year or wanted.year in years_of(v))]
    if wanted.stage is None:
        fit = [v for v in fit if v.stage is Stage.FINAL] or fit
    return tuple(_bearing(wanted.phrase, fit) or fit)


def _bearing(phrase: str, versions: list[Version]) -> list[Version]:
    """Return the versions whose title has a word in brackets, else those that have it at all."""
    word = SHORT_READING.sub(r"\1次审议稿", phrase)
    if not word or word.isascii():
        return []
    titles = [(fold(version.title_zh), version) for version in versions]
    exact = [version for title, version in titles if f"({word})" in title]
    return exact or [version for title, version in titles if word in title]


def years_of(version: Version) -> tuple[str, ...]:
    """Return the years by which people call a version: the one in its id, else of its making."""
    in_id = tuple(re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", version.id))
    made = tuple(fact.value[:4] for fact in version.dates if fact.kind in
                 (DateKind.ADOPTED, DateKind.PROMULGATED, DateKind.PUBLISHED))
    return in_id or made
