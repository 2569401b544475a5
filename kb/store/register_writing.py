"""Writing entries of the register: a new work's file, or a version appended to one.

Reads and writes: ``corpus/works/<slug>.toml``. Guarantees: a file that is there keeps every byte it has;
nothing stays written that would not load, or whose import was refused; a file is written aside and put
in its place whole.
"""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kb.errors import InputRefusedError, KbError
from kb.model.work import DateFact, Evidence, OfficialAddress, Register, Relation, Version, Work
from kb.store.layout import Layout
from kb.store.register import load_register
from kb.store.register_table import SLUG


def work_toml(work: Work) -> str:
    """Return a whole work as TOML. Documents are not written."""
    head = [_pair("doc_type", work.doc_type), _pair("title_zh", work.title_zh),
            _pair("title_en", work.title_en), _pair("short_zh", work.short_zh),
            _pair("short_en", work.short_en), f"aliases = {_list(work.aliases)}",
            f"topics = {_list(work.topics)}"]
    return "\n".join(head) + "\n" + "".join(
        "\n" + version_toml(version) for version in work.versions) + relations_toml(work.relations)


def version_toml(version: Version) -> str:
    """Return a version with its dates and addresses as TOML."""
    rows = ["[[version]]", _pair("id", version.id), _pair("stage", version.stage),
            _pair("title_zh", version.title_zh), _pair("title_en", version.title_en)]
    if version.number:
        rows.append(_pair("number", version.number))
    rows.append(f"authorities = {_list(version.authorities)}")
    if version.articles is not None:
        rows.append(f"articles = {version.articles}")
    if version.note:
        rows.append(_pair("note", version.note))
    parts = ["\n".join(rows), *map(_date, version.dates), *map(_address, version.addresses)]
    return "\n\n".join(parts) + "\n"


def relations_toml(relations: Iterable[Relation]) -> str:
    """Return relations as TOML, an empty line before each."""
    return "".join(f"\n[[relation]]\n{_pair('kind', one.kind)}\n{_pair('target', one.target)}\n"
                   f"{_pair('version', one.version)}\nevidence = {_evidence(one.evidence)}\n"
                   for one in relations)


@contextmanager
def entered(layout: Layout, slug: str, toml: str, *, new: bool) -> Iterator[Register]:
    """Write an entry and yield the register with it; what fails inside takes the entry back.

    Args:
        layout: The checkout.
        slug: The work's file.
        toml: What is written: a whole file, or what is appended to one.
        new: No file may be there; else one must be.

    Raises:
        KbError: the file is there or is not, the entry would not load, or the disk did not take it.
    """
    path = _path(layout, slug)
    before = None if new else _held(path)
    _put(path, toml.encode() if before is None else before.rstrip(b"\n") + b"\n\n" + toml.encode(),
         new=new)
    try:
        yield load_register(layout)
    except BaseException:
        if before is None:
            path.unlink()
        else:
            _put(path, before, new=False)
        raise


def _path(layout: Layout, slug: str) -> Path:
    if not SLUG.fullmatch(slug):
        raise KbError("this is not a slug", slug, "it names the file of a work",
                      "use lower-case letters, digits and single hyphens")
    return layout.works / f"{slug}.toml"


def _held(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise KbError("the work's file cannot be read", f"corpus/works/{path.name}", str(error),
                      "restore it") from error


def _put(path: Path, data: bytes, *, new: bool) -> None:
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        if new:
            os.link(partial, path)  # fails where a file is: nothing is overwritten
        else:
            partial.replace(path)
    except FileExistsError as error:
        raise InputRefusedError("a work of this name is registered", f"corpus/works/{path.name}",
                                "nothing is overwritten", "give another slug: --as WORK") from error
    except OSError as error:
        raise InputRefusedError("the register could not be written", f"corpus/works/{path.name}",
                                error.strerror or str(error),
                                "free some space or make corpus/works writable") from error
    finally:
        partial.unlink(missing_ok=True)


def _date(fact: DateFact) -> str:
    return (f"[[version.date]]\n{_pair('kind', fact.kind)}\n{_pair('value', fact.value)}\n"
            f"evidence = {_evidence(fact.evidence)}")


def _address(address: OfficialAddress) -> str:
    return (f"[[version.address]]\n{_pair('url', address.url)}\n{_pair('role', address.role)}\n"
            f"{_pair('address_grade', address.address_grade)}\n{_pair('evidence', address.evidence)}")


def _evidence(evidence: Evidence) -> str:
    rows = [_pair(name, value) for name in ("kind", "quote", "source", "grade")
            if (value := getattr(evidence, name))]
    return "{ " + ", ".join(rows) + " }"


def _pair(key: str, value: str) -> str:
    return f"{key} = {_string(value)}"


def _list(values: Iterable[str]) -> str:
    return "[" + ", ".join(map(_string, values)) + "]"


def _string(value: str) -> str:
    """Return a TOML basic string; JSON escapes all that it must but DEL."""
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
