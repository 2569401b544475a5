"""Which provisions punish the breach of a duty: the inverse of 违反本规定第X条.

A penal provision names what it punishes by reference; a reference to an article covers its
paragraphs and items. Reads: resolved references, norms, the text. Returns: eids in text order.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

from kb.analyse.positions import step_of
from kb.model.analysis import Modality, Norm, Reference, RefStatus
from kb.model.provision import walk_all
from kb.model.text import Text

BREACHED: Final = (Modality.OBLIGATION, Modality.PROHIBITION, Modality.DECLARATION)
SANCTION: Final = re.compile(
    r"责令|罚款|警告|处罚|处分|吊销|没收|通报批评|追究|撤销备案|注销备案|注销|停业|予以处理|记入信用|从重")


def penalties_of(references: Iterable[Reference], norms: Iterable[Norm],
                 text: Text) -> Callable[[Norm], tuple[str, ...]]:
    """Return the function from a norm to the provisions that punish its breach."""
    penal = _penal(text, norms)
    order = {eid: index for index, eid in enumerate(text.index())}
    punished: dict[str, set[str]] = {}
    for reference in references:
        source = step_of(reference.span.eid, "para") or reference.span.eid
        if _punishes(reference, source, penal):
            for target in reference.targets:
                punished.setdefault(target.eid, set()).add(source)

    def of(norm: Norm) -> tuple[str, ...]:
        if norm.modality not in BREACHED or norm.rule == "declaration:renvoi":
            return ()
        found = {eid for step in _up(norm.eid) for eid in punished.get(step, ())}
        return tuple(sorted(found, key=lambda eid: order.get(eid, 0)))
    return of


def _up(eid: str) -> Iterable[str]:
    while eid:
        yield eid
        eid = eid.rpartition("__")[0]


def _penal(text: Text, norms: Iterable[Norm]) -> frozenset[str]:
    own = {node.eid for node in walk_all(text.provisions) if SANCTION.search(node.text)}
    own |= {norm.eid for norm in norms if norm.modality is Modality.PENALTY}
    return frozenset(step_of(eid, "para") or eid for eid in own)


def _punishes(reference: Reference, source: str, penal: frozenset[str]) -> bool:
    return (reference.relation == "penalises" and reference.status is RefStatus.RESOLVED
            and reference.family in ("internal", "relative") and source in penal
            and all(target.eid for target in reference.targets))
