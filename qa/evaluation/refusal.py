"""Refusal: whether what the articles do not answer is refused, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass


def refusal_precision(refused: Sequence[bool], answerable: Sequence[bool]) -> float:
    """Return the share of refusals that are right: |refused & unanswerable| / |refused|."""
    right = [not a for r, a in zip(refused, answerable, strict=True) if r]
    return sum(right) / len(right) if right else float("nan")


def refusal_recall(refused: Sequence[bool], answerable: Sequence[bool]) -> float:
    """Return |refused & unanswerable| / |unanswerable|; NaN when all are answerable."""
    right = [r for r, a in zip(refused, answerable, strict=True) if not a]
    return sum(right) / len(right) if right else float("nan")


def auroc(confidences: Sequence[float], answerable: Sequence[bool]) -> float:
    """Return how probable it is that an answerable question gets more confidence than another.

    AUROC = (|pairs with more| + |ties| / 2) / (|answerable| |unanswerable|), which is the
    Mann-Whitney U statistic (Hanley & McNeil, Radiology 143, 1982). NaN when a side is empty.
    """
    from scipy.stats import rankdata

    n_answerable = sum(answerable)
    n_unanswerable = len(answerable) - n_answerable
    if not n_answerable or not n_unanswerable:
        return float("nan")
    ranks = rankdata(confidences)
    ranked = float(sum(r for r, a in zip(ranks, answerable, strict=True) if a))
    return (ranked - n_answerable * (n_answerable + 1) / 2) / (n_answerable * n_unanswerable)


@dataclass(frozen=True, slots=True)
class RiskAtCoverage:
    """How often an answer is wrong when this share of the questions is answered."""

    coverage: float  # share of all questions, 0..1
    risk: float  # share of the answers that are wrong, 0..1


def risk_coverage(
    confidences: Sequence[float], right: Sequence[bool], n_questions: int
) -> tuple[RiskAtCoverage, ...]:
    """Return the risk after each answer, the surest first; equal confidences make one point.

    risk(k) = |wrong among the k surest| / k at coverage k / n_questions. What was refused has no
    answer to judge, so the curve ends where the system stops answering. Y. Geifman, R. El-Yaniv,
    "Selective Classification for Deep Neural Networks", NeurIPS 2017.
    """
    ordered = sorted(zip(confidences, right, strict=True), key=lambda pair: -pair[0])
    points: list[RiskAtCoverage] = []
    n_wrong = 0
    for k, (confidence, is_right) in enumerate(ordered, 1):
        n_wrong += not is_right
        if k == len(ordered) or ordered[k][0] != confidence:
            points.append(RiskAtCoverage(k / n_questions, n_wrong / k))
    return tuple(points)


def risk_coverage_area(points: Sequence[RiskAtCoverage]) -> float:
    """Return the area under the curve, divided by its width: sum of risk x step / last coverage.

    Each point holds from the point before it; 0 is best. NaN for no points.
    """
    if not points:
        return float("nan")
    area = before = 0.0
    for point in points:
        area += point.risk * (point.coverage - before)
        before = point.coverage
    return area / before
