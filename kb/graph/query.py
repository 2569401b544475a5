"""Questions asked of the graph; every answer is a tuple of node names in a fixed order."""

from collections.abc import Iterator

from kb.graph.build import Graph


def within(graph: Graph, node: str) -> Iterator[str]:
    """Yield a node and everything it contains, in document order."""
    yield node
    for child in neighbours(graph, node, "contains"):
        yield from within(graph, child)


def neighbours(graph: Graph, node: str, kind: str) -> tuple[str, ...]:
    """Return the targets of one kind of edge from a node."""
    if node not in graph:
        return ()
    return _once(target for _, target, data in graph.out_edges(node, data=True)
                 if data["kind"] == kind)


def sources(graph: Graph, node: str, kind: str) -> tuple[str, ...]:
    """Return the sources of one kind of edge into a node."""
    if node not in graph:
        return ()
    return _once(source for source, _, data in graph.in_edges(node, data=True)
                 if data["kind"] == kind)


def cites(graph: Graph, node: str) -> tuple[str, ...]:
    """Return what a provision, or anything inside it, cites."""
    return _once(target for inner in within(graph, node)
                 for target in neighbours(graph, inner, "cites"))


def cited_by(graph: Graph, node: str) -> tuple[str, ...]:
    """Return the provisions that cite a provision or anything inside it.

    A citation of the whole work is not a citation of each of its provisions.
    """
    return _once(source for inner in within(graph, node)
                 for source in sources(graph, inner, "cites"))


def made_under(graph: Graph, node: str) -> tuple[str, ...]:
    """Return the works and versions that say they were made under this work."""
    return sources(graph, node, "made_under")


def term_defined_in(graph: Graph, term: str) -> tuple[str, ...]:
    """Return the provisions that define a term."""
    return sources(graph, f"term:{term}", "defines")


def successors(graph: Graph, node: str) -> tuple[str, ...]:
    """Return what became of a provision in the next version."""
    return neighbours(graph, node, "aligned-to")


def predecessors(graph: Graph, node: str) -> tuple[str, ...]:
    """Return where a provision came from in the version before."""
    return sources(graph, node, "aligned-to")


def _once(names: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
