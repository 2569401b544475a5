"""From blocks to a text: canonical string, offset map, named parts and provision tree.

Reads: SourceText. Writes: Text.
Guarantees: never raises; every character of the blocks is in a provision or a named part; what
cannot be placed is kept as text with a Problem; ``rebuild`` gives the canonical text back.
"""

import itertools
from collections.abc import Sequence

from kb.model.problem import Problem, Severity
from kb.model.provision import render
from kb.model.text import Grade, PartName, Text
from kb.parse.lines import Line, read_lines
from kb.parse.numbering import article_head, follows
from kb.parse.outline import Outline
from kb.parse.profiles import en_text, zh_policy, zh_statute
from kb.parse.run_together import split_run_together
from kb.parse.source import SourceText
from kb.parse.tree import Grown, grow


def parse_source(source: SourceText, version: str, language: str = "zh", *, grade: Grade,  # noqa: PLR0913
                 manifestation: str = "", profile: str = "") -> Text:
    """Read a source into a text.

    ``profile`` is ``zh_statute``, ``zh_policy`` or ``en_text``; empty: decided from the language and
    from whether there are article heads.
    """
    lines = read_lines(source)
    lines = lines if language == "en" else split_run_together(lines)
    chosen = profile or choose_profile(lines, language)
    outline, chosen = _outline(lines, source.title, chosen)
    grown = grow(lines, outline.entries)
    return Text(
        version, language, grade, manifestation, chosen, source.template, grown.canonical,
        grown.parts, grown.provisions, grown.offsets, source.furniture, len(source.text),
        (*source.problems, *_problems(outline, grown, version)))


def choose_profile(lines: Sequence[Line], language: str) -> str:
    """Return the name of the profile that reads these lines."""
    if language == "en":
        return en_text.NAME
    heads = [head for line in lines if (head := article_head(line.text)) and not head.flaw]
    sound = any(head.key == (1, 0) for head in heads) or any(
        follows(before, after) for before, after in itertools.pairwise(heads))
    return zh_statute.NAME if sound else zh_policy.NAME


def _outline(lines: Sequence[Line], title: str, profile: str) -> tuple[Outline, str]:
    """Outline the lines; a profile that finds nothing of its own gives way to the plainest one."""
    if profile == en_text.NAME:
        return en_text.outline(lines, title), profile
    if profile != zh_policy.NAME:
        found = zh_statute.outline(lines, title)
        if found is not None:
            return found, zh_statute.NAME
    return zh_policy.outline(lines, title), zh_policy.NAME


def _problems(outline: Outline, grown: Grown, version: str) -> tuple[Problem, ...]:
    found = []
    for defect in outline.defects:
        eid = grown.eid_of_line.get(defect.line, "")
        found.append(defect.problem(f"{version}#{eid}" if eid else version))
    if not grown.canonical:
        found.append(Problem("empty-text", Severity.ERROR, version, "the source holds no text",
                             "check the file that was captured"))
    return tuple(found)


def rebuild(text: Text) -> str:
    """Return the canonical text put together again from parts and rendered provisions."""
    pieces = [(part.start, text.canonical[part.start:part.end]) for part in text.parts]
    pieces += [(root.start, render(root)) for root in text.provisions]
    return "\n".join(piece for _, piece in sorted(pieces, key=lambda item: item[0]))


def parts_named(text: Text, name: PartName) -> tuple[str, ...]:
    """Return the stretches of a text that bear a part's name."""
    return tuple(text.canonical[part.start:part.end] for part in text.parts if part.name is name)
