"""Everything that was built, as frozen values: what the site, the commands and exports read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kb.model.analysis import Analysis
from kb.model.change import Comparison
from kb.model.identity import Identities
from kb.model.manifestation import Manifestation
from kb.model.override import Correction
from kb.model.problem import Problem
from kb.model.statement import StatementSet
from kb.model.text import Text
from kb.model.work import Register


@dataclass(frozen=True, slots=True)
class Library:
    """The content of the built file.

    Keys: ``texts`` by ``work@version`` then language (``zh``, ``en``); ``analyses`` by text key
    (``work@version/zh``); ``statements`` and ``manifestations`` by ``work@version`` (the chosen
    manifestation first). ``as_of`` is the day every status of this build refers to.
    ``corrections`` are those of a reviewer that analyses and comparisons already hold.
    ``identities`` (by work) say which provisions of its versions are one and the same.
    """

    register: Register
    as_of: date
    texts: Mapping[str, Mapping[str, Text]]
    analyses: Mapping[str, Analysis]
    comparisons: tuple[Comparison, ...]
    statements: Mapping[str, StatementSet]
    manifestations: Mapping[str, tuple[Manifestation, ...]]
    problems: tuple[Problem, ...]
    meta: Mapping[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    identities: Mapping[str, Identities] = field(default_factory=dict)

    def text(self, key: str, language: str = "zh") -> Text | None:
        """Return the text of a version in one language, or None."""
        return self.texts.get(key, {}).get(language)

    def best_text(self, key: str) -> Text | None:
        """Return the Chinese text of a version if it is here, else our English, else None."""
        return self.text(key, "zh") or self.text(key, "en")

    def analysis(self, key: str) -> Analysis | None:
        """Return the analysis of a version's best text, or None."""
        text = self.best_text(key)
        return self.analyses.get(text.key) if text else None

    @property
    def has_captures(self) -> bool:
        """Tell whether any Chinese text is in this build."""
        return any("zh" in languages for languages in self.texts.values())
