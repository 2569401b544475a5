"""Which provisions punish the breach of a duty: the join of duties and penal clauses, both ways.

A penal clause names what it punishes by reference (违反本规定第七条), by chapter, or not at all
(违反本规定的). A reference to an article covers its paragraphs and items. A clause without reference
reaches the obligations and prohibitions of those it names, or of every private bearer where it names
nobody; then also those of which the text leaves the bearer open, where no public body is in sight.
Reads: resolved references, definitions, norms, the text. Guarantees: eids in text order, each with
its rule.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kb.analyse.addressees import Names, implies, is_anyone, is_private, names_bearer, short_names
from kb.analyse.breaches import Breach, find_breaches
from kb.analyse.positions import make_tree, step_of
from kb.analyse.sanction_amounts import read_sanction
from kb.model.analysis import Definition, Modality, Norm, Reference, RefStatus
from kb.model.identifiers import article_eid
from kb.model.problem import Problem, Severity
from kb.model.provision import walk_all
from kb.model.text import Text

BREACHED: Final = (Modality.OBLIGATION, Modality.PROHIBITION, Modality.DECLARATION)
BOUND: Final = (Modality.OBLIGATION, Modality.PROHIBITION)
SANCTION: Final = re.compile(
    r"责令|罚款|警告|处罚|处分|吊销|没收|通报批评|追究|撤销备案|注销备案|注销|停业|予以处理|记入信用|从重")
_TAKEN_OVER: Final = re.compile(
    r"^(?:也|同样)?(?:参照)?适用(?:前[一二两三]?[款条项]|本条第|第|本(?:法|条例|规定|办法)第)")
_PUBLIC_BODY: Final = re.compile(
    r"部门|机关|政府|国务院|网信办|法院|检察院|委员会|监督检查|执法|行政许可|审批|投诉")
_WHY: Final = {
    "conduct": "punishes breach of this text only by the conduct it describes, which names no article",
    "consequence": "punishes breach of this text only with a further consequence or circumstance",
    "residual": "punishes breach of what the clauses before it do not name",
    "subject": "who is punished could not be read",
}


@dataclass(slots=True)
class _Scene:
    names: Names
    order: Mapping[str, int]
    groups: dict[str, tuple[str, ...]]
    pinned: dict[str, dict[str, str]] = field(default_factory=dict)
    breaches: tuple[Breach, ...] = ()


def join_penalties(references: Iterable[Reference], definitions: Iterable[Definition],
                   norms: tuple[Norm, ...], text: Text) -> tuple[Norm, ...]:
    """Return the norms with what punishes their breach, and the penalties with what they punish."""
    scene = _make_scene(references, definitions, norms, text)
    joined = tuple(_joined(scene, norm) for norm in norms)
    punished: dict[str, list[str]] = {}
    for norm in joined:
        for eid in norm.penalised_by:
            punished.setdefault(eid, []).append(norm.id)
    return tuple(replace(norm, punishes=tuple(punished.get(_paragraph(norm.eid), ())),
                         sanction=norm.sanction or read_sanction(norm))
                 if norm.modality is Modality.PENALTY else norm for norm in joined)


def open_clauses(text: Text) -> tuple[Problem, ...]:
    """Return the penal clauses without reference to which nothing is joined, each with the reason."""
    return tuple(Problem("penalty-left-open", Severity.NOTE, f"{text.version}#{breach.eid}",
                         f"{_WHY[breach.left_open]}: no duty is joined to it",
                         "read the clause itself beside the duties", breach.words)
                 for breach in find_breaches(text) if breach.left_open)


def _make_scene(references: Iterable[Reference], definitions: Iterable[Definition],
                norms: tuple[Norm, ...], text: Text) -> _Scene:
    groups: dict[str, tuple[str, ...]] = {}
    for group, members in make_tree(text.provisions).groups:
        for member in members:
            groups[member] = (*groups.get(member, ()), group)
    scene = _Scene(short_names(definitions), {eid: n for n, eid in enumerate(text.index())}, groups)
    penal = _penal(text, norms)
    for reference in references:
        source = _paragraph(reference.span.eid)
        if _punishes(reference, source, penal):
            for target in reference.targets:
                scene.pinned.setdefault(target.eid, {})[source] = "pinpoint"
    scene.breaches = tuple(breach for breach in find_breaches(text) if not breach.left_open)
    return scene


def _joined(scene: _Scene, norm: Norm) -> Norm:
    if norm.modality not in BREACHED or not _binds(norm):
        return norm
    found = {eid: rule for step in _up(norm.eid) for eid, rule in scene.pinned.get(step, {}).items()}
    if norm.modality in BOUND and (norm.bearer is None or is_private(norm.bearer)):
        for group in scene.groups.get(article_eid(norm.eid), ()):
            found |= {eid: "chapter" for eid in scene.pinned.get(group, ()) if eid not in found}
        found |= _general(scene, norm, found)
    eids = tuple(sorted(found, key=lambda eid: scene.order.get(eid, 0)))
    return replace(norm, penalised_by=eids, penalty_rules=tuple(found[eid] for eid in eids))


def _binds(norm: Norm) -> bool:
    """Tell whether a norm binds: of what only refers on, what takes over a duty (适用前款规定)."""
    return norm.rule != "declaration:renvoi" or _TAKEN_OVER.match(norm.action.surface) is not None


def _general(scene: _Scene, norm: Norm, found: Mapping[str, str]) -> dict[str, str]:
    out: dict[str, str] = {}
    for breach in scene.breaches:
        rule = _reach(scene.names, norm, breach)
        if rule and breach.eid not in found:
            out[breach.eid] = rule
    return out


def _reach(names: Names, norm: Norm, breach: Breach) -> str:
    """Return the rule by which a clause reaches a norm, or the empty string."""
    if _paragraph(norm.eid) == breach.eid:
        return ""
    if not breach.subject or is_anyone(breach.subject):
        return "general:everyone" if norm.bearer else _unnamed(norm)
    if norm.bearer is None:
        return "general:activity" if implies(breach.subject, norm, names) else ""
    named = names_bearer(breach.subject, norm.bearer.span.surface, names)
    return "general:subject" if named else ""


def _unnamed(norm: Norm) -> str:
    """Return the rule for a norm without bearer: whoever acts, unless a public body is in sight."""
    spans = (norm.action, *norm.conditions, *norm.exceptions)
    public = any(_PUBLIC_BODY.search(span.surface) for span in spans)
    return "" if public else "general:unnamed"


def _up(eid: str) -> Iterable[str]:
    while eid:
        yield eid
        eid = eid.rpartition("__")[0]


def _paragraph(eid: str) -> str:
    return step_of(eid, "para") or eid


def _penal(text: Text, norms: Iterable[Norm]) -> frozenset[str]:
    own = {node.eid for node in walk_all(text.provisions) if SANCTION.search(node.text)}
    own |= {norm.eid for norm in norms if norm.modality is Modality.PENALTY}
    return frozenset(_paragraph(eid) for eid in own)


def _punishes(reference: Reference, source: str, penal: frozenset[str]) -> bool:
    return (reference.relation == "penalises" and reference.status is RefStatus.RESOLVED
            and reference.family in ("internal", "relative") and source in penal
            and all(target.eid for target in reference.targets))
