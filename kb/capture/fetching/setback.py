"""What went wrong with one request, before it is decided whether to try again."""

from dataclasses import dataclass


@dataclass
class SetbackError(Exception):
    """One failed request.

    ``again`` says that a later try may succeed, ``wait`` how long the site asks us to wait (seconds, 0
    where it does not say), ``stops`` that the host is not to be asked again in this run, ``status`` the
    HTTP status, 0 where none came.
    """

    what: str
    why: str
    remedy: str
    again: bool = False
    stops: bool = False
    wait: float = 0.0
    status: int = 0
