"""The redline of two texts: runs kept, deleted and inserted, as a lawyer reads them.

Reads two strings; writes ``RedlineOp`` runs. Kept and deleted runs join to exactly the first text, kept
and inserted runs to exactly the second. The opcodes are a longest common subsequence of tokens (Indel
distance, Myers 1986); then scraps that are equal by chance between two changes are struck and written
anew with them, and a change slides to where a clause begins.
"""

from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import Indel

from kb.compare.tokens import Token, substance, tokenise
from kb.model.change import OpKind, RedlineOp

_SENTENCE: Final = frozenset("。；;\n")
_CLAUSE: Final = frozenset("，,：:、")
_SCRAP: Final = 2


@dataclass(frozen=True, slots=True)
class _Change:
    """Tokens ``a[i:i_end]`` became ``b[j:j_end]``."""

    i: int
    i_end: int
    j: int
    j_end: int

    def turned(self) -> "_Change":
        """Return the change that leads back."""
        return _Change(self.j, self.j_end, self.i, self.i_end)


@dataclass(frozen=True, slots=True)
class _Sides:
    a: tuple[Token, ...]
    b: tuple[Token, ...]
    numbers: bool

    def turned(self) -> "_Sides":
        """Return the two sides swapped."""
        return _Sides(self.b, self.a, self.numbers)

    def clerical(self, change: _Change) -> bool:
        """Tell whether a change touches punctuation, width or numbering only."""
        return (substance(self.a[change.i:change.i_end], numbers=self.numbers)
                == substance(self.b[change.j:change.j_end], numbers=self.numbers))

    def size(self, change: _Change) -> int:
        """Return the longer side of a change, in characters."""
        return max(len(substance(self.a[change.i:change.i_end], numbers=True)),
                   len(substance(self.b[change.j:change.j_end], numbers=True)))


def redline(a: str, b: str, language: str = "zh", *, numbers_follow: bool = True
            ) -> tuple[RedlineOp, ...]:
    """Return the runs that turn ``a`` into ``b``; nothing at all if the two are the same.

    ``numbers_follow`` says that changed numbers of cited provisions are a mere consequence of
    renumbering: such runs are then clerical. Where a deletion and an insertion meet, the deletion
    stands first.
    """
    if a == b:
        return ()
    sides = _Sides(tokenise(a, language), tokenise(b, language), not numbers_follow)
    turn = (len(b), b) < (len(a), a)  # one order of work, so that swapped sides mirror each other
    found = _found(sides.turned() if turn else sides)
    changes = [change.turned() for change in found] if turn else found
    return tuple(_joined(_ops(changes, sides)))


def _found(sides: _Sides) -> list[_Change]:
    changes = _absorbed(_changes(sides), sides)
    return [_slid(change, changes, sides) for change in changes]


def _changes(sides: _Sides) -> list[_Change]:
    """Return the changes by key, those that touch joined into one."""
    found: list[_Change] = []
    codes: dict[str, int] = {}
    a = [codes.setdefault(token.key, len(codes)) for token in sides.a]
    b = [codes.setdefault(token.key, len(codes)) for token in sides.b]
    for op in Indel.opcodes(a, b):
        if op.tag == "equal":
            continue
        change = _Change(op.src_start, op.src_end, op.dest_start, op.dest_end)
        if found and found[-1].i_end == change.i and found[-1].j_end == change.j:
            change = _Change(found[-1].i, change.i_end, found.pop().j, change.j_end)
        found.append(change)
    return found


def _absorbed(changes: list[_Change], sides: _Sides) -> list[_Change]:
    """Join changes over scraps that only happen to be equal, until nothing more joins."""
    while True:
        joined: list[_Change] = []
        for change in changes:
            if joined and _is_scrap(joined[-1], change, sides):
                last = joined.pop()
                joined.append(_Change(last.i, change.i_end, last.j, change.j_end))
            else:
                joined.append(change)
        if len(joined) == len(changes):
            return joined
        changes = joined


def _is_scrap(before: _Change, after: _Change, sides: _Sides) -> bool:
    kept = sides.a[before.i_end:after.i]
    if any(token.text in _SENTENCE for token in kept):
        return False
    if sides.clerical(before) or sides.clerical(after):
        return False
    length = len(substance(kept, numbers=True))
    if length == 0:
        return True
    around = min(sides.size(before), sides.size(after))
    return length <= _SCRAP and len(kept) <= _SCRAP + 1 and around >= length


def _slid(change: _Change, changes: list[_Change], sides: _Sides) -> _Change:
    """Slide a pure insertion or deletion to the best boundary that the equal text around it allows."""
    if change.i != change.i_end and change.j != change.j_end:
        return change
    place = changes.index(change)
    floor = changes[place - 1].i_end if place else 0
    ceiling = changes[place + 1].i if place + 1 < len(changes) else len(sides.a)
    run, start, end = ((sides.b, change.j, change.j_end) if change.i == change.i_end
                       else (sides.a, change.i, change.i_end))
    best, best_value = 0, _boundary(run, start, end)
    for step in (-1, 1):
        shift = step
        while (floor <= change.i + shift and change.i_end + shift <= ceiling
               and _same(run, start, end, shift)):
            value = _boundary(run, start + shift, end + shift)
            if value > best_value:
                best, best_value = shift, value
            shift += step
    return _Change(change.i + best, change.i_end + best, change.j + best, change.j_end + best)


def _same(run: tuple[Token, ...], start: int, end: int, shift: int) -> bool:
    """Tell whether the last step of a shift passes equal tokens."""
    out, back = (start + shift, end + shift) if shift < 0 else (start + shift - 1, end + shift - 1)
    return out >= 0 and back < len(run) and run[out].key == run[back].key


def _boundary(run: tuple[Token, ...], start: int, end: int) -> int:
    """Value a place for a change: a line or sentence of its own is best, then a clause."""
    def worth(at: int) -> int:
        before = run[at - 1].text if at else "\n"
        after = run[at].text if at < len(run) else "\n"
        if after == "\n":
            return 5
        if before in _SENTENCE:
            return 4
        return 3 if before in _CLAUSE else 1 if after in _CLAUSE else 0
    return worth(start) + worth(end)


def _ops(changes: list[_Change], sides: _Sides) -> list[RedlineOp]:
    ops: list[RedlineOp] = []
    i = j = 0
    for change in [*changes, _Change(len(sides.a), len(sides.a), len(sides.b), len(sides.b))]:
        ops += _kept(sides.a[i:change.i], sides.b[j:change.j], sides)
        ops += _changed(change, sides)
        i, j = change.i_end, change.j_end
    return ops


def _kept(a: tuple[Token, ...], b: tuple[Token, ...], sides: _Sides) -> list[RedlineOp]:
    """Return equal tokens as kept, and those printed otherwise as changed."""
    ops: list[RedlineOp] = []
    for of_a, of_b in zip(a, b, strict=True):
        if of_a.text == of_b.text:
            ops.append(RedlineOp(OpKind.KEEP, of_a.text))
        else:
            clerical = not (sides.numbers and of_a.numbered and of_a.key != "(#)")
            ops += [RedlineOp(OpKind.DELETE, of_a.text, clerical),
                    RedlineOp(OpKind.INSERT, of_b.text, clerical)]
    return ops


def _changed(change: _Change, sides: _Sides) -> list[RedlineOp]:
    clerical = sides.clerical(change)
    out = "".join(token.text for token in sides.a[change.i:change.i_end])
    new = "".join(token.text for token in sides.b[change.j:change.j_end])
    return ([RedlineOp(OpKind.DELETE, out, clerical)] if out else []) + (
        [RedlineOp(OpKind.INSERT, new, clerical)] if new else [])


def _joined(ops: list[RedlineOp]) -> list[RedlineOp]:
    """Join neighbours of one kind; between two kept runs deletions stand before insertions."""
    found: list[RedlineOp] = []
    for op in ops:
        if found and (found[-1].kind, found[-1].clerical) == (op.kind, op.clerical):
            found[-1] = RedlineOp(op.kind, found[-1].text + op.text, op.clerical)
        else:
            found.append(op)
    return found
