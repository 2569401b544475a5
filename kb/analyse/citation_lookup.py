"""From the place a citation names to the provisions of one text it can mean, or what is wrong with it.

Reads: a text. Writes: nothing.
Guarantees: every eid returned exists in the text; a number whose level is not named yields every
reading that exists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kb.analyse.citation_format import format_place
from kb.analyse.citation_location import Location
from kb.model.identifiers import sort_key
from kb.model.provision import Kind, Provision
from kb.model.text import Text

BELOW_ARTICLE: Final = ("para", "item", "subitem")
NOUNS: Final = {"para": "paragraph", "item": "item", "subitem": "subitem", "art": "article",
                "point": "point", "head": "heading", "chap": "chapter", "sec": "section",
                "part": "part", "subpart": "subpart", "annex": "annex"}
UNDER_HEADING: Final = ("point", "item", "subitem")
GROUPING: Final = ("part", "subpart", "chap", "sec")


@dataclass(frozen=True, slots=True)
class Lookup:
    """The eids a place can mean; or, where there is none, a sentence and the nearest existing eids."""

    eids: tuple[str, ...] = ()
    message: str = ""
    near: tuple[str, ...] = ()


def look_up(location: Location, text: Text, title: str) -> Lookup:
    """Return what a place means in a text. ``title`` names the text in messages."""
    if location.twice:
        return Lookup(message=f"the citation names more than one {NOUNS[location.twice]}; "
                              "cite one provision at a time")
    nodes = text.index()
    if location.empty:
        return Lookup(("",))
    has_articles = any(node.kind is Kind.ARTICLE for node in nodes.values())
    if "head" in location.levels or (not has_articles and _could_be_heading(location)):
        return _heading(location, nodes, title)
    if "art" not in location.levels:
        return _grouping(location, nodes, title)
    return _article(location, nodes, title)


def _could_be_heading(location: Location) -> bool:
    return "art" in location.levels and not location.named


def _article(location: Location, nodes: Mapping[str, Provision], title: str) -> Lookup:
    annex = f"annex_{location.levels['annex']}__" if "annex" in location.levels else ""
    number = location.levels["art"]
    eid = f"{annex}art_{number}"
    if eid not in nodes:
        return _no_article(number, annex, nodes, title)
    outside = _outside_its_group(location, eid, nodes)
    if outside:
        return Lookup(message=outside, near=(eid,))
    return _inside(eid, location, nodes)


def _no_article(number: str, annex: str, nodes: Mapping[str, Provision], title: str) -> Lookup:
    where = f"annex {annex[6:-2]} of {title}" if annex else title
    own = [eid for eid, node in nodes.items()
           if node.kind is Kind.ARTICLE and eid.rpartition("art_")[0] == annex]
    if not own:
        return Lookup(message=f"{where} has no articles" + _headings_instead(nodes))
    base, _, inserted = number.partition("-")
    if inserted and f"{annex}art_{base}" in own:
        return Lookup(message=f"{where} has no art. {number} (第{base}条之{inserted}); "
                              f"art. {base} exists", near=(f"{annex}art_{base}",))
    last = max(own, key=sort_key)
    return Lookup(message=f"{where} has {len(own)} articles; there is no art. {number}",
                  near=(last,))


def _headings_instead(nodes: Mapping[str, Provision]) -> str:
    count = sum(node.kind is Kind.HEADING for node in nodes.values())
    return f"; it has {count} headings (一、…), cite heading and point" if count else ""


def _outside_its_group(location: Location, eid: str, nodes: Mapping[str, Provision]) -> str:
    """Return a sentence if the citation puts an article into a chapter that does not hold it."""
    for level in GROUPING:
        number = location.levels.get(level)
        holders = [node for node in nodes.values() if node.eid.rpartition("__")[2].startswith(
            f"{level}_") and any(below.eid == eid for below in node.walk())]
        if number and all(node.number != number for node in holders):
            real = format_place(holders[0].eid, "en") if holders else f"no {NOUNS[level]}"
            return f"{format_place(eid, 'en')} is not in {NOUNS[level]} {number}; it is in {real}"
    return ""


def _inside(eid: str, location: Location, nodes: Mapping[str, Provision]) -> Lookup:
    """Find 款 项 目 within an article that exists."""
    paths = [path for path in _paths(location) if _is_deep_enough(path)]
    found = [one for path in paths for one in _follow(eid, path, nodes)]
    eids = tuple(dict.fromkeys(found))
    if eids:
        return Lookup(eids)
    return _what_is_missing(eid, paths[0], nodes)


def _paths(location: Location) -> list[dict[str, str]]:
    """Return every way to read the numbers whose level is not named."""
    named: dict[str, str] = {level: location.levels[level] for level in BELOW_ARTICLE
                             if level in location.levels}
    if not location.groups:
        return [named]
    free = [level for level in BELOW_ARTICLE if level not in named]
    count = len(location.groups)
    runs = [free[start:start + count] for start in range(len(free) - count + 1)]
    neighbours = [run for run in runs if all(_adjoin(a, b) for a, b in pairwise(run))]
    return [{**dict(zip(run, location.groups, strict=True)), **named} for run in neighbours] \
        or [{**named, "extra": location.groups[-1]}]


def _adjoin(upper: str, lower: str) -> bool:
    return BELOW_ARTICLE.index(lower) == BELOW_ARTICLE.index(upper) + 1


def _is_deep_enough(path: Mapping[str, str]) -> bool:
    """A lone 目 says nothing of its 项: no such reading of a number whose level is not named."""
    return "subitem" not in path or "item" in path


def _follow(eid: str, path: Mapping[str, str], nodes: Mapping[str, Provision]) -> list[str]:
    """Return the eids a path can lead to; a list may stand in any paragraph where none is named."""
    if "extra" in path:
        return []
    ends = [eid]
    for level in BELOW_ARTICLE:
        number = path.get(level)
        if number:
            ends = [f"{end}__{level}_{number}" for end in ends]
        elif level == "para" and "item" in path:
            ends = [child.eid for child in nodes[eid].children if child.kind is Kind.PARAGRAPH]
    return [end for end in ends if end in nodes]


def _what_is_missing(eid: str, path: Mapping[str, str], nodes: Mapping[str, Provision]) -> Lookup:
    """Walk down as far as the text goes and say what it has there."""
    at = eid
    if "extra" in path:
        return Lookup(message=f"the citation has more numbers than {format_place(at, 'en')} has levels",
                      near=(at,))
    for level in BELOW_ARTICLE:
        number = path.get(level)
        if number is None:
            continue
        if level == "item" and "para" not in path:
            return _no_item(at, number, nodes)
        if f"{at}__{level}_{number}" not in nodes:
            return _count_at(at, level, number, nodes)
        at = f"{at}__{level}_{number}"
    return Lookup(message=f"there is nothing at {format_place(at, 'en')}", near=(at,))


def _no_item(eid: str, number: str, nodes: Mapping[str, Provision]) -> Lookup:
    items = [node.eid for node in nodes[eid].walk() if node.kind is Kind.ITEM]
    place = format_place(eid, "en")
    if not items:
        return Lookup(message=f"{place} has no items; there is no item {number}", near=(eid,))
    return Lookup(message=f"{place} has {_counted(len(items), 'item')}; there is no item {number}",
                  near=(items[-1],))


def _count_at(eid: str, level: str, number: str, nodes: Mapping[str, Provision]) -> Lookup:
    own = [child.eid for child in nodes[eid].children
           if child.eid.rpartition("__")[2].startswith(f"{level}_")]
    noun, place = NOUNS[level], format_place(eid, "en")
    if not own:
        return Lookup(message=f"{place} has no {noun}s; there is no {noun} {number}", near=(eid,))
    return Lookup(message=f"{place} has {_counted(len(own), noun)}; there is no {noun} {number}",
                  near=(max(own, key=sort_key),))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" + ("" if count == 1 else "s")


def _heading(location: Location, nodes: Mapping[str, Provision], title: str) -> Lookup:
    """Find a heading 一、 and what is numbered under it in a policy document."""
    levels = location.levels
    number = levels.get("head") or levels["art"]
    at = f"head_{number}"
    heads = [node.eid for node in nodes.values() if node.kind is Kind.HEADING]
    if at not in nodes:
        return Lookup(message=f"{title} has {_counted(len(heads), 'heading')}; "
                              f"there is no heading {number}", near=tuple(heads[-1:]))
    below = [levels[level] for level in UNDER_HEADING if level in levels] + location.groups
    ends: tuple[str, ...] = (at,)
    for step in below:
        found = tuple(child.eid for end in ends for child in _numbered(nodes[end])
                      if child.number == step)
        if not found:
            return _nothing_under(ends[0], step, nodes)
        ends = found
    return Lookup(ends)


def _numbered(node: Provision) -> list[Provision]:
    """Return what is numbered directly under a heading, within its paragraphs too."""
    direct = [child for child in node.children if child.kind is not Kind.PARAGRAPH]
    return direct + [child for para in node.children if para.kind is Kind.PARAGRAPH
                     for child in para.children]


def _nothing_under(eid: str, number: str, nodes: Mapping[str, Provision]) -> Lookup:
    own = _numbered(nodes[eid])
    place = format_place(eid, "en")
    has = f"{place} has {_counted(len(own), 'point')}" if own else f"{place} has no points"
    return Lookup(message=f"{has}; there is no point {number}", near=(own[-1].eid if own else eid,))


def _grouping(location: Location, nodes: Mapping[str, Provision], title: str) -> Lookup:
    """Find a part, chapter, section or annex."""
    wanted = [(level, location.levels[level]) for level in ("annex", *GROUPING)
              if level in location.levels]
    if not wanted or len(wanted) != len(location.levels):
        return Lookup(message="the citation names no article (第X条, art. X)")
    eids = [eid for eid in nodes if _ends_like(eid, wanted)]
    if eids:
        return Lookup(tuple(eids))
    level, number = wanted[-1]
    count = sum(eid.rpartition("__")[2].startswith(f"{level}_") for eid in nodes)
    return Lookup(message=f"{title} has {_counted(count, NOUNS[level])}"
                          f"{_above(wanted)}; there is no {NOUNS[level]} {number}")


def _above(wanted: Sequence[tuple[str, str]]) -> str:
    return " in all" if len(wanted) > 1 else ""


def _ends_like(eid: str, wanted: Iterable[tuple[str, str]]) -> bool:
    """Tell whether an eid ends in the last step wanted and holds the others above it."""
    steps = eid.split("__")
    names = [f"{level}_{number}" for level, number in wanted]
    return steps[-1] == names[-1] and all(name in steps for name in names)
