"""Invented statutes for the tests of comparison, built without the parser."""

import re

from kb.model.numerals import to_chinese, to_int
from kb.model.provision import Kind, Provision
from kb.model.text import Grade, Text

HEAD = re.compile(r"第([一二三四五六七八九十百千]+)条(?:之([一二三四五六七八九]))? ?|Article (\d+) ?")
ITEM = re.compile(r"（([一二三四五六七八九十]+)）|\((\d+)\) ")


def statute(*article_texts: str, version: str = "work@v1", language: str = "zh") -> Text:
    """Number the given article texts from one; lines are paragraphs, （一）… lines are items."""
    head = "第{}条 " if language == "zh" else "Article {} "
    lines = [head.format(to_chinese(n) if language == "zh" else n) + text
             for n, text in enumerate(article_texts, 1)]
    return printed("\n".join(lines), version=version, language=language)


def printed(source: str, *, version: str = "work@v1", language: str = "zh") -> Text:
    """Read a statute as printed: 第X条 heads, paragraphs by line, items by marker."""
    articles, at = [], 0
    for line in source.split("\n"):
        if HEAD.match(line):
            articles.append([])
        articles[-1].append((at, line))
        at += len(line) + 1
    return Text(version, language, Grade.REPUBLISHED, "", "zh_statute", "made", source, (),
                tuple(_article(rows) for rows in articles), (), (), len(source))


def _article(rows: list[tuple[int, str]]) -> Provision:
    start, first = rows[0]
    match = HEAD.match(first)
    number = str(to_int(match[1]) if match[1] else match[3])
    number += f"-{to_int(match[2])}" if match[2] else ""
    rows = [(start + match.end(), first[match.end():]), *rows[1:]]
    paragraphs: list[list[tuple[int, str]]] = []
    for row in rows:
        if ITEM.match(row[1]) and paragraphs:
            paragraphs[-1].append(row)
        else:
            paragraphs.append([row])
    children = tuple(_paragraph(f"art_{number}__para_{n}", n, lines)
                     for n, lines in enumerate(paragraphs, 1))
    return Provision(Kind.ARTICLE, f"art_{number}", match[0].rstrip(), number,
                     " " if match[0].endswith(" ") else "", "", "", start, start + match.end(),
                     children[-1].end, children)


def _paragraph(eid: str, number: int, lines: list[tuple[int, str]]) -> Provision:
    (start, text), items = lines[0], lines[1:]
    children = tuple(_item(eid, row) for row in items)
    end = children[-1].end if children else start + len(text)
    return Provision(Kind.PARAGRAPH, eid, "", str(number), "", "", text, start, start, end, children)


def _item(parent: str, row: tuple[int, str]) -> Provision:
    start, line = row
    match = ITEM.match(line)
    number = str(to_int(match[1]) if match[1] else match[2])
    return Provision(Kind.ITEM, f"{parent}__item_{number}", match[0].rstrip(), number,
                     match[0][len(match[0].rstrip()):], "", line[match.end():], start,
                     start + match.end(), start + len(line))
