"""The table of figures: which measure is taken over which cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean

from qa.evaluation.bootstrap import interval
from qa.evaluation.calibration import expected_calibration_error, reliability
from qa.evaluation.latency import percentile
from qa.evaluation.quotes import exactness
from qa.evaluation.records import RECALL_RANKS, Case, Figure, Outcome
from qa.evaluation.refusal import (
    auroc,
    refusal_precision,
    risk_coverage,
    risk_coverage_area,
)

Value = Callable[[Case], float | None]


@dataclass(frozen=True, slots=True)
class Mean:
    """A figure that is the mean of a value of each case that has it."""

    name: str
    title: str
    value: Value


@dataclass(frozen=True, slots=True)
class Joint:
    """A figure of many cases together; it is over those that `applies` admits."""

    name: str
    title: str
    figure: Callable[[Sequence[Case]], float]
    applies: Callable[[Case], bool]
    is_share: bool = True
    lower_is_better: bool = False


def _recall(position: int) -> Value:
    return lambda case: case.retrieved.recall[position] if case.retrieved else None


def _refused(case: Case) -> float | None:
    return None if case.answerable else float(case.refused)


MEANS = (
    Mean("right", "Answerable: the citations prove the answer", lambda c: c.right),
    Mean("first_right", "Answerable: the first citation proves it", lambda c: c.first_right),
    Mean("refused", "Unanswerable: refused (refusal recall)", _refused),
    Mean("citation_precision", "Citation precision, sentences", lambda c: c.citation_precision),
    Mean("citation_recall", "Citation recall, sentences", lambda c: c.citation_recall),
    Mean("character_precision", "Citation precision, characters", lambda c: c.character_precision),
    Mean("character_recall", "Citation recall, characters", lambda c: c.character_recall),
    Mean("support_recall", "ALCE citation recall, support model", lambda c: c.support_recall),
    Mean(
        "support_precision", "ALCE citation precision, support model", lambda c: c.support_precision
    ),
    Mean("token_f1", "Short answers: token F1", lambda c: c.token_f1),
    Mean("exact_match", "Short answers: exact match", lambda c: c.exact_match),
    *(
        Mean(f"recall_at_{k}", f"Retrieval recall@{k}", _recall(position))
        for position, k in enumerate(RECALL_RANKS)
    ),
    Mean(
        "mrr", "Retrieval MRR", lambda c: c.retrieved.reciprocal_rank if c.retrieved else None
    ),
    Mean(
        "ndcg_at_10", "Retrieval nDCG@10", lambda c: c.retrieved.ndcg_at_10 if c.retrieved else None
    ),
)


def answered_surely(case: Case) -> bool:
    """Say whether a case has an answer and a confidence."""
    return not case.refused and case.confidence is not None


def confidences(cases: Sequence[Case]) -> list[float]:
    """Return the confidence of each case; all must have one."""
    return [case.confidence for case in cases if case.confidence is not None]


def is_right(case: Case) -> bool:
    """Say whether the answer that was given is right."""
    return case.outcome is Outcome.RIGHT


def _exactness(cases: Sequence[Case]) -> float:
    return exactness([citation.stands for case in cases for citation in case.citations])


def _refusal_precision(cases: Sequence[Case]) -> float:
    return refusal_precision([c.refused for c in cases], [c.answerable for c in cases])


def _auroc(cases: Sequence[Case]) -> float:
    return auroc(confidences(cases), [case.answerable for case in cases])


def _area(cases: Sequence[Case]) -> float:
    right = [is_right(case) for case in cases]
    return risk_coverage_area(risk_coverage(confidences(cases), right, len(cases)))


def _calibration(cases: Sequence[Case]) -> float:
    right = [is_right(case) for case in cases]
    return expected_calibration_error(reliability(confidences(cases), right))


def _latency(q: float) -> Callable[[Sequence[Case]], float]:
    return lambda cases: percentile(
        [c.milliseconds for c in cases if c.milliseconds is not None], q
    )


def _is_timed(case: Case) -> bool:
    return case.milliseconds is not None


JOINTS = (
    Joint("quote_exactness", "Quotes that stand letter for letter", _exactness,
          lambda c: bool(c.citations)),
    Joint("refusal_precision", "Refusal precision", _refusal_precision, lambda c: c.refused),
    Joint("auroc", "Confidence: AUROC answerable or not", _auroc,
          lambda c: c.confidence is not None),
    Joint("risk_coverage_area", "Confidence: area under risk-coverage", _area, answered_surely,
          lower_is_better=True),
    Joint("calibration_error", "Confidence: expected calibration error", _calibration,
          answered_surely, lower_is_better=True),
    Joint("latency_p50", "Latency p50", _latency(50), _is_timed, False, True),
    Joint("latency_p95", "Latency p95", _latency(95), _is_timed, False, True),
)  # fmt: skip


def figures(cases: Sequence[Case]) -> tuple[Figure, ...]:
    """Return every figure that the cases allow, with its interval over questions."""
    found: list[Figure] = []
    for mean in MEANS:
        values = [value for case in cases if (value := mean.value(case)) is not None]
        if values:
            found.append(
                Figure(
                    name=mean.name,
                    title=mean.title,
                    value=fmean(values),
                    interval=interval(values, fmean),
                    n=len(values),
                    is_share=True,
                    lower_is_better=False,
                )
            )
    for joint in JOINTS:
        chosen = [case for case in cases if joint.applies(case)]
        value = joint.figure(chosen)
        if value == value:
            found.append(
                Figure(
                    name=joint.name,
                    title=joint.title,
                    value=value,
                    interval=interval(chosen, joint.figure),
                    n=len(chosen),
                    is_share=joint.is_share,
                    lower_is_better=joint.lower_is_better,
                )
            )
    return tuple(found)
