"""Plain text: one line per paragraph, or a whole page flattened to one line.

Reads decoded text; writes nothing.
"""

from kb.parse.readers.assembly import SourceBuilder
from kb.parse.readers.flat import is_flat, read_flat
from kb.parse.readers.lines import physical_lines
from kb.parse.source import Layout, SourceText


def read_plain(text: str) -> SourceText:
    """Read a text file; every line that is not blank is a block."""
    if is_flat(text):
        return read_flat(text)
    builder = SourceBuilder(text)
    for start, end in physical_lines(text):
        builder.block([(start, end)])
    return builder.finish(Layout.LINES, "plain-text", title=text.strip().splitlines()[0].strip())
