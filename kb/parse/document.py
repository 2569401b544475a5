"""From a file's bytes to a text in one step.

Reads: bytes. Writes: Text.
Guarantees: only bytes that are no document are refused (InputRefusedError); a document always gives
a text, its defects as Problems.
"""

from collections.abc import Sequence

from kb.model.text import Grade, Text
from kb.parse.pages import join_pages
from kb.parse.readers import read
from kb.parse.structure import parse_source


def parse_bytes(data: bytes, media_type: str, file_name: str, *, version: str, language: str,  # noqa: PLR0913
                grade: Grade, manifestation: str = "", profile: str = "") -> Text:
    """Read a file and parse it.

    Raises:
        InputRefusedError: the bytes are not a document that can be read.
    """
    return parse_pages((data,), media_type, file_name, version=version, language=language, grade=grade,
                       manifestation=manifestation, profile=profile)


def parse_pages(pages: Sequence[bytes], media_type: str, file_name: str, *, version: str,  # noqa: PLR0913
                language: str, grade: Grade, manifestation: str = "", profile: str = "") -> Text:
    """Read the pages of one document, in order, and parse them as one text.

    Raises:
        InputRefusedError: the bytes of a page are not a document that can be read.
    """
    source = join_pages([read(data, media_type, file_name) for data in pages])
    return parse_source(source, version, language, grade=grade, manifestation=manifestation,
                        profile=profile)
