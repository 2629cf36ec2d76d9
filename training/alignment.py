"""IBM model 1: which words translate which, learned from sentence pairs alone.

Brown, Della Pietra, Della Pietra and Mercer (1993), "The Mathematics of Statistical Machine
Translation", model 1, trained by expectation maximisation from a uniform start.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

NULL = 0  # a word of every source sentence: what target words without a counterpart align with


@dataclass(frozen=True, slots=True)
class TranslationProbabilities:
    """p(target | source) as parallel arrays, sorted by source; ids start at 1, NULL is 0."""

    source: np.ndarray  # (n_links,) int32
    target: np.ndarray  # (n_links,) int32
    probability: np.ndarray  # (n_links,) float32


def train_model_1(
    sources: Sequence[np.ndarray],
    targets: Sequence[np.ndarray],
    iterations: int = 6,
    smallest: float = 0.0,
) -> TranslationProbabilities:
    """Learn p(target word | source word) from aligned id sequences (ids start at 1).

    Links below `smallest` are dropped from the result, not renormalised.
    """
    n_targets = 1 + max(int(t.max()) for t in targets if len(t))
    keys = []  # one link a (source, target) combination of each pair, grouped by target position
    group_starts = []
    position = 0
    for source, target in zip(sources, targets, strict=True):
        with_null = np.concatenate(([NULL], source)).astype(np.int64)
        keys.append((with_null[None, :] * n_targets + target[:, None]).ravel())
        group_starts.append(position + np.arange(len(target)) * len(with_null))
        position += len(target) * len(with_null)
    unique, link = np.unique(np.concatenate(keys), return_inverse=True)
    del keys
    link = link.astype(np.int32)
    starts = np.concatenate(group_starts)
    lengths = np.diff(np.append(starts, position))
    source_of = (unique // n_targets).astype(np.int32)

    probability = np.full(len(unique), 1.0 / n_targets)
    for _ in range(iterations):
        posterior = probability[link]
        posterior /= np.repeat(np.add.reduceat(posterior, starts), lengths)
        counts = np.bincount(link, weights=posterior, minlength=len(unique))
        totals = np.bincount(source_of, weights=counts)
        probability = counts / totals[source_of]
    keep = probability >= smallest
    return TranslationProbabilities(
        source_of[keep],
        (unique[keep] % n_targets).astype(np.int32),
        probability[keep].astype(np.float32),
    )
