"""Latency: how long an answer takes."""

from collections.abc import Sequence


def percentile(milliseconds: Sequence[float], q: float) -> float:
    """Return the q-th percentile, 0 <= q <= 100, between neighbours by straight line.

    R. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages", 1996, type 7. NaN for none.
    """
    import numpy as np

    return float(np.percentile(list(milliseconds), q)) if milliseconds else float("nan")
