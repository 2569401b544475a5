"""What a provision is linked to, asked of the graph."""

from kb.graph.build import build_graph
from kb.graph.query import cited_by, cites, made_under, neighbours, predecessors, successors, within
from kb.store.library import Library

LABELS = {"cites": "cites", "cited_by": "cited by", "defines": "defines", "imposes": "norms",
          "came_from": "in the version before", "became": "in the next version",
          "made_under_it": "made under it"}


def linked(library: Library, node: str) -> dict[str, tuple[str, ...]]:
    """Return the links of a work, version or provision by kind, each as addresses in a fixed order.

    What stands inside a provision counts as the provision's own.
    """
    graph = build_graph(library)
    inside = tuple(within(graph, node)) if node in graph else ()

    def gather(kind: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in inside for name in neighbours(graph, one, kind)))

    found = {"cites": cites(graph, node), "cited_by": cited_by(graph, node),
             "defines": gather("defines"), "imposes": gather("imposes"),
             "came_from": predecessors(graph, node), "became": successors(graph, node),
             "made_under_it": made_under(graph, node)}
    return {kind: names for kind, names in found.items() if names}
