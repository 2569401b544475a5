"""The English grammar: mentions and norms of our translations and of English originals.

Same interface and values as the Chinese grammar; findings carry the text's own key, so the two sets are
never mixed. ``english_references`` reads mentions, ``english_norms`` norms.
"""

from typing import Final

from kb.analyse.drafts import to_norms
from kb.analyse.english_norms import read_norms
from kb.analyse.english_operators import find_operators
from kb.analyse.english_references import find_mentions, read_mention
from kb.analyse.english_sanctions import with_sanction
from kb.analyse.findings import Findings
from kb.analyse.marks import Sheet, by_row
from kb.analyse.pipeline import Component, run
from kb.model.analysis import Modality, Norm
from kb.model.text import Text

ENGLISH: Final = (Component("mentions", (), "mentions", find_mentions),
                  Component("operators", (), "operators", find_operators))


def find_english(text: Text, sheet: Sheet) -> Findings:
    """Return the mentions and norms of an English text. Characters are tokens here too."""
    rows = by_row(sheet, run("zh", ENGLISH, sheet.text))
    pairs = tuple(zip(sheet.rows, rows, strict=True))
    mentions = tuple(read_mention(row, mark) for row, marks in pairs
                     for mark in sorted(marks.get("mentions", ())))
    drafts = read_norms((row, tuple(sorted(marks.get("operators", ())))) for row, marks in pairs)
    norms = to_norms(text.version, ((draft, False) for draft in drafts))
    return Findings(text.key, mentions, (), (), tuple(_complete(norm) for norm in norms))


def _complete(norm: Norm) -> Norm:
    return with_sanction(norm) if norm.modality is Modality.PENALTY else norm
