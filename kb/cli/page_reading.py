"""What the parser makes of a page that came from a site, for the content test.

Reads: bytes. Writes: nothing.
"""

import re

from kb.capture.choice import body_articles
from kb.capture.sites.content import PageReading
from kb.model.provision import Kind, walk_all
from kb.model.text import Grade, Text


def read_page(pages: tuple[bytes, ...], media_type: str, file_name: str) -> PageReading:
    """Read the pages of one document, in order, as a Chinese text.

    Raises:
        InputRefusedError: they are not a document that can be read.
    """
    from kb.parse.numbering import article_head
    from kb.parse.pages import join_pages
    from kb.parse.readers import read
    from kb.parse.structure import parse_source

    source = join_pages([read(data, media_type, file_name) for data in pages])
    text = parse_source(source, file_name, grade=Grade.OFFICIAL_FETCHED)
    words = "\n".join("".join(source.text[s:e] for s, e in block.pieces) for block in source.blocks)
    kinds = [node.kind for node in walk_all(text.provisions)]
    heads = [head for line in words.splitlines() if (head := article_head(line)) and not head.flaw]
    return PageReading(words, body_articles(text), kinds.count(Kind.HEADING),
                       second_text=len(heads) > kinds.count(Kind.ARTICLE), gaps=_gaps(text))


def _gaps(text: Text) -> tuple[int, ...]:
    found = {int(match[1]) for node in walk_all(text.provisions)
             if node.kind is Kind.ARTICLE and (match := re.fullmatch(r"art_(\d+)", node.eid))}
    return tuple(sorted(set(range(1, max(found, default=0) + 1)) - found))
