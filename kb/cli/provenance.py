"""Where a text comes from, in words: its grade, who handed it on, when."""

from typing import Final

from kb.model.manifestation import Manifestation
from kb.model.text import Grade, Text
from kb.store.edits import seen_on
from kb.store.library import Library

GRADES: Final = {
    Grade.OFFICIAL_FETCHED: "official page, fetched by us",
    Grade.OFFICIAL_RECEIVED: "official page, received through {via}",
    Grade.REPUBLISHED: "republished by {via}: not an official page",
    Grade.CONVERTED: "converted by {via}: {defects}",
    Grade.OUR_TRANSLATION: "our translation",
}


def grade_words(grade: Grade, file: Manifestation | None) -> str:
    """Return the grade of a text in words, with who handed its file on and what the file lacks."""
    via = file.via if file else ""
    defects = ", ".join(file.defects) if file else ""
    return GRADES[grade].format(via=via or "an unnamed source", defects=defects or "defects not listed")


def provenance(text: Text, library: Library) -> str:
    """Return one line on where a text of the built file comes from."""
    held = library.manifestations.get(text.version, ())
    found = next((m for m in held if m.sha256 == text.manifestation), None)
    words = grade_words(text.grade, found)
    if found is None:
        return words
    received = f"received {found.received.isoformat()}" if found.received else "date received not known"
    retrieved = (f"retrieved from the authority {found.retrieved.isoformat()}" if found.retrieved
                 else "date of original retrieval not known")
    pin = library.meta.get(f"pin:{text.version}", "single source, not verified")
    day = seen_on(library.meta, text.version)
    seen = f"; seen unchanged at its address on {day}" if day else ""
    return f"{words}; {received}; {retrieved}{seen}; {pin}"
