"""Wording that left its provision and stands in another one.

Reads the sheet of a comparison; writes ``Carried`` values. First whole sentences that were struck in one
place and written in another with few words changed, then what is the same word for word. A passage that
stands more than once on either side is formula, not evidence that anything moved: the ledger counts it
as found again, but no passage is told.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from kb.compare.blocks import Block, common_blocks
from kb.compare.folding import fold
from kb.compare.pieces import passages
from kb.compare.sheets import SIDES, Sheet
from kb.model.change import Passage
from kb.model.span import cut

LEAST: Final = {"zh": 12, "en": 40}
"""The shortest stretch that counts as carried, in characters."""

ALIKE: Final = 0.72
"""Least Indel ratio of a sentence and what it became elsewhere."""

CHANGED: Final = 0.6
"""Least share of a sentence that must be struck, or new, in its own place."""

OWN: Final = 0.4
"""Least share of a sentence that stands nowhere else in its text."""

_GRAM: Final = 6
_COMMON: Final = 8
_ENDS: Final = frozenset("。；;\n")
SENTENCE, WORDS = "same-sentence", "same-words"

_Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Carried:
    """A stretch of each side's sheet, the offsets of what is the same in both, and the passage.

    ``passages`` are its pieces by provision, none where the words are a formula.
    """

    a: _Stretch
    b: _Stretch
    moved: tuple[tuple[int, ...], tuple[int, ...]]
    passages: tuple[Passage, ...]


def find_carried(sheet: Sheet, language: str) -> tuple[Carried, ...]:
    """Return what was struck in one place and written in another, in order of ``a``."""
    changed = {side: _changed(sheet, side) for side in SIDES}
    least = LEAST[language]
    counts = {side: Counter(_all_grams(fold(sheet.text(side)))) for side in SIDES}
    found = [_sentence(sheet, (a, b), changed, counts) for a, b in _sentences(sheet, changed, least)]
    for one in found:
        for side, (start, end) in zip(SIDES, (one.a, one.b), strict=True):
            changed[side][start:end] = bytes(end - start)
    found += _words(sheet, changed, least)
    return tuple(sorted(found, key=lambda one: (one.a, one.b)))


def _changed(sheet: Sheet, side: str) -> bytearray:
    found = bytearray(len(sheet.text(side)))
    for run in sheet.runs[side]:
        if run.changed:
            found[run.start:run.end] = b"\1" * (run.end - run.start)
    return found


def _sentences(sheet: Sheet, changed: dict[str, bytearray],
               least: int) -> Iterator[tuple[_Stretch, _Stretch]]:
    """Yield pairs of sentences, best first, each at most once, that are alike and left their place."""
    a, b = (list(_struck(sheet, side, changed[side], least)) for side in SIDES)
    texts = [[fold(sheet.text(side)[start:end]) for start, end in own]
             for side, own in zip(SIDES, (a, b), strict=True)]
    scored = sorted((-score, i, j) for i, j in _candidates(*texts)
                    if (score := Indel.normalized_similarity(texts[0][i], texts[1][j])) >= ALIKE)
    used: tuple[set[int], set[int]] = set(), set()
    for _, i, j in scored:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            yield a[i], b[j]


def _struck(sheet: Sheet, side: str, changed: bytearray, least: int) -> Iterator[_Stretch]:
    """Yield the sentences of one side of which most is struck or new."""
    text = sheet.text(side)
    for row in sheet.rows[side]:
        start, stop = row.start, row.start + row.length
        for at in range(start, stop):
            if text[at] in _ENDS or at == stop - 1:
                if at + 1 - start >= least and sum(changed[start:at + 1]) >= CHANGED * (at + 1 - start):
                    yield start, at + 1
                start = at + 1


def _candidates(a: list[str], b: list[str]) -> set[tuple[int, int]]:
    """Return the pairs that share a stretch of six characters which few sentences have."""
    places: dict[str, list[int]] = defaultdict(list)
    for j, text in enumerate(b):
        for gram in _grams(text):
            places[gram].append(j)
    return {(i, j) for i, text in enumerate(a) for gram in _grams(text)
            if len(places.get(gram, ())) <= _COMMON for j in places.get(gram, ())}


def _grams(text: str) -> set[str]:
    return set(_all_grams(text))


def _all_grams(text: str) -> list[str]:
    return [text[at:at + _GRAM] for at in range(len(text) - _GRAM + 1)]


def _sentence(sheet: Sheet, pair: tuple[_Stretch, _Stretch], changed: dict[str, bytearray],
              counts: dict[str, Counter[str]]) -> Carried:
    a, b = pair
    own, other = sheet.text("a")[slice(*a)], sheet.text("b")[slice(*b)]
    same = [(a[0] + op.src_start + n, b[0] + op.dest_start + n) for op in Indel.opcodes(own, other)
            if op.tag == "equal" for n in range(op.src_end - op.src_start)]
    both = [(x, y) for x, y in same if changed["a"][x] and changed["b"][y]]
    formula = _is_formula(own, counts["a"]) or _is_formula(other, counts["b"])
    return Carried(a, b, (tuple(x for x, _ in both), tuple(y for _, y in both)),
                   () if formula else (_whole(sheet, a, b),))


def _is_formula(sentence: str, counts: Counter[str]) -> bool:
    """Tell whether most of a sentence stands elsewhere in its own text as well."""
    grams = _all_grams(fold(sentence))
    return sum(counts[gram] == 1 for gram in grams) < OWN * len(grams)


def _whole(sheet: Sheet, a: _Stretch, b: _Stretch) -> Passage:
    """Return two sentences as a passage; each lies in one provision."""
    spans = []
    for side, (start, end) in zip(SIDES, (a, b), strict=True):
        text, rows = sheet.printed(side)
        row = next(row for row in rows if row.start <= start < row.start + row.length)
        own = text[row.start:row.start + row.length]
        spans.append(cut(row.eid, own, start - row.start, end - row.start))
    return Passage(spans[0], spans[1], SENTENCE)


def _words(sheet: Sheet, changed: dict[str, bytearray], least: int) -> Iterator[Carried]:
    """Yield the same words in two places, provision by provision."""
    a, b = (_kept_apart(sheet, side, changed[side], mark) for side, mark in zip(SIDES, "\0\1", strict=True))
    for block in common_blocks(a.text, b.text, least):
        start_a, start_b = a.place(block.a_start), b.place(block.b_start)
        stretches = (start_a, start_a + block.length), (start_b, start_b + block.length)
        words = sheet.text("a")[slice(*stretches[0])].strip("，。；、,.; ")
        lone = all(sheet.text(side).count(words) == 1 for side in SIDES)
        yield Carried(*stretches, (tuple(range(*stretches[0])), tuple(range(*stretches[1]))),
                      tuple(passages(sheet.printed("a"), sheet.printed("b"),
                                     Block(start_a, start_b, block.length), WORDS)) if lone else ())


@dataclass(frozen=True, slots=True)
class _Apart:
    """Changed stretches joined by a mark that stands in no text, and where each came from."""

    text: str
    starts: tuple[tuple[int, int], ...]

    def place(self, at: int) -> int:
        """Return the offset on the sheet of an offset in ``text``."""
        low, high = 0, len(self.starts)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.starts[middle][0] <= at else (low, middle)
        own, there = self.starts[low]
        return there + at - own


def _kept_apart(sheet: Sheet, side: str, changed: bytearray, mark: str) -> _Apart:
    text, pieces, starts, at = sheet.text(side), [], [], 0
    for start, end in _stretches(text, changed):
        starts.append((at, start))
        pieces.append(text[start:end])
        at += end - start + 1
    return _Apart(mark.join(pieces), tuple(starts))


def _stretches(text: str, changed: Iterable[int]) -> Iterator[_Stretch]:
    """Yield the unbroken changed stretches of single lines."""
    start = -1
    for at, flag in enumerate(changed):
        inside = flag and text[at] != "\n"
        if inside and start < 0:
            start = at
        elif not inside and start >= 0:
            yield start, at
            start = -1
    if start >= 0:
        yield start, len(text)
