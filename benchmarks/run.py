"""Measure Beleg beside the textbook pipeline, in one run, on the same files.

    python -m benchmarks.run [--articles FOLDER] [--count 2500] [--rounds 10]
"""

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.corpus import QUESTIONS, write_corpus

SYSTEMS = ("own", "textbook")


def measure(system: str, folder: Path, home: Path, rounds: int) -> dict[str, Any]:
    """Run one system in this process and return its figures with the peak of its memory."""
    if system == "own":
        from benchmarks import own as module
    else:
        from benchmarks import textbook as module  # type: ignore[no-redef]
    figures = module.run(folder, home, QUESTIONS, rounds)
    # Linux counts the peak in kilobytes.
    figures["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def row(name: str, count: int, figures: dict[str, Any]) -> dict[str, float | str]:
    """Return the figures as they are printed."""
    times = sorted(figures["question_ms"])
    return {
        "system": name,
        "articles/s": count / figures["seconds"],
        "passages": figures["passages"],
        "passages/s": figures["passages"] / figures["seconds"],
        "p50 ms": statistics.median(times),
        "p95 ms": times[int(0.95 * (len(times) - 1))],
        "peak MB": figures["peak_mb"],
    }


def main() -> None:
    """Parse the command line, measure both, print a table and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=Path, help="folder of .txt files; else shuffled seeds")
    parser.add_argument("--count", type=int, default=2500)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--only", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        if arguments.only:
            figures = measure(arguments.only, arguments.folder, Path(scratch), arguments.rounds)
            sys.stdout.write(json.dumps(figures))
            return
        folder = Path(scratch)
        write_corpus(folder, arguments.articles, arguments.count)
        count = len(list(folder.glob("*.txt")))
        table = []
        for system in SYSTEMS:
            # A process each: what one loads does not count for the other.
            command = [
                sys.executable, "-m", "benchmarks.run", "--only", system, "--folder", str(folder),
                "--rounds", str(arguments.rounds),
            ]
            finished = subprocess.run(command, capture_output=True, text=True, check=True)
            table.append(row(system, count, json.loads(finished.stdout.splitlines()[-1])))
    for name in table[0]:
        values = [entry[name] for entry in table]
        if isinstance(values[0], str):
            line = f"{name:12} {values[0]:>12} {values[1]:>12} {'ratio':>8}"
        else:
            own, textbook = float(values[0]), float(values[1])
            line = f"{name:12} {own:12.1f} {textbook:12.1f} {own / textbook:8.2f}"
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
