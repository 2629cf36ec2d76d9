"""Fit the sentence ranker and its confidence on half of the development articles; report the other.

    python -m training.ranker --data DATA --out qa/models/bundled/ranker.json
"""

import argparse
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logsumexp
from sklearn.metrics import roc_auc_score

from qa.answering.features import NAMES
from qa.answering.ranking import (
    READ_NAMES,
    SentenceRanker,
    confidence_features,
    weigh,
)
from qa.evaluation.calibration import expected_calibration_error, reliability
from qa.library.evidence import Evidence
from qa.models.catalog import reader
from training.asking import Asked, Row, ask_all
from training.development import DevelopmentSet, new_wiki, onestop, squad2_half

logger = logging.getLogger(__name__)

# Chosen among 1e-3, 3e-3, 1e-2 and 3e-2 (docs/retrieval.md): weights held closer to zero carry over
# better to articles that were not fitted on.
RIDGE = 1e-2
CONFIDENCE_RIDGE = 3e-2
# What a feature may say. Few questions show each kind: without this a handful of odd ones turn the
# sign of a feature whose sense is plain.
HELPS = (
    "cosine", "cosine_passage", "cover", "cover_near", "cover_passage", "cause_shown",
    "passage_score", "read", "read_share",
)
HURTS = (
    "rarest_uncovered", "name_uncovered", "name_uncovered_near", "time_missing",
    "quantity_missing", "name_missing",
)


def is_held_out(asked: Asked) -> bool:
    """Say whether a question is for reporting: half of the articles of every set, by name."""
    return crc32(asked.group.encode()) % 2 == 1


def fit_ranking(questions: list[Asked], names: tuple[str, ...]) -> dict[str, float]:
    """Return weights that make the right sentences likely under a softmax over all sentences."""
    usable = [q for q in questions if q.right.any()]
    scale = np.concatenate([q.rows for q in usable]).std(axis=0) + 1e-9
    prepared = [(q.rows / scale, q.right) for q in usable]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        total, gradient = 0.0, np.zeros_like(weights)
        for rows, right in prepared:
            scores = rows @ weights
            everything, hits = logsumexp(scores), logsumexp(scores[right])
            total += everything - hits
            gradient += rows.T @ np.exp(scores - everything)
            gradient -= rows[right].T @ np.exp(scores[right] - hits)
        n = len(prepared)
        return total / n + RIDGE * weights @ weights, gradient / n + 2 * RIDGE * weights

    start = np.zeros(len(names))
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds(names))
    return dict(zip(names, (fitted.x / scale).round(5).tolist(), strict=True))


def bounds(names: tuple[str, ...]) -> list[tuple[float | None, float | None]]:
    """Return the admitted signs of each feature's weight."""
    return [
        (0.0 if name in HELPS else None, 0.0 if name in HURTS else None) for name in names
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Confidence:
    """A logistic model of whether the first sentence is right."""

    weights: np.ndarray
    bias: float

    def probability(self, rows: np.ndarray) -> np.ndarray:
        """Return the probability for each row of confidence features."""
        return expit(rows @ self.weights + self.bias)


def fit_confidence(rows: np.ndarray, right: np.ndarray) -> Confidence:
    """Return the likeliest logistic model whose weights have the admitted signs."""
    scale = rows.std(axis=0) + 1e-9
    scaled = rows / scale

    def loss(parameters: np.ndarray) -> tuple[float, np.ndarray]:
        weights, bias = parameters[:-1], parameters[-1]
        odds = scaled @ weights + bias
        value = np.logaddexp(0, odds).mean() - (odds * right).mean()
        value += CONFIDENCE_RIDGE * weights @ weights
        excess = (expit(odds) - right) / len(right)
        gradient = scaled.T @ excess + 2 * CONFIDENCE_RIDGE * weights
        return value, np.append(gradient, excess.sum())

    # The score and the lead of the first sentence can only speak for it.
    signs = [*bounds(READ_NAMES), (0.0, None), (0.0, None), (None, None)]
    start = np.zeros(rows.shape[1] + 1)
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=signs)
    return Confidence(fitted.x[:-1] / scale, float(fitted.x[-1]))


def ranked(asked: Asked, weights: np.ndarray) -> tuple[np.ndarray, bool, bool]:
    """Return the confidence features, whether the first sentence is right, and one of three."""
    scores = asked.rows @ weights
    order = np.argsort(-scores)
    best = order[0]
    lead = float(scores[best] - scores[order[1]]) if len(order) > 1 else None
    right = asked.right[order]
    values = confidence_features(asked.rows[best], float(scores[best]), lead)
    return values, bool(right[0]), bool(right[:3].any())


def report(questions: list[Asked], weights: np.ndarray, confidence: Confidence) -> None:
    """Log the figures set by set."""
    for name in dict.fromkeys(q.set_name for q in questions):
        part = [q for q in questions if q.set_name == name]
        results = [ranked(q, weights) for q in part]
        answerable = np.array([q.answerable for q in part])
        first = np.array([r[1] for r in results])
        three = np.array([r[2] for r in results])
        probability = confidence.probability(np.array([r[0] for r in results]))
        reciprocal = [1 / q.rank if q.rank else 0.0 for q in part if q.answerable]
        at_one = [q.rank == 1 for q in part if q.answerable]
        auroc = (
            roc_auc_score(answerable, probability) if len(set(answerable.tolist())) == 2 else np.nan
        )
        logger.info(
            "%-16s n %4d  MRR %.3f R@1 %.3f  sentence hit@1 %.3f hit@3 %.3f  AUROC %.3f  "
            "mean probability %.3f of right %.3f",
            name, len(part), np.mean(reciprocal), np.mean(at_one),
            first[answerable].mean(), three[answerable].mean(), auroc,
            probability.mean(), (first & answerable).mean(),
        )


def thresholds(questions: list[Asked], weights: np.ndarray, confidence: Confidence) -> None:
    """Log, for articles alone, what a threshold would answer rightly and refuse rightly."""
    part = [q for q in questions if q.set_name.endswith("article alone")]
    results = [ranked(q, weights) for q in part]
    probability = confidence.probability(np.array([r[0] for r in results]))
    first = np.array([r[1] for r in results])
    answerable = np.array([q.answerable for q in part])
    for threshold in np.arange(0.1, 0.65, 0.05):
        answered = probability >= threshold
        logger.info(
            "threshold %.2f: right and answered %.3f of answerable, refused %.3f of the others",
            threshold, (answered & first)[answerable].mean(), (~answered)[~answerable].mean(),
        )
    bins = reliability(probability.tolist(), (first & answerable).tolist())
    error = expected_calibration_error(bins)
    logger.info("expected calibration error, ten bins: %.3f", error)


def weighed_rows(evidence: Evidence) -> list[Row]:
    """Return every sentence that was found, with the features that need no reader."""
    return [
        (candidate.hit.passage, span, row)
        for candidate, rows in weigh(evidence)
        for span, row in zip(candidate.hit.passage.sentences, rows, strict=True)
    ]


def read_rows(ranker: SentenceRanker) -> Callable[[Evidence], list[Row]]:
    """Return what gives the sentences that the reader has read, with all features."""
    return lambda evidence: [(s.passage, s.span, s.features) for s in ranker.read(evidence)]


def split(
    sets: list[DevelopmentSet], limit: int, rows_of: Callable[[Evidence], list[Row]]
) -> tuple[list[Asked], list[Asked]]:
    """Ask everything; return the questions to fit on and those to report."""
    questions = [asked for one in sets for asked in ask_all(one, limit, rows_of)]
    return (
        [q for q in questions if not is_held_out(q)], [q for q in questions if is_held_out(q)]
    )


def main() -> None:
    """Parse the command line, fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=900, help="questions a set")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sets = [*new_wiki(arguments.data), squad2_half(arguments.data), onestop(arguments.data)]

    fitting, _ = split(sets, arguments.limit, weighed_rows)
    model: dict[str, dict] = {"ranking": fit_ranking(fitting, NAMES)}
    # The second step reads what the first one prefers.
    arguments.out.write_text(json.dumps(model), encoding="utf-8")
    ranker = SentenceRanker(arguments.out, reader())
    fitting, held_out = split(sets, arguments.limit, read_rows(ranker))
    model["reading"] = fit_ranking(fitting, READ_NAMES)
    weights = np.array([model["reading"][name] for name in READ_NAMES])
    results = [ranked(q, weights) for q in fitting]
    confidence = fit_confidence(
        np.array([r[0] for r in results]),
        np.array([r[1] and q.answerable for r, q in zip(results, fitting, strict=True)]),
    )
    model["confidence"] = {
        "weights": [round(w, 5) for w in confidence.weights.tolist()],
        "bias": round(confidence.bias, 5),
    }
    report(held_out, weights, confidence)
    thresholds(held_out, weights, confidence)
    arguments.out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
