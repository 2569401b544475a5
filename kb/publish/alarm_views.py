"""The translation alarm on the quality page: how far the two languages agree, and where they do not.

Reads the build's ``alarm:`` entries. A paragraph that was looked at and let stand is shown with its reason.
"""

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final

from kb.model.place import place_en
from kb.publish import addresses
from kb.publish.head_views import id_words
from kb.publish.shelf import Shelf
from kb.publish.views import Link

KINDS: Final = ("modality", "number of norms", "deadlines", "references")


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """One paragraph that says something else; ``reason`` is empty while the alarm is open."""

    where: Link
    message: str
    reason: str


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One translation: paragraphs compared, the share without alarm, alarms by kind (open / reviewed)."""

    version: Link
    paragraphs: int
    agreeing: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlarmsView:
    """All translations: kinds in the order of the counts, a row each, open alarms, reviewed ones."""

    kinds: tuple[str, ...]
    rows: tuple[AgreementRow, ...]
    open: tuple[AlarmRow, ...]
    reviewed: tuple[AlarmRow, ...]


def alarms_view(shelf: Shelf) -> AlarmsView:
    """Return what a build holds of the alarm; empty where no translation could be compared."""
    meta = shelf.library.meta
    texts = [json.loads(meta[key]) for key in sorted(meta) if key.startswith("alarm:")]
    rows = [(bool(alarm["reason"]), _row(shelf, text["version"], alarm))
            for text in texts for alarm in text["alarms"]]
    return AlarmsView(KINDS, tuple(_agreement(shelf, text) for text in texts),
                      tuple(row for reviewed, row in rows if not reviewed),
                      tuple(row for reviewed, row in rows if reviewed))


def _agreement(shelf: Shelf, text: dict[str, Any]) -> AgreementRow:
    open_, reviewed = (Counter(kind for alarm in text["alarms"] if bool(alarm["reason"]) == state
                               for kind in alarm["kinds"]) for state in (False, True))
    counts = tuple("not compared" if kind == "references" and not text["references"]
                   else f"{open_[kind]} / {reviewed[kind]}" for kind in KINDS)
    total = text["provisions"]
    apart = len({alarm["eid"] for alarm in text["alarms"]})
    share = f"{100 * (total - apart) / total:.1f} %" if total else ""
    return AgreementRow(Link(_name(shelf, text["version"]), addresses.version_page(text["version"])), total,
                        share, counts)


def _row(shelf: Shelf, version: str, alarm: dict[str, Any]) -> AlarmRow:
    place = place_en(alarm["eid"]) if alarm["eid"] else "whole text"
    return AlarmRow(Link(f"{_name(shelf, version)}, {place}", shelf.provision_href(version, alarm["eid"])),
                    alarm["message"], alarm["reason"])


def _name(shelf: Shelf, version: str) -> str:
    work = shelf.work_of(version)
    return f"{(work.short_en or work.title_en) if work else version}, {id_words(version.partition('@')[2])}"
