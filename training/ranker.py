"""Fit the sentence ranker and its confidence on half of the development articles; report the other.

    python -m training.ranker --data DATA --out qa/models/bundled/ranker.json
"""

import argparse
import json
import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.optimize import minimize
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from ingest.articles import Draft
from ingest.pipeline import Pipeline
from qa.answering.features import NAMES, features
from qa.answering.ranking import PASSAGES_READ, RankedSentence, confidence_features
from qa.index.chroma import ChromaIndex
from qa.library.sqlite import SqliteLibrary
from qa.library.translation import TranslationTable
from qa.models.catalog import TRANSLATION_FILE, embedding_model
from qa.retrieval.lexical import LexicalSearch
from qa.retrieval.retriever import Retriever
from qa.types import Filters
from training.development import DevelopmentSet, new_wiki, onestop, right_sentences, squad2_half

logger = logging.getLogger(__name__)

RIDGE = 1e-3


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """One question with the sentences that were found for it."""

    set_name: str
    group: str
    rows: np.ndarray  # (n_sentences, n_features)
    right: np.ndarray  # (n_sentences,) bool; all false when unanswerable or not retrieved
    answerable: bool
    rank: int  # of the right text among the passages' articles, from 1; 0 when not found


def ask_all(development: DevelopmentSet, limit: int | None) -> Iterator[Asked]:
    """Ingest the texts as articles of one home and ask every question of it."""
    with tempfile.TemporaryDirectory() as folder:
        embedding = embedding_model("bundled")
        library = SqliteLibrary(Path(folder) / "library.sqlite")
        index = ChromaIndex(Path(folder) / "chroma", embedding.dimension, embedding.fingerprint)
        drafts = [
            Draft(
                text=text, id=f"t{k}", item=f"t{k}", title=f"t{k}",
                language=development.text_language,
            )
            for k, text in enumerate(development.texts)
        ]
        Pipeline(library, index, embedding).ingest(drafts)
        lexical = LexicalSearch(library, TranslationTable(TRANSLATION_FILE))
        retriever = Retriever(library, index, embedding, lexical)
        for question in development.questions[:limit]:
            text_id = f"t{question.text}"
            evidence = retriever.retrieve(question.question, 50, Filters())
            order = list(dict.fromkeys(c.hit.passage.article_id for c in evidence.candidates))
            wanted = (
                right_sentences(
                    development.texts[question.text], development.text_language, question.answer
                )
                if question.answer
                else set()
            )
            rows, right = [], []
            for candidate in evidence.candidates[:PASSAGES_READ]:
                rows.append(features(evidence, candidate))
                right += [
                    candidate.hit.passage.article_id == text_id and (s.start, s.end) in wanted
                    for s in candidate.hit.passage.sentences
                ]
            yield Asked(
                development.name,
                development.groups[question.text],
                np.concatenate(rows),
                np.array(right),
                question.answer is not None,
                order.index(text_id) + 1 if text_id in order else 0,
            )
        index.close()


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

    fitted = minimize(loss, np.zeros(len(NAMES)), jac=True, method="L-BFGS-B")
    return fitted.x / scale


def ranked(asked: Asked, weights: np.ndarray) -> tuple[np.ndarray, bool, bool]:
    """Return the confidence features, whether the first sentence is right, and one of three."""
    scores = asked.rows @ weights
    order = np.argsort(-scores)
    sentences = [
        RankedSentence(None, None, float(scores[k]), asked.rows[k]) for k in order[:2]
    ]
    return confidence_features(sentences), bool(asked.right[order[0]]), bool(asked.right[order[:3]].any())


def report(questions: list[Asked], weights: np.ndarray, confidence: LogisticRegression) -> None:
    """Log the figures set by set."""
    for name in dict.fromkeys(q.set_name for q in questions):
        part = [q for q in questions if q.set_name == name]
        results = [ranked(q, weights) for q in part]
        answerable = np.array([q.answerable for q in part])
        first = np.array([r[1] for r in results])
        three = np.array([r[2] for r in results])
        probability = confidence.predict_proba(np.array([r[0] for r in results]))[:, 1]
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


def main() -> None:
    """Parse the command line, fit, report and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, help="questions a set, for a quick look")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    sets = [*new_wiki(arguments.data), squad2_half(arguments.data), onestop(arguments.data)]
    questions = [asked for one in sets for asked in ask_all(one, arguments.limit)]
    fitting = [q for q in questions if not is_held_out(q)]
    held_out = [q for q in questions if is_held_out(q)]
    weights = fit_ranking(fitting)
    results = [ranked(q, weights) for q in fitting]
    confidence = LogisticRegression(max_iter=5000, C=1.0)
    confidence.fit(
        np.array([r[0] for r in results]),
        np.array([r[1] and q.answerable for r, q in zip(results, fitting, strict=True)]),
    )
    report(held_out, weights, confidence)
    model = {
        "ranking": {"names": list(NAMES), "weights": [round(w, 5) for w in weights.tolist()]},
        "confidence": {
            "weights": [round(w, 5) for w in confidence.coef_[0].tolist()],
            "bias": round(float(confidence.intercept_[0]), 5),
        },
    }
    arguments.out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
