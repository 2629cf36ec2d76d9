"""Confidence intervals: how much a figure would change with other questions of the same kind."""

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

RESAMPLES = 1_000
CONFIDENCE = 0.95
SEED = 2016  # the same questions and answers give the same interval

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the figure lies with 95 % confidence."""

    low: float
    high: float


def interval(items: Sequence[T], figure: Callable[[Sequence[T]], float]) -> Interval | None:
    """Return the percentile bootstrap interval of `figure` over `items`; None for fewer than two.

    B. Efron, R. Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13. Resamples
    in which the figure is not defined (NaN: no unanswerable question was drawn) are left out.
    """
    import numpy as np
    from scipy.stats import DegenerateDataWarning, bootstrap

    if len(items) < 2:
        return None

    def resampled(drawn: Sequence[float]) -> float:
        return figure([items[int(k)] for k in drawn])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DegenerateDataWarning)  # NaNs are left out below
        distribution = bootstrap(
            (np.arange(len(items)),),
            resampled,
            vectorized=False,
            n_resamples=RESAMPLES,
            method="percentile",
            rng=np.random.default_rng(SEED),
        ).bootstrap_distribution
    kept = distribution[~np.isnan(distribution)]
    if not kept.size:
        return None
    tail = 50 * (1 - CONFIDENCE)
    return Interval(float(np.percentile(kept, tail)), float(np.percentile(kept, 100 - tail)))
