"""How alike two provisions are: candidates by rare character pairs, scores by Indel ratio.

Reads the masked texts of units as symbol strings; writes score matrices. Two figures are kept apart.
The *score* is the Indel ratio, twice the longest common subsequence over the sum of both lengths: the
figure a reader can check. The *weight* decides what is linked: the mean of the score and of the cosine
of character pairs weighted by rarity, so that boilerplate (由有关主管部门责令改正) does not link two
penalty clauses that punish different things.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from rapidfuzz import process
from rapidfuzz.distance import Indel
from scipy import sparse

Matrix = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

FIRST_SYMBOL: Final = 0x10000
"""English words are coded as characters from here on, one for each distinct word."""

PUNCTUATION: Final = ",.;:()。、\"' \n"
_MANY: Final = 6
_LEAST_COSINE: Final = 0.08
_LEAST_RATIO: Final = 0.33
_LEAST_SHARE: Final = 0.55


@dataclass(frozen=True, slots=True)
class Scores:
    """Matrices of shape (units of a, units of b): Indel ratio, deciding weight, containment.

    ``a_in_b[i, j]`` is the weighted share of the character pairs of a's unit i that b's unit j has.
    ``a_cited`` and ``b_cited`` tell where every citation of the one stands, mapped, in the other.
    """

    ratio: Matrix
    weight: Matrix
    a_in_b: Matrix
    b_in_a: Matrix
    a_cited: Flags | None = None
    b_cited: Flags | None = None

    def turned(self) -> "Scores":
        """Return the scores with the sides swapped."""
        return Scores(self.ratio.T, self.weight.T, self.b_in_a.T, self.a_in_b.T,
                      None if self.b_cited is None else self.b_cited.T,
                      None if self.a_cited is None else self.a_cited.T)


class Symbols:
    """Turns folded texts into strings with one character per comparable symbol.

    Chinese: the characters as they are. English: one private character for each distinct word.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._words: dict[str, str] = {}

    def encode(self, masked: str) -> str:
        """Return the symbol string of a masked text."""
        if self.language != "en":
            return masked
        words = self._words
        return "".join(words.setdefault(word, chr(FIRST_SYMBOL + len(words)))
                       for word in (raw.strip(".,;:()\"'").lower() for raw in masked.split())
                       if word)


def ratio(a: str, b: str) -> float:
    """Return the Indel ratio of two symbol strings, 0 to 1."""
    return float(Indel.normalized_similarity(a, b))


def ratio_matrix(a: tuple[str, ...], b: tuple[str, ...]) -> Matrix:
    """Return the Indel ratios of all pairs, for the few parts of one article."""
    found: Matrix = process.cdist(a, b, scorer=Indel.normalized_similarity, dtype=np.float64)
    return found


def score_units(a: tuple[str, ...], b: tuple[str, ...]) -> Scores:
    """Score all promising pairs of two lists of symbol strings; the rest score nothing."""
    vocabulary: dict[str, int] = {}
    counts = [_pairs(text, vocabulary) for text in (*a, *b)]
    table = _table(counts, len(vocabulary))
    rarity = np.log1p(len(counts) / np.maximum(1, np.asarray((table > 0).sum(axis=0)).ravel()))
    table = sparse.csr_matrix(table.multiply(rarity))
    cosine = _cosine(table, len(a))
    a_in_b, b_in_a = _containment(table, len(a))
    ratios = _ratios(a, b, _candidates(cosine))
    real = (ratios >= _LEAST_RATIO) | (np.maximum(a_in_b, b_in_a) >= _LEAST_SHARE)
    weight: Matrix = np.where(real & (ratios > 0), (ratios + cosine) / 2, 0.0)
    return Scores(ratios, weight, a_in_b, b_in_a)


def _pairs(text: str, vocabulary: dict[str, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for first, second in zip(text, text[1:] or text, strict=False):
        if first in PUNCTUATION or second in PUNCTUATION:
            continue
        index = vocabulary.setdefault(first + second, len(vocabulary))
        found[index] = found.get(index, 0) + 1
    return found


def _table(counts: list[dict[int, int]], width: int) -> Any:  # noqa: ANN401 - scipy is untyped
    lengths = [len(row) for row in counts]
    columns = np.fromiter((key for row in counts for key in row), dtype=np.int64)
    values = np.fromiter((value for row in counts for value in row.values()), dtype=np.float64)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    return sparse.csr_matrix((values, columns, starts), shape=(len(counts), max(1, width)))


def _cosine(table: Any, split: int) -> Matrix:  # noqa: ANN401
    norms = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    scaled = sparse.diags(1 / np.maximum(norms, 1e-12)) @ table
    found: Matrix = (scaled[:split] @ scaled[split:].T).toarray()
    return np.minimum(found, 1.0)


def _containment(table: Any, split: int) -> tuple[Matrix, Matrix]:  # noqa: ANN401
    """Weighted share of the distinct pairs of each unit found in each unit of the other side."""
    present = (table > 0).astype(np.float64)
    once = table.copy()
    # every pair once, at its rarity: the count in a unit does not matter for containment
    once.data = once.data / np.maximum(1, _counts(table))
    totals = np.maximum(np.asarray(once.sum(axis=1)).ravel(), 1e-12)
    common: Matrix = (once[:split] @ present[split:].T).toarray()
    return common / totals[:split, None], common / totals[None, split:]


def _counts(table: Any) -> Matrix:  # noqa: ANN401
    """Return how often each stored pair occurs: its value over the least value in its column."""
    least = np.full(table.shape[1], np.inf)
    np.minimum.at(least, table.indices, table.data)
    found: Matrix = table.data / least[table.indices]
    return found


def _candidates(cosine: Matrix) -> Flags:
    """Keep the best few of every row and every column."""
    promising: Flags = cosine >= _LEAST_COSINE
    if min(cosine.shape) > _MANY:
        by_row = np.partition(cosine, -_MANY, axis=1)[:, -_MANY][:, None]
        by_column = np.partition(cosine, -_MANY, axis=0)[-_MANY][None, :]
        promising &= (cosine >= by_row) | (cosine >= by_column)
    return promising


def _ratios(a: tuple[str, ...], b: tuple[str, ...], wanted: Flags) -> Matrix:
    rows, columns = np.nonzero(wanted)
    found: Matrix = np.zeros(wanted.shape)
    if len(rows):
        found[rows, columns] = process.cpdist([a[i] for i in rows], [b[j] for j in columns],
                                              scorer=Indel.normalized_similarity, dtype=np.float64)
    return found
