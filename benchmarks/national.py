"""The whole national collection, read and analysed: crashes, numbering, landing of pinpoints, by cause.

    python benchmarks/national.py run [--name NAME] [--processes 2] [--every N] [--fresh]
    python benchmarks/national.py report [--name NAME] [--list CAUSE] [--most 20]

``run`` passes every statute of ../shared/national through parse, find, resolve (with the text itself as
its own catalogue) and the proof of slices. It writes one line of JSON for each to
build/national/NAME-SHARD.jsonl as it comes; a run that was stopped goes on where it was, unless the
program has changed since. ``report`` prints what the lines say, also while a run is going on.
"""

import argparse
import hashlib
import json
import lzma
import multiprocessing
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.national_record import record
from benchmarks.national_report import listed, report

ROOT = Path(__file__).parent.parent
PACKED = ROOT.parent / "shared" / "national" / "laws.jsonl.xz"
FOLDER = ROOT / "build" / "national"
Row = dict[str, Any]


def program() -> str:
    """Return the digest of all code that a record depends on."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "kb").rglob("*")):
        if path.suffix in (".py", ".toml"):
            digest.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def statutes(packed: Path, every: int = 1) -> Iterator[tuple[int, Row]]:
    """Yield every n-th row of the collection with its place."""
    with lzma.open(packed, "rt", encoding="utf-8") as rows:
        for place, row in enumerate(rows):
            if place % every == 0:
                yield place, json.loads(row)


def done(path: Path, head: Row) -> set[int]:
    """Return the places a file has already; cut off a line that was not finished.

    Raises:
        SystemExit: the lines are of another program.
    """
    if not path.is_file():
        return set()
    whole, _, _ = path.read_bytes().rpartition(b"\n")
    lines = [json.loads(line) for line in whole.split(b"\n")] if whole else []
    if lines and lines[0] != head:
        sys.exit(f"{path.name} is of another program or selection: --fresh begins again, --name keeps both")
    path.write_bytes(whole + b"\n" if whole else b"")
    return {line["place"] for line in lines[1:]}


def work(path: Path, shard: int, head: Row) -> None:
    """Read one shard of the collection and append a record for each text."""
    os.nice(5)
    have = done(path, head)
    with path.open("a", encoding="utf-8") as out:
        if not path.stat().st_size:
            out.write(json.dumps(head) + "\n")
        for number, (place, row) in enumerate(statutes(PACKED, head["every"])):
            if number % head["shards"] == shard and place not in have:
                out.write(json.dumps(record(place, row), ensure_ascii=False) + "\n")
                out.flush()


def run(options: argparse.Namespace) -> None:
    """Start one process for each shard and wait for them."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    head = {"program": program(), "shards": options.processes, "every": options.every}
    paths = [FOLDER / f"{options.name}-{shard}.jsonl" for shard in range(options.processes)]
    if options.fresh:
        for path in FOLDER.glob(f"{options.name}-*.jsonl"):
            path.unlink()
    workers = [multiprocessing.Process(target=work, args=(path, shard, head))
               for shard, path in enumerate(paths)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()


def records(name: str) -> list[Row]:
    """Return the records of a run in the order of the collection."""
    found = []
    for path in sorted(FOLDER.glob(f"{name}-[0-9]*.jsonl")):
        whole, _, _ = path.read_bytes().rpartition(b"\n")
        found += [json.loads(line) for line in whole.split(b"\n")[1:]]
    return sorted(found, key=lambda one: one["place"])


def main() -> int:
    """Run or report."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("action", choices=("run", "report"))
    parser.add_argument("--name", default="run")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--list", metavar="CAUSE")
    parser.add_argument("--most", type=int, default=20)
    options = parser.parse_args()
    if options.action == "run":
        if not PACKED.is_file():
            print("there is no collection at", PACKED, file=sys.stderr)
            return 2
        run(options)
    found = records(options.name)
    if not found:
        print("no records of", options.name, "under", FOLDER, file=sys.stderr)
        return 2
    print("\n".join(listed(found, options.list, options.most) if options.list else report(found)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
