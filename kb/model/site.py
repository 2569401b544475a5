"""Official sites: who runs them, what may be reused, what their robots file says, how to behave there."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Site:
    """One official site, as recorded in ``corpus/sites.toml``.

    ``forbidden`` is true where the robots file forbids us everything: such a host is never asked, not
    even for its robots file, and ``why`` explains it. ``delay`` is the pause between two requests in
    seconds. ``http_first`` marks a site that is to be asked by http because its https fails.
    ``hosts`` are its other hosts (aliases, attachments), to which it may redirect. ``evidence`` says
    where reuse and robots positions were seen, ``evidence_date`` when (ISO date, or shorter).
    """

    host: str
    name: str
    reuse: str
    robots: str
    forbidden: bool
    why: str
    delay: float
    http_first: bool
    hosts: tuple[str, ...]
    evidence_date: str
    evidence: str
