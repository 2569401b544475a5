"""The whole build in a fresh folder: first run, unchanged second run, and plain reading as the floor.

Run: .venv/bin/python benchmarks/build.py [--captures FOLDER] [--runs N]
Prints wall seconds (median) and each as a multiple of reading and hashing the same captured bytes.
"""

import argparse
import hashlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
NEEDED = ("corpus", "site", "mkdocs.yml", "pyproject.toml")
KB = [sys.executable, "-m", "kb.cli.main"]


def timed(action):
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def read_everything(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            hashlib.sha256(path.read_bytes()).hexdigest()


def command(checkout: Path, *words: str):
    def run() -> None:
        subprocess.run([*KB, "--root", str(checkout), *words], check=True, cwd=ROOT,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return run


def one_round(captures: Path | None) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        checkout = Path(folder)
        for name in NEEDED:
            source = ROOT / name
            (shutil.copytree if source.is_dir() else shutil.copy)(source, checkout / name)
        figures = {}
        if captures:
            figures["floor: read and hash the captures"] = timed(lambda: read_everything(captures))
            figures["import the captures"] = timed(command(checkout, "capture", "--from", str(captures)))
        figures["kb build, first"] = timed(command(checkout, "build"))
        figures["kb site, first (library built)"] = timed(command(checkout, "site"))
        figures["kb site, unchanged"] = timed(command(checkout, "site"))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--captures", type=Path, default=ROOT.parent / "shared" / "captures")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    captures = options.captures if (options.captures / "index.json").is_file() else None
    rounds = [one_round(captures) for _ in range(options.runs)]
    medians = {name: statistics.median(figures[name] for figures in rounds) for name in rounds[0]}
    floor = next(iter(medians.values())) if captures else None
    print(f"{options.runs} rounds, medians of wall seconds")
    print("goals: whole first build under 45 s, unchanged second under 5 s, on 2 cores")
    for name, seconds in medians.items():
        ratio = f"{seconds / floor:10.1f} x floor" if floor else ""
        print(f"{seconds:9.2f}  {ratio}  {name}")
    whole = sum(seconds for name, seconds in medians.items() if "first" in name or "import" in name)
    print(f"{whole:9.2f}  whole first build")


if __name__ == "__main__":
    main()
