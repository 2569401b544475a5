"""The identity of provisions as committed: read, and added to, never taken from.

Reads and writes ``corpus/identity/<slug>.toml``: every address ever published, by version, neighbours
joined (``art_1..79``); which addresses are one provision; what was split or merged. No text.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from kb.errors import KbError
from kb.model.identity import Identities, Provenance
from kb.model.work import Register
from kb.store.layout import Layout

_NUMBERED: Final = re.compile(r"(?P<stem>.*_)(?P<number>\d+)")
_RANGE: Final = re.compile(r"(?P<stem>.*_)(?P<first>\d+)\.\.(?P<last>\d+)")
MOST: Final = 5_000
"""How long a range of addresses may be; the longest code has 1,260 articles."""

HEAD: Final = """# Which provisions of the versions of this work are one and the same, by article.
# Proposed by `kb align`, accepted by a person. Addresses are added and never taken out.
"""


def load_identities(layout: Layout, register: Register) -> dict[str, Identities]:
    """Return what is kept, by work.

    Raises:
        KbError: a file cannot be read, names what is not registered, or contradicts itself.
    """
    folder = layout.corpus / "identity"
    return {path.stem: _load(path, register) for path in sorted(folder.glob("*.toml"))}


def _load(path: Path, register: Register) -> Identities:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        addresses = {str(version): tuple(unfold(row)) for version, row in data["addresses"].items()}
        at = {str(wid): tuple(map(str, row)) for wid, row in data.get("same", {}).items()}
        origins = {str(wid): Provenance(tuple(map(str, row.get("split_from", ()))),
                                        tuple(map(str, row.get("merged", ()))))
                   for wid, row in data.get("origin", {}).items()}
    except (OSError, UnicodeError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise _refused(path, str(error)) from error
    found = Identities(path.stem, addresses, at, origins)
    for words in _faults(found, register):
        raise _refused(path, words)
    return found


def _faults(found: Identities, register: Register) -> Iterator[str]:
    work = register.work(found.work)
    if work is None:
        yield f"no work {found.work} is registered"
        return
    known = {version.id for version in work.versions}
    yield from (f"{version} is no version of {found.work}"
                for version in found.addresses if version not in known)
    listed = {f"{version}#{eid}" for version, eids in found.addresses.items() for eid in eids}
    used: set[str] = set()
    for wid, others in found.at.items():
        for address in (wid, *others):
            if address not in listed:
                yield f"{address} is not among the addresses"
            if address in used:
                yield f"{address} is two provisions at once"
            used.add(address)
    for wid, origin in found.origins.items():
        yield from (f"{one} is no provision" for one in (wid, *origin.split_from, *origin.merged)
                    if found.wid(one) != one)


def _refused(path: Path, why: str) -> KbError:
    return KbError("the identity of provisions cannot be read", str(path), why,
                   "restore the committed file; kb align --accept adds to it")


def added(kept: Identities | None, proposed: Identities) -> Identities:
    """Return what is kept with what a proposal adds: new addresses, and what they are the same as.

    What is kept stays as it is. An address that is new joins the provision that the proposal gives it, by
    the name under which that is kept.
    """
    if kept is None:
        return proposed
    addresses = {version: tuple(dict.fromkeys((*kept.addresses.get(version, ()), *eids)))
                 for version, eids in _versions(kept, proposed)}
    at = {wid: list(others) for wid, others in kept.at.items()}
    for wid, others in proposed.at.items():
        known = [kept.wid(one) for one in (wid, *others) if kept.wid(one)]
        name = known[0] if known else wid
        at.setdefault(name, []).extend(one for one in (wid, *others) if not kept.wid(one) and one != name)
    origins = {**proposed.origins, **kept.origins}
    whole = Identities(kept.work, addresses, {wid: tuple(row) for wid, row in at.items() if row})
    return Identities(kept.work, addresses, whole.at,
                      {wid: one for wid, one in origins.items()
                       if all(whole.wid(name) == name for name in (wid, *one.split_from, *one.merged))})


def _versions(kept: Identities, proposed: Identities) -> Iterator[tuple[str, tuple[str, ...]]]:
    for version in dict.fromkeys((*proposed.addresses, *kept.addresses)):
        yield version, proposed.addresses.get(version, ())


def write_identities(layout: Layout, found: Identities) -> Path:
    """Write what is kept of a work, aside and then renamed; return the file."""
    folder = layout.corpus / "identity"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{found.work}.toml"
    aside = path.with_suffix(".partial")
    aside.write_text(render(found), encoding="utf-8")
    aside.replace(path)
    return path


def render(found: Identities) -> str:
    """Return the file as text."""
    lines = [HEAD, "[addresses]"]
    lines += [f"{_quoted(version)} = {_row(fold(eids))}" for version, eids in found.addresses.items()]
    if found.at:
        lines += ["", "[same]  # the name of a provision, and where else it stands"]
        lines += [f"{_quoted(wid)} = {_row(others)}" for wid, others in found.at.items()]
    if found.origins:
        lines += ["", "[origin]"]
        lines += [f"{_quoted(wid)} = {{ {_origin(one)} }}" for wid, one in found.origins.items()]
    return "\n".join(lines) + "\n"


def _origin(one: Provenance) -> str:
    rows = (("split_from", one.split_from), ("merged", one.merged))
    return ", ".join(f"{name} = {_row(values)}" for name, values in rows if values)


def _row(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_quoted, values))}]"


def _quoted(words: str) -> str:
    return f'"{words}"'


def fold(eids: Sequence[str]) -> list[str]:
    """Return eids with neighbours joined.

    >>> fold(["art_1", "art_2", "art_3", "art_3-1", "head_1"])
    ['art_1..3', 'art_3-1', 'head_1']
    """
    out: list[tuple[str, int, int]] = []
    for eid in eids:
        match = _NUMBERED.fullmatch(eid)
        stem, number = (match["stem"], int(match["number"])) if match else (eid, -1)
        if out and match and out[-1][0] == stem and out[-1][2] + 1 == number:
            out[-1] = (stem, out[-1][1], number)
        else:
            out.append((stem, number, number))
    return [stem if first < 0 else f"{stem}{first}" if first == last else f"{stem}{first}..{last}"
            for stem, first, last in out]


def unfold(rows: Iterable[str]) -> Iterator[str]:
    """Yield the eids that ``fold`` joined.

    Raises:
        ValueError: a range runs backward or is longer than ``MOST``.
    """
    for row in rows:
        match = _RANGE.fullmatch(row)
        if not match:
            yield row
            continue
        first, last = int(match["first"]), int(match["last"])
        if not first <= last < first + MOST:
            message = f"{row} is no range of addresses"
            raise ValueError(message)
        yield from (f"{match['stem']}{number}" for number in range(first, last + 1))
