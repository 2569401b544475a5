"""Several pages of one document as one source.

Reads and writes nothing.
Guarantees: every visible character of every page stays accounted for; a repeated page title is set
aside, not repeated in the text; what the pages say of their number is kept as a claim unless exactly
these pages, in this order, are here.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from kb.model.text import Furniture
from kb.parse.readers.assembly import prove_coverage
from kb.parse.source import Block, SourceText

PAGER: Final = "partial-pager"
BETWEEN: Final = "\n"


def join_pages(pages: Sequence[SourceText]) -> SourceText:
    """Return one source of all pages, in the order given; a single page is returned as it is."""
    if len(pages) == 1:
        return pages[0]
    first, later = pages[0], [_without_title(page, pages[0].title) for page in pages[1:]]
    whole = _whole(pages)
    text, blocks, furniture = "", list[Block](), list[Furniture]()
    for page in (first, *later):
        blocks += [_moved(block, len(text)) for block in page.blocks]
        furniture += [Furniture(one.rule, one.start + len(text), one.end + len(text))
                      for one in page.furniture]
        text += page.text + BETWEEN
    prove_coverage(text, blocks, furniture)
    problems = dict.fromkeys(problem for page in pages for problem in page.problems
                             if not (whole and problem.code == PAGER))
    claims = () if whole else tuple(claim for page in pages for claim in page.article_claims)
    return replace(first, text=text, blocks=tuple(blocks), furniture=tuple(furniture),
                   problems=tuple(problems), article_claims=claims)


def _whole(pages: Sequence[SourceText]) -> bool:
    """Tell whether each page that counts itself is the one it says, of as many as there are."""
    return all(claim == f"page {place} of {len(pages)}"
               for place, page in enumerate(pages, 1) for claim in page.article_claims)


def _moved(block: Block, by: int) -> Block:
    return replace(block, pieces=tuple((start + by, end + by) for start, end in block.pieces))


def _without_title(page: SourceText, title: str) -> SourceText:
    """Set the title that a following page repeats above its text aside."""
    count = 0
    words = "".join(title.split())
    while words and count < len(page.blocks):
        line = "".join("".join(page.text[s:e].split()) for s, e in page.blocks[count].pieces)
        if not words.startswith(line):
            break
        words, count = words[len(line):], count + 1
    if words:
        return page
    repeated = tuple(Furniture("repeated-page-title", start, end)
                     for block in page.blocks[:count] for start, end in block.pieces)
    return replace(page, blocks=page.blocks[count:], furniture=(*page.furniture, *repeated))
