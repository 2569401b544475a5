"""Where the steps of a pinpoint lead in one tree: absolute, elided and relative positions.

Every function returns eids that exist in the tree given, or none: nothing is guessed.
"""

from dataclasses import dataclass
from functools import cached_property

from kb.analyse.pins import Pin, Step
from kb.model.identifiers import EID_STEP, article_eid
from kb.model.provision import Kind, Provision, walk_all


@dataclass(frozen=True)
class Tree:
    """The eids of one text in document order, with the lookups that positions need."""

    eids: tuple[str, ...]
    groups: tuple[tuple[str, frozenset[str]], ...]

    @cached_property
    def known(self) -> frozenset[str]:
        """All eids."""
        return frozenset(self.eids)

    @cached_property
    def articles(self) -> tuple[str, ...]:
        """The articles (and policy headings) in order."""
        return tuple(eid for eid in self.eids
                     if eid.rpartition("__")[2].startswith(("art_", "head_")))

    def children(self, eid: str, element: str) -> tuple[str, ...]:
        """Return the children of one element, in order."""
        return self._children.get((eid, element), ())

    @cached_property
    def _children(self) -> dict[tuple[str, str], tuple[str, ...]]:
        out: dict[tuple[str, str], list[str]] = {}
        for eid in self.eids:
            parent, _, step = eid.rpartition("__")
            out.setdefault((parent, step.partition("_")[0]), []).append(eid)
        return {key: tuple(rows) for key, rows in out.items()}

    def group_of(self, eid: str, element: str) -> str:
        """Return the chapter, section or part that holds a provision, or the empty string."""
        article = article_eid(eid)
        for group, members in self.groups:
            if article in members and group.rpartition("__")[2].startswith(element + "_"):
                return group
        return ""


def make_tree(provisions: tuple[Provision, ...]) -> Tree:
    """Return the positions of a provision tree."""
    grouping = (Kind.PART, Kind.SUBPART, Kind.CHAPTER, Kind.SECTION)
    nodes = tuple(walk_all(provisions))
    groups = tuple((node.eid, frozenset(n.eid for n in node.walk() if n.kind is Kind.ARTICLE))
                   for node in nodes if node.kind in grouping)
    return Tree(tuple(node.eid for node in nodes), groups)


def locate(tree: Tree, pin: Pin, base: str) -> tuple[str, ...]:
    """Return the eids a pinpoint names, starting below ``base`` (empty: the whole work).

    A range is expanded over the siblings that exist. Empty: some part does not exist, or the items
    of an article with several lists are named without their paragraph.
    """
    first = locate_steps(tree, pin.steps, base)
    if not first or not pin.until:
        return (first,) if first else ()
    last = locate_steps(tree, pin.until, base) or _sibling(tree, first, pin.until)
    return between(tree, first, last)


def _sibling(tree: Tree, first: str, until: tuple[Step, ...]) -> str:
    parent = first.rpartition("__")[0]
    eid = "__".join([*([parent] if parent else []), *("_".join(step) for step in until)])
    return eid if eid in tree.known else ""


def between(tree: Tree, first: str, last: str) -> tuple[str, ...]:
    """Return the siblings from ``first`` to ``last`` in document order; empty if they are none."""
    parent, _, step = first.rpartition("__")
    element = step.partition("_")[0]
    rows = tree.articles if element in ("art", "head") else tree.children(parent, element)
    if first not in rows or last not in rows:
        return ()
    return rows[rows.index(first) : rows.index(last) + 1]


def locate_steps(tree: Tree, steps: tuple[Step, ...], base: str) -> str:
    """Return the one eid that steps name below ``base``, or the empty string."""
    eid = base
    for element, number in steps:
        eid = _down(tree, eid, element, number)
        if not eid:
            return ""
    return eid


def _down(tree: Tree, eid: str, element: str, number: str) -> str:
    step = f"{element}_{number}"
    if element in ("art", "part", "head"):
        return step if step in tree.known else ""
    if element in ("chap", "sec", "subpart"):
        return _group(tree, eid, step)
    direct = f"{eid}__{step}" if eid else ""
    if direct in tree.known:
        return direct
    return _only_list(tree, eid, step) if element == "item" else ""


def _group(tree: Tree, eid: str, step: str) -> str:
    rows = [group for group, _ in tree.groups if group.rpartition("__")[2] == step
            and (not eid or group.startswith(f"{eid}__"))]
    return rows[0] if len(rows) == 1 else ""


def _only_list(tree: Tree, eid: str, step: str) -> str:
    """Return the item of the only paragraph of an article that has a list with this number."""
    if not eid.rpartition("__")[2].startswith("art_"):
        return ""
    rows = [f"{para}__{step}" for para in tree.children(eid, "para")
            if f"{para}__{step}" in tree.known]
    return rows[0] if len(rows) == 1 else ""


def step_of(eid: str, element: str) -> str:
    """Return an eid cut behind its step of one element, or the empty string.

    >>> step_of("art_3__para_2__item_1", "para")
    'art_3__para_2'
    """
    steps = eid.split("__")
    for index, step in enumerate(steps):
        match = EID_STEP.fullmatch(step)
        if match and match[1] == element:
            return "__".join(steps[: index + 1])
    return ""


def before(rows: tuple[str, ...], eid: str, count: int) -> tuple[str, ...]:
    """Return the ``count`` entries directly before an eid, or none if there are fewer."""
    if eid not in rows or rows.index(eid) < count:
        return ()
    index = rows.index(eid)
    return rows[index - count : index]
