"""Shares of a whole in per cent, rounded so that they still make one hundred.

Method of largest remainders (Hamilton): every share is rounded down to one decimal, and the tenths that
are left go to the largest remainders, the first of equal ones first.
"""

from collections.abc import Sequence


def percents(parts: Sequence[int]) -> tuple[str, ...]:
    """Return each part in per cent of their sum, to one decimal; nothing sums to nothing.

    >>> percents([1, 1, 1]), percents([0, 0])
    (('33.4', '33.3', '33.3'), ('0.0', '0.0'))
    """
    total = sum(parts)
    exact = [1000 * part / (total or 1) for part in parts]
    tenths = [int(value) for value in exact]
    short = (1000 if total else 0) - sum(tenths)
    for at in sorted(range(len(exact)), key=lambda at: tenths[at] - exact[at])[:short]:
        tenths[at] += 1
    return tuple(f"{part / 10:.1f}" for part in tenths)
