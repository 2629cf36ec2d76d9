"""Calibration: how far the confidence of answers is from the share of them that is right."""

from collections.abc import Sequence
from dataclasses import dataclass

BINS = 10


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """The answers with a confidence in (low, high]; the first bin takes 0 too."""

    low: float
    high: float
    n: int
    confidence: float  # mean
    accuracy: float  # share that is right


def reliability(
    confidences: Sequence[float], right: Sequence[bool], n_bins: int = BINS
) -> tuple[ReliabilityBin, ...]:
    """Return the bins of equal width that hold an answer, rising."""
    members: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in zip(confidences, right, strict=True):
        k = next(k for k in range(n_bins) if confidence <= (k + 1) / n_bins)
        members.setdefault(k, []).append((confidence, is_right))
    return tuple(
        ReliabilityBin(
            low=k / n_bins,
            high=(k + 1) / n_bins,
            n=len(found),
            confidence=sum(c for c, _ in found) / len(found),
            accuracy=sum(r for _, r in found) / len(found),
        )
        for k, found in sorted(members.items())
    )


def expected_calibration_error(bins: Sequence[ReliabilityBin]) -> float:
    """Return sum over bins of n_b / n x |accuracy_b - confidence_b|; NaN for no bins.

    C. Guo, G. Pleiss, Y. Sun, K. Weinberger, "On Calibration of Modern Neural Networks", ICML 2017,
    equation 3.
    """
    n = sum(b.n for b in bins)
    return sum(b.n * abs(b.accuracy - b.confidence) for b in bins) / n if n else float("nan")
