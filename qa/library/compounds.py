"""Split German compounds, so that Angriff finds Luftangriffe and "air strike" does, too."""

import gzip
import math
from functools import cache
from itertools import chain

from qa.models.catalog import COMPOUND_PARTS_FILE

SHORTEST_PART = 4  # characters; shorter ones split Unfall into Unf and all
LINKS = ("", "s", "es", "n", "en", "er", "e")  # letters that join two parts


@cache
def split(word: str) -> tuple[str, ...]:
    """Return the known parts of a lower-case German word, two or three; empty for no compound.

    A split wins when the geometric mean of its parts' frequencies is above that of every other and
    of the word itself (Koehn and Knight 2003, "Empirical Methods for Compound Splitting").
    """
    frequencies = _frequencies()
    best: tuple[str, ...] = ()
    best_score = math.log(frequencies.get(word, 1))
    for position in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1):
        tail = word[position:]
        if tail not in frequencies:
            continue
        for parts in _heads(word[:position]):
            candidate = (*parts, tail)
            score = sum(math.log(frequencies[part]) for part in candidate) / len(candidate)
            if score > best_score:
                best, best_score = candidate, score
    return best


def _heads(head: str) -> list[tuple[str, ...]]:
    """Return the ways to read all before the last part: as one known word, or itself a compound."""
    frequencies = _frequencies()
    stripped = [head.removesuffix(link) for link in LINKS if head.endswith(link)]
    long_enough = [word for word in stripped if len(word) >= SHORTEST_PART]
    known = ((word,) for word in long_enough if word in frequencies)
    # A compound of more than three parts is one of three whose first is itself known or lost.
    compounds = (parts for word in long_enough[:2] if len(parts := split(word)) == 2)
    return list(chain(known, compounds))


@cache
def _frequencies() -> dict[str, int]:
    frequencies = {}
    with gzip.open(COMPOUND_PARTS_FILE, "rt", encoding="utf-8") as file:
        for line in file:
            word, count = line.split()
            frequencies[word] = int(count)
    return frequencies
