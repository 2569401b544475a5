"""Our own English files: front matter between ``+++`` lines, then Markdown.

Reads: Markdown strings. Writes: a head and a SourceText.
Guarantees: the marks of Markdown are furniture with a rule; what a person wrote is in the blocks;
heading lines are marked strong.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kb.errors import RegisterError
from kb.model.text import Furniture
from kb.parse.source import Block, Layout, SourceText

FENCE: Final = re.compile(r"\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?", re.DOTALL | re.MULTILINE)
PARAGRAPH: Final = re.compile(r"(?:^[^\n]*\S[^\n]*$\n?)+", re.MULTILINE)
STARTS_BLOCK: Final = re.compile(r"#{1,6}\s|\(\d{1,2}\)\s|\d{1,2}\.\s|\([a-z]\)\s")
HEADING_MARK: Final = re.compile(r"#{1,6}\s+")
COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
STRINGS: Final = ("version", "language", "renders", "status", "reviewed")


@dataclass(frozen=True, slots=True)
class TranslationHead:
    """What an English file says of itself.

    ``version`` is ``work@version``; ``renders`` the digest of the Chinese canonical text it renders
    (``sha256:…``, or empty); ``reviewed`` who read it over and when, or empty.
    """

    version: str
    language: str
    renders: str = ""
    status: str = ""
    reviewed: str = ""


def read_translation(markdown: str, file_name: str) -> tuple[TranslationHead, SourceText]:
    """Read one of our English files.

    Raises:
        RegisterError: the front matter is missing, broken or lacks a key.
    """
    match = FENCE.match(markdown)
    if match is None:
        raise RegisterError("no front matter", file_name, "the file does not begin with +++",
                            "write version and language as TOML between two lines of +++")
    head = _head(match[1], file_name)
    furniture = [Furniture("front-matter", 0, match.end())]
    blocks: list[Block] = []
    for start, end in _stretches(markdown, match.end(), furniture):
        _add_blocks(markdown, start, end, (blocks, furniture))
    title = next((_text(markdown, block) for block in blocks if block.strong), "")
    furniture.sort(key=lambda item: item.start)
    return head, SourceText(markdown, tuple(blocks), tuple(furniture), Layout.LINES, "own-markdown",
                            title)


def _head(toml: str, file_name: str) -> TranslationHead:
    try:
        fields = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise RegisterError("front matter is not TOML", file_name, str(error),
                            "correct the lines between the two +++") from error
    for key in STRINGS:
        if not isinstance(fields.get(key, ""), str):
            raise RegisterError(f"{key} is not a string", file_name, f"it reads {fields[key]!r}",
                                f"write {key} = \"…\"")
    for key in ("version", "language"):
        if not fields.get(key):
            raise RegisterError(f"{key} is missing", f"{file_name}, front matter", "",
                                f"add {key} = \"…\" between the two +++ lines")
    return TranslationHead(**{key: fields.get(key, "") for key in STRINGS})


def _stretches(markdown: str, start: int, furniture: list[Furniture]
               ) -> Iterator[tuple[int, int]]:
    """Yield the stretches between comments, which are furniture."""
    for comment in COMMENT.finditer(markdown, start):
        furniture.append(Furniture("markdown-comment", comment.start(), comment.end()))
        yield start, comment.start()
        start = comment.end()
    yield start, len(markdown)


def _add_blocks(markdown: str, start: int, end: int,
                out: tuple[list[Block], list[Furniture]]) -> None:
    for paragraph in PARAGRAPH.finditer(markdown, start, end):
        first = paragraph.start()
        for line in re.finditer(r"[^\n]*\n?", paragraph[0]):
            at = paragraph.start() + line.start()
            heading_before = HEADING_MARK.match(markdown, first)
            if at > first and line[0] and (STARTS_BLOCK.match(line[0].lstrip())
                                           or heading_before):
                _add_block(markdown, first, at, out)
                first = at
        _add_block(markdown, first, paragraph.end(), out)


def _add_block(markdown: str, start: int, end: int,
               out: tuple[list[Block], list[Furniture]]) -> None:
    blocks, furniture = out
    while start < end and markdown[start].isspace():
        start += 1
    while end > start and markdown[end - 1].isspace():
        end -= 1
    mark = HEADING_MARK.match(markdown, start, end)
    if mark:
        furniture.append(Furniture("markdown-heading-mark", start, mark.end()))
        start = mark.end()
    if start < end:
        blocks.append(Block(((start, end),), strong=mark is not None))


def _text(markdown: str, block: Block) -> str:
    return "".join(markdown[start:end] for start, end in block.pieces)
