"""One graph of everything: works, versions, provisions, terms and norms.

Reads a `Library`; returns a networkx MultiDiGraph and the rows that persist it. Nodes are named by
address (``work``, ``work@version``, ``work@version#eid``), norms by their id, terms by
``term:SURFACE``, works outside the register by ``title:《…》``. Edge kinds: ``contains``, ``cites``,
``defines``, ``imposes``, ``aligned-to`` and the register's relations (``made_under``, …).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from kb.model.analysis import CLASSED_FAMILIES, Analysis, Target
from kb.model.identifiers import parent_eid
from kb.model.provision import walk_all
from kb.store.database import Edge
from kb.store.library import Library

if TYPE_CHECKING:
    import networkx as nx

Graph: TypeAlias = "nx.MultiDiGraph"


def build_graph(library: Library) -> Graph:
    """Return the graph of a library. Its edges carry ``kind`` and ``detail``."""
    import networkx as nx  # a tenth of a second that storing the edges does not need

    graph: Graph = nx.MultiDiGraph()
    for source, target, kind, detail in edges_of(library):
        graph.add_edge(source, target, key=f"{kind} {detail}", kind=kind, detail=detail)
    return graph


def edges_of(library: Library) -> Iterator[Edge]:
    """Yield every edge as (source, target, kind, detail), in a fixed order."""
    yield from _register_edges(library)
    for key in library.texts:
        text = library.best_text(key)
        if text is None:
            continue
        for node in walk_all(text.provisions):
            parent = parent_eid(node.eid)
            yield (f"{key}#{parent}" if parent else key, f"{key}#{node.eid}", "contains", "")
        analysis = library.analyses.get(text.key)
        if analysis:
            yield from _analysis_edges(key, analysis)
    yield from _alignment_edges(library)


def _register_edges(library: Library) -> Iterator[Edge]:
    known = {work.slug for work in library.register.works}
    for work in library.register.works:
        for version in work.versions:
            yield (work.slug, version.key, "contains", "")
        for relation in work.relations:
            source = f"{work.slug}@{relation.version}" if relation.version else work.slug
            slug = relation.target.partition("@")[0]
            target = relation.target if slug in known else f"title:{relation.target}"
            yield (source, target, relation.kind, relation.evidence.quote)


def _analysis_edges(key: str, analysis: Analysis) -> Iterator[Edge]:
    for ref in analysis.references:
        span = ref.span
        for target in ref.targets if ref.family not in CLASSED_FAMILIES else ():
            yield (f"{key}#{span.eid}", target_node(key, target), "cites",
                   f"{span.start}-{span.end} {ref.relation} {ref.rule}")
    for definition in analysis.definitions:
        term = definition.term
        yield (f"{key}#{term.eid}", f"term:{term.surface}", "defines", definition.rule)
    for norm in analysis.norms:
        yield (f"{key}#{norm.eid}", norm.id, "imposes", norm.modality)


def target_node(key: str, target: Target) -> str:
    """Return the graph's name for a reference target seen from the version ``key``."""
    if not target.work and target.title and not target.eid and not target.version:
        return f"title:{target.title}"
    if not target.work and target.title:
        return f"title:{target.title}#{target.eid}"
    own = not target.work or target.work == key.partition("@")[0]
    base = key if own and not target.version else target.work
    if target.version:
        base = f"{target.work or key.partition('@')[0]}@{target.version}"
    return f"{base}#{target.eid}" if target.eid else base


def _alignment_edges(library: Library) -> Iterator[Edge]:
    for comparison in library.comparisons:
        a, b = (name.rpartition("/")[0] for name in (comparison.a, comparison.b))
        for link in comparison.links:
            detail = " ".join(link.classes)
            for old in link.a:
                for new in link.b:
                    yield (f"{a}#{old}", f"{b}#{new}", "aligned-to", detail)
