"""Silent edits: an official address, fetched by us on different days, that read differently."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise

from kb.capture.choice import Candidate, Choice, moment_of, page_of
from kb.model.edit import SilentEdit
from kb.model.manifestation import Manifestation
from kb.model.problem import Problem, Severity
from kb.model.text import Grade
from kb.parse.pinning import article_digests
from kb.store.captures import whole_digest
from kb.store.sightings import Seen, Sighting


def silent_edits(choice: Choice, sightings: Sequence[Sighting]) -> tuple[SilentEdit, ...]:
    """Return every edit that the captures of one version show, oldest first."""
    fetched = [one for one in choice.order
               if one.manifestation.grade is Grade.OFFICIAL_FETCHED and one.manifestation.retrieved]
    fetched.sort(key=lambda one: (page_of(one.manifestation), moment_of(one.manifestation)))
    found = [edit for address, group in groupby(fetched, key=lambda one: page_of(one.manifestation))
             for edit in _edits(address, group, sightings)]
    return tuple(sorted(found, key=lambda edit: (edit.after, edit.address)))


def edit_problems(edits: Iterable[SilentEdit]) -> Iterator[Problem]:
    """Yield one problem per article that an authority changed without saying so."""
    for edit in edits:
        for eid in edit.articles:
            yield Problem("silent-edit", Severity.WARNING, f"{edit.version}#{eid}",
                          f"the authority's page read differently on {edit.before} and on {edit.after}: "
                          f"{edit.address}",
                          "compare the two captures; look for a correction that the authority published")


def last_seen(manifestation: Manifestation, sightings: Iterable[Sighting]) -> date | None:
    """Return the last day on which a text fetched by us was seen unchanged at its address, if ever."""
    if manifestation.grade is not Grade.OFFICIAL_FETCHED:
        return None
    return max((one.at.date() for one in _unchanged(manifestation, sightings)), default=None)


def _edits(address: str, group: Iterable[Candidate], sightings: Sequence[Sighting]) -> Iterator[SilentEdit]:
    for earlier, later in pairwise(group):
        before, after = article_digests(earlier.text), article_digests(later.text)
        eids = tuple(eid for eid in dict.fromkeys([*before, *after]) if before.get(eid) != after.get(eid))
        first, second = earlier.manifestation.retrieved, later.manifestation.retrieved
        if eids and first and second:
            seen = [one.at.date() for one in _unchanged(earlier.manifestation, sightings)
                    if one.at.date() <= second]
            yield SilentEdit(earlier.manifestation.version, address, max([first, *seen]), second, eids)


def _unchanged(manifestation: Manifestation, sightings: Iterable[Sighting]) -> Iterator[Sighting]:
    """Yield the later visits that found a text as it was captured."""
    record, first = whole_digest(manifestation.pages), manifestation.retrieved or date.min
    return (one for one in sightings
            if one.seen is Seen.UNCHANGED and one.version == manifestation.version
            and one.address == page_of(manifestation) and one.record == record
            and one.at.date() >= first)
