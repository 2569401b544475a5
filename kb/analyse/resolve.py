"""Resolution: what the mentions of one text lead to, in the light of all known addresses.

Reads: findings, the text's tree, the catalogue. Guarantees: every target inside a text at hand
exists; a mention that cannot be placed is unresolved or ambiguous, with candidates, never guessed.
"""

import re
from dataclasses import dataclass, field, replace
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
from kb.model.text import PartName, Text

AMENDS: Final = re.compile(
    r"修[改正][《〈]([^《》〈〉]+)[》〉]"
    r"|修[改正](?!部分|一些|若干|等)([一-龥]{2,30}?(?:条例|法|办法|规定|规则|细则|决定))的?(?:若干)?(?:决定|规定)")
OTHER_NAME: Final = re.compile(
    r"(?<![本该其原])(?<![有相]关)(?:条例|细则|办法|规则|章程|宪章|公约|协定|议定书|法典|法例|刑法分则)$")
INSTRUCTION: Final = re.compile(r"(?:将|删去|删除|作为|改为|增加一[条款项]，?)$")
BREACH: Final = re.compile(r"(?:违反|有|实施|从事)$")
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
    amended: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: RefStatus
    targets: tuple[Target, ...] = ()
    candidates: tuple[Target, ...] = ()
    problem: str = ""
    family: str = ""
    rule: str = ""


@dataclass(slots=True)
class _Past:
    """What was mentioned before: the last mention; by provision, the last title and the articles cited."""

    last: Mention | None = None
    titles: dict[str, Mention] = field(default_factory=dict)
    cited: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def articles_cited(self, eid: str) -> tuple[str, ...]:
        """Return the articles cited last in a provision, in what it is listed under, or in its article."""
        above = eid
        while above:
            if above in self.cited:
                return self.cited[above]
            above = above.rpartition("__")[0]
        article = article_eid(eid)
        return next((held for own, held in reversed(self.cited.items()) if article_eid(own) == article), ())

    def note(self, mention: Mention, answer: _Answer) -> None:
        """Remember a mention and where it led."""
        self.last = mention
        eid = mention.span.eid
        if mention.base == "title":
            self.titles[eid] = mention
        own = tuple(dict.fromkeys(article_eid(target.eid) for target in answer.targets
                                  if not target.work and not target.title and target.eid))
        if mention.base in ("work", "bare") and own and mention.pins[:1] \
                and mention.pins[0].steps[0][0] == "art":
            self.cited[eid] = own


def resolve(findings: Findings, text: Text, catalogue: Catalogue) -> Analysis:
    """Resolve the mentions of a text and join each duty to the provisions that punish its breach."""
    entries = frozenset(d.term.eid for d in findings.definitions if d.rule in ENTRY and not d.term.start)
    scene = _Scene(make_tree(text.provisions), catalogue, text.version,
                   {short.name: short.title for short in findings.short_names}, entries,
                   amended_title(text))
    past, answers, words = _Past(), list[_Answer](), text.index()
    for mention in findings.mentions:
        answer = _answer(scene, mention, past, words[mention.span.eid].text[:mention.span.start])
        past.note(mention, answer)
        answers.append(answer)
    references = tuple(
        Reference(mention.span, answer.family or mention.family, answer.status, answer.targets,
                  answer.rule or mention.rule, mention.relation, answer.candidates)
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


def amended_title(text: Text) -> str:
    """Return the one work that a text says in its own title it amends, or the empty string."""
    part = next((part for part in text.parts if part.name is PartName.TITLE), None)
    title = text.canonical[part.start:part.end] if part else ""
    found = AMENDS.findall(title)
    return next(name for name in found[0] if name) if len(found) == 1 else ""


def _answer(scene: _Scene, mention: Mention, past: _Past, before_it: str) -> _Answer:
    if mention.base == "class":
        return _Answer(RefStatus.UNRESOLVED)
    if mention.base == "list":
        return _listed(scene, mention.span.eid)
    if mention.base == "title":
        return _external(scene, mention)
    if mention.base == "same":
        return _same_work(scene, mention, past)
    return _of_this_text(scene, mention, past, before_it)


def _of_this_text(scene: _Scene, mention: Mention, past: _Past, before_it: str) -> _Answer:
    if mention.base == "work":
        return _own_work(scene, mention)
    if mention.base == "bare":
        return (_outside(scene, mention) or _behind_a_name(before_it)
                or _carried(scene, mention, past, before_it)
                or _after(scene, mention, past.last) or _bare_or_instructed(scene, mention, before_it))
    return _outside(scene, mention) or _relative(scene, mention)


def _own_work(scene: _Scene, mention: Mention) -> _Answer:
    """Place 本法第八条: of the text amended, in a text on amendments; 本决定第三条 may be heading 三."""
    if not mention.pins or _has_articles(scene.tree):
        return _internal(scene, mention.pins, "")
    if scene.amended and not mention.span.surface.startswith("本决定"):
        answer = _external(scene, replace(mention, title=scene.amended))
        return replace(answer, family="external", rule="pin-of-the-amended-text")
    heads = tuple(Pin(tuple(("head" if level == "art" else level, number) for level, number in pin.steps),
                      tuple(("head" if level == "art" else level, number) for level, number in pin.until))
                  for pin in mention.pins)
    return _internal(scene, heads, "")


def _has_articles(tree: Tree) -> bool:
    return any("art_" in eid for eid in tree.eids)


def _outside(scene: _Scene, mention: Mention) -> _Answer | None:
    """Read 将第八条修改为 in a text without articles: a place in another work, which the title may name."""
    if mention.base in PARENT_OF or _has_articles(scene.tree):
        return None
    if scene.amended and mention.pins and mention.pins[0].steps[0][0] == "art":
        answer = _external(scene, replace(mention, title=scene.amended))
        return replace(answer, family="external", rule="pin-of-the-amended-text")
    return _Answer(RefStatus.UNRESOLVED, family="external", rule="pin-outside")


def _behind_a_name(before_it: str) -> _Answer | None:
    """Read 森林法实施条例第三十条: of another work, of whose name only the end can be told for sure."""
    if OTHER_NAME.search(before_it):
        return _Answer(RefStatus.UNRESOLVED, family="external", rule="pin-behind-a-name")
    return None


def _bare_or_instructed(scene: _Scene, mention: Mention, before_it: str) -> _Answer:
    """Place a bare pinpoint here; where it has no place, 删去第二十条 speaks of a text that is amended."""
    own = _bare(scene, mention)
    if own.status is RefStatus.RESOLVED or not (scene.amended or INSTRUCTION.search(before_it)):
        return own
    if scene.amended and mention.pins and mention.pins[0].steps[0][0] == "art":
        answer = _external(scene, replace(mention, title=scene.amended))
        return replace(answer, family="external", rule="pin-of-the-amended-text")
    return _Answer(RefStatus.UNRESOLVED, family="external", rule="pin-outside")


def _same_work(scene: _Scene, mention: Mention, past: _Past) -> _Answer:
    """Let 同法第八条 be of the work named last in the same provision."""
    named = past.titles.get(mention.span.eid)
    if named is None:
        return _Answer(RefStatus.UNRESOLVED, problem="no work is named before in this provision")
    return _external(scene, replace(mention, title=named.title))


def _carried(scene: _Scene, mention: Mention, past: _Past, before_it: str) -> _Answer | None:
    """Let 违反第三项规定 in a penal clause be of the article whose breach the clause began with.

    That article is cited before in the same provision, in the head of its list or before in its article.
    Where several are, the one that has such a part; where more than one has, none is chosen.
    """
    level = mention.pins[0].steps[0][0] if mention.pins else ""
    if level not in ("para", "item") or not BREACH.search(before_it):
        return None
    own = article_eid(mention.span.eid)
    articles = [one for one in past.articles_cited(mention.span.eid) if one != own]
    answers = [answer for one in articles
               if (answer := _internal(scene, mention.pins, one)).status is RefStatus.RESOLVED]
    if len(answers) > 1:
        return _Answer(RefStatus.AMBIGUOUS, (), tuple(t for answer in answers for t in answer.targets))
    return replace(answers[0], rule="pin-carried") if answers else None


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
    if mention.rule == "named-pin":
        title = _official(title)
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
