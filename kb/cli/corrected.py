"""What a reviewer corrected, for the commands that print facts and links."""

from kb.model.change import Comparison
from kb.model.override import Correction
from kb.model.text import Text
from kb.store.library import Library


def corrections_data(library: Library | None, key: str) -> list[dict[str, object]]:
    """Return the corrections that a text, or the comparison of two (``a b``), holds, as plain data."""
    return [_data(one) for one in (library.corrections if library else ()) if one.text == key]


def built_comparison(library: Library | None, a: Text, b: Text) -> Comparison | None:
    """Return the comparison of two built texts with its corrections, or None if none was built."""
    return next((one for one in (library.comparisons if library else ())
                 if (one.a, one.b) == (a.key, b.key)), None)


def _data(one: Correction) -> dict[str, object]:
    return {"subject": one.subject, "do": one.deed, "key": one.key, "where": list(one.places),
            "fields": list(one.fields), "by": one.signature.by, "day": one.signature.day,
            "reason": one.signature.reason}
