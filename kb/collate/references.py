"""References on both sides: the same places, the same relative words, the same works by title."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from kb.collate.findings import Finding
from kb.collate.leaves import Leaf
from kb.collate.pinpoints import Pinpoint, chinese_citations, english_citations
from kb.model.glossary import Term, TermKind, TextCheck
from kb.model.work import Register

STATE: Final = ("中华人民共和国", "People's Republic of China")
Titles = Mapping[str, tuple[str, ...]]
"""English titles by Chinese title, without 《》."""


def known_titles(register: Register, terms: tuple[Term, ...]) -> Titles:
    """Return the English titles of registered works, their versions, and works of the glossary."""
    found: dict[str, list[str]] = {}
    for work in register.works:
        for zh, en in ((work.title_zh, work.title_en), *((v.title_zh, v.title_en) for v in work.versions)):
            found.setdefault(zh, []).append(en)
    for term in terms:
        if term.kind is TermKind.WORK:
            found.setdefault(term.zh.strip("《》"), []).extend(term.renderings)
    return {zh: tuple(dict.fromkeys(en)) for zh, en in found.items()}


def compare_references(leaf: Leaf, titles: Titles) -> Iterator[Finding]:
    """Yield the places and titles that one side names and the other does not."""
    zh, en = chinese_citations(leaf.zh), english_citations(leaf.en)
    missing = Counter(zh.pinpoints) - Counter(en.pinpoints)
    extra = Counter(en.pinpoints) - Counter(zh.pinpoints)
    if missing or extra:
        words = [f"not in the English: {_listed(missing)}"] if missing else []
        words += [f"not in the Chinese: {_listed(extra)}"] if extra else []
        yield Finding(TextCheck.REFERENCES, leaf.version, leaf.eid, "; ".join(words))
    wrong = [finding for title, count in Counter(zh.titles).items()
             for finding in _compare_title(leaf, title, count, titles)]
    yield from wrong or _compare_state(leaf)


def _compare_state(leaf: Leaf) -> Iterator[Finding]:
    """Yield a finding where 中华人民共和国 stands more or less often than its English."""
    zh, en = leaf.zh.count(STATE[0]), leaf.en.replace("’", "'").count(STATE[1])
    if zh != en:
        yield Finding(TextCheck.REFERENCES, leaf.version, leaf.eid,
                      f'{STATE[0]} stands {zh} times, "{STATE[1]}" {en} times', STATE[0])


def _compare_title(leaf: Leaf, title: str, count: int, titles: Titles) -> Iterator[Finding]:
    english = titles.get(title, ())
    if not english:
        yield Finding(TextCheck.REFERENCES, leaf.version, leaf.eid,
                      f"《{title}》 is neither in the register nor in the glossary (kind work), so its "
                      "English title was not checked", f"《{title}》", review=True)
        return
    english = tuple(_of_china(name) for name in english) if title.startswith(STATE[0]) else english
    shown = leaf.en.replace("’", "'").casefold()
    found = sum(shown.count(name.casefold()) for name in english)
    if found < count:
        yield Finding(TextCheck.REFERENCES, leaf.version, leaf.eid,
                      f'《{title}》 stands {count} times, "{english[0]}" {found} times'
                      if count > 1 else f'《{title}》 is "{english[0]}"', f"《{title}》")


def _of_china(name: str) -> str:
    """Give a title the words that stand for 中华人民共和国, where the register leaves them out."""
    return name if STATE[1] in name else f"{name} of the {STATE[1]}"


def _listed(places: Counter[Pinpoint]) -> str:
    return "; ".join(f"{place}" + (f" ({count} times)" if count > 1 else "")
                     for place, count in places.items())
