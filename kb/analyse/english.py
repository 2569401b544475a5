"""The English grammar: mentions and norms of our translations and of English originals.

Same interface and values as the Chinese grammar; findings carry the text's own key, so the two sets are
never mixed. ``english_references`` reads mentions, ``english_norms`` norms.
"""

from dataclasses import replace
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
    """Give a norm what its penalty imposes, and name the rule of each field."""
    made = with_sanction(norm) if norm.modality is Modality.PENALTY else norm
    rules = {"modality": norm.rule, "action": "phrase"}
    if norm.trigger:
        rules["trigger"] = norm.rule
    if norm.bearer:
        rules["bearer"] = f"bearer:{norm.bearer.source}"
    if norm.deadline:
        rules["deadline"] = f"deadline:{norm.deadline.kind}"
    rules |= {name: "clause" for name in ("conditions", "exceptions") if getattr(norm, name)}
    if made.sanction and made.sanction.types:
        rules["sanction"] = "sanction:words"
    left = () if norm.bearer or norm.rule == "declaration:renvoi" else ("bearer",)
    return replace(made, made_by=tuple(sorted(rules.items())), open=left)
