"""What the Chinese of a translated version asks, kept so that a bare clone can raise the same alarm.

Reads and writes: ``corpus/texts/<slug>/<version>.norms.toml``, one line for each provision that asks
something: its modalities in text order and, behind ``|``, its time limits. No word of the text is in it.
Guarantees: what is written reads back the same; a file that says something else is refused.
"""

import tomllib
from typing import Final

from kb.errors import KbError
from kb.model.analysis import Modality
from kb.model.identifiers import is_eid
from kb.model.norm_record import Asked, NormRecord
from kb.store.layout import Layout

HEAD: Final = ("# What the Chinese of this version asks, as `kb check texts --record` read it;"
               " not written by hand.\n")
REMEDY: Final = "write it again with `kb check texts --record` where the Chinese is"
WORDS: Final = frozenset(Modality)


def load_norm_record(layout: Layout, version: str) -> NormRecord | None:
    """Return the record of one version (``work@version``); None where there is none.

    Raises:
        KbError: the file cannot be read, or names no provision or no modality.
    """
    path = layout.norm_record(version)
    if not path.is_file():
        return None
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        asked = {eid: _asked(eid, line) for eid, line in table["asked"].items()}
        return NormRecord(version, str(table["renders"]), asked)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, AttributeError, ValueError) as error:
        raise KbError("a record of norms that cannot be used", str(path.relative_to(layout.root)),
                      str(error), REMEDY) from error


def _asked(eid: str, line: str) -> Asked:
    kinds, _, limits = line.partition("|")
    found = Asked(tuple(kinds.split()), tuple(limits.split()))
    if not is_eid(eid) or not found.modalities or not WORDS.issuperset(found.modalities):
        raise ValueError(f"{eid} = {line!r}")
    return found


def write_norm_record(layout: Layout, record: NormRecord) -> None:
    """Write the record of one version."""
    lines = [f'{eid} = "{" | ".join(filter(None, map(" ".join, (asked.modalities, asked.limits))))}"'
             for eid, asked in record.asked.items()]
    text = f'{HEAD}renders = "{record.renders}"\n\n[asked]\n' + "\n".join(lines) + "\n"
    layout.norm_record(record.version).write_text(text, encoding="utf-8", newline="\n")
