"""Keep Chroma what the library says: drop what is withdrawn, add what it lacks, or rebuild it."""

import time

import numpy as np

from qa.index.chroma import ChromaIndex
from qa.library.library import Library
from qa.types import Filters

# Chroma holds Python's lock while it writes: about 30 ms for 16 vectors, 60 ms for 50. A question
# releases that lock many times, and without the pause each time a batch comes in between: measured
# with writes that never end, a search took 16 ms idle, 185 ms without pause, 23 ms with this one.
BATCH = 16  # vectors
PAUSE = 0.05  # seconds
IN_DEMAND = 1.0  # seconds after a search in which the next one is awaited
REBUILD_BATCH = 500  # vectors; nobody waits at the start
SAMPLE = 16  # known vectors looked up at start


def synchronise(
    library: Library, index: ChromaIndex, batch_size: int = BATCH, pause: float = PAUSE
) -> None:
    """Bring the index up to the library, `batch_size` vectors at a time.

    While questions are asked it rests `pause` seconds after each batch, to let them through.
    The library is marked after Chroma holds a batch: a kill in between repeats the batch, and
    loses nothing.
    """
    while keys := library.withdrawn(batch_size):
        index.drop(keys)
        library.mark_dropped(keys)
        _rest(index, pause)
    while batch := library.unindexed(batch_size):
        keys = [key for key, _ in batch]
        index.add(keys, np.stack([vector for _, vector in batch]))
        library.mark_indexed(keys)
        _rest(index, pause)


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
    synchronise(library, index, batch_size=REBUILD_BATCH, pause=0.0)


def _rest(index: ChromaIndex, pause: float) -> None:
    if index.was_searched_within(IN_DEMAND):
        time.sleep(pause)


def _sample(library: Library) -> list[tuple[int, np.ndarray]]:
    """Return some keys with their vectors, spread over the library."""
    keys = library.keys(Filters())
    places = np.linspace(0, len(keys) - 1, min(SAMPLE, len(keys))).astype(np.int64)
    stored = library.passages(keys[places].tolist())
    return [(key, passage.vectors.passage) for key, passage in stored.items()]
