"""Where things are. No other module joins paths of the project."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kb.errors import KbError

MARKS: Final = ("corpus", "pyproject.toml", "mkdocs.yml")


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one checkout."""

    root: Path

    @property
    def corpus(self) -> Path:
        """Inputs written by hand."""
        return self.root / "corpus"

    @property
    def works(self) -> Path:
        """One TOML file per work."""
        return self.corpus / "works"

    @property
    def translations(self) -> Path:
        """Our English, ``<slug>/<version>.en.md``."""
        return self.corpus / "texts"

    @property
    def glossary(self) -> Path:
        """One English for one Chinese term."""
        return self.corpus / "glossary.toml"

    def text_exceptions(self, version: str) -> Path:
        """Reviewed exceptions to the check of one translation; ``version`` is ``work@version``."""
        slug, _, name = version.partition("@")
        return self.translations / slug / f"{name}.exceptions.toml"

    def norm_record(self, version: str) -> Path:
        """What the Chinese of one translated version asks; ``version`` is ``work@version``."""
        slug, _, name = version.partition("@")
        return self.translations / slug / f"{name}.norms.toml"

    @property
    def statements(self) -> Path:
        """Graded statements, ``<slug>/<version>.toml``."""
        return self.corpus / "statements"

    @property
    def events(self) -> Path:
        """Dated public events around the rules."""
        return self.corpus / "events.toml"

    @property
    def pins(self) -> Path:
        """Digests of captured texts, ``<slug>/<version>.json``."""
        return self.corpus / "pins"

    @property
    def overrides(self) -> Path:
        """A reviewer's corrections, ``<slug>/<version>.toml`` and ``<slug>/<a>--<b>.toml``."""
        return self.corpus / "overrides"

    @property
    def scores(self) -> Path:
        """The last committed scores against annotated texts."""
        return self.corpus / "scores.json"

    @property
    def alignment_scores(self) -> Path:
        """The last committed scores of the alignment of versions."""
        return self.corpus / "scores-alignment.json"

    @property
    def synonyms(self) -> Path:
        """Words that the search takes for one another."""
        return self.corpus / "synonyms.toml"

    @property
    def sites(self) -> Path:
        """Official sites: reuse, robots, politeness."""
        return self.corpus / "sites.toml"

    @property
    def captures(self) -> Path:
        """Pages and files as received; git-ignored, append-only."""
        return self.root / "captures"

    @property
    def warcs(self) -> Path:
        """Archive files of every exchange with a site, ``<UTC stamp>-<n>.warc.gz``."""
        return self.captures / "warc"

    @property
    def sightings(self) -> Path:
        """When each official address was asked and what it showed, one line each."""
        return self.captures / "checks.jsonl"

    @property
    def watch(self) -> Path:
        """The censuses of the lists that are watched."""
        return self.captures / "watch"

    @property
    def build(self) -> Path:
        """Everything derived; git-ignored."""
        return self.root / "build"

    @property
    def database(self) -> Path:
        """The one built file."""
        return self.build / "kb.sqlite"

    @property
    def public(self) -> Path:
        """The built site."""
        return self.build / "public"

    @property
    def cache(self) -> Path:
        """Results keyed by the digest of their inputs."""
        return self.build / "cache"

    @property
    def site(self) -> Path:
        """Templates, theme and assets of the reading site."""
        return self.root / "site"


def find_root(start: Path) -> Layout:
    """Return the checkout that holds ``start``.

    Raises:
        KbError: no folder upwards has a corpus, a pyproject.toml and a mkdocs.yml.
    """
    for folder in (start, *start.parents):
        if all((folder / mark).exists() for mark in MARKS):
            return Layout(folder)
    raise KbError("this is not a Regtrail checkout", str(start),
                  "no folder upwards holds corpus/, pyproject.toml and mkdocs.yml",
                  "change into the checkout, or name it with --root")
