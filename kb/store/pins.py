"""Pins as committed: ``corpus/pins/<slug>/<version>.json``.

Reads and writes: those files, aside and then renamed.
Guarantees: what loads is whole (digests of the right length, articles for every source); writing
keeps the pins of every file that is not at hand.

``articles`` leads from an eid to one digest where all sources agree, else to a list in the order of
``sources`` with null where a source lacks the article.
"""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import msgspec

from kb.errors import RegisterError
from kb.model.identifiers import is_eid
from kb.model.pin import PinSet, PinSource
from kb.model.text import Grade
from kb.store.captures import DIGEST
from kb.store.layout import Layout

FORM: Final = "sha256 over the lines 'eid<TAB>words' of an article's nodes, width, space and marks folded"
REMEDY: Final = "restore the file from git, or make it again: kb pins --write"


class _Source(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sha256: str
    grade: int
    via: str
    official_url: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    form: str
    sources: list[_Source]
    articles: dict[str, str | list[str | None]]


def load_pins(layout: Layout) -> Mapping[str, PinSet]:
    """Return the pins of a checkout by ``work@version``.

    Raises:
        RegisterError: a file cannot be read or is not whole.
    """
    found = (_load(path, layout) for path in sorted(layout.pins.glob("*/*.json")))
    return {pins.version: pins for pins in found}


def _load(path: Path, layout: Layout) -> PinSet:
    name, key = path.relative_to(layout.root).as_posix(), f"{path.parent.name}@{path.stem}"
    try:
        held = msgspec.json.decode(path.read_bytes(), type=_File)
        _refuse_other(held, key)
        return PinSet(key, tuple(_source(held, place) for place in range(len(held.sources))))
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise RegisterError("the pins of a version cannot be used", name, str(error), REMEDY) from error


def _refuse_other(held: _File, key: str) -> None:
    wrong = ""
    if held.version != key or held.form != FORM:
        wrong = f"it is about {held.version!r}, in the form {held.form!r}"
    for eid, value in held.articles.items():
        if isinstance(value, list) and len(value) != len(held.sources):
            wrong = f"{eid}: {len(value)} digests for {len(held.sources)} sources"
    if wrong:
        raise ValueError(wrong)


def _source(held: _File, place: int) -> PinSource:
    source, articles = held.sources[place], {}
    for eid, value in held.articles.items():
        found = value if isinstance(value, str) else value[place]
        if not is_eid(eid) or (found is not None and not DIGEST.fullmatch(found)):
            message = f"{eid}: {found!r} is not a digest of an article"
            raise ValueError(message)
        if found is not None:
            articles[eid] = found
    return PinSource(source.sha256, Grade(source.grade), source.via, source.official_url, articles)


def write_pins(layout: Layout, version: str, sources: Iterable[PinSource]) -> bool:
    """Write the pins of a version; those of files that are not among ``sources`` stay.

    Returns:
        Whether the file changed.
    """
    slug, _, name = version.partition("@")
    path = layout.pins / slug / f"{name}.json"
    held = _load(path, layout).sources if path.is_file() else ()
    kept = {(source.sha256, source.via): source for source in (*held, *sources)}
    data = _as_json(version, [kept[key] for key in sorted(kept)])
    if not kept or (path.is_file() and path.read_text(encoding="utf-8") == data):
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_suffix(f".{os.getpid()}.partial")
    aside.write_text(data, encoding="utf-8")
    aside.replace(path)
    return True


def _as_json(version: str, sources: list[PinSource]) -> str:
    articles: dict[str, str | list[str | None]] = {}
    for eid in dict.fromkeys(eid for source in sources for eid in source.articles):
        digests = [source.articles.get(eid) for source in sources]
        first = digests[0]
        articles[eid] = first if first is not None and len(set(digests)) == 1 else digests
    heads = [{"sha256": s.sha256, "grade": int(s.grade), "via": s.via, "official_url": s.official_url}
             for s in sources]
    return json.dumps({"version": version, "form": FORM, "sources": heads, "articles": articles},
                      ensure_ascii=False, indent=1) + "\n"
