"""The same Chinese sentence rendered identically everywhere: all works, drafts and finals.

A sentence ends at 。 ； or ：, in English at . ; or :. Where a provision has as many in both languages
they are aligned by place, else the provision is one sentence. White space is no difference, nor a
capital at the head, nor the mark at the end.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kb.analyse.sentences import split, whole
from kb.collate.findings import Finding
from kb.collate.leaves import Leaf
from kb.model.glossary import TextCheck

FEWEST: Final = 15
LEAST_WORDS: Final = 0.4
MOST_WORDS: Final = 1.3
"""English words per Chinese character, in provisions of at least ``FEWEST`` characters: our texts lie
between 0.45 and 1.14, so what lies outside has lost or gained a clause."""
SHORTEST: Final = 6
"""Chinese characters: shorter sentences hang on what stands around them."""
HAN: Final = re.compile(r"[\u3400-\u9fff]")
_END: Final = re.compile(r"(?<!\bNo)(?<!\bno)[.;:](?=[\s”\"’')]|$)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One Chinese sentence and our English of it. ``english`` is as written, its end mark left out."""

    version: str
    eid: str
    chinese: str
    english: str
    heading: bool = False

    @property
    def folded(self) -> str:
        """The English as it is compared: a capital at the head is no difference."""
        return self.english[:1].lower() + self.english[1:]


def chinese_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a provision without their marks and without white space.

    >>> chinese_sentences("应当设牌；不得收费。")
    ('应当设牌', '不得收费')
    """
    pieces = ("".join(piece.of(text).split()) for piece in split(text, whole(text), "。；：！？"))
    return tuple(piece for piece in pieces if piece)


def english_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of an English provision without their marks.

    >>> english_sentences("They shall put up a sign; no fee (Order No. 3) is taken.")
    ('They shall put up a sign', 'no fee (Order No. 3) is taken')
    """
    pieces = (" ".join(piece.split()) for piece in _END.split(text.replace("’", "'")))
    return tuple(piece for piece in pieces if piece.strip("”\"' "))


def aligned(leaf: Leaf, *, heading: bool = False) -> Iterator[Sentence]:
    """Yield the sentences of a provision, side by side by place, or the provision as one."""
    zh, en = chinese_sentences(leaf.zh), english_sentences(leaf.en)
    if len(zh) == len(en):
        for chinese, english in zip(zh, en, strict=True):
            yield Sentence(leaf.version, leaf.eid, chinese, english, heading)
    else:
        yield Sentence(leaf.version, leaf.eid, "".join(leaf.zh.split()),
                       " ".join(leaf.en.split()).rstrip(".;:"), heading)


def compare_length(leaf: Leaf) -> Iterator[Finding]:
    """Yield a finding where sentences do not tally, or English is far shorter or longer than it can be."""
    zh, en = len(chinese_sentences(leaf.zh)), len(english_sentences(leaf.en))
    chinese = "".join(leaf.zh.split())
    if zh != en:
        yield Finding(TextCheck.SENTENCES, leaf.version, leaf.eid,
                      f"{zh} sentences in the Chinese (。；：), {en} in the English (. ; :)", chinese)
    characters, words = len(HAN.findall(leaf.zh)), len(leaf.en.split())
    if characters >= FEWEST and not LEAST_WORDS <= words / characters <= MOST_WORDS:
        yield Finding(TextCheck.SENTENCES, leaf.version, leaf.eid,
                      f"{words} words for {characters} Chinese characters: is something "
                      f"{'left out' if words < characters else 'added'}?", chinese)


def rendered_apart(sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, ...]]:
    """Yield each group of one Chinese sentence that has more than one rendering, in the given order."""
    groups: dict[tuple[str, bool], list[Sentence]] = {}
    for sentence in sentences:
        if sentence.heading or len(HAN.findall(sentence.chinese)) >= SHORTEST:
            groups.setdefault((sentence.chinese, sentence.heading), []).append(sentence)
    for group in groups.values():
        if len({sentence.folded for sentence in group}) > 1:
            yield tuple(group)


def compare_sentences(sentences: Iterable[Sentence], excepted: Mapping[str, tuple[tuple[str, str], ...]]
                      ) -> Iterator[Finding]:
    """Yield a finding for each place that renders a sentence otherwise than most places do.

    ``excepted`` are (eid, words of the sentence) by version: such a place is not held against the
    others, and is itself reported, so that the exception is used.
    """
    for group in rendered_apart(sentences):
        let = [one for one in group if _is_excepted(one, excepted)]
        rest = [one for one in group if one not in let]
        usual = _usual(rest or let)
        for one in group:
            if one.folded != usual.folded and (one in let or rest):
                yield _finding(one, usual)
            elif one in let and one.folded == usual.folded and not rest:
                yield _finding(one, next(other for other in group if other.folded != one.folded))


def _is_excepted(sentence: Sentence, excepted: Mapping[str, tuple[tuple[str, str], ...]]) -> bool:
    return any(eid == sentence.eid and "".join(words.split()) in sentence.chinese
               for eid, words in excepted.get(sentence.version, ()))


def _usual(group: list[Sentence]) -> Sentence:
    counts = Counter(sentence.folded for sentence in group)
    return max(group, key=lambda sentence: counts[sentence.folded])


def _finding(one: Sentence, usual: Sentence) -> Finding:
    words = one.chinese[:16] + ("…" if len(one.chinese) > 16 else "")
    return Finding(TextCheck.SENTENCES, one.version, one.eid,
                   f'{words} is here "{one.english}", at {usual.version}#{usual.eid} "{usual.english}"',
                   one.chinese)
