"""Sources made by hand, and trees drawn as text, for the tests of structure."""

from kb.model.provision import Provision
from kb.model.text import Grade, Text
from kb.parse.source import Block, Layout, SourceText
from kb.parse.structure import parse_source


def source_of(text: str, layout: Layout = Layout.LINES) -> SourceText:
    """A source with one block for each line; ``# `` marks a strong one."""
    blocks, place = [], 0
    for line in text.split("\n"):
        mark = len(line) - len(line.lstrip("#").lstrip()) if line.startswith("#") else 0
        if line.strip():
            blocks.append(Block(((place + mark, place + len(line)),), strong=mark > 0))
        place += len(line) + 1
    return SourceText(text, tuple(blocks), (), layout, "plain-text")


def text_of(text: str, language: str = "zh", profile: str = "") -> Text:
    return parse_source(source_of(text), "toy-rules@v1", language, grade=Grade.REPUBLISHED,
                        profile=profile)


def draw(text: Text) -> str:
    """Parts and provisions in the order of the document, indented."""
    rows = [(part.start, f"[{part.name}: {part.rule}] "
             + text.canonical[part.start:part.end].replace("\n", " / ")) for part in text.parts]
    rows += [(root.start, _draw_node(root, 0)) for root in text.provisions]
    drawn = [row for _, row in sorted(rows)]
    drawn += [f"! {problem.code} {problem.where}: {problem.message}" for problem in text.problems]
    return "\n".join(drawn) + "\n"


def _draw_node(node: Provision, depth: int) -> str:
    own = "  " * depth + " ".join(
        part for part in (node.eid, node.num.strip(), node.heading, node.text) if part)
    return "\n".join([own, *(_draw_node(child, depth + 1) for child in node.children)])
