"""Count the German words that compounds are split into.

    python -m training.compounds --data DATA --out qa/models/bundled/compound_parts.txt.gz
"""

import argparse
import gzip
from collections import Counter
from pathlib import Path

from qa.library.analysis import words
from training.data import german_texts, parallel_pairs

RAREST = 20  # a part seen less often is more often a misspelling or a name
SHORTEST = 4
CHARACTERS = 12_000_000  # of encyclopedia text beside the parallel text


def main() -> None:
    """Parse the command line, count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    for text in [p.german for p in parallel_pairs(arguments.data)]:
        counts.update(words(text))
    for text in german_texts(arguments.data, CHARACTERS):
        counts.update(words(text))
    kept = sorted(
        (word, count) for word, count in counts.items()
        if count >= RAREST and len(word) >= SHORTEST and word.isalpha()
    )
    # mtime=0 makes the same words the same bytes.
    with arguments.out.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0) as file:
        file.write("".join(f"{word} {count}\n" for word, count in kept).encode())


if __name__ == "__main__":
    main()
