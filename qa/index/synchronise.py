"""Keep Chroma what the library says: drop what is withdrawn, add what it lacks, or rebuild it."""

import time

import numpy as np

from qa.index.chroma import ChromaIndex
from qa.library.library import Library
from qa.types import Filters

# Chroma holds Python's lock while it writes, 2 ms a vector: a small batch lets questions through
# sooner, and the pause lets one of them through whole.
BATCH = 16  # vectors
PAUSE = 0.02  # seconds
SAMPLE = 16  # known vectors looked up at start


def synchronise(
    library: Library, index: ChromaIndex, batch_size: int = BATCH, pause: float = PAUSE
) -> None:
    """Bring the index up to the library, `pause` seconds between two batches of `batch_size`.

    The library is marked after Chroma holds a batch: a kill in between repeats the batch, and
    loses nothing.
    """
    while keys := library.withdrawn(batch_size):
        index.drop(keys)
        library.mark_dropped(keys)
        time.sleep(pause)
    while batch := library.unindexed(batch_size):
        keys = [key for key, _ in batch]
        index.add(keys, np.stack([vector for _, vector in batch]))
        library.mark_indexed(keys)
        time.sleep(pause)


def repair(library: Library, index: ChromaIndex) -> None:
    """Finish what a kill interrupted, and rebuild a lost or damaged index; nothing is embedded.

    For the start, when nobody asks yet.
    """
    if index.is_sound(_sample(library)):
        synchronise(library, index, pause=0.0)
        if index.count() == library.n_passages():
            return
    index.clear()
    library.reset_indexed()
    synchronise(library, index, batch_size=500, pause=0.0)


def _sample(library: Library) -> list[tuple[int, np.ndarray]]:
    """Return some keys with their vectors, spread over the library."""
    keys = library.keys(Filters())
    places = np.linspace(0, len(keys) - 1, min(SAMPLE, len(keys))).astype(np.int64)
    stored = library.passages(keys[places].tolist())
    return [(key, passage.vectors.passage) for key, passage in stored.items()]
