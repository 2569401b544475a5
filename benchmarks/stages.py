"""Throughput and peak memory of each stage on statutes, beside plain reading of the same bytes.

    python benchmarks/stages.py [--every N] [--runs N]

A sample of ../shared/national is unpacked once to a folder of its own. Each stage then runs in a process of
its own, so that its peak memory is its own; a stage does what it needs of the stages before it first, and
only its own part is timed. The floor reads and decodes the same files. Figures: the median of the runs, MB
(10**6 bytes of UTF-8) each second, the ratio to the floor, the peak of resident memory. No goal is set, but
a stage that becomes ten times slower is seen here.
"""

import argparse
import json
import lzma
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from benchmarks.national_record import own_catalogue
from kb.analyse.find import find
from kb.analyse.proof import prove_slices
from kb.analyse.resolve import resolve
from kb.model.text import Grade, Text
from kb.parse.document import parse_bytes
from kb.parse.readers import read

PACKED = Path(__file__).parent.parent.parent / "shared" / "national" / "laws.jsonl.xz"
KIND = "text/markdown"


def floor(paths: list[Path]) -> Iterable[object]:
    """Read and decode."""
    return [path.read_bytes().decode() for path in paths]


def reading(paths: list[Path]) -> Iterable[object]:
    """Read files into lines and runs."""
    return [read(path.read_bytes(), KIND, path.name) for path in paths]


def parsing(paths: list[Path]) -> list[Text]:
    """Read files and parse them into provisions."""
    return [parse_bytes(path.read_bytes(), KIND, path.name, version="statute@v1", language="zh",
                        grade=Grade.REPUBLISHED) for path in paths]


def finding(texts: list[Text]) -> Iterable[object]:
    """Find mentions, definitions and norms."""
    return [find(text) for text in texts]


def stage(name: str, folder: Path) -> tuple[float, float]:
    """Run one stage; return seconds of its own part and the peak memory of the process in MB."""
    paths = sorted(folder.iterdir())
    work: Callable[[], object]
    if name in ("floor", "read", "parse"):
        work = {"floor": lambda: floor(paths), "read": lambda: reading(paths),
                "parse": lambda: parsing(paths)}[name]
    else:
        texts = parsing(paths)
        found = [(find(text), text) for text in texts] if name in ("resolve", "prove") else []
        done = [(text, resolve(one, text, own_catalogue(text, ""))) for one, text in found] \
            if name == "prove" else []
        work = {"find": lambda: finding(texts),
                "resolve": lambda: [resolve(one, text, own_catalogue(text, "")) for one, text in found],
                "prove": lambda: [prove_slices(text, one) for text, one in done]}[name]
    begin = time.perf_counter()
    work()
    spent = time.perf_counter() - begin
    return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


STAGES = ("floor", "read", "parse", "find", "resolve", "prove")


def unpack(folder: Path, every: int) -> int:
    """Write a sample to a folder, one file each; return its bytes."""
    total = 0
    with lzma.open(PACKED, "rt", encoding="utf-8") as rows:
        for place, row in enumerate(rows):
            if place % every == 0:
                data = json.loads(row)["text"].encode()
                (folder / f"{place:05d}.md").write_bytes(data)
                total += len(data)
    return total


def main() -> int:
    """Measure all stages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--every", type=int, default=80)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stage", nargs=2, metavar=("NAME", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.stage:
        print(json.dumps(stage(options.stage[0], Path(options.stage[1]))))
        return 0
    if not PACKED.is_file():
        print("there is no collection at", PACKED, file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = unpack(folder, options.every) / 1e6
        count = len(list(folder.iterdir()))
        print(f"{count} statutes, {size:.2f} MB; median of {options.runs} runs")
        print(f"{'stage':10} {'seconds':>9} {'MB/s':>9} {'texts/s':>9} {'x floor':>9} {'peak MB':>9}")
        base = 0.0
        for one in STAGES:
            seconds, memory = measured(one, folder, options.runs)
            base = base or seconds
            print(f"{one:10} {seconds:9.3f} {size / seconds:9.2f} {count / seconds:9.1f} "
                  f"{seconds / base:9.0f} {memory:9.0f}")
    return 0


def measured(name: str, folder: Path, runs: int) -> tuple[float, float]:
    """Return the median seconds and the highest memory of a stage over some runs."""
    found = []
    for _ in range(runs):
        done = subprocess.run([sys.executable, "-m", "benchmarks.stages", "--stage", name, str(folder)],
                              capture_output=True, text=True, check=True)
        found.append(json.loads(done.stdout))
    return statistics.median(seconds for seconds, _ in found), max(memory for _, memory in found)


if __name__ == "__main__":
    sys.exit(main())
