"""What our English says of itself: which Chinese it renders, whether that is here, how it was read over."""

from collections.abc import Mapping

from kb.cli.reading import Reading, chinese_digest
from kb.model.text import Text

SHORT = 12


def translation_words(translated: Reading, chinese: Mapping[str, Text]) -> dict[str, str]:
    """Return one line on the Chinese that each translation renders, by ``translation:work@version``."""
    return {f"translation:{text.version}": _words(translated.meta, text.version, chinese.get(text.version))
            for text in translated.texts}


def _words(meta: Mapping[str, str], key: str, chinese: Text | None) -> str:
    renders, reviewed = meta.get(f"renders:{key}", ""), meta.get(f"reviewed:{key}", "")
    digest = renders.removeprefix("sha256:")[:SHORT]
    if not renders:
        line = "which Chinese it renders is not recorded"
    elif chinese is None:
        line = f"renders the Chinese of digest {digest}, which is not here"
    elif renders == chinese_digest(chinese):
        line = f"renders the Chinese shown here (digest of its words {digest})"
    else:
        line = f"stale: it renders another Chinese text (digest {digest}) than the one shown here"
    return f"{line}; {reviewed}" if reviewed else f"{line}; not yet read over"
