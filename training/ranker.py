"""Fit the sentence ranker and its confidence on half of the development articles; report the other.

    python -m training.ranker --data DATA --out qa/models/bundled/ranker.json
"""

import argparse
import json
import logging
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.optimize import minimize
from scipy.special import expit, logsumexp
from sklearn.metrics import roc_auc_score

from ingest.articles import Draft, make_article
from ingest.passages import passages
from ingest.pipeline import passage_text
from qa.answering.features import NAMES, features
from qa.answering.ranking import PASSAGES_READ, RankedSentence, confidence_features
from qa.library.sqlite import SqliteLibrary
from qa.library.translation import TranslationTable
from qa.models.catalog import TRANSLATION_FILE, embedding_model
from qa.retrieval.lexical import LexicalSearch
from qa.retrieval.retriever import Retriever
from qa.types import Filters
from training.development import (
    DevelopmentQuestion,
    DevelopmentSet,
    new_wiki,
    onestop,
    right_sentences,
    squad2_half,
)

logger = logging.getLogger(__name__)

RIDGE = 1e-3
# What a feature may say. Few questions show each kind: without this a handful of odd ones turn the
# sign of a feature whose sense is plain.
HELPS = (
    "cosine", "cosine_passage", "cover", "cover_near", "cover_passage", "cause_shown",
    "passage_score",
)
HURTS = (
    "rarest_uncovered", "name_uncovered", "name_uncovered_near", "time_missing",
    "quantity_missing", "name_missing",
)
NAME = re.compile(r"(?<=[\w,;:] )[A-ZÄÖÜ][\w’'-]+")


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One question with the sentences that were found for it."""

    set_name: str
    group: str
    rows: np.ndarray  # (n_sentences, n_features)
    right: np.ndarray  # (n_sentences,) bool; all false when unanswerable or not retrieved
    answerable: bool
    rank: int  # of the right text among the passages' articles, from 1; 0 when not found


class ExactIndex:
    """A vector index by brute force: quick to fill, and exact."""

    def __init__(self) -> None:
        self._keys = np.zeros(0, dtype=np.int64)
        self._vectors = np.zeros((0, 0), dtype=np.float32)

    def fill(self, library: SqliteLibrary) -> None:
        """Hold all vectors of a library."""
        found = library.unindexed(1_000_000)
        self._keys = np.array([key for key, _ in found])
        self._vectors = np.stack([vector for _, vector in found])

    def search(self, vector, limit, admitted):  # noqa: ANN001, ANN201
        """Return keys and cosines of the nearest admitted passages, best first."""
        cosines = self._vectors @ vector
        if admitted is not None:
            cosines = np.where(np.isin(self._keys, admitted), cosines, -2.0)
        order = np.argsort(-cosines)[:limit]
        order = order[cosines[order] > -2.0]
        return self._keys[order], cosines[order]


class Bench:
    """A home with some of a set's texts, and questions asked of it."""

    def __init__(self, development: DevelopmentSet, texts: list[int], embedding) -> None:  # noqa: ANN001
        self._set = development
        self._texts = texts
        self._folder = tempfile.TemporaryDirectory()
        self._library = SqliteLibrary(Path(self._folder.name) / "library.sqlite")
        for k in texts:
            draft = Draft(
                text=development.texts[k], id=f"t{k}", item=f"t{k}", title=f"t{k}",
                language=development.text_language,
            )
            article = make_article(draft, datetime.now(UTC))
            found = passages(article)
            vectors = embedding.embed_passages([passage_text(p) for p in found])
            self._library.store(article, list(zip(found, vectors, strict=True)))
        index = ExactIndex()
        index.fill(self._library)
        lexical = LexicalSearch(self._library, TranslationTable(TRANSLATION_FILE))
        self._retriever = Retriever(self._library, index, embedding, lexical)

    def ask(self, question: DevelopmentQuestion, name: str, without_gold: bool = False) -> Asked:
        """Ask; `without_gold` hides the text that answers."""
        gold = f"t{question.text}"
        filters = Filters()
        if without_gold:
            others = tuple(f"t{k}" for k in self._texts if k != question.text)
            filters = Filters(article_ids=others)
        evidence = self._retriever.retrieve(question.question, 50, filters)
        order = list(dict.fromkeys(c.hit.passage.article_id for c in evidence.candidates))
        wanted = (
            right_sentences(
                self._set.texts[question.text], self._set.text_language, question.answer
            )
            if question.answer and not without_gold
            else set()
        )
        rows, right = [np.zeros((0, len(NAMES)))], []
        for candidate in evidence.candidates[:PASSAGES_READ]:
            rows.append(features(evidence, candidate))
            right += [
                candidate.hit.passage.article_id == gold and (s.start, s.end) in wanted
                for s in candidate.hit.passage.sentences
            ]
        return Asked(
            name,
            self._set.groups[question.text],
            np.concatenate(rows),
            np.array(right, dtype=bool),
            bool(wanted),
            order.index(gold) + 1 if gold in order else 0,
        )


def swapped(question: DevelopmentQuestion, others: list[str]) -> DevelopmentQuestion | None:
    """Return the question with one of its names replaced by one of another article's question."""
    names = NAME.findall(question.question)
    strangers = [n for other in others for n in NAME.findall(other) if n not in question.question]
    if not names or not strangers:
        return None
    seed = crc32(question.question.encode())
    name = names[seed % len(names)]
    wording = question.question.replace(name, strangers[seed % len(strangers)], 1)
    return replace(question, question=wording, answer=None)


def ask_all(development: DevelopmentSet, limit: int) -> Iterator[Asked]:
    """Ask of all texts together; then of each article alone, with and without the answer."""
    embedding = embedding_model("bundled")
    questions = sample(development.questions, limit)
    together = Bench(development, list(range(len(development.texts))), embedding)
    yield from (together.ask(question, development.name) for question in questions)
    for group in dict.fromkeys(development.groups):
        texts = [k for k, g in enumerate(development.groups) if g == group]
        own = [q for q in questions if q.text in texts]
        if len(texts) < 2 or not own:
            continue
        alone = Bench(development, texts, embedding)
        strangers = [q.question for q in questions if q.text not in texts]
        for question in own:
            yield alone.ask(question, f"{development.name}, article alone")
            if question.answer:
                yield alone.ask(question, f"{development.name}, article alone", without_gold=True)
                other = swapped(question, strangers)
                if other is not None:
                    yield alone.ask(other, f"{development.name}, article alone")


def sample(questions: tuple[DevelopmentQuestion, ...], limit: int) -> list[DevelopmentQuestion]:
    """Return at most `limit` questions, spread evenly."""
    step = max(1, -(-len(questions) // limit))
    return list(questions[::step])


def is_held_out(asked: Asked) -> bool:
    """Say whether a question is for reporting: half of the articles of every set, by name."""
    return crc32(asked.group.encode()) % 2 == 1


def fit_ranking(questions: list[Asked]) -> np.ndarray:
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

    fitted = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B", bounds=bounds())
    return fitted.x / scale


def bounds() -> list[tuple[float | None, float | None]]:
    """Return the admitted signs of each feature's weight."""
    return [
        (0.0 if name in HELPS else None, 0.0 if name in HURTS else None) for name in NAMES
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
        value = np.logaddexp(0, odds).mean() - (odds * right).mean() + RIDGE * weights @ weights
        excess = (expit(odds) - right) / len(right)
        gradient = scaled.T @ excess + 2 * RIDGE * weights
        return value, np.append(gradient, excess.sum())

    # The score and the lead of the first sentence can only speak for it.
    signs = [*bounds(), (0.0, None), (0.0, None), (None, None)]
    start = np.zeros(rows.shape[1] + 1)
    fitted = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=signs)
    return Confidence(fitted.x[:-1] / scale, float(fitted.x[-1]))


def ranked(asked: Asked, weights: np.ndarray) -> tuple[np.ndarray, bool, bool]:
    """Return the confidence features, whether the first sentence is right, and one of three."""
    scores = asked.rows @ weights
    order = np.argsort(-scores)
    sentences = [
        RankedSentence(None, None, float(scores[k]), asked.rows[k]) for k in order[:2]
    ]
    right = asked.right[order]
    return confidence_features(sentences), bool(right[0]), bool(right[:3].any())


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
    error = calibration_error(probability, first & answerable)
    logger.info("expected calibration error, ten bins: %.3f", error)


def calibration_error(probability: np.ndarray, right: np.ndarray) -> float:
    """Return the mean distance of confidence and accuracy over ten equal bins, by their size.

    Guo et al. (2017), "On Calibration of Modern Neural Networks", equation 3.
    """
    bins = np.minimum((probability * 10).astype(int), 9)
    return float(
        sum(
            abs(probability[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean()
            for b in range(10)
            if (bins == b).any()
        )
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
    questions = [asked for one in sets for asked in ask_all(one, arguments.limit)]
    fitting = [q for q in questions if not is_held_out(q)]
    held_out = [q for q in questions if is_held_out(q)]
    weights = fit_ranking(fitting)
    results = [ranked(q, weights) for q in fitting]
    confidence = fit_confidence(
        np.array([r[0] for r in results]),
        np.array([r[1] and q.answerable for r, q in zip(results, fitting, strict=True)]),
    )
    report(held_out, weights, confidence)
    model = {
        "ranking": {"names": list(NAMES), "weights": [round(w, 5) for w in weights.tolist()]},
        "confidence": {
            "weights": [round(w, 5) for w in confidence.weights.tolist()],
            "bias": round(confidence.bias, 5),
        },
    }
    thresholds(held_out, weights, confidence)
    arguments.out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
