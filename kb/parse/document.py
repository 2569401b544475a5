"""From a file's bytes to a text in one step.

Reads: bytes. Writes: Text.
Guarantees: only bytes that are no document are refused (InputRefusedError); a document always gives
a text, its defects as Problems.
"""

from kb.model.text import Grade, Text
from kb.parse.readers import read
from kb.parse.structure import parse_source


def parse_bytes(data: bytes, media_type: str, file_name: str, *, version: str, language: str,  # noqa: PLR0913
                grade: Grade, manifestation: str = "", profile: str = "") -> Text:
    """Read a file and parse it.

    Raises:
        InputRefusedError: the bytes are not a document that can be read.
    """
    source = read(data, media_type, file_name)
    return parse_source(source, version, language, grade=grade, manifestation=manifestation,
                        profile=profile)
