"""A comparison for a terminal: what changed article by article, with an inline redline.

Reads a ``Comparison`` and its texts; writes Rich text. With colour, struck words are red and struck
through, new ones green and underlined; without, they stand in ``[-…-]`` and ``{+…+}``. Clerical runs are
dim. Kept text is shortened in the middle of long articles, so that a change is read in its sentence.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from rich.text import Text as RichText

from kb.compare.ledger import by_side
from kb.model.change import ChangeClass, Comparison, Link, OpKind, RedlineOp
from kb.model.duty_change import DutyClass, DutyDelta
from kb.model.provision import Provision
from kb.model.text import Text

_QUIET: Final = frozenset({ChangeClass.UNCHANGED, ChangeClass.RENUMBERED})
_MARKS: Final = {OpKind.DELETE: ("[-", "-]"), OpKind.INSERT: ("{+", "+}"), OpKind.KEEP: ("", "")}
_STYLES: Final = {OpKind.DELETE: "red strike", OpKind.INSERT: "green underline", OpKind.KEEP: ""}
SUMMARY: Final = 12
"""How many lines of the duty delta a reader is shown first."""

_CONTEXT: Final = 40
_CLAUSE: Final = frozenset("，。；：,.;:\n")


def render_comparison(comparison: Comparison, a: Text, b: Text, *, colour: bool = True,
                      whole: bool = False) -> Iterator[RichText]:
    """Yield the lines to print: a head, the changed articles, a summary, the ledger.

    ``whole`` prints the articles that stayed the same, too, and does not shorten kept text.
    """
    yield RichText(f"{comparison.a}  ->  {comparison.b}", style="bold")
    nodes = a.index(), b.index()
    for link in comparison.links:
        if whole or not set(link.classes) <= _QUIET:
            yield _heading(link, nodes)
            yield RichText()
            yield _body(link, colour=colour, whole=whole)
            yield RichText()
    if comparison.duties:
        yield from _duty_lines(comparison.duties)
    yield _summary(comparison)
    yield from _ledger_lines(comparison)


def render_redline(ops: tuple[RedlineOp, ...], *, colour: bool = True,
                   whole: bool = True) -> RichText:
    """Return one redline as text; ``whole`` keeps long unchanged runs entire."""
    line = RichText()
    for index, op in enumerate(ops):
        before, after = ("", "") if colour else _MARKS[op.kind]
        text = op.text if whole or op.kind is not OpKind.KEEP else _shortened(
            op.text, first=index == 0, last=index == len(ops) - 1)
        style = f"dim {_STYLES[op.kind]}" if op.clerical else _STYLES[op.kind]
        line.append(f"{before}{text}{after}", style=style if colour else "")
    return line


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """Leave out the middle of a long kept run, cutting where a clause ends."""
    head = 0 if first else _cut(text, _CONTEXT)
    tail = 0 if last else _cut(text[::-1], _CONTEXT)
    if len(text) <= head + tail + _CONTEXT // 2:
        return text
    return f"{text[:head]} … {text[len(text) - tail:] if tail else ''}".lstrip()


def _cut(text: str, wanted: int) -> int:
    """Return the place of the clause boundary nearest after the wanted length, else that length."""
    places = [at for at in range(wanted // 2, min(len(text), wanted * 2)) if text[at] in _CLAUSE]
    return min(places, key=lambda at: abs(at - wanted), default=wanted)


def _duty_lines(delta: DutyDelta) -> Iterator[RichText]:
    """Yield what changed in duties, heaviest first; what is cut off or only counted is said."""
    yield RichText("What changed in duties", style="bold")
    for line in delta.lines[:SUMMARY]:
        row = RichText(f"* {line.text}")
        row.append(f"  {', '.join(line.classes)}", style="cyan")
        yield row
    yield RichText("; ".join(_counted(delta)), style="dim")
    yield RichText()


def _counted(delta: DutyDelta) -> Iterator[str]:
    """Yield what is not among the lines shown."""
    clerical = sum(change.classes == (DutyClass.CLERICAL,) for change in delta.changes)
    if len(delta.lines) > SUMMARY:
        yield f"{len(delta.lines) - SUMMARY} more lines (--format json has all)"
    yield f"{delta.unchanged} norms unchanged"
    if clerical:
        yield f"{clerical} changed in form only"
    if delta.undecided:
        yield f"{len(delta.undecided)} read on one side only, nothing said of them"


def _heading(link: Link, nodes: tuple[dict[str, Provision], dict[str, Provision]]) -> RichText:
    sides = [", ".join(_name(index, eid) for eid in eids) or "(none)"
             for index, eids in zip(nodes, (link.a, link.b), strict=True)]
    line = RichText(f"{sides[0]} -> {sides[1]}", style="bold")
    line.append(f"  {', '.join(link.classes)}", style="cyan")
    if link.a and link.b:
        line.append(f"  {link.score:.2f} {link.rule}", style="dim")
    return line


def _name(index: dict[str, Provision], eid: str) -> str:
    node = index.get(eid)
    return (node.num or eid) if node else eid


def _body(link: Link, *, colour: bool, whole: bool) -> RichText:
    if link.redline:
        return render_redline(link.redline, colour=colour, whole=whole)
    return RichText("(same text)", style="dim")


def _summary(comparison: Comparison) -> RichText:
    count = Counter(one for link in comparison.links for one in link.classes)
    told = ", ".join(f"{count[one]} {one}" for one in ChangeClass if count[one])
    return RichText(f"{len(comparison.links)} links: {told}")


def _ledger_lines(comparison: Comparison) -> Iterator[RichText]:
    ledgers = by_side(comparison.accounts).values()
    for name, accounts in zip((comparison.a, comparison.b), ledgers, strict=True):
        yield RichText(f"{name}: {_shares(accounts)} of {sum(accounts.values())} characters")


def _shares(accounts: Mapping[str, int]) -> str:
    total = sum(accounts.values()) or 1
    return ", ".join(f"{name} {100 * value / total:.1f} %" for name, value in accounts.items() if value)
