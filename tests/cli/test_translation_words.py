"""A translation says which Chinese it renders, and never that it renders another."""

import pytest

from kb.cli.reading import Reading, chinese_digest
from kb.cli.translation_words import translation_words
from tests.builders import BRIDGES_DRAFT, BRIDGES_FINAL, text_from

KEY = "bridges@final-2025"
CHINESE = text_from(BRIDGES_FINAL, KEY)
OTHER = text_from(BRIDGES_DRAFT, KEY)


@pytest.mark.parametrize(("renders", "reviewed", "chinese", "words"), [
    (chinese_digest(CHINESE), "read twice", CHINESE, "renders the Chinese shown here (digest of "),
    (chinese_digest(CHINESE), "", OTHER, "stale: it renders another Chinese text"),
    (chinese_digest(CHINESE), "", None, "which is not here; not yet read over"),
    ("", "", CHINESE, "which Chinese it renders is not recorded"),
])
def test_a_translation_says_what_it_renders(renders, reviewed, chinese, words):
    english = text_from("### Article 1", KEY, language="en")
    read = Reading((english,), meta={f"renders:{KEY}": renders, f"reviewed:{KEY}": reviewed})
    found = translation_words(read, {KEY: chinese} if chinese else {})
    assert list(found) == [f"translation:{KEY}"]
    assert words in found[f"translation:{KEY}"]
    assert found[f"translation:{KEY}"].endswith(reviewed or "not yet read over")
