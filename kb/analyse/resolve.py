"""Resolution: what the mentions of one text lead to, in the light of all known addresses.

Reads: findings, the text's tree, the catalogue. Guarantees: every target inside a text at hand
exists; a mention that cannot be placed is unresolved or ambiguous, with candidates, never guessed.
"""

from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

from kb.analyse.catalogue import COUNTRY, Catalogue, normal_title
from kb.analyse.findings import Findings, Mention
from kb.analyse.marks import LONGEST_ROW, too_long
from kb.analyse.penalties import join_penalties, open_clauses
from kb.analyse.pins import RANK, Pin
from kb.analyse.positions import Tree, before, locate, make_tree, step_of
from kb.model.analysis import Analysis, Reference, RefStatus, Target
from kb.model.identifiers import article_eid
from kb.model.numerals import to_int
from kb.model.problem import Problem, Severity
from kb.model.text import Text

PARENT_OF: Final = {"本条": "art", "本款": "para", "本项": "item",
                    "本章": "chap", "本节": "sec", "本编": "part"}
ENTRY: Final = ("means", "glossary")
PREVIOUS: Final = {"款": "para", "条": "art", "项": "item"}


@dataclass(frozen=True, slots=True)
class _Scene:
    tree: Tree
    catalogue: Catalogue
    version: str
    short_names: dict[str, str]
    entries: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Answer:
    status: RefStatus
    targets: tuple[Target, ...] = ()
    candidates: tuple[Target, ...] = ()
    problem: str = ""


def resolve(findings: Findings, text: Text, catalogue: Catalogue) -> Analysis:
    """Resolve the mentions of a text and join each duty to the provisions that punish its breach."""
    entries = frozenset(d.term.eid for d in findings.definitions if d.rule in ENTRY and not d.term.start)
    scene = _Scene(make_tree(text.provisions), catalogue, text.version,
                   {short.name: short.title for short in findings.short_names}, entries)
    pairs = zip(findings.mentions, (None, *findings.mentions), strict=False)
    answers = [_answer(scene, mention, last) for mention, last in pairs]
    references = tuple(
        Reference(mention.span, mention.family, answer.status, answer.targets, mention.rule,
                  mention.relation, answer.candidates)
        for mention, answer in zip(findings.mentions, answers, strict=True))
    problems = tuple(_problem(text, mention, answer)
                     for mention, answer in zip(findings.mentions, answers, strict=True)
                     if answer.problem)
    problems += tuple(_unread(text, eid) for eid in too_long(text))
    norms = join_penalties(references, findings.definitions, findings.norms, text)
    problems += open_clauses(text)
    return Analysis(text.key, references, findings.definitions, norms, problems)


def _unread(text: Text, eid: str) -> Problem:
    return Problem("too-long-to-analyse", Severity.WARNING, f"{text.version}#{eid}",
                   f"more than {LONGEST_ROW:,} characters in one provision: nothing was read in it",
                   "check that the source marks its articles and paragraphs")


def _problem(text: Text, mention: Mention, answer: _Answer) -> Problem:
    return Problem("reference-unresolved", Severity.WARNING, f"{text.version}#{mention.span.eid}",
                   answer.problem, "compare the passage with the official page", mention.span.surface)


def _answer(scene: _Scene, mention: Mention, last: Mention | None) -> _Answer:
    if mention.base == "class":
        return _Answer(RefStatus.UNRESOLVED)
    if mention.base == "list":
        return _listed(scene, mention.span.eid)
    if mention.base == "title":
        return _external(scene, mention)
    if mention.base == "work":
        return _internal(scene, mention.pins, "")
    if mention.base == "bare":
        return _after(scene, mention, last) or _bare(scene, mention)
    return _relative(scene, mention)


def _listed(scene: _Scene, eid: str) -> _Answer:
    """Return the items that 下列 introduces, or the entries of a glossary printed as paragraphs."""
    below = (*scene.tree.children(eid, "item"), *scene.tree.children(eid, "subitem"))
    if not below and step_of(eid, "para") == eid:
        paragraphs = scene.tree.children(article_eid(eid), "para")
        rest = paragraphs[paragraphs.index(eid) + 1 :] if eid in paragraphs else ()
        below = tuple(takewhile(scene.entries.__contains__, rest))
    status = RefStatus.RESOLVED if below else RefStatus.UNRESOLVED
    return _Answer(status, tuple(Target(eid=item) for item in below))


def _internal(scene: _Scene, pins: tuple[Pin, ...], base: str) -> _Answer:
    """Place pins below a base of this text; without pins the base itself is meant."""
    if not pins:
        return _Answer(RefStatus.RESOLVED, (Target(eid=base),))
    placed = [locate(scene.tree, pin, base) for pin in pins]
    targets = tuple(Target(eid=eid) for eids in placed for eid in eids)
    if all(placed):
        return _Answer(RefStatus.RESOLVED, targets)
    nearest = tuple(Target(eid=eid) for pin in pins
                    for eid in locate(scene.tree, Pin(pin.steps[:1]), base))
    return _Answer(RefStatus.UNRESOLVED, (), targets or nearest, "no such provision in this text")


def _after(scene: _Scene, mention: Mention, last: Mention | None) -> _Answer | None:
    """Let a bare pinpoint behind another one of the same provision follow it, or be ambiguous.

    第三项规定的…或者第五项 carries over the article and paragraph of the first where the provision has
    no such item of its own. A bare 第八条 behind 《X》第七条 may be of either work.
    """
    if last is None or not last.pins or last.span.eid != mention.span.eid or not mention.pins:
        return None
    level = mention.pins[0].steps[0][0]
    parents = tuple(step for step in last.pins[-1].steps if RANK[step[0]] < RANK[level])
    carried = replace(mention, base=last.base, title=last.title,
                      pins=tuple(Pin((*parents, *pin.steps), pin.until) for pin in mention.pins))
    own = _bare(scene, mention)
    if last.base == "title" and level == "art":
        other = _external(scene, carried)
        return _Answer(RefStatus.AMBIGUOUS, (), (*own.targets, *other.targets))
    if level == "item" and parents and own.status is not RefStatus.RESOLVED:
        return _external(scene, carried) if last.base == "title" else _internal(scene, carried.pins, "")
    return None


def _bare(scene: _Scene, mention: Mention) -> _Answer:
    """Place a pinpoint without a work: 第一款 is of the same article, 第二项 of the same list."""
    first = mention.pins[0].steps[0][0] if mention.pins else "art"
    article, paragraph = article_eid(mention.span.eid), step_of(mention.span.eid, "para")
    if first == "para":
        return _internal(scene, mention.pins, article)
    if first == "item":
        own = _internal(scene, mention.pins, paragraph)
        return own if own.status is RefStatus.RESOLVED else _internal(scene, mention.pins, article)
    if first == "sec":
        return _internal(scene, mention.pins, scene.tree.group_of(article, "chap"))
    return _internal(scene, mention.pins, "")


def _relative(scene: _Scene, mention: Mention) -> _Answer:
    bases = _bases(scene.tree, mention.base, mention.span.eid)
    if not bases:
        return _Answer(RefStatus.UNRESOLVED, problem="nothing stands before this provision")
    answers = [_internal(scene, mention.pins, base) for base in bases]
    if any(answer.status is not RefStatus.RESOLVED for answer in answers):
        return next(answer for answer in answers if answer.status is not RefStatus.RESOLVED)
    return _Answer(RefStatus.RESOLVED, tuple(t for answer in answers for t in answer.targets))


def _bases(tree: Tree, head: str, eid: str) -> tuple[str, ...]:
    """Return what a relative head stands for, by position in the tree and not by number."""
    if head in PARENT_OF:
        return _own_level(tree, PARENT_OF[head], eid)
    count = to_int(head[1:-1]) or 1
    element = PREVIOUS[head[-1]]
    if element == "art":
        return before(tree.articles, article_eid(eid), count)
    own = step_of(eid, element)
    parent = own.rpartition("__")[0]
    return before(tree.children(parent, element), own, count) if own else ()


def _own_level(tree: Tree, element: str, eid: str) -> tuple[str, ...]:
    if element == "art":
        return (article_eid(eid),)
    own = step_of(eid, element) if element in ("para", "item") else tree.group_of(eid, element)
    return (own,) if own else ()


def _external(scene: _Scene, mention: Mention) -> _Answer:
    """Resolve a title: first what this text itself calls it, then the register."""
    title = scene.short_names.get(mention.title, mention.title)
    slugs = scene.catalogue.find(title)
    if len(slugs) > 1:
        return _Answer(RefStatus.AMBIGUOUS, (), tuple(_target(scene, slug) for slug in slugs))
    if slugs:
        return _in_work(scene, mention, slugs[0])
    if mention.rule in ("named",):
        return _Answer(RefStatus.UNRESOLVED, (), (Target(title=_official(title)),))
    steps = [_path(pin) for pin in mention.pins] or [""]
    return _Answer(RefStatus.RESOLVED, tuple(Target(title=title, eid=eid) for eid in steps))


def _official(title: str) -> str:
    return COUNTRY + normal_title(title)


def _target(scene: _Scene, slug: str, eid: str = "") -> Target:
    day = scene.catalogue.dated.get(scene.version, "")
    version = scene.catalogue.version_at(slug, day) if day else ""
    return Target(slug, scene.catalogue.titles[slug], version, eid)


def _in_work(scene: _Scene, mention: Mention, slug: str) -> _Answer:
    whole = _target(scene, slug)
    if not mention.pins:
        return _Answer(RefStatus.RESOLVED, (whole,))
    eids = scene.catalogue.eids.get(f"{slug}@{whole.version}")
    if eids is None:
        return _Answer(RefStatus.RESOLVED, tuple(replace(whole, eid=_path(p)) for p in mention.pins))
    other = Tree(eids, ())
    placed = [locate(other, pin, "") for pin in mention.pins]
    if all(placed):
        return _Answer(RefStatus.RESOLVED,
                       tuple(replace(whole, eid=eid) for found in placed for eid in found))
    return _Answer(RefStatus.UNRESOLVED, (), (whole,), "no such provision in the version in force")


def _path(pin: Pin) -> str:
    return "__".join("_".join(step) for step in pin.steps)
