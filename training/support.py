"""Fit the model that says whether a quote supports a statement; report on articles kept apart.

    python -m training.support --data DATA --out qa/models/bundled/support.json
"""

import argparse
import json
import logging
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logit

from qa.library.translation import TranslationTable
from qa.models.catalog import TRANSLATION_FILE, embedding_model
from qa.verification.features import NAMES, SUBJECT, Comparison
from qa.verification.support import TURNED_ROUND, SupportModel
from training.clauses import WAYS
from training.gates import likeliest_product
from training.statements import OWN, Example, all_examples
from training.word_lists import capitals, word_lists

logger = logging.getLogger(__name__)

RIDGE = 1e-3
SENTENCES_A_SOURCE = 450
# Of the probability, from which a statement is called supported: chosen on the articles that the
# models are fitted on, so that few swapped names pass.
THRESHOLDS = {"one language": 0.72, "two languages": 0.65}
N_SUBJECT = len(SUBJECT)
# What a feature may say for the statement; the particulars can only speak against it.
HELPS = ("cosine", "cover", "beside")
HURTS = ("uncovered",)


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """Examples of one model with their features."""

    examples: list[Example]
    rows: np.ndarray  # (n, n_features)
    labels: np.ndarray  # (n,) bool
    weights: np.ndarray  # (n,) so that each kind counts as its share

    def where(self, wanted: np.ndarray) -> "Weighed":
        """Return the examples that are wanted."""
        kept = [example for example, want in zip(self.examples, wanted, strict=True) if want]
        return Weighed(kept, self.rows[wanted], self.labels[wanted], weights_of(kept))


def weights_of(found: list[Example]) -> np.ndarray:
    """Weigh examples so that true and false ones count the same, and every kind of each."""
    counts = Counter((e.pair, e.source, e.kind) for e in found)
    kinds = Counter(
        (pair, truth)
        for pair, _, _, truth in {(e.pair, e.source, e.kind, e.is_supported) for e in found}
    )
    weights = np.array(
        [
            1 / (counts[e.pair, e.source, e.kind] * kinds[e.pair, e.is_supported])
            for e in found
        ]
    )
    return weights / weights.mean()


def is_fitted(example: Example) -> bool:
    """Say whether a model may learn from it.

    Clauses put in are for a rule to find (`qa/verification/clauses.py`): models that learned from
    them called .12 to .47 of the rewritten statements unsupported (n 74), where .03 were.
    """
    return not example.kind.endswith(("two joined", "sentence put in", *WAYS))


def is_held_out(example: Example) -> bool:
    """Say whether an example is for reporting: half of the articles, by name, and all our own."""
    return example.source == OWN or crc32(example.group.encode()) % 2 == 1


@dataclass(frozen=True, slots=True, eq=False)
class Gates:
    """The two logistic models whose product is the probability."""

    weights: np.ndarray  # (n_features,): of the subject, then of the particulars
    biases: tuple[float, float]
    slope: float = 1.0  # of the log-odds: Platt's calibration of the product
    offset: float = 0.0

    def probability(self, rows: np.ndarray) -> np.ndarray:
        """Return the probability for each row of features."""
        return expit(self.slope * self.odds(rows) + self.offset)

    def odds(self, rows: np.ndarray) -> np.ndarray:
        """Return the log-odds of the product of the gates for each row of features."""
        subject = rows[:, :N_SUBJECT] @ self.weights[:N_SUBJECT] + self.biases[0]
        particulars = rows[:, N_SUBJECT:] @ self.weights[N_SUBJECT:] + self.biases[1]
        return logit(np.clip(expit(subject) * expit(particulars), 1e-9, 1 - 1e-9))

    def model(self) -> dict:
        """Return what is written to the file."""
        parts: dict = {"slope": round(self.slope, 4), "offset": round(self.offset, 4)}
        for name, names, weights, bias in (
            ("subject", NAMES[:N_SUBJECT], self.weights[:N_SUBJECT], self.biases[0]),
            ("particulars", NAMES[N_SUBJECT:], self.weights[N_SUBJECT:], self.biases[1]),
        ):
            rounded = np.round(weights, 4).tolist()
            by_name = dict(zip(names, rounded, strict=True))
            parts[name] = {"weights": by_name, "bias": round(bias, 4)}
        return parts


def fit(part: Weighed) -> Gates:
    """Return the likeliest gates with the admitted signs."""
    scale = part.rows.std(axis=0) + 1e-9
    rows, importance = part.rows / scale, part.weights / part.weights.sum()
    n = rows.shape[1]
    bounds = [
        (0.0 if name in HELPS else None, 0.0 if name in HURTS or k >= N_SUBJECT else None)
        for k, name in enumerate(NAMES)
    ]
    # From the sense that is plain: the product has more than one best point.
    start = np.array([1.0 if name in HELPS else 0.0 for name in NAMES[:N_SUBJECT]])
    start = np.concatenate([start, np.full(n - N_SUBJECT, -0.5), [-1.0, 3.0]])
    parameters = likeliest_product(
        rows[:, :N_SUBJECT], rows[:, N_SUBJECT:], part.labels, importance,
        ridge=RIDGE, bounds=bounds, start=start,
    )  # fmt: skip
    gates = Gates(parameters[:n] / scale, (float(parameters[n]), float(parameters[n + 1])))
    return calibrated(gates, part)


def calibrated(gates: Gates, part: Weighed) -> Gates:
    """Return the gates with the likeliest slope and offset: Platt (1999)."""
    odds, importance = gates.odds(part.rows), part.weights / part.weights.sum()

    def loss(parameters: np.ndarray) -> float:
        scaled = parameters[0] * odds + parameters[1]
        return float(importance @ (np.logaddexp(0, scaled) - scaled * part.labels))

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return replace(gates, slope=float(slope), offset=float(offset))


def report(
    part: Weighed, probability: np.ndarray, ruled: np.ndarray, threshold: float
) -> None:
    """Log, for each kind, how many are called supported, and the calibration error.

    `ruled` are the probabilities after the rule of clauses that are put in.
    """
    by_kind = defaultdict(list)
    for example, *both in zip(part.examples, probability, ruled, strict=True):
        by_kind[example.pair, example.is_supported, example.kind].append(both)
    for (pair, truth, kind), values in sorted(by_kind.items()):
        alone, with_rule = np.mean(np.array(values) < threshold, axis=0)
        told = "false alarms" if truth else "caught"
        logger.info(
            "%-6s %-50s n %4d  %s %.3f, with clauses %.3f",
            pair, kind, len(values), told, alone, with_rule,
        )
    for pair, is_own in sorted({(e.pair, e.source == OWN) for e in part.examples}):
        inside = np.array(
            [is_fitted(e) and (e.pair, e.source == OWN) == (pair, is_own) for e in part.examples]
        )
        pair += ", own translation" if is_own else ""
        error = weighted_calibration_error(
            probability[inside], part.labels[inside], part.weights[inside]
        )
        logger.info("%-6s expected calibration error, ten bins: %.3f", pair, error)


def thresholds(part: Weighed, probability: np.ndarray) -> None:
    """Log what thresholds would do on the articles that the model is fitted on."""
    kinds = np.array([e.kind for e in part.examples])
    true = np.array([k in ("verbatim", "shortened") or k.startswith("translated") for k in kinds])
    true &= part.labels
    swapped = np.array([k.endswith(("other name", "other number")) for k in kinds])
    for threshold in (0.5, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
        logger.info(
            "threshold %.2f: false alarms %.3f, swapped names and numbers caught %.3f, "
            "accuracy %.3f", threshold, np.mean(probability[true] < threshold),
            np.mean(probability[swapped] < threshold),
            np.average((probability >= threshold) == part.labels, weights=part.weights),
        )


def weighted_calibration_error(
    probability: np.ndarray, right: np.ndarray, weights: np.ndarray
) -> float:
    """Return the calibration error of examples that count by their weights.

    Guo et al. (2017), equation 3, as `qa.evaluation.calibration`; each kind of example counts the
    same, however many there are.
    """
    bins = np.minimum((probability * 10).astype(int), 9)
    total = 0.0
    for b in range(10):
        w = weights[bins == b]
        if w.sum() > 0:
            gap = w @ probability[bins == b] / w.sum() - w @ right[bins == b] / w.sum()
            total += abs(gap) * w.sum() / weights.sum()
    return float(total)


def main() -> None:
    """Parse the command line, fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=SENTENCES_A_SOURCE, help="sentences a source")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    table = TranslationTable(TRANSLATION_FILE)
    counted = capitals(arguments.data)
    model: dict = word_lists(arguments.data, counted, table)
    arguments.out.write_text(json.dumps(model), encoding="utf-8")
    compared = SupportModel(arguments.out, table, embedding_model("bundled", threads=1))
    found = all_examples(arguments.data, counted, arguments.limit)
    logger.info("%d examples", len(found))
    comparisons: list[Comparison] = [
        compared.compare(e.statement, e.language, e.quote, e.quote_language) for e in found
    ]
    everything = Weighed(
        found,
        np.array([c.values for c in comparisons]),
        np.array([e.is_supported for e in found]),
        weights_of(found),
    )
    across = np.array([c.is_across for c in comparisons])
    verbatim = np.array([c.is_verbatim for c in comparisons])
    logger.info("%d verbatim, all of them supported", verbatim.sum())
    held_out = np.array([is_held_out(e) for e in found])
    fitted = np.array([is_fitted(e) for e in found])
    has_clause = np.array([c.clause_put_in is not None for c in comparisons])
    for name, inside in (("one language", ~across), ("two languages", across)):
        tuned = everything.where(inside & ~held_out & ~verbatim & fitted)
        gates = fit(tuned)
        model[name] = {"threshold": THRESHOLDS[name], **gates.model()}
        logger.info("%s: %s", name, model[name])
        thresholds(tuned, gates.probability(tuned.rows))
        reported = everything.where(inside & held_out & ~verbatim)
        probability = gates.probability(reported.rows)
        cap = np.where(has_clause[inside & held_out & ~verbatim], TURNED_ROUND, 1.0)
        report(reported, probability, np.minimum(probability, cap), THRESHOLDS[name])
    arguments.out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
