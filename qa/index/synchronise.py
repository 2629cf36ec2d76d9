"""Keep Chroma what the library says: add what it lacks, drop what is withdrawn, rebuild the rest."""

import time

import numpy as np

from qa.index.chroma import ChromaIndex
from qa.library.library import Library
from qa.types import Filters

# Chroma holds Python's lock while it writes, some 3 ms a vector: small batches keep questions quick.
BATCH = 16
PAUSE_SECONDS = 0.005  # lets waiting questions in between two batches
SAMPLE = 5  # known vectors looked up at start


def synchronise(library: Library, index: ChromaIndex) -> None:
    """Bring the index up to the library.

    The library is marked after Chroma holds a batch, so a kill in between repeats the batch and
    loses nothing.
    """
    while withdrawn := library.withdrawn(BATCH):
        index.drop(withdrawn)
        library.mark_dropped(withdrawn)
        time.sleep(PAUSE_SECONDS)
    while batch := library.unindexed(BATCH):
        keys = [key for key, _ in batch]
        index.add(keys, np.stack([vector for _, vector in batch]))
        library.mark_indexed(keys)
        time.sleep(PAUSE_SECONDS)


def repair(library: Library, index: ChromaIndex) -> bool:
    """Finish what was interrupted; rebuild a lost index. Return whether it had to be rebuilt."""
    synchronise(library, index)
    if is_sound(library, index):
        return False
    index.clear()
    library.reset_indexed()
    synchronise(library, index)
    return True


def is_sound(library: Library, index: ChromaIndex) -> bool:
    """Say whether the index holds as many vectors as the library and finds a sample of them."""
    if index.count() != library.n_passages():
        return False
    keys = library.keys(Filters())
    if not len(keys):
        return True
    places = np.linspace(0, len(keys) - 1, min(SAMPLE, len(keys))).astype(int)
    sample = library.passages(keys[places].tolist())
    return all(index.finds(key, stored.vectors.passage) for key, stored in sample.items())
