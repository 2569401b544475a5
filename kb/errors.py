"""The one error a person sees: what happened, where, why, and what to do about it.

Exit codes of the command ``kb``:

=====  ==============================================================
0      done
1      the input was understood and found wanting (a check failed, a citation does not exist)
2      the command line could not be understood
3      something new was found (used by watching)
4      an input file or page was refused; nothing was changed
5      the built file is missing or older than this program; run ``kb build``
70     a defect in this program
=====  ==============================================================
"""

from typing import ClassVar


class KbError(Exception):
    """A failure that a person can act on.

    Args:
        what: What went wrong, in one clause.
        where: The file, key, address or option concerned.
        why: The reason, as far as it is known.
        remedy: What to do next.
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, where: str = "", why: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.why = why
        self.remedy = remedy

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Return the labelled lines to print, leaving out those that are empty."""
        rows = (("what", self.what), ("where", self.where), ("why", self.why),
                ("remedy", self.remedy))
        return tuple((label, value) for label, value in rows if value)

    def __str__(self) -> str:
        return "; ".join(f"{label}: {value}" for label, value in self.lines())


class InputRefusedError(KbError):
    """A file or page that must not enter the collection."""

    exit_code = 4


class NotBuiltError(KbError):
    """The built file is missing, unreadable or from another version of the program."""

    exit_code = 5


class RegisterError(KbError):
    """A file of ``corpus/`` that does not say what it must."""
