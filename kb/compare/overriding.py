"""A reviewer's corrections of the links between two texts.

Reads: a comparison, the corrections of it, both texts.
Returns: the corrected comparison, what was applied, and a problem for each correction that was not.
Guarantees: every article-level provision stays in exactly one link and the ledger balances. A correction
is applied only where the digests of its provisions and the links that hold them are as it says; corrections
that touch one link are applied together or not at all. What a correction leaves of a link on one side is
without counterpart; what it leaves on both sides must be said by another correction. Classes, scores and
redlines follow from the corrected links by the same rules. Without corrections the comparison is the same
value; applied twice it is as applied once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import product
from typing import Final

from kb.compare.align import accounted
from kb.compare.links import Aligned, build_links, reading_order
from kb.compare.pairing import CONTAINED, PASSED_ON, SAME_CITATIONS
from kb.compare.parts import align_parts
from kb.compare.similarity import Symbols
from kb.compare.units import PART_LEVELS, Unit, all_units, part_units
from kb.model.change import ChangeClass, Comparison, Link
from kb.model.override import RULE, Correction, Deed, LinkOverride, Sides, Subject, link_key
from kb.model.problem import Problem, Severity
from kb.model.text import Text

CONFLICT: Final = "override-conflict"
NEEDLESS: Final = "override-needless"
PROOFS: Final = frozenset({CONTAINED, SAME_CITATIONS, PASSED_ON, RULE})
REMEDY: Final = "compare the texts again, then write the correction anew (kb override link) or take it out"


@dataclass(frozen=True, slots=True)
class CorrectedLinks:
    """A comparison as corrected, what was applied, and what was laid aside and why."""

    comparison: Comparison
    corrections: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Scene:
    comparison: Comparison
    a: Mapping[str, Unit]
    b: Mapping[str, Unit]
    versions: tuple[str, str]

    def touched(self, sides: Sides) -> tuple[Link, ...]:
        """Return the links that hold any of these provisions."""
        a, b = (frozenset(eids) for eids in sides)
        return tuple(link for link in self.comparison.links
                     if not a.isdisjoint(link.a) or not b.isdisjoint(link.b))


def correct_links(comparison: Comparison, overrides: Iterable[LinkOverride], a: Text,
                  b: Text) -> CorrectedLinks:
    """Apply the corrections of one comparison; each is judged by the links as the rules made them."""
    units = [{unit.eid: unit for unit in all_units(text)} for text in (a, b)]
    scene = _Scene(comparison, units[0], units[1], (a.version, b.version))
    problems: list[Problem] = []
    wanted: list[LinkOverride] = []
    every = tuple(_in_order(scene, override) for override in overrides)
    for override in every:
        if why := _misfit(scene, override):
            problems.append(_conflict(scene, override, why))
        elif _is_there(scene, override):
            problems.append(_needless(scene, override))
        else:
            wanted.append(override)
    wanted = _together(scene, wanted, every, problems)
    if not wanted:
        return CorrectedLinks(comparison, (), tuple(problems))
    links = _relinked(scene, wanted, Symbols(comparison.language))
    done = tuple(_correction(scene, override) for override in wanted)
    corrected = accounted(replace(comparison, links=links), all_units(a), all_units(b))
    return CorrectedLinks(corrected, done, tuple(problems))


def unit_digest(unit: Unit) -> str:
    """Return the digest a correction of a link is bound to: of the unit as printed, without its number."""
    return sha256(unit.printed.encode()).hexdigest()


def _in_order(scene: _Scene, override: LinkOverride) -> LinkOverride:
    """Return a correction with the provisions of each side in the order of the text, as links have them."""
    def ordered(sides: Sides) -> Sides:
        return _by_place(scene.a, sides[0]), _by_place(scene.b, sides[1])

    return replace(override, sides=ordered(override.sides),
                   was=frozenset(ordered(sides) for sides in override.was))


def _by_place(units: Mapping[str, Unit], eids: tuple[str, ...]) -> tuple[str, ...]:
    order = {eid: number for number, eid in enumerate(units)}
    return tuple(sorted(eids, key=lambda eid: (order.get(eid, len(order)), eid)))


def _misfit(scene: _Scene, override: LinkOverride) -> str:
    """Return why a correction does not fit the texts or the links, or the empty string."""
    bound = ((scene.a, override.digests_a), (scene.b, override.digests_b))
    for (units, digests), version in zip(bound, scene.versions, strict=True):
        for eid, digest in digests.items():
            if eid not in units:
                return f"{version} has no article-level provision {eid}"
            if unit_digest(units[eid]) != digest:
                return f"{version}#{eid} is no longer the text that was compared (another digest)"
    held = scene.touched(override.sides)
    if not _is_there(scene, override) and {(link.a, link.b) for link in held} != override.was:
        rows = "; ".join(_words((link.a, link.b)) for link in held)
        return f"the rules no longer link these provisions as the correction says, but {rows}"
    if ChangeClass.UNCHANGED in override.classes and not _same_text(scene, override):
        return "it calls unchanged what does not read the same"
    return ""


def _words(sides: Sides) -> str:
    return " → ".join(" ".join(eids) or "nothing" for eids in sides)


def _same_text(scene: _Scene, override: LinkOverride) -> bool:
    a, b = override.sides
    return [scene.a[eid].text for eid in a] == [scene.b[eid].text for eid in b]


def _is_there(scene: _Scene, override: LinkOverride) -> bool:
    return any((link.a, link.b) == override.sides
               and (not override.classes or set(link.classes) == set(override.classes))
               for link in scene.comparison.links)


def _together(scene: _Scene, wanted: list[LinkOverride], every: tuple[LinkOverride, ...],
              problems: list[Problem]) -> list[LinkOverride]:
    """Return the corrections that can stand: none whose links another one needs that cannot."""
    failed = [one for one in every if one not in wanted and not _is_there(scene, one)]
    standing = list(wanted)
    while True:
        loose = next(((one, why) for one in standing
                      if (why := _cannot_stand(scene, one, standing, failed))), None)
        if loose is None:
            return standing
        problems.append(_conflict(scene, *loose))
        failed.append(loose[0])
        standing.remove(loose[0])


def _cannot_stand(scene: _Scene, one: LinkOverride, standing: list[LinkOverride],
                  failed: list[LinkOverride]) -> str:
    touched = scene.touched(one.sides)
    for other in failed:
        if any(link in touched for link in scene.touched(other.sides)):
            return f"it depends on another correction that was not applied ({other.signature.where})"
    for link in touched:
        rest = _rest(link, standing)
        if all(rest) and rest != (link.a, link.b):
            return (f"what is left of a link, {_words(rest)}, is decided by no correction: "
                    "say in another one what belongs together there")
    return ""


def _rest(link: Link, standing: list[LinkOverride]) -> Sides:
    """Return what no correction names of a link's provisions."""
    named = [{eid for one in standing for eid in one.sides[side]} for side in (0, 1)]
    return (tuple(eid for eid in link.a if eid not in named[0]),
            tuple(eid for eid in link.b if eid not in named[1]))


def _relinked(scene: _Scene, wanted: list[LinkOverride], symbols: Symbols) -> tuple[Link, ...]:
    groups: list[Aligned] = []
    for link in scene.comparison.links:
        rest = _rest(link, wanted)
        if rest == (link.a, link.b):
            groups.append(_as_aligned(scene, link, symbols.language))
        else:
            groups += [Aligned((scene.a[eid],), (), moved=False) for eid in rest[0]]
            groups += [Aligned((), (scene.b[eid],), moved=False) for eid in rest[1]]
    kept = [group for group in groups if group.a and group.b and not group.moved]
    for override in wanted:
        group = Aligned(tuple(scene.a[eid] for eid in override.sides[0]),
                        tuple(scene.b[eid] for eid in override.sides[1]), moved=False, proofs=(RULE,))
        crosses = any(_crosses(group, other) for other in kept)
        groups.append(replace(group, moved=crosses, parts=align_parts(group, symbols)))
    said = {override.sides: override for override in wanted}
    return tuple(_signed(link, said) for link in build_links(reading_order(groups), symbols))


def _as_aligned(scene: _Scene, link: Link, language: str) -> Aligned:
    """Return the group that a link was made of."""
    a, b = tuple(scene.a[eid] for eid in link.a), tuple(scene.b[eid] for eid in link.b)
    inner = [{unit.eid: unit for level in PART_LEVELS for unit in part_units(side, level, language)}
             for side in (a, b)]
    parts = tuple(_group(part, tuple(inner[0][eid] for eid in part.a),
                         tuple(inner[1][eid] for eid in part.b)) for part in link.parts)
    return replace(_group(link, a, b), parts=parts)


def _group(link: Link, a: tuple[Unit, ...], b: tuple[Unit, ...]) -> Aligned:
    proofs = tuple(link.rule.split("+"))
    return Aligned(a, b, ChangeClass.MOVED in link.classes, proofs if PROOFS.issuperset(proofs) else ())


def _crosses(group: Aligned, other: Aligned) -> bool:
    """Tell whether two groups stand in another order on the two sides."""
    return any((x.start - u.start) * (y.start - v.start) < 0
               for x, u in product(group.a, other.a) for y, v in product(group.b, other.b))


def _signed(link: Link, said: Mapping[Sides, LinkOverride]) -> Link:
    override = said.get((link.a, link.b))
    if override is None:
        return link
    return replace(link, rule=RULE, classes=tuple(one for one in ChangeClass if one in override.classes)
                   or link.classes)


def _places(scene: _Scene, override: LinkOverride) -> tuple[str, ...]:
    return tuple(f"{version}#{eid}" for version, eids in zip(scene.versions, override.sides, strict=True)
                 for eid in eids)


def _correction(scene: _Scene, override: LinkOverride) -> Correction:
    return Correction(f"{scene.comparison.a} {scene.comparison.b}", Subject.LINK, Deed.SET,
                      link_key(override.sides), _places(scene, override),
                      ("classes",) if override.classes else (), override.signature)


def _conflict(scene: _Scene, override: LinkOverride, why: str) -> Problem:
    return Problem(CONFLICT, Severity.ERROR, _places(scene, override)[-1],
                   f"the correction of a link was not applied ({override.signature.where}): {why}", REMEDY)


def _needless(scene: _Scene, override: LinkOverride) -> Problem:
    return Problem(NEEDLESS, Severity.WARNING, _places(scene, override)[-1],
                   f"the rules now make the link that a correction wants ({override.signature.where}): "
                   "it was not applied", "take the correction out")
